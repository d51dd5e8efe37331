"""Choosing the part of a film that is looked at: its pictures over a range of time."""

from __future__ import annotations

import base64
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import streamlit as st

from gaitcheck.apart import LONGEST_WAIT_S, run_apart
from gaitcheck.errors import InputError
from gaitcheck.model import ClipOptions
from gaitcheck.model.options import SHORTEST_PART_S, clock
from gaitcheck.ui.style import named_label, paragraph, picture, plain
from gaitcheck.ui.workspace import StoredClip
from gaitcheck.video.strip import read_strip
from gaitcheck.words import page as texts

STEP_S: Final = 0.1


@dataclass(frozen=True, slots=True)
class Strip:
    """How long a film is and its pictures side by side; without them `message` says why."""

    duration_s: float = 0.0
    jpeg: bytes = b""
    message: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A range of a film in seconds; None where it reaches the beginning or the end."""

    from_s: float | None = None
    to_s: float | None = None
    too_short: bool = False


WHOLE_FILM: Final = Part()


def ask_part(clip: StoredClip) -> Part:
    """Ask which part of a clip is to be looked at."""
    label = named_label(texts.PART_WANTED, texts.PART_WANTED_NAMED.format(name=clip.name))
    if not st.checkbox(label, key=f"part-wanted-{clip.id}"):
        return WHOLE_FILM
    strip = _strip_of(clip)
    if strip.message:
        st.warning(plain(strip.message), icon=":material/warning:")
        return WHOLE_FILM
    end = max(int(strip.duration_s / STEP_S) * STEP_S, STEP_S)
    st.html(picture(strip.jpeg, texts.PART_ALT.format(name=clip.name), "gc-film"))
    start, stop = st.slider(
        texts.PART_LABEL,
        0.0,
        end,
        (0.0, end),
        step=STEP_S,
        format="%.1f s",
        help=texts.PART_HELP,
        key=f"part-{clip.id}",
    )
    st.html(paragraph(_said(start, stop, strip.duration_s), "gc-small"))
    return Part(
        round(start, 1) if start > 0 else None,
        round(stop, 1) if stop < end else None,
        too_short=stop - start < SHORTEST_PART_S - STEP_S / 2,
    )


def of_part(options: ClipOptions, part: Part) -> ClipOptions:
    """Return what was told about a clip together with the part that was chosen."""
    return replace(options, from_s=part.from_s, to_s=part.to_s)


def _said(start: float, stop: float, duration_s: float) -> str:
    if stop - start < SHORTEST_PART_S - STEP_S / 2:
        return texts.PART_TOO_SHORT.format(least=f"{SHORTEST_PART_S:g}")
    return texts.PART_SAID.format(
        length=clock(stop - start), start=clock(start), stop=clock(stop), whole=clock(duration_s)
    )


def _strip_of(clip: StoredClip) -> Strip:
    """Return the strip of a clip, made once for each visit."""
    key = f"strip-{clip.id}"
    if key not in st.session_state:
        with st.spinner(texts.PART_MAKING):
            st.session_state[key] = make_strip(clip.path)
    strip: Strip = st.session_state[key]
    return strip


def make_strip(path: Path) -> Strip:
    """Make the strip of a film in a process of its own: what is in a film may be anything."""
    try:
        found = run_apart(read_strip, path, longest_s=LONGEST_WAIT_S)
        return Strip(float(found["duration_s"]), base64.b64decode(found["jpeg"]))
    except InputError as error:
        return Strip(message=str(error))

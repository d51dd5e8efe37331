"""Bringing clips: upload, sample, options, start."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import streamlit as st

from gaitcheck.jobs import QueueFullError
from gaitcheck.model import ClipOptions
from gaitcheck.samples import find_samples
from gaitcheck.ui.options import ask_options
from gaitcheck.ui.part import Part, ask_part, of_part
from gaitcheck.ui.session import open_upload, release_uploads
from gaitcheck.ui.style import named_label, plain
from gaitcheck.ui.workspace import NoRoomError, StoredClip, Workspace
from gaitcheck.video.formats import CLIP_ENDINGS
from gaitcheck.words import page as texts

CHOSEN: Final = "chosen_entry"

ROOM_STEP_MB: Final = 128

_ROUND: Final = "upload_round"
_REFUSED: Final = "clips_refused"


def show_intake(workspace: Workspace) -> None:
    """Show the upload, what is ready, the options and the start."""
    _take_uploads(workspace)
    parts = {}
    for clip in workspace.ready:
        _show_ready(workspace, clip)
        parts[clip.id] = ask_part(clip)
    with st.expander(texts.SETTINGS):
        options = ask_options("options")
    _offer_start(workspace, options, parts)
    _offer_samples(workspace, options)


def start(workspace: Workspace, clips: list[tuple[StoredClip, ClipOptions]]) -> None:
    """Send clips off and look at the first of them."""
    entries = []
    for clip, options in clips:
        try:
            entries.append(workspace.analyze(clip, options))
        except QueueFullError as error:
            told = texts.QUEUE_FULL.format(name=plain(clip.name), why=error)
            st.session_state.setdefault(_REFUSED, []).append(told)
    if entries:
        st.session_state[CHOSEN] = entries[0].id
    st.rerun()


def show_refused() -> None:
    """Say, once, which clips could not be taken or sent off, and why."""
    for refused in st.session_state.pop(_REFUSED, []):
        st.error(refused, icon=":material/error:")


def _take_uploads(workspace: Workspace) -> None:
    """Move what was uploaded to the visitor's folder at once."""
    number = st.session_state.setdefault(_ROUND, 0)
    most_mb = _largest_upload_mb(workspace)
    uploads = st.file_uploader(
        texts.UPLOAD_LABEL,
        type=list(CLIP_ENDINGS),
        accept_multiple_files=True,
        key=f"upload-{number}",
        max_upload_size=most_mb or None,
        disabled=not most_mb,
    )
    st.caption(texts.UPLOAD_HELP if most_mb else texts.UPLOAD_FULL)
    show_refused()
    if not uploads:
        return
    refused = []
    for upload in uploads:
        received = open_upload(upload)
        with received.content:
            try:
                workspace.store(received.content, received.name)
            except NoRoomError:
                refused.append(texts.UPLOAD_NO_ROOM.format(name=plain(received.name)))
            except OSError:
                refused.append(texts.UPLOAD_FAILED.format(name=plain(received.name)))
    release_uploads()
    st.session_state[_REFUSED] = refused
    # A new key empties the widget, and with it the last hold on the uploaded bytes.
    st.session_state[_ROUND] = number + 1
    st.rerun()


def _largest_upload_mb(workspace: Workspace) -> int:
    """Return how large a clip may be, in steps, so that the field does not change all the time."""
    room_mb = workspace.room() // (1024 * 1024)
    return min(int(st.get_option("server.maxUploadSize")), room_mb // ROOM_STEP_MB * ROOM_STEP_MB)


def _show_ready(workspace: Workspace, clip: StoredClip) -> None:
    said = texts.READY.format(name=plain(clip.name), size=f"{clip.size / 1e6:.1f}")
    label = named_label(texts.DISCARD, texts.DISCARD_NAMED.format(name=clip.name))
    key = f"gc-ready-{clip.id}"
    with st.container(horizontal=True, vertical_alignment="center", key=key):
        st.markdown(f":material/movie: {said}", width="stretch")
        if st.button(label, key=f"discard-{clip.id}"):
            workspace.discard(clip)
            st.rerun()


def _offer_start(workspace: Workspace, options: ClipOptions, parts: Mapping[str, Part]) -> None:
    count = len(workspace.ready)
    label = texts.START if count < 2 else texts.START_COUNT.format(count=count)
    barred = count == 0 or any(part.too_short for part in parts.values())
    if st.button(label, type="primary", disabled=barred, key="start", width="stretch"):
        start(workspace, [(clip, of_part(options, parts[clip.id])) for clip in workspace.ready])


def _offer_samples(workspace: Workspace, options: ClipOptions) -> None:
    samples = find_samples()
    if not samples:
        st.caption(texts.SAMPLES_ABSENT)
        return
    choice, button = st.columns([3, 2], vertical_alignment="bottom")
    chosen = choice.selectbox(
        texts.SAMPLE_LABEL, samples, format_func=lambda sample: sample.title, key="sample_choice"
    )
    if button.button(texts.SAMPLE_BUTTON, key="sample", width="stretch"):
        start(workspace, [(workspace.add_sample(chosen.clip), options)])
    st.caption(chosen.shows)

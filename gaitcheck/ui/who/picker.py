"""Ask which of several people is meant, by a click on the picture."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import streamlit as st

from gaitcheck.apart import LONGEST_WAIT_S, run_apart
from gaitcheck.errors import InputError
from gaitcheck.model import Analysis, PersonSeen
from gaitcheck.ui.component import BASE_SCRIPT, component
from gaitcheck.ui.style import paragraph
from gaitcheck.video.strip import read_picture
from gaitcheck.words import page as texts

NAME: Final = "gaitcheck_who"
_PICTURES: Final = "who-pictures"
PICTURE_SIDE: Final = 960
# Share of a person's height that the box adds above and below, and its width in heights.
MARGIN: Final = 0.08
BOX_WIDTH: Final = 0.5

_HERE: Final = Path(__file__).parent


def ask_runner(analysis: Analysis, clip: Path, key: str) -> int | None:
    """Show the people in the picture; return the number that was just clicked."""
    if len(analysis.people) < 2:
        return None
    st.header(texts.WHO_TITLE, anchor=False)
    st.html(paragraph(texts.WHO_TEXT))
    frame = analysis.people[0].frame
    pictures: dict[tuple[Path, int], str | None] = st.session_state.setdefault(_PICTURES, {})
    if (clip, frame) not in pictures:  # once in a session
        pictures[clip, frame] = people_picture(clip, frame)
    picture = pictures[clip, frame]
    if picture is None:
        return _ask_with_buttons(analysis.people, key)
    size = (analysis.clip.width, analysis.clip.height)
    data = {
        "picture": f"data:image/jpeg;base64,{picture}",
        "alt": texts.WHO_ALT.format(count=len(analysis.people)),
        "people": person_boxes(analysis.people, size),
    }
    answer = component(NAME, (BASE_SCRIPT, _HERE / "picker.js"), (_HERE / "picker.css",))(
        key=key, data=data, on_chosen_change=lambda: None
    )
    return None if answer.chosen is None else int(answer.chosen)


def person_boxes(people: Sequence[PersonSeen], size: tuple[int, int]) -> list[dict[str, Any]]:
    """Return the box of each person in shares of the picture's width and height."""
    width, height = size
    boxes = []
    for person in people:
        high = person.height * (1 + 2 * MARGIN) / height
        wide = person.height * BOX_WIDTH / width
        left, top = person.x / width - wide / 2, person.y / height - high / 2
        right, bottom = min(left + wide, 1.0), min(top + high, 1.0)
        left, top = max(left, 0.0), max(top, 0.0)
        words = texts.WHO_FOLLOWED if person.followed else texts.WHO_CHOOSE
        boxes.append(
            {
                "number": person.number,
                "followed": person.followed,
                "label": words.format(number=person.number),
                "left": left,
                "top": top,
                "width": right - left,
                "height": bottom - top,
            }
        )
    return boxes


def people_picture(clip: Path, frame: int) -> str | None:
    """Return the picture in which people were counted, as JPEG in base64; None without one."""
    try:
        picture: str | None = run_apart(
            read_picture, clip, frame, PICTURE_SIDE, longest_s=LONGEST_WAIT_S
        )
    except InputError:
        return None
    return picture


def _ask_with_buttons(people: Sequence[PersonSeen], key: str) -> int | None:
    for column, person in zip(st.columns(len(people)), people, strict=True):
        words = texts.WHO_FOLLOWED if person.followed else texts.WHO_CHOOSE
        label = words.format(number=person.number)
        if column.button(label, key=f"{key}-{person.number}", width="stretch"):
            return person.number
    return None

"""What the clip doctor asks back: who is meant, and how much a clip is slowed down."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Final

import cv2
import numpy as np
import streamlit as st

from gaitcheck.errors import InputError
from gaitcheck.report.form_drawings import FILMING_TITLE, draw_filming
from gaitcheck.types import Analysis, PersonSeen
from gaitcheck.ui.style import paragraph
from gaitcheck.video import FrameReader, probe_video
from gaitcheck.video.types import Picture

WHO: Final = "Who is meant?"
WHO_TEXT: Final = (
    "Several people are in the picture. Choose one, and only this runner is followed; the answer "
    "is surer with nobody else in the way."
)
CHOOSE: Final = "Number {number}"
FOLLOWED: Final = "Number {number} (shown here)"
PICTURE_SIDE: Final = 960
LINE: Final = (217, 98, 43)
UNSURE_FACTOR: Final = "slow_motion_uncertain"
# Share of a person's height that is drawn around them.
MARGIN: Final = 0.08


def factor_in_doubt(analysis: Analysis) -> bool:
    """Return whether the user should be asked for the slow-motion factor."""
    return any(note.code == UNSURE_FACTOR for note in analysis.quality)


def ask_runner(analysis: Analysis, clip: Path, key: str) -> int | None:
    """Show the people in the picture by number; return the number that was just clicked."""
    if len(analysis.people) < 2:
        return None
    st.subheader(WHO, anchor=False)
    st.html(paragraph(WHO_TEXT))
    picture = people_picture(clip, analysis.people)
    if picture is not None:
        st.image(picture, width="stretch")
    columns = st.columns(len(analysis.people))
    for column, person in zip(columns, analysis.people, strict=True):
        label = (FOLLOWED if person.followed else CHOOSE).format(number=person.number)
        if column.button(label, key=f"{key}-{person.number}", width="stretch"):
            return person.number
    return None


def people_picture(clip: Path, people: tuple[PersonSeen, ...]) -> Picture | None:
    """Return the picture in which people were counted, with their numbers; None without it."""
    try:
        video = probe_video(clip)
        with FrameReader(video, PICTURE_SIDE) as reader:
            found = next((p for _, p in reader.read_at([people[0].frame])), None)
    except (InputError, ValueError):
        return None
    if found is None:
        return None
    picture = np.ascontiguousarray(found)
    scale = picture.shape[1] / video.width
    for person in people:
        draw_person(picture, person, scale)
    return picture


def draw_person(picture: Picture, person: PersonSeen, scale: float) -> None:
    """Draw a box with its number around somebody."""
    high = person.height * (0.5 + MARGIN) * scale
    wide = 0.45 * high + 8
    x, y = person.x * scale, person.y * scale
    corner, opposite = (round(x - wide), round(y - high)), (round(x + wide), round(y + high))
    cv2.rectangle(picture, corner, opposite, LINE, 3)
    size = max(0.8, picture.shape[0] / 600)
    at = (max(corner[0], 2), max(corner[1] - 8, round(28 * size)))
    for colour, thick in (((255, 255, 255), 8), (LINE, 3)):
        cv2.putText(picture, str(person.number), at, cv2.FONT_HERSHEY_SIMPLEX, size, colour, thick)


def filming_drawing() -> str:
    """Return the drawing of the filming guide as HTML."""
    data = base64.b64encode(draw_filming().encode()).decode("ascii")
    return f'<img class="gc-drawing" alt="{FILMING_TITLE}" src="data:image/svg+xml;base64,{data}">'

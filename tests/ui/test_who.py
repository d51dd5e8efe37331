"""Choosing among several people in the picture."""

from __future__ import annotations

import base64
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from gaitcheck.model import PersonSeen
from gaitcheck.ui.who.picker import BOX_WIDTH, MARGIN, people_picture, person_boxes

SAMPLES = Path(__file__).parents[2] / "sample_videos"
PEOPLE = (PersonSeen(1, 0, 200.0, 300.0, 220.0), PersonSeen(2, 0, 500.0, 300.0, 200.0, True))


def test_a_box_lies_around_each_person() -> None:
    one, other = person_boxes(PEOPLE, (800, 600))
    assert (one["number"], one["followed"]) == (1, False)
    assert (other["number"], other["followed"]) == (2, True)
    assert one["left"] + one["width"] / 2 == pytest.approx(200 / 800)
    assert one["top"] + one["height"] / 2 == pytest.approx(300 / 600)
    assert one["height"] == pytest.approx(220 * (1 + 2 * MARGIN) / 600)
    assert one["width"] == pytest.approx(220 * BOX_WIDTH / 800)
    assert "1" in one["label"]
    assert one["label"] != other["label"]


def test_a_box_never_leaves_the_picture() -> None:
    at_the_edge = (PersonSeen(1, 0, 5.0, 20.0, 400.0), PersonSeen(2, 0, 795.0, 590.0, 400.0))
    for box in person_boxes(at_the_edge, (800, 600)):
        assert 0 <= box["left"] < box["left"] + box["width"] <= 1
        assert 0 <= box["top"] < box["top"] + box["height"] <= 1


def test_the_picture_is_the_frame_in_which_people_were_counted() -> None:
    clip = SAMPLES / "heel_road_right.mp4"
    first, later = people_picture(clip, 0), people_picture(clip, 30)
    assert first is not None
    assert later is not None
    assert np.abs(seen(first) - seen(later)).mean() > 1
    assert people_picture(clip.with_name("absent.mp4"), 0) is None
    assert people_picture(clip, 10**6) is None


def seen(jpeg: str) -> NDArray[np.float64]:
    picture = cv2.imdecode(np.frombuffer(base64.b64decode(jpeg), np.uint8), cv2.IMREAD_COLOR)
    return np.asarray(picture, dtype=np.float64)

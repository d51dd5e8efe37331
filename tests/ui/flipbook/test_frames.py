"""The pictures of the flip-book are those of the clip, cropped and small."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from gaitcheck.compare.stride import PHASES, CropBox
from gaitcheck.errors import InputError
from gaitcheck.ui.flipbook.frames import (
    PADDING_GREY,
    TALLEST,
    WIDEST,
    cut_box,
    cut_reel,
    shown_size,
)
from tests.examples import FRAMES, make_analysis, make_stepless_analysis, write_clip


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clip in which the brightness says the number of the frame."""
    frames = [np.full((360, 640, 3), level(index), np.uint8) for index in range(FRAMES)]
    return write_clip(tmp_path_factory.mktemp("clips") / "levels.mp4", frames, fps=30.0)


def level(frame: int) -> int:
    return 20 + 2 * frame


def seen(jpeg: bytes) -> NDArray[np.uint8]:
    picture = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)
    return np.asarray(picture, dtype=np.uint8)


@pytest.mark.parametrize("cropped", [True, False])
def test_each_phase_shows_its_frame(clip: Path, cropped: bool) -> None:
    analysis = make_analysis() if cropped else replace(make_analysis(), landmarks=None)
    reel = cut_reel(clip, analysis, "left")
    assert reel is not None
    assert len(reel.order) == PHASES + 1
    assert len(reel.pictures) == len(set(reel.stride.frames))
    for frame, place in zip(reel.stride.frames, reel.order, strict=True):
        picture = seen(reel.pictures[place])
        assert picture.shape == (reel.height, reel.width, 3)
        middle = picture[reel.height // 2, reel.width // 2]
        assert np.abs(middle.astype(int) - level(frame)).max() <= 2
    assert reel.width <= WIDEST
    assert reel.height <= TALLEST


def test_no_stride_gives_no_pictures(clip: Path) -> None:
    assert cut_reel(clip, make_stepless_analysis(), "left") is None


def test_a_clip_that_is_gone_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"gone\.mp4"):
        cut_reel(tmp_path / "gone.mp4", make_analysis(), "left")


def test_a_part_is_cut_where_it_lies() -> None:
    picture = np.zeros((100, 200, 3), np.uint8)
    picture[40:60, 100:120] = 255
    part = cut_box(picture, CropBox(90.0, 30.0, 40.0, 40.0), 20, 20)
    assert part.shape == (20, 20, 3)
    assert (part[7:13, 7:13] == 255).all()
    assert (part[:3] == 0).all()
    beyond = cut_box(picture, CropBox(-40.0, 0.0, 40.0, 40.0), 20, 20)
    assert (beyond[:, :18] == PADDING_GREY).all()


def test_small_pictures_are_not_blown_up() -> None:
    assert shown_size(CropBox(0, 0, 100, 125)) == (100, 125)
    assert shown_size(CropBox(0, 0, 640, 800)) == (320, 400)
    assert shown_size(CropBox(0, 0, 1920, 1080)) == (320, 180)

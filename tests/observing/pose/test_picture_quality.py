"""What single pictures are like, on pictures spoilt by a known amount."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from gaitcheck.observing.pose.background import Thumbnail, thumbnail
from gaitcheck.observing.pose.picture_quality import (
    SAND_COLUMNS,
    bare_share,
    edge_width,
    empty_quality,
    join_quality,
    measure_frame,
)

HEEL, TOE = np.array([100.0, 150.0]), np.array([190.0, 150.0])


def shoe(blur: float = 0.0, gain: float = 1.0) -> np.ndarray:
    picture = np.full((300, 300, 3), 180, dtype=np.uint8)
    cv2.rectangle(picture, (95, 130), (195, 160), (30, 30, 30), -1)
    cv2.rectangle(picture, (110, 138), (150, 150), (220, 220, 220), -1)
    if blur:
        picture = cv2.GaussianBlur(picture, (0, 0), blur)
    return np.clip(picture * gain, 0, 255).astype(np.uint8)


def points() -> np.ndarray:
    found = np.zeros((33, 4))
    found[:, 0], found[:, 1] = np.linspace(60, 240, 33), np.linspace(40, 260, 33)
    found[[29, 30], :2], found[[31, 32], :2] = HEEL, TOE
    return found


@pytest.mark.parametrize("blur", [2.0, 3.0, 4.0])
def test_blur_is_measured_whatever_the_contrast(blur: float) -> None:
    expected = blur / 90
    assert edge_width(shoe(blur), HEEL, TOE) == pytest.approx(expected, rel=0.25)
    assert edge_width(shoe(blur, 0.4), HEEL, TOE) == pytest.approx(expected, rel=0.3)


@pytest.mark.parametrize("kernel", [(1, 15), (15, 1)])
def test_blur_along_one_direction_is_not_hidden_by_the_sharp_other_one(
    kernel: tuple[int, int],
) -> None:
    smeared = cv2.blur(shoe(), kernel[::-1])
    assert edge_width(smeared, HEEL, TOE) > 2 * edge_width(shoe(), HEEL, TOE)


def test_a_foot_that_moves_changes_the_picture_and_a_covered_one_does_not() -> None:
    before, now = shoe(), np.roll(shoe(), 12, axis=1)
    # An arm moves in both.
    before[60:100, 60:120], now[60:100, 90:150] = 240, 240
    covered_before, covered_now = before.copy(), now.copy()
    for picture in (covered_before, covered_now):
        picture[120:175] = 20

    def foot_change(first: np.ndarray, second: np.ndarray) -> float:
        quality = empty_quality(1)
        measure_frame(
            quality, 0, second, points(), thumbnail(second, points()), thumbnail(first, points())
        )
        return float(quality.foot_change[0, 0])

    assert foot_change(before, now) > 0.9
    assert foot_change(covered_before, covered_now) < 0.1
    assert np.isnan(foot_change(now, now))


def test_a_sharp_shoe_is_sharper_than_a_blurred_one() -> None:
    assert edge_width(shoe(), HEEL, TOE) < edge_width(shoe(3.0), HEEL, TOE)


def test_a_foot_at_the_edge_or_of_few_pixels_is_not_measured() -> None:
    assert np.isnan(edge_width(shoe(), HEEL - 100, TOE - 100))
    assert np.isnan(edge_width(shoe(), HEEL, HEEL + 3))


def look_at(picture: np.ndarray, before: np.ndarray | None) -> tuple[float, float, float, float]:
    quality = empty_quality(1)
    now = thumbnail(picture, points())
    earlier = None if before is None else thumbnail(before, points())
    measure_frame(quality, 0, picture, points(), now, earlier)
    return (
        float(quality.brightness[0]), float(quality.black[0]), float(quality.white[0]),
        float(quality.change[0]),
    )  # fmt: skip


def test_light_and_change_around_the_runner() -> None:
    brightness, black, white, change = look_at(shoe(), shoe())
    assert 100 < brightness < 190
    assert black == white == 0
    assert change == 0
    assert look_at(shoe(gain=0.05), None)[1] > 0.9
    assert look_at(shoe(gain=2.0), None)[2] > 0.5
    assert look_at(shoe(), np.roll(shoe(), 10, axis=1))[3] > 1
    assert np.isnan(look_at(shoe(), None)[3])


def drawn(paper: int, line: int | None = None) -> np.ndarray:
    """Return a dark figure on paper, with a line of ground under it in another tone, or without."""
    around = np.full((80, 40), paper, dtype=np.uint8)
    around[10:70, 15:25] = paper // 2
    if line is not None:
        # Of a camera that was held askew.
        for column in range(40):
            around[73 + column // 12, column] = line
    return around


@pytest.mark.parametrize("paper", [255, 120, 40])
def test_a_figure_on_paper_has_nothing_under_its_feet(paper: int) -> None:
    assert bare_share(drawn(paper), 69) > 0.8
    assert bare_share(drawn(paper, line=paper // 2), 69) == 0
    assert np.isnan(bare_share(drawn(paper), 79))


def test_a_wall_of_another_tone_than_the_ground_is_not_bare() -> None:
    around = drawn(200)
    around[69:] = 120
    assert bare_share(around, 69) < 0.3


def test_sand_that_fills_the_picture_is_no_paper() -> None:
    sand = drawn(150)
    sand[75, ::8] = 120
    assert bare_share(sand, 69) > 0.8
    assert bare_share(sand, 69, most_columns=SAND_COLUMNS) == 0


def test_the_edge_of_a_screen_under_the_paper_is_no_ground() -> None:
    picture = np.full((300, 300, 3), 240, dtype=np.uint8)
    found = points()
    picture[130:160, 95:195] = 20
    found[:, 1] = np.linspace(20, 160, len(found))
    lowest, margin = 160, round(0.12 * 140)
    assert bare_with(picture, found) > 0.5
    picture[lowest + round(0.8 * margin) :] = 0
    assert bare_with(picture, found) > 0.5
    picture[lowest + round(0.3 * margin) :] = 0
    assert bare_with(picture, found) < 0.5


def bare_with(picture: np.ndarray, found: np.ndarray) -> float:
    quality = empty_quality(1)
    measure_frame(quality, 0, picture, found, thumbnail(picture, found), None)
    return float(quality.bare[0])


@pytest.mark.parametrize("figure", [True, False])
def test_how_bare_a_picture_is_is_measured_with_and_without_a_runner(figure: bool) -> None:
    quality = empty_quality(1)
    picture = np.full((300, 300, 3), 240, dtype=np.uint8)
    picture[130:160, 95:195] = 20
    found = points() if figure else None
    measure_frame(quality, 0, picture, found, thumbnail(picture, found), None)
    assert 0.5 < quality.bare[0] < 1


def test_nobody_leaves_the_look_empty() -> None:
    quality = empty_quality(2)
    grey = np.zeros((10, 10), dtype=np.uint8)
    whole = Thumbnail(grey, np.full((10, 10), 255, dtype=np.uint8))
    measure_frame(quality, 0, shoe(), None, whole, None)
    assert np.isnan(quality.brightness).all()
    assert len(join_quality([quality, quality]).blur) == 4

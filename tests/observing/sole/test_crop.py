"""Crops: where they are cut, what they show, and what lies outside the picture."""

from __future__ import annotations

from typing import get_args

import cv2
import numpy as np
import pytest

from gaitcheck.observing.sole.crop import (
    CROP_SIZE,
    FIRST_SHOE,
    OUTSIDE,
    Facing,
    FootPlace,
    crop_matrix,
    cut_crop,
    place_foot,
    share_inside,
    standardised,
    to_picture,
)


def ramp(height: int = 300, width: int = 400) -> np.ndarray:
    y, x = np.mgrid[0:height, 0:width]
    return np.stack([x * 0.5, y * 0.5, (x + y) * 0.25], axis=-1).astype(np.uint8)


@pytest.mark.parametrize("facing", get_args(Facing))
def test_the_middle_of_the_crop_is_the_place(facing: Facing) -> None:
    place = FootPlace(123.4, 56.7, 80.0, facing)
    middle = np.full(2, (CROP_SIZE - 1) / 2)
    assert to_picture(middle, crop_matrix(place, FIRST_SHOE)) == pytest.approx([123.4, 56.7])


def test_a_shoe_has_the_asked_length_and_faces_right() -> None:
    for facing, sign in (("right", 1.0), ("left", -1.0)):
        matrix = crop_matrix(FootPlace(200, 100, 90.0, facing), FIRST_SHOE)
        ends = to_picture(np.array([[10.0, 40.0], [10.0 + FIRST_SHOE, 40.0]]), matrix)
        assert ends[1] - ends[0] == pytest.approx([sign * 90.0, 0.0])


def test_the_sole_lies_ahead_of_and_below_the_landmarks() -> None:
    right = place_foot(np.array([100.0, 200.0]), np.array([140.0, 200.0]), 40.0, "right")
    left = place_foot(np.array([140.0, 200.0]), np.array([100.0, 200.0]), 40.0, "left")
    assert right.x > 120 > left.x
    assert right.y == left.y > 200
    assert right.shoe_length > 40


def test_a_crop_repeats_the_picture() -> None:
    picture = ramp()
    matrix = crop_matrix(FootPlace(200.0, 150.0, FIRST_SHOE, "right"), FIRST_SHOE)
    crop = cut_crop(picture, matrix)
    x, y = to_picture(np.array([20.0, 70.0]), matrix)
    assert np.abs(crop[70, 20].astype(float) - [x / 2, y / 2, (x + y) / 4]).max() < 1.5


def test_a_left_foot_is_mirrored() -> None:
    picture = ramp()
    right = cut_crop(picture, crop_matrix(FootPlace(200, 150, 60, "right"), FIRST_SHOE))
    left = cut_crop(picture, crop_matrix(FootPlace(200, 150, 60, "left"), FIRST_SHOE))
    assert np.abs(right[:, ::-1].astype(float) - left).max() <= 1


def test_shrinking_does_not_alias() -> None:
    rng = np.random.default_rng(0)
    picture = rng.integers(0, 256, (900, 900, 3), dtype=np.uint8)
    crop = cut_crop(picture, crop_matrix(FootPlace(450, 450, 360, "right"), FIRST_SHOE))
    assert crop.std() < 0.35 * picture.std()


def test_outside_the_picture_is_grey() -> None:
    picture = np.full((100, 100, 3), 200, dtype=np.uint8)
    crop = cut_crop(picture, crop_matrix(FootPlace(99.0, 50.0, FIRST_SHOE, "right"), FIRST_SHOE))
    assert (crop[:, :40] == 200).all()
    assert (crop[:, 56:] == OUTSIDE).all()


def test_far_outside_all_is_grey() -> None:
    picture = np.full((100, 100, 3), 200, dtype=np.uint8)
    for x, y in ((-4000.0, 50.0), (50.0, 4000.0), (4000.0, -4000.0)):
        crop = cut_crop(picture, crop_matrix(FootPlace(x, y, 50.0, "left"), FIRST_SHOE))
        assert (crop == OUTSIDE).all()


@pytest.mark.parametrize("shape", [(1, 1, 3), (1, 500, 3), (500, 1, 3), (3, 2, 3)])
def test_tiny_pictures_can_be_cut(shape: tuple[int, int, int]) -> None:
    crop = cut_crop(
        np.zeros(shape, dtype=np.uint8), crop_matrix(FootPlace(0, 0, 900, "right"), FIRST_SHOE)
    )
    assert crop.shape == (CROP_SIZE, CROP_SIZE, 3)


def test_share_inside() -> None:
    whole = crop_matrix(FootPlace(200, 150, FIRST_SHOE, "left"), FIRST_SHOE)
    assert share_inside(whole, 400, 300) == pytest.approx(1.0)
    half = crop_matrix(FootPlace(0, 150, FIRST_SHOE, "right"), FIRST_SHOE)
    assert share_inside(half, 400, 300) == pytest.approx(0.5)
    away = crop_matrix(FootPlace(-500, 150, FIRST_SHOE, "right"), FIRST_SHOE)
    assert share_inside(away, 400, 300) == 0.0


@pytest.mark.parametrize(
    ("x", "y", "length"),
    [(np.nan, 1, 50), (1, np.inf, 50), (1, 1, np.nan), (1, 1, 0), (1, 1, -30), (1, 1, 3)],
)
def test_unusable_places(x: float, y: float, length: float) -> None:
    assert not FootPlace(x, y, length, "right").usable


def test_standardised_crops_forget_light() -> None:
    crop = cv2.GaussianBlur(
        np.random.default_rng(1).integers(60, 120, (96, 96, 3), dtype=np.uint8), (0, 0), 2
    )
    stronger = (crop.astype(np.int64) * 2 - 40).astype(np.uint8)
    both = standardised(np.stack([crop, stronger]))
    assert both.shape == (2, 3, 96, 96)
    assert both.mean(axis=(1, 2, 3)) == pytest.approx([0, 0], abs=1e-4)
    ratio = both[1].std() / both[0].std()
    assert 1.0 < ratio < 2.0


def test_one_grey_does_not_divide_by_nothing() -> None:
    assert np.isfinite(standardised(np.full((1, 96, 96, 3), 9, dtype=np.uint8))).all()


@pytest.mark.parametrize("facing", ["left", "right"])
@pytest.mark.parametrize("turn_deg", [-8.0, 0.0, 8.0, 30.0])
def test_a_turned_crop_shows_the_foot_with_so_much_less_pitch(
    facing: Facing, turn_deg: float
) -> None:
    place = FootPlace(120.0, 80.0, 60.0, facing)
    matrix = crop_matrix(place, 58.0, turn_deg)
    inverse = np.linalg.inv(np.vstack([matrix, [0.0, 0.0, 1.0]]))[:2]
    ahead = 1.0 if facing == "right" else -1.0
    # The toes point up by 10 degrees in the picture, whose y grows downwards.
    way = np.array([ahead * np.cos(np.radians(10.0)), -np.sin(np.radians(10.0))])
    heel, toe = (to_picture(np.array([120.0, 80.0]) + s * way, inverse) for s in (-20.0, 20.0))
    pitch = np.degrees(np.arctan2(heel[1] - toe[1], toe[0] - heel[0]))
    assert pitch == pytest.approx(10.0 - turn_deg)
    assert to_picture(np.full(2, (CROP_SIZE - 1) / 2), matrix) == pytest.approx([120.0, 80.0])
    assert np.linalg.norm(toe - heel) == pytest.approx(40.0 * 58.0 / 60.0)


def test_a_turned_crop_repeats_the_picture() -> None:
    rng = np.random.default_rng(5)
    coarse = rng.integers(0, 256, (12, 16, 3), dtype=np.uint8)
    picture = cv2.resize(coarse, (320, 240), interpolation=cv2.INTER_CUBIC)
    matrix = crop_matrix(FootPlace(160.0, 120.0, 58.0, "right"), 58.0, 8.0)
    crop = cut_crop(picture, matrix)
    for x, y in ((10, 20), (48, 48), (80, 70)):
        there = np.rint(to_picture(np.array([x, y], dtype=float), matrix)).astype(int)
        assert crop[y, x].astype(int) == pytest.approx(
            picture[there[1], there[0]].astype(int), abs=25
        )

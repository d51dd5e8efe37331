"""A rail over the hips is told from clothes, which move with the body."""

from __future__ import annotations

import dataclasses

import cv2
import numpy as np
import pytest

from gaitcheck.gait.measure import measure_gait
from gaitcheck.model import FloatArray
from gaitcheck.observing.hips import CUT, FEWEST_PICTURES, HipLooks, cut_hips, still_share
from tests.gait.synthetic import Runner, landmarks_of

BOUNCE = 9.0  # pixels of the cut-out: five centimetres


def hips(
    n: int = 40, *, rail: float | None = None, slope: float = 0.1, noise: float = 2.0
) -> FloatArray:
    """Draw shorts with a waistband and folds that go up and down; a rail stays where it is."""
    rng = np.random.default_rng(4)
    cloth = np.full((2 * CUT, CUT), 110.0)
    cloth[CUT:] = 50.0
    cloth[CUT - 4 : CUT] = 180.0
    for x in range(0, CUT, 9):
        cv2.line(cloth, (x, CUT), (x + 12, 2 * CUT), 80.0, 2)
    pictures = []
    for k in range(n):
        shift = np.array([[1.0, 0, 0], [0, 1, -CUT / 2 + BOUNCE * np.sin(k)]])
        picture = cv2.warpAffine(cloth, shift, (CUT, CUT), borderMode=cv2.BORDER_REPLICATE)
        if rail is not None:
            ends = (int(rail - slope * CUT / 2), int(rail + slope * CUT / 2))
            cv2.line(picture, (0, ends[0]), (CUT, ends[1]), 20.0, 8)
        picture = cv2.GaussianBlur(picture, (0, 0), 1.0)
        pictures.append(picture + rng.normal(0, noise, picture.shape))
    return np.array(pictures)


@pytest.mark.parametrize("rail", [20.0, 32.0, 44.0])
@pytest.mark.parametrize("slope", [-0.15, 0.0, 0.15])
def test_a_rail_crosses_the_hips(rail: float, slope: float) -> None:
    assert still_share(hips(rail=rail, slope=slope)) > 0.8


def test_clothes_that_bounce_do_not() -> None:
    assert still_share(hips()) < 0.1


def test_noise_is_no_edge() -> None:
    rng = np.random.default_rng(0)
    assert still_share(rng.normal(100, 8, (40, CUT, CUT))) == 0.0


def test_a_rail_that_ends_beside_the_body_counts_in_part() -> None:
    pictures = hips()
    pictures[:, 28:36, : CUT // 2] = 20.0
    assert 0.3 < still_share(pictures) < 0.7


def test_too_few_pictures_of_a_gait_say_nothing() -> None:
    gait = measure_gait(landmarks_of(Runner()))
    hips = HipLooks(gait, np.zeros((len(gait.body.time_s), 2)))
    frames = list(hips.frames)
    assert len(frames) > FEWEST_PICTURES
    picture = np.zeros((720, 1280, 3), np.uint8)
    for frame in frames[: FEWEST_PICTURES - 1]:
        hips.look(frame, picture, 1.0)
    assert np.isnan(hips.crossed())
    hips.look(frames[-1], picture, 1.0)
    assert hips.crossed() == 0.0


def test_without_a_gait_nobody_looks_at_hips() -> None:
    runner = landmarks_of(Runner())
    nobody = measure_gait(dataclasses.replace(runner, points=np.full_like(runner.points, np.nan)))
    hips = HipLooks(nobody, np.zeros((len(runner.time_s), 2)))
    assert not hips.frames
    assert np.isnan(hips.crossed())


@pytest.mark.parametrize("centre", [(300.0, 200.0), (5.0, 3.0), (-60.0, 200.0), (700.0, 500.0)])
def test_a_part_of_the_picture_is_enough_to_cut_the_hips_out(centre: tuple[float, float]) -> None:
    picture = np.random.default_rng(3).integers(0, 255, (480, 640, 3), np.uint8)
    step = 2 * 90.0 / CUT
    matrix = np.array([[step, 0.0, centre[0] - 90.0], [0.0, step, centre[1] - 90.0]])
    whole = cv2.warpAffine(
        cv2.GaussianBlur(picture, (0, 0), 0.4 * step),
        matrix,
        (CUT, CUT),
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_REPLICATE,
    )
    grey = cv2.cvtColor(whole, cv2.COLOR_RGB2GRAY)
    np.testing.assert_allclose(cut_hips(picture, np.array(centre), 90.0), grey, atol=1.0)

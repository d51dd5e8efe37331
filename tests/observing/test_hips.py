"""A rail over the hips is told from clothes, which move with the body."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from gaitcheck.model import FloatArray
from gaitcheck.observing.hips import CUT, FEWEST_PICTURES, hips_crossed, still_share

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


def test_too_few_pictures_of_a_gait_say_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from gaitcheck.gait.measure import measure_gait
    from tests.gait.synthetic import Runner, landmarks_of

    gait = measure_gait(landmarks_of(Runner()))
    shift = np.zeros((len(gait.body.time_s), 2))

    class Blind:
        width = 1280

        def __init__(self, *_: object) -> None: ...
        def __enter__(self) -> Blind:
            return self

        def __exit__(self, *_: object) -> None: ...
        def read_at(self, frames: list[int]) -> list[tuple[int, np.ndarray]]:
            return [(k, np.zeros((720, 1280, 3), np.uint8)) for k in frames[: FEWEST_PICTURES - 1]]

    monkeypatch.setattr("gaitcheck.observing.hips.FrameReader", Blind)
    video = type("V", (), {"width": 1280})()
    assert np.isnan(hips_crossed(video, gait, shift))

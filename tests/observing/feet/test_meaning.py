"""Feet found by their soles' ends mean what MediaPipe's landmarks mean."""

from __future__ import annotations

import numpy as np
import pytest

from gaitcheck.observing.feet.meaning import LINE_FALLS_DEG, ends_to_landmarks
from gaitcheck.observing.sole.crop import place_foot
from tests.observing.feet.found import sole_ends


@pytest.mark.parametrize("facing", [1, -1])
def test_the_sole_is_looked_for_where_it_was_found(facing: int) -> None:
    ends = np.array([[500.0, 700.0, 500.0 + 88.0 * facing, 700.0]])
    _, heel, toe = ends_to_landmarks(ends)[0]
    side = "right" if facing > 0 else "left"
    place = place_foot(heel, toe, float(np.linalg.norm(toe - heel)), side)
    assert place.shoe_length == pytest.approx(100.0)
    # The line of the landmarks falls to the toes; the middle of the sole hardly moves for that.
    assert (place.x, place.y) == pytest.approx((500.0 + 44.0 * facing, 700.0), abs=3.0)


@pytest.mark.parametrize("facing", [1, -1])
def test_a_flat_foot_s_line_falls_and_its_ankle_is_above(facing: int) -> None:
    ends = np.array([[500.0, 700.0, 500.0 + 88.0 * facing, 700.0]])
    ankle, heel, toe = ends_to_landmarks(ends)[0]
    fall = np.degrees(np.arctan2(toe[1] - heel[1], facing * (toe[0] - heel[0])))
    assert fall == pytest.approx(LINE_FALLS_DEG)
    assert ankle[1] < heel[1] < 700.0
    assert 0 < facing * (ankle[0] - heel[0]) < 44.0


@pytest.mark.parametrize("facing", [1, -1])
def test_there_and_back_again(facing: int) -> None:
    rng = np.random.default_rng(0)
    turn = rng.uniform(-1.0, 1.0, 20)
    along = 80 * np.stack([facing * np.cos(turn), np.sin(turn)], axis=1)
    heel = rng.uniform(0, 500, (20, 2))
    found = ends_to_landmarks(sole_ends(heel, heel + along, facing))
    assert np.allclose(found[:, 1], heel)
    assert np.allclose(found[:, 2], heel + along)

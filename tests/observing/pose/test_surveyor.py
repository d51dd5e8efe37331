"""Who is found in several parts of a picture counts once."""

from __future__ import annotations

import numpy as np
import pytest

from gaitcheck.model import ANKLE, FloatArray
from gaitcheck.observing.pose.surveyor import Sighting
from tests.gait.synthetic import Runner, landmarks_of

POINTS = landmarks_of(Runner(seconds=1.0)).points[0]
HEIGHT = float(np.ptp(POINTS[:, 1]))


def moved(across: float, down: float = 0.0) -> FloatArray:
    return POINTS + HEIGHT * np.array([across, down])


def same(one: FloatArray, other: FloatArray) -> bool:
    found = [Sighting.of(3, points) for points in (one, other)]
    assert found[0].shows_same_as(found[1]) is found[1].shows_same_as(found[0])
    return found[0].shows_same_as(found[1])


@pytest.mark.parametrize(("across", "is_same"), [(0.0, True), (0.2, True), (0.4, False)])
def test_one_stands_where_the_other_does(across: float, is_same: bool) -> None:
    assert same(POINTS, moved(across)) is is_same


def test_somebody_of_whom_only_a_half_was_found_counts_once() -> None:
    half = POINTS.copy()
    half[ANKLE:, 1] = half[ANKLE - 2, 1]
    assert same(POINTS, half)


def test_a_runner_whose_rear_leg_was_cut_off_and_guessed_counts_once() -> None:
    """The middle of the box is a quarter of the height further ahead then."""
    whole, guessed = POINTS.copy(), POINTS.copy()
    whole[ANKLE, 0] = POINTS[:, 0].min() - 0.6 * HEIGHT
    guessed[ANKLE, 0] = POINTS[:, 0].max()
    found = [Sighting.of(3, points) for points in (whole, guessed)]
    assert found[1].person.x - found[0].person.x > 0.25 * HEIGHT
    assert same(whole, guessed)

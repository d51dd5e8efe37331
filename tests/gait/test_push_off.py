"""Toe-off from the turn of the shoe's rear, joined with the landmarks' toe-off."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaitcheck.gait.push_off import (
    PICTURE_BIAS,
    SOLE_SPREAD,
    TURN_RATE,
    USUAL_SOLE,
    ToeOff,
    find_toe_off,
)
from gaitcheck.model import PushOff

LANDMARKS = 0.020


def turning(
    late: float, *, rate: float = TURN_RATE, noise: float = 2.0, n: int = 20, seed: int = 0
) -> PushOff:
    """Pass the usual angle so many strides after the expected toe-off."""
    rng = np.random.default_rng(seed)
    offset = np.sort(rng.uniform(-0.05, 0.05, n))
    turn = USUAL_SOLE + PICTURE_BIAS + rate * (offset - late) + rng.normal(0, noise, n)
    return PushOff(offset, turn, np.full(n, 0.8))


def found(push_off: PushOff, landmarks_spread: float = LANDMARKS) -> ToeOff:
    toe_off = find_toe_off(push_off, landmarks_spread)
    assert toe_off is not None
    return toe_off


@pytest.mark.parametrize("late", [-0.03, 0.0, 0.02])
@pytest.mark.parametrize("rate", [-260.0, TURN_RATE, -400.0])
def test_without_landmarks_it_is_where_the_usual_angle_is_passed(late: float, rate: float) -> None:
    toe_off = found(turning(late, rate=rate), 1e6)
    assert toe_off.at == pytest.approx(late, abs=0.004)
    assert toe_off.sole_deg == pytest.approx(USUAL_SOLE, abs=0.1)


def test_it_lies_between_shoe_and_landmarks_by_their_certainty() -> None:
    toe_off = found(turning(0.03, noise=0.5))
    shoe = SOLE_SPREAD / abs(TURN_RATE)
    assert toe_off.at == pytest.approx(0.03 * LANDMARKS**2 / (LANDMARKS**2 + shoe**2), rel=0.1)
    assert toe_off.spread < LANDMARKS
    # Earlier than the usual angle is passed, the sole has turned less.
    assert toe_off.sole_deg == pytest.approx(USUAL_SOLE - TURN_RATE * (0.03 - toe_off.at), abs=1.0)


def test_sure_landmarks_are_hardly_moved() -> None:
    assert found(turning(0.03), 1e-4).at == pytest.approx(0.0, abs=1e-3)


def test_a_few_pictures_of_something_else_do_not_count() -> None:
    push_off = turning(0.01, n=24)
    turn = push_off.turn_deg.copy()
    turn[::6] = -22.0
    toe_off = found(PushOff(push_off.offset, turn, push_off.likeness), 1e6)
    assert toe_off.at == pytest.approx(0.01, abs=0.006)


def test_pictures_unlike_the_shoe_are_left_out() -> None:
    push_off = turning(0.0)
    unlike = np.where(np.arange(20) % 2, 0.8, 0.2)
    turn = np.where(unlike < 0.4, -20.0, push_off.turn_deg)
    assert found(PushOff(push_off.offset, turn, unlike)).looks == 10


@pytest.mark.parametrize(
    "push_off",
    [
        turning(0.0, n=4),
        PushOff(np.zeros(0), np.zeros(0), np.zeros(0)),
        # Something that does not turn was followed.
        PushOff(np.linspace(-0.05, 0.05, 20), np.full(20, -20.0), np.full(20, 0.8)),
        PushOff(
            np.linspace(-0.05, 0.05, 20),
            np.random.default_rng(1).uniform(-95, -15, 20),
            np.full(20, 0.5),
        ),
    ],
    ids=["few", "none", "still", "anything"],
)
def test_what_does_not_turn_as_shoes_do_says_nothing(push_off: PushOff) -> None:
    assert find_toe_off(push_off, LANDMARKS) is None


@given(
    st.lists(
        st.tuples(st.floats(-0.05, 0.05), st.floats(-180, 180), st.floats(-1, 1, allow_nan=False)),
        max_size=30,
    )
)
def test_whatever_was_read_the_answer_is_finite_and_surer(
    rows: list[tuple[float, float, float]],
) -> None:
    offset, turn, likeness = np.array(rows, dtype=np.float64).reshape(-1, 3).T
    toe_off = find_toe_off(PushOff(offset, turn, likeness), LANDMARKS)
    if toe_off is not None:
        assert np.isfinite([toe_off.at, toe_off.sole_deg, toe_off.sole_spread_deg]).all()
        assert 0 < toe_off.spread < LANDMARKS

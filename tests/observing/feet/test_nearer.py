"""Which of two feet is nearer: the longer, lower, less often covered one, or nobody knows."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaitcheck.model import FloatArray
from gaitcheck.observing.feet.nearer import SURE_ODDS, nearer_odds

LENGTH = 80.0


def two_feet(longer: float = 1.0, lower: float = 0.0, pictures: int = 60) -> FloatArray:
    """Return two feet that swing past each other; the first one this much longer and lower."""
    time = np.arange(pictures)
    ends = np.empty((pictures, 2, 4))
    for foot, (size, down) in enumerate(((longer, lower), (1.0, 0.0))):
        swing = 2 * np.pi * (time / 20 + foot / 2)
        x = 400 + 150 * np.sin(swing)
        y = 600 - 60 * np.maximum(np.cos(swing), 0) + down * LENGTH
        ends[:, foot] = np.stack([x, y, x + size * LENGTH, y], axis=1)
    return ends


def covered(ends: FloatArray, foot: int) -> FloatArray:
    """Return feet of which one is not found where the other is in front of it."""
    hidden = ends.copy()
    apart = np.abs(ends[:, 0, 0] - ends[:, 1, 0])
    hidden[apart < 0.6 * LENGTH, foot] = np.nan
    return hidden


def test_alike_feet_tell_nothing() -> None:
    assert abs(nearer_odds(two_feet())) < 0.5


def test_the_longer_and_lower_foot_is_nearer() -> None:
    assert nearer_odds(two_feet(longer=1.06, lower=0.1)) > SURE_ODDS


def test_the_foot_that_covers_the_other_is_nearer() -> None:
    assert nearer_odds(covered(two_feet(), 1)) > SURE_ODDS


def test_no_single_kind_of_evidence_decides_against_the_others() -> None:
    long_but_covered = covered(two_feet(longer=2.0, lower=-0.3), 0)
    assert nearer_odds(long_but_covered) < 0


@given(st.floats(0.9, 1.1), st.floats(-0.2, 0.2), st.sampled_from([None, 0, 1]))
def test_the_order_of_the_feet_turns_the_odds(
    longer: float, lower: float, hidden: int | None
) -> None:
    ends = two_feet(longer, lower)
    if hidden is not None:
        ends = covered(ends, hidden)
    assert nearer_odds(ends[:, ::-1]) == pytest.approx(-nearer_odds(ends))

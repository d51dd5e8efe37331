"""Running, walking and slow motion."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaitcheck.gait.measure import measure_gait
from gaitcheck.gait.pace import estimate_slow_motion
from tests.gait.synthetic import Runner, landmarks_of


@pytest.mark.parametrize("walking", [False, True])
def test_walking_is_told_from_running(walking: bool) -> None:
    gait = measure_gait(landmarks_of(Runner(walking=walking)))
    assert gait.pace is not None
    assert gait.pace.walking is walking


@pytest.mark.parametrize("cadence", [140.0, 168.0, 200.0, 230.0])
def test_a_runners_cadence_is_no_slow_motion(cadence: float) -> None:
    assert estimate_slow_motion(cadence, 0.05) == 1.0


@given(st.sampled_from([2.0, 4.0, 8.0]), st.floats(158, 180))
def test_common_factors_are_found(factor: float, cadence: float) -> None:
    assert estimate_slow_motion(cadence / factor, 0.05) == factor


def test_time_lapse_gives_a_factor_below_one() -> None:
    assert estimate_slow_motion(500.0, 0.05) < 0.5

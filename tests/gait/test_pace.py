"""Running, walking and slow motion."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaitcheck.gait.measure import measure_gait
from gaitcheck.gait.pace import estimate_slow_motion, is_walking, note_camera_rate
from tests.gait.synthetic import Runner, landmarks_of


@pytest.mark.parametrize("walking", [False, True])
def test_walking_is_told_from_running(walking: bool) -> None:
    gait = measure_gait(landmarks_of(Runner(walking=walking)))
    assert gait.pace is not None
    assert gait.pace.walking is walking


@pytest.mark.parametrize(
    ("peak", "cadence", "walking"),
    [
        (0.25, 105.0, True),
        (0.25, 180.0, True),
        (0.39, 105.0, True),
        (0.39, 168.0, False),
        (0.39, 84.0, False),
        (0.42, 112.0, False),
        (0.05, 105.0, False),
    ],
)
def test_a_late_peak_is_a_walkers_where_steps_come_as_a_walkers_do(
    peak: float, cadence: float, walking: bool
) -> None:
    assert is_walking(peak, cadence) is walking


@pytest.mark.parametrize("cadence", [140.0, 168.0, 200.0, 230.0])
def test_a_runners_cadence_is_no_slow_motion(cadence: float) -> None:
    slow = estimate_slow_motion(cadence, 0.05)
    assert slow.factor == 1.0
    assert slow.source == "gait"


@given(st.sampled_from([2.0, 4.0, 8.0]), st.floats(158, 180))
def test_common_factors_are_found(factor: float, cadence: float) -> None:
    slow = estimate_slow_motion(cadence / factor, 0.05)
    assert slow.factor == factor
    assert slow.low <= factor <= slow.high
    assert slow.certainty > 0.4


def test_time_lapse_gives_a_factor_below_one() -> None:
    assert estimate_slow_motion(500.0, 0.05).factor < 0.5


def test_an_ordinary_cadence_is_surely_real_time() -> None:
    assert estimate_slow_motion(168.0, 0.05).certainty > 0.95


def test_between_two_common_factors_nobody_is_sure() -> None:
    middle = float(np.sqrt(4.0 * 5.0))
    assert estimate_slow_motion(168.0 / middle, 0.05).certainty < 0.7


@pytest.mark.parametrize(
    ("fps", "factor"), [(240.0, 1.0), (30.0, 8.0), (30.0, 4.0), (24.0, 10.0), (120.0, 2.0)]
)
def test_phone_slow_motion_comes_out_right(fps: float, factor: float) -> None:
    """A 240 fps file in real time, and files tagged with an ordinary rate that play slowly."""
    gait = measure_gait(landmarks_of(Runner(fps=fps, slow_motion=factor, seconds=6.0 * factor)))
    assert gait.pace is not None
    assert gait.pace.slow_motion == factor


def test_the_files_own_note_is_believed_where_gait_agrees() -> None:
    slow = estimate_slow_motion(168.0 / 4.5, 0.05)
    noted = note_camera_rate(slow, 5.0)
    assert noted.factor == 5.0
    assert noted.source == "file"
    assert noted.certainty > slow.certainty


def test_a_note_that_gait_contradicts_is_left() -> None:
    slow = estimate_slow_motion(168.0, 0.05)
    assert note_camera_rate(slow, 8.0) == slow
    assert note_camera_rate(slow, None) == slow
    assert note_camera_rate(slow, 1.0) == slow


def test_nobody_is_sure_of_an_odd_factor() -> None:
    odd = estimate_slow_motion(320.0, 0.05)
    assert 0.4 < odd.factor < 0.7
    assert odd.certainty <= 0.5


def test_a_walker_is_not_called_slowed_down() -> None:
    gait = measure_gait(landmarks_of(Runner(walking=True, cadence_spm=105.0)))
    assert gait.pace is not None
    assert gait.pace.slow_motion == 1.0
    assert gait.pace.slow.certainty == 0.0

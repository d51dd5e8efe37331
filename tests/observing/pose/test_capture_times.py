"""When pictures were taken that a conversion shows twice."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from gaitcheck.observing.pose.capture_times import WINDOW, capture_times


def converted(taken_fps: float, shown_fps: float, seconds: float = 6.0) -> tuple[np.ndarray, ...]:
    """Return when frames are shown, which repeat the one before, and when each was taken."""
    frames = round(seconds * shown_fps)
    picture = np.floor(np.arange(frames) * taken_fps / shown_fps + 1e-9)
    repeats = np.r_[False, np.diff(picture) == 0]
    return np.arange(frames) / shown_fps, repeats, picture / taken_fps


@pytest.mark.parametrize(
    ("taken_fps", "shown_fps"), [(24.0, 30.0), (25.0, 30.0), (24.0, 60.0), (50.0, 60.0)]
)
def test_pictures_shown_twice_in_a_rhythm_are_spread_evenly(
    taken_fps: float, shown_fps: float
) -> None:
    shown_s, repeats, taken_s = converted(taken_fps, shown_fps)
    found = capture_times(shown_s, repeats)
    off, before = ((times - taken_s)[~repeats][WINDOW:-WINDOW] for times in (found, shown_s))
    assert np.std(off) < 0.35 * np.std(before)
    assert np.abs(found - shown_s).max() < 1 / shown_fps


def test_a_part_that_was_looked_at_tells_the_rhythm() -> None:
    shown_s, repeats, taken_s = converted(24.0, 30.0, seconds=40.0)
    part = (300, 480)
    looked_at = np.zeros_like(repeats)
    looked_at[slice(*part)] = True
    repeats &= looked_at
    assert capture_times(shown_s, repeats) is shown_s
    found = capture_times(shown_s, repeats, part)
    inside = np.flatnonzero(~repeats & looked_at)[WINDOW:-WINDOW]
    off, before = ((times - taken_s)[inside] for times in (found, shown_s))
    assert np.std(off) < 0.35 * np.std(before)
    assert found[:250] == pytest.approx(shown_s[:250])


def test_pictures_that_are_all_shown_twice_keep_their_times() -> None:
    shown_s, repeats, _ = converted(15.0, 30.0)
    assert capture_times(shown_s, repeats) == pytest.approx(shown_s)


def test_where_nothing_is_repeated_in_a_rhythm_the_times_stay() -> None:
    shown_s = np.arange(300) / 30
    rng = np.random.default_rng(0)
    for repeats in (
        np.zeros(300, dtype=bool),
        rng.random(300) < 0.15,  # lost by a recorder
        np.arange(300) % 60 == 59,  # now and then
        np.arange(300) % 300 == 7,
    ):
        assert capture_times(shown_s, repeats) is shown_s


def test_a_pause_keeps_its_length() -> None:
    shown_s, repeats, _ = converted(24.0, 30.0, seconds=12.0)
    repeats[150:190] = True
    found = capture_times(shown_s, repeats)
    assert np.abs(found - shown_s).max() < 1 / 30


@given(npst.arrays(np.bool_, st.integers(2, 120)), st.floats(1e-3, 1.0))
def test_times_increase_and_stay_within_a_frame(repeats: np.ndarray, interval: float) -> None:
    shown_s = interval * np.arange(len(repeats))
    found = capture_times(shown_s, repeats)
    assert (np.diff(found) > 0).all()
    assert np.abs(found - shown_s)[~repeats].max(initial=0.0) < 1.001 * interval

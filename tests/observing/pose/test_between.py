"""Between two poses the runner moves on smoothly, and what is not known stays unknown."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaitcheck.observing.pose.between import fill_between
from gaitcheck.observing.pose.chunks import Chunk
from gaitcheck.observing.pose.messages import TrackResult, nothing_seen

EVERY = 4


def track(count: int, every: int = EVERY) -> TrackResult:
    """Return a track in which each coordinate is the square of the frame, known at the poses."""
    seen = nothing_seen(Chunk(0, count, 0, every))
    at = np.arange(0, count, every)
    seen.points[at] = (at[:, None, None] / 10.0) ** 2
    seen.shift[at] = (8.0, -4.0)
    seen.shift[0] = 0.0
    seen.steady[at] = 0.9
    return seen


def test_poses_stay_and_a_smooth_way_leads_from_one_to_the_next() -> None:
    filled = fill_between(track(41))
    frames = np.arange(41)
    inner = slice(EVERY, 37)
    assert filled.points[::EVERY, 0, 0] == pytest.approx((frames[::EVERY] / 10) ** 2)
    # A parabola is followed exactly where poses on both sides tell its slope.
    assert filled.points[inner, 5, 1] == pytest.approx((frames[inner] / 10) ** 2)


def test_next_to_a_pose_that_found_nobody_nothing_is_invented() -> None:
    seen = track(41)
    seen.points[20] = np.nan
    filled = fill_between(seen)
    unknown = ~np.isfinite(filled.points[:, 0, 0])
    assert np.flatnonzero(unknown).tolist() == list(range(17, 24))


def test_nothing_is_known_after_the_last_pose() -> None:
    filled = fill_between(track(43))
    assert np.isfinite(filled.points[:41]).all()
    assert np.isnan(filled.points[41:]).all()


@given(st.integers(1, 60), st.integers(1, 8))
def test_the_background_moves_as_far_as_from_pose_to_pose(count: int, every: int) -> None:
    seen = track(count, every)
    filled = fill_between(seen)
    last = (count - 1) // every * every
    assert filled.shift[: last + 1].sum(axis=0) == pytest.approx(seen.shift.sum(axis=0))
    assert filled.shift.shape == seen.shift.shape


def test_a_cut_lies_somewhere_before_the_pose_that_saw_it() -> None:
    seen = track(41)
    seen.steady[20] = 0.0
    assert np.flatnonzero(fill_between(seen).steady == 0).tolist() == [17, 18, 19, 20]


def test_a_picture_that_is_the_same_at_two_poses_was_so_between_them() -> None:
    seen = track(41)
    seen.picture_quality.change[::EVERY] = np.nan
    seen.picture_quality.change[20] = 0.01
    change = fill_between(seen).picture_quality.change
    assert np.flatnonzero(np.isfinite(change)).tolist() == [17, 18, 19, 20]


def test_a_zoom_is_shared_out() -> None:
    seen = track(9)
    seen.picture_quality.zoom[[4, 8]] = 0.02
    zoom = fill_between(seen).picture_quality.zoom
    assert np.prod(1 + zoom[1:5]) == pytest.approx(1.02)


def test_where_every_frame_has_a_pose_nothing_changes() -> None:
    seen = dataclasses.replace(track(20, 1))
    assert fill_between(seen) is seen

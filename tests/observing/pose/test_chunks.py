"""Chunks cover the clip once, whatever its length."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaitcheck.observing.pose.chunks import (
    CHUNK_FRAMES,
    SETTLE_FRAMES,
    plan_chunks,
    pose_every,
    survey_frames,
)


@given(st.integers(1, 5000))
def test_chunks_cover_every_frame_once_and_are_even(frames: int) -> None:
    chunks = plan_chunks(frames)
    assert chunks[0].start == 0
    assert chunks[-1].stop == frames
    assert all(one.stop == two.start for one, two in pairwise(chunks))
    lengths = [chunk.stop - chunk.start for chunk in chunks]
    assert max(lengths) <= CHUNK_FRAMES
    assert len(chunks) == 1 or len(chunks) % 2 == 0
    assert max(lengths) - min(lengths) <= 1
    for chunk in chunks:
        assert chunk.settle_from == max(0, chunk.start - SETTLE_FRAMES)


@given(st.integers(1, 5000), st.integers(2, 8), st.integers(0, 900))
def test_at_high_rates_the_chunks_share_one_row_of_poses(
    frames: int, every: int, first: int
) -> None:
    chunks = plan_chunks(frames, first, every)
    assert (chunks[0].start, chunks[-1].stop) == (first, first + frames)
    assert all(one.stop == two.start for one, two in pairwise(chunks))
    posed = [
        frame
        for chunk in chunks
        for frame in chunk.frames
        if chunk.has_pose(frame) and frame >= chunk.start
    ]
    assert posed == list(range(first, first + frames, every))
    for chunk in chunks:
        assert chunk.settle_from == max(first, chunk.start - SETTLE_FRAMES * every)
        assert all(chunk.settle_from <= frame < chunk.stop for frame in chunk.frames)


def test_a_pose_about_fifty_times_a_second_is_enough() -> None:
    rates = (24.0, 29.97, 30.0, 50.0, 59.94, 60.0, 100.0, 119.88, 120.0, 239.76, 240.0)
    assert [pose_every(rate) for rate in rates] == [1, 1, 1, 1, 1, 1, 2, 2, 2, 5, 5]


def test_no_frames_are_refused() -> None:
    with pytest.raises(ValueError, match="at least one frame"):
        plan_chunks(0)


@given(st.integers(1, 3000), st.integers(1, 8))
def test_surveyed_frames_have_a_pose(frames: int, every: int) -> None:
    chosen = survey_frames(frames, every=every)
    assert all(frame % every == 0 for frame in chosen)
    assert 1 <= len(chosen) <= 4
    assert all(0 <= frame < frames for frame in chosen)
    assert list(chosen) == sorted(set(chosen))

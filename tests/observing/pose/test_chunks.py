"""Chunks cover the clip once, whatever its length."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaitcheck.observing.pose.chunks import CHUNK_FRAMES, SETTLE_FRAMES, plan_chunks, survey_frames


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


def test_no_frames_are_refused() -> None:
    with pytest.raises(ValueError, match="at least one frame"):
        plan_chunks(0)


@given(st.integers(1, 3000))
def test_surveyed_frames_lie_in_the_clip(frames: int) -> None:
    chosen = survey_frames(frames)
    assert 1 <= len(chosen) <= 4
    assert all(0 <= frame < frames for frame in chosen)
    assert list(chosen) == sorted(set(chosen))

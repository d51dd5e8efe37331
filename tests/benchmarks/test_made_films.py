"""Guards that every kind of made film is a film: pictures of one size, at a rate."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from benchmarks import as_posted, as_they_come, edited_twice
from benchmarks.made_films import LONGEST_STRIDES, Source
from benchmarks.places import SAMPLES
from gaitcheck.video import FrameReader, probe_video

TWICE = {"tilted after a cut": edited_twice.KINDS["tilted"]}
KINDS = {**as_they_come.KINDS, **as_posted.KINDS, **TWICE}


@pytest.fixture(scope="module")
def source() -> Source:
    video = probe_video(SAMPLES / "heel_treadmill_left.mp4")
    steps = [SimpleNamespace(contact_frame=frame) for frame in (5.0, 20.0)]
    analysis = SimpleNamespace(stride_time_s=0.1, steps=steps, landmarks=None)
    return Source(video, analysis)  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_makes_a_film(source: Source, kind: str) -> None:
    pictures, fps = KINDS[kind](source, np.random.default_rng(1))
    assert fps > 0
    assert len({picture.shape for picture in pictures}) == 1
    assert all(picture.dtype == np.uint8 for picture in pictures)


def test_backward_ends_with_what_it_began_with(source: Source) -> None:
    pictures, _ = as_posted.backward(source, np.random.default_rng(1))
    start, stop = source.part(LONGEST_STRIDES, np.random.default_rng(1))
    with FrameReader(source.video) as reader:
        first = next(iter(reader.read(start, stop)))[1]
    assert np.array_equal(pictures[-1], first)

"""Observations that hypothesis makes up, rounded as observing rounds them."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from gaitcheck.model import (
    SIDES,
    Landmarks,
    Observation,
    Person,
    PersonSeen,
    PictureQuality,
    PushOff,
    ShoeTrack,
    Side,
    SoleTrack,
    Tracking,
)
from gaitcheck.model.precision import keep_precision
from tests.examples import make_clip
from tests.report.strategies import file_names, options, texts

pixels = st.floats(-20_000, 20_000, width=32) | st.just(float("nan"))
numbers = st.floats(-1e4, 1e4)
maybe = numbers | st.just(float("nan"))


def _array(draw: st.DrawFn, *shape: int, elements: st.SearchStrategy[float] = maybe) -> Any:
    return draw(npst.arrays(np.float64, shape, elements=elements, fill=elements))


@st.composite
def looks(draw: st.DrawFn, frames: int) -> PictureQuality:
    twice = {"blur", "foot_change"}
    fields = [field.name for field in dataclasses.fields(PictureQuality)]
    return PictureQuality(
        **{
            name: _array(draw, frames, 2) if name in twice else _array(draw, frames)
            for name in fields
        }
    )


@st.composite
def soles(draw: st.DrawFn, frames: int) -> SoleTrack:
    places = {name: _array(draw, frames, 2, elements=pixels) for name in ("heel", "ball", "toe")}
    figures = {name: _array(draw, frames) for name in ("pitch_deg", "sd_deg", "seen")}
    return SoleTrack(**places, **figures)


@st.composite
def trackings(draw: st.DrawFn, frames: int) -> Tracking:
    intervals = draw(st.lists(st.floats(1e-4, 10), min_size=frames, max_size=frames))
    landmarks = Landmarks(
        time_s=np.cumsum(intervals),
        points=_array(draw, frames, 33, 2, elements=pixels),
        depth=_array(draw, frames, 33, elements=pixels),
        visibility=_array(draw, frames, 33, elements=st.floats(0, 1)),
        width=draw(st.integers(1, 8000)),
        height=draw(st.integers(1, 8000)),
    )
    people = st.builds(Person, st.integers(0, frames), numbers, numbers, numbers)
    seen = st.builds(
        PersonSeen,
        st.integers(1, 9),
        st.integers(0, frames),
        numbers,
        numbers,
        numbers,
        st.booleans(),
    )
    return Tracking(
        landmarks=landmarks,
        camera_shift=_array(draw, frames, 2),
        steadiness=_array(draw, frames),
        people=tuple(draw(st.lists(people, max_size=3))),
        surveyed_frames=tuple(draw(st.lists(st.integers(0, frames), max_size=3))),
        picture_quality=draw(st.none() | looks(frames)),
        candidates=tuple(draw(st.lists(seen, max_size=3))),
        chosen=draw(st.booleans()),
        soles={side: draw(soles(frames)) for side in draw(st.sampled_from([(), SIDES]))},
    )


@st.composite
def push_offs(draw: st.DrawFn) -> PushOff:
    n = draw(st.integers(0, 3))
    return PushOff(*(_array(draw, n) for _ in range(3)))


@st.composite
def shoes(draw: st.DrawFn, side: Side) -> ShoeTrack:
    n = draw(st.integers(0, 4))
    frames = draw(st.lists(st.integers(0, 9999), min_size=n, max_size=n))
    flat = draw(st.lists(st.booleans(), min_size=n, max_size=n))
    fields = {field.name for field in dataclasses.fields(ShoeTrack)}
    points = {name: _array(draw, n, 2) for name in ("heel", "ball", "toe")}
    given: dict[str, Any] = {
        "side": side,
        "frames": np.array(frames, dtype=np.intp),
        "flat_frames": np.array(flat, dtype=np.bool_),
        "foot_length": draw(st.floats(1, 500)),
        "push_off": draw(st.none() | push_offs()),
        **points,
    }
    return ShoeTrack(**given, **{name: _array(draw, n) for name in sorted(fields - set(given))})


@st.composite
def observations(draw: st.DrawFn) -> Observation:
    """Draw an observation of up to six frames."""
    frames = draw(st.integers(1, 6))
    found: dict[Side, ShoeTrack] = {}
    for side in SIDES:
        if draw(st.booleans()):
            found[side] = keep_precision(draw(shoes(side)))
    return Observation(
        clip=make_clip(file=draw(file_names), frames=frames, camera_fps=draw(st.none() | numbers)),
        tracking=keep_precision(draw(trackings(frames))),
        shoes=found,
        options=draw(options),
        hips_crossed=draw(maybe),
        quantiser=draw(maybe),
        version=draw(texts),
    )


def assert_same(one: Any, other: Any) -> None:
    """Assert that two parts of observations hold the very same, to the last bit."""
    assert type(one) is type(other)
    if dataclasses.is_dataclass(one):
        for field in dataclasses.fields(one):
            assert_same(getattr(one, field.name), getattr(other, field.name))
    elif isinstance(one, np.ndarray):
        assert one.dtype == other.dtype
        np.testing.assert_array_equal(one, other)
    elif isinstance(one, dict):
        assert list(one) == list(other)
        for key in one:
            assert_same(one[key], other[key])
    elif isinstance(one, tuple):
        assert len(one) == len(other)
        for first, second in zip(one, other, strict=True):
            assert_same(first, second)
    elif isinstance(one, float):
        np.testing.assert_equal(one, other)
    else:
        assert one == other

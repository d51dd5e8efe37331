"""One step's landing, from a few readings of its sole."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaitcheck.gait.touchdown import SEARCH, Readings, Touchdown, find_touchdown
from tests.gait.shoe_tracks import BELT, Landing

FLAT_Y = -9.0


def step(angle: float, contact: float = 0.0, per_stride: float = 21.4, seed: int = 0) -> Readings:
    """Return the second step of an analytic shoe, its readings as noisy as soles'."""
    track = Landing(
        angle=angle,
        contact=contact,
        per_stride=per_stride,
        noise_place=0.02,
        noise_pitch=1.5,
        seed=seed,
    ).track()
    own = np.round(track.phase - track.offset) == 2
    ground = np.stack([BELT * track.offset, np.full(len(track.offset), FLAT_Y)], axis=1)
    heel, ball = (place - ground for place in (track.heel, track.ball))
    flat = own & track.flat_frames
    return Readings(
        time=track.offset[own],
        pitch_deg=track.pitch_deg[own],
        noise_deg=np.full(int(own.sum()), 1.5),
        heel=(heel - np.median(heel[flat], axis=0))[own],
        ball=(ball - np.median(ball[flat], axis=0))[own],
    )


def found(readings: Readings) -> Touchdown:
    landed = find_touchdown(readings)
    assert landed is not None
    return landed


@given(
    angle=st.floats(-15.0, 30.0),
    contact=st.floats(-0.03, 0.03),
    per_stride=st.sampled_from([17.0, 21.4, 42.0, 85.0]),
    seed=st.integers(0, 10_000),
)
def test_angle_and_instant_lie_within_what_is_stated(
    angle: float, contact: float, per_stride: float, seed: int
) -> None:
    landed = found(step(angle, contact, per_stride, seed))
    assert abs(landed.angle_deg - angle) < 4 * landed.angle_spread_deg + 2.0
    assert abs(landed.contact - contact) < 4 * landed.contact_spread + 0.01


@pytest.mark.parametrize("angle", [25.0, 3.0, -12.0])
def test_more_pictures_tell_more(angle: float) -> None:
    few, many = found(step(angle, per_stride=20.0)), found(step(angle, per_stride=80.0))
    assert many.looks > few.looks
    assert many.angle_spread_deg < few.angle_spread_deg
    assert many.angle_deg == pytest.approx(angle, abs=3.0)


def test_a_wild_reading_does_not_matter() -> None:
    readings = step(20.0, per_stride=42.0)
    pitch = readings.pitch_deg.copy()
    pitch[len(pitch) // 2] -= 60.0
    landed = found(dataclasses.replace(readings, pitch_deg=pitch))
    assert landed.angle_deg == pytest.approx(20.0, abs=4.0)


def test_without_the_ground_the_turning_foot_alone_tells() -> None:
    readings = step(20.0, per_stride=42.0)
    nowhere = np.full_like(readings.heel, np.nan)
    turning, all_told = (
        found(dataclasses.replace(readings, heel=nowhere, ball=nowhere)),
        found(readings),
    )
    assert turning.angle_deg == pytest.approx(20.0, abs=4.0)
    assert turning.contact == pytest.approx(all_told.contact, abs=0.01)
    assert turning.contact_spread >= all_told.contact_spread


def test_without_readings_on_both_sides_nothing_is_said() -> None:
    readings = step(20.0)
    nothing = dataclasses.replace(readings, pitch_deg=np.full_like(readings.pitch_deg, np.nan))
    assert find_touchdown(nothing) is None
    for kept in (readings.time < 0, readings.time > 0.01):
        parts = {f.name: getattr(readings, f.name)[kept] for f in dataclasses.fields(Readings)}
        assert find_touchdown(Readings(**parts)) is None


@given(st.integers(0, 10_000))
def test_noise_alone_gives_no_sharp_answer_beyond_the_search(seed: int) -> None:
    rng = np.random.default_rng(seed)
    time = np.linspace(-0.08, 0.16, 9)
    readings = Readings(
        time,
        rng.normal(0, 20, 9),
        np.full(9, 2.0),
        rng.normal(0, 1, (9, 2)),
        rng.normal(0, 1, (9, 2)),
    )
    landed = find_touchdown(readings)
    if landed is not None:
        assert abs(landed.contact) <= SEARCH
        assert np.isfinite(landed.angle_deg)
        assert landed.angle_spread_deg > 0

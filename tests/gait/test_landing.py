"""Contact and angle from an analytic shoe."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gaitcheck.gait.landing import find_landing, stride_numbers
from tests.gait.shoe_tracks import Landing


@pytest.mark.parametrize("angle", [-9.0, 4.0, 20.0])
@pytest.mark.parametrize("contact", [-0.02, 0.0, 0.025])
def test_contact_and_angle_are_found(angle: float, contact: float) -> None:
    found = find_landing(Landing(angle=angle, contact=contact).track(), 0.0)
    assert found is not None
    assert found.contact == pytest.approx(contact, abs=0.005)
    assert found.pitch_deg == pytest.approx(angle, abs=0.05 * abs(angle) + 0.3)
    assert found.contact_spread < 0.01
    assert abs(found.height) < 0.03


@settings(max_examples=20, deadline=None)
@given(st.floats(-12, 25), st.floats(-0.02, 0.03), st.integers(0, 1000))
def test_the_stated_uncertainty_covers_the_error(angle: float, contact: float, seed: int) -> None:
    found = find_landing(Landing(angle=angle, contact=contact, seed=seed).track(), 0.0)
    assert found is not None
    assert abs(found.contact - contact) < 4 * found.contact_spread + 0.003
    timing = max(abs(s) for s in found.shifts_deg)
    assert abs(found.pitch_deg - angle) < 4 * found.pitch_noise_deg + 2 * timing + 0.3


def test_a_late_step_is_told_apart() -> None:
    late = np.zeros(12)
    late[5] = 0.02
    found = find_landing(Landing(late=late).track(), 0.0)
    assert found is not None
    assert found.steps[5].shift == pytest.approx(0.02, abs=0.006)
    others = [step.shift for number, step in found.steps.items() if number != 5]
    assert np.abs(others).max() < 0.008


def test_a_step_that_lands_flatter_is_told_apart() -> None:
    extra = np.zeros(12)
    extra[7] = -6.0
    found = find_landing(Landing(extra=extra).track(), 0.0)
    assert found is not None
    assert found.steps[7].pitch_deg == pytest.approx(-6.0, abs=1.5)
    others = [step.pitch_deg for number, step in found.steps.items() if number != 7]
    assert np.abs(others).max() < 1.5


def test_a_tilted_camera_changes_nothing() -> None:
    track = Landing(angle=15.0).track()
    turn = np.radians(4.0)
    rotation = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    tilted = dataclasses.replace(
        track,
        pitch_deg=track.pitch_deg + 4.0,
        heel=track.heel @ rotation.T,
        ball=track.ball @ rotation.T,
    )
    plain, turned = find_landing(track, 0.0), find_landing(tilted, 0.0)
    assert plain is not None
    assert turned is not None
    assert turned.pitch_deg == pytest.approx(plain.pitch_deg, abs=0.5)
    assert turned.contact == pytest.approx(plain.contact, abs=0.004)


def test_wild_readings_do_not_count() -> None:
    track = Landing(angle=15.0).track()
    wild = np.random.default_rng(3).random(len(track.frames)) < 0.15
    spoilt = dataclasses.replace(
        track,
        pitch_deg=np.where(wild, 60.0, track.pitch_deg),
        heel=np.where(wild[:, None], track.heel + 3.0, track.heel),
        likeness=np.where(wild, 0.2, track.likeness),
    )
    found = find_landing(spoilt, 0.0)
    assert found is not None
    assert found.pitch_deg == pytest.approx(15.0, abs=0.8)


def test_without_a_flat_phase_there_is_no_angle() -> None:
    track = Landing().track()
    early = track.offset < 0.03
    names = [
        f.name
        for f in dataclasses.fields(track)
        if f.name not in ("side", "foot_length", "push_off")
    ]
    cut = dataclasses.replace(track, **{name: getattr(track, name)[early] for name in names})
    assert find_landing(cut, 0.0) is None


def test_readings_on_one_side_of_contact_are_too_few() -> None:
    track = Landing().track()
    late = track.offset > 0.02
    names = [
        f.name
        for f in dataclasses.fields(track)
        if f.name not in ("side", "foot_length", "push_off")
    ]
    cut = dataclasses.replace(track, **{name: getattr(track, name)[late] for name in names})
    assert find_landing(cut, 0.0) is None


def test_strides_are_numbered_as_steps_are() -> None:
    track = Landing().track()
    assert set(stride_numbers(track, 0.0).tolist()) == set(range(12))
    shifted = dataclasses.replace(track, phase=track.phase + 0.3)
    assert np.array_equal(stride_numbers(shifted, 0.3), stride_numbers(track, 0.0))

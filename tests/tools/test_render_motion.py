"""The rendered runner's motion: exact in stance, physical in flight, refused when impossible."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from render.errors import SpecError
from render.leg import LegLengths
from render.motion import Motion
from render.pelvis import GRAVITY
from render.sole import Sole, lowest, outline, rolled_origin, toe_part_angle
from render.spec import SIDES, ClipSpec, from_mapping, strike_label

LEGS = LegLengths(thigh=0.43, shank=0.435, hip_half_width=0.105)


def make(left: float = 15.0, right: float = 15.0, seed: int = 1, **motion: Any) -> Motion:
    feet: dict[str, Any] = {
        side: {
            "foot_strike_angle_deg": angle,
            "heel_comes_down": motion.pop(f"{side}_comes_down", True),
        }
        for side, angle in (("left", left), ("right", right))
    }
    data = {"name": "m", "seed": seed, "motion": {**motion, **feet}, "video": {"duration_s": 4}}
    return Motion(from_mapping(ClipSpec, data), LEGS, Sole())


CASES = [
    {"left": 20.0, "right": 12.0, "speed_mps": 2.5},
    {"left": 2.0, "right": 5.0, "speed_mps": 3.0},
    {"left": -8.0, "right": -4.0, "speed_mps": 3.2},
    {"left": -10.0, "right": 14.0, "speed_mps": 2.8, "left_comes_down": False},
]


@given(st.floats(-70.0, 25.0))
def test_the_rolled_sole_rests_on_the_belt(pitch: float) -> None:
    sole, p = Sole(), np.array([pitch])
    bottom = rolled_origin(sole, p)[:, 1] + lowest(sole, p, toe_part_angle(sole, p))
    # Twelve points stand for the bevel's arc: their sag is below 0.1 mm.
    assert abs(float(bottom[0])) < 1e-4


def test_the_rolling_sole_never_slides() -> None:
    """The material point that touches stays put: its speed is zero while it touches."""
    sole = Sole()
    for pitch in (-60.0, -45.0, -9.0, -3.0, 5.0, 20.0):
        p = np.array([pitch - 1e-4, pitch + 1e-4])
        shape = outline(sole, p, toe_part_angle(sole, p)) + rolled_origin(sole, p)[:, None, :]
        if pitch > 0:
            arc = np.radians(pitch)
            local = sole.bevel_radius * np.array([-np.sin(arc), 1 - np.cos(arc)])
            a = np.radians(p)
            x = np.cos(a) * local[0] - np.sin(a) * local[1] + rolled_origin(sole, p)[:, 0]
        else:
            touching = int(shape.mean(axis=0)[:, 1].argmin())
            x = shape[:, touching, 0]
        assert abs(x[1] - x[0]) < 1e-9


@pytest.mark.parametrize("case", CASES)
def test_the_stance_foot_moves_with_the_belt(case: dict[str, Any]) -> None:
    motion = make(**case)
    for step in motion.steps[4:8]:
        t = np.linspace(step.contact_s, step.toe_off_s - 1e-6, 200)
        foot = motion.at(t).feet[step.side]
        flat = (np.abs(foot.pitch) < 1e-9) & foot.contact
        if not case.get(f"{step.side}_comes_down", True):
            assert not flat.any()
            continue
        assert flat.sum() > 20
        speed = np.diff(foot.origin[flat, 0]) / np.diff(t[flat])
        assert np.allclose(speed, -motion.gait.speed, atol=1e-6)
        assert np.allclose(foot.origin[flat, 1], 0.0, atol=1e-12)


@pytest.mark.parametrize("case", CASES)
def test_nothing_enters_the_belt(case: dict[str, Any]) -> None:
    motion = make(**case)
    body = motion.at(np.arange(0.0, 4.0, 0.002))
    for foot in body.feet.values():
        low = foot.origin[:, 1] + lowest(motion.sole, foot.pitch, foot.toe_angle)
        assert float(low.min()) > -1e-6
        assert float(low[foot.contact].max()) < 1e-4


@pytest.mark.parametrize("case", CASES)
def test_bones_keep_their_length(case: dict[str, Any]) -> None:
    body = make(**case).at(np.arange(0.0, 4.0, 0.004))
    for foot in body.feet.values():
        assert np.allclose(np.linalg.norm(foot.knee - foot.hip, axis=1), LEGS.thigh)
        assert np.allclose(np.linalg.norm(foot.ankle - foot.knee, axis=1), LEGS.shank)


@pytest.mark.parametrize("case", CASES)
def test_knees_bend_forward(case: dict[str, Any]) -> None:
    body = make(**case).at(np.arange(0.0, 4.0, 0.004))
    for foot in body.feet.values():
        leg = foot.ankle - foot.hip
        share = LEGS.thigh / LEGS.total
        bow = foot.knee - (foot.hip + share * leg)
        # The bow of the knee, seen from the side, lies ahead of the line from hip to ankle.
        ahead = bow[:, 1] * leg[:, 0] - bow[:, 0] * leg[:, 1]
        assert float(ahead.min()) > 0.0


@pytest.mark.parametrize("case", CASES)
def test_the_contact_angle_is_the_planned_one(case: dict[str, Any]) -> None:
    motion = make(**case)
    for step in motion.steps[4:10]:
        foot = motion.at(np.array([step.contact_s])).feet[step.side]
        assert foot.pitch[0] == pytest.approx(step.foot_strike_angle_deg)
        assert step.label == strike_label(step.foot_strike_angle_deg)
        assert foot.contact[0]


@pytest.mark.parametrize("case", CASES)
def test_positions_do_not_jump_at_contact_and_toe_off(case: dict[str, Any]) -> None:
    motion = make(**case)
    for step in motion.steps[4:10]:
        for event in (step.contact_s, step.toe_off_s):
            foot = motion.at(np.array([event - 1e-6, event + 1e-6])).feet[step.side]
            assert np.abs(np.diff(foot.ankle, axis=0)).max() < 1e-4
            assert abs(float(np.diff(foot.pitch)[0])) < 0.05


def test_flight_is_free_fall() -> None:
    motion = make()
    h = 1e-3
    for step, following in zip(motion.steps[4:8], motion.steps[5:9], strict=True):
        t = 0.5 * (step.toe_off_s + following.contact_s) + np.array([-h, 0.0, h])
        y = motion.pelvis_at(t)[:, 1]
        assert (y[0] - 2 * y[1] + y[2]) / h**2 == pytest.approx(-GRAVITY, abs=1e-3)
        assert not any(f.contact.any() for f in motion.at(t).feet.values())


def test_the_pelvis_is_lowest_around_mid_stance() -> None:
    motion = make()
    for step in motion.steps[4:8]:
        t = np.linspace(step.contact_s, step.toe_off_s, 101)
        assert 0.3 < float(motion.pelvis_at(t)[:, 1].argmin()) / 100 < 0.6


def test_the_foot_is_furthest_ahead_shortly_before_contact() -> None:
    motion = make(speed_mps=3.0)
    leads = []
    for step in motion.steps[4:10]:
        t = np.linspace(step.contact_s - 0.1, step.contact_s + 0.05, 301)
        body = motion.at(t)
        ahead = (body.feet[step.side].ankle - body.pelvis)[:, 0]
        leads.append(step.contact_s - t[ahead.argmax()])
    assert 0.015 < float(np.mean(leads)) < 0.035


def test_a_heel_striker_is_flat_within_70_ms_and_lifts_the_heel_at_half_of_stance() -> None:
    motion = make(left=18.0, right=18.0)
    for step in motion.steps[4:8]:
        after = np.array([0.075, 0.40 * step.duration_s, 0.6 * step.duration_s])
        pitch = motion.at(step.contact_s + after).feet[step.side].pitch
        assert np.allclose(pitch[:2], 0.0, atol=1e-6)
        assert pitch[2] < -1.0


@settings(max_examples=12, deadline=None)
@given(
    speed=st.floats(2.0, 4.0),
    left=st.floats(-10.0, 22.0),
    right=st.floats(-10.0, 22.0),
    seed=st.integers(0, 1000),
)
def test_any_ordinary_gait_is_exact_or_refused(
    speed: float, left: float, right: float, seed: int
) -> None:
    try:
        motion = make(left=left, right=right, seed=seed, speed_mps=speed)
        body = motion.at(np.arange(0.0, 2.0, 0.005))
    except SpecError:
        return
    for side in SIDES:
        foot = body.feet[side]
        low = foot.origin[:, 1] + lowest(motion.sole, foot.pitch, foot.toe_angle)
        assert float(low.min()) > -1e-6
        assert np.isfinite(foot.knee).all()


def test_the_same_seed_gives_the_same_motion_and_another_seed_another() -> None:
    t = np.linspace(0.0, 2.0, 50)
    first, again, other = (make(seed=s).at(t).feet["left"].ankle for s in (5, 5, 6))
    assert np.array_equal(first, again)
    assert not np.allclose(first, other)


def test_left_and_right_strike_as_asked() -> None:
    motion = make(left=14.0, right=-6.0, angle_sd_deg=1.0)
    for side, label in (("left", "heel"), ("right", "toe")):
        assert {s.label for s in motion.steps if s.side == side} == {label}


@pytest.mark.parametrize(
    ("motion", "words"),
    [
        ({"speed_mps": 6.0, "cadence_spm": 130.0}, "leg is too short"),
        ({"duty_factor": 0.48}, "ms of flight"),
        ({"vertical_oscillation_m": 0.14, "cadence_spm": 210.0}, "pull the runner down"),
    ],
)
def test_an_impossible_motion_is_refused(motion: dict[str, Any], words: str) -> None:
    with pytest.raises(SpecError) as caught:
        make(**motion)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_the_asked_oscillation_is_kept() -> None:
    motion = make(vertical_oscillation_m=0.085, timing_sd=0.0)
    step = motion.steps[5]
    t = np.linspace(step.contact_s, motion.steps[6].contact_s, 500)
    assert np.ptp(motion.pelvis_at(t)[:, 1]) == pytest.approx(0.085, abs=0.003)


def test_times_outside_the_clip_are_refused() -> None:
    with pytest.raises(ValueError, match="planned from 0 to 4"):
        make().at(np.array([9.0]))

"""The two views of the landmarks that all formats share."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gaitcheck.errors import InputError
from gaitcheck.export import FORMATS, Trial
from gaitcheck.gait.fold import foot_pitch
from gaitcheck.gait.measure import measure_gait
from gaitcheck.gait.strike import flat_pitch
from tests.examples import make_analysis, make_observation, make_stepless_analysis
from tests.export.trials import (
    GAP,
    expected_points,
    make_landmarks,
    make_trial,
    mirrored,
    with_times,
)


def test_the_gait_view_runs_ahead_and_upwards_in_leg_lengths() -> None:
    trial = make_trial()
    assert trial.motion.unit == "leg_length"
    np.testing.assert_allclose(trial.motion.points, expected_points(trial))


def test_the_gait_view_does_not_depend_on_the_side_of_the_camera() -> None:
    one, other = make_trial(), make_trial(mirrored(make_landmarks()))
    np.testing.assert_allclose(other.motion.points, one.motion.points)
    for name, angle in one.joint_angles.items():
        np.testing.assert_allclose(other.joint_angles[name], angle, atol=1e-4)  # single precision


def test_the_height_gives_millimetres() -> None:
    trial = make_trial(height_cm=180.0)
    assert trial.motion.unit == "mm"
    # Thigh and shank of somebody 180 cm tall: 0.491 of 1800 mm (Winter 2009).
    np.testing.assert_allclose(trial.motion.points, expected_points(trial) * 0.491 * 1800)


def test_legs_that_were_taken_for_each_other_are_exchanged_back() -> None:
    landmarks = make_landmarks()
    points = landmarks.points.copy()
    # Where the legs are far apart, so that there is no doubt.
    swapped = [30, 31]
    for left in range(23, 33, 2):
        points[swapped, left : left + 2] = points[swapped, left : left + 2][:, ::-1]
    trial = make_trial(replace(landmarks, points=points))
    np.testing.assert_allclose(trial.motion.points, expected_points(trial))
    np.testing.assert_array_equal(trial.landmarks.points, points)


def test_gaps_stay_gaps() -> None:
    trial = make_trial()
    gaps = np.isnan(trial.motion.points).all(axis=(1, 2))
    assert tuple(np.flatnonzero(gaps)) == GAP
    for angle in trial.joint_angles.values():
        assert tuple(np.flatnonzero(np.isnan(angle))) == GAP


def test_the_chain_of_joint_angles_ends_at_the_sole() -> None:
    """As in OpenSim, where each joint turns all limbs below it."""
    trial = make_trial()
    gait, angles, feet = measure_gait(trial.landmarks), trial.joint_angles, trial.analysis.feet
    assert feet is not None
    for side in ("left", "right"):
        measure, end = gait.sides[side], side[0]
        thigh = angles["pelvis_tilt"] + angles[f"hip_flexion_{end}"]
        sole = thigh - angles[f"knee_angle_{end}"] + angles[f"ankle_angle_{end}"]
        # The runner runs to the left, and y grows downwards.
        along = feet.heel[side] - feet.toe[side]
        line = next(feet.ground[s.index] for s in trial.analysis.steps if s.side == side)
        slope = np.degrees(np.arctan2(-line.dy, -line.dx))
        judged = np.degrees(np.arctan2(along[:, 1], along[:, 0])) - slope
        np.testing.assert_allclose(sole, judged, atol=1e-6)
        pitch = foot_pitch(gait.body.legs[side]) - flat_pitch(measure.mean, measure.events).value
        np.testing.assert_allclose(sole, pitch, atol=1.0)


def test_the_sole_of_a_shoe_that_was_followed_is_the_one_exported() -> None:
    trial = make_trial()
    feet = trial.analysis.feet
    assert feet is not None
    turn = np.radians(10.0)
    middle = (feet.heel["left"] + feet.toe["left"]) / 2
    half = (feet.toe["left"] - feet.heel["left"]) / 2
    # Toes up, for a runner who runs to the left.
    turned = half @ np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    shoe = replace(
        feet,
        heel={**feet.heel, "left": middle - turned},
        toe={**feet.toe, "left": middle + turned},
    )
    other = Trial(replace(trial.analysis, feet=shoe), trial.observation).joint_angles
    change = other["ankle_angle_l"] - trial.joint_angles["ankle_angle_l"]
    change = (change[np.isfinite(change)] + 180.0) % 360.0 - 180.0
    np.testing.assert_allclose(change, 10.0, atol=1e-6)
    np.testing.assert_array_equal(other["ankle_angle_r"], trial.joint_angles["ankle_angle_r"])
    np.testing.assert_array_equal(other["knee_angle_l"], trial.joint_angles["knee_angle_l"])


def test_without_what_was_seen_it_is_said() -> None:
    trial = Trial(make_trial().analysis)
    for part in ("motion", "joint_angles"):
        with pytest.raises(InputError, match="Analyse the clip again"):
            getattr(trial, part)


def test_a_foot_without_a_flat_phase_has_no_ankle_angle() -> None:
    landmarks = make_landmarks()
    still = replace(landmarks, points=np.broadcast_to(landmarks.points[:1], (90, 33, 2)).copy())
    angles = make_trial(still).joint_angles
    assert np.isnan(angles["ankle_angle_l"]).all()
    assert np.isfinite(angles["knee_angle_l"]).all()


def test_times_are_real_times() -> None:
    trial = make_trial(slow_motion=8.0)
    np.testing.assert_allclose(trial.time_s, np.arange(90) / 240)
    assert trial.rate_hz == pytest.approx(240)
    assert trial.real_time_s(1.6) == pytest.approx(0.2)
    assert trial.real_time_s(None) is None


def test_the_rate_is_that_of_the_frames() -> None:
    uneven = np.cumsum(np.tile([0.03, 0.05], 45))
    assert make_trial(with_times(make_landmarks(), uneven)).rate_hz == pytest.approx(
        89 / (uneven[-1] - uneven[0])
    )


@pytest.mark.parametrize("format_", [f for f in FORMATS if f.needs_landmarks], ids=lambda f: f.name)
def test_without_a_runner_the_formats_of_landmarks_say_so(format_: object) -> None:
    landmarks = make_landmarks()
    nobody = replace(landmarks, points=np.full_like(landmarks.points, np.nan))
    for analysis in (make_stepless_analysis(), make_stepless_analysis(landmarks=nobody)):
        with pytest.raises(InputError, match="Nobody was found") as caught:
            format_.write(Trial(analysis, make_observation(analysis)))  # type: ignore[attr-defined]
        assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "format_", [f for f in FORMATS if f.name in {"trc", "c3d"}], ids=lambda f: f.name
)
def test_without_a_leg_there_is_no_scale(format_: object) -> None:
    landmarks = make_landmarks()
    points = landmarks.points.copy()
    points[:, 25:] = np.nan
    analysis = make_analysis(landmarks=replace(landmarks, points=points))
    with pytest.raises(InputError, match="no scale"):
        format_.write(Trial(analysis, make_observation(analysis)))  # type: ignore[attr-defined]

"""The whole measurement on an analytic runner with known truth."""

from __future__ import annotations

import numpy as np
import pytest

from gaitcheck.gait.measure import GaitMeasure, measure_gait
from gaitcheck.model import SIDES
from tests.gait.synthetic import Runner, landmarks_of, with_swapped_legs, without_frames


def contact_errors(gait: GaitMeasure, runner: Runner) -> np.ndarray:
    """Errors of all contacts found, in strides of the runner."""
    errors = []
    for side in SIDES:
        truth = runner.contact_frames(side)
        found = gait.sides[side].steps
        errors += [np.min(np.abs(truth - step.contact_frame)) for step in found]
    return np.array(errors) / (runner.stride_s * runner.fps)


@pytest.mark.parametrize("fps", [24.0, 30.0, 60.0, 120.0, 240.0])
def test_contacts_angles_and_cadence_at_every_frame_rate(fps: float) -> None:
    runner = Runner(fps=fps, seconds=6.0, left_angle=18.0, right_angle=-8.0)
    gait = measure_gait(landmarks_of(runner))
    assert gait.cycle is not None
    assert gait.cycle.steady
    assert 120 / gait.cycle.stride_s == pytest.approx(runner.cadence_spm, abs=0.5)
    errors = contact_errors(gait, runner)
    assert np.median(errors) < 0.003  # 2 ms
    assert errors.max() < 0.02  # 14 ms, in the first and last stride
    assert gait.sides["left"].angle.value == pytest.approx(18.0, abs=1.5)
    assert gait.sides["right"].angle.value == pytest.approx(-8.0, abs=1.5)


def test_every_contact_is_found_once() -> None:
    runner = Runner(seconds=8.0)
    gait = measure_gait(landmarks_of(runner))
    for side in SIDES:
        found = [step.contact_frame for step in gait.sides[side].steps]
        inside = [f for f in runner.contact_frames(side) if 12 < f < runner.frames - 12]
        assert len(inside) <= len(found) <= len(runner.contact_frames(side))
        assert np.diff(found).min() > 0.9 * runner.stride_s * runner.fps


@pytest.mark.parametrize("tilt", [-6.0, 6.0])
def test_camera_tilt_and_incline_cancel(tilt: float) -> None:
    level = measure_gait(landmarks_of(Runner(left_angle=12.0)))
    tilted = measure_gait(landmarks_of(Runner(left_angle=12.0, tilt_deg=tilt)))
    assert tilted.sides["left"].angle.value == pytest.approx(
        level.sides["left"].angle.value, abs=1.0
    )


def test_facing_left_reads_as_facing_right() -> None:
    right = measure_gait(landmarks_of(Runner(facing=1, left_angle=15.0, right_angle=3.0)))
    left = measure_gait(landmarks_of(Runner(facing=-1, left_angle=15.0, right_angle=3.0)))
    assert right.view.view.facing == "right"
    assert left.view.view.facing == "left"
    assert (right.view.view.near_side, left.view.view.near_side) == ("right", "left")
    for side in SIDES:
        assert left.sides[side].angle.value == pytest.approx(right.sides[side].angle.value)


@pytest.mark.parametrize("factor", [2.0, 4.0, 8.0])
def test_slow_motion_changes_neither_angle_nor_real_cadence(factor: float) -> None:
    real = measure_gait(landmarks_of(Runner(seconds=6.0)))
    slow = measure_gait(landmarks_of(Runner(seconds=6.0 * factor, slow_motion=factor)))
    assert slow.pace is not None
    assert real.pace is not None
    assert real.pace.slow_motion == 1.0
    assert slow.pace.slow_motion == factor
    assert slow.sides["left"].angle.value == pytest.approx(real.sides["left"].angle.value, abs=1.0)


def test_swapped_legs_and_lost_frames_do_not_move_the_result() -> None:
    runner = Runner(left_angle=16.0, right_angle=1.0, noise_px=1.0)
    clean = landmarks_of(runner)
    rng = np.random.default_rng(3)
    swapped = sorted(rng.choice(np.arange(5, runner.frames - 5), 24, replace=False).tolist())
    lost = [50, 51, 120, 180]
    gait = measure_gait(without_frames(with_swapped_legs(clean, swapped), lost))
    for side, truth in (("left", 16.0), ("right", 1.0)):
        assert gait.sides[side].angle.value == pytest.approx(truth, abs=2.5)
    assert contact_errors(gait, runner).max() < 0.03


def test_noise_widens_the_uncertainty() -> None:
    quiet = measure_gait(landmarks_of(Runner(noise_px=1.0)))
    loud = measure_gait(landmarks_of(Runner(noise_px=9.0)))
    assert loud.sides["left"].angle.spread > quiet.sides["left"].angle.spread


def test_the_far_foot_says_less_about_the_strike() -> None:
    gait = measure_gait(landmarks_of(Runner(facing=1)))
    assert gait.sides["right"].near
    assert gait.sides["left"].angle.noise > gait.sides["right"].angle.noise


def test_nobody_in_the_picture() -> None:
    landmarks = landmarks_of(Runner(seconds=2.0))
    gait = measure_gait(without_frames(landmarks, list(range(len(landmarks.time_s)))))
    assert gait.cycle is None
    assert gait.sides == {}


@pytest.mark.parametrize("frames", [1, 2, 5, 12])
def test_very_short_clips_give_no_sides_or_few_steps(frames: int) -> None:
    gait = measure_gait(landmarks_of(Runner(seconds=frames / 30)))
    assert sum(len(measure.steps) for measure in gait.sides.values()) <= 2

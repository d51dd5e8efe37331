"""What feet without a body tell: where the pelvis would be, the camera, walking."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gaitcheck.gait.body import to_body
from gaitcheck.gait.feet_alone import feet_yaw_deg, nearer_foot, stand_in_pelvis
from gaitcheck.gait.measure import measure_gait
from gaitcheck.gait.pace import feet_pace
from gaitcheck.model import ANKLE, HEEL, TOE, Landmarks
from tests.gait.synthetic import DUTY, Runner, landmarks_of, without_frames

FEET = [ANKLE, ANKLE + 1, HEEL, HEEL + 1, TOE, TOE + 1]


def feet_of(runner: Runner, near: float = -1.0) -> Landmarks:
    """Return the runner's feet and nothing else; the left one is the nearer one."""
    landmarks = landmarks_of(runner)
    points = np.full_like(landmarks.points, np.nan)
    points[:, FEET] = landmarks.points[:, FEET]
    depth = np.zeros_like(landmarks.depth)
    depth[:, FEET[::2]], depth[:, FEET[1::2]] = near, -near
    return replace(landmarks, points=points, depth=depth)


@pytest.mark.parametrize("facing", [1, -1])
def test_cadence_and_contacts_are_those_of_the_whole_body(facing: int) -> None:
    runner = Runner(facing=facing)
    alone, whole = measure_gait(feet_of(runner)), measure_gait(landmarks_of(runner))
    assert alone.cycle is not None
    assert whole.cycle is not None
    assert alone.cycle.stride_s == pytest.approx(runner.stride_s, rel=0.01)
    for side, measure in alone.sides.items():
        wanted = runner.contact_frames(side)
        off = [float(np.abs(wanted - step.contact_frame).min()) for step in measure.steps]
        assert len(off) >= len(whole.sides[side].steps) - 1
        assert np.median(off) < 0.6


def test_the_stand_in_goes_evenly_with_a_runner_who_passes() -> None:
    runner = Runner(seconds=4.0)
    landmarks = feet_of(runner)
    way = 6.0 * np.arange(len(landmarks.time_s))
    points = landmarks.points + np.stack([way, np.zeros_like(way)], axis=1)[:, None]
    body = stand_in_pelvis(to_body(replace(landmarks, points=points)))
    speed = np.diff(body.pelvis[:, 0])
    speed = speed[np.isfinite(speed)]
    assert len(speed) > 0.8 * len(way)
    assert np.median(speed) == pytest.approx(6.0, abs=0.6)
    assert np.quantile(np.abs(speed - 6.0), 0.9) < 3.0


def test_feet_that_are_known_in_no_picture_have_no_stand_in() -> None:
    landmarks = feet_of(Runner(seconds=2.0))
    nothing = without_frames(landmarks, list(range(len(landmarks.time_s))))
    body = to_body(nothing)
    assert stand_in_pelvis(body) is body


@pytest.mark.parametrize("yaw_deg", [0.0, 20.0, 35.0])
def test_feet_that_lie_are_shortened_by_the_camera_s_turn(yaw_deg: float) -> None:
    landmarks = feet_of(Runner())
    points = landmarks.points * np.array([np.cos(np.radians(yaw_deg)), 1.0])
    flat = feet_yaw_deg(landmarks)
    turned = feet_yaw_deg(replace(landmarks, points=points))
    assert np.cos(np.radians(turned)) == pytest.approx(
        np.cos(np.radians(flat)) * np.cos(np.radians(yaw_deg)), abs=0.03
    )


def test_the_camera_s_turn_is_not_known_of_feet_that_never_hang() -> None:
    landmarks = feet_of(Runner())
    points = landmarks.points.copy()
    points[:, TOE : TOE + 2] = points[:, HEEL : HEEL + 2] + np.array([60.0, 5.0])
    assert np.isnan(feet_yaw_deg(replace(landmarks, points=points)))


@pytest.mark.parametrize(("near", "side"), [(-1.0, "left"), (1.0, "right"), (0.0, None)])
def test_the_nearer_foot_is_the_one_that_was_said_to_be(near: float, side: str | None) -> None:
    assert nearer_foot(feet_of(Runner(seconds=2.0), near)) == side


def test_time_on_the_ground_is_the_feet_s_and_tells_walking() -> None:
    run = measure_gait(feet_of(Runner()))
    assert run.cycle is not None
    assert run.pace is not None
    assert run.pace.on_ground == pytest.approx(DUTY, abs=0.05)
    assert not run.pace.walking
    assert feet_pace(run.cycle, 0.62).walking
    # Of steps that come as a walker's do, less time on the ground is enough.
    assert not feet_pace(run.cycle, 0.4).walking
    assert feet_pace(replace(run.cycle, stride_s=120 / 105), 0.4).walking

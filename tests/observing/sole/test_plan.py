"""Soles are looked at wherever their readings tell something, and not where a foot swings."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from gaitcheck.gait.fold import side_phase
from gaitcheck.gait.measure import measure_gait
from gaitcheck.gait.sole import AROUND, FLAT, PUSH_OFF
from gaitcheck.model import SIDES, Landmarks, Tracking
from gaitcheck.observing.sole import plan_soles
from tests.gait.synthetic import Runner, landmarks_of, tracking_of

RUNNER = landmarks_of(Runner())
FAST = landmarks_of(Runner(fps=240.0))


def plan(landmarks: Landmarks, every: int = 1) -> np.ndarray:
    tracking: Tracking = dataclasses.replace(tracking_of(landmarks), pose_every=every)
    return plan_soles(measure_gait(landmarks), tracking)


@pytest.mark.parametrize(("landmarks", "every"), [(RUNNER, 1), (FAST, 5)])
def test_what_tells_of_a_landing_or_a_push_off_is_read(landmarks: Landmarks, every: int) -> None:
    gait = measure_gait(landmarks)
    assert gait.cycle is not None
    wanted = plan(landmarks, every)
    posed = np.arange(len(wanted)) % every == 0
    for k, side in enumerate(SIDES):
        phase, events = side_phase(gait.cycle, side), gait.sides[side].events
        assert events.toe_off is not None
        assert events.duty is not None
        landing = (phase - events.contact + 0.5) % 1.0 - 0.5
        leaving = (phase - events.toe_off + 0.5) % 1.0 - 0.5
        told = (landing > AROUND[0]) & (landing < max(AROUND[1], FLAT[1] * events.duty))
        told |= np.abs(leaving) < PUSH_OFF
        assert wanted[told & posed, k].all()
        assert wanted[told, k].mean() > posed.mean() or every == 1
        swings = (leaving > 0.12) & (landing < -0.15)
        assert swings.any()
        assert not wanted[swings, k].any()


def test_the_landmarks_foot_is_named_whosever_it_is() -> None:
    points = RUNNER.points.copy()
    frames = slice(40, 44)
    left, right = np.arange(11, 33, 2), np.arange(12, 33, 2)
    points[frames, left], points[frames, right] = (
        points[frames, right].copy(),
        points[frames, left].copy(),
    )
    straight, crossed = plan(RUNNER), plan(dataclasses.replace(RUNNER, points=points))
    assert (straight[frames, 0] != straight[frames, 1]).any()
    np.testing.assert_array_equal(crossed[frames], straight[frames, ::-1])


def test_without_a_rhythm_every_pose_is_read() -> None:
    nobody = dataclasses.replace(RUNNER, points=np.full_like(RUNNER.points, np.nan))
    assert plan(nobody).all()
    assert plan(nobody, every=4).sum() == 2 * -(-len(nobody.time_s) // 4)

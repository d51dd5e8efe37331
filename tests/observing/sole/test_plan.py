"""Soles are read with every pose, and at high rates more often where their readings tell."""

from __future__ import annotations

import dataclasses

import numpy as np

from gaitcheck.gait.fold import side_phase
from gaitcheck.gait.measure import measure_gait
from gaitcheck.gait.sole import AROUND, PUSH_OFF
from gaitcheck.model import SIDES, Landmarks, Tracking
from gaitcheck.observing.sole import plan_soles
from tests.gait.synthetic import Runner, landmarks_of, tracking_of

RUNNER = landmarks_of(Runner())
FAST = landmarks_of(Runner(fps=240.0))
EVERY = 5


def plan(landmarks: Landmarks, every: int = 1) -> np.ndarray:
    tracking: Tracking = dataclasses.replace(tracking_of(landmarks), pose_every=every)
    return plan_soles(measure_gait(landmarks), tracking)


def test_both_feet_are_read_with_every_pose() -> None:
    assert plan(RUNNER).all()
    assert plan(FAST, EVERY)[::EVERY].all()


def test_between_poses_a_foot_is_read_where_it_lands_or_leaves() -> None:
    gait = measure_gait(FAST)
    assert gait.cycle is not None
    wanted = plan(FAST, EVERY)
    between = np.arange(len(wanted)) % EVERY != 0
    for k, side in enumerate(SIDES):
        phase, events = side_phase(gait.cycle, side), gait.sides[side].events
        assert events.toe_off is not None
        landing = (phase - events.contact + 0.5) % 1.0 - 0.5
        leaving = (phase - events.toe_off + 0.5) % 1.0 - 0.5
        told = (landing > AROUND[0]) & (landing < AROUND[1]) | (np.abs(leaving) < PUSH_OFF)
        assert wanted[told & between, k].mean() > 0.3
        assert not wanted[~told & between, k].any()


def test_the_landmarks_foot_is_named_whosever_it_is() -> None:
    points = FAST.points.copy()
    frames = slice(160, 176)
    left, right = np.arange(11, 33, 2), np.arange(12, 33, 2)
    points[frames, left], points[frames, right] = (
        points[frames, right].copy(),
        points[frames, left].copy(),
    )
    straight = plan(FAST, EVERY)
    crossed = plan(dataclasses.replace(FAST, points=points), EVERY)
    assert (straight[frames, 0] != straight[frames, 1]).any()
    np.testing.assert_array_equal(crossed[frames], straight[frames, ::-1])


def test_without_a_rhythm_every_pose_is_read() -> None:
    nobody = dataclasses.replace(RUNNER, points=np.full_like(RUNNER.points, np.nan))
    assert plan(nobody).all()
    assert plan(nobody, every=4).sum() == 2 * -(-len(nobody.time_s) // 4)

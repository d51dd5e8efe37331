"""Soles are looked at wherever their readings tell something, and not where a foot swings."""

from __future__ import annotations

import dataclasses

import numpy as np

from gaitcheck.gait.fold import side_phase
from gaitcheck.gait.measure import measure_gait
from gaitcheck.gait.sole import AROUND, PUSH_OFF
from gaitcheck.model import SIDES
from gaitcheck.observing.sole import plan_soles
from tests.gait.synthetic import Runner, landmarks_of

RUNNER = landmarks_of(Runner())


def test_every_frame_that_tells_of_a_landing_or_a_push_off_is_wanted() -> None:
    gait = measure_gait(RUNNER)
    assert gait.cycle is not None
    wanted = plan_soles(gait, RUNNER)
    for k, side in enumerate(SIDES):
        phase, events = side_phase(gait.cycle, side), gait.sides[side].events
        assert events.toe_off is not None
        landing = (phase - events.contact + 0.5) % 1.0 - 0.5
        leaving = (phase - events.toe_off + 0.5) % 1.0 - 0.5
        told = (landing > AROUND[0]) & (landing < AROUND[1])
        assert wanted[told, k].all()
        assert wanted[np.abs(leaving) < PUSH_OFF, k].all()
        swings = (leaving > 0.12) & (landing < -0.15)
        assert swings.any()
        assert not wanted[swings, k].any()
    assert 0.3 < wanted.mean() < 0.6


def test_the_landmarks_foot_is_named_whosever_it_is() -> None:
    points = RUNNER.points.copy()
    frames = slice(40, 44)
    left, right = np.arange(11, 33, 2), np.arange(12, 33, 2)
    points[frames, left], points[frames, right] = (
        points[frames, right].copy(),
        points[frames, left].copy(),
    )
    exchanged = dataclasses.replace(RUNNER, points=points)
    straight = plan_soles(measure_gait(RUNNER), RUNNER)
    crossed = plan_soles(measure_gait(exchanged), exchanged)
    assert (straight[frames, 0] != straight[frames, 1]).any()
    np.testing.assert_array_equal(crossed[frames], straight[frames, ::-1])


def test_without_a_rhythm_no_sole_is_looked_at() -> None:
    nobody = dataclasses.replace(RUNNER, points=np.full_like(RUNNER.points, np.nan))
    assert not plan_soles(measure_gait(nobody), nobody).any()

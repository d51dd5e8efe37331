"""A clip that is said to be mirrored: left and right are exchanged, and nothing else."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from gaitcheck import ClipOptions, Observation, judge
from gaitcheck.model import HIP, OTHER, SIDES
from gaitcheck.model.mirror import ORDER, as_run
from tests.observations import observed

MIRRORED = ClipOptions(mirrored=True)


def said(observation: Observation) -> Observation:
    return dataclasses.replace(observation, options=MIRRORED)


def test_every_point_has_its_opposite() -> None:
    assert sorted(ORDER) == list(range(33))
    assert [ORDER[k] for k in ORDER] == list(range(33))
    assert ORDER[0] == 0
    assert ORDER[HIP] == HIP + 1


def test_twice_exchanged_is_as_before() -> None:
    seen = observed(20.0, -9.0)
    again = as_run(said(as_run(said(seen))))
    np.testing.assert_array_equal(again.tracking.landmarks.points, seen.tracking.landmarks.points)
    for side in SIDES:
        assert again.shoes[side].side == side
        np.testing.assert_array_equal(again.shoes[side].pitch_deg, seen.shoes[side].pitch_deg)
    assert as_run(seen) is seen


@pytest.mark.parametrize(("left", "right"), [(20.0, -9.0), (15.0, 15.0), (3.0, 22.0)])
def test_each_foot_gets_what_the_other_one_had(left: float, right: float) -> None:
    seen = observed(left, right)
    plain, turned = judge(seen), judge(seen, MIRRORED)
    assert turned.options.mirrored
    assert turned.verdict.strike == plain.verdict.strike
    assert turned.view.near_side != plain.view.near_side
    for side, other in OTHER.items():
        one, two = plain.sides[side], turned.sides[other]
        assert (one.strike, one.steps) == (two.strike, two.steps)
        assert one.foot_strike_angle_deg == pytest.approx(two.foot_strike_angle_deg, abs=0.01)
    assert [OTHER[step.side] for step in turned.steps] == [step.side for step in plain.steps]
    for one_step, two_step in zip(plain.steps, turned.steps, strict=True):
        assert one_step.contact_frame == pytest.approx(two_step.contact_frame, abs=0.01)

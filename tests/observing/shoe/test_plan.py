"""In which frames a shoe is looked at again."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from gaitcheck.gait.measure import GaitMeasure, measure_gait
from gaitcheck.model import Side
from gaitcheck.observing.shoe.plan import MOST_STRIDES, plan_look, plan_push_off
from gaitcheck.observing.shoe.types import LookPlan
from tests.gait.synthetic import Runner, landmarks_of

Plan = Callable[[GaitMeasure, Side], LookPlan | None]


def measured(strides: float) -> GaitMeasure:
    return measure_gait(landmarks_of(Runner(seconds=strides * Runner().stride_s)))


def strides_of(plan: LookPlan) -> list[int]:
    return [int(number) for number in np.unique(np.round(plan.phase - plan.offset))]


@pytest.mark.parametrize("plan", [plan_look, plan_push_off])
def test_every_stride_of_a_usual_clip_is_looked_at(plan: Plan) -> None:
    gait = measured(12)
    found = plan(gait, "left")
    assert found is not None
    assert len(strides_of(found)) >= len(gait.sides["left"].steps)


@pytest.mark.parametrize("plan", [plan_look, plan_push_off])
def test_of_a_long_film_so_many_strides_are_spread_over_it(plan: Plan) -> None:
    found = plan(measured(3 * MOST_STRIDES), "left")
    assert found is not None
    strides = strides_of(found)
    assert MOST_STRIDES - 1 <= len(strides) <= MOST_STRIDES
    assert max(np.diff(strides)) <= 4
    assert strides[-1] - strides[0] >= 2.9 * MOST_STRIDES

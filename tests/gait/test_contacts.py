"""Events on the mean stride: what is taken for toe-off."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaitcheck.gait.contacts import TOE_OFF_TO_BEHIND, find_mean_events
from gaitcheck.gait.fold import MeanStride
from gaitcheck.model import FloatArray


def mean_stride(behind: float) -> MeanStride:
    """Return a foot furthest ahead at 0 and furthest behind at `behind`; its toes are lowest then.

    Between the two it moves evenly.
    """

    def along(phase: FloatArray) -> FloatArray:
        return np.interp(np.asarray(phase) % 1.0, [0.0, behind, 1.0], [1.0, -1.0, 1.0])

    def toe_height(phase: FloatArray) -> FloatArray:
        return np.abs(np.asarray(phase) - (behind - TOE_OFF_TO_BEHIND))

    def straight(phase: FloatArray) -> FloatArray:
        return np.zeros(np.shape(phase))

    curves: dict[str, Any] = dict.fromkeys(("ankle_x", "heel_x", "toe_x"), along)
    return cast(MeanStride, SimpleNamespace(**curves, toe_y=toe_height, knee=straight))


@given(st.floats(0.40, 0.66))
def test_toe_off_comes_before_the_foot_is_furthest_behind(behind: float) -> None:
    events = find_mean_events(mean_stride(behind), excursion=1.5)
    assert events.toe_off == pytest.approx(behind - TOE_OFF_TO_BEHIND, abs=0.003)


@given(st.floats(0.74, 0.95))
def test_a_runner_does_not_stand_on_a_foot_for_more_than_half_of_the_stride(behind: float) -> None:
    events = find_mean_events(mean_stride(behind), excursion=1.5)
    assert events.toe_off is None
    assert events.duty is None

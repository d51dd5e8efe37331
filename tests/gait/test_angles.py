"""Angles of the segments on legs whose angles are known."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaitcheck.gait.angles import hip_flexion, knee_flexion, shank_angle, trunk_lean
from gaitcheck.gait.body import Leg
from gaitcheck.model import FloatArray


def towards(angle_deg: float) -> FloatArray:
    """Return the unit vector downwards, turned forward by an angle."""
    angle = np.radians(angle_deg)
    return np.array([[np.sin(angle), -np.cos(angle)]])


def make_leg(thigh_deg: float, knee_deg: float) -> Leg:
    hip = np.array([[3.0, 5.0]])
    knee = hip + towards(thigh_deg)
    ankle = knee + towards(thigh_deg - knee_deg)
    return Leg(hip, knee, ankle, ankle, ankle, np.ones(1))


@given(st.floats(-40, 90), st.floats(0, 150), st.floats(-20, 40))
def test_a_leg_gives_the_angles_it_was_made_from(thigh: float, knee: float, lean: float) -> None:
    leg = make_leg(thigh, knee)
    pelvis = leg.hip
    seen_lean = trunk_lean(pelvis, pelvis - towards(-lean))
    assert seen_lean == pytest.approx(lean, abs=1e-6)
    assert hip_flexion(leg, seen_lean) == pytest.approx(thigh + lean, abs=1e-6)
    assert knee_flexion(leg) == pytest.approx(knee, abs=1e-4)
    assert shank_angle(leg) == pytest.approx((thigh - knee + 180) % 360 - 180, abs=1e-6)


def test_what_was_not_seen_has_no_angle() -> None:
    leg = make_leg(10, 20)
    lost = Leg(leg.hip, leg.knee * np.nan, leg.ankle, leg.heel, leg.toe, leg.visibility)
    assert np.isnan([knee_flexion(lost), shank_angle(lost), hip_flexion(lost, np.zeros(1))]).all()

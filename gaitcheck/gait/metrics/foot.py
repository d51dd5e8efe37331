"""The angle of the foot at contact and at toe-off."""

from __future__ import annotations

from typing import Final

import numpy as np

from gaitcheck.gait.metrics.definition import Definition
from gaitcheck.gait.metrics.form import Form
from gaitcheck.gait.metrics.reading import (
    NO_STEPS,
    NO_TOE_OFF,
    Missing,
    Reading,
    sample_spread,
)
from gaitcheck.model import Side

SHOE_NOT_FOLLOWED: Final = Missing("shoe_not_followed")


def read_foot_strike_angle(form: Form, side: Side) -> Reading | Missing:
    """Read the foot-strike angle, as the label uses it."""
    own = form.sides[side]
    if not own.steps:
        return NO_STEPS
    if own.angle is None:
        return SHOE_NOT_FOLLOWED
    spread = sample_spread(np.array(own.step_angles))
    return Reading(own.angle.value, spread, own.angle.most_spread, len(own.step_angles))


def read_sole_angle_toe_off(form: Form, side: Side) -> Reading | Missing:
    """Read the angle of the sole at toe-off against the same foot lying flat."""
    own = form.sides[side]
    if own.toe_off is None:
        return NO_TOE_OFF
    if own.push_off is None:
        return SHOE_NOT_FOLLOWED
    found = own.push_off
    seen = sum(step.toe_off_s is not None for step in own.steps)
    return Reading(found.sole_deg, None, found.sole_spread_deg, seen)


METRICS: Final = (
    Definition(
        name="foot_strike_angle",
        unit="deg",
        source="Altman & Davis 2012, Gait Posture 35:298, doi 10.1016/j.gaitpost.2011.09.104",
        drawing="foot_strike",
        needs=frozenset({"stride", "events", "foot"}),
        possible=(-30.0, 45.0),
        error=(0.0, 0.0),  # already part of the angle's own uncertainty
        per_side=read_foot_strike_angle,
        timed=True,
    ),
    Definition(
        name="sole_angle_toe_off",
        unit="deg",
        source="Novacheck 1998, Gait & Posture 7:77, doi 10.1016/S0966-6362(97)00038-6",
        drawing="sole_toe_off",
        needs=frozenset({"stride", "events", "foot"}),
        possible=(-100.0, 0.0),
        error=(0.0, 0.0),  # already part of the angle's own uncertainty
        per_side=read_sole_angle_toe_off,
        weak="drawn_to_usual",
        timed=True,
    ),
)

"""The angle of the foot at contact and at toe-off."""

from __future__ import annotations

from typing import Final

import numpy as np

from gaitcheck.gait.curves import fit_periodic
from gaitcheck.gait.fold import foot_pitch
from gaitcheck.gait.metrics.definition import POORLY, Definition
from gaitcheck.gait.metrics.form import Form, FormSide
from gaitcheck.gait.metrics.reading import (
    NO_STEPS,
    NO_TOE_OFF,
    NOT_SEEN,
    Missing,
    Reading,
    read_at,
    sample_spread,
)
from gaitcheck.gait.strike import FLAT_PHASE
from gaitcheck.types import FloatArray, Side

# Standard uncertainty of toe-off, strides: 12-14 ms on rendered clips, 10-17 ms on force-plate
# trials (Fukuchi 2017, doi 10.7717/peerj.3298) at strides of about 0.7 s (benchmarks/accuracy).
TOE_OFF_SPREAD: Final = 0.018

SHOE_NOT_FOLLOWED: Final = Missing(
    "The shoe could not be followed in the pictures, and the pose alone does not tell it."
)


def seen_pitch(side: FormSide) -> FloatArray:
    """Return the pitch of the foot in the frames that show it, degrees."""
    return np.where(side.foot_seen, foot_pitch(side.leg), np.nan)


def flat_pitch(side: FormSide) -> float | None:
    """Return the pitch of the foot while it lies flat, degrees; None where it was not seen."""
    curve = fit_periodic(side.phase, seen_pitch(side))
    if curve is None or side.duty is None:
        return None
    return float(np.mean(curve(side.contact + side.duty * np.linspace(*FLAT_PHASE, 9))))


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
    flat = flat_pitch(own)
    if flat is None:
        return NOT_SEEN
    return read_at(own, seen_pitch(own) - flat, own.toe_off, TOE_OFF_SPREAD)


METRICS: Final = (
    Definition(
        name="foot_strike_angle",
        title="Foot-strike angle",
        unit="deg",
        meaning="Angle between sole and ground at initial contact, against the same foot lying "
        "flat; toes up is positive. Above 8 counts as heel, below -1.6 as toe strike.",
        method="From the shoe's own picture at contact where it can be followed, else from the "
        "landmarks of heel and toe.",
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
        title="Sole angle at toe-off",
        unit="deg",
        meaning="Angle between sole and ground when the foot leaves it, against the same foot "
        "lying flat; heel up is negative.",
        method="Line from heel to toe at toe-off on the mean stride, minus the same in the flat "
        "phase.",
        source="Novacheck 1998, Gait & Posture 7:77, doi 10.1016/S0966-6362(97)00038-6",
        drawing="sole_toe_off",
        needs=frozenset({"stride", "events", "foot"}),
        possible=(-100.0, 0.0),
        error=(18.0, 18.0),
        per_side=read_sole_angle_toe_off,
        weak=POORLY,
        timed=True,
    ),
)

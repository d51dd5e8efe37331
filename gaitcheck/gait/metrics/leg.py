"""The leg: shank, knee and hip, and how far ahead of the hip the foot lands."""

from __future__ import annotations

from functools import partial
from typing import Final

import numpy as np

from gaitcheck.gait import angles
from gaitcheck.gait.curves import fit_periodic
from gaitcheck.gait.extremes import turning_points
from gaitcheck.gait.metrics.definition import POORLY, Definition
from gaitcheck.gait.metrics.form import Form
from gaitcheck.gait.metrics.reading import GRID, NO_TOE_OFF, Missing, Reading, read_at, read_peak
from gaitcheck.model import FloatArray, Need, Side

SOUZA: Final = (
    "Souza 2016, Phys Med Rehabil Clin N Am 27:217 (video-based analysis), "
    "doi 10.1016/j.pmr.2015.08.006"
)
# Shares of contact time in which the knee is most bent on the ground: the later part belongs to
# push-off.
STANCE_SHARES: Final = (0.0, 0.75)
# How far the knee must stretch again between two bends in swing, degrees, for the second to count.
SECOND_BEND: Final = 10.0
CONFUSED: Final = Missing("legs_confused")
LEG_NEEDS: Final[frozenset[Need]] = frozenset({"stride", "events", "legs"})
HIP_NEEDS: Final[frozenset[Need]] = frozenset({"stride", "events", "legs", "trunk"})


def knee_flexion(form: Form, side: Side) -> FloatArray:
    """Return the flexion of the knee, shape (frames,), degrees; 0 = straight."""
    return angles.knee_flexion(form.sides[side].leg)


def shank_angle(form: Form, side: Side) -> FloatArray:
    """Return the shank's angle to the vertical, shape (frames,), degrees; ankle ahead positive."""
    return angles.shank_angle(form.sides[side].leg)


def hip_flexion(form: Form, side: Side) -> FloatArray:
    """Return the angle of thigh to trunk line, shape (frames,), degrees; thigh ahead positive.

    Camera tilt turns thigh and trunk alike and cancels.
    """
    lean = angles.trunk_lean(form.pelvis, form.shoulders)
    return angles.hip_flexion(form.sides[side].leg, lean)


def ankle_ahead(form: Form, side: Side) -> FloatArray:
    """Return how far the ankle is ahead of its hip, shape (frames,), leg lengths."""
    leg = form.sides[side].leg
    return np.asarray((leg.ankle - leg.hip)[:, 0] / form.leg_px)


def is_followed_in_swing(form: Form, side: Side) -> bool:
    """Return whether the leg was followed through the whole swing.

    In swing the knee bends once and stretches again. Where it seems to bend twice, the leg was
    taken for the other one as they passed each other.
    """
    own = form.sides[side]
    curve = fit_periodic(own.phase, knee_flexion(form, side))
    if curve is None or own.toe_off is None:
        return False
    bend = curve(np.arange(own.toe_off, own.contact + 1.0, GRID))
    _, signs = turning_points(bend, SECOND_BEND)
    return int((signs > 0).sum()) == 1


def _at_contact(values: FloatArray, form: Form, side: Side) -> Reading | Missing:
    own = form.sides[side]
    return read_at(own, values, own.contact, own.contact_spread)


def read_shank_angle(form: Form, side: Side) -> Reading | Missing:
    """Read the shank's angle at contact."""
    return _at_contact(shank_angle(form, side), form, side)


def read_overstride(form: Form, side: Side) -> Reading | Missing:
    """Read how far the ankle is ahead of the hip at contact."""
    return _at_contact(ankle_ahead(form, side), form, side)


def read_knee_contact(form: Form, side: Side) -> Reading | Missing:
    """Read the flexion of the knee at contact."""
    return _at_contact(knee_flexion(form, side), form, side)


def read_knee_stance(form: Form, side: Side) -> Reading | Missing:
    """Read the largest flexion of the knee on the ground."""
    own = form.sides[side]
    if own.duty is None:
        return NO_TOE_OFF
    start, stop = (own.contact + share * own.duty for share in STANCE_SHARES)
    return read_peak(own, knee_flexion(form, side), start, stop)


def read_knee_swing(form: Form, side: Side) -> Reading | Missing:
    """Read the largest flexion of the knee in the air."""
    own = form.sides[side]
    if own.toe_off is None:
        return NO_TOE_OFF
    if not is_followed_in_swing(form, side):
        return CONFUSED
    return read_peak(own, knee_flexion(form, side), own.toe_off, own.contact + 1.0)


def read_hip_extension(form: Form, side: Side) -> Reading | Missing:
    """Read how far the thigh is behind the trunk's line at toe-off."""
    own = form.sides[side]
    if own.toe_off is None:
        return NO_TOE_OFF
    return read_at(own, -hip_flexion(form, side), own.toe_off, own.toe_off_spread)


_of_leg = partial(Definition, unit="deg", source=SOUZA, needs=LEG_NEEDS)

METRICS: Final = (
    _of_leg(
        name="shank_angle_contact",
        drawing="shank",
        possible=(-25.0, 40.0),
        error=(3.0, 3.2),
        per_side=read_shank_angle,
        timed=True,
    ),
    _of_leg(
        name="overstride",
        unit="leg lengths",
        drawing="overstride",
        possible=(-0.1, 0.7),
        error=(0.060, 0.066),
        per_side=read_overstride,
        timed=True,
        scale="length",
        digits=2,
    ),
    _of_leg(
        name="knee_flexion_contact",
        drawing="knee_contact",
        possible=(-15.0, 70.0),
        error=(5.2, 5.6),
        per_side=read_knee_contact,
        timed=True,
    ),
    _of_leg(
        name="knee_flexion_stance",
        drawing="knee_stance",
        possible=(5.0, 90.0),
        error=(4.5, 9.1),
        per_side=read_knee_stance,
        weak=POORLY,
    ),
    _of_leg(
        name="knee_flexion_swing",
        drawing="knee_swing",
        possible=(40.0, 170.0),
        error=(9.4, 17.2),
        per_side=read_knee_swing,
        weak=POORLY,
    ),
    _of_leg(
        name="hip_extension_toe_off",
        drawing="hip",
        needs=HIP_NEEDS,
        possible=(-30.0, 60.0),
        error=(9.4, 9.4),
        per_side=read_hip_extension,
        weak=POORLY,
        timed=True,
    ),
)

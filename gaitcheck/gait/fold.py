"""The mean stride: all strides of a foot folded on their phase."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gaitcheck.gait.body import Body, Leg
from gaitcheck.gait.curves import PeriodicCurve, fit_periodic
from gaitcheck.gait.cycle import Cycle
from gaitcheck.gait.legs import exchange_legs
from gaitcheck.model import SIDES, FloatArray, Side

# The phase of each side's foot furthest ahead, by the definition of `Cycle.phase`.
SIDE_PHASE: Final[Mapping[Side, float]] = {"left": 0.0, "right": 0.5}
# A foot drawn shorter or longer than this share of its median length is mis-tracked: the real
# foot is rigid, and turning out of the picture shortens it by less.
FOOT_LENGTH_RANGE: Final = (0.55, 1.6)
# Legs are exchanged in a frame when that fits the mean stride this much better.
EXCHANGE_RATIO: Final = 0.6
# A leg whose joints lie further than this from the mean stride, leg lengths, is not seen.
MISFIT_LIMIT: Final = 0.25

_JOINTS: Final = ("knee", "ankle", "heel", "toe")


@dataclass(frozen=True, slots=True, eq=False)
class MeanStride:
    """One side's mean stride as smooth functions of that side's own phase.

    Phase 0 is near the instant at which the foot is furthest ahead of the other one. Positions
    are relative to the pelvis, in leg lengths; angles in degrees.

    Attributes
    ----------
    pitch : PeriodicCurve
        Angle of the line from heel to toe, toes up positive.
    ankle_x, heel_x, toe_x, heel_y, toe_y : PeriodicCurve
    knee : PeriodicCurve or None
        Included knee angle, 180 = straight; None where no body was found, only feet.
    usable : array of bool, shape (frames,)
        Whether the foot was usable in each frame.
    """

    pitch: PeriodicCurve
    ankle_x: PeriodicCurve
    heel_x: PeriodicCurve
    toe_x: PeriodicCurve
    heel_y: PeriodicCurve
    toe_y: PeriodicCurve
    knee: PeriodicCurve | None
    usable: NDArray[np.bool_]


def foot_pitch(leg: Leg) -> FloatArray:
    """Return the angle of heel to toe, shape (frames,), degrees, toes up positive, -200..160.

    The cut lies where a foot never points in running: up and back.
    """
    line = leg.toe - leg.heel
    angle = np.degrees(np.arctan2(line[:, 1], line[:, 0]))
    return np.asarray((angle + 200.0) % 360.0 - 200.0)


def knee_angle(leg: Leg) -> FloatArray:
    """Return the included angle at the knee, shape (frames,), degrees (180 = straight)."""
    thigh, shank = leg.hip - leg.knee, leg.ankle - leg.knee
    cosine = (thigh * shank).sum(axis=1) / np.maximum(
        np.linalg.norm(thigh, axis=1) * np.linalg.norm(shank, axis=1), 1e-9
    )
    return np.asarray(np.degrees(np.arccos(np.clip(cosine, -1.0, 1.0))))


def foot_length(leg: Leg) -> FloatArray:
    """Return the drawn distance from heel to toe, shape (frames,), pixels."""
    return np.asarray(np.linalg.norm(leg.toe - leg.heel, axis=1))


def side_phase(cycle: Cycle, side: Side) -> FloatArray:
    """Return the cycle's phase counted for one side, shape (frames,), strides.

    Whole numbers are where its foot is furthest ahead.
    """
    return cycle.phase - SIDE_PHASE[side]


def usable_frames(leg: Leg, cycle: Cycle) -> NDArray[np.bool_]:
    """Return the frames, shape (frames,), with a foot of its rigid length and a known cycle."""
    length = foot_length(leg)
    if not np.isfinite(length).any():
        return np.zeros(len(length), dtype=bool)
    ratio = length / np.nanmedian(length)
    low, high = FOOT_LENGTH_RANGE
    return np.asarray((ratio > low) & (ratio < high) & np.isfinite(cycle.phase))


def fold_side(body: Body, cycle: Cycle, side: Side) -> MeanStride | None:
    """Fold one side's strides; None when there are too few samples."""
    leg = body.legs[side]
    phase, usable = side_phase(cycle, side), usable_frames(leg, cycle)

    def curve(values: FloatArray) -> PeriodicCurve | None:
        return fit_periodic(phase, np.where(usable, values, np.nan))

    def place(points: FloatArray, axis: int) -> PeriodicCurve | None:
        return curve((points - body.pelvis)[:, axis] / body.leg_length)

    curves = {
        "pitch": curve(foot_pitch(leg)),
        "ankle_x": place(leg.ankle, 0),
        "heel_x": place(leg.heel, 0),
        "toe_x": place(leg.toe, 0),
        "heel_y": place(leg.heel, 1),
        "toe_y": place(leg.toe, 1),
    }
    knee = curve(knee_angle(leg))
    known = {name: fitted for name, fitted in curves.items() if fitted is not None}
    if len(known) < len(curves) or (knee is None and not body.feet_alone):
        return None
    return MeanStride(**known, knee=knee, usable=usable)


def repair_by_folding(body: Body, cycle: Cycle) -> Body:
    """Exchange or drop legs in the frames that contradict the mean stride.

    Needs an even pace: where each phase was seen many times, a frame whose left leg lies where the
    right one belongs (and the other way round) was swapped; a leg that lies nowhere near its
    curve was not seen at all and becomes NaN.
    """
    templates = {side: _template(body, cycle, side) for side in SIDES}
    if any(template is None for template in templates.values()):
        return body

    def misfit(seen: Side, expected: Side) -> FloatArray:
        template = templates[expected]
        assert template is not None
        distance = np.linalg.norm(_joints(body, seen) - template, axis=-1)
        return np.asarray(np.minimum(distance, 1.0).mean(axis=1))

    kept = misfit("left", "left") + misfit("right", "right")
    exchanged = misfit("left", "right") + misfit("right", "left")
    repaired = exchange_legs(body, exchanged < EXCHANGE_RATIO * kept)
    return _without_lost_legs(repaired, templates)


def _joint_names(body: Body) -> tuple[str, ...]:
    return tuple(name for name in _JOINTS if name != "knee" or not body.feet_alone)


def _joints(body: Body, side: Side) -> FloatArray:
    """Return the joints relative to the pelvis in leg lengths, shape (frames, joints, 2)."""
    leg = body.legs[side]
    points = np.stack([getattr(leg, name) for name in _joint_names(body)], axis=1)
    return np.asarray((points - body.pelvis[:, None]) / body.leg_length)


def _template(body: Body, cycle: Cycle, side: Side) -> FloatArray | None:
    """Return where the joints of a side belong in each frame, shape (frames, joints, 2)."""
    phase, joints = side_phase(cycle, side), _joints(body, side)
    expected = np.full_like(joints, np.nan)
    known = np.isfinite(phase)
    for joint in range(joints.shape[1]):
        for axis in range(2):
            curve = fit_periodic(phase, joints[:, joint, axis])
            if curve is None:
                return None
            expected[known, joint, axis] = curve(phase[known])
    return expected


def _without_lost_legs(body: Body, templates: Mapping[Side, FloatArray | None]) -> Body:
    legs: dict[Side, Leg] = {}
    for side in SIDES:
        template, leg = templates[side], body.legs[side]
        assert template is not None
        misfit = np.linalg.norm(_joints(body, side) - template, axis=-1).mean(axis=1)
        lost = (misfit > MISFIT_LIMIT)[:, None]
        joints = {name: np.where(lost, np.nan, getattr(leg, name)) for name in _JOINTS}
        legs[side] = dataclasses.replace(leg, **joints)
    return dataclasses.replace(body, legs=legs)

"""A runner who passes several times in one clip: how each foot lands, told by all passes together.

A short pass shows few steps, and only the nearer foot well; the way back shows the other one.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Final

import numpy as np

from gaitcheck.gait.measure import GaitMeasure, SideMeasure
from gaitcheck.gait.refine import MOST_MISREAD, SHARP_SHOE, step_beside
from gaitcheck.gait.sole import SOLES_MISREAD
from gaitcheck.gait.strike import CONTRADICTS, UNKNOWN, Angle, join_sole
from gaitcheck.gait.verdict import thin_evidence
from gaitcheck.model import SIDES, FloatArray, Side

# The least that a pass's own part of the error is taken for, degrees: steps scatter by as much.
LEAST_OWN_DEG: Final = 1.0


def join_passes(
    gait: GaitMeasure, others: Sequence[GaitMeasure], *, one_runner: bool
) -> GaitMeasure:
    """Return the gait of one pass with its feet as all passes tell them.

    Parameters
    ----------
    gait : GaitMeasure
        Of the pass with most of the run.
    others : sequence of GaitMeasure
        Of the other passes, in the order of time.
    one_runner : bool
        Whether nothing but turns lies between the passes, so that all of them show one runner. A
        foot that lands otherwise in another pass was misread in one of them then, and is doubted.
        After a cut such a pass may show somebody else, and does not count.

    Returns
    -------
    GaitMeasure
        With the passes that tell something of a foot. Feet alone, without a body, are not joined:
        which is left and which is right may differ from pass to pass.
    """
    useful = [
        part
        for part in others
        if _one_speed(part) and not part.body.feet_alone and any(map(_tells, part.sides.values()))
    ]
    agreeing = [part for part in useful if not any(_contradicts(gait, part, s) for s in SIDES)]
    if not useful or gait.body.feet_alone or not _one_speed(gait):
        return gait
    every = [gait, *(_named(part, number) for number, part in enumerate(agreeing, 2))]
    for side in SIDES:
        told = [
            part.sides[side] for part in every if side in part.sides and _tells(part.sides[side])
        ]
        if not told:
            continue
        angle = _join(told)
        if one_runner and any(_contradicts(gait, part, side) for part in useful):
            angle = dataclasses.replace(angle, misread=MOST_MISREAD, if_misread=UNKNOWN)
        every = [_with_angle(part, side, angle) for part in every]
    main, *passes = every
    return dataclasses.replace(main, passes=tuple(passes))


def _one_speed(part: GaitMeasure) -> bool:
    """Return whether a pass is played at one speed: else its rhythm may be misread."""
    return part.cycle is not None and part.cycle.one_speed


def _tells(foot: SideMeasure) -> bool:
    """Return whether a pass tells by its pictures how a foot lands."""
    return foot.angle.direct and bool(foot.steps) and thin_evidence(foot) is None


def _contradicts(gait: GaitMeasure, other: GaitMeasure, side: Side) -> bool:
    """Return whether a foot lands further apart in two passes than the uncertainty of both."""
    if side not in gait.sides or side not in other.sides:
        return False
    feet = gait.sides[side], other.sides[side]
    if not all(map(_tells, feet)):
        return False
    one, two = (foot.angle for foot in feet)
    return abs(one.value - two.value) > CONTRADICTS * float(
        np.hypot(one.most_spread, two.most_spread)
    )


def _named(part: GaitMeasure, number: int) -> GaitMeasure:
    """Return a pass whose steps have names of their own: each pass counts its strides anew."""
    sides = {
        side: dataclasses.replace(
            foot,
            steps=tuple(
                dataclasses.replace(step, id=f"{side}-{number}-{step.stride}")
                for step in foot.steps
            ),
        )
        for side, foot in part.sides.items()
    }
    return dataclasses.replace(part, sides=sides)


def _with_angle(part: GaitMeasure, side: Side, angle: Angle) -> GaitMeasure:
    """Return a pass whose foot has another mean angle; its steps lie as far from it as before."""
    foot = part.sides.get(side)
    if foot is None or not _tells(foot) or angle is foot.angle:
        return part
    angle = dataclasses.replace(angle, source=foot.angle.source)
    steps = tuple(
        None if step is None else step_beside(step, foot.angle, angle) for step in foot.step_angles
    )
    foot = dataclasses.replace(foot, angle=angle, step_angles=steps)
    return dataclasses.replace(part, sides={**part.sides, side: foot})


def _join(feet: Sequence[SideMeasure]) -> Angle:
    """Return the angle of one foot from all passes that tell it.

    A shoe that was followed sharply stands as it is, as beside its own soles (`with_sole`).
    """
    first = feet[0].angle
    if len(feet) == 1 or (first.source == "shoe" and first.most_spread <= SHARP_SHOE):
        return first
    if first.source == "shoe":
        return join_sole(first, _pool(feet[1:]))
    return _pool(feet)


def _pool(feet: Sequence[SideMeasure]) -> Angle:
    """Return the angle of one foot from its soles in several passes.

    Notes
    -----
    Best linear unbiased estimate of readings that share an error (here the least of theirs, since
    all are of one shoe) and have errors of their own besides.
    """
    angles = [foot.angle for foot in feet]
    noise = np.array([angle.noise for angle in angles])
    shared = min(0.0 if foot.sole is None else foot.sole.shared_error_deg for foot in feet)
    own = np.maximum(noise**2 - shared**2, LEAST_OWN_DEG**2)
    share = (1 / own) / (1 / own).sum()
    spread = float(np.sqrt(min(shared**2 + 1 / (1 / own).sum(), noise.min() ** 2)))
    steps = sum(len(foot.sole.steps) for foot in feet if foot.sole is not None)
    return dataclasses.replace(
        angles[0],
        value=_mean(share, [angle.value for angle in angles]),
        spread=spread,
        noise=spread,
        spread_below=_mean(share, [angle.spread_below for angle in angles]),
        misread=min(*(angle.misread for angle in angles), float(np.interp(steps, *SOLES_MISREAD))),
    )


def _mean(share: FloatArray, values: Sequence[float]) -> float:
    return float(share @ np.array(values))

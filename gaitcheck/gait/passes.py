"""A runner who passes several times in one clip: how each foot lands, told by all passes together.

A short pass shows few steps, and only the nearer foot well; the way back shows the other one.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

import numpy as np

from gaitcheck.gait.measure import GaitMeasure, SideMeasure
from gaitcheck.gait.refine import MOST_MISREAD, SHARP_SHOE, step_beside
from gaitcheck.gait.sole import SOLES_MISREAD
from gaitcheck.gait.strike import CONTRADICTS, HEEL_UP_DOUBT, UNKNOWN, Angle, join_sole
from gaitcheck.gait.verdict import tells
from gaitcheck.model import SIDES, Side

# The least that a pass's own part of the error is taken for, degrees: steps scatter by as much.
LEAST_OWN_DEG: Final = 1.0


def join_passes(
    gait: GaitMeasure, others: Mapping[int, GaitMeasure], *, one_runner: bool
) -> GaitMeasure:
    """Return the gait of one pass with its feet as all passes tell them.

    Parameters
    ----------
    gait : GaitMeasure
        Of the pass with most of the run.
    others : mapping of int to GaitMeasure
        Of the other passes, by their number in the order of time.
    one_runner : bool
        Whether no cut lies between the passes, so that all of them show one runner. A foot that
        lands differently in two of them was misread in one then, and is doubted. After a cut a pass
        may show somebody else: it counts only where it shows a foot that lands as before.

    Returns
    -------
    GaitMeasure
        With the passes that count. Feet alone, without a body, are not joined: which is left and
        which is right may differ from pass to pass.
    """
    useful = [_numbered(part, number) for number, part in others.items() if _is_useful(part)]
    if not useful or gait.body.feet_alone or not _one_speed(gait):
        return gait
    every = [gait, *useful] if one_runner else _of_one_runner([gait, *useful])
    for side in SIDES:
        feet = _told(every, side)
        if len(feet) > 1 or (feet and feet[0] is not gait.sides.get(side)):
            angle = _join(feet, one_runner=one_runner)
            every = [_with_angle(part, side, angle) for part in every]
    main, *passes = every
    return dataclasses.replace(main, passes=tuple(passes))


def _is_useful(part: GaitMeasure) -> bool:
    return _one_speed(part) and not part.body.feet_alone and any(map(tells, part.sides.values()))


def _one_speed(part: GaitMeasure) -> bool:
    """Return whether a pass is played at one speed: else its rhythm may be misread."""
    return part.cycle is not None and part.cycle.one_speed


def _told(parts: Sequence[GaitMeasure], side: Side) -> list[SideMeasure]:
    """Return a foot in the passes that tell how it lands."""
    return [part.sides[side] for part in parts if side in part.sides and tells(part.sides[side])]


def _of_one_runner(parts: Sequence[GaitMeasure]) -> list[GaitMeasure]:
    """Return the first pass and those that show a foot which lands as it does in those before."""
    kept = [parts[0]]
    for part in parts[1:]:
        before = {side: _told(kept, side) for side in SIDES}
        pairs = [(foot, old) for s in SIDES for foot in _told([part], s) for old in before[s]]
        agree = pairs and not any(_contradict(*pair) for pair in pairs)
        if agree or not any(before.values()):
            kept.append(part)
    return kept


def _contradict(one: SideMeasure, two: SideMeasure) -> bool:
    """Return whether a foot lands further apart in two passes than the uncertainty of both."""
    apart = abs(one.angle.value - two.angle.value)
    both = float(np.hypot(one.angle.most_spread, two.angle.most_spread))
    return apart > CONTRADICTS * both


def _numbered(part: GaitMeasure, number: int) -> GaitMeasure:
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
    return dataclasses.replace(part, sides=sides, number=number)


def _with_angle(part: GaitMeasure, side: Side, angle: Angle) -> GaitMeasure:
    """Return a pass whose foot has another mean angle; its steps lie as far from it as before."""
    foot = part.sides.get(side)
    if foot is None or not tells(foot):
        return part
    angle = dataclasses.replace(angle, source=foot.angle.source)
    steps = tuple(
        None if step is None else step_beside(step, foot.angle, angle) for step in foot.step_angles
    )
    foot = dataclasses.replace(foot, angle=angle, step_angles=steps)
    return dataclasses.replace(part, sides={**part.sides, side: foot})


def _join(feet: Sequence[SideMeasure], *, one_runner: bool) -> Angle:
    """Return the angle of one foot from all passes that tell it.

    A shoe that was followed sharply stands as it is, as beside its own soles (`add_sole_evidence`).
    """
    shoe, soles = feet[0].shoe, [foot for foot in feet if foot.sole is not None]
    pooled = _pool(soles, one_runner=one_runner) if soles else None
    if pooled is None or (shoe is not None and shoe.most_spread <= SHARP_SHOE):
        angle = feet[0].angle
    else:
        angle = pooled if shoe is None else join_sole(shoe, pooled)
    doubtful = any(_contradict(*pair) for pair in combinations(feet, 2))
    if doubtful or angle.misread > MOST_MISREAD:
        return dataclasses.replace(angle, misread=MOST_MISREAD, if_misread=UNKNOWN)
    return angle


@dataclass(frozen=True, slots=True)
class _Estimate:
    """An angle, its standard uncertainty, and the part of that which its readings share."""

    value: float
    spread: float
    shared: float


def _pool(feet: Sequence[SideMeasure], *, one_runner: bool) -> Angle:
    """Return the angle of one foot from its soles in several passes.

    The near and the far view are joined each by itself first: how a far foot is misread is the same
    in all passes in which it is far. How likely all are misread follows from the steps that tell
    the same; after a cut the same steps may be shown again, and count once.
    """
    soles = [foot.sole for foot in feet if foot.sole is not None]
    views = [
        _best(
            [
                _Estimate(foot.sole.angle.value, foot.sole.angle.noise, foot.sole.shared_error_deg)
                for foot in feet
                if foot.sole is not None and foot.near is near
            ]
        )
        for near in (True, False)
        if any(foot.near is near for foot in feet)
    ]
    found = _best(views)
    counts = [len(sole.steps) for sole in soles]
    steps = sum(counts) if one_runner else max(counts)
    likely = float(np.interp(steps, *SOLES_MISREAD))
    return dataclasses.replace(
        soles[0].angle,
        value=found.value,
        spread=found.spread,
        noise=found.spread,
        spread_below=float(np.interp(found.value, *HEEL_UP_DOUBT)),
        misread=min(likely, *(sole.angle.misread for sole in soles)),
    )


def _best(estimates: Sequence[_Estimate]) -> _Estimate:
    """Return the best linear unbiased estimate from readings of one thing.

    Notes
    -----
    They share the least of what each shares, and have errors of their own besides; where they
    scatter by more, the mean is less sure in that proportion (Birge 1932, doi
    10.1103/PhysRev.40.207).
    """
    if len(estimates) == 1:
        return estimates[0]
    shared = min(estimate.shared for estimate in estimates)
    spread = np.array([estimate.spread for estimate in estimates])
    weight = 1 / np.maximum(spread**2 - shared**2, LEAST_OWN_DEG**2)
    values = np.array([estimate.value for estimate in estimates])
    value = float(weight @ values / weight.sum())
    scatter = float(weight @ (values - value) ** 2) / (len(values) - 1)
    own = max(scatter, 1.0) / float(weight.sum())
    return _Estimate(value, float(np.sqrt(shared**2 + own)), shared)

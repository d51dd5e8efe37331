"""From measured angles to labels: per step, per foot, for the clip."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from gaitcheck.gait.contacts import file_time
from gaitcheck.gait.landing import NORMAL
from gaitcheck.gait.measure import GaitMeasure, SideMeasure
from gaitcheck.gait.strike import (
    FEWEST_LOOKS,
    SURE_ENOUGH,
    UNKNOWN,
    Angle,
    label,
    most_likely,
    strike_probability,
)
from gaitcheck.gait.two_feet import MOST_CONFIDENT, Judgement, judge_feet
from gaitcheck.model import (
    HEEL_ABOVE,
    NO_STEPS,
    SIDES,
    TOE_BELOW,
    Finding,
    Reason,
    Side,
    SideResult,
    Step,
    Strike,
    Z,
)

# Probability from which a side gets a label.
SIDE_SURE: Final = 0.85
# Steps of a foot that are enough at an ordinary frame rate; fewer need to be seen densely.
FEWEST_STEPS: Final = 3
DENSE_LOOKS: Final = 12
# Angles at contact that no runner's foot takes, degrees: the landmarks were wrong.
POSSIBLE_ANGLE: Final = (-30.0, 45.0)
# A foot read to this many degrees could be told apart in the middle of any strike: what leaves it
# open then is that it lies near a border.
SHARP_ENOUGH: Final = 2.5
# Where it may truly lie, quantiles of what is uncertain beyond that, and when that is likely so.
POSSIBLE_TRUTHS: Final = tuple((k + 0.5) / 20 for k in range(20))
LIKELY: Final = 0.5

_NEAR_HEEL: Final = "near_heel_border"
_NEAR_TOE: Final = "near_toe_border"
_ROUGH: Final = "angle_rough"
_DISAGREE: Final = "readings_disagree"
_NOT_FOLLOWED: Final = "shoe_not_followed"
_NOT_SEEN: Final = "not_seen"
_COVERED: Final = "foot_covered"
_TOO_LITTLE: Final = "seen_too_seldom"
_IMPOSSIBLE: Final = "angle_impossible"
_CONFLICT: Final = "shoe_against_pose"
_CLIP: Final = "clip_refused"


def lack_of_evidence(measure: SideMeasure) -> str | None:
    """Return the code why a foot's evidence is too thin for a label; None where it is not."""
    if measure.angle.source == "person":
        return None
    if measure.conflict:
        return _CONFLICT
    if measure.covered:
        return _COVERED
    low, high = POSSIBLE_ANGLE
    if not low <= measure.angle.value <= high:
        return _IMPOSSIBLE
    if measure.sole is not None:
        # However few the steps: the soles were read around contact, and do not contradict the shoe
        # where that was followed; the angle's own uncertainty says what they are worth.
        return None
    seen = sum(angle is not None for angle in measure.step_angles)
    dense = measure.looks >= DENSE_LOOKS * max(seen, 1)
    enough = seen >= FEWEST_STEPS or (seen > 0 and dense)
    return None if enough and measure.looks >= FEWEST_LOOKS else _TOO_LITTLE


def tells(measure: SideMeasure) -> bool:
    """Return whether a pass tells by its pictures how a foot lands."""
    return measure.angle.direct and bool(measure.steps) and lack_of_evidence(measure) is None


def told_foot(gait: GaitMeasure, side: Side) -> SideMeasure | None:
    """Return a foot in the first pass that tells how it lands, else in the first that saw it.

    None where no pass saw it.
    """
    found = [part.sides[side] for part in gait.every_pass if side in part.sides]
    return next(filter(tells, found), found[0] if found else None)


def believed_angle(measure: SideMeasure) -> Angle | None:
    """Return a foot's mean angle; None where landmarks alone read it.

    They read it to about six degrees and now and then much worse (`MODEL_SPREAD`), and look as
    steady for a foot that something hides: MediaPipe invents it with a visibility of .99.
    """
    return measure.angle if measure.angle.direct else None


def _is_sure(measure: SideMeasure) -> bool:
    """Return whether the evidence on a foot gives it a label: never landmarks alone."""
    _, share = most_likely(strike_probability(measure.angle))
    sure = lack_of_evidence(measure) is None and share >= SIDE_SURE
    return sure and measure.angle.direct


def label_steps(gait: GaitMeasure, blockers: Sequence[Finding]) -> tuple[Step, ...]:
    """Return all steps in the order of time, each with its label, or codes why it has none."""
    found = [
        _step(part, side, number, blocked=bool(blockers))
        for part in gait.every_pass
        for side, measure in part.sides.items()
        for number in range(len(measure.steps))
    ]
    found.sort(key=lambda step: step.contact_frame)
    return tuple(_numbered(step, index) for index, step in enumerate(found))


def _numbered(step: Step, index: int) -> Step:
    return dataclasses.replace(step, index=index)


def _step(gait: GaitMeasure, side: Side, number: int, *, blocked: bool) -> Step:
    measure = gait.sides[side]
    # Whoever reads the tables of a refused clip shall not take its angles for answers.
    angle = None if blocked else measure.step_angles[number]
    events = measure.steps[number]
    # The landmarks of a foot that nobody can see are as steady as any: they tell nothing.
    probability = (
        UNKNOWN if angle is None or measure.covered else _rounded(strike_probability(angle))
    )
    strike = label(probability)
    reasons = _doubts(measure, angle, blocked=blocked)
    if strike == "unsure" and not reasons:
        assert angle is not None
        reasons = [_doubt_of(angle, SURE_ENOUGH)]
    stated = angle if angle is not None and angle.direct else None
    toe_off = events.toe_off_frame
    return Step(
        index=number,
        side=side,
        contact_time_s=file_time(gait.body, events.contact_frame),
        contact_frame=events.contact_frame,
        toe_off_time_s=None if toe_off is None else file_time(gait.body, toe_off),
        strike="unsure" if reasons else strike,
        probability=probability,
        foot_strike_angle_deg=None if stated is None else stated.value,
        unsure_because=tuple(reasons),
        id=events.id,
        foot_strike_angle_ci95_deg=None if stated is None else stated.interval,
        angle_source=None if stated is None else stated.source,
        misread=0.0 if stated is None else round(stated.misread, 3),
        pass_number=gait.number,
    )


def _doubts(measure: SideMeasure, angle: Angle | None, *, blocked: bool) -> list[str]:
    if blocked:
        return [_CLIP]
    if angle is None:
        return [reason for reason in (lack_of_evidence(measure), _NOT_SEEN) if reason]
    if angle.source == "person":
        return []
    doubt = lack_of_evidence(measure)
    if doubt is None and not angle.direct:
        doubt = _NOT_FOLLOWED
    return [] if doubt is None else [doubt]


def _doubt_of(angle: Angle, sure_enough: float) -> str:
    """Return the code why an angle gives no label, though the foot was seen.

    Near a border is only what would likely stay unsure however sharply it were read.
    """
    sharp = min(angle.noise, SHARP_ENOUGH)
    left_over = float(np.sqrt(angle.noise**2 - sharp**2))
    sharper = dataclasses.replace(angle, noise=sharp, misread=0.0)
    truths = (angle.value + left_over * NORMAL.inv_cdf(share) for share in POSSIBLE_TRUTHS)
    may_be = (dataclasses.replace(sharper, value=truth) for truth in truths)
    unsure = [label(strike_probability(truth), sure_enough) == "unsure" for truth in may_be]
    if np.mean(unsure) > LIKELY:
        return _NEAR_HEEL if angle.value > (HEEL_ABOVE + TOE_BELOW) / 2 else _NEAR_TOE
    sure = dataclasses.replace(angle, misread=0.0)
    if label(strike_probability(sure), sure_enough) != "unsure":
        return _DISAGREE
    return _ROUGH


def _rounded(probability: Mapping[Strike, float]) -> Mapping[Strike, float]:
    """Round to three digits and keep the sum at 1, so that what is written is what was used."""
    rounded = {strike: round(share, 3) for strike, share in probability.items()}
    best = max(rounded, key=lambda strike: rounded[strike])
    rounded[best] = round(rounded[best] + 1 - sum(rounded.values()), 3)
    return rounded


def summarise_sides(
    gait: GaitMeasure, blockers: Sequence[Finding], slow_motion: float | None
) -> Mapping[Side, SideResult]:
    """Return the result of each foot; times only where the slow-motion factor is known."""
    return {side: _side(gait, side, bool(blockers), slow_motion) for side in SIDES}


def _side(gait: GaitMeasure, side: Side, blocked: bool, slow_motion: float | None) -> SideResult:
    measure = told_foot(gait, side)
    if measure is None or gait.cycle is None:
        return NO_STEPS
    probability = strike_probability(measure.angle)
    known = not blocked and (measure.angle.direct or lack_of_evidence(measure) is None)
    # Even a shoe without a whole step may object to the other foot speaking for both.
    seen = SideResult(
        strike="unsure",
        confidence=0.0,
        steps=0,
        probability=_rounded(probability) if known else None,
        angle_source=measure.angle.source if known else None,
        misread=round(measure.angle.misread, 3) if known else 0.0,
    )
    steps = gait.steps_of(side)
    if not steps:
        return seen
    best, share = most_likely(probability)
    sure = not blocked and _is_sure(measure)
    angle = None if blocked else believed_angle(measure)
    return dataclasses.replace(
        seen,
        strike=best if sure else "unsure",
        confidence=min(share, MOST_CONFIDENT) if sure else 0.0,
        steps=steps,
        foot_strike_angle_deg=None if angle is None else angle.value,
        foot_strike_angle_ci95_deg=None if angle is None else angle.interval,
        contact_time_s=None if blocked else _contact_time_s(gait, side, slow_motion),
    )


def _contact_time_s(gait: GaitMeasure, side: Side, slow_motion: float | None) -> float | None:
    """Return a foot's contact time in the pass that is measured; None where it is not known."""
    own = gait.sides.get(side)
    if own is None or own.covered or own.events.duty is None or slow_motion is None:
        return None
    if gait.cycle is None or not gait.cycle.one_speed:
        return None
    return own.events.duty * gait.cycle.stride_s / slow_motion


def judge_clip(gait: GaitMeasure, sides: Mapping[Side, SideResult]) -> Judgement:
    """Return the verdict for a clip that can be judged, with its reason."""
    doubts = {
        side: strike_probability(measure.doubted)
        for side, measure in gait.sides.items()
        if measure.doubted is not None
    }
    near = {s for part in gait.every_pass for s, measure in part.sides.items() if measure.near}
    judged = judge_feet(sides, doubts, near=near.pop() if len(near) == 1 else None)
    return judged or Judgement("unsure", 0.0, _why_unsure(gait, sides))


def _why_unsure(gait: GaitMeasure, sides: Mapping[Side, SideResult]) -> Reason:
    if not any(result.steps for result in sides.values()):
        return Reason("no_contact")
    feet = [foot for side in SIDES if (foot := told_foot(gait, side)) is not None]
    if all(map(lack_of_evidence, feet)):
        return Reason("few_contacts")
    seen = [measure for measure in feet if measure.angle.direct]
    if not seen:
        return Reason("shoes_not_followed")
    if any(measure.conflict for measure in seen):
        return Reason("shoe_against_sole")
    surest = min(seen, key=lambda measure: measure.angle.most_spread)
    spread = Z * surest.angle.most_spread
    return Reason(_doubt_of(surest.angle, SIDE_SURE), {"spread_deg": spread})

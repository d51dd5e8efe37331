"""From two feet to one verdict: the same rules for one clip and for one run filmed from both sides.

They need nothing but the result of each foot, so they hold for what a person decided too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from gaitcheck.model import (
    NO_STEPS,
    OTHER,
    SIDES,
    STRIKES,
    Reason,
    Side,
    SideResult,
    Strike,
    Value,
    VerdictStrike,
    Z,
)

# Probability from which one side alone may speak for the clip while the other is unsure.
ALONE_SURE: Final = 0.85
# Probability from which feet that are labelled differently make a clip "mixed".
MIXED_SURE: Final = 0.85
# One foot says less about the clip than two: of 936 runners 5.9 % landed differently left and
# right, more than landed on mid- or forefoot with both (Larson 2011, J Sports Sci 29:1665,
# doi 10.1080/02640414.2011.610347).
ALONE_FACTOR: Final[Mapping[Strike, float]] = {"heel": 0.97, "midfoot": 0.80, "toe": 0.80}
# How often the feet of a runner are taken to land differently before the clip is seen: more than
# thrice as often as those 936 did, whose strikes were three plain classes.
FEET_UNLIKE: Final = 0.20
# Standard deviations by which the feet's angles differ at least where their strikes differ.
FEET_DIFFER: Final = 1.64
# Probability of the same strike below which an unsure foot speaks against the other one: as its
# shoe shows it, however few its steps (runners land alike on both feet far oftener than not), as
# landmarks alone do, and as a shoe does that was not followed well.
AGREES: Final = 0.5
AGREES_LANDMARKS: Final = 0.25
AGREES_DOUBTED: Final = 0.25
# A clip verdict is never surer than this: the label itself is a convention.
MOST_CONFIDENT: Final = 0.97


@dataclass(frozen=True, slots=True)
class Judgement:
    """What both feet say of a run, and why."""

    strike: VerdictStrike
    confidence: float
    reason: Reason


def judge_feet(
    sides: Mapping[Side, SideResult],
    doubts: Mapping[Side, Mapping[Strike, float]] | None = None,
    *,
    near: Side | None = None,
    each_from_near: bool = False,
) -> Judgement | None:
    """Return what the labels of the feet say of the run; None where no foot has one.

    Parameters
    ----------
    sides : mapping of side to SideResult
    doubts : mapping of side to mapping of strike to float, optional
        What a shoe showed that was not followed well enough to be believed: it may still object.
    near : {"left", "right"} or None
        The foot nearer to the camera: where it could not be judged though the far one could,
        something hides it, and the far one does not speak for a landing that is rare.
    each_from_near : bool
        Whether each foot comes from a clip of its own, in which it is near the camera. Their errors
        are independent then, so a statement about both holds with the product of both confidences;
        in one clip the feet share camera, light and bias, and it holds with that of the less sure
        one.
    """
    labelled = [side for side in SIDES if side in sides and sides[side].strike in STRIKES]
    if len(labelled) == len(SIDES):
        return _both(sides["left"], sides["right"], each_from_near=each_from_near)
    if len(labelled) == 1:
        return _alone(labelled[0], sides, doubts or {}, near)
    return None


def angles_differ(one: SideResult, other: SideResult) -> bool:
    """Return whether two angles lie further apart than their uncertainty; not if one is unknown."""
    if one.foot_strike_angle_deg is None or other.foot_strike_angle_deg is None:
        return False
    difference = one.foot_strike_angle_deg - other.foot_strike_angle_deg
    return abs(difference) >= FEET_DIFFER * float(np.hypot(_spread(one), _spread(other)))


def _spread(side: SideResult) -> float:
    """Return the standard uncertainty of a foot's angle towards the side where it is larger."""
    value, interval = side.foot_strike_angle_deg, side.foot_strike_angle_ci95_deg
    if value is None or interval is None:
        return float("inf")
    return max(interval[1] - value, value - interval[0], 0.0) / Z


def _both(left: SideResult, right: SideResult, *, each_from_near: bool) -> Judgement:
    near = ".each_from_near" if each_from_near else ""
    seen = {**_seen("left", left), **_seen("right", right)}
    pair = (left.confidence, right.confidence)
    confidence = pair[0] * pair[1] if each_from_near else min(pair)
    if left.strike == right.strike:
        return Judgement(left.strike, round(confidence, 3), Reason(f"both_alike{near}", seen))
    unlike = 1.0 if left.by_person or right.by_person else _unlike(left, right)
    if unlike < MIXED_SURE:
        return Judgement("unsure", 0.0, Reason("less_than_uncertainty", seen))
    return Judgement("mixed", round(min(confidence, unlike), 3), Reason(f"mixed{near}", seen))


def _unlike(left: SideResult, right: SideResult) -> float:
    """Return how likely two feet land differently, by Bayes' rule; 0 if their angles hardly do."""
    if not angles_differ(left, right):
        return 0.0
    if left.probability is None or right.probability is None:
        return 1.0
    alike = sum(left.probability[strike] * right.probability[strike] for strike in STRIKES)
    return _weighed(1 - alike, FEET_UNLIKE)


def _weighed(share: float, usual: float) -> float:
    """Return a probability that had no prior, with how often it is so before anything is seen."""
    so, not_so = share * usual, (1 - share) * (1 - usual)
    return so / (so + not_so)


def _seen(name: str, result: SideResult) -> dict[str, Value]:
    """Return a foot's strike and angle for a sentence; NaN where a person saw it without one."""
    angle = result.foot_strike_angle_deg
    return {
        f"{name}_strike": result.strike,
        f"{name}_deg": float("nan") if angle is None else angle,
    }


def _alone(
    side: Side,
    sides: Mapping[Side, SideResult],
    doubts: Mapping[Side, Mapping[Strike, float]],
    near: Side | None,
) -> Judgement:
    """Return what one foot says of the run."""
    result, other = sides[side], OTHER[side]
    strike = next(name for name in STRIKES if name == result.strike)
    beside = sides.get(other, NO_STEPS)
    seen = {"foot": side, **_seen("own", result), **_seen("other", beside)}
    agreement = _agreement(strike, beside)
    if agreement is None:
        contradicted = _contradicts_unread(strike, beside, doubts.get(other))
    else:
        contradicted = agreement < AGREES
    if contradicted:
        return Judgement("unsure", 0.0, Reason("other_contradicts", seen))
    if agreement is None and near == other and strike != "heel" and not result.by_person:
        return Judgement("unsure", 0.0, Reason("nearer_not_judged", seen))
    if result.confidence < ALONE_SURE:
        return Judgement("unsure", 0.0, Reason("alone_not_sure", seen))
    confidence = alone_confidence(strike, result.confidence, agreement)
    if agreement is None:
        return Judgement(strike, confidence, Reason("alone", seen))
    return Judgement(strike, confidence, Reason("alone_other_alike", seen))


def alone_confidence(strike: Strike, confidence: float, agreement: float | None) -> float:
    """Return how sure a clip's verdict is to which one foot alone is sure enough.

    `agreement` is the probability that the other foot, whose shoe was read, lands the same way;
    None where nothing is known of it. Bayes' rule weighs it with how seldom feet differ.
    """
    if agreement is None:
        return round(confidence * ALONE_FACTOR[strike], 3)
    return round(confidence * _weighed(agreement, 1 - FEET_UNLIKE), 3)


def _agreement(strike: Strike, other: SideResult) -> float | None:
    """Return how likely the other foot lands the same way; None where its shoe was not read."""
    if other.probability is None or other.angle_source == "landmarks":
        return None
    return other.probability[strike]


def _contradicts_unread(
    strike: Strike, other: SideResult, doubt: Mapping[Strike, float] | None
) -> bool:
    """Return whether the other foot contradicts, by its landmarks or a shoe followed badly."""
    pose = other.probability
    return (pose is not None and pose[strike] < AGREES_LANDMARKS) or (
        doubt is not None and doubt[strike] < AGREES_DOUBTED
    )

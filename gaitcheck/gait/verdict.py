"""From measured angles to labels: per step, per side, for the clip."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from gaitcheck.gait.contacts import file_time
from gaitcheck.gait.measure import GaitMeasure, SideMeasure
from gaitcheck.gait.strike import (
    FEWEST_LOOKS,
    Angle,
    label,
    most_likely,
    strike_probability,
)
from gaitcheck.types import (
    SIDES,
    STRIKES,
    QualityNote,
    Side,
    SideResult,
    Step,
    Strike,
    Verdict,
)

# Probability from which a side gets a label.
SIDE_SURE: Final = 0.85
# Probability from which one side alone may speak for the clip while the other is unsure.
ALONE_SURE: Final = 0.85
# One foot says less about the clip than two: of 936 runners 5.9 % landed differently left and
# right, more than landed on mid- or forefoot with both (Larson 2011, J Sports Sci 29:1665,
# doi 10.1080/02640414.2011.610347).
ALONE_FACTOR: Final[Mapping[Strike, float]] = {"heel": 0.97, "midfoot": 0.80, "toe": 0.80}
# Standard deviations by which the feet's angles differ at least where their strikes differ.
FEET_DIFFER: Final = 1.64
# Probability of the same strike below which an unsure foot speaks against the other one: as its
# shoe shows it, however few its steps, as landmarks alone do, and as a shoe does that was not
# followed well.
AGREES: Final = 0.7
AGREES_LANDMARKS: Final = 0.25
AGREES_DOUBTED: Final = 0.25
# A clip verdict is never surer than this: the label itself is a convention.
MOST_CONFIDENT: Final = 0.97
# Steps of a foot that are enough at an ordinary frame rate; fewer need to be seen densely.
FEWEST_STEPS: Final = 3
DENSE_LOOKS: Final = 12
# Angles at contact that no runner's foot takes, degrees: the landmarks were wrong.
POSSIBLE_ANGLE: Final = (-30.0, 45.0)
UNKNOWN: Final[Mapping[Strike, float]] = {"heel": 1 / 3, "midfoot": 1 / 3, "toe": 1 / 3}

OTHER: Final[Mapping[Side, Side]] = {"left": "right", "right": "left"}
LANDS: Final[Mapping[str, str]] = {
    "heel": "on the heel",
    "midfoot": "on the midfoot",
    "toe": "on the toes",
}
_NEAR_BORDER: Final = "the angle lies too near the border between two strikes"
_NOT_FOLLOWED: Final = "the shoe could not be followed, and the pose alone does not tell"
_NOT_SEEN: Final = "the foot was not seen around this contact"
_TOO_LITTLE: Final = "this foot was seen too seldom around contact"
_IMPOSSIBLE: Final = "the angle read here is impossible, so the foot was not followed"
_CONFLICT: Final = "the shoe's picture and the pose contradict each other"
_CLIP: Final = "the clip cannot be judged"


def _trusted(measure: SideMeasure) -> str | None:
    """Return why the side's evidence is too thin, None when it is not."""
    if measure.conflict:
        return _CONFLICT
    low, high = POSSIBLE_ANGLE
    if not low <= measure.angle.value <= high:
        return _IMPOSSIBLE
    seen = sum(angle is not None for angle in measure.step_angles)
    dense = measure.looks >= DENSE_LOOKS * max(seen, 1)
    enough = seen >= FEWEST_STEPS or (seen > 0 and dense)
    return None if enough and measure.looks >= FEWEST_LOOKS else _TOO_LITTLE


def believed_angle(measure: SideMeasure) -> Angle | None:
    """Return a foot's mean angle; None where it says too little to be stated.

    That is where landmarks alone read it, to about six degrees and now and then much worse
    (`MODEL_SPREAD`), and not even they decide for one strike.
    """
    return measure.angle if measure.angle.from_shoe or _surely(measure) else None


def _surely(measure: SideMeasure) -> bool:
    """Return whether the evidence on a foot gives it a label."""
    _, share = most_likely(strike_probability(measure.angle))
    return _trusted(measure) is None and share >= SIDE_SURE


def label_steps(gait: GaitMeasure, blockers: Sequence[QualityNote]) -> tuple[Step, ...]:
    """Return all steps in the order of time, each with its label."""
    found = []
    for side, measure in gait.sides.items():
        doubt = _CLIP if blockers else _trusted(measure)
        for events, angle in zip(measure.steps, measure.step_angles, strict=True):
            # Whoever reads the tables of a refused clip shall not take its angles for answers.
            found.append((events, side, None if blockers else angle, doubt))
    found.sort(key=lambda item: item[0].contact_frame)
    steps = []
    for index, (events, side, angle, doubt) in enumerate(found):
        probability = UNKNOWN if angle is None else _rounded(strike_probability(angle))
        strike = label(probability)
        not_seen = _NOT_SEEN if angle is None and not blockers else None
        reasons = [reason for reason in (doubt, not_seen) if reason]
        if strike == "unsure" and not reasons:
            reasons = [_NEAR_BORDER if gait.sides[side].landing else _NOT_FOLLOWED]
        toe_off = events.toe_off_frame
        steps.append(
            Step(
                index=index,
                side=side,
                contact_time_s=file_time(gait.body, events.contact_frame),
                contact_frame=events.contact_frame,
                toe_off_time_s=None if toe_off is None else file_time(gait.body, toe_off),
                strike="unsure" if reasons else strike,
                probability=probability,
                foot_strike_angle_deg=_stated(angle, sure=not reasons),
                unsure_because=tuple(reasons),
            )
        )
    return tuple(steps)


def _stated(angle: Angle | None, *, sure: bool) -> float | None:
    """Return a step's angle as `believed_angle` does a foot's."""
    return angle.value if angle is not None and (angle.from_shoe or sure) else None


def _rounded(probability: Mapping[Strike, float]) -> Mapping[Strike, float]:
    """Round to three digits and keep the sum at 1, so that what is written is what was used."""
    rounded = {strike: round(share, 3) for strike, share in probability.items()}
    best = max(rounded, key=lambda strike: rounded[strike])
    rounded[best] = round(rounded[best] + 1 - sum(rounded.values()), 3)
    return rounded


def summarise_sides(
    gait: GaitMeasure, blockers: Sequence[QualityNote], slow_motion: float
) -> Mapping[Side, SideResult]:
    """Return the result of each foot."""
    return {side: _side(gait, side, bool(blockers), slow_motion) for side in SIDES}


def _side(gait: GaitMeasure, side: Side, blocked: bool, slow_motion: float) -> SideResult:
    measure = gait.sides.get(side)
    if measure is None or not measure.steps or gait.cycle is None:
        return SideResult("unsure", 0.0, 0)
    best, share = most_likely(strike_probability(measure.angle))
    sure = not blocked and _surely(measure)
    duty = measure.events.duty
    angle = None if blocked else believed_angle(measure)
    return SideResult(
        strike=best if sure else "unsure",
        confidence=min(share, MOST_CONFIDENT) if sure else 0.0,
        steps=len(measure.steps),
        foot_strike_angle_deg=None if angle is None else angle.value,
        foot_strike_angle_ci95_deg=None if angle is None else angle.interval,
        contact_time_s=None
        if blocked or duty is None or not gait.cycle.one_speed
        else duty * gait.cycle.stride_s / slow_motion,
    )


def judge_clip(
    gait: GaitMeasure, sides: Mapping[Side, SideResult], blockers: Sequence[QualityNote]
) -> Verdict:
    """Return the verdict for the clip with its reason."""
    if blockers:
        return Verdict("unsure", 0.0, blockers[0].message)
    labelled = {side: result for side, result in sides.items() if result.strike != "unsure"}
    if len(labelled) == 2:
        return _both(gait, sides)
    if len(labelled) == 1:
        ((side, result),) = labelled.items()
        if result.strike in STRIKES and (verdict := _alone(gait, side, result, result.strike)):
            return verdict
    return Verdict("unsure", 0.0, _why_unsure(gait, sides))


def alone_confidence(strike: Strike, confidence: float, same: float | None) -> float:
    """Return how sure a clip's verdict is to which one foot alone is sure enough.

    `same` is the probability that the other foot, whose shoe was read, lands the same way; None
    where nothing is known of it.
    """
    return round(confidence * (ALONE_FACTOR[strike] if same is None else same), 3)


def _alone(gait: GaitMeasure, side: Side, result: SideResult, strike: Strike) -> Verdict | None:
    """Return what one foot says of the clip; None where it is not sure enough to speak alone."""
    other = gait.sides.get(OTHER[side])
    same = None
    if other is not None:
        agrees = strike_probability(other.angle)[strike]
        same = agrees if other.landing is not None else None
        objects = _trusted(other) is None and agrees < AGREES_LANDMARKS
        if other.doubted is not None:
            objects |= strike_probability(other.doubted)[strike] < AGREES_DOUBTED
        if objects if same is None else same < AGREES:
            return Verdict("unsure", 0.0, _one_foot_differs(side, result))
    if result.confidence < ALONE_SURE:
        return None
    return Verdict(
        strike,
        alone_confidence(strike, result.confidence, same),
        f"The {side} foot lands {LANDS[strike]} ({spoken(result)}); the other foot could not be "
        "judged.",
    )


def _one_foot_differs(side: Side, result: SideResult) -> str:
    other = OTHER[side]
    return (
        f"The {side} foot lands {LANDS[result.strike]} ({spoken(result)}), but the {other} foot "
        "seems to land in another way, and it is not clear how."
    )


def _both(gait: GaitMeasure, sides: Mapping[Side, SideResult]) -> Verdict:
    left, right = sides["left"], sides["right"]
    # The feet share camera, light and landmark bias: agreement adds nothing to the surer one.
    if left.strike == right.strike:
        confidence = max(left.confidence, right.confidence)
        return Verdict(
            left.strike,
            round(confidence, 3),
            f"Both feet land {LANDS[left.strike]} (left {spoken(left)}, right {spoken(right)}).",
        )
    confidence = min(left.confidence, right.confidence)
    difference = gait.sides["left"].angle.value - gait.sides["right"].angle.value
    spread = np.hypot(gait.sides["left"].angle.most_spread, gait.sides["right"].angle.most_spread)
    if abs(difference) < FEET_DIFFER * spread:
        return Verdict(
            "unsure",
            0.0,
            f"The feet read differently (left {spoken(left)}, right {spoken(right)}), but by less "
            "than the uncertainty.",
        )
    return Verdict(
        "mixed",
        round(confidence, 3),
        f"The left foot lands {LANDS[left.strike]} ({spoken(left)}), the right one "
        f"{LANDS[right.strike]} ({spoken(right)}).",
    )


def _why_unsure(gait: GaitMeasure, sides: Mapping[Side, SideResult]) -> str:
    if not any(result.steps for result in sides.values()):
        return "No foot contact was seen."
    if all(_trusted(measure) for measure in gait.sides.values()):
        return "Too few contacts were seen clearly enough to judge."
    if all(measure.landing is None for measure in gait.sides.values()):
        return "The shoes could not be followed in the pictures, and the pose alone does not tell."
    return "The angle at contact lies too near the border between two strikes to be sure."


def spoken(result: SideResult) -> str:
    """Return the angle of a foot as verdicts say it."""
    assert result.foot_strike_angle_deg is not None
    return f"{result.foot_strike_angle_deg:+.0f} degrees at contact"

"""The evidence of a step in plain words; pure, the cards show what it returns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from gaitcheck.model import HEEL_ABOVE, TOE_BELOW, Step, Strike
from gaitcheck.report.evidence import ALIKE_DEG, Margin, StepEvidence
from gaitcheck.words import evidence as texts
from gaitcheck.words.results import MINUS, angle_words, percent

MOST_STEPS: Final = 0.5
"""Share of the foot's other steps from which their agreement speaks for a label."""

HARDLY_APART: Final = 0.8
"""Share of its uncertainty from which a distance is called about as much (a convention)."""


@dataclass(frozen=True, slots=True)
class Argument:
    """Sentences for and against a label, the weightiest first."""

    heading: str
    speaks_for: tuple[str, ...]
    speaks_against: tuple[str, ...]


def argue(step: Step, evidence: StepEvidence) -> Argument:
    """Return what speaks for and against the label of a step, or the likeliest one."""
    pros: list[str] = []
    cons: list[str] = []
    _say_angle(step, evidence, pros, cons)
    if evidence.source == "shoe":
        pros.append(texts.SHOE_FOLLOWED)
    elif evidence.source == "sole":
        pros.append(texts.SOLE_READ)
    elif evidence.source == "person":
        pros.append(texts.SOLE_BY_HAND)
    if evidence.likeliest is None:
        cons.append(texts.ALL_ALIKELY)
    else:
        _say_other_steps(evidence, pros, cons)
    if evidence.other is not None:
        strike, share = evidence.other
        name = texts.STRIKE_NAMES[strike]
        cons.append(texts.POSSIBLE_TOO.format(strike=name, share=percent(share)))
    if evidence.far:
        cons.append(texts.FAR)
    return Argument(_heading(step, evidence), tuple(pros), tuple(cons))


def _heading(step: Step, evidence: StepEvidence) -> str:
    if evidence.likeliest is None:
        return texts.SPEAKS_FOR_ANY
    name = texts.STRIKE_NAMES[evidence.likeliest]
    if step.strike == "unsure":
        name = texts.LIKELIEST.format(strike=name)
    return texts.SPEAKS_FOR.format(strike=name)


def place_words(angle_deg: float, strike: Strike, margin: Margin) -> str:
    """Return where an angle lies against the nearest border of a strike."""
    across = margin.distance_deg >= 0
    key = f"{strike}-{margin.border}" if strike == "midfoot" else strike
    return texts.PLACE[key, across].format(
        angle=angle_words(angle_deg),
        distance=degrees(abs(margin.distance_deg)),
        border=f"{HEEL_ABOVE if margin.border == 'heel' else TOE_BELOW:+g}°".replace("-", MINUS),
    )


def degrees(size: float) -> str:
    """Return the size of an angle: whole degrees, with a tenth below two."""
    return f"{size:.1f}°" if size < 1.95 else f"{size:.0f}°"


def _say_angle(step: Step, evidence: StepEvidence, pros: list[str], cons: list[str]) -> None:
    angle = step.foot_strike_angle_deg
    if angle is None:
        cons.append(texts.NO_ANGLE)
        return
    margin = evidence.margin
    if evidence.source == "landmarks":
        cons.append(texts.LANDMARKS_ONLY.format(angle=angle_words(angle)))
    if margin is None or evidence.likeliest is None:
        return
    place = place_words(angle, evidence.likeliest, margin)
    if margin.distance_deg < 0:
        cons.append(texts.BEYOND.format(place=place))
    elif margin.uncertainty_deg is None or margin.uncertainty_deg <= 0:
        pros.append(texts.PLAIN.format(place=place))
    elif margin.clear:
        times = f"{margin.distance_deg / margin.uncertainty_deg:.1f}"
        uncertainty = degrees(margin.uncertainty_deg)
        pros.append(texts.CLEAR.format(place=place, times=times, uncertainty=uncertainty))
    else:
        uncertainty = degrees(margin.uncertainty_deg)
        near = margin.distance_deg < HARDLY_APART * margin.uncertainty_deg
        words = texts.TOO_NEAR if near else texts.HARDLY_ENOUGH
        cons.append(words.format(place=place, uncertainty=uncertainty))


def _say_other_steps(evidence: StepEvidence, pros: list[str], cons: list[str]) -> None:
    alike, others = evidence.alike, evidence.others
    if not others:
        cons.append(texts.ONLY_STEP)
    elif alike == others:
        few = {1: texts.ONE_ALIKE, 2: texts.BOTH_ALIKE}
        pros.append(few.get(others, texts.ALL_ALIKE.format(others=others)))
    elif alike > MOST_STEPS * others:
        pros.append(texts.MOST_ALIKE.format(alike=alike, others=others))
    elif alike:
        cons.append(texts.FEW_ALIKE.format(alike=alike, others=others))
    else:
        cons.append(texts.NONE_ALIKE)
    apart = evidence.apart_deg
    if apart is not None and abs(apart) > ALIKE_DEG:
        direction = texts.STEEPER if apart > 0 else texts.FLATTER
        cons.append(texts.APART.format(difference=degrees(abs(apart)), direction=direction))

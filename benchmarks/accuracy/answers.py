"""What a method says about one run, in one form for gaitcheck and for the naive rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from gaitcheck.model import STRIKES, Analysis, Side, StepStrike, Strike, VerdictStrike


@dataclass(frozen=True, slots=True)
class FoundStep:
    """One contact that a method found.

    Attributes
    ----------
    side : Side
    contact_s, toe_off_s : float
        Real time; NaN where the method gives none.
    angle_deg : float
        NaN where the method gives none.
    strike : StepStrike
        The label it would show.
    likeliest : Strike
        The label if it had to choose.
    probability : tuple of float or None
        Of heel, midfoot and toe; None where the method states none.
    """

    side: Side
    contact_s: float
    toe_off_s: float
    angle_deg: float
    strike: StepStrike
    likeliest: Strike
    probability: tuple[float, float, float] | None


@dataclass(frozen=True, slots=True)
class Answer:
    """All that a method says about one run.

    Attributes
    ----------
    steps : tuple of FoundStep
    verdict : VerdictStrike
    confidence : float
    refused : tuple of str
        Codes of what forbids an answer; empty when the run was judged.
    cadence_spm : float
        NaN where the method gives none.
    foot_angle_deg : mapping of side to float
        Mean angle of each foot that has one.
    foot_contact_s : mapping of side to float
        Contact time of each foot that has one.
    foot_interval_deg : mapping of side to (float, float)
        The 95 % interval of that mean angle, where the method states one.
    """

    steps: tuple[FoundStep, ...]
    verdict: VerdictStrike
    confidence: float
    refused: tuple[str, ...]
    cadence_spm: float
    foot_angle_deg: Mapping[Side, float]
    foot_contact_s: Mapping[Side, float]
    foot_interval_deg: Mapping[Side, tuple[float, float]] = field(default_factory=dict)


def answer_of(analysis: Analysis, slow_motion: float) -> Answer:
    """Return gaitcheck's answer, its file times turned to real time by the true `slow_motion`."""
    steps = []
    for step in analysis.steps:
        p = step.probability
        steps.append(
            FoundStep(
                side=step.side,
                contact_s=step.contact_time_s / slow_motion,
                toe_off_s=_or_nan(step.toe_off_time_s) / slow_motion,
                angle_deg=_or_nan(step.foot_strike_angle_deg),
                strike=step.strike,
                likeliest=max(STRIKES, key=lambda strike: p[strike]),
                probability=(p["heel"], p["midfoot"], p["toe"]),
            )
        )
    return Answer(
        steps=tuple(steps),
        verdict=analysis.verdict.strike,
        confidence=analysis.verdict.confidence,
        refused=tuple(note.code for note in analysis.quality if note.severity == "blocker"),
        cadence_spm=_or_nan(analysis.cadence_spm),
        foot_angle_deg={
            side: result.foot_strike_angle_deg
            for side, result in analysis.sides.items()
            if result.foot_strike_angle_deg is not None
        },
        foot_contact_s={
            side: result.contact_time_s
            for side, result in analysis.sides.items()
            if result.contact_time_s is not None
        },
        foot_interval_deg={
            side: result.foot_strike_angle_ci95_deg
            for side, result in analysis.sides.items()
            if result.foot_strike_angle_ci95_deg is not None
        },
    )


def _or_nan(value: float | None) -> float:
    return float("nan") if value is None else value

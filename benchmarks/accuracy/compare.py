"""Compare an answer with the truth: paired steps, what was missed, what was too much."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from benchmarks.accuracy.answers import Answer, FoundStep
from benchmarks.accuracy.statistics import match_events
from benchmarks.accuracy.truth import TrueStep, Truth
from gaitcheck.model import SIDES, FloatArray, Side

# A contact found further than this from a true one of the same foot is another contact, seconds:
# a fifth of a stride.
TOLERANCE_S: Final = 0.15
# Contacts this near to the first or last frame count neither as missed nor as extra, seconds.
BORDER_S: Final = 0.10


@dataclass(frozen=True, slots=True)
class StepPair:
    """A true contact and the one that was found for it."""

    true: TrueStep
    found: FoundStep
    near: bool


@dataclass(frozen=True, slots=True)
class RunScore:
    """One run, scored.

    Attributes
    ----------
    truth : Truth
    answer : Answer
    pairs : tuple of StepPair
    true_contacts, missed, extra : int
        Contacts away from both ends of the run, those not found, and those found without one.
    foot_angles : tuple of (true, found, near)
        Mean angle of each foot.
    foot_within : tuple of bool
        Of each foot with an interval, whether it holds the true mean angle.
    foot_contacts : tuple of (true, found, near)
        Mean contact time of each foot, seconds.
    """

    truth: Truth
    answer: Answer
    pairs: tuple[StepPair, ...]
    true_contacts: int
    missed: int
    extra: int
    foot_angles: tuple[tuple[float, float, bool], ...]
    foot_within: tuple[bool, ...]
    foot_contacts: tuple[tuple[float, float, bool], ...]


def score_run(truth: Truth, answer: Answer) -> RunScore:
    """Pair the answer's steps with the true ones of the same foot."""
    pairs: list[StepPair] = []
    counted = missed = extra = 0
    for side in SIDES:
        true = truth.foot(side)
        found = [step for step in answer.steps if step.side == side]
        matched = match_events(_times(true), _times(found), TOLERANCE_S)
        near = side == truth.near_side
        pairs += [StepPair(true[i], found[j], near) for i, j in matched]
        hit, used = {i for i, _ in matched}, {j for _, j in matched}
        inside = [i for i, step in enumerate(true) if _inside(step.contact_s, truth)]
        counted += len(inside)
        missed += sum(i not in hit for i in inside)
        extra += sum(
            j not in used and _inside(step.contact_s, truth) for j, step in enumerate(found)
        )
    return RunScore(
        truth=truth,
        answer=answer,
        pairs=tuple(pairs),
        true_contacts=counted,
        missed=missed,
        extra=extra,
        foot_angles=tuple(
            (_mean_angle(truth, side), angle, side == truth.near_side)
            for side, angle in answer.foot_angle_deg.items()
            if truth.foot(side)
        ),
        foot_within=tuple(
            low <= _mean_angle(truth, side) <= high
            for side, (low, high) in answer.foot_interval_deg.items()
            if truth.foot(side)
        ),
        foot_contacts=tuple(
            (_mean_contact(truth, side), seconds, side == truth.near_side)
            for side, seconds in answer.foot_contact_s.items()
            if truth.foot(side)
        ),
    )


def _times(steps: tuple[TrueStep, ...] | list[FoundStep]) -> FloatArray:
    return np.array([step.contact_s for step in steps], dtype=float)


def _inside(contact_s: float, truth: Truth) -> bool:
    return BORDER_S <= contact_s <= truth.duration_s - BORDER_S


def _mean_angle(truth: Truth, side: Side) -> float:
    return float(np.mean([step.angle_deg for step in truth.foot(side)]))


def _mean_contact(truth: Truth, side: Side) -> float:
    times = np.array([step.toe_off_s - step.contact_s for step in truth.foot(side)])
    known = times[np.isfinite(times)]
    return float(known.mean()) if len(known) else float("nan")

"""The quantities of an analysis that can be compared, each with half its 95 % interval."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, TypeGuard

import numpy as np

from gaitcheck.gait.metrics import DEFINITIONS, Definition
from gaitcheck.gait.metrics.measure import SCALES
from gaitcheck.model import SIDES, STRIKES, Analysis, Metric, Need, Side, Strike, Z
from gaitcheck.words import changes as words
from gaitcheck.words.metrics import METRICS

# A share needs so many steps whose label is sure.
FEWEST_STEPS: Final = 3
ANGLE_NAME: Final = "foot_strike_angle"
CADENCE: Final = "cadence"
SPEED: Final = "speed"
SHARE: Final = "share_"

_FOOT: Final[frozenset[Need]] = frozenset({"stride", "events", "foot"})
_CLOCK_UNITS: Final = ("s", "steps/min")


@dataclass(frozen=True, slots=True)
class Quantity:
    """Something that is measured in every clip, and what it needs of the clip."""

    key: str
    title: str
    unit: str
    side: Side | None
    needs: frozenset[Need]
    definition: Definition | None = None

    @property
    def by_clock(self) -> bool:
        """Whether it depends on the slow-motion factor."""
        speed = self.definition is not None and self.definition.scale == "speed"
        return speed or self.unit in _CLOCK_UNITS


@dataclass(frozen=True, slots=True)
class Estimate:
    """A quantity as one clip shows it.

    Attributes
    ----------
    value, half : float or None
        The value and half its 95 % interval.
    rough : bool
        Of low reliability.
    gap : str
        Why it cannot be compared, as the end of a sentence; empty where it can.
    label : str
        How the foot lands, for its angle.
    """

    value: float | None
    half: float | None = None
    rough: bool = False
    gap: str = ""
    label: str = ""


NOT_MEASURED: Final = Estimate(None, gap=words.NOT_MEASURED)


def pair_estimates(
    before: Analysis, after: Analysis
) -> Iterator[tuple[Quantity, Estimate, Estimate]]:
    """Return each quantity that either analysis names, as both see it.

    Lengths are in cm and speeds in km/h where both analyses know the same height of the runner,
    else in leg lengths.
    """
    for side in SIDES:
        yield _angle_quantity(side), _angle(before, side), _angle(after, side)
    for side in SIDES:
        for strike in STRIKES:
            shares = _share(before, side, strike), _share(after, side, strike)
            yield _share_quantity(side, strike), *shares
    for definition in DEFINITIONS:
        if definition.name != ANGLE_NAME:
            yield from _metric_pairs(definition, before, after)


def _metric_pairs(
    definition: Definition, before: Analysis, after: Analysis
) -> Iterator[tuple[Quantity, Estimate, Estimate]]:
    whole = definition.whole is not None
    ending = _shared_ending(definition, before, after)
    for side in (None,) if whole else SIDES:
        stem = definition.name if side is None else f"{definition.name}_{side}"
        key = stem + ending
        found = before.metrics.get(key), after.metrics.get(key)
        metric = found[0] or found[1]
        if metric is not None:
            quantity = Quantity(
                key, METRICS[definition.name].title, metric.unit, side, definition.needs, definition
            )
            yield quantity, _estimate(found[0]), _estimate(found[1])


def _shared_ending(definition: Definition, before: Analysis, after: Analysis) -> str:
    if definition.scale is None or before.height_cm != after.height_cm:
        return ""
    ending = SCALES[definition.scale][0]
    names = (definition.name, f"{definition.name}_left", f"{definition.name}_right")
    scaled = any(name + ending in a.metrics for name in names for a in (before, after))
    return ending if scaled else ""


def _estimate(metric: Metric | None) -> Estimate:
    if metric is None:
        return NOT_MEASURED
    if not _known(metric.value):
        return Estimate(None, gap=" ".join(metric.limits) or words.NOT_MEASURED)
    if not _known(metric.low) or not _known(metric.high):
        return Estimate(metric.value, gap=words.NO_INTERVAL)
    half = half_width(metric.value, metric.low, metric.high)
    return Estimate(metric.value, half, metric.reliability == "low")


def _known(value: float | None) -> TypeGuard[float]:
    return value is not None and math.isfinite(value)


def half_width(value: float, low: float, high: float) -> float:
    """Return the larger half of an interval, should it not be symmetrical."""
    return max(high - value, value - low, 0.0)


def _angle_quantity(side: Side) -> Quantity:
    definition = next(d for d in DEFINITIONS if d.name == ANGLE_NAME)
    key, title = f"{ANGLE_NAME}_{side}", METRICS[ANGLE_NAME].title
    return Quantity(key, title, definition.unit, side, definition.needs, definition)


def _angle(analysis: Analysis, side: Side) -> Estimate:
    """Return the angle on which the label stands; an unsure foot's angle is no more than a hint.

    It is never rough: where a foot has a label, the evidence has passed every check of the verdict.
    """
    found = analysis.foot(side)
    value, interval = found.foot_strike_angle_deg, found.foot_strike_angle_ci95_deg
    if not _known(value):
        return NOT_MEASURED
    if found.strike not in STRIKES:
        return Estimate(value, gap=words.UNSURE_FOOT)
    if interval is None:
        return Estimate(value, gap=words.NO_INTERVAL)
    return Estimate(value, half_width(value, *interval), label=found.strike)


def _share_quantity(side: Side, strike: Strike) -> Quantity:
    title = {"heel": "Heel strikes", "midfoot": "Midfoot strikes", "toe": "Toe strikes"}[strike]
    return Quantity(f"{SHARE}{strike}_{side}", title, "1", side, _FOOT)


def _share(analysis: Analysis, side: Side, strike: Strike) -> Estimate:
    """Return how many of a foot's surely labelled steps carry a label, 0..1.

    Notes
    -----
    Two things make it uncertain. The steps are a sample: the variance of a share after Agresti and
    Coull 1998 (doi 10.1080/00031305.1998.10480550). And all steps share one error of the angle, so
    that they may all be mislabelled together: with mean probability p that is all or nothing, of
    variance p (1 - p), which more steps do not lower.
    """
    told = [s for s in analysis.steps if s.side == side and s.strike != "unsure"]
    if not told:
        return Estimate(None, gap=words.FEW_LABELS)
    n = len(told)
    count = sum(step.strike == strike for step in told)
    value = count / n
    if analysis.foot(side).strike not in STRIKES:
        return Estimate(value, gap=words.UNSURE_FOOT)
    if n < FEWEST_STEPS:
        return Estimate(value, gap=words.FEW_LABELS)
    together = float(np.mean([step.probability[strike] for step in told]))
    smooth = (count + 2) / (n + 4)
    variance = smooth * (1 - smooth) / (n + 4) + together * (1 - together)
    return Estimate(value, Z * float(np.sqrt(max(variance, 0.0))))

"""Compare two analyses: what changed by more than noise and variation explain."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from typing import Final

import numpy as np

from gaitcheck.compare.cautions import cautions_of
from gaitcheck.compare.quantities import Estimate, Quantity, pair_estimates
from gaitcheck.compare.sentence import say_changes
from gaitcheck.compare.types import Change, Comparison
from gaitcheck.model import SIDES, STRIKES, Analysis, Side
from gaitcheck.words import changes as words

UNCERTAIN_FACTOR: Final = "slow_motion_uncertain"
SLANTED: Final = "slanted_view"
SLOPING: Final = "ground_slopes"
# What lies between the instants of both feet.
OF_BOTH_FEET: Final = ("step_time", "flight_time")
# What leans with a tilted camera (the note on sloping ground says so).
LEANING: Final = ("trunk_lean", "shank_angle_contact")


def compare_analyses(before: Analysis, after: Analysis) -> Comparison:
    """Compare two analyses of one runner, quantity by quantity.

    Parameters
    ----------
    before, after : Analysis

    Returns
    -------
    Comparison
        A row for each metric and side, for each foot its foot-strike angle and the shares of its
        labels, the sentence, and what to bear in mind.

    Notes
    -----
    The minimal detectable change at 95 % is ``MDC95 = 1.96 * sqrt(SE1**2 + SE2**2)``, with the
    standard errors of both readings from their own 95 % intervals (Weir 2005, J Strength Cond Res
    19:231, doi 10.1519/15184.1, where SE1 = SE2 and so the root is ``SEM * sqrt(2)``). The
    intervals hold the scatter from step to step, the uncertain instants, and what averaging cannot
    remove. It is half the 95 % interval of the difference: a change is larger than it exactly where
    that interval leaves out zero.

    With the same camera at the same place on the same shoes, a part of what averaging cannot remove
    is the same in both clips and cancels. How large a part is not known, so none is taken off: the
    MDC is conservative. What it does *not* hold is how a runner varies from day to day.
    """
    changes = tuple(
        change_of(quantity, estimates, (before, after))
        for quantity, *estimates in pair_estimates(before, after)
    )
    return Comparison(changes, say_changes(changes), tuple(cautions_of(before, after, changes)))


def change_of(
    quantity: Quantity, estimates: Sequence[Estimate], analyses: tuple[Analysis, Analysis]
) -> Change:
    """Return how a quantity changed between two analyses, of which each has its estimate."""
    before, after = estimates
    values = Change(
        key=quantity.key,
        title=quantity.title,
        unit=quantity.unit,
        side=quantity.side,
        before=before.value,
        after=after.value,
        rough=before.rough or after.rough,
        reason=_gap(before, after) or _not_comparable(quantity, *analyses),
        labels=(before.label, after.label) if before.label and after.label else None,
        definition=quantity.definition,
    )
    return values if values.reason else _measured(values, before, after)


def _measured(change: Change, before: Estimate, after: Estimate) -> Change:
    assert before.value is not None
    assert after.value is not None
    assert before.half is not None
    assert after.half is not None
    difference = after.value - before.value
    # Half of a 95 % interval is 1.96 standard errors.
    mdc = float(np.hypot(before.half, after.half))
    low, high = difference - mdc, difference + mdc
    if change.definition is None:  # a share goes from none to all at most
        low, high = max(low, -1.0), min(high, 1.0)
    return dataclasses.replace(change, difference=difference, low=low, high=high, mdc=mdc)


def _gap(before: Estimate, after: Estimate) -> str:
    if before.gap and before.gap == after.gap:
        return _clause(words.IN_BOTH, before.gap)
    gaps = [
        _clause(words.IN_ONE.format(ordinal=ordinal), estimate.gap)
        for ordinal, estimate in zip(words.ORDINALS, (before, after), strict=True)
        if estimate.gap
    ]
    return " ".join(gaps)


def _clause(where: str, gap: str) -> str:
    """Join a place and a reason, be that the end of a sentence or a sentence of its own."""
    return f"{where}: {gap}" if gap.endswith(".") else f"{where} {gap}."


def _not_comparable(quantity: Quantity, before: Analysis, after: Analysis) -> str:
    """Return why a quantity that both clips show still cannot be compared, or nothing."""
    return next((said for check in _CHECKS if (said := check(quantity, before, after))), "")


def _factor(quantity: Quantity, before: Analysis, after: Analysis) -> str:
    uncertain = _noted(UNCERTAIN_FACTOR, before, after)
    if not quantity.by_clock or not uncertain:
        return ""
    return words.FACTOR_UNCERTAIN.format(clips=uncertain)


def _unsure_foot(quantity: Quantity, before: Analysis, after: Analysis) -> str:
    """Return that a foot's instants may be misread; their intervals do not know of that."""
    if "events" not in quantity.needs:
        return ""
    own = quantity.side is not None and not quantity.key.startswith(OF_BOTH_FEET)
    for side in SIDES:
        unsure = _clips([_is_unsure(a, side) for a in (before, after)])
        if unsure and (not own or side == quantity.side):
            return words.LANDING_UNSURE.format(clips=unsure, side=side)
    return ""


def _is_unsure(analysis: Analysis, side: Side) -> bool:
    found = analysis.sides.get(side)
    return found is None or found.strike not in STRIKES


def _plane(quantity: Quantity, before: Analysis, after: Analysis) -> str:
    planes = before.view.plane, after.view.plane
    if planes[0] == planes[1] or quantity.needs <= {"stride", "clock"}:
        return ""
    return words.OTHER_VIEWS.format(before=planes[0], after=planes[1])


def _slant(quantity: Quantity, before: Analysis, after: Analysis) -> str:
    slanted = [_has(analysis, SLANTED) for analysis in (before, after)]
    if slanted[0] == slanted[1] or not quantity.needs & {"foot", "legs", "trunk"}:
        return ""
    ordinal = words.ORDINALS[slanted.index(True)]
    return words.ONE_SLANTED.format(ordinal=ordinal)


def _slope(quantity: Quantity, before: Analysis, after: Analysis) -> str:
    sloping = _noted(SLOPING, before, after)
    if not sloping or not quantity.key.startswith(LEANING):
        return ""
    return words.GROUND_SLOPES.format(clips=sloping)


_Check = Callable[[Quantity, Analysis, Analysis], str]
_CHECKS: Final[tuple[_Check, ...]] = (_factor, _unsure_foot, _plane, _slant, _slope)


def _noted(code: str, before: Analysis, after: Analysis) -> str:
    """Return which clips carry a note, in words; nothing where neither does."""
    return _clips([_has(before, code), _has(after, code)])


def _clips(chosen: list[bool]) -> str:
    if all(chosen):
        return words.BOTH_CLIPS
    if not any(chosen):
        return ""
    return words.ONE_CLIP.format(ordinal=words.ORDINALS[chosen.index(True)])


def _has(analysis: Analysis, code: str) -> bool:
    return any(note.code == code for note in analysis.quality)

"""One plain sentence of what changed and what did not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from gaitcheck.compare.quantities import ANGLE_NAME, CADENCE, SHARE
from gaitcheck.compare.types import Change
from gaitcheck.report.form import shown_scale, shown_unit
from gaitcheck.words import changes as words
from gaitcheck.words.results import MINUS

# Changes that are named; the others are counted.
MOST_NAMED: Final = 4


def say_changes(changes: Sequence[Change]) -> str:
    """Return what changed by more than noise and variation explain, and what did not.

    Rough figures are counted, not named. Shares of labels follow the angle and are left out.
    """
    compared = figures_compared(changes)
    if not compared:
        # The reason that most figures share says more than that of the first one.
        reasons = Counter(change.reason for change in changes if change.reason).most_common(1)
        return words.NOTHING_COMPARED.format(reason=reasons[0][0] if reasons else "").rstrip()
    larger = [change for change in compared if change.effect == "larger"]
    rest = len(compared) - len(larger)
    if not larger:
        return words.NONE_CHANGED.format(count=len(compared))
    solid = [change for change in larger if not change.rough]
    named = sorted(solid or larger, key=_importance)[:MOST_NAMED]
    more = len(larger) - len(named)
    what = [say_change(change) for change in named]
    if more:
        what.append(words.ONE_MORE if more == 1 else words.MORE.format(count=more))
    if rest:
        others = words.ONE_OTHER if rest == 1 else words.OTHERS.format(count=rest)
        return words.CHANGED_ALONE.format(what=_listed(what), others=others)
    return words.CHANGED.format(what=_listed(what))


def figures_compared(changes: Sequence[Change]) -> list[Change]:
    """Return what could be compared, without the shares of labels."""
    return [c for c in changes if c.effect != "unknown" and not c.key.startswith(SHARE)]


def say_change(change: Change) -> str:
    """Return a change in words, such as ``left foot-strike angle from 18° to 3°``."""
    title = change.title[0].lower() + change.title[1:]
    side = "" if change.side is None else f"{change.side} "
    values = [say_value(change, value) for value in (change.before, change.after)]
    if change.labels is not None:
        values = [f"{v} ({label})" for v, label in zip(values, change.labels, strict=True)]
    return words.FROM_TO.format(figure=f"{side}{title}", before=values[0], after=values[1])


def say_value(change: Change, value: float | None, *, signed: bool = False) -> str:
    """Return a value of a change with its unit as in the running-form report; a share in percent.

    Parameters
    ----------
    change : Change
    value : float or None
        In the unit of the change; None gives a dash.
    signed : bool
        Whether a plus is written, for differences.
    """
    if value is None:
        return "-"
    number, unit = say_number(change, value, signed=signed), scale_and_unit(change)[2]
    return f"{number}{unit}" if unit in ("", "°") else f"{number} {unit}"


def say_number(change: Change, value: float | None, *, signed: bool = False) -> str:
    """Return a value of a change as `say_value` does, without its unit."""
    if value is None:
        return "-"
    scale, digits, _ = scale_and_unit(change)
    number = f"{scale * value:.{digits}f}"
    if float(number) == 0:
        number = number.lstrip("-")
    elif signed and value > 0:
        number = f"+{number}"
    return number.replace("-", MINUS)


def scale_and_unit(change: Change) -> tuple[float, int, str]:
    """Return by what a change's figures are multiplied for people, their digits and their unit."""
    if change.definition is None:
        return 100.0, 0, "%"
    scale, digits = shown_scale(change.unit, change.definition)
    return scale, digits, shown_unit(change.unit)


def _importance(change: Change) -> tuple[int, float]:
    """Put the foot-strike angle first, then the cadence, then by how far the line was crossed."""
    assert change.difference is not None
    assert change.mdc is not None
    leading = (ANGLE_NAME, CADENCE)
    place = next((k for k, name in enumerate(leading) if change.key.startswith(name)), len(leading))
    return place, -abs(change.difference) / max(change.mdc, 1e-9)


def _listed(parts: Sequence[str]) -> str:
    if len(parts) == 1:
        return parts[0]
    return words.AND.format(most=", ".join(parts[:-1]), last=parts[-1])

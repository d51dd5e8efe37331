"""Which technique advice fits a verdict."""

from __future__ import annotations

from collections.abc import Mapping

from gaitcheck.advice.library import Library, load_library
from gaitcheck.types import SIDES, AdviceItem, Side, SideResult, Verdict, VerdictStrike

# The article advises another landing for these.
_ADVISED_TO_CHANGE: tuple[VerdictStrike, ...] = ("heel", "toe", "mixed")


def choose_advice(verdict: Verdict, sides: Mapping[Side, SideResult]) -> tuple[AdviceItem, ...]:
    """Choose the technique advice for a clip: the article's first, then what research says.

    An unsure verdict never leads to a change of technique. Where the feet differ, each piece of
    advice names its foot.

    Parameters
    ----------
    verdict : Verdict
        The answer for the whole clip.
    sides : mapping of side to SideResult
        The answer per foot; a foot without a step may be absent.

    Returns
    -------
    tuple of AdviceItem
        At most three points of technique, then one caveat from research (id ``research.*``).
    """
    library = load_library()
    if verdict.strike == "unsure":
        points = [_item(library, "film_again"), _item(library, "general")]
    else:
        points = _technique(library, verdict.strike, sides)
    return (*points, _caveat(library))


def _technique(
    library: Library, strike: VerdictStrike, sides: Mapping[Side, SideResult]
) -> list[AdviceItem]:
    feet = {side: sides[side].strike for side in SIDES if side in sides}
    if not feet or (set(feet.values()) <= {strike, "unsure"} and strike not in feet.values()):
        return _for_both(library, strike)
    if len(feet) == len(SIDES) and len(set(feet.values())) == 1:
        return _for_both(library, next(iter(feet.values())))
    return _per_foot(library, feet)


def _for_both(library: Library, strike: VerdictStrike) -> list[AdviceItem]:
    keys = [strike, "aim_midfoot"] if strike in _ADVISED_TO_CHANGE else [strike]
    return [_item(library, key) for key in keys]


def _per_foot(library: Library, feet: Mapping[Side, VerdictStrike]) -> list[AdviceItem]:
    """Advise each foot; a foot that was not seen counts as not judged."""
    items = [_item(library, strike, side) for side, strike in feet.items() if strike != "unsure"]
    to_change = [side for side, strike in feet.items() if strike in _ADVISED_TO_CHANGE]
    if to_change:
        items.append(_item(library, "aim_midfoot", to_change[0] if len(to_change) == 1 else None))
    items += [
        _item(library, "not_judged", side) for side in SIDES if feet.get(side, "unsure") == "unsure"
    ]
    return items


def _item(library: Library, key: str, side: Side | None = None) -> AdviceItem:
    point = library.technique[key]
    if side is None:
        return AdviceItem(f"technique.{key}", point.title, point.text, str(point.source))
    title = f"{library.foot_names[side]}: {point.title[0].lower()}{point.title[1:]}"
    return AdviceItem(f"technique.{key}.{side}", title, point.text, str(point.source))


def _caveat(library: Library) -> AdviceItem:
    statement = library.caveat
    return AdviceItem(
        f"research.{statement.id}",
        statement.title,
        statement.text,
        str(statement.source),
    )

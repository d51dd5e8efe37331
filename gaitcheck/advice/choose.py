"""Which technique advice fits a verdict."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from gaitcheck.advice.library import Library, load_library
from gaitcheck.model import SIDES, AdviceItem, Metric, Side, SideResult, Verdict, VerdictStrike
from gaitcheck.words import advice as words

MOST_POINTS: Final = 3
# Steps per minute up by 5 to 10 %: what the review of Anderson 2022 looked at,
# doi 10.1186/s40798-022-00504-0.
QUICKER: Final = (1.05, 1.10)
RESEARCH: Final = "research."
"""How the ids of research's statements begin."""
NO_METRICS: Final[Mapping[str, Metric]] = MappingProxyType({})
# The article advises another landing for these.
_ADVISED_TO_CHANGE: tuple[VerdictStrike, ...] = ("heel", "toe", "mixed")


def choose_advice(
    verdict: Verdict,
    sides: Mapping[Side, SideResult],
    metrics: Mapping[str, Metric] = NO_METRICS,
) -> tuple[AdviceItem, ...]:
    """Choose the technique advice for a clip: the article's first, then what research says.

    An unsure verdict never leads to a change of technique. Where the feet differ, each piece of
    advice names its foot.

    Parameters
    ----------
    verdict : Verdict
        The answer for the whole clip.
    sides : mapping of side to SideResult
        The answer per foot; a foot without a step may be absent.
    metrics : mapping of str to Metric, optional
        The running form: a heel striker who lands far ahead of the hip is told what research knows
        of quicker, shorter steps.

    Returns
    -------
    tuple of AdviceItem
        At most three points, the article's first, then one caveat from research (ids
        ``research.*``).
    """
    library = load_library()
    if verdict.strike == "unsure":
        points = [_item(library, "film_again"), _item(library, "general")]
    else:
        points = _technique(library, verdict.strike, sides)
    cue = _step_rate(library, sides, metrics) if verdict.strike != "unsure" else None
    if cue is not None and len(points) < MOST_POINTS:
        points.append(cue)
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
    lower = f"{point.title[0].lower()}{point.title[1:]}"
    title = words.OF_ONE_FOOT.format(foot=library.foot_names[side], title=lower)
    return AdviceItem(f"technique.{key}.{side}", title, point.text, str(point.source))


def _step_rate(
    library: Library, sides: Mapping[Side, SideResult], metrics: Mapping[str, Metric]
) -> AdviceItem | None:
    """Return the cue for a heel striker whose foot lands far ahead of the hip, None for others."""
    far = [side for side in SIDES if side in sides and _lands_far_ahead(sides[side], metrics, side)]
    cadence = metrics.get("cadence")
    if not far or cadence is None or cadence.value is None:
        return None
    if cadence.typical is not None and cadence.value > cadence.typical[1]:
        return None
    ahead = metrics[f"overstride_{far[0]}"]
    assert ahead.value is not None
    assert ahead.typical is not None
    low, high = (round(cadence.value * share) for share in QUICKER)
    statement = next(s for s in library.research if s.id == "step_rate")
    text = words.STEP_RATE.format(
        feet=words.feet_land(far),
        ahead=ahead.value,
        low=ahead.typical[0],
        high=ahead.typical[1],
        research=statement.text,
        cadence=cadence.value,
        slower=low,
        quicker=high,
    )
    return AdviceItem(f"{RESEARCH}{statement.id}", statement.title, text, str(statement.source))


def _lands_far_ahead(result: SideResult, metrics: Mapping[str, Metric], side: Side) -> bool:
    ahead = metrics.get(f"overstride_{side}")
    if result.strike != "heel" or ahead is None or ahead.value is None or ahead.typical is None:
        return False
    return ahead.reliability != "low" and ahead.value > ahead.typical[1]


def _caveat(library: Library) -> AdviceItem:
    statement = library.caveat
    return AdviceItem(
        f"{RESEARCH}{statement.id}",
        statement.title,
        statement.text,
        str(statement.source),
    )

"""What to bear in mind when two clips are compared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from gaitcheck.compare.quantities import ANGLE_NAME, SPEED
from gaitcheck.compare.sentence import figures_compared
from gaitcheck.compare.types import Change
from gaitcheck.model import SIDES, Analysis
from gaitcheck.words import changes as words

# From so many figures on it is said that some cross the line by chance.
MANY_FIGURES: Final = 20
CHANCE_EACH: Final = 0.05


def cautions_of(before: Analysis, after: Analysis, changes: Sequence[Change]) -> Iterator[str]:
    """Yield sentences that keep a reader from taking too much out of the comparison."""
    if before.clip.sha256 == after.clip.sha256:
        yield words.SAME_CLIP
    near = {before.view.near_side, after.view.near_side}
    if near == set(SIDES):
        yield words.OPPOSITE_SIDES
    yield from _speed(changes)
    yield from _labels(before, after, changes)
    count = len(figures_compared(changes))
    if count >= MANY_FIGURES:
        yield words.BY_CHANCE.format(count=count, chance=round(CHANCE_EACH * count))


def _speed(changes: Sequence[Change]) -> Iterator[str]:
    speed = next((c for c in changes if c.key.split("_")[0] == SPEED), None)
    if speed is None or speed.effect == "unknown":
        yield words.SPEEDS_UNKNOWN
    elif speed.effect == "larger":
        yield words.SPEED_CHANGED


def _labels(before: Analysis, after: Analysis, changes: Sequence[Change]) -> Iterator[str]:
    """Say where labels differ though the angle has not changed by more than noise."""
    for side in SIDES:
        one, other = before.sides.get(side), after.sides.get(side)
        angle = next((c for c in changes if c.key == f"{ANGLE_NAME}_{side}"), None)
        if one is None or other is None or angle is None or angle.effect != "within":
            continue
        if one.strike != other.strike:
            yield words.LABEL_ALONE.format(side=side, before=one.strike, after=other.strike)

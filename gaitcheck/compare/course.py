"""The figures of one runner over several clips, each against the first clip that shows it."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

from gaitcheck.compare.changes import change_of
from gaitcheck.compare.quantities import NOT_MEASURED, Estimate, Quantity, pair_estimates
from gaitcheck.compare.sentence import say_number, say_value, scale_and_unit
from gaitcheck.compare.types import Change
from gaitcheck.gait.metrics.measure import SCALES
from gaitcheck.model import Analysis

ROOM: Final = 0.12
"""Left free beyond the outermost value of a scale, share of its range."""


@dataclass(frozen=True, slots=True)
class Point:
    """A figure as one clip shows it.

    Attributes
    ----------
    clip : int
        Place of the clip among those followed.
    value : float or None
    half : float or None
        Half the 95 % interval; None where it is not known, or should not be relied on.
    rough : bool
    change : Change or None
        Against the first clip that shows it; None for that one.
    """

    clip: int
    value: float | None
    half: float | None = None
    rough: bool = False
    change: Change | None = None


@dataclass(frozen=True, slots=True)
class Course:
    """One figure over all clips."""

    quantity: Quantity
    points: tuple[Point, ...]

    @property
    def shown(self) -> tuple[Point, ...]:
        """The points that have a value."""
        return tuple(point for point in self.points if point.value is not None)


class Figures:
    """The figures of one runner over several clips; each is followed when it is asked for.

    Parameters
    ----------
    analyses : sequence of Analysis
        In the order of time.

    Attributes
    ----------
    quantities : tuple of Quantity
        Those of which any clip has a value.

    Notes
    -----
    Lengths are in cm and speeds in km/h where all analyses know the same height of the runner, else
    in leg lengths.
    """

    def __init__(self, analyses: Sequence[Analysis]) -> None:
        self._analyses = _on_one_scale(analyses)
        self._seen: list[dict[str, Estimate]] = []
        found: dict[str, Quantity] = {}
        for analysis in self._analyses:
            own = {}
            for quantity, estimate, _ in pair_estimates(analysis, analysis):
                found.setdefault(quantity.key, quantity)
                own[quantity.key] = estimate
            self._seen.append(own)
        self.quantities = tuple(
            quantity
            for key, quantity in found.items()
            if any(own[key].value is not None for own in self._seen if key in own)
        )

    @cached_property
    def courses(self) -> tuple[Course, ...]:
        """Every figure, clip by clip."""
        return tuple(map(self.follow, self.quantities))

    def follow(self, quantity: Quantity) -> Course:
        """Return a figure clip by clip.

        Whether a value differs from that of the first clip by more than noise and variation explain
        is decided as `compare_analyses` does.
        """
        key, seen = quantity.key, self._seen
        first = next((i for i, own in enumerate(seen) if key in own and not own[key].gap), None)
        points = []
        for clip, own in enumerate(seen):
            estimate = own.get(key, NOT_MEASURED)
            change = None
            if first is not None and clip != first:
                both = self._analyses[first], self._analyses[clip]
                change = change_of(quantity, (seen[first][key], estimate), both)
            half = None if estimate.gap else estimate.half
            points.append(Point(clip, estimate.value, half, estimate.rough, change))
        return Course(quantity, tuple(points))


def _on_one_scale(analyses: Sequence[Analysis]) -> Sequence[Analysis]:
    """Leave lengths in leg lengths unless all analyses know the same height."""
    if len({analysis.height_cm for analysis in analyses}) == 1:
        return analyses
    endings = tuple(ending for ending, *_ in SCALES.values())
    return [
        dataclasses.replace(
            analysis,
            options=dataclasses.replace(analysis.options, height_cm=None),
            metrics={k: v for k, v in analysis.metrics.items() if not k.endswith(endings)},
        )
        for analysis in analyses
    ]


def judged(point: Point) -> Literal["first", "larger", "within", "unknown"]:
    """Return how a point stands to the first one: ``first``, or the effect of its change."""
    return "first" if point.change is None else point.change.effect


def as_change(course: Course) -> Change:
    """Return a change that knows how figures of this kind are said."""
    quantity = course.quantity
    return Change(
        key=quantity.key,
        title=quantity.title,
        unit=quantity.unit,
        side=quantity.side,
        before=None,
        after=None,
        definition=quantity.definition,
    )


def said_value(course: Course, point: Point) -> str:
    """Return a value in words."""
    return say_value(as_change(course), point.value)


def said_interval(course: Course, point: Point) -> str:
    """Return a 95 % interval in words; nothing where none is known."""
    if point.value is None or point.half is None:
        return ""
    change = as_change(course)
    low, high = (say_number(change, point.value + sign * point.half) for sign in (-1, 1))
    return f"{low} to {high}"


def figure_range(courses: Sequence[Course]) -> tuple[float, float]:
    """Return the scale that a figure of both feet fits with its intervals, in what is shown."""
    ends = [
        scale_and_unit(as_change(course))[0] * (point.value + sign * (point.half or 0.0))
        for course in courses
        for point in course.shown
        for sign in (-1, 1)
        if point.value is not None
    ]
    room = ROOM * (max(ends) - min(ends)) or 1.0
    # Twice the room above: there stand the cues.
    return min(ends) - room, max(ends) + 2 * room

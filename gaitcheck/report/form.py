"""The running-form report as rows: one wording for summary, table and app."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from gaitcheck.gait.metrics import DEFINITIONS, Definition
from gaitcheck.model import SIDES, Analysis, Metric
from gaitcheck.terminal import aligned
from gaitcheck.words.metrics import METRICS, MetricWords
from gaitcheck.words.terminal import FORM_COLUMNS

RELIABILITY_WORDS: Final = {"high": "good", "medium": "fair", "low": "rough"}
_ENDINGS: Final = {"length": ("", "_cm"), "speed": ("", "_kmh")}
_MISSING: Final = Metric(None, "1")


@dataclass(frozen=True, slots=True)
class FormRow:
    """One metric in one unit.

    Attributes
    ----------
    definition : Definition
    unit : str
    left, right, difference, whole : Metric or None
        Either the three of a metric per side, or the one of the whole runner.
    """

    definition: Definition
    unit: str
    left: Metric | None = None
    right: Metric | None = None
    difference: Metric | None = None
    whole: Metric | None = None

    @property
    def metrics(self) -> tuple[Metric, ...]:
        """Return the metrics of this row that are not the difference."""
        return tuple(m for m in (self.left, self.right, self.whole) if m is not None)

    @property
    def words(self) -> MetricWords:
        """What the metric is called, what it is and how it is measured."""
        return METRICS[self.definition.name]

    @property
    def title(self) -> str:
        """What the metric is called, with its unit where it has one."""
        unit = shown_unit(self.unit)
        return f"{self.words.title} ({unit})" if unit else self.words.title

    @property
    def figures(self) -> tuple[str, str]:
        """Return left and right as people read them, or the whole runner and nothing."""
        if self.whole is not None:
            return figure(self.whole, self.definition), ""
        return figure(self.left, self.definition), figure(self.right, self.definition)

    @property
    def measured(self) -> bool:
        """Whether any value is there."""
        return any(metric.value is not None for metric in self.metrics)

    @property
    def reasons(self) -> tuple[str, ...]:
        """Return why values are missing."""
        limits = (m.limits for m in self.metrics if m.value is None)
        return tuple(dict.fromkeys(limit for group in limits for limit in group))


def form_rows(analysis: Analysis) -> list[FormRow]:
    """Return a row for each metric, and a second one in cm or km/h where a height was given."""
    rows = []
    for definition in DEFINITIONS:
        for ending in _ENDINGS.get(definition.scale or "", ("",)):
            row = _row(analysis, definition, ending)
            if row is not None:
                rows.append(row)
    return rows


def _row(analysis: Analysis, definition: Definition, ending: str) -> FormRow | None:
    found = analysis.metrics
    if definition.whole is not None:
        metric = found.get(definition.name + ending)
        return None if metric is None else FormRow(definition, metric.unit, whole=metric)
    left, right = (found.get(f"{definition.name}_{side}{ending}") for side in SIDES)
    if left is None and right is None:
        return None
    return FormRow(
        definition,
        (left or right or _MISSING).unit,
        left=left or _MISSING,
        right=right or _MISSING,
        difference=found.get(f"{definition.name}_difference{ending}"),
    )


def figure(metric: Metric | None, definition: Definition) -> str:
    """Return a value with half its 95 % interval, such as ``16 ± 3``, or a dash."""
    if metric is None or metric.value is None:
        return "-"
    scale, digits = shown_scale(metric.unit, definition)
    text = f"{scale * metric.value:.{digits}f}"
    if float(text) == 0:
        text = text.lstrip("-")
    if metric.low is None or metric.high is None:
        return text
    return f"{text} ± {scale * (metric.high - metric.low) / 2:.{digits}f}"


def shown_scale(unit: str, definition: Definition) -> tuple[float, int]:
    """Return by what a value is multiplied for people, and its digits: seconds become ms."""
    if unit == "s":
        return 1000.0, 0
    if unit in ("cm", "km/h"):
        return 1.0, 1 if unit == "km/h" else 0
    return 1.0, definition.digits


def shown_unit(unit: str) -> str:
    """Return a unit as people read it; a share has none."""
    return {"1": "", "s": "ms", "deg": "°", "leg lengths": "legs", "leg lengths/s": "legs/s"}.get(
        unit, unit
    )


def usual(row: FormRow) -> str:
    """Return the typical range in words, empty where no source exists."""
    typical = next((m.typical for m in row.metrics if m.typical is not None), None)
    if typical is None:
        return ""
    scale, digits = shown_scale(row.unit, row.definition)
    return f"{scale * typical[0]:.{digits}f} – {scale * typical[1]:.{digits}f}"


def sureness(row: FormRow) -> str:
    """Return the reliability in words, of both sides where they differ."""
    known = [m.reliability for m in row.metrics if m.reliability is not None]
    return " / ".join(RELIABILITY_WORDS[one] for one in dict.fromkeys(known))


def form_lines(analysis: Analysis) -> Iterator[str]:
    """Return the report as lines of a table for a terminal."""
    rows = [row for row in form_rows(analysis) if row.measured]
    if not rows:
        return
    cells = ((row.title, *row.figures, usual(row), sureness(row)) for row in rows)
    yield from aligned([FORM_COLUMNS, *cells])

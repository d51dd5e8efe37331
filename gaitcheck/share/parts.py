"""The parts of a report: plain data that PDF and HTML lay out, each in its way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from gaitcheck.model import Severity, Side, StepStrike, VerdictStrike


@dataclass(frozen=True, slots=True)
class VerdictPart:
    """The answer: `confidence` is empty where there is none."""

    strike: VerdictStrike
    label: str
    sentence: str
    confidence: str
    reason: str
    explained: str


@dataclass(frozen=True, slots=True)
class FootPart:
    """One foot; `gauge` is an SVG drawing, empty without an angle."""

    side: Side
    title: str
    place: str
    strike: VerdictStrike
    label: str
    confidence: str
    facts: tuple[tuple[str, str], ...]
    counts: tuple[tuple[StepStrike, int], ...]
    gauge: str
    gauge_alt: str


@dataclass(frozen=True, slots=True)
class PicturePart:
    """The strip of one step, known by the step's index."""

    index: int
    caption: str
    alt: str


@dataclass(frozen=True, slots=True)
class NotePart:
    """One finding about the clip."""

    severity: Severity
    heading: str
    message: str
    remedy: str


@dataclass(frozen=True, slots=True)
class AdvicePart:
    """One piece of advice; `source` is empty for our own tips on filming."""

    title: str
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Content:
    """A whole report in its order.

    Attributes
    ----------
    headings : mapping of str to str
        Titles and explanations of the sections, by name.
    pictures : tuple of PicturePart
        Of every step; `typical` names those that stand for a foot, `listed` those of a page.
    figures : tuple of tuple of str
        Rows under ``texts.FIGURE_COLUMNS``.
    """

    language: str
    title: str
    name: str
    made: dt.date
    made_by: str
    headings: Mapping[str, str]
    verdict: VerdictPart
    feet: tuple[FootPart, ...]
    pictures: tuple[PicturePart, ...]
    typical: tuple[int, ...]
    listed: tuple[int, ...]
    notes: tuple[NotePart, ...]
    more_notes: str
    columns: tuple[str, ...]
    figures: tuple[tuple[str, ...], ...]
    advice: tuple[AdvicePart, ...]
    research: tuple[AdvicePart, ...]
    filming: tuple[AdvicePart, ...]
    method_limits: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]

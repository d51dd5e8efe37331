"""An athlete's report as an HTML page and as a PDF: plain data in, a finished document out."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from gaitcheck.share.html import render_page
from gaitcheck.share.pdf import compile_pdf

HTML_TEMPLATE: Final = "athlete.html.j2"
PDF_TEMPLATE: Final = "athlete.typ"
LONGEST_WORD: Final = 40
"""Signs after which a line of the PDF may break, even within a word."""
_JOINERS: Final = "\u200c\u200d"
"""Without them Persian words and many emoji fall apart."""
_WORD: Final = re.compile(rf"\S{{{LONGEST_WORD}}}")


@dataclass(frozen=True, slots=True)
class CuePart:
    """Before and after one cue; `rows` are figures that changed, under `CUE_COLUMNS`."""

    title: str
    days: str
    sentence: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    cautions: str


@dataclass(frozen=True, slots=True)
class Panel:
    """A drawing of one foot, or of both together."""

    title: str
    svg: str
    alt: str


@dataclass(frozen=True, slots=True)
class ChartPart:
    """A figure over time."""

    title: str
    panels: tuple[Panel, ...]


@dataclass(frozen=True, slots=True)
class AthleteContent:
    """A whole report in its order; texts may be anybody's.

    Attributes
    ----------
    runs : str
        How many, and when.
    coach : str
        Who reports; empty where nobody is named.
    message : tuple of str
        The coach's words, a paragraph each.
    changed : tuple of str
        Since the first run, a paragraph each.
    cue_key : tuple of str
        What the numbers above the charts stand for.
    columns, rows
        The table, run by run.
    notes : tuple of (str, str)
        Of when or of what, and the note.
    """

    language: str
    title: str
    name: str
    made: dt.date
    made_by: str
    headings: Mapping[str, str]
    runs: str
    coach: str
    message: tuple[str, ...]
    changed: tuple[str, ...]
    cues: tuple[CuePart, ...]
    charts: tuple[ChartPart, ...]
    cue_key: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[tuple[str, str], ...]


def render_athlete_html(content: AthleteContent) -> bytes:
    """Return the report as one HTML page that asks nobody for anything."""
    return render_page(HTML_TEMPLATE, report=content, words=content.headings)


def render_athlete_pdf(content: AthleteContent) -> bytes:
    """Return the report as a PDF document, on as many pages as it takes."""
    return compile_pdf(PDF_TEMPLATE, breakable(dataclasses.asdict(content)), content.made)


def harmless(text: str) -> str:
    """Return a text without signs that show nothing, or turn others around."""
    return "".join(map(_harmless, text))


def _harmless(sign: str) -> str:
    kind = unicodedata.category(sign)
    if sign in "\n\t" or sign in _JOINERS:
        return sign
    if kind[0] == "Z":
        return " " if kind == "Zs" else "\n"
    return "" if kind[0] == "C" else sign


def breakable(data: Any) -> Any:
    """Return data in which lines may break within words that no line holds."""
    if isinstance(data, str):
        return _WORD.sub(lambda word: word[0] + "\u200b", data)
    if isinstance(data, Mapping):
        return {name: v if name == "svg" else breakable(v) for name, v in data.items()}
    if isinstance(data, list | tuple):
        return [breakable(value) for value in data]
    return data

"""The result as plain text for a terminal."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from pathlib import Path
from textwrap import fill
from types import MappingProxyType
from typing import Final

from gaitcheck.model import SIDES, Analysis, QualityNote, SideResult, gravest_first
from gaitcheck.report.form import form_lines
from gaitcheck.report.pictures import has_pictures
from gaitcheck.store.result import SHEET_NAME, STEPS_FOLDER
from gaitcheck.terminal import aligned
from gaitcheck.words import terminal as words
from gaitcheck.words.languages import ENGLISH, retell, say
from gaitcheck.words.results import (
    VERDICT_WORDS,
    angle_words,
    counted,
    pace_words,
    percent,
    sure_words,
    whole_reason,
)

WIDTH: Final = 88
"""Columns of the text at most."""

OPTIONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "several_people": "--runner N",
        "bystanders": "--runner N",
        "slow_motion": "--slow-motion N",
        "slow_motion_uncertain": "--slow-motion N",
        "slow_motion_contradicted": "--slow-motion N",
    }
)
"""The option of the command line that follows a finding's remedy, by the finding's code."""


def summarize(analysis: Analysis, folder: Path | None = None, language: str = ENGLISH) -> str:
    """Return the verdict, both sides, running form, notes, advice and where the pictures are.

    Parameters
    ----------
    analysis : Analysis
        The result.
    folder : Path, optional
        Where the report was written, to name the pictures with their place.
    language : str
        Of the verdict and the notes, a key of `LANGUAGES`; the rest is English.

    Returns
    -------
    str
        Lines of at most `WIDTH` columns (names of files are never broken), without a newline at
        the end.
    """
    paragraphs = [
        "\n".join(_wrapped(line) for line in _verdict(analysis, language)),
        "\n".join((*_sides(analysis), _wrapped(_cadence(analysis)))),
        "\n".join(form_lines(analysis)),
        "\n".join(_quality_note(note, language) for note in gravest_first(analysis.quality)),
        "\n".join(_advice(analysis)),
        _pictures(analysis, folder),
    ]
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


def _verdict(analysis: Analysis, language: str) -> Iterator[str]:
    verdict = analysis.verdict
    said = say(VERDICT_WORDS[verdict.strike], language)
    if language == ENGLISH:
        said = said.lower()
    if verdict.strike == "unsure":
        yield say(words.UNSURE, language, file=analysis.clip.file, verdict=said)
    else:
        sure = sure_words(verdict.confidence, language)
        yield say(words.VERDICT, language, file=analysis.clip.file, verdict=said, sure=sure)
    reason = retell(verdict.reason, language)
    yield whole_reason(dataclasses.replace(verdict, reason=reason))


def _sides(analysis: Analysis) -> Iterator[str]:
    found = [(side, analysis.sides[side]) for side in SIDES if side in analysis.sides]
    rows = [_side_row(side, result) for side, result in found if result.steps]
    if rows:
        yield from aligned([words.COLUMNS, *rows])


def _side_row(side: str, result: SideResult) -> tuple[str, ...]:
    angle = angle_words(result.foot_strike_angle_deg)
    if result.foot_strike_angle_ci95_deg is not None:
        low, high = result.foot_strike_angle_ci95_deg
        angle = words.INTERVAL.format(angle=angle, low=angle_words(low), high=angle_words(high))
    ground = result.contact_time_s
    return (
        side,
        VERDICT_WORDS[result.strike].lower() + (words.BY_PERSON if result.by_person else ""),
        "-" if result.strike == "unsure" else percent(result.confidence),
        angle,
        "-" if ground is None else f"{ground * 1000:.0f} ms",
        str(result.steps),
    )


def _cadence(analysis: Analysis) -> str:
    if analysis.cadence_spm is None:
        cadence = words.NO_CADENCE
    else:
        cadence = words.CADENCE.format(cadence_spm=analysis.cadence_spm)
    if analysis.clip.slow_motion != 1.0:
        cadence += words.REAL_TIME.format(pace=pace_words(analysis.clip.slow_motion))
    return cadence


def _quality_note(note: QualityNote, language: str) -> str:
    severity = say(words.SEVERITY[note.severity], language)
    message, remedy = (retell(text, language) for text in (note.message, note.remedy))
    text = f"{severity}: {message} {remedy}".rstrip()
    if option := OPTIONS.get(note.code):
        text += say(words.OPTION, language, option=option)
    return _wrapped(text, indent="  ")


def _advice(analysis: Analysis) -> Iterator[str]:
    if analysis.advice:
        yield words.ADVICE
    for item in analysis.advice:
        yield _wrapped(f"- {item.title}", indent="  ")


def _pictures(analysis: Analysis, folder: Path | None) -> str:
    if not analysis.steps:
        return words.NO_STEPS
    if not has_pictures(analysis):
        return words.NO_POSITIONS
    place = folder or Path()
    steps = counted(len(analysis.steps), "step")
    return words.PICTURES.format(sheet=place / SHEET_NAME, steps=steps, folder=place / STEPS_FOLDER)


def _wrapped(text: str, indent: str = "") -> str:
    return fill(
        text,
        WIDTH,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )

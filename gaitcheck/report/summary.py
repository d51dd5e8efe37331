"""The result as plain text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from textwrap import fill
from types import MappingProxyType
from typing import Final

from gaitcheck.model import SIDES, Analysis, QualityNote, Severity, SideResult
from gaitcheck.report.form import form_lines
from gaitcheck.report.pictures import has_pictures
from gaitcheck.store.result import SHEET_NAME, STEPS_FOLDER
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

SEVERITY_WORDS: Final[dict[Severity, str]] = {
    "blocker": "Problem",
    "warning": "Caution",
    "info": "Note",
}

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


def summarize(analysis: Analysis, folder: Path | None = None) -> str:
    """Return the verdict, both sides, running form, notes, advice and where the pictures are.

    Parameters
    ----------
    analysis : Analysis
        The result.
    folder : Path, optional
        Where the report was written, to name the pictures with their place.

    Returns
    -------
    str
        Lines of at most `WIDTH` columns (names of files are never broken), without a newline at
        the end.
    """
    paragraphs = [
        "\n".join(_wrapped(line) for line in _verdict(analysis)),
        "\n".join((*_sides(analysis), _wrapped(_cadence(analysis)))),
        "\n".join(form_lines(analysis)),
        "\n".join(_quality_note(note) for note in _gravest_first(analysis.quality)),
        "\n".join(_advice(analysis)),
        _pictures(analysis, folder),
    ]
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


def _verdict(analysis: Analysis) -> Iterator[str]:
    verdict = analysis.verdict
    words = VERDICT_WORDS[verdict.strike]
    if verdict.strike == "unsure":
        yield f"{analysis.clip.file}: {words.lower()} how the feet land."
    else:
        yield f"{analysis.clip.file}: {words.lower()}, {sure_words(verdict.confidence)}."
    yield whole_reason(verdict)


def _sides(analysis: Analysis) -> Iterator[str]:
    found = [(side, analysis.sides[side]) for side in SIDES if side in analysis.sides]
    rows = [_side_row(side, result) for side, result in found if result.steps]
    if not rows:
        return
    table = [("foot", "landing", "how sure", "angle at contact", "on the ground", "steps"), *rows]
    widths = [max(len(row[column]) for row in table) for column in range(len(table[0]))]
    for row in table:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        yield "  ".join(cells).rstrip()


def _side_row(side: str, result: SideResult) -> tuple[str, ...]:
    angle = angle_words(result.foot_strike_angle_deg)
    if result.foot_strike_angle_ci95_deg is not None:
        low, high = result.foot_strike_angle_ci95_deg
        angle = f"{angle} ({angle_words(low)} to {angle_words(high)})"
    ground = result.contact_time_s
    return (
        side,
        VERDICT_WORDS[result.strike].lower() + (" (by a person)" if result.by_person else ""),
        "-" if result.strike == "unsure" else percent(result.confidence),
        angle,
        "-" if ground is None else f"{ground * 1000:.0f} ms",
        str(result.steps),
    )


def _cadence(analysis: Analysis) -> str:
    if analysis.cadence_spm is None:
        cadence = "Cadence: not measured."
    else:
        cadence = f"Cadence: {analysis.cadence_spm:.0f} steps a minute."
    if analysis.clip.slow_motion != 1.0:
        cadence += (
            f" The clip is {pace_words(analysis.clip.slow_motion)}; "
            "cadence and durations are real time."
        )
    return cadence


def _gravest_first(notes: tuple[QualityNote, ...]) -> list[QualityNote]:
    order = list(SEVERITY_WORDS)
    return sorted(notes, key=lambda note: order.index(note.severity))


def _quality_note(note: QualityNote) -> str:
    text = f"{SEVERITY_WORDS[note.severity]}: {note.message} {note.remedy}".rstrip()
    if option := OPTIONS.get(note.code):
        text += f" The option for it is {option}."
    return _wrapped(text, indent="  ")


def _advice(analysis: Analysis) -> Iterator[str]:
    if analysis.advice:
        yield "Advice (the texts are in analysis.json):"
    for item in analysis.advice:
        yield _wrapped(f"- {item.title}", indent="  ")


def _pictures(analysis: Analysis, folder: Path | None) -> str:
    if not analysis.steps:
        return "No step was found, so there are no pictures."
    if not has_pictures(analysis):
        return "The positions of the feet are not known, so there are no pictures."
    place = folder or Path()
    return (
        f"Pictures: {place / SHEET_NAME} ({counted(len(analysis.steps), 'step')}), "
        f"each by itself in {place / STEPS_FOLDER}"
    )


def _wrapped(text: str, indent: str = "") -> str:
    return fill(
        text,
        WIDTH,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )

"""The agreement between person and machine as a small table in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from gaitcheck.model import STRIKES, Analysis
from gaitcheck.review.agreement import Agreement, measure_agreement
from gaitcheck.words import terminal as words
from gaitcheck.words.results import MINUS, counted

LABELS: Final = ("heel", "midfoot", "toe", "unsure")


def agreement_of(analyses: Sequence[Analysis]) -> Agreement:
    """Return how well a person and the machine agree; see `gaitcheck.review.agreement`."""
    return measure_agreement(analyses)


def agreement_rows(found: Agreement) -> list[tuple[str, str]]:
    """Return what is worth saying, a name and a value each; empty where nothing was said."""
    rows = []
    if found.steps:
        rows.append((words.BY_PERSON_ALONE, f"{found.steps}"))
    if found.both:
        rows.append((words.LABELLED_ALIKE, words.OF.format(count=found.alike, all=found.both)))
        kappa = words.NO_KAPPA if found.kappa is None else _signed(found.kappa, ".2f")
        rows.append((words.KAPPA, kappa))
    if found.angle_bias_deg is not None:
        spread = "" if found.angle_sd_deg is None else f" ± {found.angle_sd_deg:.1f}°"
        value = f"{_signed(found.angle_bias_deg, '+.1f')}°{spread}"
        rows.append((words.ANGLE_APART.format(steps=counted(found.angles, "step")), value))
    if found.moved_frames is not None:
        frames = _signed(found.moved_frames, "+.1f")
        rows.append(
            (
                words.CONTACTS_MOVED.format(count=found.moved),
                words.FRAMES_MOVED.format(frames=frames),
            )
        )
    if found.rejected:
        rows.append((words.CONTACTS_REJECTED, f"{found.rejected}"))
    if found.added:
        rows.append((words.CONTACTS_ADDED, f"{found.added}"))
    return rows


def label_rows(found: Agreement) -> list[tuple[str, ...]]:
    """Return the steps by both labels: a row for each of the machine's, a column for a person's."""
    return [
        (machine, *(str(found.labels.get((machine, person), 0)) for person in STRIKES))
        for machine in LABELS
        if any(found.labels.get((machine, person)) for person in STRIKES)
    ]


def _signed(value: float, form: str) -> str:
    return format(value, form).replace("-", MINUS)

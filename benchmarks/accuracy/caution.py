"""What more courage would cost, and how well so few runners can tell whether it is right.

Labels are given from a stated probability on; what another limit or surer probabilities would have
given follows from the steps that were judged, without judging them again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from benchmarks.accuracy.compare import RunScore
from benchmarks.accuracy.figures import UNSURE, StepTable, step_table
from benchmarks.accuracy.results import SetResult
from benchmarks.accuracy.statistics import calibration_error
from benchmarks.accuracy.tables import markdown_table
from benchmarks.accuracy.targets import within_the_aims
from benchmarks.accuracy.wording import ALONE, CAUTION
from gaitcheck.gait.strike import SURE_ENOUGH
from gaitcheck.model import FloatArray

# Other limits of a label, and powers to which the probabilities are raised: 1 leaves them as they
# are, more makes them surer (temperature scaling; Guo and others 2017, ICML 34:1321).
LIMITS: Final = (0.6, 0.7, SURE_ENOUGH, 0.9)
POWERS: Final = (1.5, 2.0)
DRAWS: Final = 400
# Of the calibration errors by chance, as many lie below the second figure.
MOST: Final = 0.95


@dataclass(frozen=True, slots=True)
class Courage:
    """Shares of all steps labelled and wrongly so, and the calibration error."""

    labelled: float
    wrong: float
    calibration: float


def courage(table: StepTable, limit: float, power: float = 1.0) -> Courage:
    """Return what labels from another limit on, or from surer probabilities, would have given.

    Steps that were left unsure though likely enough had another reason, and stay unsure.
    """
    stated = table.probability.max(axis=1)
    doubted = (table.label == UNSURE) & (stated >= SURE_ENOUGH)
    surer = sharpened(table.probability, power).max(axis=1)
    right = table.likeliest == table.truth
    labelled = (surer >= limit) & ~doubted
    return Courage(
        labelled=float(labelled.mean()),
        wrong=float((labelled & ~right).mean()),
        calibration=calibration_error(surer, right),
    )


def sharpened(probability: FloatArray, power: float) -> FloatArray:
    """Return probabilities, shape (n, classes), raised to a power and scaled to a sum of 1."""
    raised = probability**power
    return np.asarray(raised / raised.sum(axis=1, keepdims=True))


def calibration_by_chance(table: StepTable, draws: int = DRAWS) -> tuple[float, float]:
    """Return the calibration error of exactly right probabilities: its mean, and what it may be.

    Notes
    -----
    The steps of a foot share their error. So one number between 0 and 1 is drawn for each foot, and
    those of its steps are right whose probability lies above it: each step is right as often as it
    says, and a foot's steps are right or wrong together.
    """
    stated = table.probability.max(axis=1)
    foot = np.zeros(len(stated), dtype=np.intp)
    for runner, rows in enumerate(table.runners):
        foot[rows] = 2 * runner + table.near[rows]
    rng = np.random.default_rng(0)
    drawn = rng.random((draws, 2 * len(table.runners)))
    errors = [calibration_error(stated, one[foot] < stated) for one in drawn]
    return float(np.mean(errors)), float(np.quantile(errors, MOST))


def courage_table(parts: Sequence[SetResult]) -> str:
    """Return what more courage, and less, would have given on each set."""
    head = ["labels"]
    for part in parts:
        name = part.title.removeprefix("rendered, ")
        head += [f"{name}: labelled", "wrong", "calibration error"]
    ways = {
        f"from {100 * limit:.0f} %{' (as it is)' if limit == SURE_ENOUGH else ''}": (limit, 1.0)
        for limit in LIMITS
    } | {f"probabilities to the power {power:g}": (SURE_ENOUGH, power) for power in POWERS}
    tables = [step_table(part.own) for part in parts]
    rows = []
    for words, way in ways.items():
        found = [courage(table, *way) for table in tables]
        rows.append([words, *(cell for one in found for cell in _cells(one))])
    return markdown_table(head, rows)


def _cells(one: Courage) -> list[str]:
    return [f"{100 * one.labelled:.0f} %", f"{100 * one.wrong:.1f} %", f"{one.calibration:.2f}"]


def chance_in_words(runs: Sequence[RunScore]) -> str:
    """Say how large the calibration error of exactly right probabilities would be."""
    mean, most = calibration_by_chance(step_table(runs))
    return f"{mean:.2f} on average, and of {most:.2f} or less in nineteen of twenty such sets"


def stated_and_right(runs: Sequence[RunScore], *, read: bool) -> tuple[float, float]:
    """Return the mean probability of the likeliest strike, and how often it is the true one.

    Of the steps whose angle was read from the shoe, or of those that the landmarks alone judge.
    """
    table = step_table([run for run in runs if within_the_aims(run)])
    own = np.isfinite(table.found_angle) == read
    if not own.any():
        return float("nan"), float("nan")
    stated = float(np.nanmean(table.probability[own].max(axis=1)))
    return stated, float((table.likeliest == table.truth)[own].mean())


def caution(parts: Sequence[SetResult]) -> str:
    """Say how cautious the labels are, and what less caution would cost."""
    if not parts:
        return ""
    title, runs = parts[-1].title, parts[-1].own
    read = stated_and_right(runs, read=True)
    stated, right = (100 * share for share in stated_and_right(runs, read=False))
    return CAUTION.format(
        table=courage_table(parts),
        title=title,
        read_stated=100 * read[0],
        read_right=100 * read[1],
        alone=ALONE.format(stated=stated, right=right) if np.isfinite(stated) else "",
        chance=chance_in_words(runs),
    )

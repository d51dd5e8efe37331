"""Everything the benchmark found, as plain data for JSON, tables, plots and the document."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import Any

import gaitcheck
from benchmarks.accuracy.changed import ChangedRow
from benchmarks.accuracy.compare import RunScore
from benchmarks.accuracy.degraded import RealRow
from benchmarks.accuracy.figures import Figure, run_figures, step_figures, verdict_outcome
from benchmarks.accuracy.form import FormRow
from benchmarks.accuracy.landmark_error import LandmarkError
from benchmarks.accuracy.real import RealClip
from benchmarks.accuracy.sets import GAITCHECK, METHODS, Run

Figures = Mapping[str, Figure]


@dataclass(frozen=True, slots=True, eq=False)
class SetResult:
    """One set of runs.

    Attributes
    ----------
    name, title : str
    scores : mapping of method to scores
        Of the runs that can be judged.
    figures : mapping of method to figures
    to_refuse : tuple of RunScore
        gaitcheck's scores on the runs that must be refused.
    """

    name: str
    title: str
    scores: Mapping[str, tuple[RunScore, ...]]
    figures: Mapping[str, Figures]
    to_refuse: tuple[RunScore, ...]

    @property
    def own(self) -> tuple[RunScore, ...]:
        """Scores of gaitcheck itself."""
        return self.scores[GAITCHECK]

    @property
    def runners(self) -> int:
        """Number of different runners."""
        return len({score.truth.runner for score in self.own})


@dataclass(frozen=True, slots=True, eq=False)
class Results:
    """All that was measured: sets, real clips, the simulated camera's error, form, changes."""

    sets: tuple[SetResult, ...]
    real: tuple[RealClip, ...]
    error: LandmarkError | None
    form: Mapping[str, tuple[FormRow, ...]] = field(default_factory=dict)
    turned: tuple[ChangedRow, ...] = ()
    degraded: tuple[ChangedRow, ...] = ()
    degraded_real: tuple[RealRow, ...] = ()

    def find(self, name: str) -> SetResult | None:
        """Return a set by name."""
        return next((part for part in self.sets if part.name == name), None)


def set_result(name: str, title: str, runs: Sequence[Run]) -> SetResult:
    """Score all methods on a set of runs."""
    usable = [run for run in runs if run.truth.usable]
    scores = {method: tuple(run.score(method) for run in usable) for method in METHODS}
    return SetResult(
        name=name,
        title=title,
        scores=scores,
        figures={
            method: {**step_figures(own), **run_figures(own)} for method, own in scores.items()
        },
        to_refuse=tuple(run.score(GAITCHECK) for run in runs if not run.truth.usable),
    )


def to_dict(results: Results) -> dict[str, Any]:
    """Return the results for JSON; what is not known is null."""
    return {
        "gaitcheck": gaitcheck.__version__,
        "mediapipe": version("mediapipe"),
        "sets": {
            part.name: {
                "title": part.title,
                "runners": part.runners,
                "methods": {
                    method: {key: _plain(figure) for key, figure in figures.items()}
                    for method, figures in part.figures.items()
                },
                "runs": [_run(score) for score in (*part.own, *part.to_refuse)],
            }
            for part in results.sets
        },
        "real_clips": [
            dataclasses.asdict(clip) | {"outcome": clip.outcome} for clip in results.real
        ],
        "form": {
            title: [
                {k: _number(v) if isinstance(v, float) else v for k, v in row.items()}
                for row in map(dataclasses.asdict, rows)
            ]
            for title, rows in results.form.items()
        },
        "turned": [dataclasses.asdict(row) for row in results.turned],
        "degraded": [dataclasses.asdict(row) for row in results.degraded],
        "degraded_real": [dataclasses.asdict(row) for row in results.degraded_real],
        "landmark_error": None if results.error is None else dataclasses.asdict(results.error),
    }


def _plain(figure: Figure) -> dict[str, float | int | None]:
    return {key: _number(value) for key, value in dataclasses.asdict(figure).items()}


def _number(value: float | None) -> float | None:
    if value is None or not math.isfinite(value):
        return None
    return value if isinstance(value, int) else round(value, 4)


def _run(score: RunScore) -> dict[str, Any]:
    answer = score.answer
    return {
        "name": score.truth.name,
        "true_verdict": score.truth.verdict if score.truth.usable else None,
        "verdict": answer.verdict,
        "confidence": answer.confidence,
        "outcome": verdict_outcome(score) if score.truth.usable else None,
        "refused": list(answer.refused),
        "contacts": score.true_contacts,
        "missed": score.missed,
        "extra": score.extra,
        "feet": [
            {"near": near, "true_deg": _number(true), "found_deg": _number(found)}
            for true, found, near in score.foot_angles
        ],
    }

"""What a turned or tilted camera, an inclined belt and more light change for the same runners.

The clips come from ``render_runner.py --drawn turned N``: each runner is filmed level and square to
the run, then with one thing changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from benchmarks.accuracy.compare import RunScore, StepPair
from benchmarks.accuracy.figures import verdict_outcome
from benchmarks.accuracy.statistics import summarise_errors

LEVEL: Final = "level"
CHANGES: Final = {
    LEVEL: "level, square to the run",
    "yaw": "camera turned by 15 degrees",
    "roll": "camera tilted by 5 degrees",
    "incline": "treadmill at 10 %",
    "light": "bright light, exposed for 3 ms",
}


@dataclass(frozen=True, slots=True)
class TurnedRow:
    """What one change does.

    Attributes
    ----------
    change : str
        A key of `CHANGES`.
    clips : int
    near_rmse_deg, far_rmse_deg : float
        Angle of a step, where one is stated.
    near_stated : float
        Share of the near steps with an angle.
    labelled, wrong : float
        Shares of all steps.
    wrong_verdicts : int
    """

    change: str
    clips: int
    near_rmse_deg: float
    far_rmse_deg: float
    near_stated: float
    labelled: float
    wrong: float
    wrong_verdicts: int


def change_of(name: str) -> str:
    """Return the change from the name of a clip, ``turned_003_yaw``."""
    return name.rpartition("_")[2]


def turned_rows(scores: Sequence[RunScore]) -> tuple[TurnedRow, ...]:
    """Return a row for every change that there are clips of."""
    rows = []
    for change in CHANGES:
        own = [score for score in scores if change_of(score.truth.name) == change]
        if own:
            rows.append(_row(change, own))
    return tuple(rows)


def _row(change: str, scores: Sequence[RunScore]) -> TurnedRow:
    pairs = [pair for score in scores for pair in score.pairs]
    labels = [pair.found.strike for pair in pairs]
    wrong = [p.found.strike not in ("unsure", p.true.strike) for p in pairs]
    return TurnedRow(
        change=change,
        clips=len(scores),
        near_rmse_deg=_rmse(scores, near=True),
        far_rmse_deg=_rmse(scores, near=False),
        near_stated=_stated([pair for pair in pairs if pair.near]),
        labelled=float(np.mean([label != "unsure" for label in labels])),
        wrong=float(np.mean(wrong)),
        wrong_verdicts=sum(verdict_outcome(score) == "wrong" for score in scores),
    )


def _stated(near: Sequence[StepPair]) -> float:
    return float(np.mean([np.isfinite(pair.found.angle_deg) for pair in near]))


def _rmse(scores: Sequence[RunScore], *, near: bool) -> float:
    errors = np.array(
        [p.found.angle_deg - p.true.angle_deg for s in scores for p in s.pairs if p.near == near]
    )
    return summarise_errors(errors[np.isfinite(errors)]).rmse

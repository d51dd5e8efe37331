"""What a change of camera, belt or film does to the same runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.accuracy.compare import RunScore, StepPair
from benchmarks.accuracy.figures import verdict_outcome
from benchmarks.accuracy.statistics import summarise_errors
from benchmarks.accuracy.tables import markdown_table


@dataclass(frozen=True, slots=True)
class ChangedRow:
    """What one change does.

    Attributes
    ----------
    change : str
        In words.
    clips : int
    near_rmse_deg, far_rmse_deg : float
        Angle of a step, where one is stated.
    far_rest_deg : float
        The far foot's without the clip that it is read worst in.
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
    far_rest_deg: float
    near_stated: float
    labelled: float
    wrong: float
    wrong_verdicts: int


def changed_row(change: str, scores: Sequence[RunScore]) -> ChangedRow:
    """Return what one change does, from the scores of the clips that show it."""
    pairs = [pair for score in scores for pair in score.pairs]
    labels = [pair.found.strike for pair in pairs]
    wrong = [p.found.strike not in ("unsure", p.true.strike) for p in pairs]
    return ChangedRow(
        change=change,
        clips=len(scores),
        near_rmse_deg=_rmse(scores, near=True),
        far_rmse_deg=_rmse(scores, near=False),
        far_rest_deg=_without_the_worst(scores),
        near_stated=_stated([pair for pair in pairs if pair.near]),
        labelled=float(np.mean([label != "unsure" for label in labels])),
        wrong=float(np.mean(wrong)),
        wrong_verdicts=sum(verdict_outcome(score) == "wrong" for score in scores),
    )


def _stated(near: Sequence[StepPair]) -> float:
    return float(np.mean([np.isfinite(pair.found.angle_deg) for pair in near]))


def _without_the_worst(scores: Sequence[RunScore]) -> float:
    rests = [[*scores[:k], *scores[k + 1 :]] for k in range(len(scores))]
    found = [_rmse(rest, near=False) for rest in rests if rest]
    return min((error for error in found if np.isfinite(error)), default=float("nan"))


def _rmse(scores: Sequence[RunScore], *, near: bool) -> float:
    errors = np.array(
        [p.found.angle_deg - p.true.angle_deg for s in scores for p in s.pairs if p.near == near]
    )
    return summarise_errors(errors[np.isfinite(errors)]).rmse


def changed_section(introduction: str, what: str, rows: Sequence[ChangedRow]) -> str:
    """Return a section of the document; empty without rows."""
    if not rows:
        return ""
    head = [what, "clips", "near RMSE, degrees", "far RMSE, degrees"]
    head += ["far, worst clip left out"]
    head += ["near steps with an angle", "steps labelled", "steps wrong", "wrong verdicts"]
    return introduction + markdown_table(
        head,
        [
            [
                row.change,
                str(row.clips),
                f"{row.near_rmse_deg:.1f}",
                f"{row.far_rmse_deg:.1f}",
                f"{row.far_rest_deg:.1f}" if np.isfinite(row.far_rest_deg) else "–",
                f"{100 * row.near_stated:.0f} %",
                f"{100 * row.labelled:.0f} %",
                f"{100 * row.wrong:.1f} %",
                str(row.wrong_verdicts),
            ]
            for row in rows
        ],
    )

"""What keeps an aim out of reach: the best that could be done with angles of a given error.

Runners whose angle lies near a border cannot all be labelled, and labelled rightly, by anything
whose angle has an error. How many of a set's steps can be, follows from their true angles alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.special import ndtr, ndtri

from benchmarks.accuracy.caution import chance_in_words
from benchmarks.accuracy.compare import RunScore
from benchmarks.accuracy.figures import UNSURE, step_table
from benchmarks.accuracy.statistics import summarise_errors
from benchmarks.accuracy.tables import markdown_table
from benchmarks.accuracy.targets import within_the_aims
from benchmarks.accuracy.truth import strike_of
from benchmarks.accuracy.wording import CEILING
from gaitcheck.gait.strike import SURE_ENOUGH
from gaitcheck.model import HEEL_ABOVE, STRIKES, TOE_BELOW, FloatArray
from gaitcheck.review.agreement import cohen_kappa

ERRORS_DEG: Final = (0.5, 1.0, 1.5, 2.0, 3.0)
# A labeller that is as careful as gaitcheck labels no more than this share of all steps wrong.
WRONG_AT_MOST: Final = 0.01
# Equally likely errors that stand for a normal distribution.
_DRAWS: Final = ndtri((np.arange(200) + 0.5) / 200)


@dataclass(frozen=True, slots=True)
class Ceiling:
    """The best possible with angles whose error is normal and exactly known.

    Attributes
    ----------
    labelled, wrong : float
        Shares of all steps, with the certainty that gaitcheck asks of a label.
    kappa : float
        Of the likeliest strike of every step.
    least_recall : float
        Of the strike that is found worst.
    careful : float
        Share of all steps that can be labelled, the surest first, until `WRONG_AT_MOST` of all
        steps carry a wrong label.
    """

    labelled: float
    wrong: float
    kappa: float
    least_recall: float
    careful: float


def ceiling(true_deg: FloatArray, error_deg: float) -> Ceiling:
    """Return what the best labeller would reach on steps of these true angles.

    Parameters
    ----------
    true_deg : array, shape (n,)
    error_deg : float
        Standard deviation of the measured angle about the true one.
    """
    read = (true_deg[:, None] + error_deg * _DRAWS).ravel()
    strikes = [STRIKES.index(strike_of(float(angle))) for angle in true_deg]
    truth = np.repeat(np.array(strikes, dtype=np.intp), len(_DRAWS))
    heel = ndtr((read - HEEL_ABOVE) / error_deg)
    toe = ndtr((TOE_BELOW - read) / error_deg)
    share = {"heel": heel, "midfoot": 1.0 - heel - toe, "toe": toe}
    probability = np.stack([share[strike] for strike in STRIKES], axis=1)
    best = probability.argmax(axis=1)
    certainty = probability.max(axis=1)
    sure = certainty >= SURE_ENOUGH
    surest_first = np.argsort(-certainty, kind="stable")
    wrong_so_far = np.cumsum((best != truth)[surest_first]) / len(truth)
    return Ceiling(
        labelled=float(sure.mean()),
        wrong=float((sure & (best != truth)).mean()),
        kappa=cohen_kappa(truth, best),
        least_recall=min(float((best == k)[truth == k].mean()) for k in np.unique(truth)),
        careful=float((wrong_so_far <= WRONG_AT_MOST).mean()),
    )


def labelled_and_wrong(runs: Sequence[RunScore]) -> tuple[float, float]:
    """Return the shares of the near steps of the aims' clips that are labelled, and wrongly."""
    table = step_table([run for run in runs if within_the_aims(run)])
    labels, truth = table.label[table.near], table.truth[table.near]
    labelled = labels != UNSURE
    return float(labelled.mean()), float((labelled & (labels != truth)).mean())


def ceiling_rows(runs: Sequence[RunScore]) -> list[list[str]]:
    """Return a row for each error: what would be possible on the near steps of the aims' clips."""
    table = step_table([run for run in runs if within_the_aims(run)])
    angles = table.true_angle[table.near & np.isfinite(table.true_angle)]
    if not len(angles):
        return []
    found = [(error, ceiling(angles, error)) for error in ERRORS_DEG]
    return [
        [
            f"{error:.1f} degrees",
            f"{100 * best.labelled:.0f} %",
            f"{100 * best.wrong:.1f} %",
            f"{best.kappa:.2f}",
            f"{best.least_recall:.2f}",
            f"{100 * best.careful:.0f} %",
        ]
        for error, best in found
    ]


def contact_time_parts(runs: Sequence[RunScore]) -> tuple[float, float]:
    """Return the RMSE of a near foot's mean contact and mean toe-off, ms."""
    feet = [[pair for pair in run.pairs if pair.near] for run in runs if within_the_aims(run)]

    def part(errors: list[float]) -> float:
        known = np.array([error for error in errors if np.isfinite(error)])
        return summarise_errors(known).rmse if len(known) else float("nan")

    contact = [1000 * np.mean([p.found.contact_s - p.true.contact_s for p in f]) for f in feet if f]
    toe_off = [
        1000 * np.nanmean([p.found.toe_off_s - p.true.toe_off_s for p in f])
        for f in feet
        if any(np.isfinite(p.found.toe_off_s - p.true.toe_off_s) for p in f)
    ]
    return part([float(error) for error in contact]), part([float(error) for error in toe_off])


def out_of_reach(title: str, runs: Sequence[RunScore]) -> str:
    """Say what keeps the aims that a set did not reach out of reach."""
    rows = ceiling_rows(runs)
    if not rows:
        return ""
    head = ["error of the angle", "labelled", "wrong", "kappa, every step", "least recall"]
    head += [f"labelled, {100 * WRONG_AT_MOST:.0f} % of all wrong"]
    contact, toe_off = contact_time_parts(runs)
    labelled, wrong = labelled_and_wrong(runs)
    return CEILING.format(
        table=markdown_table(head, rows),
        title=title,
        contact=contact,
        toe_off=toe_off,
        labelled=100 * labelled,
        wrong=100 * wrong,
        chance=chance_in_words([run for run in runs if within_the_aims(run)]),
    )

"""Agreement statistics: pure functions of arrays."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from gaitcheck.model import FloatArray

IndexArray = NDArray[np.intp]

CALIBRATION_BINS: Final = 10
RESAMPLES: Final = 500
_FAR_AWAY: Final = 1e6


@dataclass(frozen=True, slots=True)
class ErrorSummary:
    """Bias (mean), standard deviation and root mean square of errors; NaN without any."""

    bias: float
    sd: float
    rmse: float
    n: int


def summarise_errors(errors: FloatArray) -> ErrorSummary:
    """Summarise the finite values of `errors`."""
    known = errors[np.isfinite(errors)]
    n = len(known)
    if n == 0:
        return ErrorSummary(float("nan"), float("nan"), float("nan"), 0)
    sd = float(np.std(known, ddof=1)) if n > 1 else float("nan")
    return ErrorSummary(float(np.mean(known)), sd, float(np.sqrt(np.mean(known**2))), n)


def match_events(truth: FloatArray, found: FloatArray, tolerance: float) -> list[tuple[int, int]]:
    """Pair found events with true ones, one to one, within `tolerance`.

    Returns
    -------
    list of (index in truth, index in found)
        As many pairs as possible, and among those the least total distance.
    """
    if not len(truth) or not len(found):
        return []
    distance = np.abs(np.subtract.outer(truth, found))
    cost = np.where(distance <= tolerance, distance, _FAR_AWAY)
    rows, columns = linear_sum_assignment(cost)
    return [
        (int(i), int(j)) for i, j in zip(rows, columns, strict=True) if distance[i, j] <= tolerance
    ]


def intraclass_correlation(one: FloatArray, two: FloatArray) -> float:
    """Return ICC(2,1): two-way random effects, absolute agreement, single measurement.

    Raises
    ------
    ValueError
        When the arrays differ in length.

    Notes
    -----
    ``(MSR - MSE) / (MSR + (k - 1) MSE + k (MSC - MSE) / n)`` with k = 2 methods, n subjects and
    the mean squares of rows, columns and residuals (Shrout & Fleiss 1979, Psychol Bull 86:420,
    doi 10.1037/0033-2909.86.2.420).
    """
    if len(one) != len(two):
        raise ValueError("both methods measure the same subjects")
    return intraclass_correlation_of(np.column_stack([one, two]))


def intraclass_correlation_of(ratings: FloatArray) -> float:
    """Return ICC(2,1) of ratings, shape (subjects, raters); NaN for fewer than two subjects."""
    n, k = ratings.shape
    if n < 2:
        return float("nan")
    grand = ratings.mean()
    rows, columns = ratings.mean(axis=1), ratings.mean(axis=0)
    between_rows = k * float(((rows - grand) ** 2).sum()) / (n - 1)
    between_columns = n * float(((columns - grand) ** 2).sum()) / (k - 1)
    rest = ratings - rows[:, None] - columns[None, :] + grand
    error = float((rest**2).sum()) / ((n - 1) * (k - 1))
    total = between_rows + (k - 1) * error + k * (between_columns - error) / n
    return (between_rows - error) / total if total else float("nan")


def brier_score(probability: FloatArray, truth: IndexArray) -> float:
    """Return the mean squared distance of the probabilities from the truth, 0 (best) to 2.

    Parameters
    ----------
    probability : array, shape (n, classes)
    truth : array of int, shape (n,)
        The true class of each.
    """
    if not len(truth):
        return float("nan")
    ideal = np.eye(probability.shape[1])[truth]
    return float(np.mean(((probability - ideal) ** 2).sum(axis=1)))


@dataclass(frozen=True, slots=True)
class ReliabilityBin:
    """Answers whose stated probability lies in one bin."""

    stated: float
    right: float
    n: int


def reliability(
    stated: FloatArray, right: NDArray[np.bool_], bins: int = CALIBRATION_BINS
) -> tuple[ReliabilityBin, ...]:
    """Return, per bin of equal width over 0..1, the mean stated probability and share right."""
    which = np.minimum((stated * bins).astype(int), bins - 1)
    return tuple(
        ReliabilityBin(
            float(stated[which == b].mean()),
            float(right[which == b].mean()),
            int((which == b).sum()),
        )
        for b in range(bins)
        if (which == b).any()
    )


def calibration_error(
    stated: FloatArray, right: NDArray[np.bool_], bins: int = CALIBRATION_BINS
) -> float:
    """Return the expected calibration error: mean gap between stated and true share, 0..1.

    Notes
    -----
    Naeini, Cooper & Hauskrecht 2015, AAAI 29:2901.
    """
    if not len(stated):
        return float("nan")
    parts = reliability(stated, right, bins)
    return sum(part.n * abs(part.stated - part.right) for part in parts) / len(stated)


def bootstrap_interval(
    groups: Sequence[IndexArray],
    statistic: Callable[[IndexArray], float],
    *,
    seed: int = 0,
    resamples: int = RESAMPLES,
) -> tuple[float, float] | None:
    """Return the 95 % percentile interval of `statistic` over whole groups drawn anew.

    Parameters
    ----------
    groups : sequence of index arrays
        The rows of each runner: steps of one runner share their errors, so runners are drawn.
    statistic : callable
        From row indices (with repeats) to a number.

    Returns
    -------
    (float, float) or None
        None for fewer than three groups, or where the statistic is seldom defined.
    """
    if len(groups) < 3:
        return None
    rng = np.random.default_rng(seed)
    values = np.array(
        [
            statistic(
                np.concatenate([groups[g] for g in rng.integers(len(groups), size=len(groups))])
            )
            for _ in range(resamples)
        ]
    )
    known = values[np.isfinite(values)]
    if len(known) < 0.5 * resamples:
        return None
    low, high = np.percentile(known, [2.5, 97.5])
    return float(low), float(high)

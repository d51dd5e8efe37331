"""Agreement statistics against hand-worked and published examples."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from benchmarks.accuracy.statistics import (
    bootstrap_interval,
    brier_score,
    calibration_error,
    intraclass_correlation,
    intraclass_correlation_of,
    match_events,
    reliability,
    summarise_errors,
)
from gaitcheck.review.agreement import cohen_kappa

# Six targets rated by four judges: Shrout & Fleiss 1979, Psychol Bull 86:420, table 2.
SHROUT_FLEISS = np.array(
    [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]],
    dtype=float,
)


def test_icc_of_the_published_example() -> None:
    # Table 4 of the same paper: ICC(2,1) = .29.
    assert intraclass_correlation_of(SHROUT_FLEISS) == pytest.approx(0.2898, abs=1e-4)


def test_icc_counts_a_constant_difference_as_disagreement() -> None:
    one = np.arange(10.0)
    assert intraclass_correlation(one, one) == pytest.approx(1.0)
    # No residual is left: rows vary by the variance, columns by 3**2 / 2.
    shifted = intraclass_correlation(one, one + 3.0)
    variance = np.var(one, ddof=1)
    assert shifted == pytest.approx(variance / (variance + 4.5))


def test_icc_needs_two_subjects_and_equal_lengths() -> None:
    assert np.isnan(intraclass_correlation(np.array([1.0]), np.array([1.0])))
    with pytest.raises(ValueError, match="same subjects"):
        intraclass_correlation(np.zeros(2), np.zeros(3))


def test_kappa_by_hand() -> None:
    # 20 + 15 agree of 50; chance is .5: (.7 - .5) / .5.
    truth = np.array([0] * 25 + [1] * 25)
    answer = np.array([0] * 20 + [1] * 5 + [0] * 10 + [1] * 15)
    assert cohen_kappa(truth, answer) == pytest.approx(0.4)


def test_kappa_of_always_one_answer_is_zero_and_of_nothing_unknown() -> None:
    assert cohen_kappa(np.array([0, 0, 1, 2]), np.array([0, 0, 0, 0])) == pytest.approx(0.0)
    assert np.isnan(cohen_kappa(np.array([], dtype=np.intp), np.array([], dtype=np.intp)))
    assert np.isnan(cohen_kappa(np.array([0, 0]), np.array([0, 0])))


@given(
    arrays(np.intp, 12, elements=st.integers(0, 2)), arrays(np.intp, 12, elements=st.integers(0, 2))
)
def test_kappa_is_symmetric_and_at_most_one(
    one: np.ndarray[tuple[int], np.dtype[np.intp]], two: np.ndarray[tuple[int], np.dtype[np.intp]]
) -> None:
    kappa = cohen_kappa(one, two)
    assert np.isnan(kappa) or kappa <= 1.0 + 1e-12
    assert np.isnan(kappa) or kappa == pytest.approx(cohen_kappa(two, one))


def test_error_summary_by_hand_and_with_gaps() -> None:
    summary = summarise_errors(np.array([1.0, 3.0, np.nan]))
    assert (summary.bias, summary.n) == (2.0, 2)
    assert summary.sd == pytest.approx(np.sqrt(2.0))
    assert summary.rmse == pytest.approx(np.sqrt(5.0))
    assert summarise_errors(np.array([np.nan])).n == 0


def test_events_are_paired_one_to_one_and_nearest_in_total() -> None:
    truth, found = np.array([1.0, 2.0, 3.0]), np.array([0.95, 1.05, 2.9, 5.0])
    assert match_events(truth, found, 0.2) == [(0, 0), (2, 2)] or match_events(
        truth, found, 0.2
    ) == [(0, 1), (2, 2)]
    assert match_events(truth, np.array([]), 0.2) == []
    assert match_events(np.array([0.0, 0.1]), np.array([0.1, 0.2]), 0.1) == [(0, 0), (1, 1)]


@given(
    arrays(np.float64, st.integers(0, 8), elements=st.floats(0, 3)),
    arrays(np.float64, st.integers(0, 8), elements=st.floats(0, 3)),
)
def test_pairs_are_unique_and_within_tolerance(
    truth: np.ndarray[tuple[int], np.dtype[np.float64]],
    found: np.ndarray[tuple[int], np.dtype[np.float64]],
) -> None:
    pairs = match_events(truth, found, 0.15)
    assert len({i for i, _ in pairs}) == len({j for _, j in pairs}) == len(pairs)
    assert all(abs(truth[i] - found[j]) <= 0.15 for i, j in pairs)


def test_brier_and_calibration_by_hand() -> None:
    probability = np.array([[0.7, 0.2, 0.1], [0.0, 1.0, 0.0]])
    # .09 + .04 + .01 for the first, 0 for the second.
    assert brier_score(probability, np.array([0, 1])) == pytest.approx(0.07)
    stated, right = np.array([0.85, 0.85, 0.55, 0.55]), np.array([True, True, True, False])
    # Gaps of .15 and .05, half of the answers each.
    assert calibration_error(stated, right) == pytest.approx(0.10)
    bins = reliability(stated, right)
    assert [(b.n, b.right) for b in bins] == [(2, 0.5), (2, 1.0)]
    assert np.isnan(calibration_error(np.array([]), np.array([], dtype=bool)))


def test_a_certain_answer_falls_into_the_last_bin() -> None:
    assert reliability(np.array([1.0]), np.array([True]))[0].stated == 1.0


def test_the_interval_is_over_runners_and_needs_three() -> None:
    values = np.array([0.0, 0.0, 1.0, 1.0, 2.0, 2.0])
    groups = [np.array([0, 1]), np.array([2, 3]), np.array([4, 5])]
    interval = bootstrap_interval(groups, lambda rows: float(values[rows].mean()))
    assert interval is not None
    assert 0.0 <= interval[0] < 1.0 < interval[1] <= 2.0
    assert interval == bootstrap_interval(groups, lambda rows: float(values[rows].mean()))
    assert bootstrap_interval(groups[:2], lambda _: 1.0) is None
    assert bootstrap_interval(groups, lambda _: float("nan")) is None

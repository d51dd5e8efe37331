"""What more courage would cost."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.accuracy.caution import (
    calibration_by_chance,
    caution,
    courage,
    sharpened,
    stated_and_right,
)
from benchmarks.accuracy.compare import score_run
from benchmarks.accuracy.figures import UNSURE, StepTable, step_table
from benchmarks.accuracy.results import set_result
from benchmarks.accuracy.sets import METHODS, Run
from gaitcheck.gait.strike import SURE_ENOUGH
from tests.benchmarks.test_accuracy_targets import answer, truth


def table_of(stated: list[float], right: list[bool], runners: int = 1) -> StepTable:
    """Return steps of which heel is the likeliest strike, labelled as the engine labels."""
    likely = np.array(stated)
    run = truth()
    empty = step_table([score_run(run, answer(run))])
    n = len(likely)
    sure = likely >= SURE_ENOUGH
    return dataclasses.replace(
        empty,
        probability=np.column_stack([likely, (1 - likely) / 2, (1 - likely) / 2]),
        truth=np.where(right, 0, 1).astype(np.intp),
        likeliest=np.zeros(n, dtype=np.intp),
        label=np.where(sure, 0, UNSURE).astype(np.intp),
        near=np.arange(n) % 2 == 0,
        runners=tuple(np.array_split(np.arange(n), runners)),
    )


def test_lower_limits_label_more_steps_and_more_of_them_wrongly() -> None:
    table = table_of([0.95, 0.85, 0.72, 0.65], [True, True, False, True])
    assert (courage(table, SURE_ENOUGH).labelled, courage(table, SURE_ENOUGH).wrong) == (0.5, 0.0)
    assert (courage(table, 0.7).labelled, courage(table, 0.7).wrong) == (0.75, 0.25)
    assert courage(table, 0.9).labelled == 0.25


def test_what_had_another_reason_stays_unsure() -> None:
    table = table_of([0.95, 0.85], [True, True])
    doubted = dataclasses.replace(table, label=np.array([0, UNSURE], dtype=np.intp))
    assert courage(doubted, 0.6).labelled == 0.5


@given(st.floats(0.34, 0.99), st.floats(1.1, 4))
def test_sharper_probabilities_name_the_same_strike(stated: float, power: float) -> None:
    plain = np.array([[stated, 0.6 * (1 - stated), 0.4 * (1 - stated)]])
    surer = sharpened(plain, power)
    assert surer.sum() == pytest.approx(1.0)
    assert surer.argmax() == plain.argmax()
    assert surer.max() > plain.max()
    assert sharpened(plain, 1.0) == pytest.approx(plain)


def test_exact_probabilities_of_few_feet_show_an_error_by_chance() -> None:
    stated = list(np.linspace(0.5, 0.99, 400))
    few, many = (
        calibration_by_chance(table_of(stated, [True] * 400, runners)) for runners in (4, 100)
    )
    assert few[0] > 2 * many[0]
    assert few[0] < few[1]
    certain = calibration_by_chance(table_of([1.0] * 20, [True] * 20))
    assert certain == (0.0, 0.0)


def test_what_was_stated_and_what_was_right() -> None:
    run = truth()
    stated, right = stated_and_right([score_run(run, answer(run))], read=True)
    assert 0.3 < stated <= 1.0
    assert right == 1.0
    assert np.isnan(stated_and_right([score_run(run, answer(run))], read=False)).all()


def test_the_section_has_a_column_for_each_set() -> None:
    run = truth()
    part = set_result(
        "held_out", "rendered, held-out", [Run(run, dict.fromkeys(METHODS, answer(run)))]
    )
    words = caution([part])
    assert "held-out: labelled" in words
    assert "| from 80 % (as it is) | 100 % | 0.0 % |" in words
    assert "nan" not in words
    assert caution([]) == ""

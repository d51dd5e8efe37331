"""The best that any labeller could do, given the error of its angles."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.accuracy.ceiling import (
    ceiling,
    ceiling_rows,
    contact_time_parts,
    labelled_and_wrong,
)
from benchmarks.accuracy.compare import score_run
from gaitcheck.gait.strike import SURE_ENOUGH
from gaitcheck.model import HEEL_ABOVE
from tests.benchmarks.test_accuracy_targets import answer, truth


def test_exact_angles_label_every_step() -> None:
    best = ceiling(np.array([-10.0, 3.0, 15.0]), 1e-6)
    assert best.labelled == pytest.approx(1.0)
    assert best.wrong == 0.0
    assert best.kappa == pytest.approx(1.0)
    assert best.least_recall == pytest.approx(1.0)


def test_on_a_border_half_the_steps_at_most_can_be_labelled() -> None:
    # Only readings that are sure enough of one side of the border are labelled, half of them wrong.
    best = ceiling(np.full(50, HEEL_ABOVE), 1.0)
    labelled = 2 * (1 - SURE_ENOUGH)
    assert best.labelled == pytest.approx(labelled, abs=0.02)
    # However sure of a reading far from the border: the truth lies on it.
    assert best.careful < 0.03
    assert best.wrong == pytest.approx(labelled / 2, abs=0.02)


def test_the_larger_the_error_the_lower_the_ceiling() -> None:
    angles = np.linspace(-15, 25, 81)
    bests = [ceiling(angles, error) for error in (0.5, 1.0, 2.0, 4.0)]
    assert [b.labelled for b in bests] == sorted((b.labelled for b in bests), reverse=True)
    assert [b.careful for b in bests] == sorted((b.careful for b in bests), reverse=True)
    assert [b.kappa for b in bests] == sorted((b.kappa for b in bests), reverse=True)


def test_the_rows_are_of_the_clips_of_the_aims() -> None:
    run = truth()
    assert ceiling_rows([]) == []
    rows = ceiling_rows([score_run(run, answer(run))])
    assert rows[0][:3] == ["0.5 degrees", "100 %", "0.0 %"]


def test_what_gaitcheck_labels_itself() -> None:
    run = truth()
    labelled, wrong = labelled_and_wrong([score_run(run, answer(run))])
    assert labelled == 1.0
    assert wrong == 0.0


def test_contact_time_is_taken_apart() -> None:
    run = truth()
    contact, toe_off = contact_time_parts([score_run(run, answer(run, late_s=0.02))])
    assert contact == pytest.approx(20.0)
    assert toe_off == pytest.approx(0.0)

"""Two short sample clips end to end against their exact truth."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from benchmarks.accuracy.answers import answer_of
from benchmarks.accuracy.compare import RunScore, score_run
from benchmarks.accuracy.truth import read_truth, truth_path
from benchmarks.places import SAMPLES
from gaitcheck import analyze
from gaitcheck.store.result import read_analysis
from tests.end_to_end.command import SAMPLE, analysed_sample

pytestmark = pytest.mark.slow

# Tolerances: about three times the error measured when the test was written (docs/accuracy.md).
CONTACT_RMSE_MS = 20.0
CONTACT_WORST_MS = 45.0
FOOT_ANGLE_DEG = 6.0
CADENCE_SPM = 1.0


@cache
def scored(name: str) -> RunScore:
    clip = SAMPLES / f"{name}.mp4"
    truth = read_truth(truth_path(clip))
    # What the command has written of the one sample is there already.
    written = analysed_sample().results / "analysis.json" if clip.stem == SAMPLE.stem else None
    analysis = analyze(clip) if written is None else read_analysis(written)
    return score_run(truth, answer_of(analysis, truth.slow_motion))


def test_a_heel_striker_is_called_so() -> None:
    assert scored("heel_treadmill_left").answer.verdict == "heel"
    labels = {pair.found.strike for pair in scored("heel_treadmill_left").pairs}
    assert labels <= {"heel", "unsure"}


def test_contacts_are_found_in_time() -> None:
    score = scored("heel_treadmill_left")
    # The first or last contact may lie outside the strides that the cycle covers.
    assert score.missed <= 1
    assert score.extra == 0
    errors = np.array([1000 * (p.found.contact_s - p.true.contact_s) for p in score.pairs])
    assert np.sqrt(np.mean(errors**2)) < CONTACT_RMSE_MS
    assert np.abs(errors).max() < CONTACT_WORST_MS


def test_angle_and_cadence() -> None:
    score = scored("heel_treadmill_left")
    assert len(score.foot_angles) == 2
    for true, found, _ in score.foot_angles:
        assert found == pytest.approx(true, abs=FOOT_ANGLE_DEG)
    assert score.answer.cadence_spm == pytest.approx(score.truth.cadence_spm, abs=CADENCE_SPM)


@pytest.mark.long
def test_a_front_view_is_refused() -> None:
    score = scored("front_view")
    assert score.answer.refused
    assert score.answer.verdict == "unsure"
    assert all(step.strike == "unsure" for step in score.answer.steps)

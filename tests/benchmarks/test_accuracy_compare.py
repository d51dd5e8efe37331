"""Scoring of answers against truth, and the figures made of it."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from benchmarks.accuracy.answers import Answer, FoundStep
from benchmarks.accuracy.compare import RunScore, score_run
from benchmarks.accuracy.figures import confusion, run_figures, step_figures, verdict_outcome
from benchmarks.accuracy.truth import TrueStep, Truth, commonest, strike_of
from gaitcheck.model import Side, Strike


def true_step(side: Side, at: float, angle: float = 15.0) -> TrueStep:
    return TrueStep(side, at, at + 0.25, angle, strike_of(angle))


def found_step(side: Side, at: float, angle: float = 15.0, strike: Strike = "heel") -> FoundStep:
    return FoundStep(side, at, at + 0.30, angle, strike, strike, (0.9, 0.05, 0.05))


def truth_of(*steps: TrueStep, runner: str = "one") -> Truth:
    return Truth(runner, runner, steps, "left", 170.0, 1.0, 3.0, True)


def answer_of(*steps: FoundStep, verdict: str = "heel") -> Answer:
    return Answer(
        steps=steps,
        verdict=verdict,  # type: ignore[arg-type]
        confidence=0.9,
        refused=(),
        cadence_spm=172.0,
        foot_angle_deg={"left": 17.0},
        foot_contact_s={"left": 0.30},
        foot_interval_deg={"left": (14.0, 20.0), "right": (5.0, 9.0)},
    )


def scored() -> RunScore:
    truth = truth_of(
        true_step("left", 0.02),  # at the border: not counted
        true_step("left", 1.0, 15.0),
        true_step("right", 1.4, 2.0),
        true_step("left", 1.8, 13.0),
    )
    answer = answer_of(
        found_step("left", 1.02, 18.0),
        found_step("right", 1.38, 9.0),
        found_step("right", 2.4),
    )
    return score_run(truth, answer)


def test_missed_and_extra_contacts_away_from_the_ends() -> None:
    score = scored()
    assert (score.true_contacts, score.missed, score.extra) == (3, 1, 1)
    assert [(pair.true.contact_s, pair.near) for pair in score.pairs] == [(1.0, True), (1.4, False)]
    ((true, found, near),) = score.foot_angles
    assert true == pytest.approx((15 + 15 + 13) / 3)
    assert (found, near) == (17.0, True)


def test_an_interval_holds_the_true_mean_or_not() -> None:
    assert scored().foot_within == (True, False)  # 14.3 in 14 to 20; 2.0 not in 5 to 9


def test_a_foot_is_never_paired_with_the_other_one() -> None:
    score = score_run(truth_of(true_step("left", 1.0)), answer_of(found_step("right", 1.0)))
    assert not score.pairs
    assert (score.missed, score.extra) == (1, 1)


def test_figures_by_hand() -> None:
    figures = step_figures([scored()])
    assert figures["contact_bias_ms"].value == pytest.approx(0.0, abs=1e-9)
    assert figures["contact_rmse_ms"].value == pytest.approx(20.0)
    assert figures["contact_time_bias_ms"].value == pytest.approx(50.0)
    assert figures["angle_near_bias_deg"].value == pytest.approx(3.0)
    assert figures["angle_far_rmse_deg"].value == pytest.approx(7.0)
    assert figures["coverage"].value == 1.0
    assert figures["right"].value == figures["confidently_wrong"].value == 0.5
    assert figures["recall_midfoot"].value == 0.0
    assert figures["recall_toe"].n == 0
    assert np.isnan(figures["recall_toe"].value)
    assert figures["calibration_error"].value == pytest.approx(0.4)
    assert figures["angle_midfoot_bias_deg"].value == pytest.approx(7.0)
    assert confusion([scored()]).tolist() == [[1, 0, 0, 0], [1, 0, 0, 0], [0, 0, 0, 0]]
    # One runner: no interval.
    assert figures["right"].low is None


def test_unsure_steps_are_neither_right_nor_wrong() -> None:
    unsure = dataclasses.replace(found_step("left", 1.0), strike="unsure")
    figures = step_figures([score_run(truth_of(true_step("left", 1.0)), answer_of(unsure))])
    assert figures["coverage"].value == figures["right"].value == 0.0
    assert figures["confidently_wrong"].value == 0.0
    assert figures["recall_heel_forced"].value == 1.0
    assert np.isnan(figures["kappa3"].value)


def test_run_figures_and_outcomes() -> None:
    heel = truth_of(true_step("left", 1.0), true_step("right", 1.4))
    right = score_run(heel, answer_of(found_step("left", 1.0), found_step("right", 1.4)))
    unsure = score_run(heel, answer_of(verdict="unsure"))
    wrong = score_run(heel, answer_of(verdict="toe"))
    assert [verdict_outcome(s) for s in (right, unsure, wrong)] == ["right", "unsure", "wrong"]
    figures = run_figures([right, unsure, wrong])
    assert figures["missed_share"].value == pytest.approx(4 / 6)
    assert figures["cadence_bias_spm"].value == pytest.approx(2.0)
    assert figures["verdict_wrong"].value == pytest.approx(1 / 3)
    assert figures["foot_contact_bias_ms"].value == pytest.approx(50.0)


def test_the_true_verdict() -> None:
    heel, toe = true_step("left", 1.0), true_step("right", 1.4, -5.0)
    assert truth_of(heel, toe).verdict == "mixed"
    assert truth_of(heel, true_step("right", 1.4)).verdict == "heel"
    assert truth_of(heel).verdict is None
    assert commonest([]) is None
    assert [strike_of(a) for a in (8.1, 8.0, -1.6, -1.7)] == ["heel", "midfoot", "midfoot", "toe"]

"""The aims: which clips they speak of, and when one counts as reached."""

from __future__ import annotations

from dataclasses import replace

import pytest

from benchmarks.accuracy.answers import Answer, FoundStep
from benchmarks.accuracy.compare import score_run
from benchmarks.accuracy.targets import TARGETS, Target, of_rate, target_rows
from benchmarks.accuracy.truth import TrueStep, Truth
from gaitcheck.model import SIDES

ANGLES = {"heel": 15.0, "midfoot": 3.0, "toe": -8.0}


def truth(name: str = "one", strides: int = 12, stance_s: float = 0.25) -> Truth:
    steps = tuple(
        TrueStep(side, t, t + stance_s, ANGLES[strike], strike)
        for k in range(strides)
        for side, t in (("left", 0.2 + 0.7 * k), ("right", 0.55 + 0.7 * k))
        for strike in (("heel", "midfoot", "toe")[k % 3],)
    )
    return Truth(name, name, steps, "left", 171.4, 1.0, 0.7 * strides + 0.5, True)


def answer(run: Truth, *, late_s: float = 0.0, more_deg: float = 0.0) -> Answer:
    found = tuple(
        FoundStep(
            s.side,
            s.contact_s + late_s,
            s.toe_off_s,
            s.angle_deg + more_deg,
            s.strike,
            s.strike,
            tuple(float(s.strike == k) for k in ANGLES),
        )
        for s in run.steps
    )
    contact = dict.fromkeys(SIDES, run.steps[0].toe_off_s - run.steps[0].contact_s - late_s)
    return Answer(found, run.verdict or "unsure", 1.0, (), 171.4, {}, contact)


def test_an_answer_that_is_the_truth_reaches_every_aim() -> None:
    runs = [
        score_run(t, answer(t))
        for t in (
            truth("slow"),
            replace(truth("fast", stance_s=0.3), fps=120.0),
        )
    ]
    outcomes = {row[0]: row[3] for row in target_rows([runs])}
    assert set(outcomes.values()) == {"yes"}
    assert len(outcomes) == len(TARGETS)


def test_errors_miss_the_aims_that_they_concern() -> None:
    run = truth()
    outcomes = {r[0]: r[3] for r in target_rows([[score_run(run, answer(run, late_s=0.02))]])}
    assert outcomes["contact of a near step, 30/s: RMSE, ms"] == "no"
    assert outcomes["mean contact of a near foot, 30/s: RMSE, ms"] == "no"
    assert outcomes["contact time of a near foot, 30/s: RMSE, ms"] == "no"
    assert outcomes["angle of a step, near foot, 30/s: RMSE, degrees"] == "yes"
    outcomes = {r[0]: r[3] for r in target_rows([[score_run(run, answer(run, more_deg=2.5))]])}
    assert outcomes["angle of a step, near foot, 30/s: RMSE, degrees"] == "no"
    assert outcomes["angle of a step, far foot, 30/s: RMSE, degrees"] == "yes"


@pytest.mark.parametrize(
    "other",
    [
        replace(truth(), yaw_deg=-14.0),
        replace(truth(), usable=False),
        truth(strides=9),
    ],
    ids=["oblique", "unusable", "short"],
)
def test_the_aims_leave_out_other_clips(other: Truth) -> None:
    assert of_rate([score_run(other, answer(other))], "") == []


def test_the_rate_chooses_the_clips() -> None:
    runs = [score_run(t, answer(t)) for t in (replace(truth(), fps=f) for f in (30.0, 60.0, 240.0))]
    assert [run.truth.fps for run in of_rate(runs, "30")] == [30.0]
    assert [run.truth.fps for run in of_rate(runs, "120")] == [240.0]
    assert len(of_rate(runs, "")) == 3


def test_a_figure_that_is_not_there_is_not_reached() -> None:
    aim = Target("nothing", lambda runs: float("nan"), 1.0)  # noqa: ARG005
    assert aim.reached(float("nan")) == "not measured"
    assert aim.write(float("nan")) == "–"
    assert (aim.reached(1.0), aim.reached(1.1)) == ("yes", "no")

"""From angles to verdicts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gaitcheck.gait.measure import GaitMeasure, measure_gait
from gaitcheck.gait.sole import SoleLanding
from gaitcheck.gait.strike import Angle
from gaitcheck.gait.touchdown import Touchdown
from gaitcheck.gait.two_feet import alone_confidence, judge_feet
from gaitcheck.gait.verdict import judge_clip, label_steps, summarise_sides
from gaitcheck.judging import measure_observed
from gaitcheck.model import Side, SideResult, Strike, Verdict
from gaitcheck.words.reasons import say_doubts, say_reason
from tests.gait.synthetic import Runner, landmarks_of
from tests.observations import observed

THIRDS: dict[Strike, float] = {"heel": 1 / 3, "midfoot": 1 / 3, "toe": 1 / 3}


def verdict_of(gait: GaitMeasure) -> Verdict:
    found = judge_clip(gait, summarise_sides(gait, (), 1.0))
    return Verdict(found.strike, found.confidence, say_reason(found.reason))


@pytest.mark.parametrize(("angle", "strike"), [(20.0, "heel"), (3.0, "midfoot"), (-12.0, "toe")])
def test_a_clear_runner(angle: float, strike: str) -> None:
    verdict = verdict_of(measure_observed(observed(angle, angle)))
    assert verdict.strike == strike
    assert verdict.confidence >= 0.8


def test_two_steps_are_enough_where_shoe_and_sole_say_the_same() -> None:
    gait = measure_observed(observed(20.0, 20.0))
    sole = SoleLanding(
        Angle(19.0, 2.0, 2.0, source="sole"), 0.0, 0.01, {0: Touchdown(0.0, 0.01, 19.0, 2.0, 8)}
    )

    def seldom_seen(sole: SoleLanding | None) -> GaitMeasure:
        sides = {
            side: replace(
                measure,
                looks=12,
                steps=measure.steps[:2],
                step_angles=measure.step_angles[:2],
                sole=sole,
            )
            for side, measure in gait.sides.items()
        }
        return replace(gait, sides=sides)

    alone = verdict_of(seldom_seen(None))
    assert (alone.strike, alone.reason) == (
        "unsure",
        "Too few contacts were seen clearly enough to judge.",
    )
    assert {step.strike for step in label_steps(seldom_seen(None), ())} == {"unsure"}
    both = seldom_seen(sole)
    assert verdict_of(both).strike == "heel"
    assert {step.strike for step in label_steps(both, ())} == {"heel"}


def foot(strike: Strike, angle: float, spread: float, **shares: float) -> SideResult:
    interval = (angle - 2 * spread, angle + 2 * spread)
    probability: dict[Strike, float] = {"heel": 0.01, "midfoot": 0.01, "toe": 0.01} | shares  # type: ignore[assignment,operator]
    return SideResult(
        strike, probability[strike], 7, angle, interval, 0.25, probability=probability
    )


def test_feet_that_seldom_differ_are_mixed_only_where_both_are_sure() -> None:
    """Half behind a chain one foot of a heel striker was read to +2 degrees: midfoot, .87."""
    right = foot("heel", 16.4, 3.1, heel=0.98)
    sure = judge_feet({"left": foot("midfoot", 2.0, 2.3, midfoot=0.98), "right": right})
    doubtful = foot("midfoot", 2.0, 2.3, midfoot=0.87, heel=0.08, toe=0.05)
    half = judge_feet({"left": doubtful, "right": right})
    assert sure is not None
    assert (sure.strike, half and half.strike) == ("mixed", "unsure")
    assert 0.85 < sure.confidence < 0.98


@pytest.mark.parametrize("right", [0.9, 0.95])
def test_both_feet_are_as_sure_as_the_less_sure_one(right: float) -> None:
    feet = {"left": foot("toe", -8.0, 2.0, toe=0.93), "right": foot("toe", -8.0, 2.0, toe=right)}
    judged = judge_feet(feet)  # type: ignore[arg-type]
    assert judged is not None
    assert (judged.strike, judged.confidence) == ("toe", min(right, 0.93))


def test_clearly_different_feet_are_mixed() -> None:
    verdict = verdict_of(measure_observed(observed(20.0, -12.0)))
    assert verdict.strike == "mixed"
    assert "left" in verdict.reason
    assert "right" in verdict.reason


@pytest.mark.parametrize("angle", [-12.0, 3.0, 9.0, 18.0, 34.0])
def test_landmarks_alone_never_decide_and_say_so(angle: float) -> None:
    """They are as steady for a foot that something hides."""
    runner = Runner(left_angle=angle, right_angle=angle, noise_px=1.0)
    gait = measure_gait(landmarks_of(runner))
    verdict = verdict_of(gait)
    assert verdict.strike == "unsure"
    assert "shoes could not be followed" in verdict.reason
    for side in summarise_sides(gait, (), 1.0).values():
        assert side.strike == "unsure"
        assert side.foot_strike_angle_deg is None
        assert side.foot_strike_angle_ci95_deg is None
    for step in label_steps(gait, ()):
        assert step.strike == "unsure"
        assert step.foot_strike_angle_deg is None


@pytest.mark.parametrize("strike", ["heel", "midfoot", "toe"])
@pytest.mark.parametrize("near", ["left", "right"])
def test_the_far_foot_alone_speaks_only_for_the_usual_landing(strike: Strike, near: Side) -> None:
    sides = {
        "left": SideResult(strike, 0.95, 10, 20.0, (17.0, 23.0), angle_source="shoe"),
        "right": SideResult("unsure", 0.0, 10),
    }
    verdict = judge_feet(sides, near=near)
    assert verdict is not None
    if near == "right" and strike != "heel":
        assert verdict.strike == "unsure"
        assert verdict.reason.code == "nearer_not_judged"
    else:
        assert verdict.strike == strike


@pytest.mark.parametrize("angle", [-12.0, -2.0, 3.0, 9.0, 20.0])
def test_heel_and_toe_strikers_are_never_taken_for_each_other(angle: float) -> None:
    strike = verdict_of(measure_observed(observed(angle, angle))).strike
    assert (
        strike
        in {
            -12.0: {"toe"},
            -2.0: {"toe", "midfoot", "unsure"},
            3.0: {"midfoot"},
            9.0: {"heel", "midfoot", "unsure"},
            20.0: {"heel"},
        }[angle]
    )


def test_two_blurred_contacts_are_not_enough() -> None:
    gait = measure_gait(landmarks_of(Runner(left_angle=20.0, right_angle=20.0, seconds=1.3)))
    verdict = verdict_of(gait)
    assert verdict.strike == "unsure"


def test_steps_are_ordered_numbered_and_explained() -> None:
    gait = measure_gait(landmarks_of(Runner(left_angle=20.0, right_angle=9.0)))
    steps = label_steps(gait, ())
    assert [step.index for step in steps] == list(range(len(steps)))
    times = [step.contact_time_s for step in steps]
    assert times == sorted(times)
    assert [step.side for step in steps[:4]] in (
        ["left", "right", "left", "right"],
        ["right", "left", "right", "left"],
    )
    for step in steps:
        assert (step.strike == "unsure") == bool(step.unsure_because)
        assert step.toe_off_time_s is None or step.toe_off_time_s > step.contact_time_s


def test_a_lone_foot_speaks_for_both_the_less_the_rarer_its_strike_is_on_both() -> None:
    heel, toe = (alone_confidence(strike, 0.95, None) for strike in ("heel", "toe"))
    assert toe < 0.8 < heel < 0.95
    seen = [alone_confidence("toe", 0.95, same) for same in (0.5, 0.7, 0.9, 1.0)]
    assert seen == sorted(seen)
    assert seen[0] == pytest.approx(0.95 * 0.8)
    assert seen[-1] == pytest.approx(0.95)


@pytest.mark.parametrize(
    ("angle", "said"),
    [
        (Angle(7.5, 3.0, 3.0, source="sole"), "the border between heel and midfoot"),
        (Angle(-2.0, 2.0, 2.0, source="sole"), "the border between midfoot and toe"),
        # It may lie anywhere: that its middle lies near a border says nothing.
        (Angle(-1.0, 8.0, 8.0, source="sole"), "to within about 16 degrees"),
        (Angle(15.0, 9.0, 9.0, source="sole"), "to within about 18 degrees"),
        (
            Angle(20.0, 3.0, 3.0, source="sole", misread=0.4, if_misread=THIRDS),
            "do not agree well enough",
        ),
    ],
)
def test_the_reason_for_no_label_is_the_true_one(angle: Angle, said: str) -> None:
    gait = measure_gait(landmarks_of(Runner()))
    sides = {
        side: replace(measure, angle=angle, step_angles=(angle,) * len(measure.steps))
        for side, measure in gait.sides.items()
    }
    gait = replace(gait, sides=sides)
    verdict = verdict_of(gait)
    assert verdict.strike == "unsure"
    assert said in verdict.reason
    steps = label_steps(gait, ())
    assert all(said in reason for step in steps for reason in say_doubts(step).unsure_because)

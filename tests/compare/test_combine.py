"""One run from both sides: each foot from near, and what is refused."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from gaitcheck.compare import CombinedRun, CombineError, combine_sides
from gaitcheck.gait.two_feet import alone_confidence
from gaitcheck.model import Analysis, Metric, SideResult, Strike, View
from gaitcheck.store.serialize import from_dict
from tests.compare.examples import (
    figures,
    foot,
    in_the_first_contract,
    measured,
    noted,
    runs,
    with_foot,
)
from tests.examples import make_stepless_analysis

UNSURE = SideResult("unsure", 0.0, 4, 7.0, (3.0, 11.0), 0.25)


def from_left(**changes: object) -> Analysis:
    return measured("heel", near="left", clip="one", **changes)


def from_right(**changes: object) -> Analysis:
    return measured("heel", near="right", clip="other", **changes)


def test_each_foot_comes_from_the_clip_in_which_it_is_near() -> None:
    left = from_left(metrics=figures(0.1))
    right = from_right(metrics=figures(0.2))
    left = with_foot(left, "left", foot("heel", 0.9))
    right = with_foot(right, "right", foot("heel", 0.8))
    run = combine_sides(left, right)
    assert run.sides["left"] is left.sides["left"]
    assert run.sides["right"] is right.sides["right"]
    assert run.sources == {"left": left, "right": right}
    assert run.metrics["contact_time_left"] == left.metrics["contact_time_left"]
    assert run.metrics["contact_time_right"] == right.metrics["contact_time_right"]
    own = [run.metrics[f"contact_time_{side}"].value for side in ("left", "right")]
    difference = run.metrics["contact_time_difference"].value
    assert own[0] is not None
    assert own[1] is not None
    assert difference == pytest.approx(own[0] - own[1])


def test_what_has_no_side_comes_from_the_clip_that_knows_it_better() -> None:
    sharp, vague = figures(0.1, half=0.01), figures(0.2, half=0.2)
    run = combine_sides(from_left(metrics=vague), from_right(metrics=sharp))
    assert run.metrics["trunk_lean"] == sharp["trunk_lean"]
    gone = vague | {"trunk_lean": Metric(None, "deg")}
    run = combine_sides(from_left(metrics=gone), from_right(metrics=vague))
    assert run.metrics["trunk_lean"] == vague["trunk_lean"]


def test_both_feet_are_no_surer_than_each() -> None:
    left = with_foot(from_left(), "left", foot("heel", 0.9))
    right = with_foot(from_right(), "right", foot("heel", 0.8))
    verdict = combine_sides(left, right).verdict
    assert verdict.strike == "heel"
    assert verdict.confidence == pytest.approx(0.72)
    assert "each filmed from its own side" in verdict.reason


def test_feet_that_land_in_different_ways_are_mixed() -> None:
    right = with_foot(with_foot(from_right(), "right", foot("toe", 0.9)), "left", foot("heel"))
    left = with_foot(from_left(), "right", foot("toe"))
    verdict = combine_sides(left, right).verdict
    assert verdict.strike == "mixed"
    assert "left foot lands on the heel" in verdict.reason
    assert "right one on the toes" in verdict.reason


def test_feet_that_differ_by_less_than_the_uncertainty_stay_unsure() -> None:
    border = SideResult("midfoot", 0.8, 4, 6.0, (-10.0, 22.0), 0.25)
    left = with_foot(from_left(), "right", UNSURE)
    right = with_foot(from_right(), "right", border)
    verdict = combine_sides(left, right).verdict
    assert verdict.strike == "unsure"
    assert "less than the uncertainty" in verdict.reason


def test_clips_that_contradict_each_other_about_a_foot_make_it_unsure() -> None:
    left = with_foot(from_left(), "right", foot("toe"))
    run = combine_sides(left, from_right())
    assert run.sides["right"].strike == "unsure"
    assert run.verdict.strike == "unsure"
    assert run.disputed == (run.verdict.reason,)
    assert "disagree about the right foot" in run.verdict.reason


def test_clips_that_contradict_each_other_about_both_feet_may_show_two_runs() -> None:
    right = with_foot(with_foot(from_right(), "right", foot("toe")), "left", foot("toe"))
    run = combine_sides(from_left(), right)
    assert [result.strike for result in run.sides.values()] == ["unsure", "unsure"]
    assert run.verdict.strike == "unsure"
    assert "may show two different runs" in run.verdict.reason
    assert len(run.disputed) == 2
    assert run.verdict.reason not in run.disputed


def test_a_foot_that_lands_one_way_at_two_angles_may_be_another_runners() -> None:
    near = from_left()
    agrees = near.sides["left"]
    steeper = replace(agrees, foot_strike_angle_deg=40.0, foot_strike_angle_ci95_deg=(38.0, 42.0))
    run = combine_sides(near, with_foot(from_right(), "left", steeper))
    assert run.sides["left"].strike == "heel"
    assert run.disputed == ()
    (said,) = run.differing
    assert "left foot's angle differs" in said
    assert "+40 degrees" in said
    assert combine_sides(near, with_foot(from_right(), "left", agrees)).differing == ()


@pytest.mark.parametrize("kept", [True, False], ids=["in memory", "first contract"])
def test_one_sure_foot_speaks_alone_only_when_the_other_does_not_object(kept: bool) -> None:
    doubtful = told if kept else read_from_the_first_contract
    mild = doubtful({"heel": 0.8, "midfoot": 0.15, "toe": 0.05})
    verdict = combine_sides(from_left(), mild).verdict
    assert verdict.strike == "heel"
    assert verdict.confidence == pytest.approx(alone_confidence("heel", 0.95, 0.8), abs=0.001)
    against = doubtful({"heel": 0.1, "midfoot": 0.6, "toe": 0.3})
    verdict = combine_sides(from_left(), against).verdict
    assert verdict.strike == "unsure"
    assert "land differently" in verdict.reason
    hesitant = with_foot(from_left(), "left", foot("heel", 0.82))
    assert combine_sides(hesitant, mild).verdict.strike == "unsure"


def told(probability: dict[Strike, float]) -> Analysis:
    """An unsure right foot, whose shoe shows this."""
    return with_foot(
        from_right(), "right", replace(UNSURE, probability=probability, angle_source="shoe")
    )


def read_from_the_first_contract(probability: dict[Strike, float]) -> Analysis:
    """The same as the first contract kept it: what the steps say, not what the shoe does."""
    analysis = told(probability)
    steps = tuple(
        replace(step, probability=probability, foot_strike_angle_deg=7.0)
        if step.side == "right"
        else step
        for step in analysis.steps
    )
    return from_dict(in_the_first_contract(replace(analysis, steps=steps)))


def test_landmarks_alone_object_only_when_they_say_something_else_outright() -> None:
    right = told({"heel": 0.4, "midfoot": 0.5, "toe": 0.1})
    assert combine_sides(from_left(), right).verdict.strike == "unsure"
    pose = replace(right.sides["right"], angle_source="landmarks")
    assert combine_sides(from_left(), with_foot(right, "right", pose)).verdict.strike == "heel"
    outright = replace(pose, probability={"heel": 0.2, "midfoot": 0.7, "toe": 0.1})
    verdict = combine_sides(from_left(), with_foot(right, "right", outright)).verdict
    assert verdict.strike == "unsure"


def test_two_unsure_feet_stay_unsure() -> None:
    left = with_foot(from_left(), "left", UNSURE)
    right = with_foot(from_right(), "right", UNSURE)
    assert combine_sides(left, right).verdict.strike == "unsure"


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        (from_left(), from_left(), "same clip"),
        (from_left(), measured("heel", near="left", clip="other"), "runner's left side"),
        (from_left(), from_right(view=View("side")), "not known which side"),
        (from_left(), from_right(cadence_spm=200.0), "too far apart for one run"),
        (from_left(), from_right(cadence_spm=None), "cadence of one clip is not known"),
        (from_left(), noted(from_right(), "slow_motion_uncertain"), "State the factor"),
        (from_left(), noted(from_right(), "walking", "blocker"), "cannot be judged"),
        (from_left(), make_stepless_analysis(), "cannot be judged"),
    ],
)
def test_what_is_no_run_from_both_sides_is_refused(
    one: Analysis, other: Analysis, said: str
) -> None:
    with pytest.raises(CombineError, match=said):
        combine_sides(one, other)
    with pytest.raises(CombineError, match=said):
        combine_sides(other, one)


def test_cadences_of_one_run_may_differ_a_little() -> None:
    run = combine_sides(from_left(cadence_spm=166.0), from_right(cadence_spm=170.0))
    assert run.cadence_spm == pytest.approx(168.0)


@settings(max_examples=80, deadline=None)
@given(runs(), runs("other"))
def test_the_order_of_the_clips_does_not_matter(one: Analysis, other: Analysis) -> None:
    there, back = outcome(one, other), outcome(other, one)
    assert there == back
    if isinstance(there, CombinedRun):
        near = [there.sides[side] for side in ("left", "right")]
        assert there.verdict.confidence <= max(result.confidence for result in near)


def outcome(one: Analysis, other: Analysis) -> CombinedRun | str:
    try:
        return combine_sides(one, other)
    except CombineError as error:
        return str(error)

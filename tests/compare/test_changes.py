"""Comparing two analyses: what is called a change, and what cannot be compared."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gaitcheck.compare import Change, Comparison, compare_analyses
from gaitcheck.compare.quantities import Z
from gaitcheck.gait.metrics import DEFINITIONS
from gaitcheck.model import NO_STEPS, SIDES, Analysis, ClipOptions, Metric, SideResult, View
from tests.compare.examples import figures, foot, measured, noted, runs, with_foot
from tests.report.strategies import analyses


def of(comparison: Comparison, key: str) -> Change:
    (found,) = (change for change in comparison.changes if change.key == key)
    return found


def test_there_is_a_row_for_each_metric_and_side() -> None:
    keys = [change.key for change in compare_analyses(measured(), measured()).changes]
    assert len(keys) == len(set(keys))
    for definition in DEFINITIONS:
        wanted = (
            [definition.name]
            if definition.whole is not None
            else [f"{definition.name}_{side}" for side in SIDES]
        )
        assert set(wanted) <= set(keys)
    for side in SIDES:
        assert {f"share_{s}_{side}" for s in ("heel", "midfoot", "toe")} <= set(keys)


def test_the_detectable_change_joins_both_standard_errors() -> None:
    before = measured(metrics={"cadence": Metric(168.0, "steps/min", 165.0, 171.0, 9)})
    after = measured(metrics={"cadence": Metric(173.1, "steps/min", 169.1, 177.1, 9)})
    change = of(compare_analyses(before, after), "cadence")
    assert change.mdc == pytest.approx(Z * math.hypot(3.0 / Z, 4.0 / Z)) == pytest.approx(5.0)
    assert change.difference == pytest.approx(5.1)
    assert (change.low, change.high) == pytest.approx((0.1, 10.1))
    assert change.effect == "larger"
    within = measured(metrics={"cadence": Metric(172.9, "steps/min", 168.9, 176.9, 9)})
    assert of(compare_analyses(before, within), "cadence").effect == "within"


def test_another_landing_is_named_first_with_its_angle() -> None:
    before = measured("heel", metrics=figures())
    after = measured("toe", metrics=figures(0.2))
    comparison = compare_analyses(before, after)
    assert of(comparison, "foot_strike_angle_left").effect == "larger"
    assert of(comparison, "share_heel_left").effect == "larger"
    start, said = comparison.sentence.split(": ", 1)
    assert "more than measurement noise" in start
    assert said.startswith("left foot-strike angle from 18° (heel) to −7° (toe)")


def test_a_label_that_changes_without_its_angle_is_no_change() -> None:
    before = measured("heel")
    near = SideResult("midfoot", 0.8, 4, 16.0, (10.0, 22.0), 0.25)
    comparison = compare_analyses(before, with_foot(before, "left", near))
    assert of(comparison, "foot_strike_angle_left").effect == "within"
    assert "None of the" in comparison.sentence
    assert any("no sign of a different landing" in said for said in comparison.cautions)


def test_shares_of_barely_sure_labels_do_not_change_by_themselves() -> None:
    """All steps share one error of the angle: labels that are 75 % sure may all flip together."""
    before = measured("heel")
    sure = {"heel": 0.75, "midfoot": 0.2, "toe": 0.05}
    steps = tuple(replace(step, probability=sure) for step in before.steps)
    after_steps = tuple(
        replace(s, strike="midfoot", probability={"heel": 0.25, "midfoot": 0.75, "toe": 0.0})
        for s in before.steps
    )
    comparison = compare_analyses(replace(before, steps=steps), replace(before, steps=after_steps))
    change = of(comparison, "share_heel_left")
    assert change.difference == -1.0
    assert change.effect == "within"
    assert change.low == -1.0


def test_an_unsure_foot_is_not_compared_nor_what_hangs_on_its_instants() -> None:
    before = measured("heel")
    unsure = SideResult("unsure", 0.0, 4, 7.0, (3.0, 11.0), 0.25)
    comparison = compare_analyses(before, with_foot(before, "right", unsure))
    angle = of(comparison, "foot_strike_angle_right")
    assert angle.effect == "unknown"
    assert angle.after == 7.0
    assert angle.reason == "In the second clip how the foot lands is unsure."
    assert of(comparison, "share_heel_right").effect == "unknown"
    unknown = {change.key for change in comparison.of("unknown")}
    assert {"contact_time_right", "step_time_left", "flight_time_left", "speed"} <= unknown
    assert "when it touches the ground" in of(comparison, "contact_time_right").reason
    known = {change.key for change in comparison.of("within")}
    assert {"contact_time_left", "overstride_left", "cadence", "trunk_lean"} <= known
    assert of(comparison, "foot_strike_angle_left").effect == "within"


def test_an_uncertain_slow_motion_factor_takes_away_what_hangs_on_the_clock() -> None:
    after = noted(measured(), "slow_motion_uncertain")
    comparison = compare_analyses(measured(), after)
    unknown = {change.key for change in comparison.of("unknown")}
    assert {"cadence", "stride_time", "speed", "contact_time_left"} <= unknown
    assert "duty_factor_left" not in unknown
    assert "trunk_lean" not in unknown
    assert "slow-motion factor of the second clip" in of(comparison, "cadence").reason


def test_other_views_leave_only_the_rhythm() -> None:
    after = replace(measured(), view=View("oblique", "left", "left"))
    comparison = compare_analyses(measured(), after)
    known = {change.key for change in comparison.changes if change.effect != "unknown"}
    assert known == {"cadence", "stride_time"}
    assert "different views" in of(comparison, "trunk_lean").reason


def test_a_slant_in_one_clip_only_spoils_angles_and_lengths() -> None:
    slanted = noted(measured(), "slanted_view")
    one = compare_analyses(slanted, measured())
    assert of(one, "knee_flexion_contact_left").effect == "unknown"
    assert "Only the first clip" in of(one, "knee_flexion_contact_left").reason
    assert of(one, "step_time_left").effect == "within"
    both = compare_analyses(slanted, slanted)
    assert of(both, "knee_flexion_contact_left").effect == "within"


def test_sloping_ground_spoils_what_leans_with_the_camera() -> None:
    comparison = compare_analyses(measured(), noted(measured(), "ground_slopes", "info"))
    unknown = {change.key for change in comparison.of("unknown")}
    assert unknown == {"trunk_lean", "shank_angle_contact_left", "shank_angle_contact_right"}


def test_what_is_missing_says_why() -> None:
    metrics = figures() | {"cadence": Metric(None, "steps/min", limits=("Too few strides.",))}
    comparison = compare_analyses(measured(), measured(metrics=metrics))
    assert of(comparison, "cadence").reason == "In the second clip: Too few strides."
    metrics = figures()
    del metrics["trunk_lean"]
    missing = measured(metrics=metrics)
    reason = of(compare_analyses(missing, measured()), "trunk_lean").reason
    assert reason == "In the first clip it was not measured."


def test_centimetres_only_for_one_height() -> None:
    metrics = figures()
    scaled = {"step_length_cm": Metric(90.0, "cm", 85.0, 95.0, 9)}
    tall = measured(metrics=metrics | scaled, options=ClipOptions(height_cm=180.0))
    short = measured(metrics=metrics | scaled, options=ClipOptions(height_cm=160.0))
    same = {change.key for change in compare_analyses(tall, tall).changes}
    assert "step_length_cm" in same
    assert "step_length" not in same
    other = {change.key for change in compare_analyses(tall, short).changes}
    assert "step_length" in other
    assert "step_length_cm" not in other


def test_what_to_bear_in_mind() -> None:
    same = compare_analyses(measured(), measured()).cautions
    assert any("same clip" in said for said in same)
    assert any("by chance" in said for said in same)
    opposite = compare_analyses(measured(), measured(near="right", clip="other")).cautions
    assert any("opposite sides" in said for said in opposite)
    metrics = figures() | {"speed": figures(0.3)["speed"]}
    faster = compare_analyses(measured(), measured(clip="other", metrics=metrics)).cautions
    assert any(said.startswith("The speed changed too") for said in faster)


def test_nothing_to_compare_is_said() -> None:
    nothing = {key: replace(m, value=None, low=None, high=None) for key, m in figures().items()}
    unsure = dict.fromkeys(SIDES, NO_STEPS)
    empty = measured(metrics=nothing, sides=unsure, steps=())
    comparison = compare_analyses(empty, measured())
    assert comparison.sentence.startswith("Nothing can be compared. In the first clip")


def test_of_many_reasons_the_commonest_is_said() -> None:
    said = ("Several people are in the picture.",)
    nothing = {
        k: replace(m, value=None, low=None, high=None, limits=said) for k, m in figures().items()
    }
    unsure = dict.fromkeys(SIDES, NO_STEPS)
    empty = measured(metrics=nothing, sides=unsure, steps=())
    sentence = compare_analyses(empty, measured()).sentence
    assert (
        sentence == "Nothing can be compared. In the first clip: Several people are in the picture."
    )


def test_a_rough_figure_is_marked_and_not_named() -> None:
    rough = {k: replace(m, reliability="low") for k, m in figures(0.3).items()}
    solid = rough | {"cadence": figures(0.3)["cadence"]}
    comparison = compare_analyses(measured(), measured(metrics=solid))
    assert of(comparison, "trunk_lean").rough
    assert of(comparison, "trunk_lean").effect == "larger"
    assert "trunk" not in comparison.sentence
    assert "cadence from" in comparison.sentence
    assert "more figures" in comparison.sentence


@settings(max_examples=60, deadline=None)
@given(runs(), runs("other"))
def test_swapping_the_clips_negates_the_differences(one: Analysis, other: Analysis) -> None:
    there, back = compare_analyses(one, other), compare_analyses(other, one)
    for change, again in zip(there.changes, back.changes, strict=True):
        assert change.key == again.key
        assert change.effect == again.effect
        assert (change.before, change.after) == (again.after, again.before)
        if change.difference is not None:
            assert again.difference == -change.difference
            assert again.mdc == change.mdc
            assert (change.low, change.high) == (-(again.high or 0.0), -(again.low or 0.0))


@settings(max_examples=60, deadline=None)
@given(runs())
def test_a_clip_does_not_differ_from_itself(run: Analysis) -> None:
    comparison = compare_analyses(run, run)
    assert comparison.of("larger") == ()
    assert all(change.difference == 0 for change in comparison.of("within"))


@settings(max_examples=60, deadline=None)
@given(runs(), runs("other"), st.floats(1.0, 10.0))
def test_wider_intervals_never_make_a_change(one: Analysis, other: Analysis, factor: float) -> None:
    narrow, wide = compare_analyses(one, other), compare_analyses(widened(one, factor), other)
    for before, after in zip(narrow.changes, wide.changes, strict=True):
        if before.effect != "larger":
            assert after.effect == before.effect


def widened(run: Analysis, factor: float) -> Analysis:
    def wide(value: float, low: float, high: float) -> tuple[float, float]:
        # Never narrower by a rounding error.
        return min(low, value + factor * (low - value)), max(high, value + factor * (high - value))

    metrics = {}
    for key, metric in run.metrics.items():
        metrics[key] = metric
        if metric.value is not None and metric.low is not None and metric.high is not None:
            low, high = wide(metric.value, metric.low, metric.high)
            metrics[key] = replace(metric, low=low, high=high)
    sides = {}
    for side, result in run.sides.items():
        assert result.foot_strike_angle_deg is not None
        assert result.foot_strike_angle_ci95_deg is not None
        interval = wide(result.foot_strike_angle_deg, *result.foot_strike_angle_ci95_deg)
        sides[side] = replace(result, foot_strike_angle_ci95_deg=interval)
    return replace(run, metrics=metrics, sides=sides)


@settings(max_examples=60, deadline=None)
@given(analyses(), analyses())
def test_any_two_analyses_can_be_compared(one: Analysis, other: Analysis) -> None:
    comparison = compare_analyses(one, other)
    assert comparison.sentence
    for change in comparison.changes:
        assert (change.difference is None) == (change.mdc is None) == bool(change.reason)


def test_foot_angles_are_compared_by_their_own_interval() -> None:
    before = with_foot(measured("heel"), "left", foot("heel", half=30.0))
    change = of(compare_analyses(before, measured("toe")), "foot_strike_angle_left")
    assert change.effect == "within"

"""Several passes of one runner: what they tell together of how each foot lands."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import numpy as np
import pytest

from gaitcheck.gait.measure import GaitMeasure, SideMeasure, measure_gait
from gaitcheck.gait.passes import join_passes as joined_by_number
from gaitcheck.gait.sole import SoleLanding
from gaitcheck.gait.strike import UNKNOWN, Angle
from gaitcheck.gait.touchdown import Touchdown
from gaitcheck.gait.verdict import judge_clip, label_steps, summarise_sides
from gaitcheck.model import OTHER, SIDES, Side
from tests.gait.synthetic import Runner, landmarks_of

NEAR_ERROR, FAR_ERROR = 2.3, 6.0


def foot(plain: SideMeasure, value: float, own: float, shared: float, steps: int) -> SideMeasure:
    """Return a foot whose sole was read in some steps."""
    noise = float(np.hypot(own, shared))
    angle = Angle(value, noise, noise, source="sole", misread=0.1, if_misread=UNKNOWN)
    touchdowns = dict.fromkeys(range(steps), Touchdown(0.0, 0.01, value, own, 4))
    return dataclasses.replace(
        plain,
        angle=angle,
        steps=plain.steps[:steps],
        step_angles=(angle,) * steps,
        sole=SoleLanding(angle, 0.0, 0.01, touchdowns, shared),
        covered=False,
    )


def one_pass(near: Side, angles: dict[Side, float], *, own: float = 3.0) -> GaitMeasure:
    """Return a pass of two steps of each foot, of which the nearer one is read better."""
    gait = measure_gait(landmarks_of(Runner(noise_px=1.0, seconds=6.0)))
    errors = {near: NEAR_ERROR, OTHER[near]: FAR_ERROR}
    sides = {
        side: dataclasses.replace(
            foot(gait.sides[side], value, own, errors[side], 2), near=side == near
        )
        for side, value in angles.items()
    }
    return dataclasses.replace(gait, sides=sides)


def join_passes(
    gait: GaitMeasure, others: Sequence[GaitMeasure], *, one_runner: bool = True
) -> GaitMeasure:
    return joined_by_number(gait, dict(enumerate(others, 2)), one_runner=one_runner)


THERE = one_pass("left", {"left": 15.0, "right": 12.0})
BACK = one_pass("right", {"left": 14.0, "right": 16.0})


def test_each_foot_is_told_by_the_pass_in_which_it_is_near() -> None:
    joined = join_passes(THERE, [BACK])
    for side, near in (("left", THERE), ("right", BACK)):
        angle, own = joined.sides[side].angle, near.sides[side].angle
        assert angle.value == pytest.approx(own.value, abs=1.0)
        assert NEAR_ERROR < angle.noise <= own.noise
    assert THERE.sides["right"].angle.noise > 1.8 * joined.sides["right"].angle.noise
    sides = summarise_sides(joined, (), 1.0)
    assert {result.strike for result in sides.values()} == {"heel"}
    assert summarise_sides(THERE, (), 1.0)["right"].strike == "unsure"
    assert judge_clip(joined, sides).strike == "heel"


def test_every_pass_is_the_same_shoe_whose_error_does_not_average_out() -> None:
    parts = [one_pass("left", {"left": 15.0, "right": 15.0}) for _ in range(6)]
    joined = join_passes(parts[0], parts[1:])
    alone = parts[0].sides["left"].angle
    assert NEAR_ERROR < joined.sides["left"].angle.noise < alone.noise
    assert joined.sides["left"].angle.misread < alone.misread


def test_all_steps_count_and_each_has_a_name_of_its_own() -> None:
    joined = join_passes(THERE, [BACK])
    steps = label_steps(joined, ())
    assert len({step.id for step in steps}) == len(steps) == 8
    alone = {step.id for step in label_steps(THERE, ())}
    assert alone < {step.id for step in steps}
    assert {side: result.steps for side, result in summarise_sides(joined, (), 1.0).items()} == {
        "left": 4,
        "right": 4,
    }


def test_a_foot_that_is_hidden_in_one_pass_is_judged_by_another_one() -> None:
    hidden = dataclasses.replace(THERE.sides["right"], sole=None, covered=True)
    there = dataclasses.replace(THERE, sides={**THERE.sides, "right": hidden})
    joined = join_passes(there, [BACK])
    right = summarise_sides(joined, (), 1.0)["right"]
    assert right.strike == "heel"
    # Of the pass that is measured nobody saw when this foot touched the ground.
    assert right.contact_time_s is None
    own = [step for step in label_steps(joined, ()) if step.side == "right"]
    assert {step.strike for step in own if step.id.count("-") == 1} == {"unsure"}
    assert {step.strike for step in own if step.id.count("-") == 2} == {"heel"}


def test_beside_a_shoe_that_was_followed_the_other_passes_stay_soles() -> None:
    foot = THERE.sides["left"]
    shoe = dataclasses.replace(foot.angle, noise=1.0, spread=1.0, misread=0.0, source="shoe")
    followed = dataclasses.replace(foot, angle=shoe, shoe=shoe)
    there = dataclasses.replace(THERE, sides={**THERE.sides, "left": followed})
    joined = join_passes(there, [BACK])
    assert joined.sides["left"].angle == shoe
    (other,) = joined.passes
    assert other.sides["left"].angle == dataclasses.replace(shoe, source="sole")


@pytest.mark.parametrize("one_runner", [True, False])
def test_a_pass_that_contradicts_is_doubt_unless_it_may_show_somebody_else(
    one_runner: bool,
) -> None:
    other = one_pass("right", {"left": -25.0, "right": -15.0})
    joined = join_passes(THERE, [other], one_runner=one_runner)
    left = summarise_sides(joined, (), 1.0)["left"]
    assert left.strike == ("unsure" if one_runner else "heel")
    assert len(joined.passes) == one_runner


def of_one_foot(part: GaitMeasure, side: Side) -> GaitMeasure:
    return dataclasses.replace(part, sides={side: part.sides[side]})


def test_two_ways_back_that_contradict_each_other_leave_the_foot_unsure() -> None:
    there = of_one_foot(THERE, "left")
    backs = [of_one_foot(one_pass("right", {"right": value}), "right") for value in (16.0, -8.0)]
    right = summarise_sides(join_passes(there, backs), (), 1.0)["right"]
    assert right.strike == "unsure"
    assert right.misread >= 0.5


def test_after_a_cut_another_foot_alone_may_be_somebody_elses() -> None:
    there = of_one_foot(THERE, "left")
    other = of_one_foot(one_pass("right", {"right": -12.0}), "right")
    joined = join_passes(there, [other], one_runner=False)
    assert joined.passes == ()
    assert summarise_sides(joined, (), 1.0)["right"].steps == 0
    assert join_passes(there, [other]).passes


def test_after_a_cut_the_same_steps_may_come_again() -> None:
    again = join_passes(THERE, [THERE, THERE], one_runner=False).sides["left"].angle
    more = join_passes(THERE, [THERE, THERE]).sides["left"].angle
    assert again.misread > more.misread


def test_passes_that_together_contradict_the_shoe_leave_the_foot_unsure() -> None:
    """Each alone is too uncertain to contradict it."""
    foot = THERE.sides["left"]
    shoe = dataclasses.replace(foot.angle, value=5.0, noise=3.0, spread=3.0, misread=0.05)
    shoe = dataclasses.replace(shoe, source="shoe")
    followed = dataclasses.replace(foot, angle=shoe, shoe=shoe, sole=None, looks=30)
    there = dataclasses.replace(THERE, sides={"left": followed})
    others = [one_pass("left", {"left": 17.0}) for _ in range(3)]
    joined = join_passes(there, others)
    assert summarise_sides(joined, (), 1.0)["left"].strike == "unsure"


def test_passes_that_scatter_are_less_sure_than_passes_that_agree() -> None:
    alike = join_passes(THERE, [one_pass("left", {"left": 15.0}, own=1.5)] * 2)
    apart = join_passes(
        THERE, [one_pass("left", {"left": value}, own=1.5) for value in (8.0, 21.0)]
    )
    assert apart.sides["left"].angle.noise > 1.2 * alike.sides["left"].angle.noise


def test_many_far_views_do_not_outvote_the_near_one() -> None:
    far = [one_pass("right", {"left": 5.0, "right": 15.0}) for _ in range(5)]
    joined = join_passes(THERE, far).sides["left"].angle
    assert abs(joined.value - 15.0) < abs(joined.value - 5.0)


def test_a_foot_that_is_seen_too_seldom_in_one_pass_is_told_by_another() -> None:
    thin = dataclasses.replace(THERE.sides["right"], sole=None, looks=3)
    there = dataclasses.replace(THERE, sides={**THERE.sides, "right": thin})
    right = summarise_sides(join_passes(there, [BACK]), (), 1.0)["right"]
    assert right.strike == "heel"
    assert right.foot_strike_angle_deg == pytest.approx(BACK.sides["right"].angle.value)


def test_without_another_pass_that_tells_something_nothing_changes() -> None:
    gait = measure_gait(landmarks_of(Runner(noise_px=1.0)))
    assert join_passes(THERE, [gait]) is THERE
    assert join_passes(gait, []) is gait


def test_feet_without_a_body_are_not_joined() -> None:
    """Which of them is left may differ from pass to pass."""
    alone = dataclasses.replace(BACK, body=dataclasses.replace(BACK.body, feet_alone=True))
    assert join_passes(THERE, [alone]) is THERE
    assert join_passes(alone, [THERE]) is alone


def test_the_order_of_the_other_passes_does_not_matter_for_the_angles() -> None:
    third = one_pass("left", {"left": 13.0, "right": 11.0})
    for side in SIDES:
        angles = [
            join_passes(THERE, others).sides[side].angle.value
            for others in ([BACK, third], [third, BACK])
        ]
        assert angles[0] == pytest.approx(angles[1])

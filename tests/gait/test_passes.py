"""Several passes of one runner: what they tell together of how each foot lands."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from gaitcheck.gait.measure import GaitMeasure, SideMeasure, measure_gait
from gaitcheck.gait.passes import join_passes
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


THERE = one_pass("left", {"left": 15.0, "right": 12.0})
BACK = one_pass("right", {"left": 14.0, "right": 16.0})


def test_each_foot_is_told_by_the_pass_in_which_it_is_near() -> None:
    joined = join_passes(THERE, [BACK], one_runner=True)
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
    joined = join_passes(parts[0], parts[1:], one_runner=True)
    alone = parts[0].sides["left"].angle
    assert NEAR_ERROR < joined.sides["left"].angle.noise < alone.noise
    assert joined.sides["left"].angle.misread < alone.misread


def test_all_steps_count_and_each_has_a_name_of_its_own() -> None:
    joined = join_passes(THERE, [BACK], one_runner=True)
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
    joined = join_passes(there, [BACK], one_runner=True)
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
    followed = dataclasses.replace(foot, angle=shoe)
    there = dataclasses.replace(THERE, sides={**THERE.sides, "left": followed})
    joined = join_passes(there, [BACK], one_runner=True)
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
    assert joined.passes == ()


def test_without_another_pass_that_tells_something_nothing_changes() -> None:
    gait = measure_gait(landmarks_of(Runner(noise_px=1.0)))
    assert join_passes(THERE, [gait], one_runner=True) is THERE
    assert join_passes(gait, [], one_runner=True) is gait


def test_feet_without_a_body_are_not_joined() -> None:
    """Which of them is left may differ from pass to pass."""
    alone = dataclasses.replace(BACK, body=dataclasses.replace(BACK.body, feet_alone=True))
    assert join_passes(THERE, [alone], one_runner=True) is THERE
    assert join_passes(alone, [THERE], one_runner=True) is alone


def test_the_order_of_the_other_passes_does_not_matter_for_the_angles() -> None:
    third = one_pass("left", {"left": 13.0, "right": 11.0})
    for side in SIDES:
        angles = [
            join_passes(THERE, others, one_runner=True).sides[side].angle.value
            for others in ([BACK, third], [third, BACK])
        ]
        assert angles[0] == pytest.approx(angles[1])

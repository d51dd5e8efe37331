"""What a person said of the steps, taken into the judgement: the rules, one by one."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Sequence
from functools import cache

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gaitcheck.errors import InputError
from gaitcheck.judging import judge
from gaitcheck.model import (
    HEEL_ABOVE,
    STRIKES,
    TOE_BELOW,
    ClipOptions,
    Correction,
    Observation,
    Strike,
)
from gaitcheck.review.contacts import HAND_ERROR
from gaitcheck.store.serialize import from_dict, to_dict, to_json_bytes
from tests.observations import observed
from tests.review.corrections import (
    FAR,
    HEEL,
    MACHINE,
    NEAR,
    correct,
    judged,
    label,
    sole,
    step_by_id,
    steps_of,
)

# Each example is judged several times.
FEW = settings(max_examples=5, suppress_health_check=[HealthCheck.too_slow])


def test_the_machine_alone_labels_the_example() -> None:
    assert MACHINE.verdict.strike == "heel"
    assert {step.angle_source for step in MACHINE.steps if step.strike == "heel"} == {"shoe"}
    assert not MACHINE.verdict.by_person
    assert MACHINE.corrections == MACHINE.rejected == ()


def test_a_label_is_the_steps_and_the_machines_own_stays_beside_it() -> None:
    step = MACHINE.steps[4]
    reviewed = correct(HEEL, [label(step, "toe", who="coach")])
    changed = step_by_id(reviewed, step.id)
    assert changed.strike == "toe"
    assert changed.probability == {"heel": 0.0, "midfoot": 0.0, "toe": 1.0}
    assert changed.unsure_because == ()
    assert changed.by_person
    assert changed.machine == step
    # An angle of +15 degrees contradicts a toe strike: it is not stated beside it.
    assert changed.foot_strike_angle_deg is None
    assert reviewed.corrections == (label(step, "toe", who="coach"),)


def test_confirming_keeps_label_and_angle() -> None:
    step = MACHINE.steps[4]
    reviewed = correct(HEEL, [Correction("confirm", step.id)])
    changed = step_by_id(reviewed, step.id)
    assert (changed.strike, changed.probability["heel"]) == ("heel", 1.0)
    assert changed.foot_strike_angle_deg == step.foot_strike_angle_deg
    assert changed.angle_source == "shoe"
    assert reviewed.verdict.strike == MACHINE.verdict.strike
    assert reviewed.verdict.by_person
    assert reviewed.verdict.machine == MACHINE.verdict


@pytest.mark.parametrize(
    ("labelled", "strike", "expected"),
    [
        (1, "toe", "heel"),  # one step alone is not the foot
        (2, "toe", "unsure"),  # against the machine, but fewer than half of the steps
        (99, "toe", "toe"),
        (99, "heel", "heel"),
        (2, "heel", "heel"),
    ],
)
def test_when_a_person_decides_a_foot(labelled: int, strike: Strike, expected: str) -> None:
    own = steps_of(MACHINE, NEAR)[:labelled]
    reviewed = correct(HEEL, [label(step, strike) for step in own])
    side = reviewed.sides[NEAR]
    assert side.strike == expected
    assert side.by_person
    assert side.machine == MACHINE.sides[NEAR]
    assert reviewed.sides[FAR] == MACHINE.sides[FAR]


def test_half_of_the_steps_overrule_the_machine_and_labels_may_differ() -> None:
    own = steps_of(MACHINE, NEAR)
    half = own[: math.ceil(len(own) / 2)]
    assert correct(HEEL, [label(s, "toe") for s in half]).sides[NEAR].strike == "toe"
    strikes: Sequence[Strike] = [STRIKES[k % 3] for k in range(len(own))]
    mixed = [label(step, strike) for step, strike in zip(own, strikes, strict=True)]
    assert correct(HEEL, mixed).sides[NEAR].strike == "unsure"


def test_an_unsure_foot_takes_two_labels() -> None:
    border = observed(8.5, 8.5)
    machine = judged(border).machine
    assert machine.sides[NEAR].strike == "unsure"
    own = steps_of(machine, NEAR)[:2]
    reviewed = correct(border, [label(step, "midfoot") for step in own])
    assert reviewed.sides[NEAR].strike == "midfoot"
    assert reviewed.sides[NEAR].angle_source == "person"
    assert reviewed.verdict.by_person


def test_advice_follows_the_persons_word() -> None:
    toe = [label(step, "midfoot") for step in MACHINE.steps]
    reviewed = correct(HEEL, toe)
    assert reviewed.verdict.strike == "midfoot"
    assert "as a person saw it" in reviewed.verdict.reason
    assert [item.id for item in reviewed.advice] != [item.id for item in MACHINE.advice]


@pytest.mark.parametrize("angle", [20.0, 3.0, -10.0])
@pytest.mark.parametrize("facing_left", [False, True])
def test_a_sole_set_by_hand_gives_the_step_its_angle(angle: float, facing_left: bool) -> None:
    observation = _mirrored(HEEL) if facing_left else HEEL
    machine = judged(observation).machine
    near = machine.view.near_side
    step = next(s for s in machine.steps if s.side == near)
    reviewed = correct(observation, [sole(observation, step, angle)])
    changed = step_by_id(reviewed, step.id)
    assert changed.foot_strike_angle_deg == pytest.approx(angle, abs=1e-6)
    assert changed.angle_source == "person"
    assert changed.foot_strike_angle_ci95_deg is not None
    half = changed.foot_strike_angle_ci95_deg[1] - angle
    assert half == pytest.approx(1.96 * HAND_ERROR[True][0])
    sure = {20.0: "heel", -10.0: "toe"}
    assert changed.strike == sure.get(angle, changed.strike)


@pytest.mark.parametrize("facing_left", [False, True])
def test_whoever_sets_the_toe_before_the_heel_means_the_same_sole(facing_left: bool) -> None:
    observation = _mirrored(HEEL) if facing_left else HEEL
    said = sole(observation, judged(observation).machine.steps[0], 15.0)
    swapped = dataclasses.replace(said, heel=said.toe, toe=said.heel)
    reviewed = correct(observation, [swapped])
    assert step_by_id(reviewed, said.step).foot_strike_angle_deg == pytest.approx(15.0, abs=1e-6)


def test_soles_by_hand_join_the_machines_angle_or_replace_it() -> None:
    own = steps_of(MACHINE, NEAR)
    machine = MACHINE.sides[NEAR].foot_strike_angle_deg
    assert machine is not None
    agree = correct(HEEL, [sole(HEEL, step, machine + 2.0) for step in own])
    joined = agree.sides[NEAR].foot_strike_angle_deg
    assert joined is not None
    assert machine < joined < machine + 2.0
    assert agree.sides[NEAR].strike == "heel"
    against = correct(HEEL, [sole(HEEL, step, -12.0) for step in own])
    assert against.sides[NEAR].foot_strike_angle_deg == pytest.approx(-12.0, abs=1e-6)
    assert against.sides[NEAR].strike == "toe"
    assert against.sides[NEAR].angle_source == "person"


def test_a_moved_contact_moves_the_step_and_its_share_of_the_mean_landing() -> None:
    own = steps_of(MACHINE, NEAR)
    step = own[3]
    at = step.contact_frame + 0.5
    reviewed = correct(HEEL, [Correction("contact", step.id, frame=at)])
    changed = step_by_id(reviewed, step.id)
    assert changed.contact_frame == pytest.approx(at)
    assert changed.contact_time_s == pytest.approx(at / HEEL.clip.fps)
    assert step.foot_strike_angle_deg is not None
    assert changed.foot_strike_angle_deg is not None
    # Later, the foot has already come down a little.
    assert changed.foot_strike_angle_deg < step.foot_strike_angle_deg
    before, after = MACHINE.sides[NEAR], reviewed.sides[NEAR]
    assert before.contact_time_s is not None
    assert after.contact_time_s is not None
    shorter = before.contact_time_s - after.contact_time_s
    assert shorter == pytest.approx(0.5 / HEEL.clip.fps / len(own), rel=0.1)
    assert before.foot_strike_angle_deg is not None
    assert after.foot_strike_angle_deg is not None
    turn = changed.foot_strike_angle_deg - step.foot_strike_angle_deg
    change = after.foot_strike_angle_deg - before.foot_strike_angle_deg
    assert change == pytest.approx(turn / len(own))


def test_far_from_where_it_was_a_moved_contact_has_no_angle() -> None:
    step = steps_of(MACHINE, NEAR)[3]
    moved = Correction("contact", step.id, frame=step.contact_frame + 4)
    changed = step_by_id(correct(HEEL, [moved]), step.id)
    assert changed.foot_strike_angle_deg is None
    assert changed.strike == "unsure"


def test_a_contact_moved_beyond_its_toe_off_has_none() -> None:
    step = steps_of(MACHINE, NEAR)[3]
    moved = Correction("contact", step.id, frame=round(step.contact_frame) + 9)
    reviewed = correct(HEEL, [moved])
    assert step_by_id(reviewed, step.id).toe_off_time_s is None
    assert from_dict(to_dict(reviewed)).steps == from_dict(to_dict(reviewed)).steps


def test_a_rejected_step_counts_nowhere_but_is_kept() -> None:
    step = steps_of(MACHINE, NEAR)[2]
    reviewed = correct(HEEL, [Correction("not_a_contact", step.id)])
    assert step.id not in {s.id for s in reviewed.steps}
    assert reviewed.rejected == (step,)
    assert reviewed.sides[NEAR].steps == MACHINE.sides[NEAR].steps - 1
    assert [s.index for s in reviewed.steps] == list(range(len(reviewed.steps)))
    gone = correct(HEEL, [Correction("not_a_contact", s.id) for s in steps_of(MACHINE, NEAR)])
    assert gone.sides[NEAR].strike == "unsure"
    assert gone.sides[NEAR].steps == 0


def test_a_missed_contact_is_added_and_can_be_labelled() -> None:
    step = steps_of(MACHINE, NEAR)[2]
    reject = Correction("not_a_contact", step.id)
    missed = Correction("missed_contact", side=NEAR, frame=round(step.contact_frame))
    labelled = Correction("label", missed.step, strike="heel")
    added = step_by_id(correct(HEEL, [missed, reject]), missed.step)
    assert added.strike == "unsure"
    assert added.machine is None
    assert added.by_person
    assert added.toe_off_time_s == pytest.approx(step.toe_off_time_s, abs=0.02)
    named = step_by_id(correct(HEEL, [labelled, reject, missed]), missed.step)
    assert named.strike == "heel"


def test_a_note_is_kept_and_decides_nothing() -> None:
    notes = [
        Correction("note", MACHINE.steps[0].id, note="shoelace"),
        Correction("note", note="new shoes"),
    ]
    noted = correct(HEEL, notes)
    assert set(noted.corrections) == set(notes)
    assert dataclasses.replace(noted, corrections=()) == MACHINE
    assert from_dict(to_dict(noted)).corrections == noted.corrections
    beside = correct(HEEL, [*notes, label(MACHINE.steps[0], "toe")])
    assert step_by_id(beside, MACHINE.steps[0].id).strike == "toe"
    with pytest.raises(InputError, match="no step left-99"):
        correct(HEEL, [Correction("note", "left-99", note="where?")])
    with pytest.raises(InputError, match="needs its text"):
        Correction("note", "left-1", note=" ")


def test_what_was_judged_once_takes_corrections_time_and_again() -> None:
    said = [label(step, "toe") for step in MACHINE.steps]
    for _ in range(2):
        assert to_json_bytes(correct(HEEL, said)) == to_json_bytes(judge(HEEL, corrections=said))
    assert to_json_bytes(correct(HEEL, ())) == to_json_bytes(MACHINE)


def test_what_was_said_of_the_clip_holds_beside_corrections() -> None:
    options = ClipOptions(mirrored=True, height_cm=178.0)
    mirrored = judge(HEEL, options)
    step = mirrored.steps[4]
    reviewed = judge(HEEL, options, [label(step, "toe")])
    assert reviewed.options == options
    assert step_by_id(reviewed, step.id).machine == step


def test_a_refused_clip_stays_refused() -> None:
    points = HEEL.tracking.landmarks.points.copy()
    points[:, 29:33, 1] = HEEL.tracking.landmarks.height + 50.0
    landmarks = dataclasses.replace(HEEL.tracking.landmarks, points=points)
    tracking = dataclasses.replace(HEEL.tracking, landmarks=landmarks)
    outside = dataclasses.replace(HEEL, tracking=tracking, shoes={})
    machine = judged(outside).machine
    assert machine.refused
    reviewed = correct(outside, [label(step, "heel") for step in machine.steps])
    assert reviewed.verdict.strike == "unsure"
    assert reviewed.verdict.reason == machine.verdict.reason
    assert all(step.strike == "unsure" for step in reviewed.steps)


def test_what_cannot_be_used_is_said_in_one_sentence() -> None:
    step = MACHINE.steps[0]
    end = HEEL.clip.frames
    border = observed(8.5, 8.5)
    unsure = next(s for s in judged(border).machine.steps if s.strike == "unsure")
    for observation, corrections, words in (
        (HEEL, [Correction("confirm", "left-99")], "no step left-99"),
        (HEEL, [Correction("contact", step.id, frame=end)], f"ends with frame {end - 1}"),
        (border, [Correction("confirm", unsure.id)], "no label to confirm"),
        (HEEL, [label(step, "heel"), label(step, "toe")], "contradict each other"),
        (
            HEEL,
            [Correction("missed_contact", side=step.side, frame=round(step.contact_frame))],
            "there already",
        ),
    ):
        with pytest.raises(InputError, match=words):
            correct(observation, corrections)


def test_of_two_that_contradict_the_later_one_counts() -> None:
    step = MACHINE.steps[0]
    early = label(step, "heel", when="2026-01-02T10:00:00+00:00")
    late = label(step, "toe", when="2026-01-03T10:00:00+00:00")
    for order in ([early, late], [late, early]):
        reviewed = correct(HEEL, order)
        assert step_by_id(reviewed, step.id).strike == "toe"
        assert reviewed.corrections == (late,)


@st.composite
def some_corrections(draw: st.DrawFn) -> list[Correction]:
    """Return corrections of steps of the near foot, at most one of each kind a step."""
    found: dict[tuple[str, str], Correction] = {}
    kinds = ["label", "contact", "sole", "not_a_contact", "confirm"]
    for step in draw(st.lists(st.sampled_from(steps_of(MACHINE, NEAR)), max_size=8)):
        kind = draw(st.sampled_from(kinds[: 4 if step.strike == "unsure" else 5]))
        shift = draw(st.floats(-1.5, 1.5))
        frame = min(max(step.contact_frame + shift, 0.0), HEEL.clip.frames - 1.0)
        correction = {
            "confirm": lambda step=step: Correction("confirm", step.id),
            "label": lambda step=step: label(step, draw(st.sampled_from(STRIKES))),
            "contact": lambda step=step, frame=frame: Correction("contact", step.id, frame=frame),
            "sole": lambda step=step: sole(HEEL, step, draw(st.floats(-25.0, 35.0))),
            "not_a_contact": lambda step=step: Correction("not_a_contact", step.id),
        }[kind]()
        slot = "label" if kind == "confirm" else kind
        found[step.id, slot] = correction
    return list(found.values())


@FEW
@given(corrections=some_corrections(), seed=st.integers(0, 1000))
def test_their_order_does_not_matter(corrections: list[Correction], seed: int) -> None:
    shuffled = [corrections[k] for k in np.random.default_rng(seed).permutation(len(corrections))]
    one, other = correct(HEEL, corrections), correct(HEEL, shuffled)
    assert to_json_bytes(one) == to_json_bytes(other)


@FEW
@given(corrections=some_corrections())
def test_they_never_touch_the_other_foot(corrections: list[Correction]) -> None:
    reviewed = correct(HEEL, corrections)
    one, other = steps_of(reviewed, FAR), steps_of(MACHINE, FAR)
    assert [dataclasses.replace(s, index=0) for s in one] == [
        dataclasses.replace(s, index=0) for s in other
    ]
    assert reviewed.sides[FAR] == MACHINE.sides[FAR]


@FEW
@given(corrections=some_corrections())
def test_what_follows_keeps_the_contract_and_undoing_restores_every_byte(
    corrections: list[Correction],
) -> None:
    reviewed = correct(HEEL, corrections)
    document = to_dict(reviewed)
    assert to_dict(from_dict(document)) == document
    for step in reviewed.steps:
        angle = step.foot_strike_angle_deg
        interval = step.foot_strike_angle_ci95_deg
        if step.by_person and step.strike == "heel" and interval is not None:
            assert interval[1] > HEEL_ABOVE
        if step.by_person and step.strike == "toe" and interval is not None:
            assert interval[0] < TOE_BELOW
        assert (angle is None) == (interval is None)
    assert to_json_bytes(judge(HEEL)) == to_json_bytes(MACHINE)


@cache
def _mirrored(observation: Observation) -> Observation:
    """Return the same run, filmed so that the runner faces the other way."""
    landmarks = observation.tracking.landmarks
    points = landmarks.points.copy()
    points[..., 0] = landmarks.width - points[..., 0]
    tracking = dataclasses.replace(
        observation.tracking, landmarks=dataclasses.replace(landmarks, points=points)
    )
    return dataclasses.replace(observation, tracking=tracking, shoes={})

"""When the shoe may replace the landmarks, and when the two contradict each other."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaitcheck.gait.curves import PeriodicCurve
from gaitcheck.gait.landing import find_landing
from gaitcheck.gait.measure import GaitMeasure, SideMeasure, measure_gait
from gaitcheck.gait.refine import MOST_MISREAD, believable, refine_gait
from gaitcheck.gait.strike import (
    Angle,
    label,
    shoe_angle,
    shoe_step_angle,
    strike_probability,
    weigh_landmarks,
)
from gaitcheck.gait.verdict import SIDE_SURE, judge_clip, summarise_sides
from gaitcheck.model import ShoeTrack, Side
from tests.gait.shoe_tracks import Landing
from tests.gait.synthetic import Runner, landmarks_of
from tests.gait.test_push_off import turning


@pytest.mark.parametrize(("angle", "strike"), [(-9.0, "toe"), (3.0, "midfoot"), (18.0, "heel")])
def test_a_clear_shoe_gives_a_clear_label(angle: float, strike: str) -> None:
    found = find_landing(Landing(angle=angle).track(), 0.0)
    assert found is not None
    assert believable(found)
    probability = strike_probability(shoe_angle(found, near=True, steps=12))
    assert probability[strike] > 0.9


@pytest.mark.parametrize("border", [-1.6, 8.0])
def test_on_a_border_the_label_is_open(border: float) -> None:
    probability = strike_probability(Angle(border, 1.5, 1.5, source="shoe"))
    assert max(probability.values()) == pytest.approx(0.5, abs=0.02)
    assert sum(probability.values()) == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("anchor", 0.3),
        ("gap_deg", 9.0),
        ("halves_deg", -18.0),
        ("looks", 3),
        ("contact_spread", 0.03),
        ("height", 0.3),
        ("reading_noise_deg", 9.0),
        ("pitch_noise_deg", 4.0),
    ],
)
def test_a_doubtful_landing_is_not_believed(field: str, value: float) -> None:
    found = find_landing(Landing().track(), 0.0)
    assert found is not None
    assert believable(found)
    assert not believable(dataclasses.replace(found, **{field: value}))


def test_the_less_alike_the_less_sure() -> None:
    found = find_landing(Landing().track(), 0.0)
    assert found is not None
    spreads = [
        shoe_angle(dataclasses.replace(found, anchor=anchor), near=True, steps=9).spread
        for anchor in (0.95, 0.85, 0.75, 0.6)
    ]
    assert spreads == sorted(spreads)
    assert shoe_angle(found, near=False, steps=9).spread > spreads[0]


def test_a_step_not_seen_has_no_angle() -> None:
    found = find_landing(Landing().track(), 0.0)
    assert found is not None
    side = shoe_angle(found, near=True, steps=12)
    assert shoe_step_angle(found, side, 99) is None
    seen = shoe_step_angle(found, side, 5)
    assert seen is not None
    assert seen.spread >= side.spread


def weighed(shoe: float, landmarks: float, foot_length: float = 60.0) -> Angle:
    own = Angle(shoe, 1.5, 1.5, source="shoe")
    return weigh_landmarks(own, Angle(landmarks, 3.0, 1.5), foot_length)


@pytest.mark.parametrize(("shoe", "landmarks"), [(-9.0, 0.0), (2.0, 6.0), (18.0, 15.0)])
def test_the_usual_bias_of_the_landmarks_is_no_contradiction(shoe: float, landmarks: float) -> None:
    assert weighed(shoe, landmarks).misread < 0.03


def test_opposite_readings_contradict_each_other() -> None:
    assert weighed(-9.0, 27.0).misread > MOST_MISREAD
    assert weighed(20.0, -12.0).misread > 0.3
    assert label(strike_probability(weighed(20.0, -12.0))) == "unsure"


def test_a_small_foot_that_the_landmarks_contradict_gets_no_label() -> None:
    sharp, small = weighed(1.9, 21.2), weighed(1.9, 21.2, foot_length=19.0)
    assert small.misread > sharp.misread > 0.1
    assert label(strike_probability(small)) == "unsure"
    assert small.misread > MOST_MISREAD or max(strike_probability(small).values()) < SIDE_SURE


@given(st.floats(-30, 45), st.floats(-30, 45), st.floats(5, 200))
def test_probabilities_stay_probabilities(shoe: float, landmarks: float, length: float) -> None:
    angle = weighed(shoe, landmarks, length)
    assert 0.0 <= angle.misread <= 1.0
    shares = strike_probability(angle)
    assert sum(shares.values()) == pytest.approx(1.0)
    assert all(0.0 <= share <= 1.0 for share in shares.values())


def on_the_phase_of(track: ShoeTrack, contact: float) -> ShoeTrack:
    return dataclasses.replace(track, phase=track.phase + contact)


def test_contacts_move_to_where_the_shoe_touched() -> None:
    gait = measure_gait(landmarks_of(Runner(left_angle=15.0, right_angle=15.0, noise_px=1.0)))
    measure = gait.sides["left"]
    track = on_the_phase_of(Landing(angle=15.0, contact=0.01).track(), measure.events.contact)
    refined = refine_gait(gait, {"left": track}).sides
    assert refined["right"] is gait.sides["right"]
    assert refined["left"].landing is not None
    assert refined["left"].events.contact == pytest.approx(measure.events.contact + 0.01, abs=0.004)
    assert refined["left"].angle.value == pytest.approx(14.5, abs=1.0)
    assert gait.cycle is not None
    moved = [
        new.contact_frame - old.contact_frame
        for new, old in zip(refined["left"].steps, measure.steps, strict=False)
        if new.stride == old.stride
    ]
    assert np.median(moved) == pytest.approx(0.01 * gait.cycle.stride_frames, abs=0.15)


@pytest.mark.parametrize("late", [-0.02, 0.03])
def test_the_shoe_moves_toe_off_towards_where_it_has_turned(late: float) -> None:
    gait = measure_gait(landmarks_of(Runner(left_angle=15.0, noise_px=1.0)))
    measure = gait.sides["left"]
    track = on_the_phase_of(Landing(angle=15.0).track(), measure.events.contact)
    refined = refine_gait(gait, {"left": dataclasses.replace(track, push_off=turning(late))}).sides[
        "left"
    ]
    assert measure.events.toe_off is not None
    assert refined.events.toe_off is not None
    moved = refined.events.toe_off - measure.events.toe_off
    assert 0.5 < moved / late < 1.0
    assert refined.events.toe_off_spread < measure.events.toe_off_spread
    assert refined.toe_off is not None
    without = refine_gait(gait, {"left": track}).sides["left"]
    assert without.events.toe_off == measure.events.toe_off
    assert without.toe_off is None


def test_a_contradiction_leaves_the_foot_open() -> None:
    gait = measure_gait(landmarks_of(Runner(left_angle=25.0, right_angle=25.0, noise_px=1.0)))
    track = on_the_phase_of(Landing(angle=-12.0).track(), gait.sides["left"].events.contact)
    refined = refine_gait(gait, {"left": track}).sides["left"]
    assert refined.conflict
    assert refined.landing is None


def test_of_two_shoes_that_make_steps_uneven_the_odd_one_is_dropped() -> None:
    gait = measure_gait(landmarks_of(Runner(left_angle=15.0, right_angle=15.0, noise_px=1.0)))

    def refined(left_late: float) -> Mapping[Side, SideMeasure]:
        tracks = {
            side: dataclasses.replace(
                on_the_phase_of(
                    Landing(angle=15.0, contact=late).track(), gait.sides[side].events.contact
                ),
                side=side,
            )
            for side, late in (("left", left_late), ("right", 0.0))
        }
        return refine_gait(gait, tracks).sides

    even, uneven = refined(0.005), refined(0.075)
    assert even["left"].landing is not None
    assert not even["left"].conflict
    assert uneven["left"].landing is None
    assert uneven["left"].conflict
    assert uneven["right"].landing is not None


def both_shoes(left: float, right: float) -> GaitMeasure:
    gait = measure_gait(landmarks_of(Runner(left_angle=left, right_angle=right, noise_px=1.0)))
    tracks = {
        side: on_the_phase_of(Landing(angle=angle).track(), gait.sides[side].events.contact)
        for side, angle in (("left", left), ("right", right))
    }
    return refine_gait(gait, tracks)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("left", "right", "strike"),
    [(18.0, 15.0, "heel"), (3.0, 4.0, "midfoot"), (-8.0, -7.0, "toe"), (16.0, -7.0, "mixed")],
)
def test_shoes_decide_the_verdict(left: float, right: float, strike: str) -> None:
    gait = both_shoes(left, right)
    assert judge_clip(gait, summarise_sides(gait, (), 1.0)).strike == strike


@pytest.mark.parametrize(("border", "which"), [(8.5, "heel"), (-1.0, "toe")])
def test_a_foot_on_the_border_is_unsure_and_says_so(border: float, which: str) -> None:
    gait = both_shoes(border, border)
    verdict = judge_clip(gait, summarise_sides(gait, (), 1.0))
    assert verdict.strike == "unsure"
    assert verdict.reason.code == f"near_{which}_border"


def test_one_foot_does_not_speak_for_another_that_lands_otherwise() -> None:
    gait = both_shoes(18.0, 15.0)
    few = dataclasses.replace(
        gait.sides["right"],
        angle=dataclasses.replace(gait.sides["right"].angle, value=-6.0),
        steps=(),
        step_angles=(),
    )
    gait = dataclasses.replace(gait, sides={"left": gait.sides["left"], "right": few})
    verdict = judge_clip(gait, summarise_sides(gait, (), 1.0))
    assert verdict.strike == "unsure"
    assert verdict.reason.code == "other_contradicts"


@pytest.mark.parametrize(("angle", "strike"), [(3.0, "midfoot"), (22.0, "unsure")])
def test_a_shoe_that_is_not_believed_may_still_object(angle: float, strike: str) -> None:
    """The landmarks of the other foot would let the near one speak for both."""
    runner = Runner(left_angle=3.0, right_angle=9.0, noise_px=1.0, facing=-1)
    gait = measure_gait(landmarks_of(runner))
    tracks = {
        side: on_the_phase_of(Landing(angle=own).track(), gait.sides[side].events.contact)
        for side, own in (("left", 3.0), ("right", angle))
    }
    unlike = dataclasses.replace(
        tracks["right"], anchor=0.55 * np.ones(len(tracks["right"].frames))
    )
    refined = refine_gait(gait, {"left": tracks["left"], "right": unlike})
    assert refined.sides["right"].landing is None
    assert refined.sides["right"].doubted is not None
    verdict = judge_clip(refined, summarise_sides(refined, (), 1.0))
    assert verdict.strike == strike


@pytest.mark.parametrize(("anchor", "strides"), [(0.3, 12), (0.55, 2)])
def test_a_shoe_unlike_or_seen_too_seldom_does_not_object(anchor: float, strides: int) -> None:
    gait = measure_gait(landmarks_of(Runner(left_angle=20.0, noise_px=1.0)))
    landing = Landing(angle=20.0, strides=strides)
    track = on_the_phase_of(landing.track(), gait.sides["left"].events.contact)
    seen = dataclasses.replace(track, anchor=anchor * np.ones(len(track.frames)))
    refined = refine_gait(gait, {"left": seen}).sides["left"]
    assert refined.landing is None
    assert refined.doubted is None


def test_compression_makes_the_shoe_less_sure() -> None:
    gait = measure_gait(landmarks_of(Runner(left_angle=15.0, noise_px=1.0)))
    track = on_the_phase_of(Landing(angle=15.0).track(), gait.sides["left"].events.contact)
    clear, unknown, strong = (
        refine_gait(gait, {"left": track}, quantiser).sides["left"].angle
        for quantiser in (25.0, float("nan"), 43.0)
    )
    assert clear == unknown
    assert strong.value == clear.value
    assert strong.spread > clear.spread + 1.5
    assert max(strike_probability(strong).values()) < max(strike_probability(clear).values())


def test_a_foot_in_the_air_when_it_should_lie_flat_is_left_to_the_landmarks() -> None:
    gait = measure_gait(landmarks_of(Runner(left_angle=15.0, right_angle=15.0, noise_px=1.0)))
    assert gait.cycle is not None
    shoes = {
        side: on_the_phase_of(
            dataclasses.replace(Landing(angle=15.0).track(), side=side), measure.events.contact
        )
        for side, measure in gait.sides.items()
    }
    late = gait.sides["right"]
    mean = dataclasses.replace(late.mean, **{n: slowed(getattr(late.mean, n)) for n in ALONG})
    sides = {**gait.sides, "right": dataclasses.replace(late, mean=mean)}
    for steady, source in ((True, "shoe"), (False, "landmarks")):
        cycle = dataclasses.replace(gait.cycle, steady=steady)
        changed = dataclasses.replace(gait, cycle=cycle, sides=sides)
        refined = refine_gait(changed, shoes).sides
        assert refined["right"].angle.source == source
        assert refined["left"].angle.source == "shoe"


ALONG = ("ankle_x", "heel_x", "toe_x")


def slowed(curve: PeriodicCurve) -> PeriodicCurve:
    return dataclasses.replace(curve, coefficients=0.4 * curve.coefficients)

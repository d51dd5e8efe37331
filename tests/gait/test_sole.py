"""How a foot lands, from soles that were read in single pictures."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from gaitcheck.gait.body import to_body
from gaitcheck.gait.fold import side_phase
from gaitcheck.gait.legs import exchange_legs
from gaitcheck.gait.measure import GaitMeasure, SideMeasure, measure_gait
from gaitcheck.gait.metrics import measure_metrics, read_form
from gaitcheck.gait.push_off import TURN_RATE, USUAL_SOLE, find_toe_off
from gaitcheck.gait.refine import MOST_MISREAD, SHARP_SHOE, refine_gait
from gaitcheck.gait.sole import SHARED_ERROR, push_off_on_soles
from gaitcheck.gait.sole_tracks import soles_of_legs
from gaitcheck.gait.strike import Angle, join_sole, strike_probability
from gaitcheck.gait.verdict import judge_clip, label_steps, summarise_sides
from gaitcheck.model import SIDES, FloatArray, ShoeTrack, SoleTrack, turn_axes
from tests.gait.shoe_tracks import Landing
from tests.gait.synthetic import Runner, landmarks_of, with_swapped_legs

# The left foot lands in frame 0, and so does the analytic shoe.
RUNNER = Runner(left_angle=15.0, right_angle=15.0, noise_px=1.0, seconds=9.0, start=0.0)
TILT_DEG = -4.0


def landing(angle: float, noise: float = 2.0) -> ShoeTrack:
    """Return an analytic shoe on the strides of the runner, its readings as noisy as soles'."""
    per_stride = RUNNER.stride_s * RUNNER.fps
    return Landing(
        angle=angle, contact=0.0, per_stride=per_stride, noise_place=0.02, noise_pitch=noise
    ).track()


def sole_of(angle: float, noise: float = 2.0) -> SoleTrack:
    """Return what is read of that shoe, in a picture that is turned a little."""
    track, frames = landing(angle, noise), RUNNER.frames
    known = track.frames[track.frames < frames]
    used = slice(0, len(known))
    places = []
    for place in (track.heel, track.ball, track.toe):
        shown = np.full((frames, 2), np.nan)
        shown[known] = turn_axes(place[used] * track.foot_length, mirrored=False)
        places.append(shown)
    pitch, seen = np.full(frames, np.nan), np.zeros(frames)
    pitch[known], seen[known] = track.pitch_deg[used] + TILT_DEG, 0.95
    return SoleTrack(*places, pitch_deg=pitch, sd_deg=np.full(frames, 2.5), seen=seen)


def refined(sole: SoleTrack, shoe: ShoeTrack | None = None) -> SideMeasure:
    gait = measure_gait(landmarks_of(RUNNER))
    shoes = {} if shoe is None else {"left": shoe}
    return refine_gait(gait, shoes, soles={"left": sole}).sides["left"]  # type: ignore[dict-item]


@pytest.mark.parametrize("angle", [25.0, 3.0, -12.0])
def test_the_angle_is_that_at_contact_less_that_of_the_flat_foot(angle: float) -> None:
    found = refined(sole_of(angle))
    assert found.angle.source == "sole"
    assert found.angle.value == pytest.approx(angle, abs=2.5)
    assert found.angle.spread > SHARED_ERROR[1][0]
    frames = [step.contact_frame for step in found.steps]
    expected = RUNNER.contact_frames("left")
    late = [frame - expected[np.argmin(np.abs(expected - frame))] for frame in frames]
    assert np.median(np.abs(late)) < 0.4


def test_single_wild_readings_do_not_matter() -> None:
    sole = sole_of(20.0)
    pitch = sole.pitch_deg.copy()
    pitch[::9] -= 60.0
    found = refined(dataclasses.replace(sole, pitch_deg=pitch))
    assert found.angle.value == pytest.approx(20.0, abs=3.5)


def test_what_was_not_seen_tells_nothing() -> None:
    sole = sole_of(20.0)
    plain = measure_gait(landmarks_of(RUNNER)).sides["left"]
    for nothing in (
        dataclasses.replace(sole, seen=np.full(RUNNER.frames, 0.1)),
        dataclasses.replace(sole, pitch_deg=np.full(RUNNER.frames, np.nan)),
        dataclasses.replace(sole, heel=np.full((RUNNER.frames, 2), np.nan)),
    ):
        found = refined(nothing)
        assert found.sole is None
        assert found.angle == plain.angle


def hidden_as_it_lands(sole: SoleTrack) -> SoleTrack:
    """Return the sole behind a post: in swing and flat on the ground it is seen, between not."""
    landing = RUNNER.contact_frames("left")[:, None]
    near = np.abs(np.arange(RUNNER.frames) - landing).min(axis=0) <= 2.5
    return dataclasses.replace(sole, seen=np.where(near, 0.1, sole.seen))


def test_of_a_foot_that_is_covered_as_it_lands_nothing_is_stated() -> None:
    """MediaPipe invents it: 98 % toe of a heel striker behind a post."""
    gait = measure_gait(landmarks_of(RUNNER))
    gait = refine_gait(gait, {}, soles={"left": hidden_as_it_lands(sole_of(-16.0))})
    assert gait.sides["left"].covered
    assert not gait.sides["right"].covered
    left = summarise_sides(gait, (), 1.0)["left"]
    assert (left.strike, left.probability, left.contact_time_s) == ("unsure", None, None)
    own = [step for step in label_steps(gait, ()) if step.side == "left"]
    assert own
    for step in own:
        assert set(step.probability.values()) == {1 / 3}
        assert step.unsure_because == ("foot_covered",)
    form = read_form(gait, landmarks_of(RUNNER), real_fps=RUNNER.fps, slow_motion=1.0)
    metrics = measure_metrics(form, ())
    for name in ("contact_time_left", "knee_flexion_contact_left", "step_time_right"):
        assert metrics[name].value is None
        assert metrics[name].limits == ("foot_covered",)
    assert metrics["contact_time_right"].value is not None
    assert metrics["cadence"].value is not None


def test_what_was_followed_before_a_covered_foot_is_not_its_shoe() -> None:
    """A board before the belt can be followed as well as a shoe, and never turns: "midfoot"."""
    plain = measure_gait(landmarks_of(RUNNER)).sides["left"]
    found = refined(hidden_as_it_lands(sole_of(15.0)), landing(0.0, noise=0.3))
    assert found.covered
    assert (found.landing, found.shoe, found.angle) == (None, None, plain.angle)


def seen_once_down(sole: SoleTrack) -> SoleTrack:
    """Return the sole behind a rail that hides it until it touches the ground."""
    landing = RUNNER.contact_frames("left")[:, None]
    early = np.arange(RUNNER.frames) - landing
    coming = ((early > -4.0) & (early < -0.5)).any(axis=0)
    return dataclasses.replace(sole, seen=np.where(coming, 0.1, sole.seen))


@pytest.mark.parametrize(("angle", "hidden"), [(3.0, True), (22.0, False), (-16.0, False)])
def test_a_foot_that_is_seen_only_once_it_lies_flat_is_no_midfoot_strike(
    angle: float, *, hidden: bool
) -> None:
    """Whatever hides a foot while it turns flat makes a midfoot strike of every strike."""
    gait = measure_gait(landmarks_of(RUNNER))
    shoe, sole = {"left": landing(angle)}, sole_of(angle)
    clear = refine_gait(gait, shoe, soles={"left": sole}).sides["left"]  # type: ignore[arg-type]
    told = refine_gait(gait, shoe, soles={"left": seen_once_down(sole)}).sides["left"]  # type: ignore[arg-type]
    assert not clear.covered
    assert told.covered == hidden


def test_a_foot_whose_sole_was_seen_or_never_looked_for_is_not_covered() -> None:
    sole = sole_of(20.0)
    nowhere = dataclasses.replace(
        sole, heel=np.full_like(sole.heel, np.nan), seen=np.zeros(RUNNER.frames)
    )
    assert not refined(sole).covered
    assert not refined(nowhere).covered


@pytest.mark.parametrize(("angle", "strike"), [(28.0, "heel"), (-16.0, "toe"), (8.5, "unsure")])
def test_clear_soles_decide_where_no_shoe_could_be_followed(angle: float, strike: str) -> None:
    gait = measure_gait(landmarks_of(RUNNER))
    near = refine_gait(gait, {}, soles={"left": sole_of(angle)}).sides["left"]
    gait = GaitMeasure(gait.view, gait.body, gait.cycle, gait.pace, {"left": near})
    sides = summarise_sides(gait, (), 1.0)
    assert sides["left"].strike == strike
    assert judge_clip(gait, sides).strike in (strike, "unsure")


def test_shoe_and_sole_are_joined_each_by_its_error() -> None:
    shoe, sole = Angle(10.0, 1.0, 1.0, source="shoe", misread=0.1), Angle(13.0, 3.0, 3.0)
    both = join_sole(shoe, sole)
    assert both.value == pytest.approx(10.3)
    assert both.spread < 1.0
    assert both.source == "shoe"
    assert both.misread < 0.1
    rough = join_sole(dataclasses.replace(shoe, spread=6.0, noise=6.0), sole)
    assert rough.value == pytest.approx(10.0 + 3.0 * 36 / 45)


def test_a_step_in_which_the_shoe_was_not_followed_is_told_by_its_sole() -> None:
    gait = measure_gait(landmarks_of(RUNNER))
    track = landing(15.0, 0.3)
    phase = track.phase + gait.sides["left"].events.contact
    late = np.isin(np.round(track.phase), (4, 5))
    kept = {
        field.name: value[~late]
        for field in dataclasses.fields(track)
        if isinstance(value := getattr(track, field.name), np.ndarray)
    }
    gaps = dataclasses.replace(track, **{**kept, "phase": phase[~late]})
    alone = refine_gait(gait, {"left": gaps}).sides["left"]
    both = refined(sole_of(15.0), gaps)
    assert both.sole is not None
    told_anew = 0
    for own, told in zip(alone.step_angles, both.step_angles, strict=True):
        if own is not None or told is None:
            assert told == own
            continue
        told_anew += 1
        assert told.source == "shoe"
        assert told.value == pytest.approx(15.0, abs=3.0)
        assert told.spread > both.angle.spread
    assert told_anew == 2


def test_shoe_and_sole_that_contradict_each_other_leave_the_foot_open() -> None:
    both = join_sole(Angle(-12.0, 1.0, 1.0, source="shoe"), Angle(18.0, 3.0, 3.0, source="sole"))
    assert both.misread > MOST_MISREAD
    assert strike_probability(both)["toe"] < 0.5
    gait = measure_gait(landmarks_of(RUNNER))
    contact = gait.sides["left"].events.contact
    track = dataclasses.replace(landing(15.0, 0.3), phase=landing(15.0).phase + contact)
    agree, differ = refined(sole_of(15.0), track), refined(sole_of(-12.0), track)
    assert not agree.conflict
    assert agree.angle.source == "shoe"
    assert differ.conflict


def test_a_sole_follows_its_leg_when_legs_were_exchanged() -> None:
    clean = landmarks_of(Runner())
    swapped = with_swapped_legs(clean, [40, 41])
    flags = np.zeros(len(clean.time_s), dtype=bool)
    flags[[40, 41]] = True
    body = exchange_legs(to_body(swapped), flags)

    def track(level: FloatArray) -> SoleTrack:
        places = np.stack([level, level], axis=1)
        return SoleTrack(places, places, places, level, level, np.ones(len(level)))

    frames = len(clean.time_s)
    left, right = np.full(frames, 1.0), np.full(frames, 2.0)
    left[[40, 41]], right[[40, 41]] = 2.0, 1.0
    tracks = dict(zip(SIDES, (track(left), track(right)), strict=True))
    found = soles_of_legs(tracks, swapped, body)
    np.testing.assert_array_equal(found["left"].pitch_deg, 1.0)
    np.testing.assert_array_equal(found["right"].heel, 2.0)
    assert soles_of_legs({}, swapped, body) == {}


def test_what_the_readings_state_widens_the_angle() -> None:
    sole = sole_of(20.0)
    sure = refined(sole)
    unsure = refined(dataclasses.replace(sole, sd_deg=np.full(RUNNER.frames, 7.0)))
    assert unsure.angle.spread > sure.angle.spread + 3.0
    hopeless = refined(dataclasses.replace(sole, sd_deg=np.full(RUNNER.frames, 11.0)))
    assert hopeless.sole is None


def test_a_sharp_shoe_stands_as_it_is() -> None:
    gait = measure_gait(landmarks_of(RUNNER))
    contact = gait.sides["left"].events.contact
    track = dataclasses.replace(landing(15.0, 0.3), phase=landing(15.0).phase + contact)
    alone = refine_gait(gait, {"left": track}).sides["left"]
    assert alone.angle.most_spread <= SHARP_SHOE
    assert refined(sole_of(18.0), track).angle == alone.angle


def test_two_steps_that_are_plain_are_enough() -> None:
    sole = sole_of(25.0)
    seen = sole.seen.copy()
    seen[round(2.4 * RUNNER.stride_s * RUNNER.fps) :] = 0.0
    few = refined(dataclasses.replace(sole, seen=seen))
    assert few.sole is not None
    assert 1 <= len(few.sole.steps) <= 3
    assert few.angle.value == pytest.approx(25.0, abs=3.0)
    assert few.angle.misread > refined(sole).angle.misread
    gait = measure_gait(landmarks_of(RUNNER))
    gait = GaitMeasure(gait.view, gait.body, gait.cycle, gait.pace, {"left": few})
    assert summarise_sides(gait, (), 1.0)["left"].strike == "heel"
    unread = [angle for angle in few.step_angles if angle is None]
    assert len(unread) == len(few.steps) - len(few.sole.steps)


def test_what_the_background_moves_does_not_matter() -> None:
    sole, frames = sole_of(20.0), np.arange(RUNNER.frames)
    shift = np.stack([3.0 * np.sin(frames / 9.0), 2.0 * np.cos(frames / 14.0)], axis=1)
    moved = np.cumsum(shift, axis=0)
    panned = {n: getattr(sole, n) + moved for n in ("heel", "ball", "toe")}
    gait = measure_gait(landmarks_of(RUNNER))
    still = refine_gait(gait, {}, soles={"left": sole}).sides["left"]
    follows = refine_gait(
        gait, {}, soles={"left": dataclasses.replace(sole, **panned)}, shift=shift
    ).sides["left"]
    assert follows.angle.value == pytest.approx(still.angle.value, abs=1.5)
    assert follows.events.contact == pytest.approx(still.events.contact, abs=0.01)


def test_where_the_background_is_lost_the_turning_foot_alone_tells() -> None:
    """What stands still on the screen, as a watermark does, must not pass for the ground.

    A camera that pans until the foot has long landed seems to let it rest only then.
    """
    gait = measure_gait(landmarks_of(RUNNER))
    assert gait.cycle is not None
    sole, contact = sole_of(20.0), gait.sides["left"].events.contact
    offset = (side_phase(gait.cycle, "left") - contact + 0.5) % 1.0 - 0.5
    length = np.nanmedian(np.linalg.norm(sole.toe - sole.heel, axis=1))
    pan = 13.0 * length * np.minimum(offset - 0.08, 0.0)
    panned = {n: getattr(sole, n) + pan[:, None] * [1.0, 0.2] for n in ("heel", "ball", "toe")}
    still = refine_gait(gait, {}, soles={"left": sole}).sides["left"]
    lost = refine_gait(
        gait,
        {},
        soles={"left": dataclasses.replace(sole, **panned)},
        shift=np.full((RUNNER.frames, 2), np.nan),
    ).sides["left"]
    assert lost.angle.value == pytest.approx(20.0, abs=3.5)
    assert lost.events.contact == pytest.approx(still.events.contact, abs=0.015)


def test_the_other_leg_swinging_past_is_not_taken_for_the_flat_foot() -> None:
    sole = sole_of(20.0)
    pitch = sole.pitch_deg.copy()
    flat = np.flatnonzero(np.abs(pitch - TILT_DEG) < 4.0)
    pitch[flat[::3]] -= 70.0
    found = refined(dataclasses.replace(sole, pitch_deg=pitch))
    assert found.angle.value == pytest.approx(20.0, abs=3.5)


def test_toe_off_is_where_the_sole_passes_its_usual_angle() -> None:
    gait = measure_gait(landmarks_of(RUNNER))
    assert gait.cycle is not None
    events, phase = gait.sides["left"].events, side_phase(gait.cycle, "left")
    assert events.toe_off is not None
    sole, late = sole_of(20.0), 0.02
    offset = (phase - events.toe_off - late + 0.5) % 1.0 - 0.5
    lifts = np.abs(offset) < 0.1
    pitch = np.where(lifts, TILT_DEG + USUAL_SOLE + TURN_RATE * offset, sole.pitch_deg)
    place = np.where(lifts[:, None], 500.0, sole.heel)
    read = SoleTrack(
        place,
        place + np.array([40.0, 0.0]),
        place + np.array([60.0, 0.0]),
        pitch,
        sole.sd_deg,
        np.full(len(pitch), 0.95),
    )
    push_off = push_off_on_soles(read, phase, events)
    assert push_off is not None
    found = find_toe_off(push_off, events.toe_off_spread, 0.0)
    assert found is not None
    assert 0.0 < found.at < late
    assert found.spread < events.toe_off_spread
    nothing = dataclasses.replace(read, seen=np.zeros(len(pitch)))
    assert push_off_on_soles(nothing, phase, events) is None
    assert push_off_on_soles(read, phase, dataclasses.replace(events, toe_off=None)) is None

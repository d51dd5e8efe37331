"""The line that is drawn on a foot follows the sole where that was read."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from gaitcheck.compare.stride import choose_stride
from gaitcheck.export.trial import Trial
from gaitcheck.gait.foot_tracks import HEEL_TO_TIP, _lay_on_sole
from gaitcheck.judging import judge
from gaitcheck.model import Correction, Observation, SoleTrack, Step, turn_axes
from gaitcheck.report.stride_plots import cut_strides
from gaitcheck.share.faces import find_heads
from gaitcheck.store.serialize import from_dict, to_dict
from tests.gait.shoe_tracks import Landing
from tests.gait.synthetic import Runner, landmarks_of, observation_of, tracking_of
from tests.observations import observed


def sole(frames: int, read: list[int]) -> SoleTrack:
    """Return a sole that moves ten pixels a frame, read in some frames."""
    heel = np.stack([10.0 * np.arange(frames), np.full(frames, 50.0)], axis=1)
    seen = np.isin(np.arange(frames), read).astype(float)
    pitch, spread = np.zeros(frames), np.full(frames, 2.0)
    return SoleTrack(
        heel, heel + np.array([20.0, 0.0]), heel + np.array([32.0, 0.0]), pitch, spread, seen
    )


@pytest.mark.parametrize(("every", "shown"), [(1, [2, 6, 14]), (4, [2, 3, 4, 5, 6, 14])])
def test_between_readings_of_a_film_of_a_high_rate_the_line_goes_on(
    every: int, shown: list[int]
) -> None:
    track = sole(20, [2, 6, 14])
    for place in ("heel", "ball", "toe"):
        known = np.where(track.seen[:, None] > 0, getattr(track, place), np.nan)
        track = dataclasses.replace(track, **{place: known})
    heel, toe = np.zeros((20, 2)), np.zeros((20, 2))
    told = _lay_on_sole(heel, toe, track, every, mirrored=False)
    laid = np.flatnonzero(toe[:, 1])
    assert laid.tolist() == told.tolist() == shown
    assert heel[laid, 0] == pytest.approx(10.0 * laid)
    assert toe[laid, 0] - heel[laid, 0] == pytest.approx(HEEL_TO_TIP * 20.0)


def test_a_shoe_is_drawn_where_it_was_found_and_not_where_something_else_resembles_it() -> None:
    seen = observed(20.0, 20.0)
    track = seen.shoes["left"]
    unlike = np.zeros(len(track.frames), dtype=bool)
    unlike[-3:] = True
    lost = dataclasses.replace(
        track,
        likeness=np.where(unlike, 0.3, track.likeness),
        heel=np.where(unlike[:, None], track.heel + 5.0, track.heel),
    )
    analysis = judge(dataclasses.replace(seen, shoes={**seen.shoes, "left": lost}))
    assert analysis.sides["left"].angle_source == "shoe"
    assert analysis.feet is not None
    own = analysis.feet.from_shoe["left"]
    assert own[track.frames].tolist() == (~unlike).tolist()
    whole = judge(seen).feet
    assert whole is not None
    assert whole.from_shoe["left"][track.frames].all()


# The left foot lands in frame 0 of each pass, and so does the analytic shoe.
PASS = Runner(left_angle=20.0, right_angle=20.0, noise_px=1.0, seconds=4.0, start=0.0)


def _unread(frames: int) -> SoleTrack:
    places = (np.full((frames, 2), np.nan) for _ in range(3))
    return SoleTrack(*places, np.full(frames, np.nan), np.full(frames, np.nan), np.zeros(frames))


def there_and_back(*facings: int) -> Observation:
    """Return a runner who passes several times, of whom the left sole was read."""
    passes = [landmarks_of(dataclasses.replace(PASS, facing=facing)) for facing in facings]
    frames = len(passes) * PASS.frames
    landmarks = dataclasses.replace(
        passes[0],
        time_s=np.arange(frames) / PASS.fps,
        points=np.concatenate([part.points for part in passes]),
        depth=np.concatenate([part.depth for part in passes]),
        visibility=np.concatenate([part.visibility for part in passes]),
    )
    nowhere = np.full((frames, 2), np.nan)
    left = SoleTrack(
        *(nowhere.copy() for _ in range(3)), nowhere[:, 0] + 0, nowhere[:, 0] + 0, np.zeros(frames)
    )
    shoe = Landing(
        angle=20.0,
        contact=0.0,
        per_stride=PASS.stride_s * PASS.fps,
        noise_place=0.02,
        noise_pitch=2.0,
    ).track()
    known = shoe.frames < PASS.frames
    for number, facing in enumerate(facings):
        at = shoe.frames[known] + number * PASS.frames
        for place, own in ((left.heel, shoe.heel), (left.ball, shoe.ball), (left.toe, shoe.toe)):
            place[at] = turn_axes(own[known] * shoe.foot_length, mirrored=facing < 0)
        left.pitch_deg[at], left.sd_deg[at], left.seen[at] = shoe.pitch_deg[known], 2.5, 0.95
    tracking = dataclasses.replace(
        tracking_of(landmarks), soles={"left": left, "right": _unread(frames)}
    )
    return observation_of(tracking, fps=PASS.fps)


def test_a_runner_who_comes_back_is_judged_by_both_passes() -> None:
    alone, both = judge(there_and_back(1)), judge(there_and_back(1, -1))
    foot = both.sides["left"]
    assert foot.strike == "heel"
    assert foot.foot_strike_angle_deg == pytest.approx(20.0, abs=2.5)
    assert foot.steps >= 2 * alone.sides["left"].steps - 1
    assert foot.misread <= alone.sides["left"].misread
    own = [step for step in both.steps if step.side == "left"]
    assert len({step.id for step in own}) == len(own) == foot.steps
    assert {step.contact_frame > PASS.frames for step in own} == {True, False}
    turned = next(note for note in both.quality if note.code == "runner_turns")
    assert "in 2 parts of the clip" in turned.message


def test_in_every_pass_the_sole_is_drawn_where_it_lies() -> None:
    both = judge(there_and_back(1, -1))
    assert both.feet is not None
    along = both.feet.toe["left"] - both.feet.heel["left"]
    for step in both.steps:
        if step.side == "left":
            frame = round(step.contact_frame)
            assert both.feet.from_shoe["left"][frame]
            rise = np.degrees(np.arctan2(-along[frame, 1], abs(along[frame, 0])))
            assert rise == pytest.approx(20.0, abs=8.0)
            ahead = 1 if frame < PASS.frames else -1
            assert np.sign(along[frame, 0]) == ahead
    assert np.isfinite(both.soles["left"].heel[PASS.frames :]).any()


def test_a_step_of_another_pass_can_be_corrected() -> None:
    seen = there_and_back(1, -1)
    machine = judge(seen)
    late = max((s for s in machine.steps if s.side == "left"), key=lambda s: s.contact_frame)
    early = min((s for s in machine.steps if s.side == "left"), key=lambda s: s.contact_frame)
    assert {late.contact_frame > PASS.frames, early.contact_frame > PASS.frames} == {True, False}
    for step in (early, late):
        moved = Correction("contact", step.id, frame=round(step.contact_frame) + 1)
        gone = Correction("not_a_contact", step.id)
        answer = {s.id: s for s in judge(seen, corrections=[moved]).steps}
        assert answer[step.id].contact_frame == moved.frame
        assert answer[step.id].by_person
        assert step.id not in {s.id for s in judge(seen, corrections=[gone]).steps}


def left_steps(seen: Observation, *, back: bool) -> list[Step]:
    steps = [step for step in judge(seen).steps if step.side == "left"]
    return [step for step in steps if (step.contact_frame > PASS.frames) == back]


def test_contacts_moved_in_either_pass_turn_the_foot_by_their_share() -> None:
    seen = there_and_back(1, -1)
    machine = judge(seen).sides["left"].foot_strike_angle_deg
    turned = []
    for back in (False, True):
        moved = [
            Correction("contact", step.id, frame=step.contact_frame + 1.0)
            for step in left_steps(seen, back=back)
        ]
        corrected = judge(seen, corrections=moved).sides["left"]
        assert machine is not None
        assert corrected.foot_strike_angle_deg is not None
        turned.append(corrected.foot_strike_angle_deg - machine)
    assert turned[0] < -1.0
    assert turned[1] == pytest.approx(turned[0], rel=0.5)


@pytest.mark.parametrize("back", [False, True])
def test_soles_set_by_hand_in_either_pass_decide_the_foot(back: bool) -> None:
    seen = there_and_back(1, -1)
    ahead = -1.0 if back else 1.0
    # Toes lower than the heel by ten degrees, in the picture.
    by_hand = [
        Correction(
            "sole",
            step.id,
            frame=round(step.contact_frame),
            heel=(500.0, 900.0),
            toe=(500.0 + ahead * 50.0, 900.0 + 50.0 * np.tan(np.radians(10.0))),
        )
        for step in left_steps(seen, back=back)
    ]
    left = judge(seen, corrections=by_hand).sides["left"]
    assert left.by_person
    assert left.angle_source == "person"
    assert left.foot_strike_angle_deg is not None
    assert left.foot_strike_angle_deg < 0.0


def test_a_contact_that_was_missed_in_another_pass_can_be_added() -> None:
    seen = there_and_back(1, -1)
    for back in (False, True):
        gone = left_steps(seen, back=back)[1]
        frame = round(gone.contact_frame) + 2.0
        corrections = [
            Correction("not_a_contact", gone.id),
            Correction("missed_contact", side="left", frame=frame),
        ]
        steps = judge(seen, corrections=corrections).steps
        added = next(step for step in steps if step.contact_frame == frame)
        assert added.side == "left"
        assert added.pass_number == gone.pass_number
        assert added.by_person


def test_the_runner_is_known_in_every_pass_so_that_no_face_stays_bare() -> None:
    seen = there_and_back(1, -1)
    both = judge(seen)
    assert both.landmarks is not None
    assert both.landmarks.seen.tolist() == seen.tracking.landmarks.seen.tolist()
    heads = find_heads(both.landmarks)
    assert heads is not None
    nose = seen.tracking.landmarks.points[:, 0]
    assert (np.linalg.norm(heads.centre - nose, axis=1) < heads.radius).all()


def test_curves_over_time_are_those_of_the_pass_that_was_measured() -> None:
    seen = there_and_back(1, -1)
    trial = Trial(judge(seen), seen)
    known = np.isfinite(trial.motion.points[:, 0, 0])
    there, back = known[: PASS.frames - 5], known[PASS.frames + 5 :]
    assert (there.all() and not back.any()) or (back.all() and not there.any())
    angle = trial.joint_angles["ankle_angle_l"]
    assert np.isfinite(angle).any()
    assert np.nanmax(np.abs(angle)) < 90.0


def test_strides_go_on_within_one_pass_alone() -> None:
    both = judge(there_and_back(1, -1))
    assert {step.pass_number for step in both.steps} == {1, 2}
    assert both.feet is not None
    times = np.arange(2 * PASS.frames) / PASS.fps
    chosen = choose_stride(both, "left", times)
    assert chosen is not None
    assert chosen.stride_s == pytest.approx(PASS.stride_s, rel=0.1)
    (left,) = [foot for foot in cut_strides(both) if foot.side == "left"]
    assert left.stride_s == pytest.approx(PASS.stride_s, rel=0.1)


def test_a_stored_result_knows_the_pass_of_each_step() -> None:
    both = judge(there_and_back(1, -1))
    again = from_dict(to_dict(both))
    assert [step.pass_number for step in again.steps] == [s.pass_number for s in both.steps]
    before = to_dict(judge(there_and_back(1)))
    for step in before["steps"]:
        del step["pass_number"]
    assert {step.pass_number for step in from_dict(before).steps} == {1}

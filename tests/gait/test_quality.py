"""Each refusal on a clip that has the fault, and none on a clip that has not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from gaitcheck.gait.measure import measure_gait
from gaitcheck.gait.quality import check_quality
from gaitcheck.gait.verdict import judge_clip, label_steps, summarise_sides
from gaitcheck.pose.types import Person, Tracking
from gaitcheck.types import QualityNote
from tests.gait.synthetic import HEIGHT, Runner, landmarks_of, tracking_of, without_frames


def notes(tracking: Tracking) -> tuple[QualityNote, ...]:
    gait = measure_gait(tracking.landmarks)
    factor = gait.pace.slow_motion if gait.pace else 1.0
    return check_quality(tracking, gait, fps=30.0, slow_motion=factor, factor_given=False)


def codes(tracking: Tracking) -> set[str]:
    return {note.code for note in notes(tracking)}


def good() -> Tracking:
    return tracking_of(landmarks_of(Runner(noise_px=1.0)))


def test_a_good_clip_has_no_blocker() -> None:
    assert not [note for note in notes(good()) if note.severity == "blocker"]


def nobody() -> Tracking:
    landmarks = landmarks_of(Runner(seconds=3.0))
    return tracking_of(without_frames(landmarks, list(range(len(landmarks.time_s)))))


def from_the_front() -> Tracking:
    landmarks = landmarks_of(Runner(shoulder_across=0.7))
    return tracking_of(replace(landmarks, depth=np.zeros_like(landmarks.depth)))


def feet_cut_off() -> Tracking:
    return tracking_of(replace(landmarks_of(Runner()), height=960))


def tiny() -> Tracking:
    landmarks = landmarks_of(Runner())
    return tracking_of(replace(landmarks, points=landmarks.points / 8, width=135, height=175))


def two_runners() -> Tracking:
    people = (Person(0, 900.0, 300.0, 700.0), Person(0, 850.0, 800.0, 700.0))
    return replace(good(), people=people)


def standing() -> Tracking:
    landmarks = landmarks_of(Runner())
    return tracking_of(replace(landmarks, points=np.repeat(landmarks.points[:1], 240, axis=0)))


def feet_hidden() -> Tracking:
    landmarks = landmarks_of(Runner())
    return tracking_of(replace(landmarks, visibility=np.full((240, 33), 0.2)))


def limping() -> Tracking:
    return tracking_of(landmarks_of(Runner(right_lag=0.33)))


def contacts_hidden() -> Tracking:
    runner = Runner()
    hidden: list[int] = []
    for contact in runner.contact_frames("right")[1::1]:
        hidden += range(max(0, round(contact) - 3), min(runner.frames, round(contact) + 8))
    landmarks = landmarks_of(runner)
    points = landmarks.points.copy()
    points[np.ix_(sorted(set(hidden)), [30, 32])] = np.nan
    return tracking_of(replace(landmarks, points=points))


@pytest.mark.parametrize(
    ("code", "make"),
    [
        ("no_person", nobody),
        ("not_side_view", from_the_front),
        ("feet_out_of_picture", feet_cut_off),
        ("feet_too_small", tiny),
        ("several_people", two_runners),
        ("walking", lambda: tracking_of(landmarks_of(Runner(walking=True)))),
        ("no_running_cycle", standing),
        ("feet_hidden", feet_hidden),
        ("feet_do_not_alternate", limping),
        ("contacts_missing", contacts_hidden),
    ],
)
def test_faults_are_named_and_block_the_label(code: str, make: Callable[[], Tracking]) -> None:
    assert code not in codes(good())
    tracking = make()
    found = notes(tracking)
    blockers = [note for note in found if note.severity == "blocker"]
    assert code in {note.code for note in blockers}
    gait = measure_gait(tracking.landmarks)
    sides = summarise_sides(gait, blockers, 1.0)
    verdict = judge_clip(gait, sides, blockers)
    assert verdict.strike == "unsure"
    assert verdict.reason == blockers[0].message
    assert all(step.strike == "unsure" for step in label_steps(gait, blockers))


def test_a_small_bystander_does_not_block() -> None:
    people = (Person(0, 900.0, 300.0, 700.0), Person(0, 300.0, 800.0, 700.0))
    assert "several_people" not in codes(replace(good(), people=people))


def test_slow_motion_is_said() -> None:
    slow = tracking_of(landmarks_of(Runner(slow_motion=4.0, seconds=24.0)))
    assert "slow_motion" in codes(slow)
    assert "slow_motion" not in codes(good())


def test_cuts_are_said() -> None:
    steadiness = np.ones(240)
    steadiness[100] = 0.0
    assert "cuts" in codes(replace(good(), steadiness=steadiness))


def test_every_note_says_what_to_do() -> None:
    for make in (nobody, from_the_front, feet_cut_off, tiny, two_runners, standing):
        for note in notes(make()):
            assert note.message.endswith(".")
            assert note.remedy.endswith(".")


def test_the_picture_height_matters_for_the_feet() -> None:
    assert HEIGHT > 960
    assert "feet_out_of_picture" not in codes(good())

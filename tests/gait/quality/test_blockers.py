"""Each refusal on a clip that has the fault, and none on a clip that has not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from gaitcheck.gait.measure import measure_gait
from gaitcheck.gait.quality import check_quality
from gaitcheck.gait.sole import SoleLanding
from gaitcheck.gait.strike import Angle
from gaitcheck.gait.touchdown import Touchdown
from gaitcheck.gait.verdict import label_steps, summarise_sides
from gaitcheck.model import HEEL, HIP, TOE, FloatArray, Person, Tracking
from gaitcheck.observing.pose.people import find_candidates
from tests.gait.quality.clips import codes_of, evidence_of, good, notes_of, tracking_of_pictures
from tests.gait.synthetic import HEIGHT, WIDTH, Runner, landmarks_of, without_frames


def test_a_good_clip_has_neither_blocker_nor_warning() -> None:
    assert not [note for note in notes_of(good()) if note.severity != "info"]


def nobody() -> Tracking:
    landmarks = landmarks_of(Runner(seconds=3.0))
    return tracking_of_pictures(without_frames(landmarks, list(range(len(landmarks.time_s)))))


def from_the_front() -> Tracking:
    landmarks = landmarks_of(Runner(shoulder_across=0.7))
    return tracking_of_pictures(replace(landmarks, depth=np.zeros_like(landmarks.depth)))


def at_a_slant() -> Tracking:
    return tracking_of_pictures(landmarks_of(Runner(shoulder_across=0.6)))


def turned(points: FloatArray) -> FloatArray:
    return np.stack([points[..., 1], WIDTH - points[..., 0]], axis=-1)


def on_its_side() -> Tracking:
    landmarks = landmarks_of(Runner())
    return tracking_of_pictures(
        replace(landmarks, points=turned(landmarks.points), width=HEIGHT, height=WIDTH)
    )


def only_legs() -> Tracking:
    tracking = on_its_side()
    lost = [k for k in range(len(tracking.landmarks.time_s)) if k % 5 > 1]
    return replace(tracking, landmarks=without_frames(tracking.landmarks, lost))


def body_made_of_legs() -> Tracking:
    """Return the oblique pose that MediaPipe makes of legs which come from the upper edge."""
    landmarks = at_a_slant().landmarks
    up = landmarks.points[:, HIP, 1].mean() - 0.1 * landmarks.height
    return tracking_of_pictures(replace(landmarks, points=landmarks.points - np.array([0.0, up])))


def feet_cut_off() -> Tracking:
    return tracking_of_pictures(replace(landmarks_of(Runner()), height=960))


def tiny() -> Tracking:
    landmarks = landmarks_of(Runner())
    return tracking_of_pictures(
        replace(landmarks, points=landmarks.points / 8, width=135, height=175)
    )


def two_runners() -> Tracking:
    people = (Person(0, 900.0, 300.0, 700.0), Person(0, 850.0, 800.0, 700.0))
    return replace(good(), people=people, candidates=find_candidates(people))


def standing() -> Tracking:
    landmarks = landmarks_of(Runner())
    still = np.repeat(landmarks.points[:1], len(landmarks.time_s), axis=0)
    left, right = still[:, 23:32:2], still[:, 24:33:2]
    still[:, 24:33:2] = left + 0.1 * (right - left)
    return tracking_of_pictures(replace(landmarks, points=still))


def one_stride_only() -> Tracking:
    return tracking_of_pictures(landmarks_of(Runner(seconds=0.25)))


def feet_hidden() -> Tracking:
    landmarks = landmarks_of(Runner())
    return tracking_of_pictures(
        replace(landmarks, visibility=np.full_like(landmarks.visibility, 0.2))
    )


def feet_covered() -> Tracking:
    return with_feet_covered(good())


def with_feet_covered(tracking: Tracking) -> Tracking:
    assert tracking.picture_quality is not None
    covered = np.full_like(tracking.picture_quality.foot_change, 0.05)
    return replace(tracking, picture_quality=replace(tracking.picture_quality, foot_change=covered))


def on_pedals() -> Tracking:
    landmarks = landmarks_of(Runner())
    points = landmarks.points.copy()
    points[:, TOE : TOE + 2] = points[:, HEEL : HEEL + 2] + np.array([84.0, 10.0])
    return tracking_of_pictures(replace(landmarks, points=points))


def on_the_spot() -> Tracking:
    landmarks = landmarks_of(Runner())
    points = landmarks.points.copy()
    hips = points[:, HIP : HIP + 2, 0].mean(axis=1, keepdims=True)
    points[:, HIP:, 0] = hips + 0.4 * (points[:, HIP:, 0] - hips)
    return tracking_of_pictures(replace(landmarks, points=points))


def played_in_reverse() -> Tracking:
    landmarks = landmarks_of(Runner())
    return tracking_of_pictures(
        replace(
            landmarks,
            points=landmarks.points[::-1],
            depth=landmarks.depth[::-1],
            visibility=landmarks.visibility[::-1],
        )
    )


def limping() -> Tracking:
    return tracking_of_pictures(landmarks_of(Runner(right_lag=0.33)))


def contacts_hidden() -> Tracking:
    runner = Runner()
    hidden: list[int] = []
    for contact in runner.contact_frames("right")[1::1]:
        hidden += range(max(0, round(contact) - 3), min(runner.frames, round(contact) + 8))
    landmarks = landmarks_of(runner)
    points = landmarks.points.copy()
    points[np.ix_(sorted(set(hidden)), [30, 32])] = np.nan
    return tracking_of_pictures(replace(landmarks, points=points))


def on_paper() -> Tracking:
    """Return a figure that somebody drew: there is no ground on which it could land."""
    tracking = good()
    assert tracking.picture_quality is not None
    bare = np.full_like(tracking.picture_quality.bare, 0.7)
    return replace(tracking, picture_quality=replace(tracking.picture_quality, bare=bare))


@pytest.mark.parametrize(
    ("code", "make"),
    [
        ("no_person", nobody),
        ("not_side_view", from_the_front),
        ("oblique_view", at_a_slant),
        ("picture_turned", on_its_side),
        ("legs_alone", only_legs),
        ("legs_alone", body_made_of_legs),
        ("feet_out_of_picture", feet_cut_off),
        ("feet_too_small", tiny),
        ("several_people", two_runners),
        ("walking", lambda: tracking_of_pictures(landmarks_of(Runner(walking=True)))),
        ("feet_stay_level", on_pedals),
        ("on_the_spot", on_the_spot),
        ("standing", standing),
        ("no_running_cycle", one_stride_only),
        ("feet_hidden", feet_hidden),
        ("feet_covered", feet_covered),
        ("runs_backwards", played_in_reverse),
        ("feet_do_not_alternate", limping),
        ("contacts_missing", contacts_hidden),
        ("no_ground", on_paper),
    ],
)
def test_faults_are_named_and_block_the_label(code: str, make: Callable[[], Tracking]) -> None:
    assert code not in codes_of(good())
    tracking = make()
    found = notes_of(tracking)
    blockers = [note for note in found if note.severity == "blocker"]
    assert code in {note.code for note in blockers}
    for note in found:
        assert note.message.endswith(".")
        assert note.remedy.endswith(".")
        assert "--" not in note.remedy, "said in the app and in reports too"
    gait = measure_gait(tracking.landmarks)
    assert all(side.strike == "unsure" for side in summarise_sides(gait, blockers, 1.0).values())
    for step in label_steps(gait, blockers):
        assert step.strike == "unsure"
        assert step.foot_strike_angle_deg is None
        assert len(set(step.probability.values())) == 1


def test_feet_that_were_not_found_are_not_said_to_go_backwards() -> None:
    codes = codes_of(with_feet_covered(played_in_reverse()))
    assert "feet_covered" in codes
    assert "runs_backwards" not in codes


def test_the_feet_are_inside_a_picture_that_is_high_enough() -> None:
    assert HEIGHT > 960
    assert "feet_out_of_picture" not in codes_of(good())


def test_landings_that_were_read_though_the_feet_leave_the_picture_are_enough() -> None:
    evidence = evidence_of(feet_cut_off())
    (note,) = (n for n in check_quality(evidence) if n.code == "feet_out_of_picture")
    assert note.severity == "blocker"
    step = Touchdown(0.0, 0.01, 20.0, 2.0, 5)
    angle = Angle(20.0, 3.0, 3.0, source="sole")
    for read, severity in ((1, "blocker"), (3, "warning")):
        landing = SoleLanding(angle, 0.0, 0.01, dict.fromkeys(range(read), step))
        sides = {**evidence.gait.sides}
        sides["left"] = replace(sides["left"], sole=landing)
        seen = replace(evidence, gait=replace(evidence.gait, sides=sides))
        (note,) = (n for n in check_quality(seen) if n.code == "feet_out_of_picture")
        assert note.severity == severity


@pytest.mark.parametrize("start", [0.0, 0.05, 0.13, 0.21, 0.3])
@pytest.mark.parametrize("reversed_first", [True, False])
def test_of_a_clip_played_both_ways_at_most_the_forward_part_is_judged(
    start: float, reversed_first: bool
) -> None:
    landmarks = landmarks_of(Runner(start=start))
    order = np.arange(len(landmarks.time_s))
    order = np.concatenate([order[::-1], order] if reversed_first else [order, order[::-1]])
    both = replace(
        landmarks,
        points=landmarks.points[order],
        time_s=np.arange(len(order)) / 30.0,
        depth=landmarks.depth[order],
        visibility=landmarks.visibility[order],
    )
    tracking = tracking_of_pictures(both)
    gait = measure_gait(both)
    assert gait.cycle is not None
    used = np.flatnonzero(np.isfinite(gait.cycle.phase))
    forward = order[1:] > order[:-1]
    mostly_forward = forward[used[:-1]].mean() > 0.9
    named = {"runs_backwards", "played_both_ways"} & codes_of(tracking)
    assert mostly_forward != bool(named)

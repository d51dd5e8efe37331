"""Warnings and hints: each on a clip that has the fault; the good clip has none of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from gaitcheck.gait.landing import Landing
from gaitcheck.gait.metrics.reading import Reading
from gaitcheck.gait.metrics.speed import read_speed
from gaitcheck.gait.pace import LEG_LENGTH_M, SlowMotion
from gaitcheck.gait.quality import check_quality
from gaitcheck.gait.shots import keep_one_shot
from gaitcheck.model import Landmarks, Person, PictureQuality, ShoeTrack, Tracking
from gaitcheck.observing.pose.capture_times import capture_times
from gaitcheck.observing.pose.people import find_candidates, mark_followed
from gaitcheck.words.findings import say_finding
from tests.gait.quality.clips import (
    RUNNER,
    codes_of,
    evidence_of,
    good,
    notes_of,
    tracking_of_pictures,
)
from tests.gait.synthetic import Runner, landmarks_of, without_frames

LANDING = Landing(0.0, 0.005, 15.0, 0.5, 1.0, (0.0,), 0.0, 0.9, 0.0, 0.0, {}, 40, np.zeros(5))
Spoilt = tuple[Tracking, dict[str, Any]]


def look_of(tracking: Tracking, **changes: Any) -> Tracking:
    assert isinstance(tracking.picture_quality, PictureQuality)
    return replace(tracking, picture_quality=replace(tracking.picture_quality, **changes))


def landmarks_changed(**changes: Any) -> Tracking:
    tracking = good()
    return replace(tracking, landmarks=replace(tracking.landmarks, **changes))


def at_times(time_s: np.ndarray) -> Tracking:
    """Return the same run, sampled at these instants."""
    dense = landmarks_of(Runner(fps=240.0, seconds=12.0))
    frames = np.clip(np.round(time_s * 240).astype(int), 0, len(dense.time_s) - 1)
    return tracking_of_pictures(
        Landmarks(
            time_s,
            dense.points[frames],
            dense.depth[frames],
            dense.visibility[frames],
            dense.width,
            dense.height,
        )
    )


def dropped() -> Spoilt:
    kept = np.ones(360, dtype=bool)
    kept[20::25] = False
    return at_times(np.arange(360)[kept] / 30), {}


def uneven() -> Spoilt:
    return at_times(np.cumsum(np.tile([7, 10, 7, 8], 90)) / 240), {}


def doubled() -> Spoilt:
    tracking = good()
    assert tracking.picture_quality is not None
    change = tracking.picture_quality.change.copy()
    change[5::6] = 0.05
    return look_of(tracking, change=change), {}


def few_doubled() -> Spoilt:
    tracking = good()
    assert tracking.picture_quality is not None
    change = tracking.picture_quality.change.copy()
    change[5::16] = 0.05
    return look_of(tracking, change=change), {}


def dark() -> Spoilt:
    return look_of(good(), brightness=np.full(360, 25.0)), {}


def bright() -> Spoilt:
    return look_of(good(), white=np.full(360, 0.5)), {}


def blurred() -> Spoilt:
    return look_of(good(), blur=np.full((360, 2), 0.09)), {}


def cut() -> Spoilt:
    tracking = good()
    assert tracking.picture_quality is not None
    steadiness, change = np.ones(360), tracking.picture_quality.change.copy()
    steadiness[100], change[100] = 0.0, 60.0
    return keep_one_shot(look_of(replace(tracking, steadiness=steadiness), change=change)), {}


def panned() -> Spoilt:
    shift = np.zeros((360, 2))
    shift[:, 0] = -6.0
    return replace(good(), camera_shift=shift), {}


def shaken() -> Spoilt:
    shift = np.random.default_rng(0).normal(0, 12.0, (360, 2))
    return replace(good(), camera_shift=shift), {}


def grown(landmarks: Landmarks) -> Landmarks:
    scale = np.linspace(0.85, 1.15, len(landmarks.time_s))[:, None, None]
    middle = np.array([540.0, 700.0])
    return replace(landmarks, points=(landmarks.points - middle) * scale + middle)


def zoomed() -> Spoilt:
    tracking = tracking_of_pictures(grown(good().landmarks))
    return look_of(tracking, zoom=np.full(360, 0.3 / 360)), {}


def nearer() -> Spoilt:
    return tracking_of_pictures(grown(good().landmarks)), {}


def lost() -> Spoilt:
    frames = list(range(100, 160))
    return tracking_of_pictures(without_frames(good().landmarks, frames)), {}


def small() -> Spoilt:
    landmarks = good().landmarks
    points = (landmarks.points - [540, 700]) * 0.25 + [540, 700]
    return landmarks_changed(points=points), {}


def bystander() -> Spoilt:
    people = (Person(0, 900.0, 540.0, 700.0), Person(0, 400.0, 900.0, 700.0))
    tracking = good()
    candidates = mark_followed(find_candidates(people), all_known(tracking.landmarks), None)
    return replace(tracking, people=people, candidates=candidates), {}


def all_known(landmarks: Landmarks) -> Landmarks:
    return replace(landmarks, points=np.nan_to_num(landmarks.points, nan=700.0))


def chosen() -> Spoilt:
    people = (Person(0, 900.0, 540.0, 700.0), Person(0, 880.0, 900.0, 700.0))
    candidates = mark_followed(find_candidates(people), good().landmarks, 1)
    return replace(good(), people=people, candidates=candidates, chosen=True), {}


def ramp() -> Spoilt:
    """Real time, then four times slower, then real time."""
    dense = landmarks_of(Runner(fps=240.0, seconds=6.0))
    frames = np.concatenate(
        [np.arange(0, 480, 8), np.arange(480, 1000, 2), np.arange(1000, 1440, 8)]
    )
    return tracking_of_pictures(
        Landmarks(
            np.arange(len(frames)) / 30,
            dense.points[frames],
            dense.depth[frames],
            dense.visibility[frames],
            dense.width,
            dense.height,
        )
    ), {}


def stops_running() -> Spoilt:
    landmarks = good().landmarks
    points = landmarks.points.copy()
    points[150:] = points[150]
    return landmarks_changed(points=points), {}


def short() -> Spoilt:
    return good(Runner(noise_px=1.0, seconds=3.5)), {}


def slowed() -> Spoilt:
    return good(Runner(slow_motion=4.0, seconds=40.0)), {}


def wrong_factor(factor: float) -> SlowMotion:
    return SlowMotion(factor, 0.9, 1.2, 1.0, "given")


def pause() -> Spoilt:
    tracking = good()
    assert tracking.picture_quality is not None
    change = np.full_like(tracking.picture_quality.change, 8.0)
    change[:20] = 0.0
    return keep_one_shot(look_of(tracking, change=change)), {}


def turns_round() -> Spoilt:
    return replace(good(), shot=(0, len(good().landmarks.time_s))), {}


def doubtful_factor() -> Spoilt:
    return good(), {"slow": SlowMotion(4.0, 3.4, 5.2, 0.5)}


def sped_up() -> Spoilt:
    return good(), {"slow": SlowMotion(0.5, 0.43, 0.58, 0.99)}


def belt(share: float) -> Spoilt:
    tracking = good()
    form = evidence_of(tracking).form
    assert form is not None
    speed = read_speed(form)
    assert isinstance(speed, Reading)
    return tracking, {"belt_kmh": share * 3.6 * speed.value * LEG_LENGTH_M}


def sloping_shoe() -> ShoeTrack:
    x = np.linspace(0.5, -0.5, 20)
    place = np.stack([x, np.tan(np.radians(6.0)) * x], axis=1)
    flat = np.ones(20, dtype=bool)
    zeros = np.zeros(20)
    frames = np.arange(20)
    return ShoeTrack(
        "left", frames, zeros, zeros, zeros, place, place, place, zeros + 1, zeros + 1, zeros,
        zeros, 85.0, flat,
    )  # fmt: skip


CASES: list[tuple[str, str, Callable[[], Spoilt]]] = [
    ("dropped_frames", "warning", dropped),
    ("variable_frame_rate", "info", uneven),
    ("duplicate_frames", "warning", doubled),
    ("duplicate_frames", "info", few_doubled),
    ("too_dark", "warning", dark),
    ("too_bright", "warning", bright),
    ("blurred_feet", "warning", blurred),
    ("shoes_not_followed", "warning", lambda: (good(), {"shoes": {"left": sloping_shoe()}})),
    ("cuts", "warning", cut),
    ("moving_camera", "info", panned),
    ("shaking_camera", "warning", shaken),
    ("zoom", "warning", zoomed),
    ("runner_changes_size", "warning", nearer),
    ("runner_leaves", "warning", lost),
    ("small_feet", "warning", small),
    ("small_runner", "info", small),
    ("bystanders", "info", bystander),
    ("runner_chosen", "info", chosen),
    ("strongly_compressed", "warning", lambda: (good(), {"quantiser": 42.0})),
    ("hips_hidden", "info", lambda: (good(), {"hips_crossed": 0.8})),
    ("speed_ramp", "info", ramp),
    ("part_used", "info", stops_running),
    ("few_steps", "info", short),
    ("slow_motion", "info", slowed),
    ("slow_motion_uncertain", "warning", doubtful_factor),
    ("slow_motion_contradicted", "warning", lambda: (good(), {"slow": wrong_factor(8.0)})),
    ("slow_motion_contradicted", "warning", lambda: (good(), {"slow": wrong_factor(0.3)})),
    ("frozen_picture", "warning", pause),
    ("runner_turns", "info", turns_round),
    ("belt_speed_agrees", "info", lambda: belt(1.0)),
    ("belt_speed_differs", "warning", lambda: belt(1.5)),
    ("rotated_file", "info", lambda: (good(), {"rotation_deg": 270})),
    ("slanted_view", "warning", lambda: (good(replace(RUNNER, shoulder_across=0.34)), {})),
    ("ground_slopes", "info", lambda: (good(), {"shoes": {"left": sloping_shoe()}})),
    ("slow_motion_uncertain", "warning", sped_up),
    ("low_frame_rate", "warning", lambda: (good(replace(RUNNER, fps=15.0)), {"fps": 15.0})),
    ("moderate_frame_rate", "info", lambda: (good(replace(RUNNER, fps=60.0)), {"fps": 60.0})),
    ("low_frame_rate", "info", lambda: (good(), {})),
]


def case_name(part: object) -> str:
    """The same name in every process: no address of a function in it."""
    return getattr(part, "__name__", str(part)).strip("<>")


@pytest.mark.parametrize(("code", "severity", "make"), CASES, ids=case_name)
def test_a_fault_is_named_with_a_remedy(
    code: str, severity: str, make: Callable[[], Spoilt]
) -> None:
    tracking, changes = make()
    found = {note.code: note for note in notes_of(tracking, **changes)}
    assert code in found
    assert found[code].severity == severity
    assert found[code].message.endswith(".")
    assert found[code].remedy.endswith(".")
    assert "--" not in found[code].remedy, "said in the app and in reports too"


def test_a_good_clip_at_a_high_rate_gets_no_note_at_all() -> None:
    assert codes_of(good(replace(RUNNER, fps=120.0)), fps=120.0) == set()


def test_the_shoe_that_was_not_followed_is_named() -> None:
    tracks = {"left": sloping_shoe(), "right": sloping_shoe()}
    one, both = (
        next(n for n in notes_of(good(), shoes=shoes) if n.code == "shoes_not_followed").message
        for shoes in ({"right": tracks["right"]}, tracks)
    )
    assert one.startswith("The right shoe could not be followed")
    assert both.startswith("Neither shoe could be followed")


def test_a_covered_shoe_is_named_as_such() -> None:
    evidence = evidence_of(good(), shoes={"left": sloping_shoe(), "right": sloping_shoe()})
    covered = {
        side: replace(measure, covered=True) for side, measure in evidence.gait.sides.items()
    }
    for sides, start in (
        ({**evidence.gait.sides, "left": covered["left"]}, "The left shoe cannot be seen"),
        (covered, "Neither shoe can be seen"),
    ):
        gait = replace(evidence.gait, sides=sides)
        notes = {n.code: say_finding(n) for n in check_quality(replace(evidence, gait=gait))}
        assert notes["shoes_covered"].message.startswith(start)
        assert notes["shoes_covered"].severity == "warning"
        assert notes["shoes_covered"].remedy.endswith(".")


def test_a_shoe_that_was_followed_is_not_named() -> None:
    evidence = evidence_of(good(), shoes={"left": sloping_shoe()})
    left = replace(evidence.gait.sides["left"], landing=LANDING)
    gait = replace(evidence.gait, sides={**evidence.gait.sides, "left": left})
    codes = {note.code for note in check_quality(replace(evidence, gait=gait))}
    assert "shoes_not_followed" not in codes


def test_a_time_lapse_is_called_faster_and_not_slowed_down() -> None:
    tracking, changes = sped_up()
    (note,) = (n for n in notes_of(tracking, **changes) if n.code == "slow_motion_uncertain")
    assert "2 times real speed" in note.message
    assert "slowed" not in note.message


def test_slow_motion_by_time_stamps_is_no_gap_and_no_uneven_rate() -> None:
    intervals = np.repeat([1 / 120, 4 / 120, 1 / 120], [240, 400, 240])
    every_picture = at_times(np.arange(len(intervals)) / 120)
    landmarks = replace(every_picture.landmarks, time_s=np.cumsum(intervals))
    found = codes_of(replace(every_picture, landmarks=landmarks))
    assert "speed_ramp" in found
    assert not {"dropped_frames", "variable_frame_rate"} & found


def test_pictures_that_are_shown_twice_and_spread_evenly_left_none_out() -> None:
    tracking = doubled()[0]
    assert tracking.picture_quality is not None
    landmarks = tracking.landmarks
    times = capture_times(landmarks.time_s, tracking.picture_quality.repeats())
    assert not np.allclose(times, landmarks.time_s)
    found = codes_of(replace(tracking, landmarks=replace(landmarks, time_s=times)))
    assert "duplicate_frames" in found
    assert not {"dropped_frames", "variable_frame_rate"} & found


def test_frames_that_are_missing_are_named_beside_doubled_ones() -> None:
    tracking, twice = dropped()[0], doubled()[0]
    frames = len(tracking.landmarks.time_s)
    assert twice.picture_quality is not None
    change = twice.picture_quality.change[:frames]
    assert {"dropped_frames", "duplicate_frames"} <= codes_of(look_of(tracking, change=change))


def test_a_picture_on_its_head_is_spared_findings_on_its_gait() -> None:
    landmarks = good(replace(RUNNER, walking=True)).landmarks
    points = np.array([1080.0, 1400.0]) - landmarks.points
    found = codes_of(tracking_of_pictures(replace(landmarks, points=points)))
    assert "picture_turned" in found
    assert "walking" not in found


def test_a_small_bystander_does_not_block() -> None:
    assert "several_people" not in codes_of(bystander()[0])


def test_whoever_was_chosen_is_judged_among_others() -> None:
    assert "several_people" not in codes_of(chosen()[0])


def test_a_given_factor_is_not_questioned() -> None:
    given = SlowMotion(4.0, 3.5, 4.6, 1.0, "given")
    assert not {"slow_motion", "slow_motion_uncertain"} & codes_of(good(), slow=given)


def test_a_blocked_clip_is_spared_what_hangs_on_its_strides() -> None:
    tracking = good(Runner(walking=True, seconds=3.5))
    assert "walking" in codes_of(tracking)
    assert "few_steps" not in codes_of(tracking)


def test_pictures_stored_twice_do_not_count_for_the_rate() -> None:
    tracking = good(replace(RUNNER, fps=60.0))
    assert tracking.picture_quality is not None
    assert "low_frame_rate" not in codes_of(tracking, fps=60.0)
    change = tracking.picture_quality.change.copy()
    change[1::2] = 0.05
    halved = look_of(tracking, change=change)
    (note,) = [n for n in notes_of(halved, fps=60.0) if n.code == "low_frame_rate"]
    assert note.message.startswith("At 30 frames a second")


def test_a_camera_that_moves_shows_no_slope_of_the_ground() -> None:
    shoes = {"left": sloping_shoe()}
    still = good()
    assert "ground_slopes" in codes_of(still, shoes=shoes)
    pans = replace(still, camera_shift=still.camera_shift + np.array([4.0, 0.5]))
    assert "ground_slopes" not in codes_of(pans, shoes=shoes)


def test_light_that_flickers_is_no_shaking_camera() -> None:
    tracking = good()
    frames = len(tracking.landmarks.time_s)
    shift = np.random.default_rng(0).normal(0.0, 6.0, (frames, 2))
    shaken = replace(tracking, camera_shift=shift)
    assert "shaking_camera" in codes_of(shaken)
    lost = replace(shaken, steadiness=np.where(np.arange(frames) % 5 < 3, 0.12, 0.9))
    assert "shaking_camera" not in codes_of(lost)

"""Cuts: only one shot of a clip is judged."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gaitcheck.gait.shots import (
    cut_frames,
    find_passes,
    frozen_runs,
    keep_one_shot,
    returns,
    running_strides,
    turns,
)
from gaitcheck.model import Tracking
from gaitcheck.observing.pose.picture_quality import empty_quality
from tests.gait.synthetic import Runner, landmarks_of, tracking_of, without_frames


def clip(cuts: tuple[int, ...], change_at_cut: float = 40.0) -> Tracking:
    tracking = tracking_of(landmarks_of(Runner()))
    frames = len(tracking.landmarks.time_s)
    quality, steadiness = empty_quality(frames), np.ones(frames)
    quality.change[1:] = 8.0
    for cut in cuts:
        steadiness[cut], quality.change[cut] = 0.0, change_at_cut
    return replace(tracking, steadiness=steadiness, picture_quality=quality)


def test_a_clip_without_a_cut_stays_as_it_is() -> None:
    tracking = clip(())
    assert cut_frames(tracking) == ()
    assert keep_one_shot(tracking) is tracking


def test_only_the_shot_that_shows_most_of_the_run_is_kept() -> None:
    tracking = clip((50, 170))
    kept = keep_one_shot(tracking)
    assert cut_frames(tracking) == (50, 170)
    assert kept.shot == (50, 170)
    found = np.flatnonzero(np.isfinite(kept.landmarks.points[:, 0, 0]))
    assert (found[0], found[-1]) == (50, 169)
    np.testing.assert_array_equal(kept.landmarks.points[50:170], tracking.landmarks.points[50:170])


def test_a_long_shot_without_the_runner_is_not_kept() -> None:
    tracking = clip((180,))
    empty = replace(tracking, landmarks=without_frames(tracking.landmarks, list(range(170))))
    assert keep_one_shot(empty).shot == (180, 240)


def test_a_shaking_camera_that_loses_its_corners_is_no_cut() -> None:
    assert cut_frames(clip((50, 51, 80, 81), change_at_cut=9.0)) == ()


def test_a_cut_from_a_picture_without_a_runner_counts() -> None:
    assert cut_frames(clip((50,), change_at_cut=float("nan"))) == (50,)


def test_a_background_that_is_lost_all_the_time_tells_of_no_cut() -> None:
    lost = clip(tuple(range(10, 190, 9)), change_at_cut=float("nan"))
    assert cut_frames(lost) == ()
    nobody = replace(lost.picture_quality, change=np.full_like(lost.picture_quality.change, np.nan))
    assert cut_frames(replace(lost, picture_quality=nobody)) == ()
    # Where the pictures were compared, a cut is one.
    lost.picture_quality.change[100] = 40.0
    assert cut_frames(lost) == (100,)


def test_a_shot_of_running_is_kept_rather_than_a_longer_one_of_something_else() -> None:
    tracking = clip((160,))
    standing = tracking.landmarks.points.copy()
    standing[:160] = standing[:1]
    still = replace(tracking, landmarks=replace(tracking.landmarks, points=standing))
    assert running_strides(tracking.landmarks) > 5
    assert keep_one_shot(still).shot == (160, 240)
    kept = keep_one_shot(still)
    assert keep_one_shot(kept) is kept


def test_walking_and_running_towards_the_camera_are_no_run_to_judge() -> None:
    assert running_strides(landmarks_of(Runner(walking=True))) == 0.0
    assert running_strides(landmarks_of(Runner(shoulder_across=0.7))) == 0.0


def paused(start: int, stop: int) -> Tracking:
    tracking = clip(())
    assert tracking.picture_quality is not None
    change = tracking.picture_quality.change.copy()
    change[start:stop] = 0.0
    return replace(tracking, picture_quality=replace(tracking.picture_quality, change=change))


def test_a_pause_ends_a_part() -> None:
    tracking = paused(60, 100)
    assert frozen_runs(tracking) == ((59, 100),)
    kept = keep_one_shot(tracking)
    assert kept.shot == (100, 240)
    assert tracking.repeated > 0.1
    assert kept.repeated == 0.0


def test_pictures_held_in_slow_motion_are_no_pause() -> None:
    tracking = clip(())
    assert tracking.picture_quality is not None
    for held in (2, 4, 12):
        change = tracking.picture_quality.change.copy()
        change[np.arange(len(change)) % held != 0] = 0.0
        slow = replace(tracking, picture_quality=replace(tracking.picture_quality, change=change))
        assert frozen_runs(slow) == ()


def test_a_runner_who_turns_round_is_judged_on_one_pass() -> None:
    there, back = (
        landmarks_of(Runner(seconds=4.0)),
        landmarks_of(Runner(seconds=3.0, facing=-1)),
    )
    points = np.concatenate([there.points, back.points])
    landmarks = replace(
        there,
        points=points,
        time_s=np.arange(len(points)) / 30.0,
        depth=np.concatenate([there.depth, back.depth]),
        visibility=np.concatenate([there.visibility, back.visibility]),
    )
    tracking = tracking_of(landmarks)
    (turn,) = turns(tracking)
    assert abs(turn - len(there.points)) <= 3
    assert keep_one_shot(tracking).shot == (0, turn)
    assert turns(clip(())) == ()


def passing(*starts: float, lost: float = 1.0) -> Tracking:
    """Return a runner who crosses the picture from each start, unseen for a while between."""
    once = landmarks_of(Runner(seconds=2.0))
    shown, gap = len(once.time_s), round(lost * 30)
    frames = np.tile(np.arange(shown + gap), len(starts))[:-gap]
    inside = frames.clip(max=shown - 1)
    points = once.points[inside]
    points[..., 0] += np.repeat(starts, shown + gap)[:-gap, None] + 500 / shown * inside[:, None]
    points[frames >= shown] = np.nan
    return tracking_of(
        replace(
            once,
            points=points,
            depth=once.depth[inside],
            visibility=once.visibility[inside],
            time_s=np.arange(len(frames)) / 30,
        )
    )


def test_a_runner_who_comes_again_from_the_same_side_begins_a_new_pass() -> None:
    tracking = passing(-300.0, -300.0, -300.0)
    assert returns(tracking) == (90, 180)
    assert {part.shot for part in find_passes(tracking)} == {(0, 90), (90, 180), (180, 240)}
    assert find_passes(tracking)[0].shot == keep_one_shot(tracking).shot


@pytest.mark.parametrize(("starts", "lost"), [((-300.0, 200.0), 1.0), ((-300.0, -300.0), 0.3)])
def test_a_runner_who_was_lost_for_a_while_runs_on(starts: tuple[float, ...], lost: float) -> None:
    assert returns(passing(*starts, lost=lost)) == ()


@pytest.mark.parametrize("frames", [1, 2, 8, 24, 25, 30, 31, 45])
def test_the_shortest_clips_have_no_turns(frames: int) -> None:
    tracking = tracking_of(landmarks_of(Runner(seconds=frames / 30.0)))
    assert len(tracking.landmarks.time_s) == frames
    assert turns(tracking) == ()
    assert keep_one_shot(tracking) is tracking


def test_feet_that_point_nowhere_have_no_turns() -> None:
    tracking = clip(())
    points = tracking.landmarks.points.copy()
    points[:, 31:33] = points[:, 29:31]
    nowhere = replace(tracking, landmarks=replace(tracking.landmarks, points=points))
    assert turns(nowhere) == ()

"""When a clip may show legs alone, and what stands in for the landmarks then."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from gaitcheck.model import ANKLE, HEEL, HIP, SHOULDER, TOE, Tracking
from gaitcheck.observing.feet.alone import feet_as_landmarks, legs_alone
from tests.gait.quality.clips import tracking_of_pictures
from tests.gait.synthetic import Runner, landmarks_of, without_frames
from tests.observing.feet.found import feet_of, found_in

RUNNER = Runner(seconds=4.0)


def whole() -> Tracking:
    return tracking_of_pictures(landmarks_of(RUNNER))


def seldom(tracking: Tracking) -> Tracking:
    lost = [k for k in range(RUNNER.frames) if k % 5 > 1]
    return replace(tracking, landmarks=without_frames(tracking.landmarks, lost))


def still(tracking: Tracking, first: int, up: float) -> Tracking:
    """Return somebody who does not move, a pair of whose landmarks lies higher in the picture."""
    points = np.repeat(tracking.landmarks.points[:1], RUNNER.frames, axis=0)
    points[:, first : first + 2, 1] -= up
    return replace(tracking, landmarks=replace(tracking.landmarks, points=points))


def test_a_runner_who_is_seen_whole_is_no_case_for_feet() -> None:
    assert not legs_alone(whole())


def test_a_body_that_is_seldom_found_or_above_the_picture_may_be_legs() -> None:
    assert legs_alone(still(whole(), SHOULDER, 5000.0))
    assert legs_alone(still(whole(), HIP, 5000.0))
    assert not legs_alone(still(whole(), HIP, 0.0))


def test_a_body_on_its_head_is_legs_only_where_it_hangs_from_the_upper_edge() -> None:
    tracking = still(whole(), HIP, 0.0)
    points, height = tracking.landmarks.points.copy(), tracking.landmarks.height
    points[..., 1] = height - points[..., 1]
    turned = replace(tracking, landmarks=replace(tracking.landmarks, points=points))
    hips = points[0, HIP : HIP + 2, 1].mean()
    assert hips > 0.3 * height
    assert not legs_alone(turned)
    hanging = points - np.array([0.0, hips - 0.05 * height])
    assert legs_alone(replace(turned, landmarks=replace(turned.landmarks, points=hanging)))


def test_a_body_whose_strides_were_seen_is_good_enough() -> None:
    tracking = whole()
    points = tracking.landmarks.points.copy()
    points[:, SHOULDER : SHOULDER + 2, 1] -= 5000.0
    assert not legs_alone(replace(tracking, landmarks=replace(tracking.landmarks, points=points)))


def test_two_running_feet_are_all_landmarks_there_are() -> None:
    tracking = seldom(whole())
    ends = feet_of(landmarks_of(RUNNER))
    found = feet_as_landmarks(tracking, found_in(ends, noise=0.02))
    assert found is not None
    landmarks = found.landmarks
    assert landmarks.feet_alone
    known = np.flatnonzero(np.isfinite(landmarks.points[..., 0]).any(axis=0)).tolist()
    assert known == [ANKLE, ANKLE + 1, HEEL, HEEL + 1, TOE, TOE + 1]
    assert landmarks.seen.mean() > 0.9
    assert found.people == ()
    assert found.candidates == ()


def test_where_one_of_several_was_asked_for_feet_have_no_number() -> None:
    tracking = replace(seldom(whole()), chosen=True)
    assert feet_as_landmarks(tracking, found_in(feet_of(landmarks_of(RUNNER)))) is None


def test_where_no_feet_run_there_is_nothing_to_go_on_with() -> None:
    assert feet_as_landmarks(whole(), [[] for _ in range(RUNNER.frames)]) is None

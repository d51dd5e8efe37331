"""Feet that the pose left, under a body that it followed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gaitcheck.model import ANKLE, HEEL, KNEE, TOE, FloatArray, Tracking
from gaitcheck.observing.feet.lost import feet_of_body, part_without_feet
from tests.gait.quality.clips import tracking_of_pictures
from tests.gait.synthetic import Runner, landmarks_of
from tests.observations import clip_of
from tests.observing.feet.found import feet_of, found_in

RUNNER = Runner(seconds=4.0)
FEET = [ANKLE, ANKLE + 1, HEEL, HEEL + 1, TOE, TOE + 1]


def followed(runner: Runner = RUNNER) -> Tracking:
    return tracking_of_pictures(landmarks_of(runner))


def astray(tracking: Tracking) -> Tracking:
    """Return the tracking with feet where nothing moves, some way from the true ones."""
    assert tracking.picture_quality is not None
    points = tracking.landmarks.points.copy()
    points[:, FEET] += [30.0, -45.0]
    still = np.full_like(tracking.picture_quality.foot_change, 0.05)
    return replace(
        tracking,
        landmarks=replace(tracking.landmarks, points=points),
        picture_quality=replace(tracking.picture_quality, foot_change=still),
    )


def worst(one: FloatArray, other: FloatArray) -> float:
    off = np.hypot(*np.moveaxis(one - other, -1, 0))
    return float(np.nanquantile(off, 0.9))


def test_feet_on_which_nothing_moves_as_they_land_are_lost() -> None:
    assert part_without_feet(clip_of(RUNNER), followed()) is None
    assert part_without_feet(clip_of(RUNNER), astray(followed())) == (0, RUNNER.frames)


@pytest.mark.parametrize("facing", [1, -1])
def test_the_feet_that_were_found_take_their_place(facing: int) -> None:
    runner = replace(RUNNER, facing=facing)
    true = followed(runner)
    lost = astray(true)
    found = found_in(feet_of(true.landmarks, facing), noise=0.02)
    mended = feet_of_body(lost, found)
    assert mended is not None
    points = mended.landmarks.points
    assert worst(lost.landmarks.points[:, FEET], true.landmarks.points[:, FEET]) > 50
    assert worst(points[:, FEET[2:]], true.landmarks.points[:, FEET[2:]]) < 12
    # The body stays as the pose saw it, and nothing more is said of pictures of other places.
    assert np.array_equal(points[:, : KNEE + 2], lost.landmarks.points[:, : KNEE + 2])
    assert part_without_feet(clip_of(runner), mended) is None


def test_feet_that_run_elsewhere_are_not_this_body_s() -> None:
    true = followed()
    elsewhere = feet_of(true.landmarks)
    elsewhere[..., ::2] += 400.0
    assert feet_of_body(astray(true), found_in(elsewhere, size=(1600, 1400))) is None


def test_where_no_feet_were_found_nothing_is_changed() -> None:
    lost = astray(followed())
    assert feet_of_body(lost, [[] for _ in lost.landmarks.time_s]) is None

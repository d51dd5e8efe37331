"""When no body is in the picture: go on with the feet alone."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Final

from gaitcheck.gait.quality.view import (
    HIPS_OUTSIDE,
    SELDOM_FOUND,
    SIDEWAYS_DEG,
    hips_at_edge,
    trunk_from_vertical,
)
from gaitcheck.gait.shots import keep_one_shot, running_strides
from gaitcheck.model import HIP, SHOULDER, FloatArray, Tracking
from gaitcheck.observing.feet.meaning import landmarks_of_ends
from gaitcheck.observing.feet.pieces import feet_unseen, link_between_cuts
from gaitcheck.observing.feet.types import FootFound

# More than this share of the shoulders lies above the picture where the body does: of 16 films of
# legs alone this, seldom finding anybody, hips above the picture or a trunk that lies hold for 15,
# of 24 other real ones for none.
SHOULDERS_OUTSIDE: Final = 0.5
# Where the landmarks show so many strides of running all the same, they are good enough.
ENOUGH_STRIDES: Final = 2.0


def legs_alone(tracking: Tracking) -> bool:
    """Return whether a clip may show legs alone, so that feet are worth looking for.

    The body is seldom found, lies above the picture or on its side under the upper edge, and hardly
    any running was seen in it.
    """
    start, stop = tracking.looked_at
    points = tracking.landmarks.points[start:stop]
    seen = tracking.landmarks.seen[start:stop]
    if float(seen.mean()) >= SELDOM_FOUND:
        hips, shoulders = (points[seen][:, [k, k + 1], 1] < 0 for k in (HIP, SHOULDER))
        inside = hips.mean() <= HIPS_OUTSIDE and shoulders.mean() <= SHOULDERS_OUTSIDE
        if inside and not _hangs_from_edge(points[seen], tracking.landmarks.height):
            return False
    return running_strides(keep_one_shot(tracking).landmarks) < ENOUGH_STRIDES


def _hangs_from_edge(points: FloatArray, height: int) -> bool:
    """Return whether a trunk lies, or stands on its head, with its hips near the upper edge."""
    return trunk_from_vertical(points) > SIDEWAYS_DEG and hips_at_edge(points, height)


def feet_as_landmarks(tracking: Tracking, found: Sequence[Sequence[FootFound]]) -> Tracking | None:
    """Return a clip's tracking with two running feet for landmarks; None where none run.

    Parameters
    ----------
    tracking : Tracking
        In which no body could be used.
    found : sequence of sequence of FootFound
        For every frame of the clip the feet found in it, in any order; none in frames that were not
        looked at, which are all but every `pose_every`-th of the part looked at.
    """
    if tracking.chosen:
        # Somebody in a picture of several people was asked for: feet have no number.
        return None
    linked = link_between_cuts(tracking, found)
    return None if linked is None else _with_feet(tracking, *linked)


def _with_feet(
    tracking: Tracking, ends: FloatArray, score: FloatArray, depth: FloatArray
) -> Tracking:
    """Return the tracking with feet for landmarks, and nothing that hangs on another body."""
    before = tracking.landmarks
    landmarks = landmarks_of_ends(ends, score, before.time_s, (before.width, before.height), depth)
    return dataclasses.replace(
        tracking,
        landmarks=landmarks,
        people=(),
        candidates=(),
        picture_quality=feet_unseen(tracking),
    )

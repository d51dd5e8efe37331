"""When no body is in the picture: go on with the feet alone."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import numpy as np

from gaitcheck.gait.quality.view import (
    HIPS_OUTSIDE,
    SELDOM_FOUND,
    SIDEWAYS_DEG,
    trunk_from_vertical,
)
from gaitcheck.gait.shots import cut_frames, keep_one_shot, running_strides
from gaitcheck.model import HIP, SHOULDER, FloatArray, Tracking
from gaitcheck.observing.feet.link import FEWEST_BOTH, LinkedFeet, link_feet
from gaitcheck.observing.feet.meaning import landmarks_of_ends
from gaitcheck.observing.feet.nearer import SURE_ODDS, nearer_odds
from gaitcheck.observing.feet.types import FootFound
from gaitcheck.observing.pose.between import smooth_way

# More than this share of the shoulders lies above the picture where the body does: of 16 films of
# legs alone this, seldom finding anybody, hips above the picture or a trunk that lies hold for 15,
# of 24 other real ones for none.
SHOULDERS_OUTSIDE: Final = 0.5
# Where the landmarks show so many strides of running all the same, they are good enough.
ENOUGH_STRIDES: Final = 2.0


def legs_alone(tracking: Tracking) -> bool:
    """Return whether a clip may show legs alone, so that feet are worth looking for.

    The body is seldom found, lies above the picture or on its side, and hardly any running was
    seen in it.
    """
    start, stop = tracking.looked_at
    points = tracking.landmarks.points[start:stop]
    seen = tracking.landmarks.seen[start:stop]
    there = float(seen.mean()) >= SELDOM_FOUND
    if there:
        hips, shoulders = (points[seen][:, [k, k + 1], 1] < 0 for k in (HIP, SHOULDER))
        upright = not trunk_from_vertical(points[seen]) > SIDEWAYS_DEG
        inside = hips.mean() <= HIPS_OUTSIDE and shoulders.mean() <= SHOULDERS_OUTSIDE
        if upright and inside:
            return False
    return running_strides(keep_one_shot(tracking).landmarks) < ENOUGH_STRIDES


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
    landmarks = tracking.landmarks
    frames, size = len(landmarks.time_s), (landmarks.width, landmarks.height)
    if tracking.chosen:
        # Somebody in a picture of several people was asked for: feet have no number.
        return None
    first, stop = tracking.looked_at
    borders = sorted({first, *(cut for cut in cut_frames(tracking) if first < cut < stop), stop})
    ends, score = np.full((frames, 2, 4), np.nan), np.zeros((frames, 2))
    depth = np.zeros(frames)
    for start, end in pairwise(borders):
        looked = np.arange(start + (first - start) % tracking.pose_every, end, tracking.pose_every)
        if len(looked) < FEWEST_BOTH:
            continue
        moved = np.cumsum(np.nan_to_num(tracking.known_shift[start:end]), axis=0)[looked - start]
        linked = link_feet([found[int(k)] for k in looked], landmarks.time_s[looked], size, moved)
        if linked is None:
            continue
        own, near = _left_and_right(linked)
        last = int(looked[-1]) + 1
        poses = (np.arange(looked[0], last) - looked[0]) / tracking.pose_every
        ends[looked[0] : last] = smooth_way(own.ends, poses)
        score[looked[0] : last] = own.score[np.floor(poses).astype(np.intp)]
        depth[start:end] = near
    if not np.isfinite(ends).any():
        return None
    return _with_feet(tracking, ends, score, depth)


def _left_and_right(linked: LinkedFeet) -> tuple[LinkedFeet, float]:
    """Return the feet as left and right, and -1 where the left one is the nearer, 1 the right one.

    A runner who faces right shows the right side. 0 where it is not clear which foot is nearer.
    """
    odds = nearer_odds(linked.ends)
    faces_right = float(np.nanmedian(linked.ends[..., 2] - linked.ends[..., 0])) >= 0
    # The first foot is the left one where it is the nearer and the runner faces left, or neither.
    first_left = (odds >= 0) != faces_right
    order = [0, 1] if first_left else [1, 0]
    near = 0.0 if abs(odds) < SURE_ODDS else 1.0 if faces_right else -1.0
    return LinkedFeet(linked.ends[:, order], linked.score[:, order]), near


def _with_feet(
    tracking: Tracking, ends: FloatArray, score: FloatArray, depth: FloatArray
) -> Tracking:
    """Return the tracking with feet for landmarks, and nothing that hangs on another body."""
    before, quality = tracking.landmarks, tracking.picture_quality
    landmarks = landmarks_of_ends(ends, score, before.time_s, (before.width, before.height), depth)
    if quality is not None:
        unknown = np.full_like(quality.blur, np.nan)
        quality = dataclasses.replace(quality, blur=unknown, foot_change=unknown)
    return dataclasses.replace(
        tracking,
        landmarks=landmarks,
        people=(),
        candidates=(),
        picture_quality=quality,
    )

"""Two running feet in each piece of a clip between its cuts, named left and right."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from gaitcheck.gait.shots import cut_frames
from gaitcheck.model import FloatArray, PictureQuality, Tracking
from gaitcheck.observing.feet.link import FEWEST_BOTH, LinkedFeet, link_feet
from gaitcheck.observing.feet.nearer import SURE_ODDS, nearer_odds
from gaitcheck.observing.feet.types import FootFound
from gaitcheck.observing.pose.between import smooth_way


def pieces(tracking: Tracking) -> Iterator[tuple[int, int]]:
    """Yield the first frame of each piece between cuts, and that after its last."""
    first, stop = tracking.looked_at
    yield from pairwise(
        sorted({first, *(k for k in cut_frames(tracking) if first < k < stop), stop})
    )


def link_between_cuts(
    tracking: Tracking, found: Sequence[Sequence[FootFound]]
) -> tuple[FloatArray, FloatArray, FloatArray] | None:
    """Return ends (frames, 2, 4) and scores of the left and the right foot, linked between cuts.

    Also, for each frame, which of them is the nearer one, see `_left_and_right`. None where none
    run.
    """
    landmarks = tracking.landmarks
    frames, size = len(landmarks.time_s), (landmarks.width, landmarks.height)
    first, _ = tracking.looked_at
    ends, score = np.full((frames, 2, 4), np.nan), np.zeros((frames, 2))
    depth = np.zeros(frames)
    for start, end in pieces(tracking):
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
    return (ends, score, depth) if np.isfinite(ends).any() else None


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


def feet_unseen(tracking: Tracking) -> PictureQuality | None:
    """Return how good the pictures are, without what was seen where the feet were taken to be."""
    quality = tracking.picture_quality
    if quality is None:
        return None
    unknown = np.full_like(quality.blur, np.nan)
    return dataclasses.replace(quality, blur=unknown, foot_change=unknown)

"""Cuts in a clip, and the one shot that is judged."""

from __future__ import annotations

import dataclasses
from itertools import pairwise
from typing import Final

import numpy as np

from gaitcheck.model import Tracking

# Share of background corners that follow the camera; below this in one frame is a cut.
CUT_STEADINESS: Final = 0.15
# At a cut the pictures differ so many times more than at most other frames (95th percentile): a
# camera that shakes loses its corners too, but differs no more than before.
CUT_CHANGE: Final = 1.3


def cut_frames(tracking: Tracking) -> tuple[int, ...]:
    """Return the first frame after each cut."""
    lost = tracking.steadiness < CUT_STEADINESS
    change = None if tracking.look is None else tracking.look.change
    if change is not None and np.isfinite(change).any():
        usual = float(np.nanpercentile(change, 95))
        # Where nobody was found before or after, the pictures were not compared.
        lost = lost & ~(change < CUT_CHANGE * usual)
    return tuple(int(frame) for frame in np.flatnonzero(lost) if frame > 0)


def keep_one_shot(tracking: Tracking) -> Tracking:
    """Forget the runner in all shots but the one that shows them longest.

    What follows takes the landmarks for one runner seen from one place; over a cut neither holds.
    """
    frames = len(tracking.landmarks.time_s)
    borders = (0, *cut_frames(tracking), frames)
    if len(borders) == 2:
        return tracking
    points = tracking.landmarks.points
    seen = np.isfinite(points[:, 0, 0])
    start, stop = max(pairwise(borders), key=lambda shot: int(seen[shot[0] : shot[1]].sum()))
    kept = np.full_like(points, np.nan)
    kept[start:stop] = points[start:stop]
    return dataclasses.replace(
        tracking,
        landmarks=dataclasses.replace(tracking.landmarks, points=kept),
        shot=(start, stop),
    )

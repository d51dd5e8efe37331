"""Cuts in a clip, and the one shot that is judged."""

from __future__ import annotations

import dataclasses
from itertools import pairwise
from typing import Final

import numpy as np

from gaitcheck.gait.measure import measure_gait
from gaitcheck.model import Landmarks, Tracking

# Share of background corners that follow the camera; below this in one frame is a cut.
CUT_STEADINESS: Final = 0.15
# At a cut the pictures differ so many times more than at most other frames (95th percentile): a
# camera that shakes loses its corners too, but differs no more than before.
CUT_CHANGE: Final = 1.3
# Frames with somebody in them from which on a shot may show running.
FEWEST_SEEN: Final = 12
# How far the ankles of somebody who runs scissor at least, leg lengths: joggers reach 1.4 (see
# `Cycle.excursion`), and a slanted view shortens it.
RUNNERS_EXCURSION: Final = 1.0


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
    """Forget the runner in all shots but the one that shows most of the run.

    What follows takes the landmarks for one runner seen from one place; over a cut neither holds.
    Where no shot shows running from the side, the one that shows somebody longest is kept.
    """
    if tracking.shot is not None:
        return tracking
    frames = len(tracking.landmarks.time_s)
    borders = (0, *cut_frames(tracking), frames)
    if len(borders) == 2:
        return tracking
    seen = np.isfinite(tracking.landmarks.points[:, 0, 0])
    shots = list(pairwise(borders))
    counts = [int(seen[start:stop].sum()) for start, stop in shots]
    parts = [_part(tracking.landmarks, *shot) for shot in shots]
    strides = [
        running_strides(part) if count >= FEWEST_SEEN else 0.0
        for part, count in zip(parts, counts, strict=True)
    ]
    best = max(range(len(shots)), key=lambda k: (strides[k], counts[k]))
    return dataclasses.replace(tracking, landmarks=parts[best], shot=shots[best])


def _part(landmarks: Landmarks, start: int, stop: int) -> Landmarks:
    kept = np.full_like(landmarks.points, np.nan)
    kept[start:stop] = landmarks.points[start:stop]
    return dataclasses.replace(landmarks, points=kept)


def running_strides(landmarks: Landmarks) -> float:
    """Return how many strides of running the landmarks show from the side; 0 for anything else."""
    gait = measure_gait(landmarks)
    if gait.cycle is None or gait.pace is None or gait.pace.walking:
        return 0.0
    runs = gait.view.view.plane == "side" and gait.cycle.excursion >= RUNNERS_EXCURSION
    return gait.cycle.strides if runs else 0.0

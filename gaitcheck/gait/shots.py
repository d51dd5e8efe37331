"""Cuts, pauses, turns and returns in a clip, and the parts between them that show running."""

from __future__ import annotations

import dataclasses
from itertools import pairwise
from typing import Final

import numpy as np

from gaitcheck.gait.measure import measure_gait
from gaitcheck.model import HEEL, TOE, Landmarks, Tracking

# Share of background corners that follow the camera; below this in one frame is a cut.
CUT_STEADINESS: Final = 0.15
# At a cut the pictures differ so many times more than at most other frames (95th percentile): a
# camera that shakes loses its corners too, but differs no more than before.
CUT_CHANGE: Final = 1.3
# Films are cut less often than in so many of their frames (every .8 s at 25 a second): where the
# corners are lost more often than that, they cannot be followed, and losing them tells of no cut.
MOST_CUTS: Final = 0.05
# Frames with somebody in them from which on a shot may show running.
FEWEST_SEEN: Final = 12
# A picture that is repeated so often, for so many seconds of the file and so many times longer than
# pictures are elsewhere in the clip, is a pause.
FROZEN_FRAMES: Final = 8
FROZEN_S: Final = 0.25
FROZEN_TIMES: Final = 3.0
# Half of the time over which it is told where the toes point, seconds of the file.
TURN_S: Final = 0.5
# A runner who was not seen for so many seconds of the file, and then this share of the picture's
# width away, left the picture and comes again: nobody who is merely lost for a while gets so far.
AWAY_S: Final = 0.5
AWAY_WIDTHS: Final = 0.4
# Passes that are measured, those with most of the run: each costs as much as the first one.
MOST_PASSES: Final = 8


def cut_frames(tracking: Tracking) -> tuple[int, ...]:
    """Return the first frame after each cut."""
    lost = tracking.steadiness < CUT_STEADINESS
    quality = tracking.picture_quality
    change = np.full(len(lost), np.nan) if quality is None else quality.change
    if np.isfinite(change).any():
        lost = lost & ~(change < CUT_CHANGE * float(np.nanpercentile(change, 95)))
    if lost.mean() > MOST_CUTS:
        # Where nobody was found before or after, the pictures were not compared.
        lost = lost & np.isfinite(change)
    return tuple(int(frame) for frame in np.flatnonzero(lost) if frame > 0)


def frozen_runs(tracking: Tracking) -> tuple[tuple[int, int], ...]:
    """Return the runs of frames that all show one picture: first frame, and that after the last.

    A clip in slow motion may hold every picture several times; a pause is longer.
    """
    if tracking.picture_quality is None:
        return ()
    edges = np.flatnonzero(np.diff(np.pad(tracking.picture_quality.repeats().astype(np.int8), 1)))
    runs = [(int(start) - 1, int(stop)) for start, stop in edges.reshape(-1, 2)]
    time_s = tracking.landmarks.time_s
    usual = float(np.median([stop - start for start, stop in runs])) if runs else 0.0
    return tuple(
        (max(start, 0), stop)
        for start, stop in runs
        if stop - start >= max(FROZEN_FRAMES, FROZEN_TIMES * usual * (len(runs) > 1))
        and time_s[stop - 1] - time_s[max(start, 0)] >= FROZEN_S
    )


def turns(tracking: Tracking) -> tuple[int, ...]:
    """Return the first frame after each turn: where the toes begin to point the other way.

    Both feet together, over about a second: a foot that swings may point anywhere for a while.
    """
    landmarks = tracking.landmarks
    feet = landmarks.points[:, [TOE, TOE + 1], 0] - landmarks.points[:, [HEEL, HEEL + 1], 0]
    ahead = feet.sum(axis=1)
    known = np.isfinite(ahead)
    if known.sum() < 2 * FEWEST_SEEN:
        return ()
    half = max(round(TURN_S / float(np.median(np.diff(landmarks.time_s)))), FEWEST_SEEN // 2)
    window = np.ones(2 * min(half, (len(known) - 1) // 2) + 1)
    total = np.convolve(np.where(known, ahead, 0.0), window, "same")
    frames = np.flatnonzero(known & (total != 0))
    if not len(frames):
        return ()
    found = [int(frames[k + 1]) for k in np.flatnonzero(np.diff(np.sign(total[frames])))]
    time_s = landmarks.time_s
    times = np.array([time_s[frames[0]], *time_s[found], time_s[frames[-1]]])
    passes = np.diff(times)
    return tuple(
        frame
        for frame, before, after in zip(found, passes[:-1], passes[1:], strict=True)
        if min(before, after) >= 2 * TURN_S
    )


def returns(tracking: Tracking) -> tuple[int, ...]:
    """Return the first frame after each absence from which the runner comes from elsewhere."""
    landmarks = tracking.landmarks
    seen, time_s = np.flatnonzero(landmarks.seen), landmarks.time_s
    gaps = np.flatnonzero(np.diff(time_s[seen]) >= AWAY_S)
    if not len(gaps):
        return ()
    place = np.nanmedian(landmarks.points[seen, :, 0], axis=1)
    far = np.abs(np.diff(place))[gaps] >= AWAY_WIDTHS * landmarks.width
    return tuple(int(frame) for frame in seen[gaps[far] + 1])


def keep_one_shot(tracking: Tracking) -> Tracking:
    """Forget the runner in all parts between cuts, pauses and turns but that with most of the run.

    What follows takes the landmarks for one runner who goes one way, seen from one place. Where no
    part shows running from the side, the one that shows somebody longest is kept.
    """
    return find_passes(tracking)[0]


def find_passes(tracking: Tracking) -> tuple[Tracking, ...]:
    """Return the parts between cuts, pauses, turns, returns that show running, the longest first.

    Each knows the runner in its own part alone. The first one is that of `keep_one_shot`, whatever
    it shows; the others show somebody who runs, seen from the side.
    """
    if tracking.shot is not None:
        return (tracking,)
    first, end = tracking.looked_at
    still = [frame for run in frozen_runs(tracking) for frame in run]
    found = (*cut_frames(tracking), *still, *turns(tracking), *returns(tracking))
    borders = sorted({first, *(frame for frame in found if first < frame < end), end})
    if len(borders) == 2:
        return (tracking,)
    parts = [_part(tracking, *shot) for shot in pairwise(borders)]
    counts = [int(part.landmarks.seen.sum()) for part in parts]
    strides = [
        running_strides(part.landmarks) if count >= FEWEST_SEEN else 0.0
        for part, count in zip(parts, counts, strict=True)
    ]
    order = sorted(range(len(parts)), key=lambda k: (-strides[k], -counts[k]))
    return tuple(parts[k] for k in order[:MOST_PASSES] if k == order[0] or strides[k] > 0)


def _part(tracking: Tracking, start: int, stop: int) -> Tracking:
    points = tracking.landmarks.points
    kept = np.full_like(points, np.nan)
    kept[start:stop] = points[start:stop]
    landmarks = dataclasses.replace(tracking.landmarks, points=kept)
    return dataclasses.replace(tracking, landmarks=landmarks, shot=(start, stop))


def running_strides(landmarks: Landmarks) -> float:
    """Return how many strides of running the landmarks show from the side; 0 for anything else."""
    gait = measure_gait(landmarks)
    if gait.cycle is None or gait.no_run is not None or gait.view.view.plane != "side":
        return 0.0
    # Strides whose time changes by half and more may be no strides at all.
    return gait.cycle.strides * (1.0 if gait.cycle.one_speed else 0.5)

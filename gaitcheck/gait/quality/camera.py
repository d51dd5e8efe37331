"""How the camera behaves: cuts, movement, zoom."""

from __future__ import annotations

from typing import Final

import numpy as np

from gaitcheck.gait.quality.evidence import Check, Evidence, info, median_of, warning
from gaitcheck.gait.shots import CUT_STEADINESS, cut_frames, frozen_runs
from gaitcheck.model import Finding, FloatArray

# Median movement of the background, leg lengths a second of file time, from which a camera moves,
# and its irregular part from which it shakes.
MOVING: Final = 0.10
SHAKING: Final = 0.35
# How much the scale of background and runner may change over the part used, as a logarithm; and
# the runner's alone.
ZOOM: Final = 0.12
SIZE_CHANGE: Final = 0.18
FEWEST_FRAMES: Final = 8
# Share of the frames in which the background must have been followed to say that the camera shakes.
MOSTLY_KNOWN: Final = 0.5


def _when(evidence: Evidence, start: int, stop: int) -> tuple[float, float]:
    """Return when the first and the last of some frames are shown, seconds of file time."""
    return float(evidence.time_s[start]), float(evidence.time_s[stop - 1])


def cuts(evidence: Evidence) -> Finding | None:
    """Name cuts."""
    count, shot = len(cut_frames(evidence.tracking)), evidence.tracking.shot
    if count == 0 or shot is None:
        return None
    start_s, stop_s = _when(evidence, *shot)
    number = "many" if count > 1 else "one"
    passes = len(evidence.gait.every_pass)
    variant = number if passes == 1 else f"{number}_joined"
    return warning("cuts", variant, cuts=count, passes=passes, start_s=start_s, stop_s=stop_s)


def frozen(evidence: Evidence) -> Finding | None:
    """Name a recording that was paused: the picture stands still for a while."""
    runs = frozen_runs(evidence.tracking)
    if not runs:
        return None
    start_s, stop_s = _when(evidence, *max(runs, key=lambda run: run[1] - run[0]))
    passes, shot = len(evidence.gait.every_pass), evidence.tracking.shot
    if passes == 1 or shot is None:
        return warning("frozen_picture", start_s=start_s, stop_s=stop_s)
    start_s, stop_s = _when(evidence, *shot)
    return warning("frozen_picture", "joined", passes=passes, start_s=start_s, stop_s=stop_s)


def turning(evidence: Evidence) -> Finding | None:
    """Say which pass was judged of a runner who turns round."""
    shot = evidence.tracking.shot
    if shot is None or cut_frames(evidence.tracking) or frozen_runs(evidence.tracking):
        return None
    start_s, stop_s = _when(evidence, *shot)
    passes = len(evidence.gait.every_pass)
    variant = "" if passes == 1 else "joined"
    return info("runner_turns", variant, passes=passes, start_s=start_s, stop_s=stop_s)


def _speed(evidence: Evidence) -> FloatArray:
    """Return the background's movement in the part used, leg lengths per second."""
    frame_s = float(np.median(np.diff(evidence.time_s)))
    shift = evidence.tracking.known_shift[evidence.used]
    return np.asarray(shift / evidence.leg_px / frame_s)


def movement(evidence: Evidence) -> Finding | None:
    """Say that the camera follows the runner, or warn that it shakes."""
    if not np.isfinite(evidence.leg_px) or len(evidence.time_s) < FEWEST_FRAMES:
        return None
    speed = _speed(evidence)
    jitter = np.abs(np.diff(speed, axis=0)).max(axis=1)
    if np.isfinite(jitter).mean() >= MOSTLY_KNOWN and median_of(jitter) > SHAKING:
        return warning("shaking_camera")
    if median_of(np.linalg.norm(speed, axis=1)) > MOVING:
        return info("moving_camera")
    return None


def zoom(evidence: Evidence) -> Finding | None:
    """Name a zoom, or a runner who comes nearer."""
    if not np.isfinite(evidence.leg_px):
        return None
    size, scale = _size_change(evidence), _scale_change(evidence)
    # A background that passes at changing distance seems to zoom by itself: both must agree.
    if min(abs(size), abs(scale)) > ZOOM and size * scale > 0:
        return warning("zoom", share=100 * abs(size))
    if abs(size) > SIZE_CHANGE:
        return warning("runner_changes_size", share=100 * abs(size))
    return None


def _scale_change(evidence: Evidence) -> float:
    """Return how much larger the background became over the part used, as a logarithm."""
    if evidence.picture_quality is None:
        return 0.0
    steady = evidence.tracking.steadiness >= CUT_STEADINESS
    zooms = np.log1p(np.clip(np.where(steady, evidence.picture_quality.zoom, 0.0), -0.5, 0.5))
    return float(zooms[evidence.used].sum())


def _size_change(evidence: Evidence) -> float:
    """Return how much larger the runner's trunk became over the part used, as a logarithm."""
    body, used = evidence.gait.body, evidence.used
    trunk = np.linalg.norm(body.shoulders - body.pelvis, axis=1)
    known = used & np.isfinite(trunk) & (trunk > 0)
    if known.sum() < FEWEST_FRAMES:
        return 0.0
    frames = np.flatnonzero(known)
    slope = float(np.polyfit(frames, np.log(trunk[known]), 1)[0])
    return slope * float(np.ptp(frames))


CHECKS: Final[tuple[Check, ...]] = (cuts, frozen, turning, movement, zoom)

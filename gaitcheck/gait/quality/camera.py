"""How the camera behaves: cuts, movement, zoom."""

from __future__ import annotations

from typing import Final

import numpy as np

from gaitcheck.gait.quality.evidence import Check, Evidence, info, median_of, warning
from gaitcheck.gait.shots import CUT_STEADINESS, cut_frames, frozen_runs
from gaitcheck.model import FloatArray, QualityNote

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


def _when(evidence: Evidence, start: int, stop: int) -> str:
    """Return in words when some frames are shown."""
    return f"from {evidence.time_s[start]:.1f} to {evidence.time_s[stop - 1]:.1f} s"


def cuts(evidence: Evidence) -> QualityNote | None:
    """Name cuts."""
    count, shot = len(cut_frames(evidence.tracking)), evidence.tracking.shot
    if count == 0 or shot is None:
        return None
    return warning(
        "cuts",
        f"The clip has {count} cut{'s' if count > 1 else ''}. Only the part with the most running "
        f"was used, {_when(evidence, *shot)}.",
        "Use one uncut clip.",
    )


def frozen(evidence: Evidence) -> QualityNote | None:
    """Name a recording that was paused: the picture stands still for a while."""
    runs = frozen_runs(evidence.tracking)
    if not runs:
        return None
    still = _when(evidence, *max(runs, key=lambda run: run[1] - run[0]))
    return warning(
        "frozen_picture",
        f"The picture freezes {still}, as if the recording was paused. Only the part before or "
        "after it with the most running was used.",
        "Use a recording without a pause.",
    )


def turning(evidence: Evidence) -> QualityNote | None:
    """Say which pass was judged of a runner who turns round."""
    shot = evidence.tracking.shot
    if shot is None or cut_frames(evidence.tracking) or frozen_runs(evidence.tracking):
        return None
    return info(
        "runner_turns",
        "The runner passes in both directions. Only the pass with the most running was used, "
        f"{_when(evidence, *shot)}.",
        "Nothing to do. To see another pass, cut the clip to it.",
    )


def _speed(evidence: Evidence) -> FloatArray:
    """Return the background's movement in the part used, leg lengths per second."""
    frame_s = float(np.median(np.diff(evidence.time_s)))
    shift = evidence.tracking.known_shift[evidence.used]
    return np.asarray(shift / evidence.leg_px / frame_s)


def movement(evidence: Evidence) -> QualityNote | None:
    """Say that the camera follows the runner, or warn that it shakes."""
    if not np.isfinite(evidence.leg_px) or len(evidence.time_s) < FEWEST_FRAMES:
        return None
    speed = _speed(evidence)
    jitter = np.abs(np.diff(speed, axis=0)).max(axis=1)
    if np.isfinite(jitter).mean() >= MOSTLY_KNOWN and median_of(jitter) > SHAKING:
        return warning(
            "shaking_camera",
            "The camera shakes, so the body's rise and fall and the speeds may be off.",
            "Use a tripod, or lean the phone against a bottle on the ground.",
        )
    if median_of(np.linalg.norm(speed, axis=1)) > MOVING:
        return info(
            "moving_camera",
            "The camera follows the runner. The landing is still measured well, but the view "
            "changes on the way.",
            "If you can, keep the phone still and let the runner pass through the picture.",
        )
    return None


def zoom(evidence: Evidence) -> QualityNote | None:
    """Name a zoom, or a runner who comes nearer."""
    if not np.isfinite(evidence.leg_px):
        return None
    size, scale = _size_change(evidence), _scale_change(evidence)
    # A background that passes at changing distance seems to zoom by itself: both must agree.
    if min(abs(size), abs(scale)) > ZOOM and size * scale > 0:
        return warning(
            "zoom",
            f"The picture zooms by about {100 * abs(size):.0f} %, or the camera moves closer or "
            "away. Lengths cannot be compared from step to step.",
            "Do not zoom while filming.",
        )
    if abs(size) > SIZE_CHANGE:
        return warning(
            "runner_changes_size",
            f"The runner's size in the picture changes by about {100 * abs(size):.0f} %: the "
            "runner comes closer or moves away.",
            "Film exactly from the side, or on a treadmill.",
        )
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

"""The pictures' rate: too few, uneven, left out, stored twice, slowed down."""

from __future__ import annotations

from typing import Final

import numpy as np

from gaitcheck.gait.cycle import RAMP
from gaitcheck.gait.metrics.support import SPARSE_FPS
from gaitcheck.gait.pace import REAL_CADENCE
from gaitcheck.gait.quality.evidence import STRIDES, Check, Evidence, info, warning
from gaitcheck.model import Finding, FloatArray

# Below this a foot is seen at most once between touching and lying flat (45 to 70 ms).
COARSE_FRAME_RATE: Final = 22.0
# Below this times on the ground are uncertain (half a picture at 120 is 4 ms).
FINE_FRAME_RATE: Final = 110.0
# Intervals count as uneven from this spread on (share of the median), as left-out frames from this
# many medians on, and a clip is named for it from this share of its intervals on.
UNEVEN: Final = 0.15
GAP: Final = 1.6
GAP_SHARE: Final = 0.01
# Neighbouring intervals whose median says how far apart the pictures come there.
NEIGHBOURS: Final = 9
# From these shares of frames that were stored twice on they are named, and warned of.
DOUBLE_SHARE: Final = 0.04
MANY_DOUBLE: Final = 0.10
# The slow-motion factor is named uncertain below this probability.
SURE_FACTOR: Final = 0.80
SAME_FACTOR: Final = 1.05


def frame_rate(evidence: Evidence) -> Finding | None:
    """Say what is lost at 60 pictures a second and below."""
    rate = evidence.real_fps
    if rate >= FINE_FRAME_RATE:
        return None
    gap_ms = 1000 / max(rate, 1.0)
    if rate >= SPARSE_FPS:
        return info("moderate_frame_rate", rate=rate, gap_ms=gap_ms)
    note = warning if rate < COARSE_FRAME_RATE else info
    return note("low_frame_rate", rate=rate, gap_ms=gap_ms)


def _intervals(evidence: Evidence) -> tuple[FloatArray, FloatArray]:
    """Return the intervals between pictures, and the usual one around each.

    When a picture is shown once more tells nothing of when pictures came.
    """
    first, stop = evidence.tracking.looked_at
    intervals = np.diff(evidence.time_s[first:stop])
    if evidence.picture_quality is not None:
        new = ~evidence.picture_quality.repeats()[first:stop]
        intervals = intervals[new[1:] & new[:-1]]
    if not len(intervals):
        return intervals, intervals
    padded = np.pad(intervals, NEIGHBOURS // 2, mode="edge")
    around = np.lib.stride_tricks.sliding_window_view(padded, NEIGHBOURS)
    return intervals, np.asarray(np.median(around, axis=1))


def stated_factor(evidence: Evidence) -> Finding | None:
    """Contradict a slow-motion factor that this running does not fit."""
    slow = evidence.slow
    if not slow.contradicted:
        return None
    variant = "real_speed" if slow.factor == 1 else ""
    return warning(
        "slow_motion_contradicted",
        variant,
        needs=STRIDES,
        factor=slow.factor,
        low=slow.low,
        high=slow.high,
    )


def left_out_frames(evidence: Evidence) -> Finding | None:
    """Name frames that are missing between others."""
    intervals, usual = _intervals(evidence)
    if len(intervals) < 2:
        return None
    # A clip that turns to slow motion by its time stamps leaves nothing out.
    ratio = intervals / usual
    missing = int(np.round(ratio[ratio >= GAP] - 1).sum())
    if missing / len(intervals) < GAP_SHARE:
        return None
    return warning("dropped_frames", missing=missing)


def uneven_rate(evidence: Evidence) -> Finding | None:
    """Say that the frames come at uneven times, which is taken into account."""
    intervals, usual = _intervals(evidence)
    if len(intervals) < 4 or usual.max() >= RAMP * usual.min():
        return None
    ratio = intervals / np.median(intervals)
    ratio = ratio[ratio < GAP]
    if not len(ratio) or float(np.std(ratio)) < UNEVEN:
        return None
    return info(
        "variable_frame_rate",
        least_ms=1000 * float(intervals.min()),
        most_ms=1000 * float(intervals.max()),
    )


def doubled_frames(evidence: Evidence) -> Finding | None:
    """Name frames that were stored twice."""
    share = evidence.tracking.repeated
    if share < DOUBLE_SHARE:
        return None
    real = evidence.fps * (1 - share)
    note = warning if share >= MANY_DOUBLE else info
    return note("duplicate_frames", share=100 * share, file_fps=evidence.fps, real_fps=real)


def slow_motion(evidence: Evidence) -> Finding | None:
    """Say by how much the clip is slowed down, and ask where that is not sure."""
    slow, gait, cycle = evidence.slow, evidence.gait, evidence.gait.cycle
    if slow.source == "given" or cycle is None or not cycle.one_speed or gait.no_run is not None:
        return None
    cadence = 120.0 / cycle.stride_s
    if slow.factor == 1.0:
        if slow.certainty >= SURE_FACTOR or REAL_CADENCE[0] * SAME_FACTOR <= cadence:
            return None
        return warning("slow_motion_uncertain", "low_cadence", cadence=cadence)
    if slow.factor < 1.0:
        return warning(
            "slow_motion_uncertain",
            "time_lapse",
            faster=1 / slow.factor,
            low=1 / slow.high,
            high=1 / slow.low,
        )
    if slow.certainty >= SURE_FACTOR:
        return info("slow_motion", "file" if slow.source == "file" else "", factor=slow.factor)
    return warning(
        "slow_motion_uncertain",
        factor=slow.factor,
        low=slow.low,
        high=slow.high,
        file_fps=evidence.fps,
    )


CHECKS: Final[tuple[Check, ...]] = (
    slow_motion,
    stated_factor,
    left_out_frames,
    doubled_frames,
    uneven_rate,
    frame_rate,
)

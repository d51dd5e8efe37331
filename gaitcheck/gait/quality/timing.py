"""The pictures' rate: too few, uneven, left out, stored twice, slowed down."""

from __future__ import annotations

from typing import Final

import numpy as np

from gaitcheck.gait.cycle import RAMP
from gaitcheck.gait.pace import REAL_CADENCE
from gaitcheck.gait.quality.evidence import Check, Evidence, info, warning
from gaitcheck.model import FloatArray, QualityNote

# Frames per second of real time below which the angle of a fast foot is uncertain, and below which
# times on the ground are (half a picture at 120 is 4 ms).
SLOW_FRAME_RATE: Final = 50.0
# Below this a foot is seen at most once between touching and lying flat (45 to 70 ms).
COARSE_FRAME_RATE: Final = 22.0
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


def frame_rate(evidence: Evidence) -> QualityNote | None:
    """Say what is lost at 60 pictures a second and below."""
    rate = evidence.real_fps
    if rate >= FINE_FRAME_RATE:
        return None
    gap_ms = 1000 / max(rate, 1.0)
    if rate >= SLOW_FRAME_RATE:
        return info(
            "moderate_frame_rate",
            f"At {rate:.0f} pictures a second ({gap_ms:.0f} ms apart) the contact time of a "
            "single step is good to about one picture; averages are better.",
            "For contact times film at 120 or 240 frames a second, if the phone can.",
        )
    note = warning if rate < COARSE_FRAME_RATE else info
    return note(
        "low_frame_rate",
        f"At {rate:.0f} pictures a second ({gap_ms:.0f} ms apart) the foot lands between two "
        "pictures, so the moment is worked out from all strides together. Cadence and trunk lean "
        "are fine; contact times, joint angles at contact and single steps are rougher.",
        "Film at 60 frames a second or more, if the phone can.",
    )


def _intervals(evidence: Evidence) -> tuple[FloatArray, FloatArray]:
    """Return the intervals between pictures, and the usual one around each."""
    first, stop = evidence.tracking.looked_at
    intervals = np.diff(evidence.time_s[first:stop])
    if not len(intervals):
        return intervals, intervals
    padded = np.pad(intervals, NEIGHBOURS // 2, mode="edge")
    around = np.lib.stride_tricks.sliding_window_view(padded, NEIGHBOURS)
    return intervals, np.asarray(np.median(around, axis=1))


def stated_factor(evidence: Evidence) -> QualityNote | None:
    """Contradict a slow-motion factor that this running does not fit."""
    slow = evidence.slow
    if not slow.contradicted:
        return None
    said = "at real speed" if slow.factor == 1 else f"{slow.factor:.3g} times slower than real"
    return warning(
        "slow_motion_contradicted",
        f"You say that the clip plays {said}; this running fits a factor of {slow.low:.2g} to "
        f"{slow.high:.2g}. No cadence, times or speed are given with a factor so "
        "far off; how the feet land does not change.",
        "Leave the factor out, or divide the camera's frames a second by the file's.",
    )


def left_out_frames(evidence: Evidence) -> QualityNote | None:
    """Name frames that are missing between others."""
    intervals, usual = _intervals(evidence)
    if len(intervals) < 2:
        return None
    # A clip that turns to slow motion by its time stamps leaves nothing out.
    ratio = intervals / usual
    missing = int(np.round(ratio[ratio >= GAP] - 1).sum())
    if missing / len(intervals) < GAP_SHARE:
        return None
    return warning(
        "dropped_frames",
        f"About {missing} pictures are missing: the camera or the app dropped them. Landings in "
        "such a gap are less reliable.",
        "Close other apps while filming, and use the original file, not a screen recording.",
    )


def uneven_rate(evidence: Evidence) -> QualityNote | None:
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
        f"The pictures come at uneven times ({1000 * intervals.min():.0f} to "
        f"{1000 * intervals.max():.0f} ms apart); this is taken into account.",
        "Nothing to do. A camera app with a fixed frame rate is a little better.",
    )


def doubled_frames(evidence: Evidence) -> QualityNote | None:
    """Name frames that were stored twice."""
    share = evidence.tracking.repeated
    if share < DOUBLE_SHARE:
        return None
    real = evidence.fps * (1 - share)
    note = warning if share >= MANY_DOUBLE else info
    return note(
        "duplicate_frames",
        f"{100 * share:.0f} % of the pictures repeat the one before: the file says "
        f"{evidence.fps:.0f} pictures a second but holds about {real:.0f}.",
        "Use the camera's original file, not a converted, shared or slowed-down copy.",
    )


def slow_motion(evidence: Evidence) -> QualityNote | None:
    """Say by how much the clip is slowed down, and ask where that is not sure."""
    slow, cycle = evidence.slow, evidence.gait.cycle
    if (
        slow.source == "given"
        or cycle is None
        or not cycle.one_speed
        or (evidence.gait.pace and evidence.gait.pace.walking)
    ):
        return None
    cadence = 120.0 / cycle.stride_s
    if slow.factor == 1.0:
        if slow.certainty >= SURE_FACTOR or REAL_CADENCE[0] * SAME_FACTOR <= cadence:
            return None
        return warning(
            "slow_motion_uncertain",
            f"{cadence:.0f} steps a minute is low for a run, so the clip may be slightly slowed "
            "down. Cadence and times are right only if it plays at real speed.",
            "If it is slow motion, enter the factor.",
        )
    if slow.factor < 1.0:
        return warning(
            "slow_motion_uncertain",
            f"The clip seems to be a time lapse, about {1 / slow.factor:.2g} times faster than "
            f"real ({1 / slow.high:.2g} to {1 / slow.low:.2g} would fit). If that is wrong, so are "
            "cadence, times and speed.",
            "Use a clip at real speed, or enter the factor (0.5 for twice as fast).",
        )
    what = f"This is slow motion, about {slow.factor:g} times slower than real"
    if slow.source == "file":
        what = f"The file says that this is slow motion, {slow.factor:.3g} times slower than real"
    if slow.certainty >= SURE_FACTOR:
        return info(
            "slow_motion",
            f"{what}. Cadence and times are given in real time.",
            "If you know a better factor, enter it.",
        )
    return warning(
        "slow_motion_uncertain",
        f"This seems to be slow motion, perhaps {slow.factor:g} times slower than real "
        f"({slow.low:.2g} to {slow.high:.2g} would fit). If that is wrong, so are cadence, times "
        "and speed, but not how the feet land.",
        f"Enter the factor: the camera's frames a second divided by {evidence.fps:.0f}.",
    )


CHECKS: Final[tuple[Check, ...]] = (
    slow_motion,
    stated_factor,
    left_out_frames,
    doubled_frames,
    uneven_rate,
    frame_rate,
)

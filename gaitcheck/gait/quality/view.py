"""From where and how the runner is filmed: plane, slant, tilt, picture on its side."""

from __future__ import annotations

from typing import Final

import numpy as np

from gaitcheck.gait.metrics.support import SLANTED_DEG
from gaitcheck.gait.quality.evidence import (
    BODY_METRICS,
    EVERY_METRIC,
    SIDE_VIEW,
    STRIDES,
    Check,
    Evidence,
    blocker,
    info,
    median_of,
    warning,
)
from gaitcheck.model import HIP, SHOULDER, SIDES, Finding, FloatArray

# Trunk lines further than this from the vertical, degrees, belong to a picture on its side: the
# most forward leaning sprinters stay below 45.
SIDEWAYS_DEG: Final = 55.0
# A body that points elsewhere is a wrong pose where somebody was found in fewer frames than this
# share, or where more than this share of the hips lies above the picture: of 15 films of legs alone
# 14 are so, of 24 other real ones none. What a pose makes of legs is found in .0 to .6 of them.
SELDOM_FOUND: Final = 0.6
HIPS_OUTSIDE: Final = 0.2
# The hips of a body that is made of legs which come from the upper edge lie this near to it, shares
# of the picture's height (.03 to .14 in six films); those of whole bodies lie at .38 and more, in
# turned pictures at .30.
HIPS_AT_EDGE: Final = 0.2
# What the estimate of the yaw is good to, degrees (benchmarks/thresholds.py: real side views read
# 4-20).
YAW_ERROR_DEG: Final = 8.0
# Slope of the ground in the picture from which tilt or incline is named, degrees: on rendered level
# treadmills it reads -0.4 to 0.6.
TILT_DEG: Final = 2.5
# To show it the standing shoe must be seen so often, so clearly, and move so far (foot lengths).
FEWEST_FLAT: Final = 6
# A camera that stands moves by less than this over the clip, leg lengths.
STILL_CAMERA: Final = 0.1
LIKE: Final = 0.6
MIN_WAY: Final = 0.4


def only_feet(evidence: Evidence) -> Finding | None:
    """Say that the feet were found and no body, and what is missing for it."""
    if not evidence.tracking.landmarks.feet_alone:
        return None
    known = evidence.gait.view.view.near_side in SIDES
    return warning("legs_alone", "feet" if known else "feet_not_told_apart")


def plane(evidence: Evidence) -> Finding | None:
    """Name a view that is not from the side."""
    seen = evidence.gait.view.view.plane
    if seen in ("front", "rear"):
        return blocker("not_side_view", seen, spoils=EVERY_METRIC, hides=SIDE_VIEW)
    if seen == "unknown":
        return blocker("view_unknown", spoils=EVERY_METRIC, hides=SIDE_VIEW)
    if seen == "oblique":
        return blocker("oblique_view", spoils=BODY_METRICS, yaw_deg=evidence.gait.view.yaw_deg)
    return None


def slant(evidence: Evidence) -> Finding | None:
    """Name a side view that is not quite square, and the error that this causes."""
    yaw = evidence.gait.view.yaw_deg
    if evidence.gait.view.view.plane != "side" or not yaw >= SLANTED_DEG:
        return None
    short = 100 * (1 - np.cos(np.radians(yaw)))
    return warning(
        "slanted_view", needs=STRIDES, yaw_deg=yaw, error_deg=YAW_ERROR_DEG, short=float(short)
    )


def trunk_from_vertical(points: FloatArray) -> float:
    """Return the median angle of the trunk to the picture's vertical, degrees, 0..180.

    Parameters
    ----------
    points : array, shape (frames, 33, 2)
        Landmarks, pixels of the picture as shown.
    """
    trunk = (
        points[:, SHOULDER] + points[:, SHOULDER + 1] - points[:, HIP] - points[:, HIP + 1]
    ) / 2
    return median_of(np.degrees(np.abs(np.arctan2(trunk[:, 0], -trunk[:, 1]))))


def hips_at_edge(points: FloatArray, height: int) -> bool:
    """Return whether the hips lie near the upper edge of the picture or above it.

    Parameters
    ----------
    points : array, shape (frames, 33, 2)
        Landmarks, pixels of the picture as shown.
    height : int
        Of the picture, pixels.
    """
    return median_of(points[:, [HIP, HIP + 1], 1]) < HIPS_AT_EDGE * height


def sideways(evidence: Evidence) -> Finding | None:
    """Name a picture that lies on its side or stands on its head, and a body made of legs."""
    landmarks = evidence.tracking.landmarks
    points = landmarks.points[evidence.used]
    angle = trunk_from_vertical(points)
    lies = angle > SIDEWAYS_DEG
    odd = lies or evidence.gait.view.view.plane != "side"
    if (odd and hips_at_edge(points, landmarks.height)) or (lies and _cut_off(evidence)):
        return blocker("legs_alone", spoils=EVERY_METRIC, hides=SIDE_VIEW)
    if not lies:
        return None
    how = "upside_down" if angle > 180 - SIDEWAYS_DEG else "on_its_side"
    return blocker("picture_turned", how, spoils=EVERY_METRIC, hides=SIDE_VIEW)


def ground_slope_deg(evidence: Evidence) -> float:
    """Return the slope of the standing shoe's way in the picture, degrees; NaN where not seen.

    Uphill in the direction of running is positive. On a treadmill the shoe that stands shows the
    way of the belt; on a road, filmed by a resting camera, it shows nothing, because it rests. A
    camera that moves shows its own way. Feet that were found without a body lie too roughly.
    """
    if evidence.tracking.landmarks.feet_alone:
        return float("nan")
    shift = evidence.tracking.known_shift[evidence.used]
    moved = np.ptp(np.cumsum(np.nan_to_num(shift), axis=0), axis=0) if len(shift) else np.zeros(2)
    if float(moved.max()) > STILL_CAMERA * evidence.leg_px:
        return float("nan")
    slopes = []
    for track in evidence.shoes.values():
        place = ((track.heel + track.ball) / 2)[track.flat_frames & (track.likeness >= LIKE)]
        if len(place) >= FEWEST_FLAT and float(np.ptp(place[:, 0])) >= MIN_WAY:
            slopes.append(float(np.degrees(np.arctan(np.polyfit(place[:, 0], place[:, 1], 1)[0]))))
    return float(np.mean(slopes)) if slopes else float("nan")


def _cut_off(evidence: Evidence) -> bool:
    """Return whether the body is seldom found, or its hips lie at the upper edge or beyond it."""
    if float(evidence.found.mean()) < SELDOM_FOUND:
        return True
    # Outside the shot every landmark is NaN.
    hips = evidence.tracking.landmarks.points[:, [HIP, HIP + 1], 1]
    return float((hips[np.isfinite(hips)] < 0).mean()) > HIPS_OUTSIDE


def tilt(evidence: Evidence) -> Finding | None:
    """Name ground that slopes in the picture."""
    slope = ground_slope_deg(evidence)
    if not abs(slope) >= TILT_DEG:
        return None
    way = "uphill" if slope > 0 else "downhill"
    return info("ground_slopes", way, needs=STRIDES, slope_deg=abs(slope))


def turned_by_player(evidence: Evidence) -> Finding | None:
    """Say that the stored picture is turned for showing, so that nobody wonders."""
    clockwise_deg = -evidence.observation.clip.rotation_deg % 360
    if clockwise_deg == 0:
        return None
    return info("rotated_file", clockwise_deg=clockwise_deg)


CHECKS: Final[tuple[Check, ...]] = (sideways, only_feet, plane, slant, tilt, turned_by_player)

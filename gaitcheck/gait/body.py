"""The runner's body in the gait frame: x = running direction, y upwards, pixels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from gaitcheck.model import (
    ANKLE,
    HEEL,
    HIP,
    KNEE,
    LEG_POINTS,
    SHOULDER,
    TOE,
    FloatArray,
    Landmarks,
    Side,
    turn_axes,
)

# Thigh and shank against MediaPipe's heel and foot index: .491 of the body's height (see
# `gait.metrics.form`), the foot .152 of it (Drillis & Contini 1966), a shoe a tenth longer, and
# both landmarks span .74 of it. MediaPipe itself gives 3.4 to 4.2 in real side views.
LEG_OF_FOOT: Final = 4.0


@dataclass(frozen=True, slots=True, eq=False)
class Leg:
    """One leg over time; NaN where a point is unknown.

    Attributes
    ----------
    hip, knee, ankle, heel, toe : array, shape (frames, 2)
        Positions in the gait frame.
    visibility : array, shape (frames,)
        Mean visibility of heel and toe, 0..1.
    """

    hip: FloatArray
    knee: FloatArray
    ankle: FloatArray
    heel: FloatArray
    toe: FloatArray
    visibility: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Body:
    """Pelvis, trunk and both legs over time, in the gait frame.

    Attributes
    ----------
    time_s : array, shape (frames,)
        File time.
    pelvis, shoulders : array, shape (frames, 2)
        Midpoints of the hips and of the shoulders.
    legs : mapping of side to Leg
    leg_length : float
        Median length of thigh plus shank, pixels: the unit for everything that scales.
    mirrored : bool
        Whether image x was flipped, so that running goes towards + x.
    feet_alone : bool
        Whether no body was found, only feet: hips, knees and shoulders are NaN then, the leg's
        length is that which goes with the foot's, and the pelvis what `gait.feet_alone` puts in
        its place.
    """

    time_s: FloatArray
    pelvis: FloatArray
    shoulders: FloatArray
    legs: Mapping[Side, Leg]
    leg_length: float
    mirrored: bool
    feet_alone: bool = False


def facing_sign(landmarks: Landmarks) -> int:
    """Return +1 when the runner faces the right edge of the picture, -1 for the left.

    The feet tell it: toes point where the runner goes. The median over both feet and all frames
    stands against single mis-tracked frames.
    """
    points = landmarks.points
    heel_to_toe = points[:, [TOE, TOE + 1], 0] - points[:, [HEEL, HEEL + 1], 0]
    if not np.isfinite(heel_to_toe).any():
        return 1
    return 1 if float(np.nanmedian(heel_to_toe)) >= 0 else -1


def median_leg_length(points: FloatArray) -> float:
    """Return the median thigh-plus-shank length over both legs; NaN when nothing is known.

    Parameters
    ----------
    points : array, shape (frames, 33, 2)
        Landmarks, pixels.
    """
    thigh = np.linalg.norm(points[:, [HIP, HIP + 1]] - points[:, [KNEE, KNEE + 1]], axis=-1)
    shank = np.linalg.norm(points[:, [KNEE, KNEE + 1]] - points[:, [ANKLE, ANKLE + 1]], axis=-1)
    lengths = thigh + shank
    if not (lengths > 0).any():
        return float("nan")
    return float(np.nanmedian(lengths[lengths > 0]))


def _median_foot_length(points: FloatArray) -> float:
    along = points[:, [TOE, TOE + 1]] - points[:, [HEEL, HEEL + 1]]
    return float(np.nanmedian(np.linalg.norm(along, axis=-1)))


def to_body(landmarks: Landmarks) -> Body:
    """Convert landmarks once from image to gait coordinates (y upwards, running towards + x)."""
    sign = facing_sign(landmarks)
    points = turn_axes(landmarks.points, mirrored=sign < 0)
    legs: dict[Side, Leg] = {
        "left": _leg(points, landmarks.visibility, 0),
        "right": _leg(points, landmarks.visibility, 1),
    }
    return Body(
        time_s=landmarks.time_s,
        pelvis=(points[:, HIP] + points[:, HIP + 1]) / 2,
        shoulders=(points[:, SHOULDER] + points[:, SHOULDER + 1]) / 2,
        legs=legs,
        leg_length=(
            LEG_OF_FOOT * _median_foot_length(points)
            if landmarks.feet_alone
            else median_leg_length(points)
        ),
        mirrored=sign < 0,
        feet_alone=landmarks.feet_alone,
    )


def _leg(points: FloatArray, visibility: FloatArray, offset: int) -> Leg:
    hip, knee, ankle, heel, toe = (points[:, index + offset] for index in LEG_POINTS)
    feet = visibility[:, [HEEL + offset, TOE + offset]].mean(axis=1)
    return Leg(hip=hip, knee=knee, ankle=ankle, heel=heel, toe=toe, visibility=feet)

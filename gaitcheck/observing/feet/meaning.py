"""Feet as MediaPipe's landmarks would have them."""

from __future__ import annotations

from typing import Final

import numpy as np

from gaitcheck.gait.body import Body, to_body
from gaitcheck.model import ANKLE, HEEL, TOE, FloatArray, Landmarks
from gaitcheck.observing.sole.crop import DOWN, FORWARD, LANDMARK_SHARE
from gaitcheck.observing.sole.reader import HEEL_TO_TIP

# MediaPipe's heel lies higher over a flat sole than its foot index: so far its line falls to the
# toes, degrees (median of 25 real and drawn side views).
LINE_FALLS_DEG: Final = 9.0
# The ankle ahead of the heel along that line, and above it, in its lengths (the same clips; 9 of 10
# lie within .05 of it).
ANKLE_AHEAD: Final = 0.21
ANKLE_ABOVE: Final = 0.32


def ends_to_landmarks(ends: FloatArray) -> FloatArray:
    """Return MediaPipe's ankle, heel and foot index of feet whose soles' ends are known.

    Parameters
    ----------
    ends : array, shape (..., 4)
        Bottom of the heel and tip of the toes (x, y, x, y), pixels of the picture as shown.

    Returns
    -------
    array, shape (..., 3, 2)
        Rigid with the foot; which side of the line is up, the way the feet point tells.
    """
    along = ends[..., 2:] - ends[..., :2]
    span = along * (LANDMARK_SHARE / HEEL_TO_TIP)
    facing = -1.0 if float(np.nanmedian(along[..., 0])) < 0 else 1.0
    up = np.stack([span[..., 1], -span[..., 0]], axis=-1) * facing
    middle = (ends[..., :2] + ends[..., 2:]) / 2 - FORWARD * span + DOWN * up
    fall = np.radians(LINE_FALLS_DEG)
    line = np.cos(fall) * span - np.sin(fall) * up
    above = np.cos(fall) * up + np.sin(fall) * span
    heel, toe = middle - line / 2, middle + line / 2
    ankle = heel + ANKLE_AHEAD * line + ANKLE_ABOVE * above
    return np.stack([ankle, heel, toe], axis=-2)


def landmarks_of_ends(
    ends: FloatArray,
    score: FloatArray,
    time_s: FloatArray,
    size: tuple[int, int],
    depth: FloatArray | float = 0.0,
) -> Landmarks:
    """Return landmarks of two feet, left and right in that order; all else is unknown.

    Parameters
    ----------
    ends : array, shape (frames, 2, 4)
    score : array, shape (frames, 2)
    time_s : array, shape (frames,)
    size : (int, int)
        Width and height of the picture, pixels.
    depth : array, shape (frames,), or float
        -1 where the left foot is the nearer one, 1 where the right one is, 0 where it is not known.
    """
    frames = len(ends)
    points = np.full((frames, 33, 2), np.nan)
    visibility, depths = np.zeros((frames, 33)), np.zeros((frames, 33))
    places = ends_to_landmarks(ends)
    for k, first in enumerate((ANKLE, HEEL, TOE)):
        points[:, first : first + 2] = places[:, :, k]
        visibility[:, first : first + 2] = score
        depths[:, first], depths[:, first + 1] = depth, -np.asarray(depth)
    return Landmarks(time_s, points, depths, visibility, *size)


def body_of_ends(ends: FloatArray, time_s: FloatArray) -> Body:
    """Return two feet in the gait frame."""
    return to_body(landmarks_of_ends(ends, np.ones(ends.shape[:2]), time_s, (1, 1)))

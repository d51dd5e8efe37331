"""Angles of the body's segments, frame by frame, in the gait frame; degrees."""

from __future__ import annotations

import numpy as np

from gaitcheck.gait.body import Leg
from gaitcheck.gait.fold import knee_angle
from gaitcheck.model import FloatArray


def knee_flexion(leg: Leg) -> FloatArray:
    """Return the flexion of the knee, shape (frames,); 0 = straight."""
    return 180.0 - knee_angle(leg)


def shank_angle(leg: Leg) -> FloatArray:
    """Return the angle of the shank to the vertical, shape (frames,); ankle ahead positive."""
    line = leg.ankle - leg.knee
    return np.degrees(np.arctan2(line[:, 0], -line[:, 1]))


def trunk_lean(pelvis: FloatArray, shoulders: FloatArray) -> FloatArray:
    """Return the lean of the line from hips to shoulders, shape (frames,); forward positive.

    Parameters
    ----------
    pelvis, shoulders : array, shape (frames, 2)
        Middle of the hips and of the shoulders, gait frame, pixels.
    """
    line = shoulders - pelvis
    return np.degrees(np.arctan2(line[:, 0], line[:, 1]))


def hip_flexion(leg: Leg, lean: FloatArray) -> FloatArray:
    """Return the angle between thigh and trunk line, shape (frames,); thigh ahead positive.

    Camera tilt turns thigh and trunk alike and cancels.

    Parameters
    ----------
    leg : Leg
    lean : array, shape (frames,)
        Of the trunk, degrees; forward positive.
    """
    thigh = leg.knee - leg.hip
    ahead = np.degrees(np.arctan2(thigh[:, 0], -thigh[:, 1]))
    return np.asarray((ahead + lean + 180.0) % 360.0 - 180.0)

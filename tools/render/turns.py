"""Rotation matrices, angles in degrees, right-handed: x forward, y up, z to the runner's right."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]


def turn_x(deg: float) -> FloatArray:
    """Rotation about the running direction (right side down for positive angles)."""
    c, s = np.cos(np.radians(deg)), np.sin(np.radians(deg))
    return np.array([[1, 0, 0], [0, c, -s], [0, s, c]])


def turn_y(deg: float) -> FloatArray:
    """Rotation about the vertical (right side forward for positive angles)."""
    c, s = np.cos(np.radians(deg)), np.sin(np.radians(deg))
    return np.array([[c, 0, s], [0, 1, 0], [-s, 0, c]])


def turn_z(deg: float) -> FloatArray:
    """Rotation about the sideways axis (toes up, or leaning back, for positive angles)."""
    c, s = np.cos(np.radians(deg)), np.sin(np.radians(deg))
    return np.array([[c, -s, 0], [s, c, 0], [0, 0, 1]])


def turn_about(axis: FloatArray, deg: float) -> FloatArray:
    """Rotation about any axis (3,), by Rodrigues' formula."""
    a = axis / np.linalg.norm(axis)
    k = np.array([[0, -a[2], a[1]], [a[2], 0, -a[0]], [-a[1], a[0], 0]])
    t = np.radians(deg)
    turned: FloatArray = np.eye(3) + np.sin(t) * k + (1 - np.cos(t)) * (k @ k)
    return turned

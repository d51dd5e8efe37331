"""Which parts of the picture can change between frames of a still camera.

Only the runner, the shadow and the belt move; the rest is drawn once per clip.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from render.camera import View
from render.scene import BELT_HALF_WIDTH_M, BELT_HEIGHT_M, BELT_REACH_M

FloatArray = NDArray[np.float64]
Rectangle = tuple[int, int, int, int]
"""Left, top, right, bottom in pixels, the last two exclusive."""

BODY_MARGIN_M = 0.22
"""The skin, clothes, hair, hands and shoes reach no further from the joints than this."""


def moving_areas(
    view: View, joints: FloatArray, sun: FloatArray, wall_z: float, turn: FloatArray
) -> list[Rectangle]:
    """Return rectangles that hold the runner with the shadow, and the belt.

    Parameters
    ----------
    view : the camera.
    joints : array, shape (n, 3), world frame; joints of the runner during the exposure.
    sun : unit vector to the light.
    wall_z : where the wall behind the runner stands.
    turn : rotation from belt frame to world.
    """
    steps = BODY_MARGIN_M * np.array(
        [[x, y, z] for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)], dtype=np.float64
    )
    body = (joints[:, None, :] + steps[None]).reshape(-1, 3)
    reach = np.minimum(
        (body[:, 1] + BELT_HEIGHT_M + 0.05) / sun[1], _until_wall(body[:, 2], wall_z, sun[2])
    )
    shadow = body - np.maximum(reach, 0.0)[:, None] * sun
    x, z = BELT_REACH_M, BELT_HALF_WIDTH_M
    belt = np.array([[a, b, c] for a in (-x, x) for b in (-0.03, 0.02) for c in (-z, z)])
    parts = [np.concatenate([body, shadow]), belt @ turn.T]
    return [r for r in (_bounds(view, p) for p in parts) if r[2] > r[0] and r[3] > r[1]]


def _until_wall(z: FloatArray, wall_z: float, sun_z: float) -> FloatArray:
    if abs(sun_z) < 1e-6:
        return np.full_like(z, np.inf)
    distance = (z - wall_z) / sun_z
    return np.where(distance > 0, distance, np.inf)


def _bounds(view: View, points: FloatArray) -> Rectangle:
    p = view.project(points)
    left, top = np.floor(p.min(axis=0)) - 3
    right, bottom = np.ceil(p.max(axis=0)) + 4
    return (
        int(max(left, 0)),
        int(max(top, 0)),
        int(min(right, view.width)),
        int(min(bottom, view.height)),
    )

"""A plain drawn foot, apart from the shoes that the reader was trained on."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

GROUND_Y = 250.0
# Outline of sole and upper, shoe lengths from the ball, x forward and y up.
SOLE = [(-0.66, 0.05), (-0.56, 0.0), (0.0, 0.0), (0.2, 0.025), (0.32, 0.08), (0.3, 0.12),
        (0.0, 0.1), (-0.3, 0.12), (-0.67, 0.15)]  # fmt: skip
UPPER = [(-0.66, 0.15), (-0.64, 0.38), (-0.5, 0.4), (-0.34, 0.38), (-0.1, 0.27), (0.2, 0.2),
         (0.31, 0.11), (0.0, 0.1), (-0.3, 0.12)]  # fmt: skip
LEG = [(-0.62, 0.36), (-0.58, 1.6), (-0.2, 1.6), (-0.36, 0.38)]


def draw_foot(
    pitch_deg: float, length: float = 90.0, ball: tuple[float, float] = (215.0, GROUND_Y)
) -> NDArray[np.uint8]:
    """Return a picture, shape (400, 400, 3), of a shoe that faces right."""
    a = np.radians(pitch_deg)
    turn = np.array([[np.cos(a), np.sin(a)], [-np.sin(a), np.cos(a)]])
    big = np.zeros((1600, 1600, 3), dtype=np.uint8)
    big[:] = (150, 150, 145)
    big[: int(4 * GROUND_Y) - 240] = (120, 150, 110)

    def fill(
        outline: list[tuple[float, float]], colour: tuple[int, int, int], turned: bool
    ) -> None:
        points = np.array(outline) * [length, -length]
        points = points @ turn.T if turned else points
        fixed = np.round(4 * (points + ball)).astype(np.int32)
        cv2.fillPoly(big, [fixed], colour)

    fill(LEG, (190, 140, 110), turned=True)
    fill(UPPER, (40, 60, 150), turned=True)
    fill(SOLE, (245, 245, 240), turned=True)
    small = cv2.resize(big, (400, 400), interpolation=cv2.INTER_AREA)
    noise = np.random.default_rng(5).normal(0, 3, small.shape)
    return np.clip(small + noise, 0, 255).astype(np.uint8)

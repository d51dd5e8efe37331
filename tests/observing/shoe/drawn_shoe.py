"""A flat drawing of a shoe with a pattern of its own, laid into patches at known poses."""

from __future__ import annotations

import cv2
import numpy as np

from gaitcheck.model import FloatArray
from gaitcheck.observing.shoe.register import PATCH_FOOT, PATCH_HEIGHT, PATCH_WIDTH, pose_matrix
from gaitcheck.observing.shoe.types import Patch

SUPER = 4  # drawn larger, so that edges fall between pixels
OUTLINE = np.array(
    [(-0.62, 0.18), (-0.6, -0.16), (-0.55, -0.2), (0.45, -0.2), (0.58, -0.1), (0.5, 0.06),
     (0.1, 0.2), (-0.1, 0.3), (-0.45, 0.3)]
)  # fmt: skip
SOLE = np.array([(-0.6, -0.1), (-0.55, -0.2), (0.45, -0.2), (0.58, -0.1)])
MARKS = ((0.0, 0.05, 0.06), (0.25, 0.0, 0.05), (-0.35, 0.12, 0.07))


def draw_shoe(pose: FloatArray, *, ground_y: float | None = None, seed: int = 0) -> Patch:
    """Draw the shoe at a pose (patch pixels, degrees); a ground line stays where it is."""
    rng = np.random.default_rng(seed)
    size = (PATCH_WIDTH * SUPER, PATCH_HEIGHT * SUPER)
    picture = np.full((size[1], size[0], 3), 70, dtype=np.uint8)
    if ground_y is not None:
        picture[round((ground_y + PATCH_HEIGHT / 2) * SUPER) :] = (45, 45, 48)
    matrix = pose_matrix(pose)

    def place(points: FloatArray) -> FloatArray:
        flat = np.column_stack([points * [PATCH_FOOT, -PATCH_FOOT], np.ones(len(points))])
        return (flat @ matrix.T)[:, :2] + [(PATCH_WIDTH - 1) / 2, (PATCH_HEIGHT - 1) / 2]

    def polygon(points: FloatArray, colour: tuple[int, int, int]) -> None:
        at = np.round((place(points) + 0.5) * SUPER).astype(np.int32)
        cv2.fillPoly(picture, [at], colour)

    polygon(OUTLINE, (180, 205, 90))
    polygon(SOLE, (235, 235, 225))
    for x, y, radius in MARKS:
        centre = np.round((place(np.array([[x, y]]))[0] + 0.5) * SUPER).astype(int)
        cv2.circle(picture, centre.tolist(), round(radius * PATCH_FOOT * SUPER), (40, 60, 150), -1)
    small = cv2.resize(picture, (PATCH_WIDTH, PATCH_HEIGHT), interpolation=cv2.INTER_AREA)
    noisy = small + rng.normal(0, 2.0, small.shape)
    return cv2.GaussianBlur(noisy.astype(np.float32), (0, 0), 0.8)

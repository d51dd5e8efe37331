"""Cut a foot out of a picture as the sole reader wants it: facing right, at one scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from gaitcheck.model import FloatArray
from gaitcheck.observing.network import as_planes

Facing = Literal["left", "right"]

# Side of a crop, pixels, and the length of a shoe on it at the first look and at the closer one.
CROP_SIZE: Final = 96
FIRST_SHOE: Final = 45.0
CLOSE_SHOE: Final = 58.0
# Grey of what lies outside the picture, as in training.
OUTSIDE: Final = 127
# MediaPipe's heel and foot index span this share of a shoe, and the middle of the sole lies so far
# ahead of and below their middle, in lengths between them.
LANDMARK_SHARE: Final = 0.74
FORWARD: Final = 0.11
DOWN: Final = 0.10
# Shortest shoe that can be read, pixels, and the share of a crop that must lie inside the picture.
SHORTEST: Final = 8.0
LEAST_INSIDE: Final = 0.15
# Pixels of the picture per pixel of the crop from which the picture is shrunk first.
SHRINK_FROM: Final = 1.4
# Added to the spread of a crop, as a share of the range, so that noise on one grey stays small.
LEAST_SPREAD: Final = 0.04


@dataclass(frozen=True, slots=True)
class FootPlace:
    """Where to look for a sole, pixels of the picture as shown, y downwards.

    Attributes
    ----------
    x, y : float
        Where the middle of the sole should be.
    shoe_length : float
        Length of the shoe, heel to toe tip.
    facing : {"left", "right"}
        Where the toes point.
    """

    x: float
    y: float
    shoe_length: float
    facing: Facing

    @property
    def usable(self) -> bool:
        """Whether there is anything to cut out."""
        finite = bool(np.isfinite([self.x, self.y, self.shoe_length]).all())
        return finite and self.shoe_length >= SHORTEST


def place_foot(heel: FloatArray, toe: FloatArray, length: float, facing: Facing) -> FootPlace:
    """Return where a foot's sole should be.

    Parameters
    ----------
    heel, toe : array, shape (2,)
        MediaPipe's heel and foot index, pixels of the picture as shown.
    length : float
        Usual distance between the two, pixels; the median over a second and both feet is steadier
        than that of one frame.
    facing : {"left", "right"}
        Where the toes point.
    """
    x, y = (0.5 * (float(heel[k]) + float(toe[k])) for k in (0, 1))
    ahead = FORWARD if facing == "right" else -FORWARD
    return FootPlace(x + ahead * length, y + DOWN * length, length / LANDMARK_SHARE, facing)


def crop_matrix(place: FootPlace, shoe_pixels: float, turn_deg: float = 0.0) -> FloatArray:
    """Return the matrix, shape (2, 3), from pixels of the crop to pixels of the picture.

    With `turn_deg` the foot is turned about the middle of the crop, so that its pitch there is so
    much less.
    """
    step = place.shoe_length / shoe_pixels
    along = step if place.facing == "right" else -step
    cos, sin = float(np.cos(np.radians(turn_deg))), float(np.sin(np.radians(turn_deg)))
    linear = np.array([[along * cos, along * sin], [-step * sin, step * cos]], dtype=np.float64)
    middle = np.full(2, (CROP_SIZE - 1) / 2)
    return np.column_stack([linear, [place.x, place.y] - linear @ middle])


def to_picture(points: FloatArray, matrix: FloatArray) -> FloatArray:
    """Return points of a crop, shape (..., 2), in pixels of the picture."""
    moved: FloatArray = points @ matrix[:, :2].T + matrix[:, 2]
    return moved


def share_inside(matrix: FloatArray, width: int, height: int) -> float:
    """Return how much of a crop lies inside a picture of that size, 0..1."""
    ends = to_picture(_corners(0.0, CROP_SIZE - 1.0), matrix)
    low, high = ends.min(axis=0), ends.max(axis=0)
    inner = np.minimum(high, [width - 1, height - 1]) - np.maximum(low, 0)
    return float(np.prod(np.clip(inner, 0, None)) / np.prod(high - low))


def cut_crop(picture: NDArray[np.uint8], matrix: FloatArray) -> NDArray[np.uint8]:
    """Return the crop, shape (96, 96, 3); what lies outside the picture is grey."""
    height, width = picture.shape[:2]
    ends = to_picture(_corners(-1.0, CROP_SIZE * 1.0), matrix)
    step = float(np.hypot(*matrix[1, :2]))
    margin = int(2 * step) + 2
    x0, y0 = np.clip(np.floor(ends.min(axis=0)) - margin, 0, [width - 1, height - 1]).astype(int)
    x1, y1 = np.clip(np.ceil(ends.max(axis=0)) + margin, 0, [width - 1, height - 1]).astype(int)
    part = picture[y0 : y1 + 1, x0 : x1 + 1]
    local = matrix.copy()
    local[:, 2] -= [x0, y0]
    if step > SHRINK_FROM:
        # By whole numbers, which is many times faster; the rest is left to the warp.
        part, local = _shrunk(part, local, max(2, round(step)))
    crop = cv2.warpAffine(
        part,
        local,
        (CROP_SIZE, CROP_SIZE),
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=(OUTSIDE, OUTSIDE, OUTSIDE),
    )
    return np.asarray(crop, dtype=np.uint8)


def _corners(low: float, high: float) -> FloatArray:
    return np.array([[low, low], [low, high], [high, low], [high, high]])


def _shrunk(
    part: NDArray[np.uint8], matrix: FloatArray, factor: int
) -> tuple[NDArray[np.uint8], FloatArray]:
    """Return a picture shrunk by a whole number, and the matrix that leads there."""
    rows, columns = (side // factor for side in part.shape[:2])
    if not rows or not columns:
        return part, matrix
    whole = part[: rows * factor, : columns * factor]
    small = cv2.resize(whole, (columns, rows), interpolation=cv2.INTER_AREA)
    # Centres of pixels lie half a pixel from their edges.
    moved = matrix / factor
    moved[:, 2] += 0.5 / factor - 0.5
    return np.asarray(small, dtype=np.uint8), moved


def standardised(crops: Sequence[NDArray[np.uint8]]) -> NDArray[np.float32]:
    """Return n crops of shape (96, 96, 3) as the network takes them, shape (n, 3, 96, 96).

    Each has a mean of zero and, but for `LEAST_SPREAD`, a spread of one over all its channels.
    """
    planes = np.empty((len(crops), 3, CROP_SIZE, CROP_SIZE), dtype=np.float32)
    for plane, crop in zip(planes, crops, strict=True):
        plane[:] = as_planes(crop, LEAST_SPREAD)
    return planes

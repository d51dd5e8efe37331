"""How the background moves from frame to frame, from small grey pictures."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np

from gaitcheck.types import FloatArray
from gaitcheck.video.types import Picture

THUMBNAIL_SIDE: Final = 256


def thumbnail(picture: Picture) -> FloatArray:
    """Return a small grey version of the picture as float."""
    scale = THUMBNAIL_SIDE / max(picture.shape[:2])
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    size = (max(1, round(picture.shape[1] * scale)), max(1, round(picture.shape[0] * scale)))
    return np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), dtype=np.float64)


def background_motion(before: FloatArray, now: FloatArray) -> tuple[float, float, float]:
    """Return the shift (x, y, in thumbnail pixels) and the change of brightness that remains.

    Notes
    -----
    Phase correlation (Kuglin & Hines 1975) finds the shift that most of the picture shares, which
    is the background's as long as the runner fills less of the picture than it.
    """
    window = cv2.createHanningWindow((now.shape[1], now.shape[0]), cv2.CV_64F)
    (dx, dy), _ = cv2.phaseCorrelate(before, now, window)
    moved = cv2.warpAffine(
        before,
        np.array([[1.0, 0.0, dx], [0.0, 1.0, dy]]),
        (now.shape[1], now.shape[0]),
        borderMode=cv2.BORDER_REPLICATE,
    )
    return float(dx), float(dy), float(np.abs(moved - now).mean())

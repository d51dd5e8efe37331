"""How good the pictures are, measured while they are read: light, sharpness, change, zoom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from gaitcheck.pose.background import Thumbnail
from gaitcheck.types import FloatArray
from gaitcheck.video.types import Picture

# MediaPipe's heel and toe, left then right.
FEET: Final = ((29, 31), (30, 32))
# Half the side of the square around a foot, foot lengths.
FOOT_MARGIN: Final = 0.75
# Shortest foot, pixels, whose blur is measured.
FEWEST_PIXELS: Final = 8.0
# Grey levels at which a pixel holds no detail any more.
BLACK: Final = 12
WHITE: Final = 250
# Smoothing before the blur is read, pixels: noise of the sensor would look like sharp edges.
DENOISE: Final = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """What single pictures are like, one value per frame; NaN where nothing was measured.

    Attributes
    ----------
    brightness : array, shape (frames,)
        Mean grey level around the runner, 0..255.
    black, white : array, shape (frames,)
        Share of pixels around the runner without detail, 0..1.
    change : array, shape (frames,)
        Mean difference to the frame before around the runner, grey levels; about 0 for a frame that
        was stored twice.
    blur : array, shape (frames, 2)
        Width of the edges at the left and right foot, as a share of the foot's length.
    zoom : array, shape (frames,)
        How much larger the background is than in the frame before, share; 0 for none.
    """

    brightness: FloatArray
    black: FloatArray
    white: FloatArray
    change: FloatArray
    blur: FloatArray
    zoom: FloatArray


def empty_look(frames: int) -> Look:
    """Return a look without a measurement, to be filled in."""
    brightness, black, white, change = (np.full(frames, np.nan) for _ in range(4))
    return Look(brightness, black, white, change, np.full((frames, 2), np.nan), np.zeros(frames))


def join_looks(parts: list[Look]) -> Look:
    """Join the looks of successive chunks."""
    return Look(
        *(
            np.concatenate([getattr(part, name) for part in parts])
            for name in ("brightness", "black", "white", "change", "blur", "zoom")
        )
    )


def look_at_frame(
    look: Look,
    k: int,
    picture: Picture,
    points: FloatArray | None,
    now: Thumbnail,
    before: Thumbnail | None,
) -> None:
    """Fill in frame `k`; `points` are the runner's in pixels of `picture`."""
    runner = now.grey[now.background == 0]
    if points is None or not runner.size:
        return
    look.brightness[k] = float(runner.mean())
    look.black[k] = float((runner <= BLACK).mean())
    look.white[k] = float((runner >= WHITE).mean())
    if before is not None and before.grey.shape == now.grey.shape:
        difference = cv2.absdiff(now.grey, before.grey)
        look.change[k] = float(difference[now.background == 0].mean())
    for foot, (heel, toe) in enumerate(FEET):
        look.blur[k, foot] = edge_width(picture, points[heel, :2], points[toe, :2])


def edge_width(picture: Picture, heel: FloatArray, toe: FloatArray) -> float:
    """Return the width of the edges around a foot as a share of its length; NaN outside.

    Notes
    -----
    For edges blurred by a Gaussian of width s the energy of the first derivative over that of the
    second is 2 s^2; contrast cancels, and the smoothing against noise is taken off again.
    """
    length = float(np.linalg.norm(toe - heel))
    centre, reach = (heel + toe) / 2, FOOT_MARGIN * length
    left, top = np.floor(centre - reach).astype(int)
    right, bottom = np.ceil(centre + reach).astype(int)
    height, width = picture.shape[:2]
    if length < FEWEST_PIXELS or left < 0 or top < 0 or right > width or bottom > height:
        return float("nan")
    crop = picture[top:bottom, left:right, 1].astype(np.float32)
    smooth = cv2.GaussianBlur(crop, (0, 0), DENOISE)
    first = float((np.diff(smooth, axis=0) ** 2).sum() + (np.diff(smooth, axis=1) ** 2).sum())
    second = float(
        (np.diff(smooth, 2, axis=0) ** 2).sum() + (np.diff(smooth, 2, axis=1) ** 2).sum()
    )
    if second <= 0:
        return float("nan")
    return float(np.sqrt(max(first / second / 2 - DENOISE**2, 0.0))) / length

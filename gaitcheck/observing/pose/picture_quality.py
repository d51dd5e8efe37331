"""How good the pictures are, measured while they are read: light, sharpness, change, zoom."""

from __future__ import annotations

from dataclasses import fields
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from gaitcheck.model import HEEL, TOE, FloatArray, PictureQuality
from gaitcheck.observing.pose.background import Thumbnail
from gaitcheck.video.types import Picture

# Heel and toe, left then right.
FEET: Final = ((HEEL, TOE), (HEEL + 1, TOE + 1))
# Half the side of the square around a foot, foot lengths.
FOOT_MARGIN: Final = 0.75
# Shortest foot, pixels, whose blur is measured.
FEWEST_PIXELS: Final = 8.0
# Grey levels at which a pixel holds no detail any more.
BLACK: Final = 12
WHITE: Final = 250
# What differs from the tone under the feet by at most so much, grey levels and a share of it, is of
# the same tone; and the share of the columns under the feet with another one that ground leaves.
TONE_LEVELS: Final = 2.0
TONE_SHARE: Final = 0.04
GROUND_COLUMNS: Final = 0.5
# Where nobody was found, the lowest part of the picture counts for what lies under the feet. Sand
# may fill a picture of legs alone with one tone, and leaves .10 of the columns at least; paper .01.
LOWEST_PART: Final = 0.12
SAND_COLUMNS: Final = 0.05
# Margin around heel and toe in which the picture's change is read, foot lengths; and the change
# around the runner, grey levels, below which a frame was stored twice and tells nothing.
CHANGE_MARGIN: Final = 0.15
LEAST_CHANGE: Final = 0.6
# Smoothing before the blur is read, pixels: noise of the sensor would look like sharp edges.
DENOISE: Final = 1.0


def empty_quality(frames: int) -> PictureQuality:
    """Return measures of some frames without a value, to be filled in."""
    brightness, black, white, bare, change = (np.full(frames, np.nan) for _ in range(5))
    blur, foot_change = (np.full((frames, 2), np.nan) for _ in range(2))
    zoom = np.zeros(frames)
    return PictureQuality(brightness, black, white, bare, change, blur, foot_change, zoom)


def join_quality(parts: list[PictureQuality]) -> PictureQuality:
    """Join the measures of successive chunks."""
    return PictureQuality(
        *(
            np.concatenate([getattr(part, field.name) for part in parts])
            for field in fields(PictureQuality)
        )
    )


def measure_frame(
    quality: PictureQuality,
    k: int,
    picture: Picture,
    points: FloatArray | None,
    now: Thumbnail,
    before: Thumbnail | None,
) -> None:
    """Fill in frame `k`; `points` are the runner's in pixels of `picture`."""
    runner = now.grey[now.background == 0]
    if points is None or not runner.size:
        height = len(now.grey)
        quality.bare[k] = bare_share(now.grey, round((1 - LOWEST_PART) * height), SAND_COLUMNS)
        return
    quality.brightness[k] = float(runner.mean())
    quality.black[k] = float((runner <= BLACK).mean())
    quality.white[k] = float((runner >= WHITE).mean())
    quality.bare[k] = _bare_around(now, points[:, 1].max() / picture.shape[0])
    if before is not None and before.grey.shape == now.grey.shape:
        quality.change[k] = change_around(before, now)
        if quality.change[k] > LEAST_CHANGE:
            difference = np.asarray(cv2.absdiff(now.grey, before.grey), dtype=np.uint8)
            scale = now.grey.shape[1] / picture.shape[1]
            quality.foot_change[k] = [
                change_at(difference, points[[heel, toe], :2] * scale) / quality.change[k]
                for heel, toe in FEET
            ]
    for foot, (heel, toe) in enumerate(FEET):
        quality.blur[k, foot] = edge_width(picture, points[heel, :2], points[toe, :2])


def _bare_around(now: Thumbnail, lowest: float) -> float:
    """Return `bare_share` of the runner's box; `lowest` is a share of the picture's height."""
    rows, columns = (np.flatnonzero((now.background == 0).any(axis=axis)) for axis in (1, 0))
    # Ground is near under the feet. What lies further down may be the edge of a screen.
    last = int(lowest * len(now.grey))
    end = last + 1 + max((int(rows[-1]) - last) // 2, 1)
    around = now.grey[rows[0] : min(end, rows[-1] + 1), columns[0] : columns[-1] + 1]
    return bare_share(around, last - int(rows[0]))


def bare_share(
    around: NDArray[np.uint8], lowest: int, most_columns: float = GROUND_COLUMNS
) -> float:
    """Return how much of what is around the runner has the tone of what lies under the feet.

    Parameters
    ----------
    around : array of uint8, shape (rows, columns)
        The part of a grey picture with the runner in it.
    lowest : int
        The row of the runner's lowest point.
    most_columns : float
        Something crosses the picture under the feet where more than this share of the columns has
        another tone there.

    Returns
    -------
    float
        0..1; 0 where something crosses the picture under the feet, NaN where the picture ends
        there.
    """
    under = around[lowest + 1 :]
    if not under.size:
        return float("nan")
    tone = float(np.median(under))
    reach = TONE_LEVELS + TONE_SHARE * tone
    if (np.abs(under - tone) > reach).any(axis=0).mean() > most_columns:
        return 0.0
    return float((np.abs(around - tone) <= reach).mean())


def change_around(before: Thumbnail, now: Thumbnail) -> float:
    """Return the mean difference between two pictures around the runner; NaN without one."""
    runner = now.background == 0
    if not runner.any() or before.grey.shape != now.grey.shape:
        return float("nan")
    return float(cv2.absdiff(now.grey, before.grey)[runner].mean())


def change_at(difference: NDArray[np.uint8], foot: FloatArray) -> float:
    """Return the mean difference between two pictures at a foot; NaN outside the picture."""
    margin = CHANGE_MARGIN * float(np.linalg.norm(foot[1] - foot[0]))
    left, top = np.maximum(np.floor(foot.min(axis=0) - margin), 0).astype(int)
    right, bottom = np.maximum(np.ceil(foot.max(axis=0) + margin) + 1, 0).astype(int)
    part = difference[top:bottom, left:right]
    return float(part.mean()) if part.size else float("nan")


def edge_width(picture: Picture, heel: FloatArray, toe: FloatArray) -> float:
    """Return the width of the edges around a foot as a share of its length; NaN outside.

    Notes
    -----
    For edges blurred by a Gaussian of width s the energy of the first derivative over that of the
    second is 2 s^2; contrast cancels, and the smoothing against noise is taken off again. Motion
    blurs along one direction only, so the wider of both directions counts.
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
    widths = []
    for axis in (0, 1):
        first = float((np.diff(smooth, axis=axis) ** 2).sum())
        second = float((np.diff(smooth, 2, axis=axis) ** 2).sum())
        if second <= 0:
            return float("nan")
        widths.append(np.sqrt(max(first / second / 2 - DENOISE**2, 0.0)))
    return float(max(widths)) / length

"""How the background moves from frame to frame, from small grey pictures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from gaitcheck.model import FloatArray
from gaitcheck.video.types import Picture

THUMBNAIL_SIDE: Final = 256
FEATURES: Final = 80
FEATURE_QUALITY: Final = 0.01
FEATURE_DISTANCE: Final = 5
# The runner's box grows by this share of its size before it is left out.
MARGIN: Final = 0.12
# Corners which agree with the common shift within this many thumbnail pixels follow it.
AGREEMENT: Final = 1.0
FEWEST_FEATURES: Final = 8
# Corners this far from the middle, thumbnail sides, show a zoom.
SPREAD_SHARE: Final = 0.15


@dataclass(frozen=True, slots=True, eq=False)
class Thumbnail:
    """A small grey picture and the mask of what is not the runner."""

    grey: NDArray[np.uint8]
    background: NDArray[np.uint8]


def thumbnail(picture: Picture, points: FloatArray | None) -> Thumbnail:
    """Return a small grey version of `picture`; `points` are the runner's, in its pixels."""
    scale = THUMBNAIL_SIDE / max(picture.shape[:2])
    size = (max(1, round(picture.shape[1] * scale)), max(1, round(picture.shape[0] * scale)))
    # The green plane is brightness enough, and reading one plane costs a third.
    grey = np.asarray(
        cv2.resize(cv2.extractChannel(picture, 1), size, interpolation=cv2.INTER_AREA),
        dtype=np.uint8,
    )
    background = np.full(grey.shape, 255, dtype=np.uint8)
    if points is not None:
        low, high = points[:, :2].min(axis=0) * scale, points[:, :2].max(axis=0) * scale
        margin = MARGIN * (high - low)
        left, top = np.maximum(low - margin, 0).astype(int)
        right, bottom = np.maximum(high + margin, 0).astype(int)
        background[top:bottom, left:right] = 0
    return Thumbnail(grey, background)


@dataclass(frozen=True, slots=True)
class Motion:
    """How the background moved since the frame before.

    Attributes
    ----------
    x, y : float
        Shift in thumbnail pixels.
    steady : float
        Share of background corners that moved by that shift, 0..1; it falls to about 0 at a cut.
    zoom : float
        How much larger the background became, as a share.
    """

    x: float
    y: float
    steady: float
    zoom: float


def background_motion(before: Thumbnail, now: Thumbnail) -> Motion:
    """Return how the background moved; at rest where it shows no corners.

    Notes
    -----
    Corners (Shi & Tomasi 1994, doi 10.1109/CVPR.1994.323794) off the runner, followed by pyramidal
    Lucas-Kanade; their median motion is the camera's, as seen at the distance of the background.
    """
    corners = cv2.goodFeaturesToTrack(
        before.grey, FEATURES, FEATURE_QUALITY, FEATURE_DISTANCE, mask=before.background
    )
    if corners is None or len(corners) < FEWEST_FEATURES:  # type: ignore[redundant-expr]
        return Motion(0.0, 0.0, 1.0, 0.0)
    moved, found, _ = cv2.calcOpticalFlowPyrLK(before.grey, now.grey, corners, None)  # type: ignore[call-overload]
    kept = found.ravel() == 1
    flow, place = (moved - corners).reshape(-1, 2)[kept], corners.reshape(-1, 2)[kept]
    if len(flow) < FEWEST_FEATURES:
        return Motion(0.0, 0.0, 0.0, 0.0)
    shift = np.median(flow, axis=0)
    share = float((np.linalg.norm(flow - shift, axis=1) < AGREEMENT).sum() / len(corners))
    return Motion(float(shift[0]), float(shift[1]), share, _zoom(place, flow - shift))


def _zoom(place: FloatArray, flow: FloatArray) -> float:
    """Return by which share the corners move apart: the median over corners far from the middle."""
    away = place - np.median(place, axis=0)
    distance = np.linalg.norm(away, axis=1)
    far = distance > SPREAD_SHARE * THUMBNAIL_SIDE
    if far.sum() < FEWEST_FEATURES:
        return 0.0
    return float(np.median((flow[far] * away[far]).sum(axis=1) / distance[far] ** 2))

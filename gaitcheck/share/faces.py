"""Where the runner's head is in every frame, and how to blur it beyond recognition.

The head is taken as a circle, generous enough for hair, cap and a landmark that is off. It is
blurred in frames without landmarks too: between two known frames the circle moves from one to the
other, before the first and after the last it goes on as it went, and it grows with the time since
the head was last seen.

Only the runner that was followed has landmarks. Other people's faces are not found.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import maximum_filter1d

from gaitcheck.model import FloatArray, Landmarks
from gaitcheck.video.types import Picture

Frames = NDArray[np.intp]

HEAD: Final = slice(0, 11)
"""MediaPipe's points of the face: nose, eyes, ears, mouth."""
SHOULDERS, HIPS = (11, 12), (23, 24)

TRUNK_LENGTHS: Final = 0.38
"""Radius of the circle in trunk lengths (mid-shoulder to mid-hip), about 1.5 times what a head with
hair needs: stature times 0.288 is the trunk, times 0.130 the head from chin to crown (Drillis &
Contini 1966, Body Segment Parameters, as in Winter 2009, Biomechanics and Motor Control of Human
Movement, fig. 4.1)."""
SPREADS: Final = 2.0
"""Radius at least, in distances of the furthest face point from the middle of the face."""
LEAST_PX: Final = 6.0
NEIGHBOURS: Final = 2
"""Frames on either side whose circles count too: one frame's landmark may jump."""
GROWTH: Final = 0.5
"""How much the circle grows where the head was not seen, as a share of its usual speed."""
END_FRAMES: Final = 10
"""Known frames from which the movement at the ends is taken."""
BLOCKS: Final = 5
"""What is left of the head: this many blocks across, blurred into one another."""
FEATHER: Final = 1.15
"""Where the blur has faded out, in radii; up to the radius it is whole."""


@dataclass(frozen=True, slots=True, eq=False)
class Heads:
    """One circle for each frame, pixels of the picture as shown.

    Attributes
    ----------
    centre : array, shape (frames, 2)
    radius : array, shape (frames,)
    """

    centre: FloatArray
    radius: FloatArray


def find_heads(landmarks: Landmarks) -> Heads | None:
    """Return where the head is in every frame, or None where it was never seen."""
    face = landmarks.points[:, HEAD]
    seen = np.flatnonzero(np.isfinite(face).all(axis=(1, 2)))
    if not len(seen):
        return None
    face = face[seen]
    centre = face.mean(axis=1)
    spread = np.linalg.norm(face - centre[:, np.newaxis], axis=2).max(axis=1)
    radius = np.maximum(SPREADS * spread, LEAST_PX)
    trunk = _trunk(landmarks.points[seen])
    radius = np.fmax(radius, TRUNK_LENGTHS * trunk)
    return _fill(centre, radius, seen, len(landmarks.points))


def blur_head(picture: Picture, x: float, y: float, radius: float) -> None:
    """Blur a circle in a picture, in place; what lies outside the picture does not matter.

    Parameters
    ----------
    picture : array, shape (height, width, 3)
    x, y, radius : float
        Pixels of this picture.
    """
    height, width = picture.shape[:2]
    reach = FEATHER * radius
    x0, x1 = max(int(x - reach), 0), min(int(x + reach) + 2, width)
    y0, y1 = max(int(y - reach), 0), min(int(y + reach) + 2, height)
    if x0 >= x1 or y0 >= y1:
        return
    part = picture[y0:y1, x0:x1]
    block = max(2 * radius / BLOCKS, 2.0)
    size = (max(1, round((x1 - x0) / block)), max(1, round((y1 - y0) / block)))
    few = cv2.resize(part, size, interpolation=cv2.INTER_AREA)
    smooth = cv2.resize(few, (x1 - x0, y1 - y0), interpolation=cv2.INTER_LINEAR)
    rows, columns = np.mgrid[y0:y1, x0:x1]
    distance = np.hypot(columns - x, rows - y) / max(radius, 1e-9)
    share = np.clip((FEATHER - distance) / (FEATHER - 1), 0.0, 1.0)[..., np.newaxis]
    picture[y0:y1, x0:x1] = np.rint(share * smooth + (1 - share) * part).astype(np.uint8)


def _trunk(points: FloatArray) -> FloatArray:
    """Return the length of the trunk in every frame; NaN where it is not known."""
    shoulders, hips = (points[:, pair].mean(axis=1) for pair in (SHOULDERS, HIPS))
    return np.asarray(np.linalg.norm(shoulders - hips, axis=1), dtype=np.float64)


def _fill(centre: FloatArray, radius: FloatArray, seen: Frames, frames: int) -> Heads:
    """Give every frame a circle, from the frames in which the head was seen."""
    every = np.arange(frames)
    places = np.column_stack([_extended(every, seen, centre[:, axis]) for axis in (0, 1)])
    window = 2 * NEIGHBOURS + 1
    sizes = maximum_filter1d(np.interp(every, seen, radius), window, mode="nearest")
    steps = np.linalg.norm(np.diff(places, axis=0, prepend=places[:1]), axis=1)
    jumps = maximum_filter1d(steps, window, mode="nearest")
    usual = float(np.median(steps[1:])) if frames > 1 else 0.0
    return Heads(places, sizes + jumps + GROWTH * usual * _frames_apart(every, seen))


def _extended(every: Frames, seen: Frames, values: FloatArray) -> FloatArray:
    """Interpolate, and go on beyond both ends as fast as there."""
    filled = np.interp(every, seen, values)
    if len(seen) > 1:
        first, last = slice(None, END_FRAMES), slice(-END_FRAMES, None)
        for part, at, outside in ((first, 0, every < seen[0]), (last, -1, every > seen[-1])):
            speed = float(np.polyfit(seen[part], values[part], 1)[0])
            filled[outside] = values[at] + speed * (every[outside] - seen[at])
    return np.asarray(filled, dtype=np.float64)


def _frames_apart(every: Frames, seen: Frames) -> Frames:
    """Return how many frames away the head was last or will next be seen."""
    after = np.clip(np.searchsorted(seen, every), 0, len(seen) - 1)
    before = np.clip(after - 1, 0, None)
    apart = np.minimum(np.abs(seen[after] - every), np.abs(seen[before] - every))
    return np.asarray(apart, dtype=np.intp)

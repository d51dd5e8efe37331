"""Whether something that stands still, a treadmill's rail for instance, crosses the hips.

MediaPipe calls hips visible whatever lies over them, so the pictures themselves are asked.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

import cv2
import numpy as np

from gaitcheck.gait.body import Body
from gaitcheck.gait.cycle import Cycle
from gaitcheck.gait.measure import GaitMeasure
from gaitcheck.model import FloatArray, turn_axes
from gaitcheck.observing.again import Looker
from gaitcheck.video.types import Picture

# Pictures looked at, spread over this many strides in the middle of the clip: the body goes up and
# down several times meanwhile.
PICTURES: Final = 40
STRIDES: Final = 2.0
FEWEST_PICTURES: Final = 12
# Longest side of the pictures. Half the side of the square around the hips, leg lengths: a hand's
# breadth, all of it body.
MAX_SIDE: Final = 1280
REACH: Final = 0.16
CUT: Final = 64
# A camera that follows the runner takes the hips away from a place on the background: pictures in
# which they are further off are left out, leg lengths.
ASTRAY: Final = 0.12
# Pixels left out at the borders of the cut-out.
MARGIN: Final = 12
# An edge stands still where its slope, grey levels a pixel, is seldom below the first number and
# seldom below this share of what it is at its best, and points one way; the edges of a body that
# bounces come and go.
FAINTEST: Final = 3.0
STEADY: Final = 0.5
SELDOM: Final = (0.3, 0.9)
_SOBEL: Final = 8.0


class HipLooks:
    """Looks at the hips in the middle of the clip.

    Parameters
    ----------
    gait : GaitMeasure
    camera_shift : array, shape (frames, 2)
        Motion of the background since the frame before, pixels.

    Attributes
    ----------
    frames : collection of int
        In which the hips are wanted; none where no gait was seen.
    """

    def __init__(self, gait: GaitMeasure, camera_shift: FloatArray) -> None:
        body, cycle = gait.body, gait.cycle
        known = np.isfinite(body.leg_length) and not body.feet_alone
        self._places = _hips(body, cycle, camera_shift) if known and cycle else {}
        self._reach = REACH * body.leg_length
        self._cuts: dict[int, FloatArray] = {}
        self.frames: Collection[int] = self._places.keys()

    def looker(self) -> Looker:
        """Return what is to be shown."""
        return Looker(self.frames, self.look, MAX_SIDE)

    def look(self, index: int, picture: Picture, scale: float) -> None:
        """Cut the hips out of one frame; `scale` is its pixels for one of full size."""
        self._cuts[index] = cut_hips(picture, self._places[index] * scale, self._reach * scale)

    def crossed(self) -> float:
        """Return over which share of the hips' width an edge stands still, 0..1.

        NaN where no gait was seen, or too few pictures of it were shown.
        """
        if len(self._cuts) < FEWEST_PICTURES:
            return float("nan")
        return still_share(np.array([self._cuts[frame] for frame in sorted(self._cuts)]))


def _hips(body: Body, cycle: Cycle, camera_shift: FloatArray) -> dict[int, FloatArray]:
    """Return a place by frame that rests on the background, where the hips are on average."""
    used = np.flatnonzero(np.isfinite(cycle.phase) & np.isfinite(body.pelvis[:, 0]))
    if not len(used):
        return {}
    half = STRIDES / 2 * cycle.stride_frames
    middle = used[len(used) // 2]
    near = used[np.abs(used - middle) <= half]
    frames = near[np.unique(np.linspace(0, len(near) - 1, PICTURES).round().astype(int))]
    moved = np.cumsum(np.nan_to_num(camera_shift), axis=0)
    hips = turn_axes(body.pelvis, mirrored=body.mirrored)
    place = np.median(hips[near] - moved[near], axis=0) + moved
    here = [f for f in frames if np.linalg.norm(place[f] - hips[f]) < ASTRAY * body.leg_length]
    return {int(frame): place[frame] for frame in here}


def cut_hips(picture: Picture, centre: FloatArray, reach: float) -> FloatArray:
    """Return a grey square around a place, shape (CUT, CUT).

    Parameters
    ----------
    picture : Picture
    centre : array, shape (2,)
        Pixels of `picture`.
    reach : float
        Half the side of the square, pixels of `picture`.
    """
    step = 2 * reach / CUT
    blur = max(0.6, 0.4 * step)
    # Only what the square and the blur around it can see.
    margin = reach + 4 * blur + 2
    limits = np.array(picture.shape[1::-1]) - 1
    x0, y0 = np.clip(np.floor(centre - margin), 0, limits).astype(int)
    x1, y1 = np.clip(np.ceil(centre + margin), 0, limits).astype(int)
    part = np.ascontiguousarray(picture[y0 : y1 + 1, x0 : x1 + 1])
    matrix = np.array([[step, 0.0, centre[0] - reach - x0], [0.0, step, centre[1] - reach - y0]])
    cut = cv2.warpAffine(
        cv2.GaussianBlur(part, (0, 0), blur),
        matrix,
        (CUT, CUT),
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return np.asarray(cv2.cvtColor(cut, cv2.COLOR_RGB2GRAY), dtype=np.float64)


def still_share(pictures: FloatArray) -> float:
    """Return the share of the columns that an edge crosses which stands still.

    Parameters
    ----------
    pictures : array, shape (n, height, width)
        Of one place, grey levels.
    """
    slope = np.array(
        [
            [cv2.Sobel(picture, cv2.CV_64F, *axis, ksize=3) / _SOBEL for axis in ((1, 0), (0, 1))]
            for picture in pictures
        ]
    )
    seldom_less, best = np.quantile(np.hypot(slope[:, 0], slope[:, 1]), SELDOM, axis=0)
    # Noise has slopes everywhere, but in all directions.
    steady = np.minimum(seldom_less, np.hypot(*slope.mean(axis=0)))
    still = (steady > FAINTEST) & (steady > STEADY * best)
    return float(still[MARGIN:-MARGIN, MARGIN:-MARGIN].any(axis=0).mean())

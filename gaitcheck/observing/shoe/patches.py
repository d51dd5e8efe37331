"""Cut the feet out of the pictures of the clip."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final

import cv2
import numpy as np

from gaitcheck.model import FloatArray
from gaitcheck.observing.again import Looker
from gaitcheck.observing.shoe.register import PATCH_FOOT, PATCH_HEIGHT, PATCH_WIDTH
from gaitcheck.observing.shoe.types import Cut, LookPlan, Patch
from gaitcheck.video.types import Picture

# Larger pictures are scaled down: a foot is cut out at `PATCH_FOOT` pixels anyway.
MAX_SIDE: Final = 1920
# Blur of a patch, its pixels: noise and compression blocks are finer than the shoe's edges.
PATCH_BLUR: Final = 0.8
# Each patch is freed of its local mean and brought to one local contrast, over this many of its
# pixels, so that the edges of a dark shoe on a dark belt count as much as those of a bright leg.
# Contrast below this many grey levels is noise.
CONTRAST_REACH: Final = 4.0
CONTRAST_FLOOR: Final = 4.0
CONTRAST: Final = 20.0
# Blur before shrinking, as a share of the step between two samples.
SHRINK_BLUR: Final = 0.4
_MEAN: Final = np.full((1, 3), 1 / 3, dtype=np.float32)


class Cuts(Mapping[int, Patch]):
    """Patches by frame, kept as they were cut, in a quarter of the room: made ready each time."""

    def __init__(self) -> None:
        self._cuts: dict[int, Cut] = {}

    def keep(self, frame: int, cut: Cut) -> None:
        """Put the cut-out of a frame in."""
        self._cuts[frame] = cut

    def __getitem__(self, frame: int) -> Patch:
        return smooth(self._cuts[frame])

    def __contains__(self, frame: object) -> bool:
        return frame in self._cuts

    def __iter__(self) -> Iterator[int]:
        return iter(self._cuts)

    def __len__(self) -> int:
        return len(self._cuts)


class PatchCutter:
    """Cuts each plan's patches out of the pictures that it is shown.

    Attributes
    ----------
    frames : collection of int
        In which somebody's foot is wanted.
    patches : list of Cuts
        By plan and frame; frames that were not shown are missing.
    """

    def __init__(self, plans: Sequence[LookPlan]) -> None:
        self._plans = plans
        self._wanted: dict[int, list[tuple[int, int]]] = {}
        for number, plan in enumerate(plans):
            for row, frame in enumerate(plan.frames):
                self._wanted.setdefault(int(frame), []).append((number, row))
        self.frames: Collection[int] = self._wanted.keys()
        self.patches = [Cuts() for _ in plans]

    def looker(self) -> Looker:
        """Return what is to be shown."""
        return Looker(self.frames, self.look, MAX_SIDE)

    def look(self, index: int, picture: Picture, scale: float) -> None:
        """Cut the feet out of one frame; `scale` is its pixels for one of full size."""
        for number, row in self._wanted[index]:
            plan = self._plans[number]
            centre, length = plan.centre[row] * scale, plan.foot_length * scale
            cut = cut_patch(picture, centre, length, plan.mirrored)
            self.patches[number].keep(index, cut)


def cut_patch(picture: Picture, centre: FloatArray, foot_length: float, mirrored: bool) -> Cut:
    """Cut out a foot so that it faces right and has the patch's scale.

    Parameters
    ----------
    picture : Picture
    centre : array, shape (2,)
        Gait frame, pixels of `picture`.
    foot_length : float
        Pixels of `picture`.
    mirrored : bool
        Whether the runner faces left.
    """
    step = foot_length / PATCH_FOOT
    sign = -1.0 if mirrored else 1.0
    half_x, half_y = (PATCH_WIDTH - 1) / 2, (PATCH_HEIGHT - 1) / 2
    left, right = sorted((sign * (centre[0] - step * half_x), sign * (centre[0] + step * half_x)))
    top, margin = -centre[1] - step * half_y, 4 * step + 2
    height, width = picture.shape[:2]
    x0, x1 = (int(np.clip(v, 0, width - 1)) for v in (left - margin, right + margin))
    y0, y1 = (
        int(np.clip(v, 0, height - 1)) for v in (top - margin, top + 2 * step * half_y + margin)
    )
    part = np.ascontiguousarray(picture[y0 : y1 + 1, x0 : x1 + 1])
    if step > 1.0:
        part = np.asarray(cv2.GaussianBlur(part, (0, 0), SHRINK_BLUR * step), dtype=np.uint8)
    matrix = np.array(
        [
            [sign * step, 0.0, sign * (centre[0] - step * half_x) - x0],
            [0.0, step, top - y0],
        ],
        dtype=np.float32,
    )
    cut = cv2.warpAffine(
        part,
        matrix,
        (PATCH_WIDTH, PATCH_HEIGHT),
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return np.asarray(cut, dtype=np.uint8)


def smooth(cut: Cut) -> Patch:
    """Return a cut-out without what is finer than the shoe's edges."""
    smoothed = cv2.GaussianBlur(cut.astype(np.float32), (0, 0), PATCH_BLUR)
    return np.asarray(smoothed, dtype=np.float32)


def even_contrast(picture: Patch) -> Patch:
    """Return the picture without its local mean, at one local contrast."""
    detail = picture - cv2.GaussianBlur(picture, (0, 0), CONTRAST_REACH)
    power = cv2.GaussianBlur(cv2.transform(detail**2, _MEAN), (0, 0), CONTRAST_REACH)
    scale = CONTRAST / (np.sqrt(power) + CONTRAST_FLOOR)
    return np.asarray(detail * scale[:, :, None], dtype=np.float32)

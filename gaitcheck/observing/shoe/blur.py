"""Give all pictures of a shoe the same motion blur, so that they can be compared.

On a treadmill the foot is nearly at rest in the picture just before it lands, and moves with the
belt when it lies flat: with a long exposure the flat shoe is smeared and the landing one is not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from gaitcheck.model import FloatArray
from gaitcheck.observing.shoe.patches import even_contrast
from gaitcheck.observing.shoe.register import PATCH_FOOT
from gaitcheck.observing.shoe.types import LookPlan, Patch

# A blur of fewer patch pixels (standard deviation) changes nothing that can be seen.
LEAST_BLUR: Final = 0.3


@dataclass(frozen=True, slots=True, eq=False)
class Shots:
    """Cut-outs of a foot and how fast it moves in each.

    Attributes
    ----------
    frames : mapping of int to int
        By row.
    patches : mapping of int to Patch
        By frame, as they were filmed.
    speed : array, shape (rows,)
        Along the picture, foot lengths per picture.
    flat_speed : float
        The same of the foot that lies flat.
    """

    frames: Mapping[int, int]
    patches: Mapping[int, Patch]
    speed: FloatArray
    flat_speed: float

    @property
    def rows(self) -> list[int]:
        """The rows of which there is a cut-out, ascending."""
        return list(self.frames)

    def even_one(self, row: int, exposure: float) -> Patch:
        """Return one of the pictures that `even` returns."""
        return self.even([row], exposure)[row]

    def even(self, rows: Sequence[int], exposure: float) -> dict[int, Patch]:
        """Return pictures at one local contrast, none sharper than the flat shoe.

        Notes
        -----
        A shutter that is open for the share `exposure` of the time between two pictures smears a
        point over that share of its way: a box, whose variance is the square of its length over 12.
        What is missing to the blur of the flat shoe is added as a Gaussian.
        """
        missing = np.sqrt(np.maximum(self.flat_speed**2 - self.speed**2, 0.0) / 12)
        return {
            row: even_contrast(
                _smear(self.patches[self.frames[row]], PATCH_FOOT * exposure * float(missing[row]))
            )
            for row in rows
        }


def shots_of(plan: LookPlan, patches: Mapping[int, Patch]) -> Shots:
    """Return the cut-outs of a plan, given by frame; without a flat foot its speed is 0."""
    seen = {row: int(f) for row, f in enumerate(plan.frames) if int(f) in patches}
    flat = [abs(plan.speed[row]) for row in seen if plan.flat[row]]
    return Shots(seen, patches, plan.speed, float(np.median(flat)) if flat else 0.0)


def _smear(patch: Patch, blur: float) -> Patch:
    if not blur > LEAST_BLUR:
        return patch
    return np.asarray(cv2.GaussianBlur(patch, (0, 0), sigmaX=blur, sigmaY=1e-3))

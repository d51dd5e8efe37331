"""What the second look takes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gaitcheck.model import FloatArray, Side

Cut = NDArray[np.uint8]
"""A cut-out of the picture around a foot, shape (PATCH_HEIGHT, PATCH_WIDTH, 3)."""
Patch = NDArray[np.float32]
"""The same, made ready to be compared."""


@dataclass(frozen=True, slots=True, eq=False)
class LookPlan:
    """Where to look for one foot.

    Attributes
    ----------
    side : Side
    frames : array of int, shape (n,)
        Frames to look at, in ascending order.
    phase : array, shape (n,)
        Phase of that side, strides.
    offset : array, shape (n,)
        Strides since the expected contact, about -0.1 to 0.2, or toe-off.
    centre : array, shape (n, 2)
        Expected middle between heel and toe, gait frame (pixels).
    speed : array, shape (n,)
        Of the foot along the picture, foot lengths per picture.
    foot_length : float
        Distance from heel to toe landmark, pixels of the whole picture.
    pitch_deg : array, shape (n,)
        Expected pitch of the line from heel to toe: how the mask is laid on the shoe.
    flat : array of bool, shape (n,)
        Frames in which the foot is expected to lie flat.
    mirrored : bool
        Whether the runner faces the left edge of the picture.
    """

    side: Side
    frames: NDArray[np.intp]
    phase: FloatArray
    offset: FloatArray
    centre: FloatArray
    speed: FloatArray
    pitch_deg: FloatArray
    foot_length: float
    flat: NDArray[np.bool_]
    mirrored: bool

"""The words that every room uses: sides, strikes, and where one strike ends and the next begins."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal, get_args

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]

Strike = Literal["heel", "midfoot", "toe"]
StepStrike = Literal["heel", "midfoot", "toe", "unsure"]
VerdictStrike = Literal["heel", "midfoot", "toe", "mixed", "unsure"]
Side = Literal["left", "right"]
Plane = Literal["side", "oblique", "front", "rear", "unknown"]
Severity = Literal["info", "warning", "blocker"]
Reliability = Literal["high", "medium", "low"]
AngleSource = Literal["shoe", "sole", "landmarks", "person"]
"""What gave an angle: the shoe that was followed, its sole in single pictures, the pose landmarks
alone, or a person's eye."""

FactorSource = Literal["given", "file", "gait"]
"""Who says how far a clip is slowed down: the user, the file's own note, or the gait."""

STRIKES: tuple[Strike, ...] = get_args(Strike)
SIDES: tuple[Side, ...] = get_args(Side)
OTHER: Final[Mapping[Side, Side]] = {"left": "right", "right": "left"}

HEEL_ABOVE: Final = 8.0
"""Foot-strike angle in degrees above which the heel lands first (Altman & Davis 2012, Gait Posture
35:298, doi 10.1016/j.gaitpost.2011.09.104)."""
TOE_BELOW: Final = -1.6
"""The angle below which the toes do; between the two it is the midfoot. Same source."""

Z: Final = 1.96
"""97.5 % point of the normal distribution: half a 95 % interval in standard deviations."""


def strike_ranges(low: float, high: float) -> dict[Strike, tuple[float, float]]:
    """Return the range of each strike on a scale of angles from `low` to `high`, degrees."""
    return {"heel": (HEEL_ABOVE, high), "midfoot": (TOE_BELOW, HEEL_ABOVE), "toe": (low, TOE_BELOW)}


def require(condition: bool, message: str) -> None:
    """Raise ValueError with `message` unless the condition holds."""
    if not condition:
        raise ValueError(message)

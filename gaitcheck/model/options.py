"""What the user says of a clip: one type for Python, the command line and the page."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from gaitcheck.errors import InputError

SLOW_MOTION_RANGE: Final = (0.25, 100.0)
"""Slow-motion factors that may be stated: time lapse to the fastest phone cameras and beyond."""
HEIGHT_RANGE_CM: Final = (80.0, 250.0)
"""From a small child to the tallest people."""
BELT_RANGE_KMH: Final = (1.0, 45.0)
"""From a stroll to a sprint."""


@dataclass(frozen=True, slots=True)
class ClipOptions:
    """What the user says of a clip; None where nothing was said.

    Attributes
    ----------
    slow_motion : float or None
        How many times slower than life the clip plays.
    runner : int or None
        Whom to follow, counted from the left from 1. It takes effect when the clip is observed.
    height_cm : float or None
        The runner's height.
    belt_kmh : float or None
        What the treadmill's console shows.
    mirrored : bool
        Whether the picture is mirrored, as a selfie camera stores it: left is right then.

    Raises
    ------
    InputError
        When a number lies outside what can be.
    """

    slow_motion: float | None = None
    runner: int | None = None
    height_cm: float | None = None
    belt_kmh: float | None = None
    mirrored: bool = False

    def __post_init__(self) -> None:
        _check_range("A slow-motion factor", self.slow_motion, SLOW_MOTION_RANGE, "")
        _check_range("The runner's height", self.height_cm, HEIGHT_RANGE_CM, " cm")
        _check_range("A belt speed", self.belt_kmh, BELT_RANGE_KMH, " km/h")
        if self.runner is not None and self.runner < 1:
            raise InputError("Runners are counted from the left, from 1.")


def _check_range(what: str, value: float | None, limits: tuple[float, float], unit: str) -> None:
    low, high = limits
    if value is not None and not (math.isfinite(value) and low <= value <= high):
        raise InputError(f"{what} lies between {low:g} and {high:g}{unit}.")


NOTHING_SAID: Final = ClipOptions()

"""What the user says of a clip: one type for Python, the command line and the page."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from gaitcheck.errors import OptionError

SLOW_MOTION_RANGE: Final = (0.25, 100.0)
"""Slow-motion factors that may be stated: time lapse to the fastest phone cameras and beyond."""
HEIGHT_RANGE_CM: Final = (80.0, 250.0)
"""From a small child to the tallest people."""
BELT_RANGE_KMH: Final = (1.0, 45.0)
"""From a stroll to a sprint."""
SHORTEST_PART_S: Final = 0.5
"""Shortest part of a clip that may be chosen, file time: runners' strides last 0.6 s and longer."""
TOO_SHORT: Final = (
    "A part of {:.2g} seconds is too short to be judged; choose some seconds of running, at least "
    f"{SHORTEST_PART_S:g}."
)


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
    from_s, to_s : float or None
        The part of the clip to look at, seconds of file time. It takes effect when the clip is
        observed.
    every_frame : bool
        Whether the pose is looked for in every frame of a film of a high rate. It takes effect when
        the clip is observed.

    Raises
    ------
    OptionError
        When a number lies outside what can be.
    """

    slow_motion: float | None = None
    runner: int | None = None
    height_cm: float | None = None
    belt_kmh: float | None = None
    mirrored: bool = False
    from_s: float | None = None
    to_s: float | None = None
    every_frame: bool = False

    def __post_init__(self) -> None:
        _check_range("A slow-motion factor", self.slow_motion, SLOW_MOTION_RANGE, "")
        _check_range("The runner's height", self.height_cm, HEIGHT_RANGE_CM, " cm")
        _check_range("A belt speed", self.belt_kmh, BELT_RANGE_KMH, " km/h")
        if self.runner is not None and self.runner < 1:
            raise OptionError("Runners are counted from the left, from 1.")
        self._check_part()

    @property
    def partial(self) -> bool:
        """Whether a part of the clip was chosen."""
        return self.from_s is not None or self.to_s is not None

    def _check_part(self) -> None:
        for place in (self.from_s, self.to_s):
            if place is not None and not (math.isfinite(place) and place >= 0):
                raise OptionError("The part to look at begins and ends at 0 seconds or later.")
        start, stop = self.from_s or 0.0, self.to_s
        if stop is None:
            return
        if stop <= start:
            raise OptionError(
                f"The part to look at ends ({clock(stop)}) before it begins ({clock(start)}); "
                "exchange the two times."
            )
        # Times are written with few digits: half a second stays half a second.
        if stop - start < SHORTEST_PART_S - 1e-6:
            raise OptionError(TOO_SHORT.format(stop - start))


def clock(seconds: float) -> str:
    """Return a time of the file as people write it: ``4.5 s``, or ``1:05.2`` from a minute on."""
    tenths = round(10 * seconds)
    if tenths < 600:
        return f"{tenths / 10:g} s"
    minutes, rest = divmod(tenths, 600)
    return f"{minutes}:{rest // 10:02d}" + (f".{rest % 10}" if rest % 10 else "")


def _check_range(what: str, value: float | None, limits: tuple[float, float], unit: str) -> None:
    low, high = limits
    if value is not None and not (math.isfinite(value) and low <= value <= high):
        raise OptionError(f"{what} lies between {low:g} and {high:g}{unit}.")


DEFAULT_OPTIONS: Final = ClipOptions()

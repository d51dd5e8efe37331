"""Every text of the drawn stretches, in one place: names, descriptions, captions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class StretchWords:
    """What is said of a drawn stretch.

    Attributes
    ----------
    title : str
    description : str
        For those who cannot see it.
    captions : tuple of str
        One for each moment that is drawn.
    """

    title: str
    description: str
    captions: tuple[str, ...]


STRETCHES: Final[Mapping[str, StretchWords]] = MappingProxyType(
    {
        "high_knees": StretchWords(
            "High knees",
            "A runner on the spot: standing, then the near knee raised to hip height with the "
            "opposite arm forward, then the other knee.",
            ("Stand tall", "Knee to hip height", "Change legs"),
        ),
        "leg_swings": StretchWords(
            "Leg swings",
            "A runner holding on to a rail: the near leg swings back, through the middle and "
            "forwards like a pendulum while the upper body stays still.",
            ("Swing back", "Through the middle", "Swing forwards"),
        ),
        "donkey_kicks": StretchWords(
            "Donkey kicks",
            "A runner on hands and knees: one bent leg rises backwards until the thigh is level "
            "with the back and the sole faces the ceiling, then comes down again.",
            ("Hands and knees", "Lift the bent leg", "Sole to the ceiling"),
        ),
    }
)

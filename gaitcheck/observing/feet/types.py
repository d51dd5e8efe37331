"""What was seen of a foot in one picture."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FootFound:
    """A shoe found in a whole picture, without the body; whose and which foot is not known.

    Attributes
    ----------
    heel, toe : tuple of float
        Bottom of the heel and tip of the toes, pixels of the picture as shown, y downwards.
    score : float
        How likely it is a shoe, 0..1.
    """

    heel: tuple[float, float]
    toe: tuple[float, float]
    score: float

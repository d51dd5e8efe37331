"""What was seen of a foot in one picture."""

from __future__ import annotations

import math
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

    @property
    def length(self) -> float:
        """From the heel to the tip, pixels."""
        return math.dist(self.heel, self.toe)

    @property
    def middle(self) -> tuple[float, float]:
        """Half way between heel and tip."""
        return (self.heel[0] + self.toe[0]) / 2, (self.heel[1] + self.toe[1]) / 2

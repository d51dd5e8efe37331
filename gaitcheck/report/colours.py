"""The one place of the strike colours: Okabe and Ito's palette, safe for colour-blind readers.

A colour never stands alone: wherever it is used, the word of the strike stands beside or on it.
``ink`` is the text colour with a contrast of at least 4.5 on ``fill`` (WCAG 2.2, 1.4.3).

References
----------
Okabe M, Ito K. Color Universal Design, 2008, https://jfly.uni-koeln.de/color/
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from gaitcheck.model import VerdictStrike

Rgb = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class StrikeColour:
    """A fill and the ink that reads on it, both as ``#rrggbb``."""

    fill: str
    ink: str


STRIKE_COLOURS: Final[dict[VerdictStrike, StrikeColour]] = {
    "heel": StrikeColour("#d55e00", "#000000"),
    "midfoot": StrikeColour("#009e73", "#000000"),
    "toe": StrikeColour("#0072b2", "#ffffff"),
    "mixed": StrikeColour("#cc79a7", "#000000"),
    "unsure": StrikeColour("#6e6e6e", "#ffffff"),
}
FOOT_LINE: Final = StrikeColour("#f0e442", "#000000")
"""The line from heel to toe: yellow with a black outline reads on any ground."""


def to_rgb(colour: str) -> Rgb:
    """Return the red, green and blue (0..255) of ``#rrggbb``."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)

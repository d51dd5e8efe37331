"""What the advice says with the values of a clip; the rest of its text is in the TOML files."""

from __future__ import annotations

from typing import Final

from gaitcheck.model import Side

OF_ONE_FOOT: Final = "{foot}: {title}"
BOTH_FEET: Final = "Both feet land"
ONE_FOOT: Final = "The {side} foot lands"
STEP_RATE: Final = (
    "{feet} far ahead of the hip: {ahead:.2f} leg lengths, where groups of runners at this speed "
    "average {low:.2f} to {high:.2f}. {research} From {cadence:.0f} steps a minute that means "
    "{slower} to {quicker}. Try it for a minute at a time."
)


def feet_land(feet: list[Side]) -> str:
    """Return which feet land, to begin a sentence."""
    return BOTH_FEET if len(feet) > 1 else ONE_FOOT.format(side=feet[0])

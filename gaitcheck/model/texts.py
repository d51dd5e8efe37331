"""Texts that people wrote, so that they stand beside our own words and leave those as they are."""

from __future__ import annotations

from typing import Final

_TURNS: Final = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)))
"""Unicode's signs that set the direction of all that follows, beyond the text they stand in."""


def without_turns(text: str) -> str:
    """Return a text without the signs that turn what follows around.

    No script needs them: Arabic and Hebrew run from right to left by their letters alone.
    """
    return text.translate(_TURNS)

"""What became of an analysis that ended without a result, where it cannot say so itself."""

from __future__ import annotations

from typing import Final

BROKE_OFF: Final = "The analysis broke off"
"""Also how its longer form begins: by it the app tells a fault of ours from what can be mended."""
BROKE_OFF_WITH: Final = BROKE_OFF + " (status {status})."
KILLED: Final = (
    "The system stopped the analysis, most likely because memory ran out. Close other programs, or "
    "choose a shorter part of the clip, and try again."
)

"""Every text of the running-form report, in one place. ``{...}`` is filled in by the page."""

from __future__ import annotations

from typing import Final

INTRODUCTION: Final = (
    "Each figure comes with half its 95 % interval. Usual ranges are means of groups of runners at "
    "about this speed: for comparison, not a target or a grade. Pale figures are rough."
)
NOTHING: Final = "The running form could not be measured in this clip."
COLUMNS: Final = ("Figure", "Left", "Right", "Difference", "Usual", "Measured")
WHOLE: Final = "Whole runner"
TABLE: Final = "The figures as a table, which scrolls sideways where the page is narrow"
CURVES: Final = "Joint angles over the stride, left against right"
MISSING: Final = "What could not be measured, and why"

EXPLAINED: Final = "What each figure means, and how it was measured"
DRAWN: Final = "{title}, as a drawing"
HOW: Final = "How: {method}"
COUNTS: Final = "Steps or strides: {counts}."
LESS_CERTAIN: Final = "Less certain because: {limits}."
SOURCE: Final = "Source: {source}."

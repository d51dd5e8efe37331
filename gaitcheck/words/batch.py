"""What a batch says of its clips, and of itself: the command's lines and reasons in its table."""

from __future__ import annotations

from typing import Final

# A line for each clip
ANALYSED: Final = "{clip}: {strike}, {confidence:.0%}"
UNSURE: Final = "{clip}: {strike}"
SAME_AS: Final = " (the same clip as {clip})"
SET_ASIDE: Final = "{clip} is set aside: {reason}"

# Why a clip is set aside, where its analysis cannot say so
WORKERS_LOST: Final = "Every worker that was given this clip was lost."

# The whole
SUM: Final = "{done} of {total} clips analysed{before}; {aside} set aside."
BEFORE: Final = ", {count} of them before"
TABLE: Final = "Table: {place}"
STOPPED: Final = "stopped. Finished clips are kept: run the same command again to go on."

# How far it is
LOOKING: Final = "looking for clips"
KNOWN: Final = "{known} of {total} clips"
KNOWN_ASIDE: Final = "{known} of {total} clips, {aside} set aside"
TIME_LEFT: Final = "{time} left"

"""Every text of the comparison, in one place. ``{...}`` is filled in by the page."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from gaitcheck.model import Side

TITLE: Final = "Compare"
PROMISE: Final = (
    "Two clips beside each other: what changed by more than the measurement's own noise, and what "
    "did not."
)

# Choosing
SOURCE_LABEL: Final = "What to compare"
SOURCE_VISIT: Final = "Clips of this visit"
SOURCE_FILES: Final = "Saved results"
FIRST: Final = "First clip (before)"
SECOND: Final = "Second clip (after)"
SAME_CHOICE: Final = "Choose two different results."
RESULT_LOST: Final = "The result of “{name}” cannot be read any more. Analyse the clip again."
NUMBERED: Final = "{name} ({number})"

EMPTY_TITLE: Final = "Two results are needed"
EMPTY_NONE: Final = (
    "Nothing has been analysed in this visit yet. Analyse two clips, for example before and after "
    "a cue, in two pairs of shoes, at two speeds, or of both sides of one run; then come back here."
)
EMPTY_ONE: Final = (
    "“{name}” is analysed. Analyse a second clip, for example after a cue, in other shoes, or of "
    "the other side of the same run; then come back here."
)
EMPTY_GO: Final = "Upload a clip"
EMPTY_FILM: Final = (
    "Film both clips with the camera at the same place and height, so that any error of the camera "
    "is the same in both."
)
EMPTY_FILES: Final = (
    "Or compare two results that you saved before: choose their “analysis.json” files below."
)

UPLOAD_FIRST: Final = "First result (analysis.json)"
UPLOAD_SECOND: Final = "Second result (analysis.json)"
UPLOAD_HELP: Final = (
    "The file that “Whole result (JSON)” saves. It holds no pictures, so the figures are compared "
    "without them."
)
UPLOAD_BOTH: Final = "Choose a file for each of the two."
UPLOAD_REMOVE: Final = "Remove"
UPLOAD_REMOVE_NAMED: Final = "Remove {name}"
UPLOAD_NO_ANALYSIS: Final = (
    "“{name}” is no result of gaitcheck. Choose the file analysis.json that was saved with a "
    "result."
)
UPLOAD_TOO_LARGE: Final = "“{name}” is too large for a result. Choose an analysis.json."

# What came out
ANSWER_TITLE: Final = "What changed"
CAUTIONS_TITLE: Final = "Bear in mind"
FOOT_STRIKE: Final = "{side}: {label}, {angle}"
SIDES: Final[MappingProxyType[Side, str]] = MappingProxyType({"left": "left", "right": "right"})
NEAR: Final = "seen from the {side} side"

# The flip-book
FLIPBOOK_TITLE: Final = "One stride, side by side"
FLIPBOOK_FOOT: Final = "From contact to contact of the"
FLIPBOOK_FEET: Final[MappingProxyType[Side, str]] = MappingProxyType(
    {"left": "left foot", "right": "right foot"}
)
FLIPBOOK_HELP: Final = (
    "Both clips show one typical stride, cut into equal parts: each slider position is the same "
    "part of the stride in both, however long it lasts."
)
FLIPBOOK_MAKING: Final = "Cutting the pictures"
FLIPBOOK_NONE: Final = (
    "No whole stride of the {foot} was found in {clip}, so there are no pictures."
)
FLIPBOOK_GONE: Final = "{clip} cannot be read any more, so there are no pictures."
FLIPBOOK_FILES: Final = "Saved results hold no pictures, so there is no flip-book."
FLIPBOOK_EVENTS: Final = MappingProxyType({"contact": "{side} contact", "toeOff": "{side} toe-off"})
FLIPBOOK_WORDS: Final = MappingProxyType(
    {
        "title": "Two strides, side by side",
        "slider": "Part of the stride",
        "percent": "{} % of the stride",
        "play": "Play",
        "pause": "Pause",
        "back": "Previous picture",
        "on": "Next picture",
        "speed": "Speed",
        "speedValue": "{} of real speed",
        "mirror": "Mirror the second clip, so that both run the same way",
        "mirrored": "mirrored",
        "picture": "{title}: the runner at {percent} % of the stride",
        "marks": "Events of the stride",
        "stride": "stride of {} s",
        "keys": "Keys: space plays and pauses, the arrows turn one picture, Home and End go to the "
        "contacts.",
        "jump": "Go to {event}, {percent} % of the stride of {title}",
        "legend": "Full circle: contact of the chosen foot; ring: its toe-off; small grey marks: "
        "the other foot.",
    }
)

# The table
TABLE_LARGER: Final = "Larger than noise"
TABLE_WITHIN: Final = "Within noise: {count}"
TABLE_UNKNOWN: Final = "What could not be compared, and why"
TABLE_LARGER_NONE: Final = "No figure changed by more than noise and variation."
TABLE_WITHIN_HELP: Final = (
    "That does not show that nothing changed, only that these clips cannot show so small a change."
)
COLUMNS: Final = (
    "Figure",
    "Foot",
    "First",
    "Second",
    "Change (95 % interval)",
    "Detectable from",
    "Judged",
)
JUDGED: Final = MappingProxyType(
    {"larger": "larger than noise", "within": "within noise", "unknown": "not compared"}
)
ROUGH: Final = "rough"
BOTH_FEET: Final = "both"
RANGE: Final = "{low} to {high}"
METHOD_TITLE: Final = "How noise and change are told apart"
METHOD: Final = (
    (
        "Every figure has its own 95 % interval: scatter from step to step, the uncertain "
        "instants of contact and toe-off, and the error that averaging does not remove. The "
        "minimal detectable change (“detectable from”) is 1.96 times the root of the sum of both "
        "squared standard errors (Weir 2005, doi 10.1519/15184.1). A change beyond it is called "
        "larger than noise."
    ),
    (
        "With the same camera at the same place a part of the error is the same in both clips and "
        "cancels. How large a part is not known, so none is taken off: small true changes may be "
        "called noise."
    ),
    (
        "None of this covers how much you vary from one day to another. To see that, film each way "
        "of running twice."
    ),
)

# Both sides of one run
COMBINE_TITLE: Final = "One run from both sides?"
COMBINE_TEXT: Final = (
    "These clips show opposite sides. If they show the same run (same day, shoes and speed), each "
    "foot can be taken from the clip in which it is nearer to the camera."
)
COMBINE_TOGGLE: Final = "They show the same run: make one result of them"
COMBINE_RESULT: Final = "Both sides as one result"
COMBINE_FOOT: Final = "from {clip}"
COMBINE_CADENCE: Final = "Cadence: {cadence} steps a minute."
COMBINE_FORM: Final = "Running form, each side from its own clip"

"""Every text of looking at the steps oneself, in one place. ``{...}`` is filled in."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any, Final

from gaitcheck.model import Strike

# The ways in
LOOK: Final = "Look for yourself"
LOOK_OFFER: Final = (
    "gaitcheck is not sure, but you may see it in the pictures: compare some steps with three "
    "drawings. Your answer then counts."
)
LOOK_OFFER_FOOT: Final = (
    "gaitcheck is not sure of the {side} foot, but you may see it in the pictures: compare some "
    "steps with three drawings. Your answer then counts."
)
REVIEW: Final = "Check and correct the steps"
REVIEW_OFFER: Final = "Do you see it differently? You have the last word, and every figure follows."
BACK: Final = "Back to the result"
TO_REVIEW: Final = "Show all steps and tools"
OPEN_ANEW: Final = "Load the clip as it is now"

# The two desks
LOOK_TITLE: Final = "Look for yourself"
LOOK_HELP: Final = (
    "Find the picture in which the shoe first touches the ground, and say which drawing it looks "
    "like. Two steps of a foot that agree are enough."
)
REVIEW_TITLE: Final = "Check the steps"
REVIEW_HELP: Final = (
    "Press Enter if gaitcheck is right, or H, M or T if it is not. The next step comes up by "
    "itself."
)
WHO: Final = "Your name (optional, kept with what you say)"
ANSWER_NOW: Final = "The answer now"
SAID_COUNT: Final = "{seen} of {total} steps looked at, {changed} changed"
CADENCE: Final = "Cadence"
CADENCE_VALUE: Final = "{value} steps a minute"
ANGLE: Final = "angle {angle}"
CONTACT_TIME: Final = "contact {value} ms"
BOTH: Final = "Both feet"

# Who said what
YOU: Final = "You"
SAID: Final = "{who} said: {label}; gaitcheck {machine}."
SAID_ALIKE: Final = "{who} checked it: {label}, as gaitcheck says."
SAID_OPEN: Final = "{who} saw some steps differently, so this stays undecided; gaitcheck {machine}."
SAID_STILL_OPEN: Final = "{who} looked at it; it stays open."
SAID_ADDED: Final = "{who} added this step; gaitcheck had not seen it."
FOR: Final = "said {label}"
UNSURE: Final = "was unsure"
MIXED: Final = "mixed"
SAYS: Final = "gaitcheck: {label}"
SAYS_UNSURE: Final = "gaitcheck is not sure: {why}"
SAYS_UNSURE_PLAIN: Final = "gaitcheck is not sure"
ADDED: Final = "You added this step."

WORDS: Final[MappingProxyType[str, Any]] = MappingProxyType(
    {
        "title": "The steps, one at a time",
        "steps": "Steps",
        "step": "Step {number}, {foot}, at {time} s",
        "stepMark": "Step {number}, {foot}: {label}",
        "yours": "Now: {label}",
        "rejected": "no foot lands here",
        "lanes": {"left": "L", "right": "R"},
        "seen": "looked at",
        "open": "not looked at",
        "pictures": "Pictures around contact",
        "picture": "Picture of frame {frame}, {after}",
        "atContact": "contact",
        "before": "{ms} ms before contact",
        "later": "{ms} ms after contact",
        "large": "The {foot} in frame {frame}, {after}. {line}",
        "lineMachine": "The yellow line is the sole as gaitcheck read it.",
        "lineSaid": "The white line is the sole as you set it.",
        "lineNone": "gaitcheck read no sole in this picture.",
        "noPicture": "There is no picture of this step.",
        "failed": "The pictures could not be loaded. Reload the page to try again.",
        "label": "How does the foot land?",
        "names": {"heel": "Heel", "midfoot": "Midfoot", "toe": "Toe", "unsure": "Not sure"},
        "confirm": "gaitcheck is right",
        "skip": "I cannot tell",
        "contact": "Contact is in this picture",
        "sole": "Set the sole line",
        "not_a_contact": "No foot lands here",
        "note": "Note",
        "forget": "Back to gaitcheck's answer",
        "undo": "Undo",
        "add": "Add a step",
        "noteLabel": "Note on this step",
        "noteSave": "Keep the note",
        "cancel": "Cancel",
        "addFoot": "Foot",
        "addFrame": "Frame in which it touches the ground",
        "addNow": "Add it",
        "feet": {"left": "Left foot", "right": "Right foot"},
        "soleHeel": (
            "Click under the heel, on the edge of the sole. Or move the cross with the arrow keys "
            "and press Enter. Escape leaves it."
        ),
        "soleToe": "Now where the toes begin to rise, on the edge of the sole.",
        "working": "Working it out",
        "done": "That was the last step. Go back to the result whenever you like.",
        "back": "Previous step",
        "on": "Next step",
        "keysTitle": "Keys",
        "keys": [
            ["Enter", "gaitcheck is right, next step"],
            ["H M T", "heel, midfoot, toe, next step"],
            ["← →", "previous, next picture"],
            ["C", "contact is in the picture shown"],
            ["Shift ← →", "contact one picture earlier, later"],
            ["S", "set the sole line: two clicks, or arrow keys and Enter"],
            ["X", "no foot lands here"],
            ["A", "add a step that is missing"],
            ["N", "write a note"],
            ["G", "back to gaitcheck's answer"],
            ["U", "undo"],
            ["↑ ↓ or K J", "previous, next step"],
        ],
    }
)
DONE_ON_DESK: Final = "That was the last step. Press “Reviewed, next clip” above to go on."
LOOK_KEYS: Final = (
    ("H M T", "heel, midfoot, toe, next step"),
    ("← →", "previous, next picture"),
    ("U", "undo"),
    ("↑ ↓ or K J", "previous, next step"),
)

# Taking it along
FILES_TITLE: Final = "Save or load corrections"
FILES_HELP: Final = (
    "The result, its tables and its reports already include your corrections. The corrections file "
    "holds nothing else: load it here again, or give it to gaitcheck judge."
)
DOWNLOAD_CORRECTIONS: Final = "Corrections (JSON)"
DOWNLOAD_LABELS: Final = "Labelled clip for a benchmark (JSON)"
DOWNLOAD_LABELS_HELP: Final = (
    "Labels, contacts and soles as you saw them, without a picture. Benchmarks read it."
)
UPLOAD: Final = "Load a corrections file"
UPLOAD_TOO_LARGE: Final = "“{name}” is too large for a corrections file."
LOADED: Final = "{count} corrections were loaded."
ONE_LOADED: Final = "One correction was loaded."
FORGET_ALL: Final = "Delete all corrections"

# Agreement
AGREEMENT_TITLE: Final = "How you and gaitcheck agree"
PERSON_SAYS: Final = "person: {label}"
MACHINE_SAYS: Final = "gaitcheck: {label}"
STEPS: Final = "Steps"
CLIP_NOTE: Final = "Note on this clip"
NOTED: Final = "Note: {note}"

DRAWING_NAMES: Final[MappingProxyType[Strike, str]] = MappingProxyType(
    {
        "heel": "The heel touches first",
        "midfoot": "Heel and ball touch together",
        "toe": "The ball touches first",
    }
)

# The metronome
METRONOME_TITLE: Final = "Hear your cadence, or a little faster"
METRONOME_WHY: Final = (
    "Stepping 5 to 10 % quicker is the cue that research supports best: steps get shorter, land "
    "less far ahead of the hip, and load the knee less."
)
METRONOME_WORDS: Final[MappingProxyType[str, Any]] = MappingProxyType(
    {
        "title": "Cadence metronome",
        "choose": "Beat",
        "own": "Yours",
        "more": "+{percent} %",
        "rate": "{rate} a minute",
        "start": "Start",
        "stop": "Stop",
        "volume": "Volume",
        "running": "{rate} beats a minute",
        "still": "Stopped",
        "failed": "This browser cannot play the beat.",
        "help": "One beat is one step, left and right in turn. It stops when you leave the page.",
    }
)

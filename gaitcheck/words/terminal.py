"""What the terminal says of every command and of a result, beside what page and reports say too.

It loads nothing: ``gaitcheck --help`` needs it.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from gaitcheck.model import Severity
    from gaitcheck.progress import Stage

# Every command
STAGES: Final[Mapping[Stage, str]] = MappingProxyType(
    {
        "reading": "reading the clip",
        "pose": "finding the runner",
        "shoes": "looking at the shoes",
        "gait": "measuring the steps",
        "pictures": "drawing the pictures",
        "film": "drawing the film",
        "desk": "going through the desk",
    }
)
TIME_LEFT: Final = "left"
"""After the time that a job will take."""
ONE_OF: Final = "{clip} ({number} of {count})"
RESULTS: Final = "Results: {folder}"
STOPPED: Final = "stopped."
STOPPED_CLIP: Final = "stopped; nothing was written for {clip}."
INTERNAL_ERROR: Final = "internal error"
"""How a fault of ours begins: by it the app tells one from what its visitor can mend."""
FAULT: Final = INTERNAL_ERROR + " ({kind}: {error})."
FAULT_WITH: Final = INTERNAL_ERROR + " while working on {name} ({kind}: {error})."
REPORT_ABOVE: Final = "Please report it with the traceback above."
REPORT_AGAIN: Final = "Please run it again with --debug, and report what it prints."

# A result
SEVERITY: Final[Mapping[Severity, str]] = MappingProxyType(
    {"blocker": "Problem", "warning": "Caution", "info": "Note"}
)
UNSURE: Final = "{file}: {verdict} how the feet land."
VERDICT: Final = "{file}: {verdict}, {sure}."
COLUMNS: Final = ("foot", "landing", "how sure", "angle at contact", "on the ground", "steps")
BY_PERSON: Final = " (by a person)"
INTERVAL: Final = "{angle} ({low} to {high})"
NO_CADENCE: Final = "Cadence: not measured."
CADENCE: Final = "Cadence: {cadence_spm:.0f} steps a minute."
REAL_TIME: Final = " The clip is {pace}; cadence and durations are real time."
OPTION: Final = " The option for it is {option}."
ADVICE: Final = "Advice (the texts are in analysis.json):"
NO_STEPS: Final = "No step was found, so there are no pictures."
NO_POSITIONS: Final = "The positions of the feet are not known, so there are no pictures."
PICTURES: Final = "Pictures: {sheet} ({steps}), each by itself in {folder}"

FORM_COLUMNS: Final = ("running form", "left", "right", "usual", "quality")

# How well a person and gaitcheck agree.
NO_KAPPA: Final = "not defined: both gave one and the same label throughout"
BY_PERSON_ALONE: Final = "Steps labelled by a person"
LABELLED_ALIKE: Final = "Labelled alike"
OF: Final = "{count} of {all}"
KAPPA: Final = "Cohen's kappa"
ANGLE_APART: Final = "Angle, person less gaitcheck ({steps})"
CONTACTS_MOVED: Final = "Contacts moved: {count}"
FRAMES_MOVED: Final = "by {frames} frames in the mean"
CONTACTS_REJECTED: Final = "Contacts taken away"
CONTACTS_ADDED: Final = "Contacts added"


def fault_words(error: Exception, name: str = "") -> str:
    """Return what went wrong inside the program, and what it was working on where that is known."""
    text = FAULT_WITH if name else FAULT
    return text.format(name=name, kind=type(error).__name__, error=error)

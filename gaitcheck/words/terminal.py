"""What the terminal says of a result, beside the words that it shares with page and reports."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from gaitcheck.model import Severity

SEVERITY: Final[MappingProxyType[Severity, str]] = MappingProxyType(
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

"""Every text of an athlete's report, in one place. ``{...}`` is filled in."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from gaitcheck.words import reports as texts

TITLE: Final = "How {name} runs"
SUBTITLE: Final = "Running over time"
RUN: Final = "One run, {last}"
RUNS: Final = "{count} runs, {first} to {last}"
LAST_RUNS: Final = "; the last {shown} are shown"
COACH: Final = "By {coach}"
MESSAGE: Final = "From your coach"
CHANGED: Final = "What changed"
ONE_RUN: Final = "There is one run so far: the next one shows what changes."
CUE: Final = "Before and after “{cue}”"
CUE_COLUMNS: Final = ("Figure", "Before", "After")
CAUTIONS: Final = "Bear in mind: {cautions}"
OVER_TIME: Final = "Over time"
MIX: Final = "How the foot lands"
CHART_HELP: Final = (
    "Square: the first run. Filled triangle: differs from it by more than noise and step-to-step "
    "variation. Open circle: does not. Cross: could not be compared. Bars: 95 % intervals, without "
    "day-to-day variation. Hollow columns: unsure steps."
)
CUE_KEY: Final = "Cue {number}: {cue}."
ALT: Final = "{figure}, {foot}: {values}"
FEET: Final = MappingProxyType(
    {"left": "Left foot", "right": "Right foot", None: "Both feet together"}
)
TABLE: Final = "Run by run"
COLUMNS: Final = (
    "Day",
    "Left",
    "Right",
    "Cadence",
    "Contact, left",
    "Contact, right",
    "Conditions",
)
ANGLE: Final = "{strike}, {angle}"
BY_PERSON: Final = "corrected by a person"
NOTES: Final = "Notes"
NOTE_ON_DAY: Final = "{day}"
NOTE_ON_STEP: Final = "{day}, step {step}"
NO_RUNS: Final = "There is no run of {name} on the desk yet, so there is nothing to report."

HEADINGS: Final = MappingProxyType(
    {
        "brand": texts.BRAND,
        "subtitle": SUBTITLE,
        "disclaimer": texts.DISCLAIMER,
        "message": MESSAGE,
        "changed": CHANGED,
        "over_time": OVER_TIME,
        "chart_help": CHART_HELP,
        "table": TABLE,
        "notes": NOTES,
    }
)

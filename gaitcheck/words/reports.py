"""Every text of the reports, in one place. ``{...}`` is filled in by `gaitcheck.share.content`."""

from __future__ import annotations

from typing import Final

from gaitcheck.words import results as words

LANGUAGE: Final = "en"
BRAND: Final = "gaitcheck"
TITLE: Final = "How the feet land: {name}"
SUBTITLE: Final = "Foot-strike report"
DISCLAIMER: Final = words.DISCLAIMER
MADE_BY: Final = "gaitcheck {version}, {date}"

VERDICT_SENTENCE: Final = words.VERDICT_SENTENCE
UNSURE_EXPLAINED: Final = (
    "gaitcheck does not guess. Here is what the problem was, and how to film a clip that works."
)

FEET: Final = "Left and right"
FOOT: Final = words.FOOT
NEAR_FOOT: Final = words.NEAR_FOOT
FAR_FOOT: Final = words.FAR_FOOT
BY_PERSON: Final = "By a person"
ANGLE: Final = "Angle at contact"
INTERVAL: Final = "95 % interval"
INTERVAL_VALUE: Final = "{low} to {high}"
NOT_MEASURED: Final = "not measured"
CONTACT_TIME: Final = "On the ground"
CONTACT_TIME_VALUE: Final = words.CONTACT_TIME_VALUE
STEPS: Final = "Steps"
NO_STEPS: Final = "none could be read"

GAUGE_ALT: Final = (
    "Foot-strike angle of the {side} foot, {angle}, {interval}. The scale runs from toe (below "
    "{toe}) over midfoot to heel (above {heel}); small dots are single steps."
)
GAUGE_KEY: Final = (
    "The angle between sole and ground at first contact, toes up positive, against the same foot "
    "lying flat. Large dot and line: the foot's angle and its 95 % interval. Small dots: single "
    "steps. Borders at {toe} and {heel} degrees (Altman & Davis 2012, "
    "doi:10.1016/j.gaitpost.2011.09.104)."
)

PICTURES: Final = "The moment of contact"
PICTURES_HELP: Final = (
    "Each foot's most typical step: the frame of first contact is outlined, with the frames before "
    "and after beside it."
)
PICTURES_LINE: Final = " The yellow line is the line of the foot as measured."
PICTURES_NONE: Final = "There are no pictures of single steps in this result."
PICTURE_CAPTION: Final = "{side} foot, step {number}: {label}, at {time} s of the clip"
PICTURE_ALT: Final = (
    "{side} foot around first contact at {time} s of the clip: {label}, angle {angle}"
)
ALL_STEPS: Final = "All steps in pictures ({count})"
FIRST_STEPS: Final = "The first {shown} of {count} steps in pictures"

LIMITS: Final = words.LIMITS
LIMITS_NONE: Final = words.LIMITS_NONE
MORE_NOTES: Final = "{count} more in the app and in analysis.json."
SEVERITY: Final = words.SEVERITY

FIGURES: Final = "Key figures"
FIGURE_COLUMNS: Final = (
    "Figure",
    "Left",
    "Right",
    "Step to step",
    "Typical",
    "Reading",
)
FIGURES_HELP: Final = (
    "± is half the 95 % interval. Step to step: how much single steps differ (standard deviation, "
    "left / right, measurement noise included). Typical: averages of groups of runners at this "
    "speed, where studies give them; not a target. Reading: how far to trust it, by frame rate, "
    "view and kind of figure."
)
FIGURES_NONE: Final = "No figure could be measured in this clip."

ADVICE: Final = "What the article advises"
RESEARCH: Final = "What research says"
SOURCE: Final = "Source: {source}"
FILMING: Final = "How to film a clip that gives an answer"

METHOD: Final = "How it was measured"
METHOD_TEXT: Final = (
    "A pose model (MediaPipe) finds the runner's joints in every frame and with them the rhythm. "
    "Then each shoe is looked at again in full resolution around its contacts and compared with "
    "its own picture when it lies flat: how far is it turned? Contact is when the end of the sole "
    "that strikes stops moving over the ground. The angle with its uncertainty gives label and "
    "probability; where it is not clear, the answer is “unsure”."
)
METHOD_LIMITS: Final = (
    (
        "One camera sees one plane: pronation and anything sideways are not measured, nor is the "
        "risk of an injury."
    ),
    (
        "Angles within about two degrees of a border are mostly answered with “unsure”. The foot "
        "far from the camera is measured less well than the near one."
    ),
    "A changed foot strike is no proven way to prevent injury.",
)

FACTS: Final = "The clip"
FACT_FILE: Final = "File"
FACT_PICTURE: Final = "Picture"
FACT_PICTURE_VALUE: Final = "{width} x {height}, {fps} frames a second, {length}"
FACT_VIEW: Final = "View"
FACT_VIEW_VALUE: Final = "from {plane}, running to the {facing}"
FACT_VIEW_ONLY: Final = "from {plane}"
PLANES: Final = words.PLANES
FACT_SPEED: Final = "Plays"
FACT_SPEED_VALUE: Final = "{pace}; cadence and durations are real time"
FACT_CADENCE: Final = "Cadence"
FACT_CADENCE_VALUE: Final = "{cadence} steps a minute"
FACT_CHECKSUM: Final = "Checksum"
FACT_CHECKSUM_VALUE: Final = "SHA-256 {start}…"

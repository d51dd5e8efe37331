"""Every text of the desk, in one place. ``{...}`` is filled in by the page."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from gaitcheck.words import comparison, review

TITLE: Final = "Desk"
PROMISE: Final = "Results that stay: athletes, their sessions, and what changed over time."
TROUBLE: Final = "The desk cannot be opened"

# Keeping a result
KEEP_TITLE: Final = "Keep this result"
KEEP_POINTER: Final = "Keep this result, to compare later runs with it"
KEEP_TEXT: Final = (
    "The desk keeps it on this computer after your visit, so you can compare later runs with it."
)
KEEP_WHO: Final = "Whose run is it?"
KEEP_WHO_HELP: Final = "Choose an athlete, or type a new name or code."
ME: Final = "Me"
"""Who is offered where nobody is on the desk yet."""
KEEP_DAY: Final = "When was it filmed?"
KEEP_BUTTON: Final = "Keep this result"
KEEP_MORE: Final = "Shoes, speed, cue, pain (optional)"
KEEP_FILM: Final = "Keep the film too ({size} MB)"
KEEP_OTHERS: Final = "Keep the other {count} results of this visit too, each on its own day"
KEEP_OTHER: Final = "Keep the other result of this visit too, on its own day"
KEPT: Final = "Kept on the desk: {name}, {day}."
GO_DESK: Final = "See {name} on the desk"

# A session
SHOES: Final = "Shoes"
SPEED: Final = "Speed in km/h"
SURFACE: Final = "Surface"
SURFACE_HELP: Final = "Treadmill, road, track ..."
INCLINE: Final = "Incline in per cent"
CUE: Final = "Cue given"
CUE_HELP: Final = (
    "What the runner was told to do, such as “quicker steps”. Another cue on the same day makes a "
    "session of its own."
)
PAIN: Final = "Any pain?"
PAIN_ANSWERS: Final = ("not asked", "no", "yes")
PAIN_WHERE: Final = "Where?"
NOTES: Final = "Notes"

# The list
PEOPLE_TITLE: Final = "Athletes"
EMPTY_TITLE: Final = "Nothing is on the desk yet"
EMPTY_TEXT: Final = (
    "Analyse a clip, then press “Keep this result” below its answer. With the second run of an "
    "athlete you see what changed, and whether it is more than the measurement's own noise."
)
EMPTY_BRING: Final = "Upload a clip"
DEMO_TEXT: Final = (
    "Or look at a demo desk: three drawn athletes over six weeks. One click takes it away again."
)
DEMO_FILL: Final = "Show me a demo desk"
DEMO_FILLING: Final = "Preparing the demo: {percent} %"
DEMO_CLEAR: Final = "Remove the demo"
SEARCH: Final = "Search by name or tag"
ARCHIVE: Final = "Show the archive"
NOBODY_FOUND: Final = "No athlete was found."
OPEN: Final = "Open"
OPEN_NAMED: Final = "Open {name}"
LISTED: Final = "{sessions}, last on {day}"
LISTED_NONE: Final = "no session yet"
MORE: Final = "Show more"
ADD_TITLE: Final = "Add an athlete"
IMPORT_TITLE: Final = "Import results made before"
IMPORT_TEXT: Final = (
    "Takes every result in a folder of this computer, as “gaitcheck analyze” and “gaitcheck batch” "
    "write them. Clips: upload as many as you like at once; one click keeps all their results."
)
IMPORT_FOLDER: Final = "Folder with the results"
IMPORT_FILMS: Final = "Folder with their clips, to keep those too (optional)"
IMPORT_NONE: Final = "There is no result in {folder}."
IMPORT_NO_FOLDER: Final = "There is no folder {folder}."
IMPORT: Final = "Import"
IMPORTED: Final = "Results kept for {name}: {count}."
IMPORT_TROUBLE: Final = "Not kept: {trouble}"
NAME: Final = "Name or code"
HEIGHT: Final = "Height in cm (optional)"
LEG: Final = "Leg length in cm (optional)"
TAGS: Final = "Tags, with commas between"
ADD: Final = "Add"
SAVE: Final = "Save"

# The queue, and a clip's review
QUEUE_TITLE: Final = "Clips to review ({count})"
REVIEW: Final = "Review"
REVIEW_NAMED: Final = "Review {run}"
RUN: Final = "{name}, {day}, {file}"
REVIEWED: Final = "Reviewed, next clip"
ALL_REVIEWED: Final = "No clip is left to review."
BACK_DESK: Final = "Back to the desk"
CLIP_GONE: Final = "This clip is not on the desk any more."
WAITS_NO_MORE: Final = "This clip is not waiting for a review."
NOTHING_TO_REVIEW: Final = (
    "There is no step in it that a person could correct. Film the run again, and press "
    "“Reviewed” to take it off the list."
)
AGREEMENT_TITLE: Final = review.AGREEMENT_TITLE
AGREEMENT_OVER: Final = "Based on the last {count} clips corrected or confirmed."
AGREEMENT_ONE: Final = "Based on one clip corrected or confirmed."

# One athlete
BACK: Final = "All athletes"
GONE: Final = "This athlete is not on the desk any more."
CHANGED_TITLE: Final = "What changed"
CAUTIONS: Final = "Bear in mind"
ONE_RUN: Final = (
    "One run is kept so far. Keep a second one, and you see here what changed between them."
)
NO_RUN: Final = "No run is kept yet: analyse a clip, then press “Keep this result”."
CUE_TITLE: Final = "Before and after a cue"
CUE_BUTTON: Final = "Before and after “{cue}”"
TREND_TITLE: Final = "Over time"
TREND_FIGURE: Final = "Figure"
MIX: Final = "Heel, midfoot or toe"
TREND_HELP: Final = (
    "Bars are 95 % intervals. A filled triangle differs from the first run by more than noise and "
    "variation, an open circle does not; a cross could not be compared."
)
TREND_NOISE: Final = "The intervals leave out day-to-day variation: look for changes that last."
TREND_TABLE: Final = "The same as a table"
TREND_COLUMNS: Final = ("Day", "Foot", "Value", "95 % interval", "Against the first", "Conditions")
MIX_HELP: Final = "Share of the steps of each run by how they land; the table has the figures."
MIX_COLUMNS: Final = ("Day", "Foot", "Heel", "Midfoot", "Toe", "Unsure", "Conditions")
FIRST: Final = "first"
JUDGED: Final = comparison.JUDGED
AXIS_SHARE: Final = "steps"
TREND_ALT: Final = "{figure}, {foot}, over {count} runs: {values}"
FOOT: Final = MappingProxyType({"left": "left foot", "right": "right foot", None: "both feet"})
NOTES_TITLE: Final = "Notes"
NOTE: Final = "Note"
NOTE_NEW: Final = "A new note"
NOTE_ADD: Final = "Keep the note"
NOTE_EDIT: Final = "Change"
NOTE_EDIT_NAMED: Final = "Change the note of {when}"
NOTE_DELETE: Final = "Delete the note"
NOTE_ON_CLIP: Final = "On {file} of {day}"
NOTE_ON_STEP: Final = "On step {step} of {file}, {day}"
REPORT_TITLE: Final = "A report for {name}"
REPORT_HELP: Final = (
    "How the feet land, angle, cadence and contact time over the runs, and before and after each "
    "cue. Nothing is sent: download it, and hand it on as you like."
)
REPORT_COACH: Final = "Your name, as the report shows it (optional)"
REPORT_MESSAGE: Final = "What you want to say (optional)"
REPORT_NOTES: Final = "Put in all notes that are kept, those on clips and steps too"
REPORT_PDF: Final = "Report (PDF)"
REPORT_HTML: Final = "Report (web page)"
SESSIONS_TITLE: Final = "Sessions"
SESSION_EDIT: Final = "Change this session"
CLIP_CADENCE: Final = "{cadence} steps a minute"
CLIP_PERSON: Final = "corrected by a person"
CLIP_OPEN: Final = "Show the result of {day}: {file}"
CLIP_DELETE: Final = "Delete this run for good"
ATHLETE_EDIT: Final = "Edit the details of {name}"
ARCHIVED: Final = "In the archive: not in the list"
EXPORT: Final = "Everything about {name} as one file (ZIP)"
DELETE_TITLE: Final = "Delete for good"
DELETE_WHAT: Final = (
    "This deletes {name} with {sessions}, {clips}, {analyses} and {notes}, {size} MB of files. It "
    "cannot be undone."
)
DELETE_SURE: Final = "Yes, delete all of it"
DELETE: Final = "Delete for good"
CLIP_DELETE_WHAT: Final = "This deletes {file} with {analyses}, {size} MB of files."
CLIP_DELETE_ALONE: Final = (
    "This deletes {file} with {analyses}, {size} MB of files, and what was noted of the session of "
    "{day}."
)

# Why a clip is to be reviewed
VERDICT_UNSURE: Final = "gaitcheck is not sure how the feet land."
FOOT_UNSURE: Final = "gaitcheck is not sure of the {side} foot."
JUDGED_ANEW: Final = "Judging it again changed {moves}."
MOVED: Final = "{part} from {before} to {after}"
MOVED_PARTS: Final = ("the verdict", "the left foot", "the right foot")
PAIN_NOTED: Final = "Pain was noted."
PAIN_NOTED_WHERE: Final = "Pain was noted: {where}."
LANDS_DIFFERENTLY: Final = (
    "The {side} foot landed differently on {day}: {before} then, {after} now."
)
LITTLE_SURE: Final = "gaitcheck is only {percent} sure."
REVIEW_BEGUN: Final = "A review was begun, and not finished."
REVIEW_BEGUN_BY: Final = "A review was begun by {who}, and not finished."

# How two runs were filmed
ONE_EACH: Final = (
    "One clip before and one after do not show how much this runner varies from day to day."
)
SPAN: Final = "From {first} to {last}."
ONE_DAY: Final = "Two clips of one day, {day}: the first one and the last one."
CUE_DAYS: Final = "{before}, before the cue, and {after}, with it."
CUE_ONE_DAY: Final = "Both on {after}: without the cue, and with it."
CUE_MARK: Final = "cue: {cue}"
SHOES_MARK: Final = "shoes: {shoes}"
SPEED_MARK: Final = "{speed:g} km/h"
INCLINE_MARK: Final = "{incline:g} % incline"
PAIN_MARK: Final = "pain: {where}"
CONDITION_DIFFERS: Final = "The {what} differs too: {before} before, {after} after."
CONDITIONS: Final = MappingProxyType(
    {
        "shoes": "shoe",
        "surface": "surface",
        "speed_kmh": "noted speed (km/h)",
        "incline_pct": "incline (%)",
    }
)

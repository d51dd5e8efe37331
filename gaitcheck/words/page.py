"""Every text of the pages, in one place. ``{...}`` is filled in by the page."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any, Final

from gaitcheck.model import Side
from gaitcheck.progress import Stage
from gaitcheck.words import results as words

TITLE: Final = "gaitcheck"
PROMISE: Final = (
    "See how each foot lands: heel, midfoot or toe, with the picture that shows it and how sure "
    "the answer is."
)
PAGE_TITLE: Final = "{page} - gaitcheck: how your feet land"
FOOTER: Final = words.DISCLAIMER
PRIVACY: Final = (
    "Clips stay on the computer that runs gaitcheck. They are deleted when you remove them, at the "
    "latest a quarter of an hour after you leave. What you keep on the desk stays until you "
    "delete it."
)

PAGES: Final[MappingProxyType[str, str]] = MappingProxyType(
    {
        "analyze": "Analyse",
        "result": "Result",
        "compare": "Compare",
        "desk": "Desk",
        "learn": "Learn",
    }
)

# Bringing a clip
UPLOAD_LABEL: Final = "Running clips, filmed from the side"
UPLOAD_HELP: Final = "One or several clips. Fifteen to twenty seconds of running are plenty."
"""The field itself says how large a clip may be."""
UPLOAD_FAILED: Final = (
    "“{name}” could not be saved: the disk may be full. Free some space and upload it again."
)
UPLOAD_NO_ROOM: Final = (
    "There is no room left for “{name}”. Remove another clip, then upload this one again."
)
UPLOAD_FULL: Final = "There is no room for another clip. Remove one that you no longer need."
READY: Final = "{name} ({size} MB)"
DISCARD: Final = "Remove"
DISCARD_NAMED: Final = "Remove {name}"
PART_WANTED: Final = "Use only a part"
PART_WANTED_NAMED: Final = "Use only a part of {name}"
PART_LABEL: Final = "Part to use"
PART_HELP: Final = (
    "Choose where the run is steady and seen from the side. Move the ends with the mouse, or with "
    "the arrow keys."
)
PART_SAID: Final = "{length}, from {start} to {stop} of {whole}."
PART_TOO_SHORT: Final = "Too short to be judged: choose at least {least} seconds."
PART_ALT: Final = "Ten pictures of {name}, from its beginning to its end"
PART_MAKING: Final = "Reading the clip"
SAMPLE_BUTTON: Final = "Analyse this sample"
SAMPLE_LABEL: Final = "No clip at hand? Choose a sample"
SAMPLES_ABSENT: Final = (
    "The sample clips come with gaitcheck's source code; this copy has none. Upload a clip."
)
SETTINGS: Final = "Settings: slow motion, your height, treadmill speed"
HEIGHT_LABEL: Final = "Your height in cm (optional)"
HEIGHT_HELP: Final = "With it you get lengths in centimetres and speed in kilometres an hour."
BELT_LABEL: Final = "Speed on the treadmill's console in km/h (optional)"
BELT_HELP: Final = "gaitcheck compares it with the speed that it measures from the feet."
MIRRORED_LABEL: Final = "The picture is mirrored"
MIRRORED_HELP: Final = (
    "Selfie cameras and mirrors swap left and right. Check any text in the picture: is it readable?"
)
NOT_TOLD: Final = "not given"
SLOW_MOTION_LABEL: Final = "Slow motion"
SLOW_MOTION_AUTO: Final = "Work it out"
SLOW_MOTION_GIVEN: Final = "I know the factor"
SLOW_MOTION_HELP: Final = (
    "A clip filmed at 240 frames a second and played at 30 is slowed down 8 times. gaitcheck "
    "works this out by itself; enter it if the cadence looks wrong."
)
SLOW_MOTION_FACTOR: Final = "Slowed down by a factor of"
START: Final = "Analyse"
START_COUNT: Final = "Analyse {count} clips"
ANOTHER_CLIP: Final = "Analyse another clip"

RESULTS_TITLE: Final = "Your results"
OPEN_RESULT: Final = "Open"
OPEN_RESULT_NAMED: Final = "Open the result of {name}"
NO_RESULT_TITLE: Final = "No result yet"
NO_RESULT_TEXT: Final = (
    "Upload a clip of a run or try a sample, and the result appears here. Earlier results are "
    "removed a quarter of an hour after you leave."
)
GO_ANALYZE: Final = "Upload a clip"

# Waiting
STAGES: Final[MappingProxyType[Stage, str]] = MappingProxyType(
    {
        "reading": "Reading the clip",
        "pose": "Finding the runner in every frame",
        "shoes": "Looking at the shoes",
        "gait": "Measuring the steps",
        "pictures": "Drawing the pictures",
    }
)
STARTING: Final = "Starting"
WAITING: Final = "Waiting ({ahead} ahead of you)"
WAITING_NEXT: Final = "Waiting (you are next)"
PROGRESS: Final = "{stage}: {percent} %"
ABOUT_SECONDS: Final = "about {count} s"
ABOUT_MINUTES: Final = "about {count} min"
TIME_LEFT: Final = "{time} left"
TURN_IN: Final = "it starts in {time}"
QUEUE_FULL: Final = "“{name}” was not started. {why}"
SO_FAR_CADENCE: Final = "Cadence so far: {cadence} steps a minute"
SO_FAR_NO_CADENCE: Final = "Cadence so far: not found"
SO_FAR_VIEW: Final = "View so far: from {plane}"
SO_FAR_FACING: Final = "View so far: from {plane}, running to the {facing}"
SO_FAR_NOTES: Final = "What the clip doctor found so far"
SO_FAR_NO_NOTES: Final = "The clip doctor has found no problem so far."
SO_FAR_STILL: Final = "Still looking at both shoes: the result will show how each foot lands."
STILL_ONE: Final = "Still being analysed: {name}, {percent} %"
STILL_MANY: Final = "Still being analysed: {count} clips, {percent} %"
CANCEL: Final = "Cancel"
CANCEL_NAMED: Final = "Cancel the analysis of {name}"
CHOOSE_RESULT: Final = "Your clips"

# When it did not work
UNUSABLE_TITLE: Final = "“{name}” cannot be analysed"
UNUSABLE_DEFAULT: Final = "The file cannot be read as a video. Try another clip."
FAILED_TITLE: Final = "“{name}”: the analysis failed"
FAILED_TEXT: Final = (
    "This is a fault in gaitcheck, not in your clip. Try again. If it happens again, please tell "
    "the developers what kind of clip it is."
)
RESULT_LOST: Final = "The result of this clip cannot be read any more. Analyse the clip again."
DISMISS: Final = "Close"
DISMISS_NAMED: Final = "Close the message about {name}"

# The answer
VERDICT_SENTENCE: Final = words.VERDICT_SENTENCE
UNSURE_EXPLAINED: Final = (
    "gaitcheck does not guess. Below is what the problem was, and how to film a clip that works."
)
CADENCE: Final = "{cadence} steps a minute"
VIEW_FACTS: Final = "{length} at {fps} frames a second, seen from {plane}"
PLANES: Final = words.PLANES
FEET_TITLE: Final = "Left and right"
FOOT: Final = words.FOOT
NEAR_FOOT: Final = words.NEAR_FOOT
FAR_FOOT: Final = words.FAR_FOOT
SHOE_ALT: Final = "The {side} shoe as it lands, at {angle} to the ground"
GAUGE_ALT: Final = (
    "The angle of {angle} on a scale: toe strikes lie below {toe}, heel strikes above {heel}, "
    "midfoot strikes between; the bar is the 95 % interval, each dot a step"
)
ANGLE: Final = "Foot-strike angle"
ANGLE_HELP: Final = (
    "The angle between sole and ground at first contact, compared with the same foot lying flat. "
    "Toes up is positive."
)
INTERVAL: Final = "95 % interval {low} to {high}"
NO_ANGLE: Final = "not measured"
CONTACT_TIME: Final = "Contact time"
CONTACT_TIME_VALUE: Final = words.CONTACT_TIME_VALUE
STEPS: Final = "Steps"
NO_STEPS: Final = "No step of this foot could be read."
NOT_MEASURED: Final = "not measured"
LABELS: Final = MappingProxyType(
    {"heel": "heel", "midfoot": "midfoot", "toe": "toe", "unsure": "unsure"}
)

QUALITY_TITLE: Final = words.LIMITS
QUALITY_NONE: Final = words.LIMITS_NONE
QUALITY_MORE: Final = "More about the clip ({count})"
SEVERITY: Final = words.SEVERITY
REMEDY: Final = "What to do: "
REMEDY_HERE: Final = MappingProxyType(
    {
        "several_people": "Click on the runner you mean under “{who}”, or film one alone.",
        "bystanders": (
            "If you mean someone else, click on them under “{who}”. Without bystanders the answer "
            "is more reliable."
        ),
        **dict.fromkeys(
            ("slow_motion", "slow_motion_uncertain", "slow_motion_contradicted"),
            "{remedy} The factor is under “{repeat}” at the end of this page.",
        ),
    }
)
"""What to do on this page, by the code of the finding."""

DETAILS: Final = (
    "Step by step",
    "Curves",
    "Running form",
    "What research says",
    "Download",
)
GO_LEARN: Final = "Stretches, and how all this works"
GALLERY_HELP: Final = (
    "Each strip shows the foot at first contact and in the frames before and after."
)
FILTER_SIDE: Final = "Foot"
FILTER_LABEL: Final = "Landing"
FILTER_SIDES: Final[MappingProxyType[Side, str]] = MappingProxyType(
    {"left": "Left", "right": "Right"}
)
GALLERY_EMPTY: Final = "No step matches this choice."
GALLERY_NO_STEPS: Final = "No single step could be read in this clip."
GALLERY_COUNT: Final = "{shown} of {total} steps"
SHOW_MORE: Final = "Show more steps"
STEP_TITLE: Final = "Step {number}, {side}"
STEP_TIME: Final = "at {time} s of the clip"
STEP_ALT: Final = "The {foot} around first contact at {time} s: {label}"
STEP_NO_PICTURE: Final = "No picture of this step."
STEP_WHY: Final = "Why unsure: "
STEP_ANGLE: Final = "angle {angle}"

DOWNLOADS_HELP: Final = (
    "Reports and the film blur the runner's face, so you can share them. Everything is made on "
    "this computer."
)
DOWNLOAD_PDF: Final = "Report, two pages (PDF)"
DOWNLOAD_HTML: Final = "Report to open in a browser (HTML)"
DOWNLOAD_EXPORTS: Final = "Data for other programs (ZIP)"
DOWNLOAD_EXPORTS_HELP: Final = (
    "Steps, metrics, landmarks and joint angles, each in the formats of the programs that take it: "
    "spreadsheets, pandas, OpenSim and others."
)
MAKE_FILM: Final = "Make the film with the steps drawn in (MP4)"
MAKE_FILM_HELP: Final = "Takes about as long as the clip. You can keep reading meanwhile."
MAKING_FILM: Final = "Drawing the film: {percent} %"
DOWNLOAD_FILM: Final = "Film with the steps drawn in (MP4)"
FILM_FAILED: Final = "The film could not be drawn. The clip itself may be gone; analyse it again."
DOWNLOAD_PICTURE: Final = "Picture of all contacts (PNG)"
DOWNLOAD_STEPS: Final = "Steps as a table (CSV)"
DOWNLOAD_RESULT: Final = "Whole result (JSON)"

LANGUAGE: Final = "Language / Sprache"
LANGUAGE_HELP: Final = "For the verdict, what limits it, and both feet. The rest is in English."

REPEAT_TITLE: Final = "Does the cadence look wrong, or do you want centimetres?"
REPEAT_TEXT: Final = (
    "gaitcheck took this clip to be {speed}. If that is wrong, enter the factor. With your height "
    "you get lengths in centimetres and speed in kilometres an hour."
)
SPEED_REAL: Final = "filmed at real speed"
REPEAT_BUTTON: Final = "Analyse again"
RUNNER_CHOSEN: Final = "runner {number}"
REMOVE_RESULT: Final = "Remove this clip and its result"

# The player
PLAYER_TITLE: Final = "Watch it step by step"
PLAYER_MAKING: Final = "Preparing the film: {percent} %"
PLAYER_WAITING: Final = "Preparing the film"
PLAYER_FAILED: Final = "The film of this clip cannot be shown. The pictures of the steps are below."
PLAYER_TOO_LONG: Final = (
    "This clip is too long for the player. Cut it to {minutes} minutes or less to watch it here; "
    "the pictures of all steps are below."
)
PLAYER_RETRY: Final = "Try again"
PLAYER_WORDS: Final[MappingProxyType[str, Any]] = MappingProxyType(
    {
        "title": "Film of the run, frame by frame",
        "loading": "Loading the film",
        "failed": "The film could not be loaded. Reload the page to try again.",
        "play": "Play",
        "pause": "Pause",
        "frameBack": "Previous frame",
        "frameOn": "Next frame",
        "contactBack": "Previous contact",
        "contactOn": "Next contact",
        "strideBack": "Previous contact of the same foot",
        "strideOn": "Next contact of the same foot",
        "loop": "Repeat this stance",
        "speed": "Speed",
        "speeds": ["1/8 of real speed", "1/4 of real speed", "1/2 of real speed", "Real speed"],
        "frame": "Frame",
        "draw": "Show",
        "overlays": {
            "skeleton": "Body",
            "foot": "Foot line and angle",
            "ground": "Ground line",
            "label": "Label",
        },
        "compare": "Compare left and right",
        "choose": {"left": "Contact of the left foot", "right": "Contact of the right foot"},
        "option": "Step {}, {} s: {}",
        "showInPlayer": "Show in the film",
        "timeline": "Contacts over time",
        "whole": "Position in the whole clip",
        "lanes": {"left": "L", "right": "R"},
        "feet": {"left": "Left foot", "right": "Right foot"},
        "strikes": {
            "heel": "Heel",
            "midfoot": "Midfoot",
            "toe": "Toe",
            "unsure": "Not sure",
        },
        "where": "Frame {} of {}",
        "time": "{} s",
        "realTime": "{} s of real time",
        "step": "{}, step {}: {}",
        "contact": "first contact",
        "keysTitle": "Keys",
        "keys": [
            ["Space", "play or pause"],
            ["← →", "previous, next frame"],
            ["[ ] or Shift ← →", "previous, next contact"],
            ["{ } or Page up, Page down", "the same for one foot only"],
            ["L", "repeat this stance"],
            ["Home, End", "first frame, last frame"],
        ],
    }
)

# Several people in the picture
WHO_TITLE: Final = "Which runner?"
WHO_TEXT: Final = "Several people are in the picture. Click on the runner you mean."
WHO_ALT: Final = "A picture of the clip with {count} people, each with a numbered box"
WHO_CHOOSE: Final = "Follow number {number}"
WHO_FOLLOWED: Final = "Number {number}, followed in this result"

# Advice
ADVICE_TITLE: Final = "What the article advises"
ADVICE_CREDIT: Final = (
    "From the article “Preventing Heel Pain For Runners”, in our own words, unless another source "
    "is named."
)
RESEARCH_MORE: Final = "More from research, with sources"
SOURCE: Final = "Source: "
FILMING_TITLE: Final = "How to film a good clip"

# Why the server takes no upload
UPLOAD_TOO_LARGE: Final = (
    "File too large, or no room left: take a shorter clip, or remove another one"
)
UPLOAD_WITHOUT_PAGE: Final = "No page is open for this upload: reload the page"
UPLOADS_AT_ONCE: Final = "Too many files at once: remove another clip first"
UPLOADS_BUSY: Final = "Too many uploads at the moment: try again in a minute"
UPLOADS_A_MINUTE: Final = "Too many files in a minute: try again in a minute"

"""Options that several commands have."""

from __future__ import annotations

import math
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from gaitcheck.journal import FORM, LEVEL, LogForm, LogLevel

AnalysisArgument = Annotated[
    Path,
    typer.Argument(
        metavar="ANALYSIS",
        help="The analysis.json of a results folder, or that folder.",
        show_default=False,
    ),
]
LogLevelOption = Annotated[
    LogLevel | None,
    typer.Option(
        "--log-level",
        envvar=LEVEL,
        show_default="off",
        help="Log to standard error what each analysis takes and how it ends (info), or only "
        "faults (error); no file names, no results.",
    ),
]
LogFormOption = Annotated[
    LogForm | None,
    typer.Option(
        "--log-format",
        envvar=FORM,
        show_default="text",
        help="Lines of text, or of JSON for other programs.",
    ),
]


def _positive(value: float | None) -> float | None:
    if value is not None and not (math.isfinite(value) and value > 0):
        raise typer.BadParameter("it must be a number above 0.")
    return value


SlowMotionOption = Annotated[
    float | None,
    typer.Option(
        metavar="N",
        callback=_positive,
        show_default="worked out from the clip",
        help="How many times slower than life the clip plays (8 for 240 fps shown at 30).",
    ),
]
HeightOption = Annotated[
    float | None,
    typer.Option(
        metavar="CM",
        callback=_positive,
        show_default="lengths in leg lengths",
        help="The runner's height, for lengths in centimetres and speed in km/h.",
    ),
]
BeltSpeedOption = Annotated[
    float | None,
    typer.Option(
        metavar="KMH",
        callback=_positive,
        show_default="no check",
        help="Speed on the treadmill's console in km/h, to check against the feet.",
    ),
]
MirroredOption = Annotated[
    bool,
    typer.Option(
        "--mirrored",
        help="The picture is mirrored, as by a selfie camera or in a mirror: exchange left and "
        "right.",
    ),
]
ModelOption = Annotated[
    Path | None,
    typer.Option(
        metavar="PATH",
        show_default="the full model in the package",
        help="Another MediaPipe pose landmarker bundle (.task).",
    ),
]


class Language(StrEnum):
    """The languages of `gaitcheck.words.languages`; written out so that --help loads nothing."""

    EN = "en"
    DE = "de"


LanguageOption = Annotated[
    Language,
    typer.Option(
        "--lang", help="Language of the verdict and of what limits it; the rest is English."
    ),
]
CacheOption = Annotated[
    bool,
    typer.Option(
        "--cache/--no-cache",
        help="Keep what is seen in a clip, and look at none twice; see gaitcheck cache --help.",
    ),
]
SoFarOption = Annotated[
    bool,
    typer.Option(
        "--so-far",
        help="Write one line of JSON to standard error as soon as the runner is followed: "
        '{"so_far": ...} with view, cadence and what the clip doctor thinks so far. For programs.',
    ),
]
DebugOption = Annotated[
    bool, typer.Option("--debug", help="Show the traceback of an internal error.")
]

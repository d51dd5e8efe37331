"""Options that several commands have."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from gaitcheck.journal import FORM, LEVEL, LogForm, LogLevel

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
ModelOption = Annotated[
    Path | None,
    typer.Option(
        metavar="PATH",
        show_default="the full model in the package",
        help="Another MediaPipe pose landmarker bundle (.task).",
    ),
]
CacheOption = Annotated[
    bool,
    typer.Option(
        "--cache/--no-cache",
        help="Keep what is seen in a clip, and look at none twice; see gaitcheck cache --help.",
    ),
]
DebugOption = Annotated[
    bool, typer.Option("--debug", help="Show the traceback of an internal error.")
]

"""The options for the log, which several commands have."""

from __future__ import annotations

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

"""The log of a server: what each analysis took and how it ended, and nothing about whom it was of.

No file names, no paths, no results, no messages that may hold any of them. Off unless asked for, by
``--log-level`` or, for the app and the analyses that it starts, by the environment.
"""

from __future__ import annotations

import json
import os
import secrets
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final, Literal

from gaitcheck import __version__
from gaitcheck.errors import CancelledError, InputError
from gaitcheck.progress import Progress, ProgressCallback, Stage

LEVEL: Final = "GAITCHECK_LOG_LEVEL"
FORM: Final = "GAITCHECK_LOG_FORMAT"
"""Names in the environment, by which the app's analyses log as the app does."""
MARK: Final = "gaitcheck-log"
"""With it each line begins, or as JSON its first key: so it is told from progress and faults."""

Ending = Literal["analysed", "unusable", "fault", "cancelled"]


class LogLevel(StrEnum):
    """How much is logged."""

    OFF = "off"
    ERROR = "error"
    INFO = "info"


class LogForm(StrEnum):
    """How a line of the log looks."""

    TEXT = "text"
    JSON = "json"


def keep_log(level: LogLevel | None, form: LogForm | None) -> None:
    """Log from now on as told, in the processes that this one starts too; None leaves it be."""
    for name, value in ((LEVEL, level), (FORM, form)):
        if value is not None:
            os.environ[name] = value


def write_log(level: LogLevel, event: str, **facts: str | float) -> None:
    """Write one line to standard error, if as much is asked for."""
    asked = os.environ.get(LEVEL, LogLevel.OFF)
    if asked == LogLevel.OFF or (asked == LogLevel.ERROR and level is LogLevel.INFO):
        return
    when = datetime.now(UTC).isoformat(timespec="milliseconds")
    line = {MARK: str(level), "time": when, "event": event, **facts}
    if os.environ.get(FORM) == LogForm.JSON:
        text = json.dumps(line)
    else:
        said = " ".join(f"{name}={value}" for name, value in facts.items())
        text = f"{MARK} {when} {level} {event} {said}"
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def is_log_line(line: str) -> bool:
    """Return whether a line of another process's standard error belongs to the log."""
    return line.startswith((f"{MARK} ", f'{{"{MARK}": '))


@dataclass(slots=True)
class AnalysisLog:
    """What one analysis takes: begin, each stage, end, all under one id."""

    id: str = field(default_factory=lambda: secrets.token_hex(8))
    _begin_s: float = field(default_factory=time.monotonic)
    _stage: Stage | None = None
    _stage_s: float = 0.0

    def follow(self, report: ProgressCallback) -> ProgressCallback:
        """Return a callback that notes the stages and passes each report on."""

        def note(progress: Progress) -> None:
            if progress.stage != self._stage:
                self._end_stage()
                self._stage, self._stage_s = progress.stage, time.monotonic()
            report(progress)

        return note

    def end(self, ending: Ending, kind: str = "") -> None:
        """Note how the analysis ended; `kind` names the class of the error."""
        self._end_stage()
        level = LogLevel.ERROR if ending == "fault" else LogLevel.INFO
        facts = {"error": kind} if kind else {}
        self._write(level, "end", ending=ending, seconds=_since(self._begin_s), **facts)

    def begin(self) -> None:
        """Note that the analysis begins."""
        self._write(LogLevel.INFO, "begin", version=__version__)

    def _end_stage(self) -> None:
        if self._stage is not None:
            self._write(LogLevel.INFO, "stage", stage=self._stage, seconds=_since(self._stage_s))
        self._stage = None

    def _write(self, level: LogLevel, event: str, **facts: str | float) -> None:
        write_log(level, event, analysis=self.id, **facts)


def _since(start_s: float) -> float:
    return round(time.monotonic() - start_s, 3)


@contextmanager
def logged_analysis() -> Iterator[AnalysisLog]:
    """Log one analysis: the block does it, and how it ends is noted; errors pass through."""
    log = AnalysisLog()
    log.begin()
    try:
        yield log
    except CancelledError:
        log.end("cancelled")
        raise
    except InputError as error:
        log.end("unusable", type(error).__name__)
        raise
    except BaseException as error:
        log.end("fault", type(error).__name__)
        raise
    log.end("analysed")

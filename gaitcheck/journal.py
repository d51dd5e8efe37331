"""The log of a server: what each analysis took and how it ended, and nothing about whom it was of.

No file names, no paths, no results, no messages that may hold any of them. Off unless asked for, by
``--log-level`` or, for the app and the analyses that it starts, by the environment.
"""

from __future__ import annotations

import json
import logging
import os
import secrets
import sys
import time
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, Literal

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


def is_logged(level: LogLevel = LogLevel.ERROR) -> bool:
    """Return whether lines of a level are asked for."""
    asked = os.environ.get(LEVEL, LogLevel.OFF)
    return asked == LogLevel.INFO or (asked == LogLevel.ERROR and level is LogLevel.ERROR)


def write_log(level: LogLevel, event: str, **facts: str | float) -> None:
    """Write one line to standard error, if as much is asked for."""
    if not is_logged(level):
        return
    sys.stderr.write(f"{_line(level, event, facts)}\n")
    sys.stderr.flush()


def log_process(status: int) -> None:
    """Note the exit status of an analysis whose process broke off."""
    write_log(LogLevel.ERROR, "process", status=status)


def log_facts_alone() -> None:
    """Let what libraries log, and faults of ours, come as lines of this log, where there is one.

    Their own sentences, and those of errors, may hold anything: what stays is who said something,
    the class of an error, and the line of the program where it arose.
    """
    if not is_logged():
        return
    if not is_logged(LogLevel.INFO):
        logging.disable(logging.WARNING)
    logging.setLogRecordFactory(_facts_alone)


def _facts_alone(*said: Any, **more: Any) -> logging.LogRecord:
    record = logging.LogRecord(*said, **more)
    facts: dict[str, str | float] = {"by": record.name}
    if record.exc_info and record.exc_info[0] is not None:
        facts["error"] = record.exc_info[0].__name__
        if frames := traceback.extract_tb(record.exc_info[2]):
            facts["at"] = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}"
    level = LogLevel.ERROR if record.levelno >= logging.ERROR else LogLevel.INFO
    record.msg, record.args = _line(level, "trouble", facts), ()
    record.exc_info = record.exc_text = record.stack_info = None
    return record


def _line(level: LogLevel, event: str, facts: Mapping[str, str | float]) -> str:
    when = datetime.now(UTC).isoformat(timespec="milliseconds")
    line = {MARK: str(level), "time": when, "event": event, **facts}
    if os.environ.get(FORM) == LogForm.JSON:
        return json.dumps(line)
    said = " ".join(f"{name}={value}" for name, value in facts.items())
    return f"{MARK} {when} {level} {event} {said}"


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

"""What the command line says: progress, answers, one line for each fault, the exit status."""

from __future__ import annotations

import json
import os
import re
import sys
import time
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from enum import IntEnum, StrEnum
from types import MappingProxyType, ModuleType
from typing import Final, TextIO

from gaitcheck.errors import CancelledError, InputError, OutputError, ProcessEndedError
from gaitcheck.interrupt import Interrupt
from gaitcheck.progress import (
    STAGE_SHARE,
    Progress,
    ProgressCallback,
    Stage,
    ignore_progress,
)
from gaitcheck.words import terminal as words


class Status(IntEnum):
    """Exit status of the program; with several clips, a fault outweighs an unusable clip."""

    ANALYSED = 0
    FAULT = 1
    UNUSABLE = 2


class ProgressStyle(StrEnum):
    """How progress is shown on standard error."""

    AUTO = "auto"
    BAR = "bar"
    JSON = "json"
    NONE = "none"


FILM_SHARE: Final[Mapping[Stage, float]] = MappingProxyType({"film": 1.0})
"""As `STAGE_SHARE`, for an annotated film."""
DESK_SHARE: Final[Mapping[Stage, float]] = MappingProxyType({"desk": 1.0})
"""The same for what takes long at the desk."""

_TIME: Final = re.compile(
    r"(?:(?P<minutes>\d{1,4}):(?=[0-5]?\d(?:\.|$)))?(?P<seconds>\d{1,6}(?:\.\d*)?|\.\d+)", re.ASCII
)
JSON_INTERVAL_S: Final = 0.1
LONGEST_NAME: Final = 30
"""Characters of a clip's name in the bar: the rest of the line is needed too."""
RICH_UNUSED: Final = {"rich.markdown": "Markdown", "rich.traceback": "Traceback"}
"""What Typer loads with each help, and never asks: parts of Rich by their module."""


def complain(message: str) -> None:
    """Write one line to standard error, whatever the message holds."""
    sys.stderr.write(f"gaitcheck: {printable(message)}\n")
    sys.stderr.flush()


@contextmanager
def plain_faults(name: str = "", *, debug: bool) -> Iterator[None]:
    """Turn what goes wrong in a command into one line and an exit status.

    Parameters
    ----------
    name : str
        What the command works on, where a fault of ours should name it.
    debug : bool
        Whether to show warnings and the traceback of a fault of ours.

    Raises
    ------
    typer.Exit
        With `Status.UNUSABLE` for an `InputError` and a process that was ended, `Status.FAULT` for
        anything unexpected.
    """
    import typer

    if not debug:
        warnings.simplefilter("ignore")
    try:
        yield
    except (InputError, ProcessEndedError) as error:
        complain(str(error))
        raise typer.Exit(Status.UNUSABLE) from error
    except (BrokenPipeError, typer.Exit):
        raise
    except Exception as error:
        if debug:
            raise
        complain(f"{words.fault_words(error, name)} {words.REPORT_AGAIN}")
        raise typer.Exit(Status.FAULT) from error


@contextmanager
def stoppable(said: str, clean_up: Callable[[], None] = lambda: None) -> Iterator[Interrupt]:
    """Let the user stop what the block does; that is said then, and the signal's status given."""
    import typer

    with Interrupt(clean_up) as interrupt:
        try:
            yield interrupt
        except CancelledError as stop:
            complain(said)
            raise typer.Exit(interrupt.exit_status) from stop


def answer(text: str) -> None:
    """Write to standard output now, so that a full disk or a closed pipe shows here."""
    try:
        sys.stdout.write(f"{text}\n")
        sys.stdout.flush()
    except OSError as error:
        drop_stdout()
        if isinstance(error, BrokenPipeError):
            raise
        raise OutputError(f"Standard output cannot be written ({error.strerror}).") from error


def read_time(option: str, text: str | None) -> float | None:
    """Return a time in seconds from ``75.5`` or ``1:15.5``; None where none was given.

    Raises
    ------
    InputError
        When the text is no time.
    """
    if text is None:
        return None
    found = _TIME.fullmatch(text.strip())
    if found is None:
        raise InputError(
            f"{option} takes seconds (75.5) or minutes and seconds (1:15.5), not {text}."
        )
    return 60 * float(found["minutes"] or 0) + float(found["seconds"])


def load_rich_barely() -> None:
    """Show help without what Rich needs for Markdown and faults, the half of its loading time.

    Nothing but help may follow.
    """
    for name, part in RICH_UNUSED.items():
        module = ModuleType(name)
        setattr(module, part, None)
        sys.modules[name] = module


def drop_stdout() -> None:
    """Let what is still in the buffer go nowhere, or Python complains about it on exit."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def printable(text: str) -> str:
    """Return text as one line without control characters, safe for any terminal."""
    line = " ".join(text.split())
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in line)


def aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield rows as lines in columns."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        yield "  ".join(map(str.ljust, row, widths)).rstrip()


@contextmanager
def show_progress(
    style: ProgressStyle, clip: str, shares: Mapping[Stage, float] = STAGE_SHARE
) -> Iterator[ProgressCallback]:
    """Show the progress of one clip while the block runs.

    Parameters
    ----------
    style : ProgressStyle
        ``auto`` is a bar on a terminal and nothing elsewhere.
    clip : str
        What the bar and the JSON lines call the clip.
    shares : mapping of stage to float
        The stages of the job in their order, with their shares of its time.
    """
    if style is ProgressStyle.JSON:
        yield JsonLines(clip, sys.stderr)
    elif style is ProgressStyle.BAR or (style is ProgressStyle.AUTO and sys.stderr.isatty()):
        with _bar(clip, shares) as report:
            yield report
    else:
        yield ignore_progress


class JsonLines:
    """Progress for programs: one JSON object a line, about ten a second.

    The start and the end of each stage are always reported.
    """

    def __init__(self, clip: str, stream: TextIO) -> None:
        self._clip = clip
        self._stream = stream
        self._stage: Stage | None = None
        self._last = 0.0

    def __call__(self, progress: Progress) -> None:
        """Write one line unless the last one is too recent."""
        now = time.monotonic()
        is_border = progress.stage != self._stage or progress.done >= progress.total
        if not is_border and now - self._last < JSON_INTERVAL_S:
            return
        self._stage, self._last = progress.stage, now
        line = {"stage": progress.stage, "done": progress.done, "total": progress.total}
        self._stream.write(json.dumps(line | {"clip": self._clip}) + "\n")
        self._stream.flush()


class Share:
    """The share of the whole job that is done, 0 to 1, from the reports of its stages."""

    def __init__(self, shares: Mapping[Stage, float] = STAGE_SHARE) -> None:
        self._shares = shares
        self._stages: dict[Stage, float] = {}

    def update(self, progress: Progress) -> float:
        """Take one report and return the share; a later stage means the earlier ones are done."""
        fraction = progress.done / progress.total if progress.total > 0 else 0.0
        self._stages[progress.stage] = min(1.0, max(0.0, fraction))
        order = list(self._shares)
        for earlier in order[: order.index(progress.stage)]:
            self._stages.setdefault(earlier, 1.0)
        return sum(self._shares[stage] * done for stage, done in self._stages.items())


@contextmanager
def _bar(clip: str, shares: Mapping[Stage, float]) -> Iterator[ProgressCallback]:
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(),
        TextColumn(words.TIME_LEFT),
    )
    short = printable(clip)
    if len(short) > LONGEST_NAME:
        short = f"{short[: LONGEST_NAME - 1]}…"
    name = escape(short)
    console = Console(stderr=True, force_terminal=True)
    with Bar(*columns, console=console, transient=True) as bar:
        task = bar.add_task(name, total=1.0)
        share = Share(shares)

        def report(progress: Progress) -> None:
            description = f"{name}: {words.STAGES[progress.stage]}"
            bar.update(task, completed=share.update(progress), description=description)

        yield report

"""How far a batch is, on standard error: bars for people, JSON lines for programs."""

from __future__ import annotations

import dataclasses
import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from gaitcheck.terminal import LONGEST_NAME, ProgressStyle, printable
from gaitcheck.words import batch as words
from gaitcheck.words.terminal import STAGES

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from gaitcheck.batching.run import BatchProgress, Running

JSON_INTERVAL_S: Final = 1.0

Report = Callable[["BatchProgress"], None]


@contextmanager
def show_batch(style: ProgressStyle) -> Iterator[Report]:
    """Show the progress of a batch while the block runs."""
    if style is ProgressStyle.JSON:
        yield _json_lines()
    elif style is ProgressStyle.BAR or (style is ProgressStyle.AUTO and sys.stderr.isatty()):
        with _bars() as report:
            yield report
    else:
        yield lambda _: None


def _json_lines() -> Report:
    last: list[float] = []

    def report(progress: BatchProgress) -> None:
        now = time.monotonic()
        ended = progress.done + progress.set_aside == progress.total
        if last and now - last[0] < JSON_INTERVAL_S and not ended:
            return
        last[:] = [now]
        sys.stderr.write(f"{json.dumps(dataclasses.asdict(progress))}\n")
        sys.stderr.flush()

    return report


@contextmanager
def _bars() -> Iterator[Report]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[left]}"),
    )
    console = Console(stderr=True, force_terminal=True)
    # Lines about single clips appear above the bars, unless they go to a file.
    redirected = sys.stdout.isatty()
    with Progress(*columns, console=console, transient=True, redirect_stdout=redirected) as bars:
        yield _Bars(bars).update


class _Bars:
    """One bar for the batch, and one for each clip under way."""

    def __init__(self, bars: Progress) -> None:
        self._bars = bars
        self._whole = bars.add_task(words.LOOKING, total=1.0, left="")
        self._clips: dict[str, TaskID] = {}

    def update(self, progress: BatchProgress) -> None:
        """Show how far the batch is now."""
        text = words.KNOWN_ASIDE if progress.set_aside else words.KNOWN
        known, aside = progress.done + progress.set_aside, progress.set_aside
        self._bars.update(
            self._whole,
            description=text.format(known=known, total=progress.total, aside=aside),
            completed=progress.share_done,
            left=_left(progress.seconds_left),
        )
        under_way = {running.clip: running for running in progress.running}
        for clip in [clip for clip in self._clips if clip not in under_way]:
            self._bars.remove_task(self._clips.pop(clip))
        for clip, running in under_way.items():
            if clip not in self._clips:
                self._clips[clip] = self._bars.add_task("", total=1.0, left="")
            self._bars.update(
                self._clips[clip],
                description=_described(running),
                completed=running.share_done,
                left=_left(running.seconds_left),
            )


def _described(running: Running) -> str:
    from rich.markup import escape

    name = printable(running.clip)
    short = name if len(name) <= LONGEST_NAME else f"…{name[1 - LONGEST_NAME :]}"
    stage = "" if running.stage is None else f": {STAGES[running.stage]}"
    return f"  {escape(short)}{stage}"


def _left(seconds: float | None) -> str:
    """Return the time left as people say it."""
    if seconds is None:
        return ""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    left = f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"
    return words.TIME_LEFT.format(time=left)

"""A batch from its first clip to its table: ``gaitcheck.batch``."""

from __future__ import annotations

import queue
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from gaitcheck.batching.clips import find_clips
from gaitcheck.batching.names import TABLE_CSV, TABLE_PARQUET
from gaitcheck.batching.one import Task, analyse_clip
from gaitcheck.batching.place import LocalPlace, Place
from gaitcheck.batching.plan import Plan, Settings, as_twin, content_of, cores, make_plan, spread
from gaitcheck.batching.record import Record
from gaitcheck.batching.table import table_bytes
from gaitcheck.jobs import CommandBuilder, JobStatus, analyze_command
from gaitcheck.model import NOTHING_SAID, ClipOptions
from gaitcheck.progress import CancelSignal, Stage, stop_if_cancelled

TICK_S: Final = 0.2
"""How often a batch says how far it is."""
LEAST_SHARE_FOR_ESTIMATE: Final = 0.01


@dataclass(frozen=True, slots=True)
class Running:
    """A clip under way: share done is 0..1, seconds left are an estimate or None."""

    clip: str
    stage: Stage | None = None
    share_done: float = 0.0
    seconds_left: float | None = None


@dataclass(frozen=True, slots=True)
class BatchProgress:
    """How far a batch is.

    Attributes
    ----------
    done, set_aside, total : int
        Clips: those with an analysis, those without, all.
    share_done : float
        Of the work of this call, by the size of the clips, 0..1.
    seconds_left : float or None
        An estimate; None as long as there is none.
    running : tuple of Running
    """

    done: int
    set_aside: int
    total: int
    share_done: float
    seconds_left: float | None
    running: tuple[Running, ...]


@dataclass(frozen=True, slots=True)
class BatchResult:
    """What became of a batch.

    Attributes
    ----------
    records : tuple of Record
        One for each clip of this call, in the order of the clips.
    skipped : int
        How many of them were finished before.
    tables : tuple of str
        Where the table of all clips in the folder lies, as CSV and as Parquet.
    """

    records: tuple[Record, ...]
    skipped: int
    tables: tuple[str, ...]

    @property
    def set_aside(self) -> tuple[Record, ...]:
        """The clips without an analysis."""
        return tuple(record for record in self.records if record.set_aside)


@dataclass(frozen=True, slots=True)
class Told:
    """How far a clip is, from who analyses it."""

    clip_id: str
    running: Running


Event = Told | Record | None
"""News of a clip, what became of one, or nothing but that time has passed."""
Work = Callable[[Sequence[Task], CancelSignal], Iterator[Event]]
"""Does tasks, in any order, many at once; raises `CancelledError` soon after it was cancelled."""


class _Never:
    def is_set(self) -> bool:
        return False


def batch(  # noqa: PLR0913 - each is one thing that a user may say, by its name
    clips: str | Path | Sequence[str | Path],
    out: str | Path,
    *,
    options: ClipOptions = NOTHING_SAID,
    model: Path | None = None,
    workers: int | None = None,
    cache: bool = True,
    progress: Callable[[BatchProgress], None] = lambda _: None,
    finished: Callable[[Record], None] = lambda _: None,
    cancel: CancelSignal | None = None,
) -> BatchResult:
    """Analyse many clips, every core busy, into one folder with a table of all.

    What was finished before is not done again: a batch that was stopped, however, goes on where it
    stood when it is called once more. Clips of the same content are analysed once.

    Parameters
    ----------
    clips : str, Path or sequence of them
        Clips, folders with clips, patterns, or text files with a clip a line.
    out : str or Path
        The folder for results and table.
    options : ClipOptions, optional
        What is said of every clip.
    model : Path, optional
        Another MediaPipe pose landmarker bundle than the one in the package.
    workers : int, optional
        How many clips are analysed at once; by default one for each core.
    cache : bool, optional
        Whether what is seen is kept in the user's cache folder and taken from there.
    progress : callable, optional
        Called with a `BatchProgress` a few times a second.
    finished : callable, optional
        Called with the `Record` of each clip as soon as it is known.
    cancel : object with ``is_set``, optional
        Polled; once set, the batch stops.

    Returns
    -------
    BatchResult
        Clips that could not be analysed are in it too, with the reason.

    Raises
    ------
    InputError
        There is no clip, the folder or the model cannot be used, or another batch is at work there.
    CancelledError
        `cancel` was set; what was finished is kept.
    """
    sources = [clips] if isinstance(clips, str | Path) else list(clips)
    folder = Path(out)
    found = find_clips(sources, folder)
    if model is not None:
        from gaitcheck.observing.pose.model import check_model

        check_model(model)
    place = LocalPlace(folder)
    settings = Settings(options, None if model is None else model.absolute(), cache)
    course = Course(len(found), progress, finished)
    with place.alone():
        records = place.records()
        plan = make_plan(found, records, place, settings, content_of)
        work = local_work(place, workers or cores(), analyze_command)
        return course.run(
            [clip.id for clip in found], plan, records, place, work, cancel or _Never()
        )


class Course:
    """The course of a batch: what is done, under way and still to come.

    Parameters
    ----------
    total : int
        Clips.
    progress, finished : callable
        As `batch` takes them.
    """

    def __init__(
        self,
        total: int,
        progress: Callable[[BatchProgress], None],
        finished: Callable[[Record], None],
    ) -> None:
        self._total, self._progress, self._finished = total, progress, finished
        self._records: dict[str, Record] = {}
        self._running: dict[str, Running] = {}
        self._sizes: dict[str, int] = {}
        self._whole = self._done_size = self._aside = 0
        self._begun = time.monotonic()

    def run(
        self,
        order: Sequence[str],
        plan: Plan,
        records: dict[str, Record],
        place: Place,
        work: Work,
        cancel: CancelSignal,
    ) -> BatchResult:
        """Do what is planned, and write the table whether it comes to its end or is stopped.

        Parameters
        ----------
        order : sequence of str
            The ids of the clips, in the order of the result.
        plan, place, cancel
            What to do, where to write, when to stop.
        records : dict of str to Record
            What the folder held before, by id.
        work : callable
            Does the tasks.
        """
        self._sizes = {task.clip.id: task.clip.size or 1 for task in plan.tasks}
        self._whole = sum(self._sizes.values())
        self._begun = time.monotonic()
        try:
            for record in plan.done:
                self._note(record, plan, place, new=False)
            self._tell()
            for event in work(plan.tasks, cancel):
                if isinstance(event, Record):
                    self._note(event, plan, place, new=True)
                elif event is not None:
                    self._running[event.clip_id] = event.running
                self._tell()
        finally:
            tables = self._write_table(order, records, place)
        stop_if_cancelled(cancel)
        mine = tuple(self._records[clip_id] for clip_id in order)
        return BatchResult(mine, len(plan.done), tables)

    def _note(self, record: Record, plan: Plan, place: Place, *, new: bool) -> None:
        """Take in what became of a clip, and so of the others of its content."""
        self._running.pop(record.clip.id, None)
        self._done_size += self._sizes.get(record.clip.id, 0)
        twins = [as_twin(record, clip) for clip in plan.twins.get(record.clip.id, ())]
        for twin in twins:
            place.write(twin)
        for known in (record, *twins):
            self._records[known.clip.id] = known
            self._aside += known.set_aside
            if new or known is not record:
                self._finished(known)

    def _tell(self) -> None:
        share = self._share()
        left = None
        if share >= LEAST_SHARE_FOR_ESTIMATE:
            left = (time.monotonic() - self._begun) * (1 - share) / share
        self._progress(
            BatchProgress(
                len(self._records) - self._aside,
                self._aside,
                self._total,
                share,
                left,
                tuple(self._running.values()),
            )
        )

    def _share(self) -> float:
        under_way = sum(
            self._sizes.get(clip_id, 0) * running.share_done
            for clip_id, running in self._running.items()
        )
        return (self._done_size + under_way) / self._whole if self._whole else 1.0

    def _write_table(
        self, order: Sequence[str], records: dict[str, Record], place: Place
    ) -> tuple[str, ...]:
        """Write the table: the clips of this call, then what earlier calls analysed."""
        mine = [self._records[clip_id] for clip_id in order if clip_id in self._records]
        known = set(order)
        earlier = [r for k, r in records.items() if k not in known and not r.set_aside]
        as_csv, as_parquet = table_bytes([*mine, *earlier])
        return (
            place.write_table(TABLE_CSV, as_csv),
            place.write_table(TABLE_PARQUET, as_parquet),
        )


def local_work(place: Place, count: int, command: CommandBuilder) -> Work:
    """Return what does tasks on this computer, `count` at once."""

    def work(tasks: Sequence[Task], cancel: CancelSignal) -> Iterator[Event]:
        waiting = deque(spread(tasks, count))
        news: queue.SimpleQueue[Event | Exception] = queue.SimpleQueue()
        stop = threading.Event()

        def take() -> None:
            while not stop.is_set():
                try:
                    task = waiting.popleft()
                except IndexError:
                    return
                try:
                    news.put(_one(task, place, news, stop, command))
                except Exception as error:  # noqa: BLE001 - raised where the batch is
                    news.put(error)

        threads = [threading.Thread(target=take, daemon=True) for _ in range(count)]
        try:
            for thread in threads:
                thread.start()
            yield from _events(news, len(tasks), cancel)
        finally:
            stop.set()
            for thread in threads:
                thread.join()

    return work


def _one(
    task: Task,
    place: Place,
    news: queue.SimpleQueue[Event | Exception],
    stop: threading.Event,
    command: CommandBuilder,
) -> Record:
    def tell(status: JobStatus) -> None:
        news.put(Told(task.clip.id, running_of(task, status)))

    return analyse_clip(task, Path(task.clip.place), place, tell=tell, cancel=stop, command=command)


def running_of(task: Task, status: JobStatus) -> Running:
    """Return how far a clip is."""
    return Running(task.clip.shown, status.stage, status.share_done, status.seconds_left)


def _events(
    news: queue.SimpleQueue[Event | Exception], count: int, cancel: CancelSignal
) -> Iterator[Event]:
    """Yield news until `count` clips are known."""
    known = 0
    while known < count:
        stop_if_cancelled(cancel)
        try:
            event = news.get(timeout=TICK_S)
        except queue.Empty:
            yield None
            continue
        if isinstance(event, Exception):
            raise event
        known += isinstance(event, Record)
        yield event


__all__ = ["BatchProgress", "BatchResult", "Course", "batch", "local_work"]

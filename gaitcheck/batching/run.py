"""A batch from its first clip to its table: ``gaitcheck.batch``."""

from __future__ import annotations

import queue
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from gaitcheck.batching.clips import find_clips
from gaitcheck.batching.names import TABLE_CSV, TABLE_PARQUET
from gaitcheck.batching.one import Task, analyse_clip
from gaitcheck.batching.place import LocalPlace, Place
from gaitcheck.batching.plan import Settings, as_twin, make_plan, spread
from gaitcheck.batching.record import Clip, Record
from gaitcheck.batching.remote import content_of, find_anywhere, place_at
from gaitcheck.batching.table import table_bytes
from gaitcheck.errors import InputError
from gaitcheck.jobs import CommandBuilder, JobStatus, analyze_command
from gaitcheck.model import DEFAULT_OPTIONS, ClipOptions
from gaitcheck.observing.cores import usable_cores
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


def batch(  # noqa: PLR0913 - each is one thing that a user may say, by its name
    clips: str | Path | Sequence[str | Path],
    out: str | Path,
    *,
    options: ClipOptions = DEFAULT_OPTIONS,
    model: Path | None = None,
    workers: int | None = None,
    cache: bool = True,
    scheduler: str | None = None,
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
    scheduler : str, optional
        The address of a Dask scheduler, such as ``tcp://10.0.0.1:8786``: its workers analyse the
        clips. Clips and results may then be addresses too (``s3://bucket/clips``); paths must mean
        the same on all of its computers.
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
        There is no clip, the folder, the model or the scheduler cannot be used, or another batch is
        at work there.
    CancelledError
        `cancel` was set; what was finished is kept.
    """
    sources = [clips] if isinstance(clips, str | Path) else list(clips)
    if model is not None:
        from gaitcheck.observing.pose.model import check_model

        check_model(model)
        model = model.absolute()
    cancel = cancel or threading.Event()
    if scheduler is not None:
        from gaitcheck.batching.cluster import Cluster

        with closing(Cluster(scheduler)) as cluster:
            found = find_anywhere(sources, str(out))
            place = place_at(str(out))
            settings = Settings(options, model, cache, cluster.engine)
            course = Course(found, place, settings, progress, finished)
            with cluster.alone(place):
                return course.run(cluster.work(place), cluster.content_of, cancel)
    if any("://" in str(name) for name in (*sources, out)):
        raise InputError(
            "Clips and results by address need a Dask cluster; name its scheduler with --scheduler."
        )
    found = find_clips(sources, Path(out))
    place = LocalPlace(Path(out))
    course = Course(found, place, Settings(options, model, cache), progress, finished)
    with place.alone():
        work = local_work(place, workers or usable_cores(), analyze_command)
        return course.run(work, content_of, cancel)


class Course:
    """The course of a batch: what is done, under way and still to come.

    Parameters
    ----------
    clips : sequence of Clip
    place : Place
    settings : Settings
    progress, finished : callable
        As `batch` takes them.
    """

    def __init__(
        self,
        clips: Sequence[Clip],
        place: Place,
        settings: Settings,
        progress: Callable[[BatchProgress], None],
        finished: Callable[[Record], None],
    ) -> None:
        self._clips, self._place, self._settings = clips, place, settings
        self._progress, self._finished = progress, finished
        self._records: dict[str, Record] = {}
        self._running: dict[str, Running] = {}
        self._twins: Mapping[str, Sequence[Clip]] = {}
        self._sizes: dict[str, int] = {}
        self._whole = self._done_size = self._aside = 0
        self._begun = time.monotonic()

    def run(
        self, work: Work, checksum: Callable[[Clip], str | None], cancel: CancelSignal
    ) -> BatchResult:
        """Do what is to be done, and write the table whether that comes to its end or is stopped.

        Parameters
        ----------
        work : callable
            Does the tasks.
        checksum : callable
            Returns the checksum of a clip's content; None where it cannot be read.
        cancel : object with ``is_set``
        """
        before = self._place.records()
        plan = make_plan(self._clips, before, self._place, self._settings, checksum)
        self._twins = plan.twins
        self._sizes = {task.clip.id: task.clip.size or 1 for task in plan.tasks}
        self._whole = sum(self._sizes.values())
        self._begun = time.monotonic()
        try:
            for record in plan.done:
                self._note(record, new=False)
            self._tell()
            for event in work(plan.tasks, cancel):
                if isinstance(event, Record):
                    self._note(event, new=True)
                elif event is not None and event.clip_id not in self._records:
                    self._running[event.clip_id] = event.running
                self._tell()
        finally:
            tables = self._write_table(before)
        stop_if_cancelled(cancel)
        mine = tuple(self._records[clip.id] for clip in self._clips)
        return BatchResult(mine, len(plan.done), tables)

    def _note(self, record: Record, *, new: bool) -> None:
        """Take in what became of a clip, and so of the others of its content."""
        self._running.pop(record.clip.id, None)
        self._done_size += self._sizes.get(record.clip.id, 0)
        twins = []
        for clip in self._twins.get(record.clip.id, ()):
            # A record that was read is slim; its twins are as whole as it was written.
            (whole,) = (record,) if new else self._place.whole([record.clip.id])
            twins.append(as_twin(whole, clip))
            self._place.write(twins[-1])
        for known in (record, *twins):
            self._records[known.clip.id] = known.slim()
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
                len(self._clips),
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

    def _write_table(self, before: Mapping[str, Record]) -> tuple[str, ...]:
        """Write the table: the clips of this call, then what earlier calls analysed."""
        ids = [clip.id for clip in self._clips if clip.id in self._records]
        called = {clip.id for clip in self._clips}
        ids += [k for k, record in before.items() if k not in called and not record.set_aside]
        as_csv, as_parquet = table_bytes(lambda: self._place.whole(ids))
        return (
            self._place.write_table(TABLE_CSV, as_csv),
            self._place.write_table(TABLE_PARQUET, as_parquet),
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

"""The same batch on a Dask cluster: each clip a task, its results written where it was analysed.

A worker that is lost loses nothing: its clip is given to another, and a clip whose record is there
is not analysed again. A clip that fails is tried again, on any worker, before it is set aside.
"""

from __future__ import annotations

import dataclasses
import queue
import secrets
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

from gaitcheck.batching.one import Task, analyse_clip
from gaitcheck.batching.place import TAKEN, Place
from gaitcheck.batching.record import Clip, Record
from gaitcheck.batching.remote import content_of, fetched, place_at
from gaitcheck.batching.run import TICK_S, Event, Running, Told, running_of
from gaitcheck.engine import judging_engine
from gaitcheck.errors import ClipNotFoundError, GaitcheckError, InputError, OutputError
from gaitcheck.jobs import JobStatus
from gaitcheck.progress import CancelSignal, stop_if_cancelled
from gaitcheck.words.batch import WORKERS_LOST
from gaitcheck.words.terminal import fault_words

MISSING: Final = (
    "Batches on a cluster need more libraries: install them with pip install 'gaitcheck[cluster]'."
)
CONNECT_S: Final = 10.0
"""How long a scheduler may take to answer."""
RETRIES: Final = 2
"""How often a clip that fails is tried again."""
WINDOW: Final = 2000
"""How many clips the scheduler knows of at a time; it slows down with the number of its tasks."""
TELL_EVERY_S: Final = 1.0
"""How often a worker says how far it is with a clip."""


class ClipFailedError(GaitcheckError):
    """The analysis of a clip failed on a worker; it is tried again."""


class Cluster:
    """A Dask cluster that is there already.

    Parameters
    ----------
    address : str
        Of its scheduler, such as ``tcp://10.0.0.1:8786``.

    Attributes
    ----------
    client : distributed.Client
    engine : str
        What its workers run.

    Raises
    ------
    InputError
        When there is no scheduler, or its workers do not run one and the same gaitcheck.
    """

    def __init__(self, address: str) -> None:
        try:
            from distributed import Client
        except ImportError as error:
            raise InputError(MISSING) from error
        self.address = address
        try:
            self.client = Client(address, timeout=CONNECT_S, set_as_default=False)
        except (OSError, TimeoutError, ValueError, KeyError) as error:
            raise InputError(
                f"There is no Dask scheduler at {address}; check the address, such as "
                "tcp://10.0.0.1:8786, and that it runs."
            ) from error
        try:
            self.engine = self._common_engine()
        except BaseException:
            self.close()
            raise

    @property
    def runs(self) -> bool:
        """Whether the scheduler is still there."""
        return self.client.status in ("running", "connecting")

    def close(self) -> None:
        """Let go of the cluster; it goes on for others."""
        self.client.close()

    @contextmanager
    def alone(self, place: Place) -> Iterator[None]:
        """Hold a place while the block runs, for all batches on this cluster.

        Who is killed lets go of it within half a minute.

        Raises
        ------
        OutputError
            When another batch holds it.
        """
        from distributed import Lock

        with self.client.as_current(), place.alone():
            lock = Lock(f"gaitcheck {place}")
            if not lock.acquire(timeout=TICK_S):
                raise OutputError(TAKEN.format(place))
            try:
                yield
            finally:
                lock.release()

    def content_of(self, clip: Clip) -> str | None:
        """Return the checksum of a clip, which a worker reads; None where it cannot be read."""
        result: str | None = self.client.submit(content_of, clip, pure=False).result()
        return result

    def work(self, place: Place) -> _ClusterWork:
        """Return what does tasks on this cluster."""
        return _ClusterWork(self, place)

    def _common_engine(self) -> str:
        """Return what all workers run; where there are none yet, what this computer runs."""
        try:
            engines = set(self.client.run(judging_engine).values())
        except Exception as error:
            raise InputError(
                f"The workers of {self.address} cannot run gaitcheck ({error}); install this "
                "version of gaitcheck on each of them."
            ) from error
        if len(engines) > 1:
            raise InputError(
                f"The workers of {self.address} run different versions of gaitcheck or of its "
                "libraries, which may give different numbers; install the same on each of them."
            )
        return engines.pop() if engines else judging_engine()


class _ClusterWork:
    """Does the tasks of one batch: a `gaitcheck.batching.run.Work`."""

    def __init__(self, cluster: Cluster, place: Place) -> None:
        self._cluster, self._client, self._place = cluster, cluster.client, place
        self._topic = f"gaitcheck-{secrets.token_hex(8)}"
        self._news: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._known: dict[str, tuple[Task, Any]] = {}

    def __call__(self, tasks: Sequence[Task], cancel: CancelSignal) -> Iterator[Event]:
        waiting = deque(tasks)
        self._client.subscribe_topic(self._topic, self._hear)
        try:
            while waiting or self._known:
                stop_if_cancelled(cancel)
                while waiting and len(self._known) < WINDOW:
                    self._submit(waiting.popleft())
                try:
                    news = self._news.get(timeout=TICK_S)
                except queue.Empty:
                    if not self._cluster.runs:
                        raise self._gone() from None
                    yield None
                    continue
                yield news if isinstance(news, Told) else self._outcome(news)
        finally:
            self._client.cancel([future for _, future in self._known.values()])
            self._client.unsubscribe_topic(self._topic)

    def _submit(self, task: Task) -> None:
        future = self._client.submit(
            *(work_on, task, str(self._place), self._cluster.engine, self._topic),
            key=f"{self._topic}-{task.clip.id}",
            retries=RETRIES,
            pure=False,
        )
        self._known[future.key] = (task, future)
        future.add_done_callback(self._news.put)

    def _hear(self, event: tuple[float, dict[str, Any]]) -> None:
        """Take in what a worker says of a clip; the topic's messages are its own."""
        told = event[1]
        if told["key"] in self._known:
            self._news.put(Told(told["clip_id"], Running(**told["running"])))

    def _outcome(self, future: Any) -> Event:
        """Return what became of a clip; one that broke its worker or failed each time is set aside.

        Raises
        ------
        OutputError
            When nothing can be written any more, or the scheduler is gone.
        """
        if future.key not in self._known:
            return None
        task, _ = self._known.pop(future.key)
        if future.status == "finished":
            record: Record = future.result()
            return record
        if future.status != "error":
            raise self._gone()
        error = future.exception()
        if isinstance(error, OutputError):
            raise error
        record = Record(task.clip, task.settings, task.folder, "failed", reason_of(error))
        self._place.write(record)
        return record

    def _gone(self) -> OutputError:
        return OutputError(
            f"The Dask scheduler at {self._cluster.address} is gone. Finished clips are kept: "
            "run the same command again to go on."
        )


def reason_of(error: Exception) -> str:
    """Return in a sentence why a clip failed on a cluster."""
    from distributed.scheduler import KilledWorker

    if isinstance(error, KilledWorker):
        return WORKERS_LOST
    if isinstance(error, GaitcheckError):
        return str(error)
    return fault_words(error)


def work_on(task: Task, place: str, engine: str, topic: str) -> Record:
    """Analyse a clip on a worker.

    Parameters
    ----------
    task : Task
    place : str
        Where the batch writes.
    engine : str
        What the worker must run.
    topic : str
        Under which it says how far it is.

    Raises
    ------
    ClipFailedError
        When the analysis failed, so that it is tried again.
    OutputError
        When nothing can be written to the place.
    """
    from distributed import get_worker

    if judging_engine() != engine:
        raise ClipFailedError("A worker runs another version of gaitcheck than the others.")
    there = place_at(place)
    known = there.read(task.clip.id)
    if known is not None and _is_answer(known, task, there):
        # The worker that had this clip was lost before it could say that it was done.
        return known
    worker = get_worker()
    wanted = Wanted(worker)
    last = 0.0

    def tell(status: JobStatus) -> None:
        nonlocal last
        if time.monotonic() - last >= TELL_EVERY_S:
            last = time.monotonic()
            running = running_of(task, status)
            said = dataclasses.asdict(running)
            worker.log_event(topic, {"key": wanted.key, "clip_id": task.clip.id, "running": said})

    try:
        with fetched(task.clip) as clip:
            record = analyse_clip(task, clip, there, tell=tell, cancel=wanted)
    except ClipNotFoundError as error:
        record = Record(task.clip, task.settings, task.folder, "unusable", str(error))
        there.write(record)
    if record.state == "failed":
        raise ClipFailedError(record.reason)
    return record


def _is_answer(record: Record, task: Task, place: Place) -> bool:
    own = record.folder == task.folder and not record.same_as
    return own and record.holds_for(task.clip, task.settings) and place.has_result(task.folder)


class Wanted:
    """Set once nobody wants the task of this thread any more: who asked has stopped, or is gone."""

    def __init__(self, worker: Any) -> None:
        self._worker = worker
        self.key = worker.get_current_task()

    def is_set(self) -> bool:
        """Return whether the work should stop."""
        task = self._worker.state.tasks.get(self.key)
        return task is None or task.state == "cancelled"

"""The app's analyses on a Dask cluster: each is the command that would run here, run by a worker.

The app keeps the queue and whose turn it is; the cluster's workers are the places. Clips and
results lie in the app's own folder, which the workers must see under the same path. Few apps have a
cluster: what belongs to one is loaded when it is asked for.
"""

from __future__ import annotations

import os
import queue
import secrets
import subprocess
import threading
import time
from collections import deque
from collections.abc import Mapping
from dataclasses import replace
from typing import IO, TYPE_CHECKING, Any, Final

from gaitcheck.engine import judging_engine
from gaitcheck.errors import CancelledError, GaitcheckError, InputError
from gaitcheck.jobs import MAX_RUNNING, Job, JobRequest, JobRunner, analyze_command
from gaitcheck.jobs.process import (
    KEPT_LINES,
    TERMINATE_GRACE_S,
    conclude,
    end_process_group,
    fail,
    progress_in,
    start,
    take_line,
)
from gaitcheck.store.leftovers import new_name, remove

if TYPE_CHECKING:
    from gaitcheck.batching.cluster import Cluster, Wanted

SCHEDULER: Final = "GAITCHECK_SCHEDULER"
"""Name in the environment of the address of the scheduler."""
TICK_S: Final = 0.2
TELL_EVERY_S: Final = 0.5
"""How often a worker says how far it is with a clip."""
GONE: Final = "The Dask scheduler at {} is gone. Try again once it runs."
UNSEEN: Final = (
    "A worker of the cluster does not see the app's files in {}. Set TMPDIR to a folder that the "
    "app and all workers share, and start the app again."
)


class NotSharedError(GaitcheckError):
    """A worker does not see the files of the app."""


def runner_of(environment: Mapping[str, str] = os.environ) -> JobRunner | None:
    """Return what runs the app's analyses on the cluster that the environment names, if any."""
    address = environment.get(SCHEDULER)
    if not address:
        return None
    afar = Afar(address)
    return JobRunner(run=afar.run, max_running=afar.places, let_go=afar.close)


class Afar:
    """Runs jobs on a Dask cluster; it connects when the first one comes, and again after a loss.

    Parameters
    ----------
    address : str
        Of its scheduler.
    """

    def __init__(self, address: str) -> None:
        self._address = address
        self._topic = f"gaitcheck-{secrets.token_hex(8)}"
        self._news: dict[str, queue.SimpleQueue[str | None]] = {}
        self._cluster: Cluster | None = None
        self._lock = threading.Lock()

    def places(self) -> int:
        """Return how many analyses the workers take at a time.

        Who asks does not wait for a cluster that nobody is connected with yet.
        """
        cluster = self._cluster
        if cluster is None or not cluster.runs:
            return MAX_RUNNING
        try:
            threads: dict[str, int] = cluster.client.nthreads()
            return max(sum(threads.values()), 1)
        except (OSError, TimeoutError):
            return MAX_RUNNING

    def close(self) -> None:
        """Let go of the cluster, once the jobs that were cancelled have told it so."""
        end = time.monotonic() + TERMINATE_GRACE_S
        while self._news and time.monotonic() < end:
            time.sleep(TICK_S)
        with self._lock:
            if self._cluster is not None:
                self._cluster.close()
                self._cluster = None

    def run(self, job: Job) -> None:
        """Have a job done by a worker; whatever happens, the job ends in a state."""
        key, news = f"{self._topic}-{secrets.token_hex(8)}", queue.SimpleQueue[str | None]()
        self._news[key] = news
        try:
            cluster = self._connected()
            if job.begin():
                self._follow(job, cluster, key, news)
        except GaitcheckError as error:
            fail(job, str(error))
        except Exception as error:  # noqa: BLE001 - the cluster's faults are many
            from gaitcheck.batching.cluster import reason_of

            fail(job, reason_of(error))
        finally:
            del self._news[key]

    def _follow(
        self, job: Job, cluster: Cluster, key: str, news: queue.SimpleQueue[str | None]
    ) -> None:
        asked = (work_afar, job.request, cluster.engine, self._topic)
        future = cluster.client.submit(*asked, key=key, pure=False)
        lines: deque[str] = deque(maxlen=KEPT_LINES)
        while not future.done():
            if job.status().state == "cancelled":
                future.cancel()
                _wait_for_end(news)
                fail(job, "")
                return
            if not cluster.runs:
                break
            try:
                line = news.get(timeout=TICK_S)
            except queue.Empty:
                continue
            if line is not None:
                take_line(job, line, lines)
        if future.status == "error":
            raise future.exception()
        if future.status != "finished":
            raise InputError(GONE.format(self._address))
        status, last = future.result()
        conclude(job, status, deque(last, maxlen=KEPT_LINES))

    def _connected(self) -> Cluster:
        from gaitcheck.batching.cluster import Cluster

        with self._lock:
            if self._cluster is not None and not self._cluster.runs:
                self._cluster.close()
                self._cluster = None
            if self._cluster is None:
                self._cluster = Cluster(self._address)
                self._cluster.client.subscribe_topic(self._topic, self._hear)
            return self._cluster

    def _hear(self, event: tuple[float, dict[str, Any]]) -> None:
        told = event[1]
        news = self._news.get(told["key"])
        if news is not None:
            news.put(told["line"])


def _wait_for_end(news: queue.SimpleQueue[str | None]) -> None:
    """Wait until the worker has ended the processes of a job that was cancelled, or for a while."""
    end = time.monotonic() + TERMINATE_GRACE_S
    while (left := end - time.monotonic()) > 0:
        try:
            if news.get(timeout=left) is None:
                return
        except queue.Empty:
            return


def work_afar(request: JobRequest, engine: str, topic: str) -> tuple[int, list[str]]:
    """Run the command of an analysis on a worker, and say line by line what it says.

    Parameters
    ----------
    request : JobRequest
    engine : str
        What the worker must run.
    topic : str
        Under which it says how far it is.

    Returns
    -------
    int
        The status of the command. Its results are then in their place.
    list of str
        The last lines that tell no progress.
    """
    from distributed import get_worker

    from gaitcheck.batching.cluster import Wanted

    if judging_engine() != engine:
        raise InputError("A worker of the cluster runs another version of gaitcheck than the app.")
    if not request.clip.is_file():
        raise NotSharedError(UNSEEN.format(request.clip.parent))
    worker = get_worker()
    wanted = Wanted(worker)

    def say(line: str | None) -> None:
        worker.log_event(topic, {"key": wanted.key, "line": line})

    # A worker that was lost may have left an analysis behind that still writes: not here.
    place = request.out / new_name()
    place.mkdir(parents=True)
    process = start(analyze_command(replace(request, out=place)))
    lines: deque[str] = deque(maxlen=KEPT_LINES)
    assert process.stderr is not None
    reader = threading.Thread(target=_pass_on, args=(process.stderr, say, lines), daemon=True)
    reader.start()
    try:
        status = _ended(process, wanted)
        reader.join()
        for folder in place.iterdir():
            folder.replace(request.out / folder.name)
    finally:
        end_process_group(process)
        remove(place)
        say(None)
    return status, list(lines)


def _ended(process: subprocess.Popen[str], wanted: Wanted) -> int:
    """Wait for the end of a process, as long as anybody wants it."""
    while process.poll() is None:
        if wanted.is_set():
            raise CancelledError("Nobody wants this analysis any more.")
        time.sleep(TICK_S)
    return process.returncode


def _pass_on(stream: IO[str], say: Any, lines: deque[str]) -> None:
    """Say what a process says; of its progress only so much in a second."""
    last = 0.0
    for line in stream:
        if progress_in(line) is None:
            lines.append(line.rstrip("\n"))
            say(line)
        elif time.monotonic() - last >= TELL_EVERY_S:
            last = time.monotonic()
            say(line)

"""The jobs of a server: which of them runs, which waits, and for how long."""

from __future__ import annotations

import statistics
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from gaitcheck.errors import GaitcheckError
from gaitcheck.jobs.job import Job, JobStatus
from gaitcheck.jobs.process import TERMINATE_GRACE_S, end_process_group, run_job
from gaitcheck.jobs.queue import FairQueue, starting_times
from gaitcheck.jobs.request import CommandBuilder, JobRequest, analyze_command

MAX_RUNNING: Final = 2
"""Jobs that run at once over the whole server; the others wait their turn."""
MAX_WAITING: Final = 200
"""Jobs that may wait over the whole server: some hours of work."""
MAX_WAITING_EACH: Final = 20
"""Jobs of one owner that may wait."""
REMEMBERED: Final = 9
"""From so many of the last jobs it is told how long one takes."""
QUEUE_FULL: Final = (
    "Too many clips are waiting on this computer already. Try again in a few minutes."
)
OWN_QUEUE_FULL: Final = (
    "{count} of your clips are waiting already. Send more once some of them are done."
)


class QueueFullError(GaitcheckError):
    """There is no place in the queue; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Load:
    """How busy a server is: jobs that wait, jobs that run and how many may, the oldest's seconds.

    `lost` counts jobs whose process is gone though they count as running: more than for a moment
    that is a fault.
    """

    waiting: int
    running: int
    most: int
    oldest_s: float = 0.0
    lost: int = 0


class JobRunner:
    """Runs jobs, at most `max_running` at once; who waits is served in turn with all other owners.

    Parameters
    ----------
    command : callable
        Turns a request into the command line; tests put their own here.
    max_running : int or callable
        How many jobs may run at the same time; asked for again where that changes.
    run : callable, optional
        Brings a job to its end; by default its command runs on this computer.
    let_go : callable
        Called when all jobs have been stopped, to let go of what `run` holds.
    """

    def __init__(
        self,
        command: CommandBuilder = analyze_command,
        max_running: int | Callable[[], int] = MAX_RUNNING,
        run: Callable[[Job], None] | None = None,
        let_go: Callable[[], None] = lambda: None,
    ) -> None:
        self._run_job = run or partial(run_job, build_command=command)
        self._let_go = let_go
        self._max_running = max_running if callable(max_running) else lambda: max_running
        self._waiting: FairQueue[Job] = FairQueue()
        self._running: list[Job] = []
        self._took_s: deque[float] = deque(maxlen=REMEMBERED)
        self._lock = threading.RLock()

    def submit(self, request: JobRequest, owner: str = "") -> Job:
        """Put a job in the queue; it starts when its owner's turn comes.

        Raises
        ------
        QueueFullError
            So many wait already that it would be in vain.
        """
        job = Job(request, owner)
        with self._lock:
            if self._waiting.count(owner) >= MAX_WAITING_EACH:
                raise QueueFullError(OWN_QUEUE_FULL.format(count=MAX_WAITING_EACH))
            if len(self._waiting) >= MAX_WAITING:
                raise QueueFullError(QUEUE_FULL)
            self._waiting.add(owner, job)
        self._start_next()
        return job

    def status(self, job: Job) -> JobStatus:
        """Return the status of a job with its place in the queue and when its turn comes."""
        status = job.status()
        if status.state != "queued":
            return status
        with self._lock:
            each_s = self._usual_s()
            running = sorted(self._running, key=lambda other: _free_in_s(other, each_s or 0.0))
            order = self._waiting.order([other.owner for other in running])
            if job not in order:  # on its way out of the queue
                return status
        place = order.index(job)
        starts_in_s = None
        if each_s is not None and running:
            free_s = [_free_in_s(other, each_s) for other in running]
            starts_in_s = starting_times(free_s, place + 1, each_s)[place]
        return replace(status, ahead=place + 1, starts_in_s=starts_in_s)

    def load(self) -> Load:
        """Return how busy this runner is."""
        with self._lock:
            waiting, running = len(self._waiting), list(self._running)
        processes = [job._process for job in running]
        return Load(
            waiting,
            len(running),
            self._max_running(),
            round(max((job.running_s() for job in running), default=0.0), 1),
            sum(process is not None and process.poll() is not None for process in processes),
        )

    def cancel(self, job: Job) -> None:
        """Stop a job with all its processes, and remove what it wrote."""
        with self._lock:
            if self._waiting.remove(job):
                job._end("cancelled")
                return
        with job._lock:
            if not job.status().active:
                return
            job._state = "cancelled"
            process = job._process
        if process is not None:
            end_process_group(process)
        job.wait(2 * TERMINATE_GRACE_S)

    def cancel_all(self) -> None:
        """Stop every job, for the end of the server."""
        with self._lock:
            jobs = [*self._waiting.order(), *self._running]
        for job in jobs:
            self.cancel(job)
        self._let_go()

    def _start_next(self) -> None:
        if not len(self._waiting):  # nobody asks how many may run: a cluster is asked afar
            return
        most = self._max_running()
        with self._lock:
            while len(self._waiting) and len(self._running) < most:
                _, job = self._waiting.take(other.owner for other in self._running)
                self._running.append(job)
                threading.Thread(target=self._run, args=(job,), daemon=True).start()

    def _run(self, job: Job) -> None:
        try:
            self._run_job(job)
        finally:
            with self._lock:
                self._running.remove(job)
                if job.status().state == "done":
                    self._took_s.append(job.running_s())
            self._start_next()

    def _usual_s(self) -> float | None:
        """Return how long a job usually takes, as far as any has told."""
        known = list(self._took_s) or [
            job.running_s() + left
            for job in self._running
            if (left := job.status().seconds_left) is not None
        ]
        return statistics.median(known) if known else None


def _free_in_s(job: Job, usual_s: float) -> float:
    """Return in how many seconds a running job will end, about."""
    left = job.status().seconds_left
    return max(usual_s - job.running_s(), 0.0) if left is None else left

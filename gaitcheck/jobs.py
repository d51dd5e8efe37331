"""Analyses as jobs: each runs in a process group of its own, a few at a time over the server.

This module knows nothing of Streamlit. A job is a command that reports progress as JSON lines on
standard error, ends with status 0 (analysed) or 2 (unusable input, one line says why), and leaves
its results in a folder.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import IO, Final, Literal, get_args

from gaitcheck.journal import is_log_line
from gaitcheck.model import NOTHING_SAID, ClipOptions
from gaitcheck.progress import Stage

JobState = Literal["queued", "running", "done", "unusable", "failed", "cancelled"]

MAX_RUNNING: Final = 2
"""Jobs that run at once over the whole server; the others wait their turn."""

STAGE_SHARE: Final[Mapping[Stage, float]] = MappingProxyType(
    {"reading": 0.05, "pose": 0.65, "shoes": 0.13, "gait": 0.02, "pictures": 0.15}
)
"""About how much of the time each stage takes; only the progress bar depends on it."""

UNUSABLE_STATUS: Final = 2
MESSAGE_PREFIX: Final = "gaitcheck: "
FAULT_PREFIX: Final = "internal error"
BROKE_OFF: Final = "The analysis broke off"
KILLED_STATUSES: Final = (-9, 137)
"""How a process ends that the system kills, seen directly and through a shell."""
KILLED: Final = (
    "The system stopped the analysis, most likely because memory ran out. Close other programs, or "
    "choose a shorter part of the clip, and try again."
)
TERMINATE_GRACE_S: Final = 3.0
LONG_STAGE_SHARE: Final = 0.1
LEAST_SHARE_FOR_ESTIMATE: Final = 0.03
LEAST_SECONDS_FOR_ESTIMATE: Final = 1.0

_LOGGER = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class JobRequest:
    """What to analyse, where to put the results, and what was told about the clip.

    Attributes
    ----------
    clip, out : Path
    options : ClipOptions
    model : Path or None
        Another pose model than the one in the package.
    workers : int or None
        Pose processes; by default one for each core.
    cache : bool
        Whether what is seen is kept. Not in the app: all that a visitor leaves goes with the visit.
    """

    clip: Path
    out: Path
    options: ClipOptions = NOTHING_SAID
    model: Path | None = None
    workers: int | None = None
    cache: bool = False


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


CommandBuilder = Callable[[JobRequest], list[str]]


def analyze_command(request: JobRequest) -> list[str]:
    """Return the command line that analyses a clip with this very Python."""
    command = [sys.executable, "-m", "gaitcheck", "analyze", str(request.clip)]
    command += ["--out", str(request.out), "--progress", "json"]
    command.append("--cache" if request.cache else "--no-cache")
    if request.model is not None:
        command += ["--model", str(request.model)]
    if request.workers is not None:
        command += ["--workers", str(request.workers)]
    told = request.options
    for option, value in (
        ("--slow-motion", told.slow_motion),
        ("--runner", told.runner),
        ("--height", told.height_cm),
        ("--belt-speed", told.belt_kmh),
        ("--from", told.from_s),
        ("--to", told.to_s),
    ):
        if value is not None:
            command += [option, f"{value:.10g}"]
    if told.mirrored:
        command.append("--mirrored")
    if told.every_frame:
        command.append("--every-frame")
    return command


@dataclass(frozen=True, slots=True)
class JobStatus:
    """A job at one moment: share done is 0..1, seconds left are an estimate or None."""

    state: JobState
    stage: Stage | None = None
    share_done: float = 0.0
    seconds_left: float | None = None
    message: str = ""
    ahead: int = 0

    @property
    def active(self) -> bool:
        """Whether the job is still waiting or running."""
        return self.state in ("queued", "running")

    @property
    def advice(self) -> str:
        """What of a failure its user can mend; empty where it is a fault of ours."""
        ours = self.message.startswith((FAULT_PREFIX, BROKE_OFF))
        return self.message if self.state == "failed" and not ours else ""


@dataclass(slots=True, eq=False)
class Job:
    """One analysis; ask `status`, never the fields, which a thread changes."""

    request: JobRequest
    _state: JobState = "queued"
    _stage: Stage | None = None
    _stage_done: dict[Stage, float] = field(default_factory=dict)
    _share_done: float = 0.0
    _timed_from: tuple[float, float] | None = None
    _started_s: float | None = None
    _message: str = ""
    _process: subprocess.Popen[str] | None = None
    _ended: threading.Event = field(default_factory=threading.Event)
    _lock: threading.RLock = field(default_factory=threading.RLock)

    def status(self) -> JobStatus:
        """Return how far the job has come."""
        with self._lock:
            return JobStatus(
                self._state, self._stage, self._share_done, self._seconds_left(), self._message
            )

    def wait(self, timeout_s: float | None = None) -> bool:
        """Wait for the end of the job; return whether it came in time."""
        return self._ended.wait(timeout_s)

    def result_folder(self) -> Path | None:
        """Return the folder that holds ``analysis.json``, once the job is done."""
        found = sorted(self.request.out.glob("*/analysis.json"))
        return found[0].parent if found else None

    def _seconds_left(self) -> float | None:
        """Estimate from the pace since the last long stage began: starting up has no pace."""
        if self._state != "running" or self._timed_from is None:
            return None
        start_s, share_then = self._timed_from
        passed, gained = time.monotonic() - start_s, self._share_done - share_then
        if gained < LEAST_SHARE_FOR_ESTIMATE or passed < LEAST_SECONDS_FOR_ESTIMATE:
            return None
        return passed * (1.0 - self._share_done) / gained

    def _report(self, stage: Stage, done: float, total: float) -> None:
        with self._lock:
            if stage != self._stage and STAGE_SHARE[stage] >= LONG_STAGE_SHARE:
                self._timed_from = (time.monotonic(), self._share_done)
            self._stage = stage
            self._stage_done[stage] = min(max(done / total, 0.0), 1.0) if total > 0 else 0.0
            share = sum(STAGE_SHARE[name] * part for name, part in self._stage_done.items())
            # The bar never goes back, even where stages overlap.
            self._share_done = max(self._share_done, share)

    def _end(self, state: JobState, message: str = "") -> None:
        with self._lock:
            self._state, self._message, self._process = state, message, None
        if state != "done":
            shutil.rmtree(self.request.out, ignore_errors=True)
        self._ended.set()


class JobRunner:
    """Runs jobs in the order of their arrival, at most `max_running` at once.

    Parameters
    ----------
    command : callable
        Turns a request into the command line; tests put their own here.
    max_running : int
        How many jobs may run at the same time.
    """

    def __init__(
        self, command: CommandBuilder = analyze_command, max_running: int = MAX_RUNNING
    ) -> None:
        self._command = command
        self._max_running = max_running
        self._waiting: deque[Job] = deque()
        self._running: set[Job] = set()
        self._lock = threading.RLock()

    def submit(self, request: JobRequest) -> Job:
        """Put a job at the end of the queue; it starts as soon as there is room."""
        job = Job(request)
        with self._lock:
            self._waiting.append(job)
        self._start_next()
        return job

    def status(self, job: Job) -> JobStatus:
        """Return the status of a job with the number of jobs ahead of it in the queue."""
        with self._lock:
            ahead = self._waiting.index(job) + 1 if job in self._waiting else 0
        status = job.status()
        return JobStatus(
            status.state,
            status.stage,
            status.share_done,
            status.seconds_left,
            status.message,
            ahead,
        )

    def load(self) -> Load:
        """Return how busy this runner is."""
        with self._lock:
            waiting, running = len(self._waiting), list(self._running)
        started = [job._started_s for job in running if job._started_s is not None]
        processes = [job._process for job in running]
        return Load(
            waiting,
            len(running),
            self._max_running,
            round(time.monotonic() - min(started), 1) if started else 0.0,
            sum(process is not None and process.poll() is not None for process in processes),
        )

    def cancel(self, job: Job) -> None:
        """Stop a job with all its processes, and remove what it wrote."""
        with self._lock:
            if job in self._waiting:
                self._waiting.remove(job)
                job._end("cancelled")
                return
        with job._lock:
            if not job.status().active:
                return
            job._state = "cancelled"
            process = job._process
        if process is not None:
            _end_process_group(process)
        job.wait(2 * TERMINATE_GRACE_S)

    def cancel_all(self) -> None:
        """Stop every job, for the end of the server."""
        with self._lock:
            jobs = [*self._waiting, *self._running]
        for job in jobs:
            self.cancel(job)

    def _start_next(self) -> None:
        with self._lock:
            while self._waiting and len(self._running) < self._max_running:
                job = self._waiting.popleft()
                self._running.add(job)
                threading.Thread(target=self._run, args=(job,), daemon=True).start()

    def _run(self, job: Job) -> None:
        try:
            _run_job(job, self._command)
        finally:
            with self._lock:
                self._running.discard(job)
            self._start_next()


def _run_job(job: Job, build_command: CommandBuilder) -> None:
    """Run the command of a job to its end; whatever happens, the job ends in a state."""
    process: subprocess.Popen[str] | None = None
    lines: deque[str] = deque(maxlen=40)
    try:
        with job._lock:
            if job._state == "cancelled":
                job._end("cancelled")
                return
            job.request.out.mkdir(parents=True, exist_ok=True)
            process = _start(build_command(job.request))
            job._state, job._process = "running", process
            job._started_s = time.monotonic()
        assert process.stderr is not None
        with process.stderr:
            _follow(job, process.stderr, lines)
        status = process.wait()
    except Exception:
        _LOGGER.exception("The analysis could not be run")
        if process is not None:
            _end_process_group(process)
        job._end("failed")
        return
    _conclude(job, status, lines)


def _start(command: list[str]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        errors="replace",
        # A group of its own, so that cancelling also ends the workers of the analysis.
        start_new_session=True,
    )


def _follow(job: Job, stream: IO[str], lines: deque[str]) -> None:
    """Read progress until the stream ends; keep the last other lines."""
    for line in stream:
        if is_log_line(line):
            # The log of an analysis is the server's.
            sys.stderr.write(line)
            sys.stderr.flush()
        elif not _take_progress(job, line):
            lines.append(line.rstrip("\n"))


def _take_progress(job: Job, line: str) -> bool:
    if not line.startswith("{"):
        return False
    try:
        report = json.loads(line)
        stage, done, total = report["stage"], float(report["done"]), float(report["total"])
    except (ValueError, KeyError, TypeError):
        return False
    if stage not in get_args(Stage):
        return False
    job._report(stage, done, total)
    return True


def _conclude(job: Job, status: int, lines: deque[str]) -> None:
    """Turn the exit status of the command into the state of the job."""
    if job.status().state == "cancelled":
        job._end("cancelled")
        return
    if status == 0 and job.result_folder() is not None:
        job._end("done")
        return
    message = _message(lines)
    if status == UNUSABLE_STATUS:
        job._end("unusable", message)
        return
    _LOGGER.error("The analysis ended with status %s:\n%s", status, "\n".join(lines))
    if status in KILLED_STATUSES:
        message = KILLED
    job._end("failed", message or f"{BROKE_OFF} (status {status}).")


def _message(lines: deque[str]) -> str:
    """Return the last sentence that the command says by itself; empty without one."""
    messages = [line for line in lines if line.startswith(MESSAGE_PREFIX)]
    return messages[-1].removeprefix(MESSAGE_PREFIX) if messages else ""


def _end_process_group(process: subprocess.Popen[str]) -> None:
    """Ask the whole group to end, then end it."""
    _signal_group(process, signal.SIGTERM)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(TERMINATE_GRACE_S)
    # Workers may outlive their leader: the group is ended in any case.
    _signal_group(process, getattr(signal, "SIGKILL", signal.SIGTERM))
    process.wait()


def _signal_group(process: subprocess.Popen[str], number: int) -> None:
    try:
        if hasattr(os, "killpg"):
            os.killpg(process.pid, number)
        else:
            process.terminate()
    except (ProcessLookupError, PermissionError):
        pass

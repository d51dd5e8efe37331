"""One analysis: what it is told, how far it has come, how it ended."""

from __future__ import annotations

import shutil
import subprocess
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

from gaitcheck.jobs.request import JobRequest
from gaitcheck.model import SoFar
from gaitcheck.progress import STAGE_SHARE, Stage
from gaitcheck.words.jobs import BROKE_OFF
from gaitcheck.words.terminal import INTERNAL_ERROR

JobState = Literal["queued", "running", "done", "unusable", "failed", "cancelled"]

LONG_STAGE_SHARE: Final = 0.1
LEAST_SHARE_FOR_ESTIMATE: Final = 0.03
LEAST_SECONDS_FOR_ESTIMATE: Final = 1.0


@dataclass(frozen=True, slots=True)
class JobStatus:
    """A job at one moment.

    Attributes
    ----------
    state : JobState
    stage : Stage or None
    share_done : float
        0..1.
    seconds_left : float or None
        Until it ends, an estimate.
    message : str
        Why it ended without a result.
    ahead : int
        How many wait before it, itself included; 0 once it runs.
    starts_in_s : float or None
        Until its turn comes, an estimate.
    so_far : SoFar or None
        What is known before it has ended.
    """

    state: JobState
    stage: Stage | None = None
    share_done: float = 0.0
    seconds_left: float | None = None
    message: str = ""
    ahead: int = 0
    starts_in_s: float | None = None
    so_far: SoFar | None = None

    @property
    def active(self) -> bool:
        """Whether the job is still waiting or running."""
        return self.state in ("queued", "running")

    @property
    def advice(self) -> str:
        """What of a failure its user can mend; empty where it is a fault of ours."""
        ours = self.message.startswith((INTERNAL_ERROR, BROKE_OFF))
        return self.message if self.state == "failed" and not ours else ""


@dataclass(slots=True, eq=False)
class Job:
    """One analysis; ask `status`, never the fields, which a thread changes."""

    request: JobRequest
    owner: str = ""
    _state: JobState = "queued"
    _stage: Stage | None = None
    _stage_done: dict[Stage, float] = field(default_factory=dict)
    _share_done: float = 0.0
    _timed_from: tuple[float, float] | None = None
    _started_s: float | None = None
    _ended_s: float | None = None
    _message: str = ""
    _so_far: SoFar | None = None
    _process: subprocess.Popen[str] | None = None
    _ended: threading.Event = field(default_factory=threading.Event)
    _lock: threading.RLock = field(default_factory=threading.RLock)

    def status(self) -> JobStatus:
        """Return how far the job has come."""
        with self._lock:
            return JobStatus(
                self._state,
                self._stage,
                self._share_done,
                self._seconds_left(),
                self._message,
                so_far=self._so_far,
            )

    def begin(self) -> bool:
        """Note that the job runs from now on; False, and its end, where it was cancelled before."""
        with self._lock:
            if self._state == "cancelled":
                self._end("cancelled")
                return False
            self._state, self._started_s = "running", time.monotonic()
            return True

    def wait(self, timeout_s: float | None = None) -> bool:
        """Wait for the end of the job; return whether it came in time."""
        return self._ended.wait(timeout_s)

    def result_folder(self) -> Path | None:
        """Return the folder that holds ``analysis.json``, once the job is done."""
        found = sorted(self.request.out.glob("*/analysis.json"))
        return found[0].parent if found else None

    def running_s(self) -> float:
        """Return for how long it has been running, or ran; 0 while it waits."""
        with self._lock:
            if self._started_s is None:
                return 0.0
            return (self._ended_s or time.monotonic()) - self._started_s

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

    def _learn(self, so_far: SoFar) -> None:
        with self._lock:
            self._so_far = so_far

    def _end(self, state: JobState, message: str = "") -> None:
        with self._lock:
            self._state, self._message, self._process = state, message, None
            self._ended_s = time.monotonic()
        if state != "done":
            shutil.rmtree(self.request.out, ignore_errors=True)
        self._ended.set()

"""The process of a job: started, followed to its end, ended with all that it started."""

from __future__ import annotations

import contextlib
import json
import logging
import signal
import subprocess
import sys
from collections import deque
from typing import Final, get_args

from gaitcheck.ending import signal_group, tells_early_end
from gaitcheck.jobs.job import Job
from gaitcheck.jobs.request import CommandBuilder
from gaitcheck.journal import is_log_line, is_logged, log_process
from gaitcheck.progress import Stage
from gaitcheck.store.so_far import read_so_far
from gaitcheck.words import jobs as words

UNUSABLE_STATUS: Final = 2
MESSAGE_PREFIX: Final = "gaitcheck: "
KILLED_STATUSES: Final = (-9, 137)
"""How a process ends that the system kills, seen directly and through a shell."""
TERMINATE_GRACE_S: Final = 3.0
KEPT_LINES: Final = 40
"""How many of the last lines that tell no progress are kept."""

_LOGGER = logging.getLogger(__name__)


def run_job(job: Job, build_command: CommandBuilder) -> None:
    """Run the command of a job to its end; whatever happens, the job ends in a state."""
    process: subprocess.Popen[str] | None = None
    lines: deque[str] = deque(maxlen=KEPT_LINES)
    try:
        with job._lock:
            if not job.begin():
                return
            job.request.out.mkdir(parents=True, exist_ok=True)
            process = start(build_command(job.request))
            job._process = process
        assert process.stderr is not None
        with process.stderr:
            for line in process.stderr:
                take_line(job, line, lines)
        status = process.wait()
    except Exception:
        _LOGGER.exception("The analysis could not be run")
        if process is not None:
            end_process_group(process)
        job._end("failed")
        return
    conclude(job, status, lines)


def start(command: list[str]) -> subprocess.Popen[str]:
    """Start the command of an analysis; what it says on standard error is to be read."""
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


def take_line(job: Job, line: str, lines: deque[str]) -> None:
    """Take in a line that the command of a job said; one that tells no progress is kept."""
    if is_log_line(line):
        # The log of an analysis is the server's.
        sys.stderr.write(line)
        sys.stderr.flush()
    elif (so_far := read_so_far(line)) is not None:
        job._learn(so_far)
    elif (told := progress_in(line)) is not None:
        job._report(*told)
    else:
        lines.append(line.rstrip("\n"))


def progress_in(line: str) -> tuple[Stage, float, float] | None:
    """Return the stage, how much of it is done and of how much; None where a line tells none."""
    if not line.startswith("{"):
        return None
    try:
        report = json.loads(line)
        stage, done, total = report["stage"], float(report["done"]), float(report["total"])
    except (ValueError, KeyError, TypeError):
        return None
    return (stage, done, total) if stage in get_args(Stage) else None


def conclude(job: Job, status: int, lines: deque[str]) -> None:
    """Turn the exit status of the command into the state of the job."""
    if job.status().state == "cancelled":
        job._end("cancelled")
        return
    if status == 0 and job.result_folder() is not None:
        job._end("done")
        return
    message = _message(lines)
    if status == UNUSABLE_STATUS and not tells_early_end(message):
        job._end("unusable", message)
        return
    log_process(status)
    if not is_logged():  # what an analysis says of a fault names its clip
        _LOGGER.error("The analysis ended with status %s:\n%s", status, "\n".join(lines))
    if status in KILLED_STATUSES:
        message = words.KILLED
    job._end("failed", message or words.BROKE_OFF_WITH.format(status=status))


def fail(job: Job, message: str) -> None:
    """End a job that cannot be run, unless it was cancelled meanwhile."""
    job._end("cancelled" if job.status().state == "cancelled" else "failed", message)


def _message(lines: deque[str]) -> str:
    """Return the last sentence that the command says by itself; empty without one."""
    messages = [line for line in lines if line.startswith(MESSAGE_PREFIX)]
    return messages[-1].removeprefix(MESSAGE_PREFIX) if messages else ""


def end_process_group(process: subprocess.Popen[str]) -> None:
    """Ask the whole group to end, then end it."""
    signal_group(process, signal.SIGTERM)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(TERMINATE_GRACE_S)
    # Workers may outlive their leader: the group is ended in any case.
    signal_group(process)
    process.wait()

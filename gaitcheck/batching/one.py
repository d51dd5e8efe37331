"""One clip of a batch, from its file to its results and its record."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from gaitcheck.batching.place import Place
from gaitcheck.batching.record import Clip, Record, State
from gaitcheck.batching.table import row_of
from gaitcheck.errors import CancelledError, GaitcheckError
from gaitcheck.jobs import CommandBuilder, JobRequest, JobRunner, JobStatus, analyze_command
from gaitcheck.model import ClipOptions
from gaitcheck.progress import CancelSignal
from gaitcheck.store.folders import ANALYSIS_FILE
from gaitcheck.store.result import read_analysis
from gaitcheck.words.terminal import fault_words

POLL_S: Final = 0.2
Tell = Callable[[JobStatus], None]


@dataclass(frozen=True, slots=True)
class Task:
    """A clip that is to be analysed.

    Attributes
    ----------
    clip : Clip
    folder : str
        Where its results go, from the folder of the batch.
    settings : str
        See `gaitcheck.batching.plan.Settings.checksum`.
    options : ClipOptions
    model : Path or None
    cache : bool
    workers : int
        Pose processes: one, unless there are fewer clips than cores.
    """

    clip: Clip
    folder: str
    settings: str
    options: ClipOptions
    model: Path | None
    cache: bool
    workers: int = 1


def analyse_clip(
    task: Task,
    clip: Path,
    place: Place,
    *,
    tell: Tell,
    cancel: CancelSignal,
    command: CommandBuilder = analyze_command,
) -> Record:
    """Analyse a clip in a process of its own; put its results, then its record, in place.

    Parameters
    ----------
    task : Task
    clip : Path
        Where the clip lies on this computer.
    place : Place
    tell : callable
        Told now and then how far it is.
    cancel : object with ``is_set``
    command : callable
        Turns a request into a command line; tests put their own here.

    Returns
    -------
    Record
        Also of a clip that was set aside.

    Raises
    ------
    OutputError
        When nothing can be written to the place.
    CancelledError
        `cancel` was set.
    """
    begun = time.monotonic()
    record = Record(task.clip, task.settings, task.folder)
    # Before anything else, so that the name of its folder is its own from now on.
    place.write(record)
    with place.working() as folder:
        request = JobRequest(
            clip, folder / "out", task.options, task.model, task.workers, cache=task.cache
        )
        runner = JobRunner(command, max_running=1)
        job = runner.submit(request)
        while not job.wait(POLL_S):
            tell(job.status())
            if cancel.is_set():
                runner.cancel(job)
        status, result = job.status(), job.result_folder()
        if cancel.is_set() or status.state == "cancelled":
            raise CancelledError("The batch was cancelled.")
        if status.state == "done" and result is not None:
            record = _concluded(record, result, place)
        else:
            state: State = "unusable" if status.state == "unusable" else "failed"
            record = replace(record, state=state, reason=status.message)
    record = replace(record, seconds=time.monotonic() - begun)
    place.write(record)
    return record


def _concluded(record: Record, result: Path, place: Place) -> Record:
    """Put a result in place and return its record."""
    try:
        row = row_of(read_analysis(result / ANALYSIS_FILE))
        place.publish(result, record.folder)
    except GaitcheckError:
        raise
    except Exception as error:  # noqa: BLE001 - one clip's fault must not stop the others
        return replace(record, state="failed", reason=fault_words(error))
    return replace(record, state="analysed", row=row)

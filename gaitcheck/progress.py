"""Progress reports and cancellation of long jobs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol

from gaitcheck.errors import CancelledError

Stage = Literal["reading", "pose", "shoes", "gait", "pictures", "film", "desk"]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a stage of the job has come: `done` of `total` units (frames, pictures)."""

    stage: Stage
    done: int
    total: int


ProgressCallback = Callable[[Progress], None]


class CancelSignal(Protocol):
    """Anything with ``is_set``, such as `threading.Event`."""

    def is_set(self) -> bool:
        """Return whether the job should stop."""


def ignore_progress(progress: Progress) -> None:
    """Do nothing with a progress report."""


def stop_if_cancelled(cancel: CancelSignal | None) -> None:
    """Raise `CancelledError` when the user asked to stop."""
    if cancel is not None and cancel.is_set():
        raise CancelledError("The analysis was cancelled.")

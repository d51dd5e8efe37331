"""Progress reports and cancellation of long jobs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal, Protocol

from gaitcheck.errors import CancelledError

Stage = Literal["reading", "pose", "shoes", "gait", "pictures", "film", "desk"]
STAGE_SHARE: Final[Mapping[Stage, float]] = MappingProxyType(
    {"reading": 0.05, "pose": 0.65, "shoes": 0.13, "gait": 0.02, "pictures": 0.15}
)
"""About how much of the time each stage of an analysis takes; only progress bars depend on it."""


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

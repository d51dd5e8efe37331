"""Work in a thread of its own, watched by the page: one piece at a time over the server.

This module knows nothing of Streamlit.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, Literal

from gaitcheck.errors import CancelledError, InputError
from gaitcheck.progress import CancelSignal

WorkState = Literal["waiting", "running", "done", "failed", "cancelled"]
Note = Callable[[float], None]
"""Takes the share that is done, 0..1."""

_LOGGER = logging.getLogger(__name__)
_ONE_AT_A_TIME: Final = threading.Semaphore(1)
_LOOK_AGAIN_S: Final = 0.5


@dataclass(slots=True, eq=False)
class Background:
    """One piece of work.

    Parameters
    ----------
    work : callable
        Takes a function that notes the share done and a cancel signal; raises InputError with a
        sentence for the visitor where it cannot be done. Leaves nothing behind unless it returns.
    wanted : callable
        Returns whether somebody still waits for it; once false, the work stops.
    """

    work: Callable[[Note, CancelSignal], None]
    wanted: Callable[[], bool]
    state: WorkState = "waiting"
    share_done: float = 0.0
    message: str = ""
    _cancelled: bool = False
    _thread: threading.Thread | None = field(default=None, repr=False)

    @property
    def active(self) -> bool:
        """Whether it is still to come."""
        return self.state in ("waiting", "running")

    def is_set(self) -> bool:
        """Return whether the work should stop: a `CancelSignal`."""
        return self._cancelled or not self.wanted()

    def start(self) -> None:
        """Begin in a thread of its own."""
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def cancel(self) -> None:
        """Ask the work to stop."""
        self._cancelled = True

    def wait(self, timeout_s: float | None = None) -> bool:
        """Wait for the end; return whether it came in time."""
        if self._thread is not None:
            self._thread.join(timeout_s)
        return not self.active

    def _run(self) -> None:
        while not _ONE_AT_A_TIME.acquire(timeout=_LOOK_AGAIN_S):
            if self.is_set():
                self.state = "cancelled"
                return
        try:
            self.state = "running"
            self.work(self.note, self)
            self.state = "cancelled" if self.is_set() else "done"
        except CancelledError:
            self.state = "cancelled"
        except InputError as error:
            self.message, self.state = str(error), "failed"
        except Exception:
            # A visitor who leaves takes the folder along: that is no fault.
            if not self.is_set():
                _LOGGER.exception("Work for the page broke off")
            self.state = "cancelled" if self.is_set() else "failed"
        finally:
            _ONE_AT_A_TIME.release()

    def note(self, share: float) -> None:
        """Note the share that is done; it never goes back."""
        self.share_done = min(max(share, self.share_done), 1.0)

"""Ctrl-C and a request to terminate, turned into an orderly end."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable
from types import FrameType
from typing import Final, Self

GRACE_S: Final = 8.0
"""How long the analysis may take to stop by itself before the process ends anyway."""

SIGNALS: Final = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)


class Interrupt:
    """A cancel signal that is set by SIGINT, SIGTERM or SIGHUP while the block runs.

    The work polls it and stops in order. A second signal, or work that has not stopped after
    `grace_s` seconds, ends the process at once: `clean_up` runs, then the process exits.
    """

    def __init__(
        self, clean_up: Callable[[], None] = lambda: None, *, grace_s: float = GRACE_S
    ) -> None:
        self._clean_up = clean_up
        self._grace_s = grace_s
        self._signal: int | None = None
        self._timer: threading.Timer | None = None
        self._previous: dict[int, object] = {}

    def is_set(self) -> bool:
        """Return whether the user asked to stop."""
        return self._signal is not None

    @property
    def exit_status(self) -> int:
        """The shell's status for the signal: 130 after Ctrl-C, 143 after SIGTERM."""
        return 128 + (self._signal if self._signal is not None else signal.SIGINT)

    def __enter__(self) -> Self:
        for number in SIGNALS:
            self._previous[number] = signal.signal(number, self._handle)
        return self

    def __exit__(self, *_: object) -> None:
        if self._timer is not None:
            self._timer.cancel()
        for number, handler in self._previous.items():
            signal.signal(number, handler)  # type: ignore[arg-type]

    def _handle(self, number: int, _frame: FrameType | None) -> None:
        if self.is_set():
            self._give_up()
        self._signal = number
        self._timer = threading.Timer(self._grace_s, self._give_up)
        self._timer.daemon = True
        self._timer.start()

    def _give_up(self) -> None:
        try:
            self._clean_up()
            sys.stdout.flush()
            sys.stderr.flush()
        finally:
            os._exit(self.exit_status)

"""Who may upload how much: asked before a byte of it touches the disk.

This module knows nothing of Streamlit.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final, Protocol

from gaitcheck.words import page as texts

MAX_ARRIVING_EACH: Final = 8
"""Files of one visitor that arrive at once: more than a browser sends by itself."""
MAX_ARRIVING: Final = 64
"""Files that arrive at once over the whole server."""
MAX_A_MINUTE: Final = 60
"""Files of one visitor that begin to arrive within a minute."""
MAX_ARRIVING_ADDRESS: Final = 32
"""Files from one address that arrive at once: a team behind one router, and half of the server."""
MAX_A_MINUTE_ADDRESS: Final = 240
"""Files from one address that begin to arrive within a minute: four busy visitors."""
_MINUTE_S: Final = 60.0

FORBIDDEN: Final = 403
TOO_LARGE: Final = 413
TOO_MANY: Final = 429
BUSY: Final = 503


class RefusedError(Exception):
    """An upload is not taken."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status, self.reason = status, reason


class Visit(Protocol):
    """What a visitor has brought."""

    closed: bool

    @property
    def owner(self) -> str:
        """The visitor: the same in all tabs, and where people log in in all their visits."""

    def room(self) -> int:
        """Return how many bytes more may be brought."""


class _Uploads:
    """Uploads by whose they are: those on their way, and when those of a minute began."""

    def __init__(self, at_once: int, a_minute: int, clock: Callable[[], float]) -> None:
        self._at_once, self._a_minute, self._clock = at_once, a_minute, clock
        self.arriving: Counter[str] = Counter()
        self._begun: dict[str, list[float]] = {}

    def check(self, name: str) -> None:
        """Refuse one more, if it is one too many."""
        if self.arriving[name] >= self._at_once:
            raise RefusedError(TOO_MANY, texts.UPLOADS_AT_ONCE)
        if len(self._of_a_minute(name)) >= self._a_minute:
            raise RefusedError(TOO_MANY, texts.UPLOADS_A_MINUTE)

    def begin(self, name: str) -> None:
        """Count one that begins, and forget those of more than a minute ago."""
        recent = {known: self._of_a_minute(known) for known in (*self._begun, name)}
        recent[name].append(self._clock())
        self._begun = {known: times for known, times in recent.items() if times}
        self.arriving[name] += 1

    def _of_a_minute(self, name: str) -> list[float]:
        now = self._clock()
        return [since for since in self._begun.get(name, ()) if now - since < _MINUTE_S]

    def end(self, name: str) -> None:
        """Count one that has arrived or was given up."""
        self.arriving[name] -= 1
        self.arriving = +self.arriving


class Admission:
    """Lets uploads in: only of open visits, no more than there is room for, no more than usual.

    They are counted by visitor, and by the address that they come from, which many visitors may
    share, and one visitor with many visits cannot change at will.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._visits: dict[str, Visit] = {}
        self._by_visitor = _Uploads(MAX_ARRIVING_EACH, MAX_A_MINUTE, clock)
        self._by_address = _Uploads(MAX_ARRIVING_ADDRESS, MAX_A_MINUTE_ADDRESS, clock)
        self._promised: Counter[Visit] = Counter()
        self._lock = threading.Lock()

    def open(self, session: str, visit: Visit) -> None:
        """Let a session upload, as long as its visit lasts."""
        with self._lock:
            self._visits = {k: known for k, known in self._visits.items() if not known.closed}
            self._visits[session] = visit

    def sessions(self, session: str) -> tuple[str, ...]:
        """Return the sessions of the visit that a session belongs to: its tabs."""
        with self._lock:
            visit = self._visits.get(session)
            return tuple(name for name, known in self._visits.items() if known is visit)

    @contextmanager
    def admit(
        self, session: str, stated: int | None, most: int, held: int = 0, address: str = ""
    ) -> Iterator[int]:
        """Hold a place for an upload while the block takes it in; yield how large it may be.

        Parameters
        ----------
        session : str
        stated : int or None
            Its size in bytes as the browser states it.
        most : int
            What any upload may have.
        held : int
            What has arrived for this visit, and is not the visit's yet.
        address : str
            Where it comes from; empty where that is not known.

        Raises
        ------
        RefusedError
            It is not to be taken in.
        """
        with self._lock:
            visit = self._visits.get(session)
            if visit is None or visit.closed:
                raise RefusedError(FORBIDDEN, texts.UPLOAD_WITHOUT_PAGE)
            allowed = min(most, visit.room() - self._promised[visit] - held)
            # Of what states no size all that it may have is held.
            promised = allowed if stated is None else stated
            if allowed <= 0 or promised > allowed:
                raise RefusedError(TOO_LARGE, texts.UPLOAD_TOO_LARGE)
            counts = [(self._by_visitor, visit.owner)]
            counts += [(self._by_address, address)] if address else []
            for uploads, name in counts:
                uploads.check(name)
            if self._by_visitor.arriving.total() >= MAX_ARRIVING:
                raise RefusedError(BUSY, texts.UPLOADS_BUSY)
            for uploads, name in counts:
                uploads.begin(name)
            self._promised[visit] += promised
        try:
            yield allowed
        finally:
            with self._lock:
                for uploads, name in counts:
                    uploads.end(name)
                self._promised[visit] -= promised
                self._promised = +self._promised


ADMISSION: Final = Admission()
"""Who may upload to this server."""

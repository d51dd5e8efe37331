"""Who may upload how much: asked before a byte of it touches the disk.

This module knows nothing of Streamlit.
"""

from __future__ import annotations

import threading
import time
from collections import Counter, deque
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

    def room(self) -> int:
        """Return how many bytes more may be brought."""


class Admission:
    """Lets uploads in, by session: only of open visits, no more than there is room for."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._visits: dict[str, Visit] = {}
        self._begun: dict[str, deque[float]] = {}
        self._arriving: Counter[str] = Counter()
        self._promised: Counter[str] = Counter()
        self._lock = threading.Lock()

    def open(self, session: str, visit: Visit) -> None:
        """Let a session upload, as long as its visit lasts."""
        with self._lock:
            for name in [name for name, known in self._visits.items() if known.closed]:
                self._visits.pop(name)
                self._begun.pop(name, None)
            self._visits[session] = visit

    @contextmanager
    def admit(self, session: str, stated: int | None, most: int, held: int = 0) -> Iterator[int]:
        """Hold a place for an upload while the block takes it in; yield how large it may be.

        Parameters
        ----------
        session : str
        stated : int or None
            Its size in bytes as the browser states it.
        most : int
            What any upload may have.
        held : int
            What has arrived of this session, and is not the visit's yet.

        Raises
        ------
        RefusedError
            It is not to be taken in.
        """
        with self._lock:
            allowed = min(most, self._room(session) - held)
            # Of what states no size all that it may have is held.
            promised = allowed if stated is None else stated
            if allowed <= 0 or promised > allowed:
                raise RefusedError(TOO_LARGE, texts.UPLOAD_TOO_LARGE)
            self._count(session)
            self._arriving[session] += 1
            self._promised[session] += promised
        try:
            yield allowed
        finally:
            with self._lock:
                self._arriving[session] -= 1
                self._promised[session] -= promised
                self._arriving, self._promised = +self._arriving, +self._promised

    def _room(self, session: str) -> int:
        visit = self._visits.get(session)
        if visit is None or visit.closed:
            raise RefusedError(FORBIDDEN, texts.UPLOAD_WITHOUT_PAGE)
        return visit.room() - self._promised[session]

    def _count(self, session: str) -> None:
        if self._arriving[session] >= MAX_ARRIVING_EACH:
            raise RefusedError(TOO_MANY, texts.UPLOADS_AT_ONCE)
        if self._arriving.total() >= MAX_ARRIVING:
            raise RefusedError(BUSY, texts.UPLOADS_BUSY)
        now, begun = self._clock(), self._begun.setdefault(session, deque())
        while begun and now - begun[0] >= _MINUTE_S:
            begun.popleft()
        if len(begun) >= MAX_A_MINUTE:
            raise RefusedError(TOO_MANY, texts.UPLOADS_A_MINUTE)
        begun.append(now)


ADMISSION: Final = Admission()
"""Who may upload to this server."""

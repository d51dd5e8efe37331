"""``/progress/...``: how far something is, for a page that waits for it.

The page's own script asks here, past Streamlit: an answer moves the bar, and only where the state
has changed does the page ask Streamlit to draw it anew. This module knows nothing of Streamlit.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Final
from weakref import WeakValueDictionary

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

GONE: Final = 404


@dataclass(frozen=True, slots=True)
class Glance:
    """How something stands at this moment.

    Attributes
    ----------
    state : str
        Another one asks for a page that is drawn anew.
    share : float
        0..1.
    words : str
    """

    state: str
    share: float
    words: str


@dataclass(slots=True, eq=False, weakref_slot=True)
class Watch:
    """Something that a page waits for, by an address that cannot be guessed.

    It is answered for as long as somebody holds it.
    """

    look: Callable[[], Glance]
    token: str = field(default_factory=lambda: secrets.token_urlsafe(16))

    def __post_init__(self) -> None:
        _WATCHES[self.token] = self

    @property
    def address(self) -> str:
        """Where its progress is told."""
        return f"/progress/{self.token}"


_WATCHES: Final[WeakValueDictionary[str, Watch]] = WeakValueDictionary()


def answer(request: Request) -> JSONResponse:
    """Answer with what is seen at a glance; status 404 where nobody waits for it any more."""
    watch = _WATCHES.get(request.path_params["token"])
    headers = {"cache-control": "no-store"}
    if watch is None:
        return JSONResponse({}, GONE, headers)
    return JSONResponse(asdict(watch.look()), headers=headers)


ROUTES: Final = (Route("/progress/{token}", answer, methods=["GET"]),)

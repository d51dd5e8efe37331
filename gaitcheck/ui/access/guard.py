"""Nobody fetches what another's page shows: files of the pages and uploads, by who is logged in.

Streamlit serves both to whoever knows their address. Where there is a login, `OnlyTheirs` lets
them pass for the person alone whose page they belong to; to others they are not there.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Final

from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit.auth_util import get_cookie_with_chunks
from streamlit.runtime import Runtime
from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value

from gaitcheck.desk.who import LOCAL
from gaitcheck.errors import InputError
from gaitcheck.ui.access.login import has_login, login_rules
from gaitcheck.ui.access.rules import person_of

_FILE: Final = re.compile(r"(?<!/static)/media/(?P<file>.+)$")
"""Anywhere in an address, but not the fonts of Streamlit's own page."""
_UPLOAD: Final = re.compile(r"/_stcore/upload_file/(?P<session>[^/]+)/")
_COOKIE: Final = "_streamlit_user"


@dataclass(slots=True)
class _Page:
    """A page that is open.

    Attributes
    ----------
    who : str
        Whose it is.
    shown : frozenset of str
        The files that it showed when it was last drawn.
    made : set of str
        Those that were made when they were asked for.
    """

    who: str
    shown: frozenset[str] = frozenset()
    made: set[str] = field(default_factory=set)


@dataclass(slots=True)
class OpenPages:
    """The pages that are open, by their session."""

    _pages: dict[str, _Page] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _watched: MediaFileManager | None = None

    @contextmanager
    def drawn(self, who: str) -> Iterator[None]:
        """Note whose the page is that the block draws, and at the end what files it shows.

        Streamlit forgets them while it draws the page anew, but the browser asks for them.
        """
        if who == LOCAL:
            yield
            return
        context = get_script_run_ctx()
        assert context is not None
        with self._lock:
            self._pages = {k: page for k, page in self._pages.items() if _is_open(k)}
            page = self._pages.get(context.session_id)
            if page is None or page.who != who:
                page = self._pages[context.session_id] = _Page(who)
            self._watch(Runtime.instance().media_file_mgr)
        try:
            yield
        finally:
            page.shown = _files_of(context.session_id)

    def _watch(self, manager: MediaFileManager) -> None:
        """Note the files that are made when they are asked for: Streamlit ties them to no page."""
        if self._watched is manager:
            return
        self._watched, make = manager, manager.execute_deferred

        def execute(file_id: str) -> str:
            entry = manager._deferred_callables.get(file_id)
            address = make(file_id)
            page = None if entry is None else self._pages.get(entry["session_id"])
            if page is not None:
                page.made.add(PurePosixPath(address).stem)
            return address

        manager.execute_deferred = execute  # type: ignore[method-assign]

    def is_theirs(self, who: str, session: str) -> bool:
        """Return whether a session is a person's page."""
        page = self._pages.get(session)
        return page is not None and page.who == who

    def shows(self, who: str, file: str) -> bool:
        """Return whether a page of a person shows a file."""
        with self._lock:
            own = [(key, page) for key, page in self._pages.items() if page.who == who]
        return any(
            file in page.shown or file in page.made or file in _files_of(key)
            for key, page in own
            if _is_open(key)
        )


PAGES: Final = OpenPages()
"""Those of this server."""


class OnlyTheirs:
    """ASGI middleware: files of pages and uploads pass for the person whose page it is."""

    def __init__(self, app: ASGIApp, pages: OpenPages = PAGES) -> None:
        self._app = app
        self._pages = pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or say that there is nothing."""
        if scope["type"] == "http" and not self._may(scope):
            await PlainTextResponse("Not found", 404)(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _may(self, scope: Scope) -> bool:
        file, upload = _FILE.search(scope["path"]), _UPLOAD.search(scope["path"])
        if (file is None and upload is None) or not has_login():
            return True
        try:
            who = _person(Request(scope))
        except InputError:
            return False
        if upload is not None:
            return self._pages.is_theirs(who, upload["session"])
        assert file is not None
        return self._pages.shows(who, str(PurePosixPath(file["file"]).with_suffix("")))


def _person(request: Request) -> str:
    """Return whom the cookie of a request names, or raise `InputError`."""

    def read(name: str) -> bytes | None:
        value = request.cookies.get(name)
        if value is None:
            return None
        return decode_signed_value(get_cookie_secret(), name, value.encode("latin-1", "replace"))

    said = get_cookie_with_chunks(read, _COOKIE)
    try:
        claims = json.loads(said or b"{}")
    except ValueError:
        claims = {}
    return person_of(claims if isinstance(claims, dict) else {}, login_rules())


def _is_open(session: str) -> bool:
    return Runtime.instance().is_active_session(session)


def _files_of(session: str) -> frozenset[str]:
    # No public way leads there. A test in a browser sees that it still does.
    held = Runtime.instance().media_file_mgr._files_by_session_and_coord.get(session, {})
    return frozenset(list(held.values()))

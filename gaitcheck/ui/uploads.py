"""Uploads that go to disk while they arrive, instead of through the server's memory.

Streamlit reads an upload into memory as a whole, twice over for a moment. `UploadsToDisk` stands
before it: it writes the arriving file to a nameless temporary file, and hands Streamlit a short
ticket in its place. All checks of Streamlit (session, cross-site request) still run, and the file
is kept only when they pass. The page exchanges the ticket for the file.
"""

from __future__ import annotations

import asyncio
import re
import secrets
import threading
import time
from dataclasses import dataclass, field
from ipaddress import ip_address, ip_network
from os import SEEK_END
from pathlib import PurePath
from typing import BinaryIO, Final

import streamlit as st
from starlette.datastructures import FormData, MutableHeaders, UploadFile
from starlette.formparsers import MultiPartException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gaitcheck.ui.admission import ADMISSION, Admission, RefusedError

LONGEST_WAIT_S: Final = 3600.0
"""An upload that no page has asked for in this time is dropped."""

LONGEST_SILENCE_S: Final = 60.0
"""An upload of which nothing more arrives in this time is given up."""

_UPLOAD_PATH: Final = re.compile(r"/_stcore/upload_file/(?P<session>[^/]+)/[^/]+$")
IPV6_OWN: Final = 64
"""Bits of an IPv6 address that name one household's network (RFC 6177)."""
_FRAMING_BYTES: Final = 1 << 20  # what multipart may add to the file itself
_TICKET_BYTES: Final = 32


class _TooLargeError(OSError):
    """More arrived than the limit allows; Starlette closes its files on an OSError only."""


class _HungUpError(OSError):
    """The browser went away in the middle."""


@dataclass(frozen=True, slots=True)
class ReceivedFile:
    """A file that arrived: its name in the browser and its content on disk."""

    name: str
    content: BinaryIO


@dataclass(slots=True)
class UploadStash:
    """Files that have arrived and wait for their page, by session and ticket."""

    _files: dict[tuple[str, str], tuple[float, ReceivedFile]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def put(self, session: str, ticket: str, received: ReceivedFile) -> None:
        """Keep a file for its session."""
        now = time.monotonic()
        with self._lock:
            self._files[session, ticket] = (now, received)
            self._drop([k for k, (since, _) in self._files.items() if now - since > LONGEST_WAIT_S])

    def take(self, session: str, ticket: bytes) -> ReceivedFile | None:
        """Hand out the file of a ticket, once; None where there is no such ticket."""
        if len(ticket) != 2 * _TICKET_BYTES:
            return None
        with self._lock:
            kept = self._files.pop((session, ticket.decode("latin-1")), None)
        return None if kept is None else kept[1]

    def held(self, session: str) -> int:
        """Return how many bytes of a session wait here."""
        with self._lock:
            files = [
                kept.content for (name, _), (_, kept) in self._files.items() if name == session
            ]
        return sum(_size(file) for file in files)

    def clear(self, session: str) -> None:
        """Drop what a session has left."""
        with self._lock:
            self._drop([key for key in self._files if key[0] == session])

    def _drop(self, keys: list[tuple[str, str]]) -> None:
        for key in keys:
            self._files.pop(key)[1].content.close()


def _size(file: BinaryIO) -> int:
    try:
        place = file.tell()
        size = file.seek(0, SEEK_END)
        file.seek(place)
    except ValueError:  # closed meanwhile
        return 0
    return size


STASH: Final = UploadStash()
"""The files that have arrived at this server."""


class UploadsToDisk:
    """ASGI middleware that takes uploaded files out of the requests to Streamlit."""

    def __init__(
        self, app: ASGIApp, stash: UploadStash = STASH, admission: Admission = ADMISSION
    ) -> None:
        self._app = app
        self._stash = stash
        self._admission = admission

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass every request on; an upload without its file."""
        found = None
        if scope["type"] == "http" and scope["method"] == "PUT":
            found = _UPLOAD_PATH.search(scope["path"])
        if found is None:
            await self._app(scope, receive, send)
            return
        response = await self._receive_file(found["session"], scope, receive, send)
        if response is not None:
            await response(scope, receive, send)

    async def _receive_file(
        self, session: str, scope: Scope, receive: Receive, send: Send
    ) -> Response | None:
        """Take the file in and pass a ticket on; return an answer only to a refused upload."""
        limit = int(st.get_option("server.maxUploadSize")) * 1024 * 1024 + _FRAMING_BYTES
        held = sum(map(self._stash.held, self._admission.sessions(session)))
        stated, address = _stated_size(scope), address_of(scope)
        try:
            with self._admission.admit(session, stated, limit, held, address) as most:
                form = await _read_form(scope, receive, most)
        except (RefusedError, MultiPartException, OSError) as error:
            return _answer_to(error)
        uploads = [value for _, value in form.multi_items() if isinstance(value, UploadFile)]
        if len(uploads) != 1:
            await form.close()
            return PlainTextResponse(f"Expected 1 file, but got {len(uploads)}", 400)
        name = uploads[0].filename or ""
        ticket = secrets.token_hex(_TICKET_BYTES)
        if await self._pass_on(ticket, name, scope, send):
            self._stash.put(session, ticket, ReceivedFile(name, uploads[0].file))
        else:
            await form.close()
        return None

    async def _pass_on(self, ticket: str, name: str, scope: Scope, send: Send) -> bool:
        """Give Streamlit the ticket as if it were the file; return whether it was accepted."""
        body, boundary = _ticket_form(ticket, name)
        passed_on = {**scope, "headers": list(scope["headers"])}
        headers = MutableHeaders(scope=passed_on)
        headers["content-type"] = f"multipart/form-data; boundary={boundary}"
        headers["content-length"] = str(len(body))
        if "transfer-encoding" in headers:
            del headers["transfer-encoding"]
        accepted = False

        async def receive_ticket() -> Message:
            return {"type": "http.request", "body": body, "more_body": False}

        async def watch(message: Message) -> None:
            nonlocal accepted
            if message["type"] == "http.response.start":
                accepted = 200 <= message["status"] < 300
            await send(message)

        await self._app(passed_on, receive_ticket, watch)
        return accepted


def _answer_to(error: Exception) -> Response | None:
    """Return what a browser is told whose upload was not taken; None where it is gone."""
    match error:
        case RefusedError():
            return PlainTextResponse(error.reason, error.status)
        case _HungUpError():
            return None
        case _TooLargeError():
            return PlainTextResponse("File too large", 413)
        case TimeoutError():
            return PlainTextResponse("Nothing more arrived", 408)
        case MultiPartException():
            return PlainTextResponse("Not a file upload", 400)
    return PlainTextResponse("The disk is full", 507)


async def _read_form(scope: Scope, receive: Receive, limit: int) -> FormData:
    """Read a multipart form whose files go to disk (beyond 1 MB), up to a limit in bytes."""
    arrived = 0

    async def limited_receive() -> Message:
        nonlocal arrived
        message = await asyncio.wait_for(receive(), LONGEST_SILENCE_S)
        if message["type"] == "http.disconnect":
            raise _HungUpError
        arrived += len(message.get("body", b""))
        if arrived > limit:
            raise _TooLargeError
        return message

    return await Request(scope, limited_receive).form()


def _stated_size(scope: Scope) -> int | None:
    """Return how many bytes the browser says that it sends."""
    stated = dict(scope["headers"]).get(b"content-length", b"")
    return int(stated) if stated.isdigit() else None


def address_of(scope: Scope) -> str:
    """Return the address that a request comes from; empty where that says nothing.

    A proxy on this computer tells it (``X-Forwarded-For``). If it does not, or where there is none,
    all come from this computer itself.
    """
    host = (scope.get("client") or ("", 0))[0]
    try:
        address = ip_address(host)
    except ValueError:
        return ""
    if address.is_loopback:
        return ""
    # Of IPv6 one has a whole network to choose from.
    return str(address if address.version == 4 else ip_network((host, IPV6_OWN), strict=False))


def _ticket_form(ticket: str, name: str) -> tuple[bytes, str]:
    """Return a multipart body with the ticket as its file, and its boundary.

    Of the name only the suffix goes along, for Streamlit's check of file types.
    """
    boundary = secrets.token_hex(16)
    suffix = re.sub(r"[^A-Za-z0-9.]", "", PurePath(name).suffix)
    lines = (
        f"--{boundary}",
        f'Content-Disposition: form-data; name="file"; filename="clip{suffix}"',
        "Content-Type: application/octet-stream",
        "",
        ticket,
        f"--{boundary}--",
        "",
    )
    return "\r\n".join(lines).encode("ascii"), boundary

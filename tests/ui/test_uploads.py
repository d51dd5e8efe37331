"""Uploads on their way to disk: what Streamlit gets to see, and what is refused."""

from __future__ import annotations

import asyncio
import io
from dataclasses import dataclass
from typing import Any

import pytest

from gaitcheck.ui import uploads
from gaitcheck.ui.admission import Admission
from gaitcheck.ui.uploads import ReceivedFile, UploadStash, UploadsToDisk, address_of

PATH = "/_stcore/upload_file/session-1/file-1"
BOUNDARY = "edge"


@dataclass(eq=False)
class Visit:
    """A visitor with room for so many bytes."""

    left: int = 1 << 40
    closed: bool = False
    owner: str = "ann"

    def room(self) -> int:
        return self.left


def form(content: bytes, name: str = "run.mp4", parts: int = 1) -> bytes:
    part = (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
        "Content-Type: video/mp4\r\n\r\n"
    ).encode() + content
    return b"\r\n".join([part] * parts) + f"\r\n--{BOUNDARY}--\r\n".encode()


class Streamlit:
    """Notes what reaches it, and answers with a status."""

    def __init__(self, status: int = 204) -> None:
        self.status = status
        self.body = b""
        self.headers: dict[bytes, bytes] = {}

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.headers = dict(scope["headers"])
        self.body = (await receive())["body"]
        await send({"type": "http.response.start", "status": self.status, "headers": []})
        await send({"type": "http.response.body", "body": b""})


def put(
    streamlit: Streamlit,
    stash: UploadStash,
    body: bytes,
    *,
    path: str = PATH,
    method: str = "PUT",
    headers: dict[bytes, bytes] | None = None,
    hang_up: bool = False,
    admission: Admission | None = None,
) -> int | None:
    """Send a request through the middleware in small pieces; return the status of the answer."""
    kind = f"multipart/form-data; boundary={BOUNDARY}".encode()
    sent = {b"content-type": kind, b"x-other": b"kept"} if headers is None else headers
    scope = {"type": "http", "method": method, "path": path, "headers": list(sent.items())}
    pieces = [body[i : i + 65536] for i in range(0, len(body), 65536)] or [b""]
    messages = iter(pieces)
    answered: list[int] = []

    async def receive() -> dict[str, Any]:
        piece = next(messages, None)
        if piece is None or (hang_up and piece is not pieces[0]):
            return {"type": "http.disconnect"}
        return {"type": "http.request", "body": piece, "more_body": piece is not pieces[-1]}

    async def send(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            answered.append(message["status"])

    if admission is None:
        admission = Admission()
        admission.open("session-1", Visit())
    middleware = UploadsToDisk(streamlit, stash, admission)  # type: ignore[arg-type]
    asyncio.run(middleware(scope, receive, send))  # type: ignore[arg-type]
    return answered[0] if answered else None


def ticket_of(streamlit: Streamlit) -> bytes:
    return streamlit.body.split(b"\r\n\r\n")[1].split(b"\r\n")[0]


@pytest.mark.parametrize("size", [0, 10, 3_000_000])
def test_the_file_goes_to_the_stash_and_a_ticket_to_streamlit(size: int) -> None:
    streamlit, stash, content = Streamlit(), UploadStash(), bytes(range(256)) * (size // 256 + 1)
    assert put(streamlit, stash, form(content[:size], "Läufer 7.MOV")) == 204
    assert len(streamlit.body) < 500
    assert b'filename="clip.MOV"' in streamlit.body
    assert streamlit.headers[b"content-length"] == str(len(streamlit.body)).encode()
    assert streamlit.headers[b"x-other"] == b"kept"
    received = stash.take("session-1", ticket_of(streamlit))
    assert received is not None
    with received.content:
        assert received.name == "Läufer 7.MOV"
        assert received.content.read() == content[:size]


def test_a_ticket_is_good_for_one_session_and_once() -> None:
    streamlit, stash = Streamlit(), UploadStash()
    put(streamlit, stash, form(b"clip"))
    ticket = ticket_of(streamlit)
    assert stash.take("session-2", ticket) is None
    received = stash.take("session-1", ticket)
    assert received is not None
    received.content.close()
    assert stash.take("session-1", ticket) is None
    assert stash.take("session-1", b"a clip of its own, not a ticket") is None
    assert stash.take("session-1", b"\xff" * len(ticket)) is None


def test_what_streamlit_refuses_is_not_kept() -> None:
    streamlit, stash = Streamlit(status=403), UploadStash()
    assert put(streamlit, stash, form(b"clip")) == 403
    assert stash.take("session-1", ticket_of(streamlit)) is None


@pytest.mark.parametrize("stated", [True, False])
def test_more_than_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch, stated: bool) -> None:
    monkeypatch.setattr("streamlit.get_option", lambda _: 1)
    body = form(b"x" * 2_200_000)
    headers = {b"content-type": f"multipart/form-data; boundary={BOUNDARY}".encode()}
    if stated:
        headers[b"content-length"] = str(len(body)).encode()
    streamlit = Streamlit()
    assert put(streamlit, UploadStash(), body, headers=headers) == 413
    assert streamlit.body == b""


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (form(b"a", parts=2), None),
        (b"not a form", {b"content-type": b"text/plain"}),
        (b"broken", {b"content-type": b"multipart/form-data"}),
    ],
)
def test_anything_but_one_file_is_refused(body: bytes, headers: dict[bytes, bytes] | None) -> None:
    streamlit = Streamlit()
    assert put(streamlit, UploadStash(), body, headers=headers) == 400
    assert streamlit.body == b""


def test_a_full_disk_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    async def no_room(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(uploads, "_read_form", no_room)
    assert put(Streamlit(), UploadStash(), form(b"clip")) == 507


def test_a_visitor_who_hangs_up_leaves_nothing() -> None:
    streamlit, stash = Streamlit(), UploadStash()
    assert put(streamlit, stash, form(b"x" * 300_000), hang_up=True) is None
    assert streamlit.body == b""


@pytest.mark.parametrize(
    ("method", "path"), [("DELETE", PATH), ("PUT", "/elsewhere"), ("GET", "/")]
)
def test_other_requests_pass_untouched(method: str, path: str) -> None:
    streamlit = Streamlit(200)
    assert put(streamlit, UploadStash(), b"as it was", method=method, path=path) == 200
    assert streamlit.body == b"as it was"


def test_what_a_session_leaves_is_dropped() -> None:
    stash = UploadStash()
    left, other = io.BytesIO(b"1"), io.BytesIO(b"2")
    stash.put("one", "a" * 64, ReceivedFile("a", left))
    stash.put("two", "b" * 64, ReceivedFile("b", other))
    stash.clear("one")
    assert left.closed
    assert not other.closed


def test_an_upload_that_nobody_asks_for_is_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    stash, forgotten = UploadStash(), io.BytesIO(b"1")
    stash.put("one", "a" * 64, ReceivedFile("a", forgotten))
    monkeypatch.setattr(uploads, "LONGEST_WAIT_S", -1.0)
    stash.put("two", "b" * 64, ReceivedFile("b", io.BytesIO(b"2")))
    assert forgotten.closed


@pytest.mark.parametrize("opened", ["session-2", "session-1"])
def test_an_upload_that_no_open_page_has_asked_for_is_refused_unread(
    opened: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def never(*_: object) -> None:
        raise AssertionError("it was read")

    monkeypatch.setattr(uploads, "_read_form", never)
    admission, streamlit = Admission(), Streamlit()
    admission.open(opened, Visit(closed=opened == "session-1"))
    assert put(streamlit, UploadStash(), form(b"clip"), admission=admission) == 403
    assert streamlit.body == b""


def test_what_has_arrived_counts_as_long_as_the_page_has_not_taken_it() -> None:
    admission, stash = Admission(), UploadStash()
    admission.open("session-1", Visit(left=450_000))
    assert put(Streamlit(), stash, form(b"x" * 300_000), admission=admission) == 204
    assert stash.held("session-1") == 300_000
    assert put(Streamlit(), stash, form(b"x" * 300_000), admission=admission) == 413
    stash.clear("session-1")
    assert put(Streamlit(), stash, form(b"x" * 300_000), admission=admission) == 204
    stash.clear("session-1")


def test_an_upload_that_falls_silent_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "LONGEST_SILENCE_S", 0.05)

    async def silence(*_: object) -> dict[str, Any]:
        await asyncio.sleep(60)
        return {}

    scope = {
        "type": "http",
        "method": "PUT",
        "path": PATH,
        "headers": [(b"content-type", f"multipart/form-data; boundary={BOUNDARY}".encode())],
    }
    answered: list[int] = []

    async def send(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            answered.append(message["status"])

    admission = Admission()
    admission.open("session-1", Visit())
    middleware = UploadsToDisk(Streamlit(), UploadStash(), admission)  # type: ignore[arg-type]
    asyncio.run(middleware(scope, silence, send))  # type: ignore[arg-type]
    assert answered == [408]


@pytest.mark.parametrize(
    ("client", "address"),
    [
        (("192.0.2.7", 5), "192.0.2.7"),
        (("2001:db8:1:2:3:4:5:6", 5), "2001:db8:1:2::/64"),
        (("127.0.0.1", 5), ""),  # a proxy that does not say, or one's own computer
        (("::1", 5), ""),
        (("", 0), ""),
        (("a unix socket", 0), ""),
        (None, ""),
    ],
)
def test_an_upload_is_counted_by_where_it_comes_from(
    client: tuple[str, int] | None, address: str
) -> None:
    assert address_of({"client": client}) == address


def test_what_two_tabs_have_brought_counts_for_both() -> None:
    admission, stash, visit = Admission(), UploadStash(), Visit(left=450_000)
    for session in ("session-1", "session-2"):
        admission.open(session, visit)
    assert put(Streamlit(), stash, form(b"x" * 300_000), admission=admission) == 204
    second = PATH.replace("session-1", "session-2")
    assert put(Streamlit(), stash, form(b"x" * 300_000), path=second, admission=admission) == 413
    stash.clear("session-1")

"""When a login is asked for: also where the file that asks for it cannot be read."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import streamlit as st
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from streamlit.runtime.secrets import secrets_singleton

from gaitcheck.desk.desk import open_desk
from gaitcheck.ui.access.guard import OnlyTheirs, OpenPages
from gaitcheck.ui.access.login import has_login
from gaitcheck.words import access as words
from tests.ui.pages import everything, open_page


@pytest.fixture
def secrets(tmp_path: Path) -> Iterator[Path]:
    file = tmp_path / "secrets.toml"
    before = st.get_option("secrets.files")
    st.config.set_option("secrets.files", [str(file)])
    secrets_singleton._reset()
    yield file
    st.config.set_option("secrets.files", before)
    secrets_singleton._reset()


LOGIN = '[auth]\ncookie_secret = "x"\n'


@pytest.mark.parametrize(
    ("content", "asked"),
    [
        (None, False),
        ("", False),
        ('[other]\nkey = "x"\n', False),
        (LOGIN, True),
        ("[auth\nbroken", True),
        ("\udcff", True),
    ],
)
def test_a_login_is_asked_for_where_there_may_be_one(
    secrets: Path, content: str | None, asked: bool
) -> None:
    if content is not None:
        secrets.write_bytes(content.encode("utf-8", "surrogateescape"))
    assert has_login() is asked


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (LOGIN, words.NOBODY),
        (f'{LOGIN}[gaitcheck]\npeople = "*"\n', words.NOBODY),
        ("[auth\nbroken", words.UNREADABLE),
        ("\udcff", words.UNREADABLE),
        (f'{LOGIN}[gaitcheck]\npeople = ["*"]\n', words.PROMISE),
    ],
)
def test_without_a_login_that_works_nobody_sees_anything(
    secrets: Path, content: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GAITCHECK_DESK", str(tmp_path / "desk"))
    open_desk().close()
    secrets.write_bytes(content.encode("utf-8", "surrogateescape"))
    for name in ("result", "learn", "compare", "desk", ""):
        page = open_page(name=name)
        assert said in everything(page)
        assert not page.get("page_link")
        assert not page.get("file_uploader")
        assert [button.key for button in page.button] in ([], ["log-in"])
    if said == words.PROMISE:
        page.button(key="log-in").click().run()
        assert "The login does not work" in everything(page)


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/media/abc.mp4", 404),
        ("/club/media/abc.mp4", 404),
        ("/media/a/../abc.mp4", 404),
        ("/%6dedia/abc.mp4", 404),
        ("/_stcore/upload_file/one/two", 404),
        ("/static/media/font.woff2", 200),
        ("/desk", 200),
    ],
)
@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE"])
def test_files_and_uploads_are_for_who_is_logged_in(
    secrets: Path, address: str, status: int, method: str
) -> None:
    def answer(_: object) -> PlainTextResponse:
        return PlainTextResponse("theirs")

    routes = [Route("/{rest:path}", answer, methods=["GET", "HEAD", "PUT", "DELETE"])]
    guarded = OnlyTheirs(Starlette(routes=routes), OpenPages())

    def ask(**cookies: str) -> int:
        async def send() -> httpx.Response:
            transport = httpx.ASGITransport(app=guarded)
            async with httpx.AsyncClient(transport=transport, cookies=cookies) as client:
                return await client.request(method, f"http://club.example{address}")

        return asyncio.run(send()).status_code

    assert ask() == 200  # alone, without a login
    secrets.write_text(LOGIN, encoding="utf-8")
    secrets_singleton._reset()
    assert ask() == ask(_streamlit_user="forged") == status

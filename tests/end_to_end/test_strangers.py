"""What somebody without a login could try at a server that others use: nothing of it works."""

from __future__ import annotations

import json
import socket
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from playwright.sync_api import Browser, expect
from websockets.exceptions import WebSocketException
from websockets.sync.client import connect

from gaitcheck.words import page as texts
from tests.end_to_end.browser import Server, Visit, visit
from tests.end_to_end.results import Results, settle
from tests.examples import write_example_clip

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ODD_NAMES = (
    "<img src=x onerror=document.title='taken'>.mp4",
    "[a](javascript:alert(1)) **b** $x$ :red[c].mp4",
    "\u202e4pm.elcycib.mp4",
    "=cmd|' &C'!A0.mp4",
)


def ask(address: str, method: str = "GET", **more: Any) -> httpx.Response:
    """Send a request as no browser would: it follows nothing and knows nobody."""
    return httpx.request(method, address, trust_env=False, timeout=60, **more)


def connects(server: Server, **headers: str) -> bool:
    """Return whether the page's own channel opens for who asks with some headers."""
    address = f"ws://{urlsplit(server.url).netloc}/_stcore/stream"
    told = dict(headers)
    origin = told.pop("Origin", None)
    host = told.pop("Host", urlsplit(server.url).netloc)
    try:
        with connect(
            address.replace("127.0.0.1", host.partition(":")[0]),
            sock=socket.create_connection(("127.0.0.1", urlsplit(server.url).port)),
            origin=origin,  # type: ignore[arg-type]
            additional_headers=told,
            proxy=None,
        ):
            return True
    except (WebSocketException, OSError):
        return False


def test_a_page_elsewhere_does_not_look_in(app_server: Server) -> None:
    """Not with its own name, and not where that name is made to mean this computer."""
    port = urlsplit(app_server.url).port
    assert connects(app_server, Origin=app_server.url)
    assert connects(app_server, Host="localhost", Origin=f"http://localhost:{port}")
    assert not connects(app_server, Origin="http://evil.example")
    assert not connects(app_server, Host="evil.example", Origin=f"http://evil.example:{port}")
    assert not connects(app_server, Host="127.0.0.1.evil.example")


@pytest.mark.parametrize(
    "path",
    [
        "/media/",
        "/media/{folder}/clips",
        "/media/..%2f..%2fetc%2fpasswd",
        "/media/%2e%2e/%2e%2e/etc/passwd",
        "/component/gaitcheck_review/../../../../etc/passwd",
        "/component/..%2f..%2f..%2fetc%2fpasswd",
        "/_stcore/bidi-components/gaitcheck_player/..%2f..%2f..%2fetc%2fpasswd",
        "/app/static/../page.py",
        "/static/..%2f..%2f..%2f..%2fetc/passwd",
        "//etc/passwd",
        "/_stcore/upload_file/{visit}/{heel}",
    ],
)
def test_no_address_leads_to_a_file(app_server: Server, results: Results, path: str) -> None:
    address = path.format(folder=results.folder, visit=results.visit, heel=results.named["heel"])
    found = ask(f"{app_server.url}{address}")
    page = ask(app_server.url)
    assert found.status_code >= 400 or found.content == page.content, found.content[:80]


@pytest.mark.parametrize(
    "path", ["healthz", "_stcore/health", "_stcore/metrics", "_stcore/host-config"]
)
def test_what_the_server_says_of_itself_names_nobody(
    app_server: Server, results: Results, path: str
) -> None:
    said = ask(f"{app_server.url}/{path}").text
    secret = (results.visit, results.folder, *results.named.values(), "heel.mp4", "gaitcheck-app-")
    assert not [one for one in secret if one in said]


def test_nobody_puts_a_file_into_a_page_that_was_guessed(app_server: Server) -> None:
    for session in ("1", "00000000-0000-0000-0000-000000000000", "..%2f..", "*"):
        address = f"{app_server.url}/_stcore/upload_file/{session}/1"
        for method in ("PUT", "DELETE", "POST"):
            files = None if method == "DELETE" else {"file": ("a.mp4", b"x")}
            answer = ask(address, method, files=files)
            assert answer.status_code >= 400, (method, session)


def test_the_files_of_a_page_have_names_that_nobody_guesses(
    host: Visit, app_server: Server, results: Results
) -> None:
    page = host.page
    page.goto(results.address(app_server, "heel"))
    page.locator(".gcp-stage canvas").wait_for()
    settle(page)
    found: list[str] = json.loads(
        page.evaluate(
            "JSON.stringify(performance.getEntriesByType('resource').map(e => e.name)"
            ".filter(name => new URL(name).pathname.startsWith('/media/')))"
        )
    )
    assert found
    for address in found:
        name = urlsplit(address).path.removeprefix("/media/").partition(".")[0]
        assert len(name) >= 32
        assert set(name) <= set("0123456789abcdef")
        assert ask(address[:-6] + "0.mp4").status_code == 404


def test_the_name_of_a_film_is_shown_as_it_is_and_does_nothing(
    browser: Browser, app_server: Server, tmp_path_factory: pytest.TempPathFactory
) -> None:
    film = write_example_clip(tmp_path_factory.mktemp("film") / "film.mp4").read_bytes()
    with visit(browser, app_server) as app:
        page = app.page
        clips = [
            {"name": name, "mimeType": "video/mp4", "buffer": film + bytes([number])}
            for number, name in enumerate(ODD_NAMES)
        ]
        page.set_input_files("input[type=file]", clips)  # type: ignore[arg-type]
        expect(page.locator(".st-key-start button")).to_be_enabled(timeout=60_000)
        settle(page)
        assert page.title() == texts.PAGE_TITLE.format(page=texts.PAGES["analyze"])
        main = page.get_by_test_id("stMain")
        assert (
            main.locator("img[src=x], a[href^='javascript'], .katex, strong >> text=b").count() == 0
        )
        shown = main.inner_text()
        assert "img src=x onerror=document.title='taken'.mp4" in shown
        assert "[a](javascriptalert(1)) b $x$ red[c].mp4" in shown
        kept = [path.name for path in app_server.files() if "clips" in path.parts]
        assert any("cmd" in name for name in kept)
        assert not [name for name in kept if set(name) & set('<>:"|?*/\\')]

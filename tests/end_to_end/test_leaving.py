"""A page that is left while it asks again does not empty the next one."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, WebSocketRoute, expect

from tests.end_to_end.browser import Server, serve

pytestmark = [pytest.mark.browser, pytest.mark.slow]
# How late each message of the server reaches the page, so that the page asks too late.
LATE_S = 0.06


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serve(Path(__file__).with_name("leaving_app.py"), tmp_path_factory.mktemp("l")) as server:
        yield server


def slowly(route: WebSocketRoute) -> None:
    server = route.connect_to_server()

    def pass_on(message: str | bytes) -> None:
        time.sleep(LATE_S)
        route.send(message)

    route.on_message(server.send)
    server.on_message(pass_on)


def test_the_next_page_keeps_its_contents(browser: Browser, server: Server) -> None:
    page = browser.new_page()
    page.route_web_socket("**/_stcore/stream", slowly)
    page.goto(server.url)
    for _ in range(2):  # once when it is drawn, once when what was asked too late is answered
        expect(page.get_by_text("the second page")).to_be_visible()
        page.wait_for_timeout(3000)
    page.close()


def test_a_page_of_which_nothing_is_left_is_loaded_again(browser: Browser, server: Server) -> None:
    page = browser.new_page()
    page.goto(f"{server.url}/second")
    expect(page.get_by_text("the second page")).to_be_visible()
    # What React leaves behind when it stumbles.
    empty = "document.querySelector('#root').replaceChildren()"
    page.evaluate(empty)
    expect(page.get_by_text("the second page")).to_be_hidden()
    expect(page.get_by_text("the second page")).to_be_visible(timeout=60_000)
    # What breaks again at once is not loaded over and over.
    page.evaluate(f"sessionStorage.setItem('gaitcheck-reloaded', Date.now()); {empty}")
    page.wait_for_timeout(3000)
    expect(page.get_by_text("the second page")).to_be_hidden()
    page.close()

"""A page that waits asks the app for nothing until there is something new, and then once."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, WebSocketRoute, expect

from tests.end_to_end.browser import Server, serve

pytestmark = [pytest.mark.browser, pytest.mark.slow]
# How late each message of the server reaches the page, as on a slow computer.
LATE_S = 0.06
ROUNDS = 4


@dataclass
class Line:
    """The line between page and server: what the page has asked for, and what has broken."""

    page: Page
    asked: int = 0
    errors: list[str] = field(default_factory=list)

    def open(self, url: str) -> None:
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.route_web_socket("**/_stcore/stream", self._slowly)
        self.page.goto(url)

    def _slowly(self, route: WebSocketRoute) -> None:
        server = route.connect_to_server()

        def ask(message: str | bytes) -> None:
            self.asked += 1
            server.send(message)

        def pass_on(message: str | bytes) -> None:
            time.sleep(LATE_S)
            route.send(message)

        route.on_message(ask)
        server.on_message(pass_on)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    script = Path(__file__).with_name("leaving_server.py")
    with serve(script, tmp_path_factory.mktemp("l")) as server:
        yield server


@pytest.fixture
def line(browser: Browser) -> Iterator[Line]:
    line = Line(browser.new_page())
    yield line
    line.page.close()
    assert line.errors == []


def test_the_app_is_asked_once_when_something_has_changed(line: Line, server: Server) -> None:
    page = line.page
    line.open(server.url)
    bar = page.get_by_role("progressbar").first
    expect(bar).to_be_visible()
    drawn = line.asked
    expect(bar).not_to_have_attribute("aria-valuenow", "0")  # it moves by itself
    assert line.asked == drawn
    expect(page.get_by_text("the second page")).to_be_visible()
    page.wait_for_timeout(3000)
    assert line.asked == drawn + 1
    expect(page.get_by_text("the second page")).to_be_visible()


@pytest.mark.long
def test_a_page_that_is_left_in_any_moment_leaves_the_next_one_whole(
    line: Line, server: Server
) -> None:
    """The visitor goes on by hand, just when what was waited for is there."""
    page = line.page
    line.open(server.url)
    for number in range(ROUNDS):
        expect(page.get_by_role("progressbar").first).to_be_visible()
        page.wait_for_timeout(1200 + 400 * number)
        page.get_by_role("link", name="Second").first.click()
        expect(page.get_by_text("the second page")).to_be_visible()
        page.wait_for_timeout(800)
        expect(page.get_by_text("the second page")).to_be_visible()
        expect(page.get_by_role("progressbar")).to_have_count(0)
        page.get_by_role("link", name="First").first.click()

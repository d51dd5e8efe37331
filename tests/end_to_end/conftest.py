"""One real browser and one running app for all the tests of this folder that a worker runs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.end_to_end.browser import CHROMIUM_ARGUMENTS, Server, Visit, serve, visit
from tests.end_to_end.results import Results, analyse_examples

# A busy machine may be slow, which no test is about.
expect.set_options(timeout=90_000)


@pytest.fixture(scope="package")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture(scope="package")
def app_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The app with a stand-in for the analysis; each test visits it anew."""
    script = Path(__file__).with_name("fake_server.py")
    with serve(script, tmp_path_factory.mktemp("app")) as running:
        yield running


@pytest.fixture(scope="package")
def host(browser: Browser, app_server: Server) -> Iterator[Visit]:
    """A visitor who stays."""
    with visit(browser, app_server) as app:
        yield app


@pytest.fixture(scope="package")
def results(host: Visit) -> Results:
    """What that visitor has had analysed: a sure and an unsure result."""
    return analyse_examples(host, "heel", "unsure")

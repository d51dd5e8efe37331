"""How soon the page of a long result answers.

``python -m benchmarks.page`` makes the result of a clip of 60 s at 120 frames a second (7200
frames, about 170 steps; the example runner of the tests, no pose is run) and prints, as headless
Chromium sees it, after how many seconds the verdict can be read and the page answers a click:

- fresh: from the page that waits to the result, as after an analysis; the player's film is being
  made meanwhile, on the same computer;
- again: the address of a result whose film is there, opened in a new session.

Needs Chromium or Chrome.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, Page, expect, sync_playwright

from gaitcheck.words import page as texts
from tests.conftest import find_chromium
from tests.end_to_end.browser import CHROMIUM_ARGUMENTS, serve
from tests.end_to_end.long_result import FOLDER, write_long_result

SCRIPT: Final = Path(__file__).parents[1] / "tests" / "end_to_end" / "long_server.py"
WAIT_MS: Final = 120_000
FILM_WAIT_MS: Final = 900_000
STEPS, FORM = texts.DETAILS[0], texts.DETAILS[2]

Marks = dict[str, float]
"""Seconds until each thing was there."""


def open_fresh(browser: Browser, url: str) -> tuple[Marks, str]:
    """Go to the result of a new visit from another page; return its seconds and its address.

    Raises
    ------
    RuntimeError
        The film was there before the page had answered, so nothing was measured beside it.
    """
    with _new_page(browser) as page:
        # Here the visit begins, and its result is put in place.
        page.goto(f"{url}/learn")
        page.locator(".gc-footer").wait_for()
        begin = time.perf_counter()
        page.get_by_role("link", name=texts.PAGES["result"]).click()
        marks = _watch(page, begin)
        if page.locator(".gcp-stage canvas").count():
            raise RuntimeError("the film was made too soon: take a longer clip")
        page.locator(".gcp-stage canvas").wait_for(timeout=FILM_WAIT_MS)
        return marks, page.url


def open_again(browser: Browser, address: str) -> Marks:
    """Open a result by its address in a new session; return its seconds."""
    with _new_page(browser) as page:
        begin = time.perf_counter()
        page.goto(address)
        marks = _watch(page, begin)
        page.locator(".gcp-stage canvas").wait_for()
        marks["the player is there"] = time.perf_counter() - begin
        return marks


def _watch(page: Page, begin: float) -> Marks:
    marks = {}
    page.locator(".gc-verdict h1").wait_for()
    marks["verdict can be read"] = time.perf_counter() - begin
    page.locator("article").first.wait_for()
    marks["steps are shown"] = time.perf_counter() - begin
    page.get_by_role("tab", name=FORM).click()
    expect(page.locator(".gc-form table")).to_be_visible(timeout=WAIT_MS)
    marks["a tab answers"] = time.perf_counter() - begin
    page.get_by_role("tab", name=STEPS).click()
    clicked = time.perf_counter()
    page.get_by_test_id("stButtonGroup").get_by_text("Left", exact=True).click()
    expect(page.locator("article").filter(has_text="right foot")).to_have_count(0, timeout=WAIT_MS)
    marks["a filter answers, after its click"] = time.perf_counter() - clicked
    return marks


def open_empty(browser: Browser, url: str) -> Marks:
    """Return the seconds until the title of a page without any result is there, to compare with."""
    with _new_page(browser) as page:
        begin = time.perf_counter()
        page.goto(url)
        page.get_by_role("heading", level=1).wait_for()
        return {"title of Learn, to compare with": time.perf_counter() - begin}


@contextmanager
def _new_page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(WAIT_MS)
    yield context.new_page()
    context.close()


def _print(title: str, runs: list[Marks]) -> None:
    print(f"{title:40} median of {len(runs)} (worst), seconds")
    for what in runs[0]:
        times = [marks[what] for marks in runs]
        print(f"  {what:38} {statistics.median(times):5.2f} ({max(times):.2f})")


def main() -> None:
    """Print the median of several openings."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        write_long_result(folder)
        os.environ[FOLDER] = name
        browser = playwright.chromium.launch(
            executable_path=find_chromium(), args=CHROMIUM_ARGUMENTS
        )
        with serve(SCRIPT, folder) as server:
            # The first visit waits for the server's imports, which later ones find done.
            _, address = open_fresh(browser, server.url)
            fresh = [open_fresh(browser, server.url)[0] for _ in range(runs)]
            again = [open_again(browser, address) for _ in range(runs)]
            empty = [open_empty(browser, f"{server.url}/learn") for _ in range(runs)]
        browser.close()
    _print("fresh, the film being made", fresh)
    _print("again, the film there", again)
    _print("no result", empty)


if __name__ == "__main__":
    main()

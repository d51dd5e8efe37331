"""How soon the page of a long result answers.

``python -m benchmarks.page`` makes the result of a clip of 60 s at 120 frames a second (7200
frames, about 170 steps; the example runner of the tests, no pose is run), opens it in headless
Chromium and prints after how many seconds the verdict can be read and the page answers a click.
Needs Chromium or Chrome.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, expect, sync_playwright

from gaitcheck.ui import texts
from tests.end_to_end.browser import CHROMIUM_ARGUMENTS, find_chromium, serve
from tests.end_to_end.long_result import FOLDER, write_long_result

SCRIPT = Path(__file__).parents[1] / "tests" / "end_to_end" / "long_app.py"
WAIT_MS = 120_000


def open_result(browser: Browser, url: str) -> tuple[dict[str, float], str]:
    """Open the result in a new session; return the seconds to each thing, and its address."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(WAIT_MS)
    page = context.new_page()
    marks = {}
    begin = time.perf_counter()
    page.goto(url)
    page.locator(".gc-verdict h1").wait_for()
    marks["verdict can be read"] = time.perf_counter() - begin
    page.locator("article").first.wait_for()
    marks["steps are shown"] = time.perf_counter() - begin
    page.get_by_role("tab", name=texts.DETAILS[1]).click()
    expect(page.locator(".gc-form table")).to_be_visible(timeout=WAIT_MS)
    marks["a tab answers"] = time.perf_counter() - begin
    page.get_by_role("tab", name=texts.DETAILS[0]).click()
    clicked = time.perf_counter()
    page.get_by_test_id("stButtonGroup").get_by_text("Left", exact=True).click()
    expect(page.locator("article").filter(has_text="right foot")).to_have_count(0, timeout=WAIT_MS)
    marks["a filter answers, after its click"] = time.perf_counter() - clicked
    page.locator(".gcp-stage canvas").wait_for()
    address = page.url
    context.close()
    return marks, address


def open_empty(browser: Browser, url: str) -> float:
    """Return the seconds until the title of a page without any result is there, to compare with."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(WAIT_MS)
    page = context.new_page()
    begin = time.perf_counter()
    page.goto(url)
    page.get_by_role("heading", level=1).wait_for()
    seconds = time.perf_counter() - begin
    context.close()
    return seconds


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
            # The first one waits for the server's imports and the copy, while the film is made.
            first, address = open_result(browser, f"{server.url}/result")
            others = [open_result(browser, address)[0] for _ in range(runs)]
            empty = [open_empty(browser, f"{server.url}/learn") for _ in range(runs)]
        browser.close()
    print(f"{'seconds':34} first  median of {runs} (worst)")
    for what, seconds in first.items():
        times = [marks[what] for marks in others]
        print(f"{what:34} {seconds:5.2f}  {statistics.median(times):5.2f} ({max(times):.2f})")
    words = "title of Learn, to compare with"
    print(f"{words:34}        {statistics.median(empty):5.2f} ({max(empty):.2f})")


if __name__ == "__main__":
    main()

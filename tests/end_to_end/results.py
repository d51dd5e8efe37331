"""Finished results of one visit in a browser, and their addresses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page, expect

from gaitcheck.model import VerdictStrike
from gaitcheck.ui import texts
from tests.end_to_end.browser import Server, Visit
from tests.examples import make_analysis, write_example_clip


@dataclass(frozen=True)
class Results:
    """The name of the visit, and that of each result by its verdict."""

    visit: str
    named: Mapping[str, str]

    def address(self, server: Server, verdict: str) -> str:
        """Return the address of a result."""
        return f"{server.url}/result?visit={self.visit}&result={self.named[verdict]}"


def analyse_examples(app: Visit, folder: Path, *verdicts: VerdictStrike) -> Results:
    """Have the stand-in analyse a drawn clip for each verdict."""
    clips = [write_example_clip(folder / f"{v}.mp4", make_analysis(v)) for v in verdicts]
    app.upload(*clips)
    app.start()
    page = app.page
    page.locator(".gc-verdict").wait_for()
    expect(page.get_by_role("progressbar")).to_have_count(0, timeout=90_000)
    settle(page)  # the first result opens by itself: a click meanwhile would be lost
    named = {}
    visit = ""
    for verdict in verdicts:
        page.get_by_role("link", name=texts.PAGES["analyze"]).click()
        expect(page.get_by_role("heading", name=texts.RESULTS_TITLE)).to_be_visible()
        settle(page)
        opens = texts.OPEN_RESULT_NAMED.format(name=f"{verdict}.mp4")
        page.get_by_role("button", name=opens, exact=True).click()
        sentence = texts.VERDICT_SENTENCE[verdict]
        expect(page.get_by_role("heading", level=1, name=sentence)).to_be_visible(timeout=90_000)
        page.wait_for_url("**result=*")
        query = parse_qs(urlsplit(page.url).query)
        named[verdict], visit = query["result"][0], query["visit"][0]
    return Results(visit, named)


def settle(page: Page) -> None:
    """Wait until the server has nothing more to say."""
    page.wait_for_timeout(200)
    page.wait_for_function("!document.querySelector('[data-testid=stStatusWidget]')")
    page.wait_for_timeout(200)

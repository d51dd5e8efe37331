"""Finished results of one visit in a browser, and their addresses."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Final
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Download, Locator, Page, expect
from playwright.sync_api import TimeoutError as NotInTime

from gaitcheck.model import VerdictStrike
from gaitcheck.words import page as texts
from tests.end_to_end.browser import Server, Visit
from tests.examples import make_analysis, write_example_clip
from tests.kept import kept

# Streamlit says on its page whether the script runs. Each call counts the time anew.
STILL: Final = """
call => {
  const app = document.querySelector("[data-testid=stApp]");
  const still = app?.dataset.testScriptState === "notRunning"
    && app.dataset.testConnectionState === "CONNECTED";
  if (window.testCall !== call || !still) window.testStill = performance.now();
  window.testCall = call;
  return performance.now() - window.testStill >= 200;
}
"""
_calls: Final = count()


@dataclass(frozen=True)
class Results:
    """The name of the visit, that of each result by its verdict, and the folder of its files."""

    visit: str
    named: Mapping[str, str]
    folder: str

    def address(self, server: Server, verdict: str) -> str:
        """Return the address of a result."""
        return f"{server.url}/result?visit={self.visit}&result={self.named[verdict]}"

    def files(self, server: Server) -> list[Path]:
        """Return the files of this visit that are on disk now."""
        return [path for path in server.files() if server.visit_of(path) == self.folder]


def analyse_examples(app: Visit, *verdicts: VerdictStrike) -> Results:
    """Have the stand-in analyse a drawn clip for each verdict."""
    others = app.server.visits()
    app.upload(*(drawn_clip(verdict) for verdict in verdicts))
    # The name of a file is shown before the page has put the file away.
    expect(app.page.locator(".st-key-start button")).to_be_enabled(timeout=30_000)
    (own,) = app.server.visits() - others
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
    return Results(visit, named, own)


def drawn_clip(verdict: VerdictStrike) -> Path:
    """Return the drawn clip of a verdict, of which the stand-in says that; do not change it."""
    name = f"{verdict}.mp4"

    def draw(folder: Path) -> None:
        write_example_clip(folder / name, make_analysis(verdict))

    return kept(f"drawn-{verdict}", draw) / name


def settle(page: Page) -> None:
    """Wait until the server has had nothing to say for a moment."""
    page.wait_for_function(STILL, arg=next(_calls))


def tick(page: Page, words: str, *, on: bool = True) -> None:
    """Tick or untick a checkbox or a switch of the page by its words."""
    box = page.get_by_role("checkbox", name=words, checked=on).or_(
        page.get_by_role("switch", name=words, checked=on)
    )
    click_until(page.get_by_text(words), box)


def unfold(page: Page, words: str) -> None:
    """Open a part that is folded up."""
    heading = page.locator("summary").filter(has_text=words)
    click_until(heading, page.locator("details[open] > summary").filter(has_text=words))


def open_tab(page: Page, name: str) -> None:
    """Open a tab."""
    click_until(
        page.get_by_role("tab", name=name), page.get_by_role("tab", name=name, selected=True)
    )


def click_until(clicked: Locator, wanted: Locator, tries: int = 6) -> None:
    """Click until what is wanted is there: clicks on a page that is being drawn get lost."""
    page = clicked.page
    for _ in range(tries):
        settle(page)
        if wanted.count():
            return
        clicked.click()
        with suppress(AssertionError):
            expect(wanted).to_have_count(1, timeout=10_000)
    expect(wanted).to_have_count(1)


def pick(choice: Locator, option: Locator, tries: int = 6) -> None:
    """Open a list and take one of its options, again where the page closed it in between."""
    for last in range(tries):
        choice.click()
        try:
            option.click(timeout=10_000)
        except NotInTime:
            if last == tries - 1:
                raise
        else:
            return


def download(button: Locator) -> Download:
    """Press a button until its file comes: a click on a page that is still being built is lost."""
    page = button.page
    for seconds in (10, 20, 60):
        settle(page)
        try:
            with page.expect_download(timeout=1000 * seconds) as taken:
                button.click()
        except NotInTime:
            continue
        return taken.value
    raise AssertionError(f"no file came from {button}")

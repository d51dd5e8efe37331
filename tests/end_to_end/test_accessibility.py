"""Every page against WCAG 2.1 AA with axe-core, light on a desktop and dark on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import pytest
from playwright.sync_api import Browser, Page, expect

from gaitcheck.words import comparison as texts_compare
from gaitcheck.words import page as texts
from gaitcheck.words import review as words
from tests.end_to_end.accessible import assert_clean
from tests.end_to_end.browser import Server, Visit, borrowed_page
from tests.end_to_end.open_clip import (
    back_to_result,
    bring_open_clip,
    open_desk,
    wait_for_answer,
)
from tests.end_to_end.results import Results, open_tab, settle, unfold

TAB: Final = "[role=tabpanel]:not([inert], [hidden])"

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def server(app_server: Server) -> Server:
    return app_server


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with borrowed_page(browser) as lent:
        yield lent


def test_bringing_a_clip(page: Page, server: Server, results: Results) -> None:
    page.goto(server.url)
    expect(page.get_by_role("heading", name="From the side")).to_be_visible()
    assert_clean(page)
    page.goto(f"{server.url}/?visit={results.visit}")
    expect(page.get_by_role("heading", name=texts.RESULTS_TITLE)).to_be_visible()
    unfold(page, texts.SETTINGS)
    assert_clean(page)


def test_a_sure_result_in_all_its_tabs(page: Page, server: Server, results: Results) -> None:
    page.goto(results.address(server, "heel"))
    page.locator(".gcp-stage canvas").wait_for()
    expect(page.get_by_role("heading", level=1)).to_have_text(texts.VERDICT_SENTENCE["heel"])
    unfold(page, words.METRONOME_TITLE)
    page.locator(".gcm").wait_for()
    for name in texts.DETAILS:
        open_tab(page, name)
        folded = page.locator("[role=tabpanel]:visible details:not([open]) > summary")
        while folded.count():
            folded.first.click()
        # Around the tabs nothing changes.
        assert_clean(page, "html" if name == texts.DETAILS[0] else TAB)


OUTLINE: Final = """
() => {
  let element = document.activeElement;
  while (element.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  const { outlineStyle, outlineWidth, outlineOffset } = getComputedStyle(element);
  const words = element.getAttribute("aria-label") || element.innerText || "";
  return [element.tagName, words, `${outlineStyle} ${outlineWidth} ${outlineOffset}`];
}
"""


def test_where_one_is_by_keyboard_is_seen(page: Page, server: Server, results: Results) -> None:
    page.goto(results.address(server, "heel"))
    page.locator(".gcp-stage canvas").wait_for()
    settle(page)
    wanted = [*texts.PAGES.values(), "first contact", texts.DETAILS[0]]
    for _ in range(60):
        page.keyboard.press("Tab")
        tag, words, outline = page.evaluate(OUTLINE)
        if tag != "MAIN" and wanted[0] in words:
            wanted.pop(0)
            # Drawn inwards, for what stands around these cuts off the outside.
            assert outline == "solid 3px -3px", words
        if not wanted:
            break
    assert wanted == []


def test_an_unsure_result_and_none(page: Page, server: Server, results: Results) -> None:
    page.goto(results.address(server, "unsure"))
    page.locator(".gcp-stage canvas").wait_for()
    assert_clean(page)
    page.goto(f"{server.url}/result")
    expect(page.get_by_role("heading", name=texts.NO_RESULT_TITLE)).to_be_visible()
    assert_clean(page)


@pytest.mark.long
def test_looking_oneself(page: Page, server: Server) -> None:
    page.goto(server.url)
    bring_open_clip(Visit(page, server))
    open_desk(page, words.LOOK)
    page.keyboard.press("h")
    wait_for_answer(page)
    page.locator(".gcr-help summary").click()
    assert_clean(page)
    back_to_result(page)
    open_desk(page, words.REVIEW)
    page.keyboard.press("h")
    wait_for_answer(page)
    page.locator(".gcr-help summary").click()
    page.keyboard.press("n")
    unfold(page, words.AGREEMENT_TITLE)
    unfold(page, words.FILES_TITLE)
    assert_clean(page)


def test_the_comparison(page: Page, server: Server, results: Results) -> None:
    page.goto(f"{server.url}/compare")
    expect(page.get_by_role("heading", name=texts_compare.EMPTY_TITLE)).to_be_visible()
    assert_clean(page)
    page.goto(f"{server.url}/compare?visit={results.visit}")
    expect(page.get_by_role("heading", name=texts_compare.FLIPBOOK_TITLE)).to_be_visible()
    expect(page.get_by_role("heading", name=texts_compare.TABLE_LARGER)).to_be_visible()
    assert_clean(page)


def test_learn(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/learn")
    page.locator(".gc-footer").wait_for()
    assert_clean(page)

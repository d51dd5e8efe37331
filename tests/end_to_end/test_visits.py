"""Addresses, tabs, visitors and keys, in a real headless browser with a stand-in analysis."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from gaitcheck.words import page as texts
from tests.end_to_end.browser import Server, Visit, visit
from tests.end_to_end.results import Results, analyse_examples, click_until, open_tab, settle

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def server(app_server: Server) -> Server:
    return app_server


def sees(page: Page, verdict: str) -> None:
    sentence = texts.VERDICT_SENTENCE[verdict]  # type: ignore[index]
    expect(page.get_by_role("heading", level=1)).to_have_text(sentence, timeout=60_000)


def sees_nothing(page: Page) -> None:
    expect(page.get_by_role("heading", name=texts.NO_RESULT_TITLE)).to_be_visible(timeout=60_000)
    expect(page.get_by_role("button", name=texts.GO_ANALYZE)).to_be_visible()
    expect(page.locator(".gc-verdict")).to_have_count(0)


def written(server: Server, results: Results) -> dict[Path, int]:
    """Return when each file of the visit was last written."""
    return {path: path.stat().st_mtime_ns for path in results.files(server)}


@pytest.mark.parametrize("verdict", ["heel", pytest.param("unsure", marks=pytest.mark.long)])
def test_a_reload_keeps_the_result(
    host: Visit, server: Server, results: Results, verdict: str
) -> None:
    host.page.goto(results.address(server, verdict))
    sees(host.page, verdict)
    host.page.locator(".gcp-stage canvas").wait_for()
    settle(host.page)
    address, before = host.page.url, written(server, results)
    host.page.reload()
    sees(host.page, verdict)
    host.page.locator(".gcp-stage canvas").wait_for()
    assert host.page.url == address
    assert written(server, results) == before


@pytest.mark.long
def test_the_back_button_leads_to_the_list_and_on_again(
    host: Visit, server: Server, results: Results
) -> None:
    page = host.page
    page.goto(f"{server.url}/?visit={results.visit}")
    opens = texts.OPEN_RESULT_NAMED.format(name="unsure.mp4")
    page.get_by_role("button", name=opens, exact=True).click()
    sees(page, "unsure")
    expect(page).to_have_title(texts.PAGE_TITLE.format(page=texts.PAGES["result"]))
    page.go_back()
    expect(page).to_have_title(texts.PAGE_TITLE.format(page=texts.PAGES["analyze"]))
    expect(page.get_by_role("heading", name=texts.RESULTS_TITLE)).to_be_visible(timeout=60_000)
    page.go_forward()
    sees(page, "unsure")
    page.go_back()
    expect(page.get_by_role("heading", name=texts.RESULTS_TITLE)).to_be_visible(timeout=60_000)
    page.wait_for_function("window.history.gaitcheck")  # the last thing that comes to the page
    settle(page)
    # That the app names the visit in the address is no step of its own: one leaves at once.
    for name in ("learn", "compare"):
        link = page.get_by_test_id("stHeader").get_by_role("link", name=texts.PAGES[name])
        link.click()
        page.wait_for_url(f"{server.url}/{name}?visit={results.visit}")
        expect(page).to_have_title(texts.PAGE_TITLE.format(page=texts.PAGES[name]))
    for name in ("learn", "analyze"):
        page.go_back()
        expect(page).to_have_title(texts.PAGE_TITLE.format(page=texts.PAGES[name]))


@pytest.mark.long
def test_a_second_tab_shows_the_same_and_closing_it_removes_nothing(
    host: Visit, server: Server, results: Results
) -> None:
    host.page.goto(results.address(server, "heel"))
    sees(host.page, "heel")
    host.page.locator(".gcp-stage canvas").wait_for()
    settle(host.page)
    before = set(results.files(server))
    second = host.page.context.new_page()
    second.goto(results.address(server, "heel"))
    sees(second, "heel")
    second.close()
    settle(host.page)
    assert set(results.files(server)) == before
    host.page.reload()
    sees(host.page, "heel")


def test_who_does_not_know_the_visit_sees_none_of_it(
    browser: Browser, server: Server, results: Results
) -> None:
    heel = results.named["heel"]
    with visit(browser, server, address=f"{server.url}/result") as stranger:
        page = stranger.page
        sees_nothing(page)
        for asked in (
            f"result={heel}",
            "visit=..%2F..%2Fetc&result=..%2Fpasswd",
            "visit=%C3%A4&result=%00",
            f"visit={results.visit}x&result={heel}",
        ):
            page.goto(f"{server.url}/result?{asked}")
            sees_nothing(page)
        page.get_by_role("button", name=texts.GO_ANALYZE).click()
        expect(page.get_by_test_id("stFileUploader")).to_be_visible()
        expect(page.get_by_role("heading", name=texts.RESULTS_TITLE)).to_have_count(0)


def test_two_visitors_never_see_each_others_results(
    browser: Browser, server: Server, results: Results
) -> None:
    with visit(browser, server) as other:
        theirs = analyse_examples(other, "toe")
        assert theirs.visit != results.visit
        # The name of a foreign result in one's own visit shows one's own.
        foreign = f"result?visit={theirs.visit}&result={results.named['heel']}"
        other.page.goto(f"{server.url}/{foreign}")
        sees(other.page, "toe")
        assert results.named["heel"] not in other.page.url
        expect(other.page.get_by_text("heel.mp4")).to_have_count(0)


@pytest.mark.long
def test_a_click_computes_nothing_anew(host: Visit, server: Server, results: Results) -> None:
    page = host.page
    page.goto(results.address(server, "heel"))
    page.locator(".gcp-stage canvas").wait_for()
    settle(page)
    before = written(server, results)
    for tab in (*reversed(texts.DETAILS), texts.DETAILS[0]):
        open_tab(page, tab)
        settle(page)
    expect(page.locator("article")).to_have_count(8)
    feet = page.get_by_test_id("stButtonGroup")
    left = feet.get_by_role("button", name="Left", pressed=True)
    click_until(feet.get_by_text("Left", exact=True), left)
    expect(page.locator("article")).to_have_count(4)
    expect(page.locator("article").first).to_contain_text("left foot")
    settle(page)
    assert page.get_by_role("progressbar").count() == 0
    expect(page.locator(".gcp-stage canvas")).to_be_visible()
    assert written(server, results) == before


def press_until_focused(page: Page, mark: str, key: str = "Tab", most: int = 40) -> None:
    """Move the focus by a key until it is in what the selector finds."""
    for _ in range(most):
        page.keyboard.press(key)
        if page.evaluate("mark => document.activeElement?.matches(mark) ?? false", mark):
            return
    raise AssertionError(f"the focus never came to {mark}")


def test_keys_alone_lead_from_a_sample_to_its_steps(browser: Browser, server: Server) -> None:
    with visit(browser, server) as app:
        page = app.page
        press_until_focused(page, ".st-key-sample button")
        page.keyboard.press("Enter")
        expect(page.locator(".gc-verdict")).to_be_visible(timeout=60_000)
        settle(page)
        press_until_focused(page, "[role=tab]", most=60)
        for _ in range(texts.DETAILS.index("Running form")):
            page.keyboard.press("ArrowRight")
        page.keyboard.press("Enter")
        expect(page.locator(".gc-form table")).to_be_visible()
        ring = page.evaluate(
            "(() => { const s = getComputedStyle(document.activeElement);"
            "return [s.outlineStyle, s.boxShadow] })()"
        )
        assert ring != ["none", "none"], "where the focus is cannot be seen"


def test_the_visit_folder_is_for_its_owner_only(server: Server, results: Results) -> None:
    folders = list(server.temporary.glob("gaitcheck-app-*"))
    assert folders
    if os.name == "posix":
        assert all(folder.stat().st_mode & 0o077 == 0 for folder in folders)

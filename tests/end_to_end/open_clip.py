"""A clip of which gaitcheck is not sure though a person can see it: brought, and its desks."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from gaitcheck.words import review as words
from tests.end_to_end.browser import Visit
from tests.end_to_end.results import settle
from tests.kept import kept

STEPS = 8


def open_clip() -> Path:
    """Return the drawn clip, of which the stand-in says nothing sure; do not change it."""

    def draw(folder: Path) -> None:
        from tests.end_to_end.example_results import write_open_clip

        write_open_clip(folder)

    return kept("drawn-open", draw) / "open.mp4"


def bring_open_clip(app: Visit) -> None:
    """Have it analysed, and wait for its result."""
    app.upload(open_clip())
    app.start()
    # The first time the stand-in makes the result, which takes a busy machine a while.
    app.page.locator(".gc-verdict").wait_for(timeout=240_000)
    expect(app.page.get_by_role("button", name=words.REVIEW)).to_be_visible()
    settle(app.page)


def open_desk(page: Page, button: str) -> None:
    """Press a button that leads to a desk, and wait until its first picture is drawn."""
    page.get_by_role("button", name=button).click()
    expect(page.locator(".gcr")).to_be_focused()
    page.locator(".gcr-large[data-drawn]").wait_for()
    expect(page.get_by_role("heading", level=1)).to_be_in_viewport()


def wait_for_answer(page: Page) -> None:
    """Wait until all that was said has been taken in."""
    expect(page.locator(".gcr")).to_have_attribute("aria-busy", "false")
    settle(page)


def back_to_result(page: Page) -> None:
    """Leave the desk."""
    page.get_by_role("button", name=words.BACK).click()
    page.locator(".gc-verdict").wait_for()
    settle(page)

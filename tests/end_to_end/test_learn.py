"""The page Learn in a real headless browser."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from gaitcheck.advice.drawings import DRAWINGS
from gaitcheck.words import learn as texts
from tests.end_to_end.browser import TOO_WIDE, Server, visit
from tests.end_to_end.results import tick

pytestmark = pytest.mark.browser
LAST_WORD = list(texts.GLOSSARY)[-1]


@pytest.fixture
def server(app_server: Server) -> Server:
    return app_server


@contextmanager
def learn(browser: Browser, server: Server, anchor: str = "", **options: Any) -> Iterator[Page]:
    """Open the page."""
    with visit(browser, server, address=f"{server.url}/learn{anchor}", **options) as app:
        app.page.locator("dt", has_text=LAST_WORD).wait_for()
        yield app.page


def test_nothing_is_wider_than_the_screen_and_every_picture_loads(
    browser: Browser, server: Server
) -> None:
    with learn(browser, server, scheme="dark") as page:
        for width in (1400, 820, 390):
            page.set_viewport_size({"width": width, "height": 900})
            page.wait_for_function(f"window.innerWidth === {width} && !({TOO_WIDE})")
            images = page.locator("[data-testid=stMain] img")
            assert images.count() > 10
            assert images.evaluate_all("all => all.every(i => i.complete && i.naturalWidth > 0)")
        shapes = images.evaluate_all(
            "all => all.map(i => [i.getAttribute('width') / i.getAttribute('height'),"
            " i.naturalWidth / i.naturalHeight])"
        )
        for stated, real in shapes:  # before a picture is there, its place is free
            assert stated == pytest.approx(real, rel=0.03)
        page.get_by_role("link", name=texts.SECTIONS["glossary"], exact=True).click()
        expect(page.locator("#glossary")).to_be_in_viewport()
        assert page.url.endswith("#glossary")


def test_an_address_with_a_section_opens_there(browser: Browser, server: Server) -> None:
    size: ViewportSize = {"width": 390, "height": 800}
    with learn(browser, server, "#filming", size=size) as page:
        heading = page.locator("#filming")
        expect(heading).to_be_in_viewport()
        page.wait_for_timeout(1500)  # whatever comes late must not push it away
        box = heading.bounding_box()
        assert box is not None
        assert 0 <= box["y"] < size["height"] / 4


def test_the_drawings_move_until_they_are_stopped_or_less_motion_was_asked_for(
    browser: Browser, server: Server
) -> None:
    with learn(browser, server) as page:
        page.emulate_media(reduced_motion="reduce")
        expect(page.locator(".gc-moves:visible")).to_have_count(0)
        expect(page.locator(".gc-rests:visible")).to_have_count(len(DRAWINGS))
        page.emulate_media(reduced_motion="no-preference")
        drawing = page.locator(".gc-moves").first
        drawing.scroll_into_view_if_needed()
        seen = {drawing.screenshot()}
        for _ in range(4):
            page.wait_for_timeout(400)
            seen.add(drawing.screenshot())
            if len(seen) > 1:
                break
        assert len(seen) > 1
        tick(page, texts.MOVING, on=False)
        expect(page.locator(".gc-moves")).to_have_count(0)
        still = page.get_by_role("img", name=DRAWINGS["leg_swings"].description)
        expect(still).to_be_visible()

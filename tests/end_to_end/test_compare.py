"""The comparison in a real browser: the flip-book turns its leaves, files are compared."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect

from gaitcheck.compare.stride import PHASES
from gaitcheck.words import comparison as texts
from tests.end_to_end.browser import (
    DESKTOP,
    PHONE,
    PRINT,
    TOO_WIDE,
    Server,
    serve,
    visit,
)
from tests.end_to_end.compare_examples import NAMES, write_examples
from tests.end_to_end.results import tick, unfold

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@dataclass(frozen=True)
class Place:
    server: Server
    examples: Path


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    examples = tmp_path_factory.mktemp("examples")
    write_examples(examples)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GAITCHECK_TEST_EXAMPLES", str(examples))
        script = Path(__file__).with_name("compare_app.py")
        with serve(script, tmp_path_factory.mktemp("server")) as server:
            yield Place(server, examples)


@contextmanager
def compare(
    browser: Browser, place: Place, *clips: str, size: ViewportSize = DESKTOP
) -> Iterator[Page]:
    assert set(clips) <= set(NAMES)
    address = f"{place.server.url}/?clips={','.join(clips)}"
    with visit(browser, place.server, size, address) as app:
        app.page.get_by_role("heading", name=texts.TITLE, exact=True).wait_for()
        yield app.page


def open_book(page: Page) -> Locator:
    book = page.locator(".gcf:not([aria-busy])")
    book.wait_for()
    return book


def parts_shown(book: Locator) -> list[int]:
    return [int(canvas.get_attribute("data-part") or -1) for canvas in book.locator("canvas").all()]


def pixels(book: Locator, which: int) -> str:
    return str(book.locator("canvas").nth(which).evaluate(PRINT))


def test_one_slider_and_the_marks_move_both_clips(browser: Browser, place: Place) -> None:
    with compare(browser, place, "heel", "toe") as page:
        book = open_book(page)
        slider = book.get_by_role("slider", name=texts.FLIPBOOK_WORDS["slider"])
        assert parts_shown(book) == [0, 0]
        first = [pixels(book, which) for which in (0, 1)]
        slider.fill("50")
        assert parts_shown(book) == [PHASES // 2] * 2
        expect(slider).to_have_attribute("aria-valuetext", "50 % of the stride")
        assert all(pixels(book, which) != first[which] for which in (0, 1))
        slider.fill("0")
        assert [pixels(book, which) for which in (0, 1)] == first
        # Marks lead to contact and toe-off.
        book.get_by_role("button", name="Go to left toe-off").first.click()
        expect(book.locator("output")).to_have_text("36 % of the stride")
        book.get_by_role("button", name="Go to right contact").first.click()
        assert parts_shown(book) == [PHASES // 2] * 2


def test_on_a_phone_all_fits_and_the_keyboard_does_everything(
    browser: Browser, place: Place
) -> None:
    with compare(browser, place, "heel", "toe", size=PHONE) as page:
        book = open_book(page)
        boxes = [canvas.bounding_box() for canvas in book.locator("canvas").all()]
        slider = book.get_by_role("slider").bounding_box()
        assert slider is not None
        first, second = boxes
        assert first is not None
        assert second is not None
        assert second["y"] > first["y"] + first["height"], "stacked"
        assert slider["y"] + slider["height"] - first["y"] < PHONE["height"]
        assert not page.evaluate(TOO_WIDE)
        book.get_by_role("slider").focus()
        for _ in range(3):
            page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowLeft")
        assert parts_shown(book) == [2, 2]
        page.keyboard.press("End")
        assert parts_shown(book) == [PHASES, PHASES]
        page.keyboard.press("Home")
        assert parts_shown(book) == [0, 0]
        page.keyboard.press("Space")
        pause = book.get_by_role("button", name=texts.FLIPBOOK_WORDS["pause"], exact=True)
        pause.wait_for()
        page.wait_for_function(
            "() => document.querySelector('.gcf canvas')?.dataset.part > 3"
            " || [...document.querySelectorAll('*')].some(e => e.shadowRoot"
            "?.querySelector('.gcf canvas')?.dataset.part > 3)"
        )
        page.keyboard.press("Space")
        book.get_by_role("button", name=texts.FLIPBOOK_WORDS["play"], exact=True).wait_for()
        stopped = parts_shown(book)
        page.wait_for_timeout(300)
        assert parts_shown(book) == stopped


def test_opposite_ways_are_mirrored_until_one_says_no(browser: Browser, place: Place) -> None:
    with compare(browser, place, "heel", "heel_right") as page:
        book = open_book(page)
        box = book.get_by_role("checkbox", name=texts.FLIPBOOK_WORDS["mirror"])
        expect(box).to_be_checked()
        mirrored = pixels(book, 1), pixels(book, 0)
        box.uncheck()
        assert pixels(book, 1) != mirrored[0]
        assert pixels(book, 0) == mirrored[1]
        tick(page, texts.COMBINE_TOGGLE)
        page.get_by_role("heading", name=texts.COMBINE_RESULT).wait_for()


def test_saved_results_can_be_compared(browser: Browser, place: Place) -> None:
    with compare(browser, place) as page:
        page.get_by_text(texts.EMPTY_NONE).wait_for()
        unfold(page, texts.SOURCE_FILES)
        # A field goes when its file is kept: only then is the next one sure to stay.
        for left, name in ((2, "heel"), (1, "toe")):
            fields = page.locator("input[type=file]")
            expect(fields).to_have_count(left)
            fields.first.set_input_files(place.examples / name / "analysis.json")
            expect(fields).to_have_count(left - 1)
        page.get_by_text("left foot-strike angle from 18° (heel) to −7° (toe)").wait_for()
        page.get_by_text(texts.FLIPBOOK_FILES).wait_for()

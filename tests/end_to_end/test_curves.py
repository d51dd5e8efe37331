"""The curves in a real headless browser: they are drawn, fit the page, and can be saved."""

from __future__ import annotations

import struct
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from gaitcheck.words import evidence as texts_evidence
from gaitcheck.words import page as texts
from tests.end_to_end.browser import TOO_WIDE, Server, serve, visit
from tests.end_to_end.example_results import write_example_result
from tests.end_to_end.results import open_tab
from tests.examples import make_analysis

pytestmark = pytest.mark.browser
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("curves")
    write_example_result(folder / "my run", make_analysis("mixed"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GAITCHECK_TEST_RESULT", str(folder / "my run"))
        with serve(Path(__file__).with_name("curves_app.py"), folder) as running:
            yield running


@contextmanager
def curves(browser: Browser, server: Server, **options: Any) -> Iterator[Page]:
    """Open the curves."""
    with visit(browser, server, address=server.url, **options) as app:
        open_tab(app.page, texts.DETAILS[1])
        app.page.locator("svg.marks").nth(7).wait_for()
        yield app.page


def test_charts_fit_the_page_and_say_what_they_show(browser: Browser, server: Server) -> None:
    with curves(browser, server, scheme="dark") as page:
        for width in (1400, 820, 390):
            page.set_viewport_size({"width": width, "height": 900})
            page.wait_for_function(
                "width => [...document.querySelectorAll('svg.marks')]"
                ".every(chart => chart.getBoundingClientRect().width < width)",
                arg=width,
            )
            page.wait_for_function(f"!({TOO_WIDE})")
            for chart in page.locator("svg.marks").all():
                box = chart.bounding_box()
                assert box is not None
                assert 200 < box["width"] < width
        named = page.get_by_label("Left foot, foot angle over 3 strides", exact=False)
        expect(named.first).to_be_visible()


def test_a_chart_is_saved_by_keyboard_as_svg_and_as_png(browser: Browser, server: Server) -> None:
    with curves(browser, server) as page:
        saved = {}
        for form, words in texts_evidence.SAVE.items():
            name = f"{words.format(foot='left foot')}: {texts_evidence.TITLES['angle']}"
            button = page.get_by_role("button", name=name, exact=True)
            button.focus()
            with page.expect_download() as download:
                page.keyboard.press("Enter")
            assert download.value.suggested_filename == f"my run_angle_left.{form}"
            saved[form] = Path(download.value.path()).read_bytes()
    drawing = ET.fromstring(saved["svg"])
    assert drawing.tag == f"{SVG}svg"
    title = drawing.find(f"{SVG}title")
    assert title is not None
    assert (title.text or "").startswith("Left foot, foot angle over 3 strides")
    said = {text.text for text in drawing.iter(f"{SVG}text")}
    assert {texts_evidence.CONTACT, texts_evidence.TOE_OFF, "Left foot"} <= said
    assert saved["png"].startswith(b"\x89PNG")
    width, height = struct.unpack(">II", saved["png"][16:24])
    assert width > 600
    assert height > 600

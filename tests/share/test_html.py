"""The HTML page, parsed."""

from __future__ import annotations

import base64
import datetime as dt
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

import pytest

from gaitcheck.model import Analysis
from gaitcheck.share.content import MOST_LISTED, build_content
from gaitcheck.share.html import render_html
from gaitcheck.words import reports as texts
from tests.conftest import find_chromium
from tests.examples import (
    make_analysis,
    make_clip,
    make_mixed_analysis,
    make_step,
    make_stepless_analysis,
    make_unsure_analysis,
)
from tests.share.reports import strained_analysis, strip_picture

DAY = dt.date(2026, 3, 1)
VOID = {"meta", "img", "br", "hr", "input", "link"}
HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(2)> {{ 7*7 }}.mp4'


@dataclass
class Page(HTMLParser):
    """The elements of a page in order, and its text."""

    elements: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def all(self, tag: str) -> list[dict[str, Any]]:
        return [attributes for name, attributes in self.elements if name == tag]


def parse(analysis: Analysis) -> tuple[Page, str]:
    strips = {step.index: strip_picture(step.index) for step in analysis.steps}
    source = render_html(build_content(analysis, DAY), strips).decode("utf-8")
    page = Page()
    page.feed(source)
    page.close()
    assert page.open == []
    return page, " ".join(" ".join(page.text).split())


@pytest.mark.parametrize(
    "analysis",
    [
        make_analysis("heel"),
        make_mixed_analysis(),
        make_unsure_analysis(),
        make_stepless_analysis(),
        strained_analysis(),
        make_analysis(clip=make_clip(file=HOSTILE)),
    ],
    ids=["heel", "mixed", "unsure", "refused", "strained", "hostile"],
)
def test_a_page_asks_nobody_for_anything_and_runs_no_script(analysis: Analysis) -> None:
    page, text = parse(analysis)
    tags = {tag for tag, _ in page.elements}
    assert tags.isdisjoint({"script", "link", "iframe", "object", "base", "form", "a"})
    for tag, attributes in page.elements:
        assert not [name for name in attributes if name.startswith("on")]
        for name in ("src", "href", "srcset", "data", "action", "poster"):
            assert str(attributes.get(name, "data:")).startswith("data:"), (tag, name)
    policy = next(m["content"] for m in page.all("meta") if m.get("http-equiv"))
    assert "default-src 'none'" in policy
    assert texts.VERDICT_SENTENCE[analysis.verdict.strike] in text
    assert texts.DISCLAIMER in text


def test_a_hostile_name_is_shown_as_text() -> None:
    _, text = parse(make_analysis(clip=make_clip(file=HOSTILE)))
    assert '"><script>alert(1)' in text
    assert "49" not in text.split("Step to step")[0].replace("0.49", "")


def test_every_picture_has_its_own_words_and_is_in_the_page() -> None:
    analysis = make_analysis("heel")
    page, _ = parse(analysis)
    pictures = page.all("img")
    assert len(pictures) == len(analysis.steps) + 2
    assert len({picture["alt"] for picture in pictures}) == len(analysis.steps)
    shown = [base64.b64decode(picture["src"].partition(",")[2]) for picture in pictures]
    assert set(shown) == {strip_picture(step.index) for step in analysis.steps}
    gauges = [a for a in page.all("div") if a.get("role") == "img"]
    assert [("Foot-strike angle" in gauge["aria-label"]) for gauge in gauges] == [True, True]


def test_a_long_run_shows_its_first_steps_and_says_so() -> None:
    base = make_analysis("heel")
    steps = tuple(make_step(k, ("left", "right")[k % 2], 0.02 * k, "heel") for k in range(140))
    page, text = parse(replace(base, steps=steps))
    assert "The first 60 of 140 steps in pictures" in text
    assert len(page.all("img")) == MOST_LISTED + 2


def test_headings_go_down_one_level_at_a_time() -> None:
    page, _ = parse(strained_analysis())
    levels = [int(tag[1]) for tag, _ in page.elements if tag in {"h1", "h2", "h3"}]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(b - a <= 1 for a, b in pairwise(levels))
    assert page.all("html") == [{"lang": texts.LANGUAGE}]
    assert "".join(page.text).count(texts.TITLE.split("{", maxsplit=1)[0]) == 1


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 1200])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_fits_every_width_and_loads_nothing(
    width: int, scheme: Any, tmp_path: Any
) -> None:
    from playwright.sync_api import sync_playwright

    strips = {k: strip_picture() for k in range(60)}
    path = tmp_path / "report.html"
    path.write_bytes(render_html(build_content(strained_analysis(), DAY), strips))
    asked: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: asked.append(message.text))
        page.goto(path.as_uri())
        wide = page.evaluate("document.documentElement.scrollWidth")
        # The picture of contact, the middle one of five, is seen without scrolling.
        shown = page.evaluate(
            "[...document.querySelectorAll('.strip')].filter(s => s.clientWidth)"
            ".every(s => s.clientWidth >= 0.6 * s.querySelector('img').clientWidth)"
        )
        loaded = page.evaluate("[...document.images].every(i => i.complete && i.naturalWidth > 0)")
        browser.close()
    assert wide <= width
    assert loaded
    assert shown
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []

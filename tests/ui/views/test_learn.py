"""The page Learn, run without a browser."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from gaitcheck.advice import load_library
from gaitcheck.advice.drawings import DRAWINGS
from gaitcheck.model import HEEL_ABOVE, STRIKES, TOE_BELOW
from gaitcheck.report.strike_drawings import contact_alt, curves_alt, load_strike_examples
from gaitcheck.ui.accuracy import AccuracyFacts, Fact
from gaitcheck.ui.views.learn import EXAMPLE, MOVING_KEY
from gaitcheck.words import learn as texts
from gaitcheck.words.results import border_words

LEARN_APP = Path(__file__).with_name("learn_app.py")
FACTS = AccuracyFacts(
    runners=24,
    steps=321,
    coverage=Fact(0.8, 0.7, 0.9),
    right=Fact(0.77, 0.66, 0.85),
    wrong=Fact(0.03, None, None),
    angle_rmse_near_deg=Fact(2.345, 2.0, 3.0),
    angle_rmse_far_deg=Fact(4.5, None, None),
    contact_rmse_ms=Fact(7.6, None, None),
)


def open_page() -> AppTest:
    page = AppTest.from_file(str(LEARN_APP), default_timeout=60).run()
    assert not page.exception
    return page


def html(page: AppTest) -> str:
    return "\n".join(element.proto.body for element in page.get("html"))


def test_every_section_has_an_anchor_and_a_link_to_it() -> None:
    page = open_page()
    assert [(h.proto.anchor, h.value) for h in page.header] == list(texts.SECTIONS.items())
    for anchor, heading in texts.SECTIONS.items():
        assert f'<a href="#{anchor}">{heading}</a>' in html(page)
    assert page.title[0].proto.anchor == "learn"
    assert '<a href="#learn">' in html(page)


def test_every_picture_has_words_for_those_who_cannot_see_it() -> None:
    page = open_page()
    found = re.findall(r"<img [^>]*?>", html(page))
    found = [image for image in found if ' alt=""' not in image]
    # The phases of a stretch are one picture.
    found += re.findall(r'<div [^>]*role="img"[^>]*>', html(page))
    # Three shoes, two charts, three stretches twice (moving and still), a strip, the filming guide.
    assert len(found) == 3 + 2 + 2 * 3 + 1 + 1
    for image in found:
        alt = re.search(r'(?:alt|aria-label)="([^"]+)"', image)
        assert alt is not None
        assert len(alt[1]) > 40
    said = unescape(" ".join(found))
    for strike in STRIKES:
        assert contact_alt(strike) in said
    for enlarged in (True, False):
        assert curves_alt(enlarged=enlarged) in said


def test_the_borders_are_those_that_the_program_uses() -> None:
    said = html(open_page())
    assert f"More than {border_words(HEEL_ABOVE)} toes up" in said
    assert f"Between {border_words(TOE_BELOW)} and {border_words(HEEL_ABOVE)}" in said


def test_what_is_said_of_the_curves_is_in_the_data() -> None:
    heel = load_strike_examples()["heel"]
    after = float(heel.sole_deg[(heel.phase * 100).round() == 5][0])
    assert TOE_BELOW < after < HEEL_ABOVE


def test_all_of_the_article_is_on_the_page() -> None:
    said = unescape(html(open_page()))
    library = load_library()
    points = (library.introduction, library.stretching, library.massage)
    technique = (library.technique[id_] for id_ in texts.ARTICLE_TECHNIQUE)
    for point in (*points, *technique, *library.rest, *library.conditions):
        assert point.text in said
    for stretch in library.stretches:
        assert stretch.title in said
        assert all(step in said for step in stretch.steps)
    assert texts.NOT_MEDICAL in said


def test_research_comes_with_links_to_its_sources() -> None:
    said = unescape(html(open_page()))
    for statement in load_library().research:
        assert statement.text in said
        assert statement.source.citation in said
        assert f'href="https://doi.org/{statement.source.doi}"' in said


def test_the_drawings_can_be_stopped() -> None:
    page = open_page()
    assert html(page).count("gc-moves") - html(page).count(".gc-moves") == len(DRAWINGS)
    page.toggle(key=MOVING_KEY).set_value(False).run()
    assert not page.exception
    assert html(page).count("gc-moves") - html(page).count(".gc-moves") == 0
    for drawing in DRAWINGS.values():
        assert drawing.description in unescape(html(page))


def test_without_figures_the_page_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gaitcheck.ui.views.learn.read_accuracy_facts", lambda: None)
    page = open_page()
    assert texts.ACCURACY_ABSENT in unescape(html(page))
    assert texts.ACCURACY_LABELS not in html(page)


def test_the_figures_are_the_benchmarks(monkeypatch: pytest.MonkeyPatch) -> None:
    real = "Of 11 real clips 7 get a label."
    facts = replace(FACTS, real=real)
    monkeypatch.setattr("gaitcheck.ui.views.learn.read_accuracy_facts", lambda: facts)
    said = unescape(html(open_page()))
    assert real in said
    assert texts.ACCURACY_ABSENT not in said
    assert texts.ACCURACY_INTRODUCTION.format(steps=321, runners=24) in said
    for words, figure in (
        (texts.ACCURACY_RIGHT, "77 %"),
        (texts.ACCURACY_UNSURE, "20 %"),
        (texts.ACCURACY_WRONG, "3 %"),
        (texts.ACCURACY_NEAR, "2.3°"),
        (texts.ACCURACY_FAR, "4.5°"),
        (texts.ACCURACY_CONTACT, "8 ms"),
    ):
        assert f"{words}</dt><dd>{figure}</dd>" in said
    assert "95 % interval 66 % to 85 %" in said


def test_the_glossary_explains_each_word_once_in_one_sentence() -> None:
    said = unescape(html(open_page()))
    for word, meaning in texts.GLOSSARY.items():
        assert f"<dt>{word}</dt><dd>{meaning}</dd>" in said
        assert meaning.endswith(".")
        assert ". " not in meaning


def test_the_example_is_light() -> None:
    assert EXAMPLE.stat().st_size < 60_000

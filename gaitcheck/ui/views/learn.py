"""The page Learn: strikes, advice, research, method, accuracy, filming, words."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from html import escape
from pathlib import Path
from typing import Final

import streamlit as st

from gaitcheck.advice import Stretch, load_library
from gaitcheck.advice.animation import animate_stretch
from gaitcheck.advice.drawings import DRAWINGS, draw_phases
from gaitcheck.model import HEEL_ABOVE, STRIKES, TOE_BELOW, Strike
from gaitcheck.report.strike_drawings import contact_alt, curves_alt, draw_contact, draw_curves
from gaitcheck.ui.accuracy import AccuracyFacts, Fact, read_accuracy_facts
from gaitcheck.ui.browser import land_at_section
from gaitcheck.ui.care import filming_guide
from gaitcheck.ui.pieces import card, doi_link, linked_source, panels_image, svg_image, titled
from gaitcheck.ui.style import chip, data_address, paragraph
from gaitcheck.ui.style_learn import STYLE_LEARN
from gaitcheck.words import learn as texts
from gaitcheck.words.results import border_words, percent

EXAMPLE: Final = Path(__file__).parents[1] / "learn_example.webp"
EXAMPLE_PX: Final = (1168, 286)
"""Width and height of the example, so that nothing below it moves when it is there."""
MOVING_KEY: Final = "learn-moving"
TOP: Final = "learn"


def show_learn() -> None:
    """Show the page; the style sheet of `gaitcheck.ui.style` is on it already."""
    st.html(STYLE_LEARN)
    st.title(texts.TITLE, anchor=TOP)
    st.html(paragraph(texts.INTRODUCTION, "gc-promise") + _contents())
    shown = {
        "strikes": _show_strikes,
        "article": _show_article,
        "stretches": _show_stretches,
        "pain": _show_pain,
        "research": _show_research,
        "method": _show_method,
        "accuracy": _show_accuracy,
        "filming": _show_filming,
        "glossary": _show_glossary,
    }
    for anchor, heading in texts.SECTIONS.items():
        st.header(heading, anchor=anchor)
        shown[anchor]()
    st.html(f'<p class="gc-top"><a href="#{TOP}">{escape(texts.TO_THE_TOP)}</a></p>')
    land_at_section()


def _contents() -> str:
    links = "".join(
        f'<li><a href="#{anchor}">{escape(heading)}</a></li>'
        for anchor, heading in texts.SECTIONS.items()
    )
    return f'<nav aria-label="{texts.CONTENTS}"><ul class="gc-toc">{links}</ul></nav>'


def _show_strikes() -> None:
    borders = {"heel": border_words(HEEL_ABOVE), "toe": border_words(TOE_BELOW)}
    st.html(paragraph(texts.STRIKES_INTRODUCTION, "gc-text"))
    cards = "".join(
        f'<section class="gc-card">{_contact(strike)}<h3>{chip(strike)}</h3>'
        f"{paragraph(texts.STRIKE_TEXT[strike].format(**borders))}</section>"
        for strike in STRIKES
    )
    source = f"{escape(texts.BORDERS_SOURCE)}{doi_link(texts.BORDERS_DOI)}."
    st.html(
        f'<div class="gc-grid gc-three">{cards}</div>'
        f"{paragraph(texts.STRIKES_DRAWN, 'gc-small gc-text')}"
        f'<p class="gc-small gc-text">{source}</p>'
    )
    st.html(f'<div class="gc-grid gc-wide">{_curves(False)}{_curves(True)}</div>')


@cache
def _contact(strike: Strike) -> str:
    return svg_image(draw_contact(strike), contact_alt(strike), "gc-figure-small")


@cache
def _curves(enlarged: bool) -> str:
    image = svg_image(draw_curves(enlarged=enlarged), curves_alt(enlarged=enlarged), "")
    words = texts.LANDING if enlarged else texts.CURVES
    return _figure(image, words)


def _show_article() -> None:
    library = load_library()
    points = (library.technique[id_] for id_ in texts.ARTICLE_TECHNIQUE)
    cards = "".join(card(point.title, paragraph(point.text)) for point in points)
    st.html(
        f"{paragraph(texts.ARTICLE_INTRODUCTION, 'gc-text')}"
        f"{paragraph(library.introduction.text, 'gc-text')}"
        f'<div class="gc-grid gc-three">{cards}</div>'
        f"{linked_source(library.introduction.source)}"
    )


@st.fragment
def _show_stretches() -> None:
    library = load_library()
    st.html(paragraph(library.stretching.text, "gc-text"))
    # Whatever moves for more than five seconds can be stopped (WCAG 2.2, 2.2.2).
    moving = st.toggle(texts.MOVING, value=True, key=MOVING_KEY)
    cards = "".join(_stretch(stretch, moving=moving) for stretch in library.stretches)
    st.html(
        f'<div class="gc-grid gc-three">{cards}</div>'
        f"{paragraph(texts.STRETCHES_CREDIT, 'gc-small')}"
        f"{linked_source(library.stretching.source)}"
    )


def _stretch(stretch: Stretch, *, moving: bool) -> str:
    steps = "".join(f"<li>{escape(step)}</li>" for step in stretch.steps)
    drawing = _moving(stretch.drawing) if moving else _still(stretch.drawing)
    return card(stretch.title, f"{paragraph(stretch.purpose)}{drawing}<ol>{steps}</ol>")


@cache
def _moving(name: str) -> str:
    moves = svg_image(animate_stretch(name), DRAWINGS[name].description, "gc-moves")
    return moves + _still(name, "gc-rests")


@cache
def _still(name: str, kind: str = "") -> str:
    drawing = DRAWINGS[name]
    labels = (f"{number}. {phase.label}" for number, phase in enumerate(drawing.phases, 1))
    return panels_image(zip(draw_phases(name), labels, strict=True), drawing.description, kind)


def _show_pain() -> None:
    library = load_library()
    rest, massage, conditions = library.rest, library.massage, library.conditions
    left = card(
        texts.REST_TITLE,
        "".join(titled(point) for point in rest) + linked_source(rest[0].source),
    )
    right = card(massage.title, paragraph(massage.text) + linked_source(massage.source)) + card(
        texts.CONDITIONS_TITLE,
        "".join(titled(point) for point in conditions)
        + paragraph(texts.CONDITIONS_NOTE)
        + linked_source(conditions[0].source),
    )
    st.html(
        f'<div class="gc-note">{paragraph(texts.NOT_MEDICAL)}</div><div class="gc-grid gc-wide">'
        f'<div class="gc-column">{left}</div><div class="gc-column">{right}</div></div>'
    )


def _show_research() -> None:
    st.html(paragraph(texts.RESEARCH_INTRODUCTION, "gc-text"))
    cards = "".join(
        card(
            statement.title,
            paragraph(statement.text) + linked_source(statement.source),
            "gc-research",
        )
        for statement in load_library().research
    )
    st.html(f'<div class="gc-grid">{cards}</div>')


def _show_method() -> None:
    steps = "".join(
        f"<li><strong>{escape(title)}</strong>{paragraph(text)}</li>"
        for title, text in texts.METHOD_STEPS.items()
    )
    st.html(
        f"{paragraph(texts.METHOD_INTRODUCTION, 'gc-text')}"
        f'<ol class="gc-steps gc-text">{steps}</ol>{_example()}'
    )


@cache
def _example() -> str:
    address = data_address("image/webp", EXAMPLE.read_bytes())
    alt = escape(texts.METHOD_PICTURE_ALT, quote=True)
    width, height = EXAMPLE_PX
    image = f'<img alt="{alt}" width="{width}" height="{height}" src="{address}">'
    return _figure(f'<div class="gc-strip" tabindex="0">{image}</div>', texts.METHOD_PICTURE)


def _show_accuracy() -> None:
    facts = read_accuracy_facts()
    if facts is None:
        st.html(paragraph(texts.ACCURACY_ABSENT, "gc-text"))
    else:
        words = texts.ACCURACY_INTRODUCTION.format(steps=facts.steps, runners=facts.runners)
        real = paragraph(facts.real, "gc-text") if facts.real else ""
        st.html(
            f'{real}{paragraph(words, "gc-text")}<div class="gc-grid gc-wide">{_labels(facts)}'
            f"{_errors(facts)}</div>"
        )
    limits = "".join(card(title, paragraph(text)) for title, text in texts.ACCURACY_LIMITS.items())
    st.html(f'<div class="gc-grid gc-wide">{limits}</div>')


def _labels(facts: AccuracyFacts) -> str:
    unsure = Fact(1.0 - facts.coverage.value, None, None)
    shares = (
        ("gc-right", texts.ACCURACY_RIGHT, facts.right),
        ("gc-unsure", texts.ACCURACY_UNSURE, unsure),
        ("gc-wrong", texts.ACCURACY_WRONG, facts.wrong),
    )
    bar = "".join(f'<i class="{kind}" style="flex:{s.value:.4f}"></i>' for kind, _, s in shares)
    rows = "".join(
        _row(f'<i class="{kind}"></i>{escape(words)}', share, percent)
        for kind, words, share in shares
    )
    return card(
        texts.ACCURACY_LABELS,
        f'<div class="gc-shares" aria-hidden="true">{bar}</div><dl class="gc-figures">{rows}</dl>',
    )


def _errors(facts: AccuracyFacts) -> str:
    def degrees(value: float) -> str:
        return texts.ACCURACY_DEGREES.format(value=f"{value:.1f}")

    def milliseconds(value: float) -> str:
        return texts.ACCURACY_MS.format(value=f"{value:.0f}")

    rows = (
        _row(texts.ACCURACY_NEAR, facts.angle_rmse_near_deg, degrees)
        + _row(texts.ACCURACY_FAR, facts.angle_rmse_far_deg, degrees)
        + _row(texts.ACCURACY_CONTACT, facts.contact_rmse_ms, milliseconds)
    )
    return card(texts.ACCURACY_ERRORS, f'<dl class="gc-figures">{rows}</dl>')


def _row(words: str, fact: Fact, write: Callable[[float], str]) -> str:
    """Return a figure with its words (HTML) and its interval, where there is one."""
    interval = ""
    if fact.low is not None and fact.high is not None:
        said = texts.ACCURACY_INTERVAL.format(low=write(fact.low), high=write(fact.high))
        interval = f'<dd class="gc-small">{said}</dd>'
    return f"<div><dt>{words}</dt><dd>{write(fact.value)}</dd>{interval}</div>"


def _show_filming() -> None:
    st.html(filming_guide(heading="h3"))


def _show_glossary() -> None:
    words = "".join(
        f"<div><dt>{escape(word)}</dt><dd>{escape(meaning)}</dd></div>"
        for word, meaning in texts.GLOSSARY.items()
    )
    st.html(f'<dl class="gc-glossary">{words}</dl>')


def _figure(image: str, words: str) -> str:
    return f'<figure class="gc-figure">{image}<figcaption>{escape(words)}</figcaption></figure>'

"""The advice: the article's first, research visibly apart, then the rest of the article."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from html import escape

import streamlit as st

from gaitcheck.advice import Point, Statement, Stretch, load_library
from gaitcheck.advice.drawings import DRAWINGS, draw_stretch
from gaitcheck.types import AdviceItem
from gaitcheck.ui import texts
from gaitcheck.ui.doctor import filming_drawing
from gaitcheck.ui.style import paragraph


def show_advice(advice: Sequence[AdviceItem]) -> None:
    """Show the technique advice for the verdict, and beside it what research says."""
    technique = [item for item in advice if not item.id.startswith("research.")]
    research = [item for item in advice if item.id.startswith("research.")]
    st.subheader(texts.ADVICE_TITLE, anchor=False)
    st.caption(texts.ADVICE_CREDIT)
    st.html(f'<div class="gc-grid">{"".join(_card(item) for item in technique)}</div>')
    st.subheader(texts.RESEARCH_TITLE, anchor=False)
    st.html("".join(_card(item, "gc-research") for item in research))
    with st.expander(texts.RESEARCH_MORE):
        shown = {item.id for item in research}
        others = [s for s in load_library().research if f"research.{s.id}" not in shown]
        st.html("".join(_sourced(statement) for statement in others))


def show_care() -> None:
    """Show the rest of the article: stretches, taking a break, massage, conditions."""
    library = load_library()
    with st.expander(texts.STRETCHES_TITLE):
        st.html(_sourced(library.stretching))
        for stretch in library.stretches:
            steps = "".join(f"<li>{escape(step)}</li>" for step in stretch.steps)
            st.html(
                f'<section class="gc-card"><h4>{escape(stretch.title)}</h4>'
                f"{paragraph(stretch.purpose)}{_drawing(stretch)}<ol>{steps}</ol>"
                f"{_source(str(stretch.source))}</section>"
            )
    with st.expander(texts.REST_TITLE):
        st.html("".join(_titled(point) for point in library.rest))
        st.html(_source(str(library.rest[0].source)))
    with st.expander(texts.MASSAGE_TITLE):
        st.html(paragraph(library.massage.text) + _source(str(library.massage.source)))
    with st.expander(texts.CONDITIONS_TITLE):
        st.html(paragraph(library.introduction.text))
        st.html("".join(_titled(point) for point in library.conditions))
        st.html(paragraph(texts.CONDITIONS_NOTE))
        st.html(_source(str(library.conditions[0].source)))


def show_filming(*, expanded: bool) -> None:
    """Show how to film a clip that gives an answer."""
    with st.expander(texts.FILMING_TITLE, expanded=expanded):
        tips = "".join(
            f'<div class="gc-card"><h4>{escape(tip.title)}</h4>{paragraph(tip.text)}</div>'
            for tip in load_library().filming
        )
        st.html(f'{filming_drawing()}<div class="gc-grid">{tips}</div>')


def _drawing(stretch: Stretch) -> str:
    """Return the drawing as a picture; the page strips SVG that stands in its HTML."""
    data = base64.b64encode(draw_stretch(stretch.drawing).encode()).decode("ascii")
    alt = escape(DRAWINGS[stretch.drawing].description, quote=True)
    return f'<img class="gc-drawing" alt="{alt}" src="data:image/svg+xml;base64,{data}">'


def _card(item: AdviceItem, kind: str = "") -> str:
    return (
        f'<section class="gc-card {kind}"><h4>{escape(item.title)}</h4>'
        f"{paragraph(item.text)}{_source(item.source)}</section>"
    )


def _titled(point: Point) -> str:
    return f"<p><strong>{escape(point.title)}.</strong> {escape(point.text)}</p>"


def _sourced(entry: Point | Statement) -> str:
    return (
        f"<p><strong>{escape(entry.title)}.</strong> {escape(entry.text)}</p>"
        f"{_source(str(entry.source))}"
    )


def _source(source: str) -> str:
    return paragraph(f"{texts.SOURCE}{source}", "gc-small")

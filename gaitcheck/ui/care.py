"""The advice: the article's first, research visibly apart, then the rest of the article."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from gaitcheck.advice import Stretch, load_library
from gaitcheck.advice.drawings import DRAWINGS, draw_stretch
from gaitcheck.types import AdviceItem
from gaitcheck.ui import texts
from gaitcheck.ui.doctor import filming_drawing
from gaitcheck.ui.pieces import source_line, sourced, svg_image, titled
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
        st.html("".join(sourced(statement) for statement in others))


def show_care() -> None:
    """Show the rest of the article: stretches, taking a break, massage, conditions."""
    library = load_library()
    with st.expander(texts.STRETCHES_TITLE):
        st.html(sourced(library.stretching))
        for stretch in library.stretches:
            steps = "".join(f"<li>{escape(step)}</li>" for step in stretch.steps)
            st.html(
                f'<section class="gc-card"><h4>{escape(stretch.title)}</h4>'
                f"{paragraph(stretch.purpose)}{_drawing(stretch)}<ol>{steps}</ol>"
                f"{source_line(str(stretch.source))}</section>"
            )
    with st.expander(texts.REST_TITLE):
        st.html("".join(titled(point) for point in library.rest))
        st.html(source_line(str(library.rest[0].source)))
    with st.expander(texts.MASSAGE_TITLE):
        st.html(paragraph(library.massage.text) + source_line(str(library.massage.source)))
    with st.expander(texts.CONDITIONS_TITLE):
        st.html(paragraph(library.introduction.text))
        st.html("".join(titled(point) for point in library.conditions))
        st.html(paragraph(texts.CONDITIONS_NOTE))
        st.html(source_line(str(library.conditions[0].source)))


def show_filming(*, expanded: bool) -> None:
    """Show how to film a clip that gives an answer."""
    with st.expander(texts.FILMING_TITLE, expanded=expanded):
        st.html(filming_guide(heading="h4"))


def filming_guide(*, heading: str) -> str:
    """Return the filming guide as HTML, its tips under headings of a level (``h2`` to ``h6``)."""
    tips = "".join(
        f'<div class="gc-card"><{heading}>{escape(tip.title)}</{heading}>'
        f"{paragraph(tip.text)}</div>"
        for tip in load_library().filming
    )
    return f'{filming_drawing()}<div class="gc-grid">{tips}</div>'


def _drawing(stretch: Stretch) -> str:
    return svg_image(draw_stretch(stretch.drawing), DRAWINGS[stretch.drawing].description)


def _card(item: AdviceItem, kind: str = "") -> str:
    return (
        f'<section class="gc-card {kind}"><h4>{escape(item.title)}</h4>'
        f"{paragraph(item.text)}{source_line(item.source)}</section>"
    )

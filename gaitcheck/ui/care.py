"""The advice: the article's first, research visibly apart, and how to film."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from gaitcheck.advice import RESEARCH, load_library
from gaitcheck.model import AdviceItem
from gaitcheck.report.form_drawings import draw_filming
from gaitcheck.ui.pieces import card, source_line, svg_image, titled, with_ink
from gaitcheck.ui.style import paragraph
from gaitcheck.words import drawings as texts_drawings
from gaitcheck.words import page as texts


def show_technique(advice: Sequence[AdviceItem]) -> None:
    """Show what to do, the article's advice first."""
    technique = [item for item in advice if not item.id.startswith(RESEARCH)]
    st.header(texts.ADVICE_TITLE, anchor=False)
    st.caption(texts.ADVICE_CREDIT)
    st.html(f'<div class="gc-grid">{"".join(map(_advice, technique))}</div>')


def show_research(advice: Sequence[AdviceItem]) -> None:
    """Show what research says of the strike that was found, then what else it says."""
    research = [item for item in advice if item.id.startswith(RESEARCH)]
    st.html("".join(_advice(item, "gc-research") for item in research))
    with st.expander(texts.RESEARCH_MORE):
        shown = {item.id for item in research}
        others = [s for s in load_library().research if f"{RESEARCH}{s.id}" not in shown]
        st.html("".join(titled(one) + source_line(str(one.source)) for one in others))


def show_filming(*, expanded: bool, heading: str = "h3") -> None:
    """Show how to film a clip that gives an answer, the tips under headings of a level."""
    with st.expander(texts.FILMING_TITLE, expanded=expanded):
        st.html(filming_guide(heading=heading))


def filming_guide(*, heading: str) -> str:
    """Return the filming guide as HTML, its tips under headings of a level (``h2`` to ``h6``)."""
    drawing = svg_image(with_ink(draw_filming()), texts_drawings.FILMING_ALT)
    tips = "".join(
        card(tip.title, paragraph(tip.text), heading=heading) for tip in load_library().filming
    )
    return f'{drawing}<div class="gc-grid">{tips}</div>'


def _advice(item: AdviceItem, kind: str = "") -> str:
    return card(item.title, paragraph(item.text) + source_line(item.source), kind)

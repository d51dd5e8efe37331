"""The advice: the article's first, research visibly apart, and how to film."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from gaitcheck.advice import RESEARCH, load_library
from gaitcheck.model import AdviceItem
from gaitcheck.ui.doctor import filming_drawing
from gaitcheck.ui.pieces import source_line, sourced
from gaitcheck.ui.style import paragraph
from gaitcheck.words import page as texts


def show_technique(advice: Sequence[AdviceItem]) -> None:
    """Show what to do, the article's advice first."""
    technique = [item for item in advice if not item.id.startswith(RESEARCH)]
    st.header(texts.ADVICE_TITLE, anchor=False)
    st.caption(texts.ADVICE_CREDIT)
    st.html(f'<div class="gc-grid">{"".join(_card(item) for item in technique)}</div>')


def show_research(advice: Sequence[AdviceItem]) -> None:
    """Show what research says of the strike that was found, then what else it says."""
    research = [item for item in advice if item.id.startswith(RESEARCH)]
    st.html("".join(_card(item, "gc-research") for item in research))
    with st.expander(texts.RESEARCH_MORE):
        shown = {item.id for item in research}
        others = [s for s in load_library().research if f"{RESEARCH}{s.id}" not in shown]
        st.html("".join(sourced(statement) for statement in others))


def show_filming(*, expanded: bool, heading: str = "h3") -> None:
    """Show how to film a clip that gives an answer, the tips under headings of a level."""
    with st.expander(texts.FILMING_TITLE, expanded=expanded):
        st.html(filming_guide(heading=heading))


def filming_guide(*, heading: str) -> str:
    """Return the filming guide as HTML, its tips under headings of a level (``h2`` to ``h6``)."""
    tips = "".join(
        f'<div class="gc-card"><{heading}>{escape(tip.title)}</{heading}>'
        f"{paragraph(tip.text)}</div>"
        for tip in load_library().filming
    )
    return f'{filming_drawing()}<div class="gc-grid">{tips}</div>'


def _card(item: AdviceItem, kind: str = "") -> str:
    return (
        f'<section class="gc-card {kind}"><h3>{escape(item.title)}</h3>'
        f"{paragraph(item.text)}{source_line(item.source)}</section>"
    )

"""The clips that want a look, the worst first, each with its reasons and the way to its review."""

from __future__ import annotations

from html import escape
from typing import Final

import streamlit as st

from gaitcheck.desk.desk import Desk
from gaitcheck.desk.kept import find_reviewed, load_analyses
from gaitcheck.desk.queue import find_queue
from gaitcheck.desk.records import Waiting
from gaitcheck.ui.desk.place import show_errors
from gaitcheck.ui.navigation import CLIP
from gaitcheck.ui.review.files import agreement_tables
from gaitcheck.ui.style import chip, named_label, paragraph
from gaitcheck.words import desk as texts

FIRST: Final = 5
"""Clips that are shown at first: the athletes stand below."""
MORE: Final = 20
_SHOWN: Final = "queue-shown"
MOST_REVIEWED: Final = 100
"""Clips over which the agreement is told, those of the last reviews."""


def show_queue(desk: Desk) -> None:
    """Show the clips that wait; nothing where none does and none was reviewed."""
    most = st.session_state.setdefault(_SHOWN, FIRST)
    found, total = find_queue(desk, most=most)
    if found:
        st.header(texts.QUEUE_TITLE.format(count=total), anchor=False)
        for one in found:
            _show_one(one)
        if total > len(found) and st.button(texts.MORE, key="queue-more"):
            st.session_state[_SHOWN] = most + MORE
            st.rerun()


def open_review(clip_id: str) -> None:
    """Put the review of a clip into the page's address, and go there."""
    st.query_params[CLIP] = clip_id
    st.rerun()


def reasons_list(waiting: Waiting) -> str:
    """Return the reasons as a small list."""
    return f'<ul class="gc-small">{"".join(f"<li>{escape(one)}</li>" for one in waiting.why)}</ul>'


def run_name(athlete: str, day: object, file: str) -> str:
    """Return what a run is called."""
    return texts.RUN.format(name=athlete, day=day, file=file)


def _show_one(one: Waiting) -> None:
    name = run_name(one.athlete, one.day, one.file)
    label = named_label(texts.REVIEW, texts.REVIEW_NAMED.format(run=name))
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.container(width="stretch").html(
            f'<div class="gc-chips">{chip(one.strike)}<strong><bdi>{escape(one.athlete)}</bdi>'
            f"</strong><span>{one.day}, <bdi>{escape(one.file)}</bdi></span></div>"
            f"{reasons_list(one)}"
        )
        if st.button(label, key=f"queue-open-{one.clip_id}"):
            open_review(one.clip_id)


@st.fragment
def show_agreement(desk: Desk) -> None:
    """Show how people and gaitcheck agree over the clips that were reviewed last."""
    reviewed = find_reviewed(desk, most=MOST_REVIEWED)
    if not reviewed:
        return
    st.header(texts.AGREEMENT_TITLE, anchor=False)
    with show_errors():
        tables = agreement_tables(load_analyses(desk, reviewed))
        words = texts.AGREEMENT_OVER if len(reviewed) > 1 else texts.AGREEMENT_ONE
        st.html(paragraph(words.format(count=len(reviewed))) + tables)

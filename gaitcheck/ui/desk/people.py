"""The list of athletes, and the demo desk."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final, cast

import streamlit as st

from gaitcheck.model import VerdictStrike
from gaitcheck.ui.desk.forms import ask_athlete
from gaitcheck.ui.desk.place import open_here, show_errors
from gaitcheck.ui.navigation import ATHLETE, go_to_analyze
from gaitcheck.ui.pieces import card
from gaitcheck.ui.style import chip, named_label, paragraph
from gaitcheck.words import desk as texts
from gaitcheck.words.results import counted

if TYPE_CHECKING:
    from gaitcheck.desk.athletes import Listed
    from gaitcheck.desk.desk import Desk
    from gaitcheck.progress import Progress

PAGE: Final = 20
_SHOWN: Final = "desk-shown"


def show_people(desk: Desk) -> None:
    """Show the athletes whom the search finds, or what to do where there is nobody."""
    from gaitcheck.desk.athletes import find_athletes
    from gaitcheck.desk.demo import has_demo
    from gaitcheck.ui.desk.clip import all_reviewed
    from gaitcheck.ui.desk.importing import offer_import
    from gaitcheck.ui.desk.queue import show_agreement, show_queue

    everybody = find_athletes(desk, most=1)[1] + find_athletes(desk, archived=True, most=1)[1]
    if not everybody:
        show_nobody()
        return
    if all_reviewed():
        st.success(texts.ALL_REVIEWED, icon=":material/done_all:")
    show_queue(desk)
    st.header(texts.PEOPLE_TITLE, anchor=False)
    words, archive = st.columns([3, 1], vertical_alignment="bottom")
    search = words.text_input(texts.SEARCH, key="desk-search", icon=":material/search:")
    archived = archive.checkbox(texts.ARCHIVE, key="desk-archive")
    most = st.session_state.setdefault(_SHOWN, PAGE)
    found, total = find_athletes(desk, search, archived=archived, most=most)
    for one in found:
        _show_one(one)
    if not found:
        st.html(paragraph(texts.NOBODY_FOUND))
    if total > len(found) and st.button(texts.MORE, key="desk-more"):
        st.session_state[_SHOWN] = most + PAGE
        st.rerun()
    show_agreement(desk)
    with st.expander(texts.ADD_TITLE):
        _add()
    offer_import()
    if has_demo(desk):
        if st.button(texts.DEMO_CLEAR, key="demo-clear", icon=":material/delete_sweep:"):
            _clear(desk)
    else:
        _offer_demo(kind="tertiary")


def show_nobody() -> None:
    """Say what the desk is for; it is made when somebody is put on it."""
    from gaitcheck.ui.desk.importing import offer_import

    said = paragraph(texts.EMPTY_TEXT) + paragraph(texts.DEMO_TEXT)
    st.html(card(texts.EMPTY_TITLE, said, heading="h2"))
    with st.container(horizontal=True):
        if st.button(texts.EMPTY_BRING, type="primary", key="desk-go-analyze"):
            go_to_analyze()
        _offer_demo(kind="secondary")
    with st.expander(texts.ADD_TITLE):
        _add()
    offer_import()


def _show_one(one: Listed) -> None:
    athlete = one.athlete
    label = named_label(texts.OPEN, texts.OPEN_NAMED.format(name=athlete.name))
    facts = texts.LISTED_NONE
    if one.last_day is not None:
        facts = texts.LISTED.format(sessions=counted(one.sessions, "session"), day=one.last_day)
    strike = chip(cast(VerdictStrike, one.strike)) if one.strike else ""
    tags = "".join(f"<span>#{escape(tag)}</span>" for tag in athlete.tags)
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.container(width="stretch").html(
            f'<div class="gc-chips">{strike}<strong><bdi>{escape(athlete.name)}</bdi></strong>'
            "</div>"
            f'<div class="gc-chips gc-small"><span>{escape(facts)}</span>{tags}</div>'
        )
        if st.button(label, key=f"desk-open-{athlete.id}"):
            st.query_params[ATHLETE] = athlete.id
            st.rerun()


def _add() -> None:
    with show_errors():
        wanted = ask_athlete(None, "desk-add")
        desk = None if wanted is None else open_here()
        if wanted is not None and desk is not None:
            from gaitcheck.desk.athletes import save_athlete

            saved = save_athlete(desk, wanted)
            st.query_params[ATHLETE] = saved.id
            st.rerun()


def _offer_demo(kind: str) -> None:
    pressed = st.button(
        texts.DEMO_FILL,
        type="tertiary" if kind == "tertiary" else "secondary",
        key="demo-fill",
        icon=":material/auto_awesome:",
    )
    desk = open_here() if pressed else None
    if desk is None:
        return
    from gaitcheck.desk.demo import fill_demo

    bar = st.progress(0.0)

    def tell(progress: Progress) -> None:
        share = progress.done / max(progress.total, 1)
        bar.progress(share, text=texts.DEMO_FILLING.format(percent=int(100 * share)))

    with show_errors():
        fill_demo(desk, progress=tell)
        st.rerun()


def _clear(desk: Desk) -> None:
    from gaitcheck.desk.demo import clear_demo

    with show_errors():
        clear_demo(desk)
        st.rerun()

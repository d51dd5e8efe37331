"""Who else sees an athlete: asked and answered where people log in."""

from __future__ import annotations

import streamlit as st

from gaitcheck.desk.desk import Desk
from gaitcheck.desk.records import Athlete
from gaitcheck.desk.sharing import share_athlete, shared_with, unshare_athlete
from gaitcheck.desk.who import LOCAL, is_email_address
from gaitcheck.errors import InputError
from gaitcheck.ui.desk.keep import shortened
from gaitcheck.ui.desk.place import show_errors
from gaitcheck.ui.style import named_label, paragraph, plain
from gaitcheck.words import access as texts


def show_sharing(desk: Desk, athlete: Athlete) -> None:
    """Show who else sees one's own athlete, with whom to share it, and how to end that."""
    if desk.who == LOCAL:
        return
    title = texts.SHARE_TITLE.format(name=plain(shortened(athlete.name)))
    with st.expander(title), show_errors():
        st.html(paragraph(texts.SHARE_TEXT, "gc-small"))
        others = shared_with(desk, athlete.id)
        for other in others:
            _show_guest(desk, athlete, other)
        if not others:
            st.html(paragraph(texts.SHARE_NOBODY))
        with st.form(f"share-{athlete.id}", border=False, clear_on_submit=True):
            who = st.text_input(texts.SHARE_WITH, key=f"share-with-{athlete.id}")
            sent = st.form_submit_button(texts.SHARE)
        if sent:
            if not is_email_address(who.strip()):
                raise InputError(texts.NO_SUCH_ADDRESS)
            share_athlete(desk, athlete.id, who)
            st.rerun()


def _show_guest(desk: Desk, athlete: Athlete, who: str) -> None:
    label = named_label(texts.SHARE_END, texts.SHARE_END_NAMED.format(who=who))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.container(width="stretch").html(paragraph(who))
        if st.button(label, key=f"unshare-{athlete.id}-{who}"):
            unshare_athlete(desk, athlete.id, who)
            st.rerun()

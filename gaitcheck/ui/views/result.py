"""The result of one clip; the page's address names it, so that it can be reloaded."""

from __future__ import annotations

import streamlit as st

from gaitcheck.ui.answer import show_answer
from gaitcheck.ui.intake import CHOSEN, show_refused
from gaitcheck.ui.navigation import RESULT, go_to_analyze
from gaitcheck.ui.outcome import choose_entry, show_trouble
from gaitcheck.ui.style import paragraph
from gaitcheck.ui.waiting import show_waiting
from gaitcheck.ui.workspace import Workspace
from gaitcheck.words import page as texts


def show_result(workspace: Workspace) -> None:
    """Show the result that is asked for, or say what to do where there is none."""
    show_refused()
    sent_off = workspace.find(st.session_state.get(CHOSEN, ""))
    if sent_off is not None and workspace.status(sent_off).state != "cancelled":
        # A clip that was sent off from here is what the visitor waits for.
        if workspace.status(sent_off).active:
            show_waiting(workspace)
            return
        st.session_state.pop(CHOSEN)
        st.query_params[RESULT] = sent_off.id
    entry = choose_entry(workspace)
    # Where there is an answer, nothing stands before it but a line on what is still to come.
    # A place of its own, so that the tabs below stay when it goes.
    with st.container():
        show_waiting(workspace, brief=entry is not None)
    if entry is None:
        if not workspace.active():
            _show_nothing()
        return
    st.query_params[RESULT] = entry.id
    if workspace.status(entry).state == "done":
        show_answer(workspace, entry)
    else:
        show_trouble(workspace, entry)


def _show_nothing() -> None:
    st.title(texts.NO_RESULT_TITLE, anchor=False)
    st.html(paragraph(texts.NO_RESULT_TEXT))
    if st.button(texts.GO_ANALYZE, type="primary", key="go-analyze"):
        go_to_analyze()

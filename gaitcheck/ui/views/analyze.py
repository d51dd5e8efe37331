"""Bringing clips, watching their analysis, and the results of this visit."""

from __future__ import annotations

from html import escape

import streamlit as st

from gaitcheck.errors import InputError
from gaitcheck.ui.care import show_filming
from gaitcheck.ui.intake import CHOSEN, show_intake
from gaitcheck.ui.navigation import go_to_result
from gaitcheck.ui.outcome import entry_name, result_of, show_trouble
from gaitcheck.ui.style import chip, named_label, paragraph, plain
from gaitcheck.ui.waiting import show_waiting
from gaitcheck.ui.workspace import Entry, Workspace
from gaitcheck.words import page as texts
from gaitcheck.words.results import verdict_sentence


def show_analyze(workspace: Workspace) -> None:
    """Show the page; once the clip that was sent off is done, go to its result."""
    st.title(texts.TITLE, anchor=False)
    st.html(paragraph(texts.PROMISE, "gc-promise"))
    show_waiting(workspace)
    _follow_chosen(workspace)
    troubled = [e for e in workspace.entries if workspace.status(e).state in ("unusable", "failed")]
    for entry in troubled:
        show_trouble(workspace, entry)
    if workspace.entries:
        _show_results(workspace)
        with st.expander(texts.ANOTHER_CLIP, expanded=not workspace.active()):
            show_intake(workspace)
    else:
        show_intake(workspace)
        show_filming(expanded=True, heading="h2")


def _follow_chosen(workspace: Workspace) -> None:
    """Go to the result of the clip that was just sent off, as soon as it is there.

    The result's page forgets which it was: a run of this one may be given up on the way there.
    """
    chosen = workspace.find(st.session_state.get(CHOSEN, ""))
    if chosen is not None and workspace.status(chosen).state == "done":
        go_to_result(workspace, chosen)


def _show_results(workspace: Workspace) -> None:
    done = [entry for entry in workspace.entries if workspace.status(entry).state == "done"]
    if not done:
        return
    st.header(texts.RESULTS_TITLE, anchor=False)
    for entry in reversed(done):
        _show_result(workspace, entry)


def _show_result(workspace: Workspace, entry: Entry) -> None:
    label = named_label(texts.OPEN_RESULT, texts.OPEN_RESULT_NAMED.format(name=entry_name(entry)))
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        words = st.container(width="stretch")
        try:
            analysis = result_of(entry).analysis
        except InputError:
            words.markdown(f"**{plain(entry_name(entry))}**: {texts.RESULT_LOST}")
        else:
            sentence = paragraph(verdict_sentence(analysis), "gc-flush")
            words.html(
                f'<div class="gc-chips">{chip(analysis.verdict.strike)}<strong>'
                f"{escape(entry_name(entry))}</strong></div>{sentence}"
            )
        if st.button(label, key=f"open-{entry.id}"):
            go_to_result(workspace, entry)

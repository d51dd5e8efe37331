"""The sessions of an athlete: what was noted, each run's answer, changes and deletion."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from itertools import groupby
from typing import Final

import streamlit as st

from gaitcheck.desk.desk import Desk
from gaitcheck.desk.records import KeptResult, Session
from gaitcheck.desk.removal import delete_for_good, what_goes
from gaitcheck.desk.sessions import save_session
from gaitcheck.desk.trends import History, Visit, conditions
from gaitcheck.ui.answer import feet_cards, verdict_card
from gaitcheck.ui.desk.forms import ask_conditions
from gaitcheck.ui.desk.notes import run_notes
from gaitcheck.ui.desk.place import show_errors
from gaitcheck.ui.desk.queue import open_review
from gaitcheck.ui.form_report import show_form
from gaitcheck.ui.said_words import said_words
from gaitcheck.ui.style import chip, named_label, paragraph, plain
from gaitcheck.words import desk as texts

FIRST: Final = 10
"""Sessions that are shown at first."""
MORE: Final = 20
_SHOWN: Final = "sessions-shown"


def show_sessions(desk: Desk, history: History) -> None:
    """Show the sessions with a run, the last one first."""
    st.header(texts.SESSIONS_TITLE, anchor=False)
    grouped = groupby(reversed(history.visits), key=lambda visit: visit.session.id)
    sessions = [list(visits) for _, visits in grouped]
    most = st.session_state.setdefault(_SHOWN, FIRST)
    for visits in sessions[:most]:
        _show_session(desk, visits)
    if len(sessions) > most and st.button(texts.MORE, key="sessions-more"):
        st.session_state[_SHOWN] = most + MORE
        st.rerun()


def _show_session(desk: Desk, visits: list[Visit]) -> None:
    session = visits[0].session
    with st.container(border=True, key=f"session-{session.id}"):
        said = conditions(visits[0])
        notes = paragraph(session.notes, "gc-small gc-notes") if session.notes else ""
        st.html(
            f"<h3>{session.day}</h3>{paragraph(said) if said else ''}{notes}"
            f"{''.join(map(_run, visits))}"
        )
        for visit in visits:
            _offer_run(desk, visit, alone=len(visits) == 1)
        _offer_change(desk, session)


@st.fragment
def _offer_change(desk: Desk, session: Session) -> None:
    """Ask what is to be changed: no form, so that who says yes to pain is asked where at once."""
    edit = st.expander(texts.SESSION_EDIT, key=f"edit-{session.id}", on_change="rerun")
    if not edit.open:
        return  # ten forms that nobody asked for are a quarter of the page's time
    with edit, show_errors():
        key = f"session-{session.id}-{session.version}"
        day = st.date_input(texts.KEEP_DAY, session.day, key=f"{key}-day")
        wanted = ask_conditions(session, key)
        if st.button(texts.SAVE, key=f"{key}-save"):
            save_session(desk, replace(wanted, day=day))
            st.rerun()


def _run(visit: Visit) -> str:
    """Return a run's answer in one line."""
    kept, analysis = visit.kept, visit.analysis
    facts = [kept.file]
    if analysis.cadence_spm is not None:
        facts.append(texts.CLIP_CADENCE.format(cadence=round(analysis.cadence_spm)))
    if kept.by_person:
        facts.append(said_words(analysis.verdict, analysis.corrections) or texts.CLIP_PERSON)
    return (
        f'<div class="gc-chips">{chip(kept.strike)}<span><bdi>{escape(", ".join(facts))}</bdi>'
        "</span></div>"
    )


@st.fragment
def _offer_run(desk: Desk, visit: Visit, *, alone: bool) -> None:
    """Show a run's result when it is asked for, and delete it when that is meant."""
    kept = visit.kept
    label = texts.CLIP_OPEN.format(day=kept.day, file=plain(kept.file))
    if not st.toggle(label, key=f"run-{kept.id}"):
        return
    st.html(verdict_card(visit.analysis, "h4"))
    st.html(feet_cards(visit.analysis) + run_notes(visit))
    show_form(visit.analysis)
    label = named_label(texts.REVIEW, texts.REVIEW_NAMED.format(run=f"{kept.day}, {kept.file}"))
    if st.button(label, key=f"review-{kept.id}", icon=":material/edit:"):
        open_review(kept.id)
    with show_errors():
        _offer_deletion(desk, kept, alone=alone)


def _offer_deletion(desk: Desk, kept: KeptResult, *, alone: bool) -> None:
    """Delete a run when that is meant, and with the last one of a session the session too."""
    doomed = {"session_id": kept.session_id} if alone else {"clip_id": kept.id}
    removal = what_goes(desk, **doomed)
    what = (texts.CLIP_DELETE_ALONE if alone else texts.CLIP_DELETE_WHAT).format(
        file=kept.file,
        day=kept.day,
        size=f"{removal.size_bytes / 1e6:.1f}",
        **removal.counts,
    )
    st.html(paragraph(what, "gc-small"))
    sure = st.checkbox(texts.DELETE_SURE, key=f"sure-{kept.id}")
    if st.button(texts.CLIP_DELETE, key=f"delete-{kept.id}", disabled=not sure):
        delete_for_good(desk, **doomed)
        st.rerun(scope="app")

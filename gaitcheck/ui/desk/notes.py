"""Notes on an athlete, and those on the clips and steps, with who wrote them and when."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from html import escape

import streamlit as st

from gaitcheck.desk.desk import Desk
from gaitcheck.desk.records import Athlete, Note
from gaitcheck.desk.sessions import delete_note, find_notes, save_note
from gaitcheck.desk.trends import History, Visit
from gaitcheck.desk.who import named
from gaitcheck.model import Correction
from gaitcheck.ui.desk.place import show_errors
from gaitcheck.ui.style import named_label
from gaitcheck.words import desk as texts


def show_notes(desk: Desk, athlete: Athlete, history: History) -> None:
    """Show the notes, the last one first, and take a new one."""
    notes = find_notes(desk, athlete.id)
    st.header(texts.NOTES_TITLE, anchor=False)
    with (
        show_errors(),
        st.form(f"note-{athlete.id}-{len(notes)}", border=False, clear_on_submit=True),
    ):
        text = st.text_area(texts.NOTE_NEW, key=f"note-text-{athlete.id}", height=80)
        if st.form_submit_button(texts.NOTE_ADD):
            save_note(desk, Note(athlete.id, text))
            st.rerun()
    visits = {visit.kept.id: visit for visit in history.visits}
    for note in reversed(notes):
        _show_note(desk, note, visits.get(note.clip_id))
    said = "".join(map(run_notes, reversed(history.visits)))
    if said:
        st.html(said)


def run_notes(visit: Visit) -> str:
    """Return what was noted on a clip and its steps while it was reviewed."""
    return "".join(
        _said(_about(visit, said.step), _by(said), said.note)
        for said in visit.analysis.corrections
        if said.note.strip()
    )


def _show_note(desk: Desk, note: Note, visit: Visit | None) -> None:
    about = "" if visit is None else _about(visit, note.step)
    with st.container(border=True), show_errors():
        st.html(_said(about, (note.when[:10], named(note.who)), note.text))
        key = f"note-{note.id}-{note.version}"
        when = note.when[:16].replace("T", " ")
        with st.popover(named_label(texts.NOTE_EDIT, texts.NOTE_EDIT_NAMED.format(when=when))):
            text = st.text_area(texts.NOTE, note.text, key=f"{key}-text")
            if st.button(texts.SAVE, key=f"{key}-save"):
                save_note(desk, dataclasses.replace(note, text=text))
                st.rerun()
            if st.button(texts.NOTE_DELETE, key=f"{key}-delete"):
                delete_note(desk, note.id)
                st.rerun()


def _about(visit: Visit, step: str) -> str:
    words = texts.NOTE_ON_STEP if step else texts.NOTE_ON_CLIP
    return words.format(day=visit.session.day, file=visit.kept.file, step=step)


def _by(said: Correction) -> tuple[str, str]:
    return said.when[:10], said.who


def _said(about: str, by: Sequence[str], text: str) -> str:
    head = ", ".join(part for part in (about, *by) if part)
    return (
        f'<div class="gc-note"><p class="gc-small"><bdi>{escape(head)}</bdi></p>'
        f'<p class="gc-text gc-notes" dir="auto">{escape(text)}</p></div>'
    )

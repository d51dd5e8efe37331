"""A report for the athlete, to download: with the coach's name and words."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Final

import streamlit as st

from gaitcheck.desk.desk import Desk
from gaitcheck.desk.records import Athlete
from gaitcheck.desk.report import Form, Words, athlete_content, render_report
from gaitcheck.share.write import file_stem
from gaitcheck.ui.desk.keep import shortened
from gaitcheck.ui.desk.place import show_errors
from gaitcheck.ui.style import paragraph, plain
from gaitcheck.words import desk as texts

_COACH: Final = "report-coach"
_KINDS: Final[tuple[tuple[Form, str, str], ...]] = (
    ("pdf", texts.REPORT_PDF, "application/pdf"),
    ("html", texts.REPORT_HTML, "text/html"),
)


@st.fragment
def offer_report(desk: Desk, athlete: Athlete) -> None:
    """Ask for the coach's name and words, and offer the report."""
    with st.expander(texts.REPORT_TITLE.format(name=plain(shortened(athlete.name)))), show_errors():
        st.html(paragraph(texts.REPORT_HELP))
        # Of this visit, whoever the athlete is: what is asked in one report is filled in the next.
        coach = st.text_input(
            texts.REPORT_COACH, st.session_state.get(_COACH, ""), key=f"coach-{athlete.id}"
        )
        st.session_state[_COACH] = coach
        message = st.text_area(texts.REPORT_MESSAGE, key=f"message-{athlete.id}")
        notes = st.checkbox(texts.REPORT_NOTES, key=f"notes-{athlete.id}")
        words = Words(coach, message, notes)

        def make(form: Form) -> bytes:
            today = dt.datetime.now().astimezone().date()
            return render_report(athlete_content(desk, athlete.id, words, today), form)

        with st.container(horizontal=True):
            for form, label, kind in _KINDS:
                st.download_button(
                    label,
                    partial(make, form),
                    f"{file_stem(athlete.name, 'athlete')}_report.{form}",
                    kind,
                    on_click="ignore",
                    key=f"report-{form}-{athlete.id}",
                )

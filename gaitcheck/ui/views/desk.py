"""The desk: the list of athletes, or the one whom the page's address names."""

from __future__ import annotations

import streamlit as st

from gaitcheck.ui import texts_desk as texts
from gaitcheck.ui.desk.place import open_here
from gaitcheck.ui.navigation import ATHLETE
from gaitcheck.ui.style import paragraph


def show_desk() -> None:
    """Show the page. What it stands on is loaded here: nobody else waits for it."""
    from gaitcheck.ui.desk.athlete import show_athlete
    from gaitcheck.ui.desk.people import show_people

    desk = open_here()
    athlete_id = st.query_params.get(ATHLETE, "")
    if desk is not None and athlete_id:
        show_athlete(desk, athlete_id)
        return
    st.title(texts.TITLE, anchor=False)
    st.html(paragraph(texts.PROMISE, "gc-promise"))
    if desk is not None:
        show_people(desk)

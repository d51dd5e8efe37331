"""The desk: queue and athletes, or the clip or the athlete whom the page's address names."""

from __future__ import annotations

import streamlit as st

from gaitcheck.ui.desk.place import has_desk, open_here
from gaitcheck.ui.navigation import ATHLETE, CLIP
from gaitcheck.ui.style import paragraph
from gaitcheck.ui.workspace import Workspace
from gaitcheck.words import desk as texts


def show_desk(workspace: Workspace) -> None:
    """Show the page. What it needs is loaded here: nobody else waits for it."""
    from gaitcheck.ui.desk.people import show_nobody

    # Whoever only looks in makes no desk.
    there = has_desk()
    desk = open_here() if there else None
    if desk is not None:
        from gaitcheck.ui.desk.athlete import show_athlete
        from gaitcheck.ui.desk.clip import show_clip

        if clip_id := st.query_params.get(CLIP, ""):
            show_clip(desk, clip_id, workspace)
            return
        if athlete_id := st.query_params.get(ATHLETE, ""):
            show_athlete(desk, athlete_id)
            return
    st.title(texts.TITLE, anchor=False)
    st.html(paragraph(texts.PROMISE, "gc-promise"))
    if desk is not None:
        from gaitcheck.ui.desk.people import show_people

        show_people(desk)
    elif not there:
        show_nobody()

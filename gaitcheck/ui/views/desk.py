"""The desk: queue and athletes, or the clip or the athlete whom the page's address names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from gaitcheck.ui.desk.place import has_desk, open_here, show_errors
from gaitcheck.ui.navigation import ATHLETE, CLIP
from gaitcheck.ui.style import paragraph
from gaitcheck.ui.workspace import Workspace
from gaitcheck.words import desk as texts

if TYPE_CHECKING:
    from gaitcheck.desk.desk import Desk


def show_desk(workspace: Workspace) -> None:
    """Show the page; where the database breaks meanwhile, say so."""
    # Whoever only looks in makes no desk.
    there = has_desk()
    desk = open_here() if there else None
    with show_errors():
        if desk is not None and _show_named(desk, workspace):
            return
        st.title(texts.TITLE, anchor=False)
        st.html(paragraph(texts.PROMISE, "gc-promise"))
        _show_all(desk, there=there)


def _show_named(desk: Desk, workspace: Workspace) -> bool:
    """Show the clip or the athlete of the page's address; return whether it names one."""
    # What a page needs is loaded here: nobody else waits for it.
    from gaitcheck.ui.desk.athlete import show_athlete
    from gaitcheck.ui.desk.clip import show_clip

    clip_id, athlete_id = (st.query_params.get(name, "") for name in (CLIP, ATHLETE))
    if clip_id:
        show_clip(desk, clip_id, workspace)
    elif athlete_id:
        show_athlete(desk, athlete_id)
    return bool(clip_id or athlete_id)


def _show_all(desk: Desk | None, *, there: bool) -> None:
    from gaitcheck.ui.desk.people import show_nobody, show_people

    if desk is not None:
        show_people(desk)
    elif not there:
        show_nobody()

"""Progress of the analyses that wait or run; only this part of the page asks again."""

from __future__ import annotations

from typing import Final

import streamlit as st

from gaitcheck.jobs import JobStatus
from gaitcheck.ui import texts
from gaitcheck.ui.style import named_label, plain
from gaitcheck.ui.workspace import Entry, Workspace

POLL_S: Final = 0.7

_SHOWN: Final = "entries_waiting"


def show_waiting(workspace: Workspace, *, brief: bool = False) -> None:
    """Show the progress of all active entries, and look again while there are any.

    Parameters
    ----------
    workspace : Workspace
    brief : bool
        Whether one line has to do; on the first page the entries stand one by one.
    """
    active = [entry.id for entry in workspace.active()]
    st.session_state[_SHOWN] = active
    if active:
        _poll(workspace, brief)


@st.fragment(run_every=POLL_S)
def _poll(workspace: Workspace, brief: bool) -> None:
    active = workspace.active()
    if [entry.id for entry in active] != st.session_state[_SHOWN]:
        st.rerun(scope="app")
    if brief:
        share = sum(min(workspace.status(entry).share_done, 1.0) for entry in active) / len(active)
        words = texts.STILL_ONE if len(active) == 1 else texts.STILL_MANY
        name = plain(active[0].clip.name)
        percent = int(100 * share)
        st.progress(share, text=words.format(name=name, count=len(active), percent=percent))
        return
    for entry in active:
        _show_progress(workspace, entry)


def _show_progress(workspace: Workspace, entry: Entry) -> None:
    status = workspace.status(entry)
    label = named_label(texts.CANCEL, texts.CANCEL_NAMED.format(name=entry.clip.name))
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        with st.container(width="stretch"):
            st.markdown(f"**{plain(entry.clip.name)}**")
            st.progress(min(status.share_done, 1.0), text=progress_words(status))
        if st.button(label, key=f"cancel-{entry.id}"):
            workspace.remove(entry)
            st.rerun(scope="app")


def progress_words(status: JobStatus) -> str:
    """Say where a job is: its place in the queue, or stage, percentage and time left."""
    if status.state == "queued":
        if status.ahead > 1:
            return texts.WAITING.format(ahead=status.ahead - 1)
        return texts.WAITING_NEXT
    if status.stage is None:
        return texts.STARTING
    words = texts.PROGRESS.format(
        stage=texts.STAGES[status.stage], percent=int(status.share_done * 100)
    )
    left = time_left_words(status.seconds_left)
    return f"{words}, {left}" if left else words


def time_left_words(seconds: float | None) -> str:
    """Say roughly how long it takes: seconds below a minute and a half, else minutes."""
    if seconds is None:
        return ""
    if seconds < 90:
        return texts.TIME_LEFT_SECONDS.format(count=max(1, round(seconds)))
    return texts.TIME_LEFT_MINUTES.format(count=round(seconds / 60))

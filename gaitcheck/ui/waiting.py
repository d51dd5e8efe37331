"""Progress of the analyses that wait or run, and what is known of each so far."""

from __future__ import annotations

from functools import partial
from typing import Final

import streamlit as st

from gaitcheck.jobs import JobStatus
from gaitcheck.ui.so_far import so_far_card
from gaitcheck.ui.style import named_label, plain
from gaitcheck.ui.watched import Glance
from gaitcheck.ui.watching import show_bar
from gaitcheck.ui.workspace import Entry, Workspace
from gaitcheck.words import page as texts

_WAITING: Final = "waiting"
_SO_FAR: Final = "so far"


def show_waiting(workspace: Workspace, *, brief: bool = False) -> None:
    """Show the progress of all active entries.

    Parameters
    ----------
    workspace : Workspace
    brief : bool
        Whether one line has to do; on the first page the entries stand one by one.
    """
    active = workspace.active()
    if brief and active:
        show_bar("all", _ids(active), partial(_glance_at_all, workspace))
        return
    for entry in active:
        _show_entry(workspace, entry)


def _show_entry(workspace: Workspace, entry: Entry) -> None:
    label = named_label(texts.CANCEL, texts.CANCEL_NAMED.format(name=entry.clip.name))
    so_far = workspace.status(entry).so_far
    drawn = _WAITING if so_far is None else _SO_FAR
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            with st.container(width="stretch"):
                st.markdown(f"**{plain(entry.clip.name)}**")
                show_bar(entry.id, drawn, partial(_glance, workspace, entry))
            if st.button(label, key=f"cancel-{entry.id}"):
                workspace.remove(entry)
                st.rerun()
        if so_far is not None:
            st.html(so_far_card(so_far))


def _glance(workspace: Workspace, entry: Entry) -> Glance:
    status = workspace.status(entry)
    return Glance(_state(workspace, entry), status.share_done, progress_words(status))


def _state(workspace: Workspace, entry: Entry) -> str:
    """Return what a page that shows an entry depends on."""
    if entry not in workspace.entries:
        return "removed"
    status = workspace.status(entry)
    if not status.active:
        return status.state
    return _WAITING if status.so_far is None else _SO_FAR


def _glance_at_all(workspace: Workspace) -> Glance:
    active = workspace.active()
    if not active:
        return Glance("", 1.0, "")
    share = sum(workspace.status(entry).share_done for entry in active) / len(active)
    words = texts.STILL_ONE if len(active) == 1 else texts.STILL_MANY
    name, percent = active[0].clip.name, int(100 * share)
    return Glance(_ids(active), share, words.format(name=name, count=len(active), percent=percent))


def _ids(entries: list[Entry]) -> str:
    return " ".join(entry.id for entry in entries)


def progress_words(status: JobStatus) -> str:
    """Say where a job is: its place in the queue, or stage, percentage and time left."""
    if status.state == "queued":
        words = texts.WAITING_NEXT
        if status.ahead > 1:
            words = texts.WAITING.format(ahead=status.ahead - 1)
        turn = _turn_words(status.starts_in_s)
        return f"{words}, {turn}" if turn else words
    if status.stage is None:
        return texts.STARTING
    words = texts.PROGRESS.format(
        stage=texts.STAGES[status.stage], percent=int(status.share_done * 100)
    )
    left = time_left_words(status.seconds_left)
    return f"{words}, {left}" if left else words


def time_left_words(seconds: float | None) -> str:
    """Say roughly how long it takes: seconds below a minute and a half, else minutes."""
    return "" if seconds is None else texts.TIME_LEFT.format(time=_about(seconds))


def _turn_words(seconds: float | None) -> str:
    return "" if seconds is None else texts.TURN_IN.format(time=_about(seconds))


def _about(seconds: float) -> str:
    if seconds < 90:
        return texts.ABOUT_SECONDS.format(count=max(1, round(seconds)))
    return texts.ABOUT_MINUTES.format(count=round(seconds / 60))

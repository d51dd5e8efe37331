"""Which clip is looked at, and what is said when its analysis did not work."""

from __future__ import annotations

from typing import Final

import streamlit as st

from gaitcheck.ui import texts
from gaitcheck.ui.results import Result, ResultLostError, load_result
from gaitcheck.ui.style import plain
from gaitcheck.ui.workspace import Entry, Workspace

_RESULTS: Final = "results"


def choose_entry(workspace: Workspace, wanted: str | None) -> Entry | None:
    """Return the ended analysis to look at, `wanted` if there; with several, let them choose."""
    ended = {entry.id: entry for entry in workspace.entries if not workspace.status(entry).active}
    if not ended:
        return None
    if len(ended) == 1:
        return next(iter(ended.values()))
    ids = list(ended)
    chosen = st.selectbox(
        texts.CHOOSE_RESULT,
        ids,
        index=ids.index(wanted) if wanted in ids else len(ids) - 1,
        format_func=lambda entry_id: entry_name(ended[entry_id]),
    )
    return ended[chosen]


def result_of(entry: Entry) -> Result:
    """Return the result of an entry, read from disk once in a session.

    Raises
    ------
    ResultLostError
        If its files are gone or damaged.
    """
    results: dict[str, Result] = st.session_state.setdefault(_RESULTS, {})
    if entry.id not in results:
        folder = entry.job.result_folder()
        if folder is None:
            raise ResultLostError(entry.clip.name)
        results[entry.id] = load_result(folder)
    return results[entry.id]


def show_trouble(workspace: Workspace, entry: Entry) -> None:
    """Say plainly why there is no result."""
    status = workspace.status(entry)
    name = plain(entry.clip.name)
    if status.state == "unusable":
        title, text = texts.UNUSABLE_TITLE, status.message or texts.UNUSABLE_DEFAULT
        st.warning(
            f"**{title.format(name=name)}**\n\n{plain(text)}", icon=":material/videocam_off:"
        )
    else:
        text = f"**{texts.FAILED_TITLE.format(name=name)}**\n\n{texts.FAILED_TEXT}"
        st.error(text, icon=":material/error:")
    if st.button(texts.DISMISS, key=f"dismiss-{entry.id}"):
        workspace.remove(entry)
        st.rerun()


def entry_name(entry: Entry) -> str:
    """Return the clip's name, with what was told about it."""
    told = entry.settings
    parts = [entry.clip.name]
    if told.slow_motion is not None:
        parts.append(texts.SLOWED.format(factor=f"{told.slow_motion:g}"))
    if told.runner is not None:
        parts.append(texts.RUNNER_CHOSEN.format(number=told.runner))
    return ", ".join(parts)

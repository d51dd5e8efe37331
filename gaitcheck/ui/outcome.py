"""Which clip is looked at, and what is said when its analysis did not work."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import streamlit as st

from gaitcheck.errors import InputError
from gaitcheck.model.options import clock
from gaitcheck.store.folders import ANALYSIS_FILE
from gaitcheck.store.result import Result, load_result
from gaitcheck.ui.navigation import RESULT
from gaitcheck.ui.style import named_label, plain
from gaitcheck.ui.workspace import Entry, Workspace
from gaitcheck.words import page as texts
from gaitcheck.words.results import pace_words

_RESULTS: Final = "results"
_CHOICE: Final = "result_choice"


def choose_entry(workspace: Workspace) -> Entry | None:
    """Return the ended analysis that the address names, or the last; let them choose another."""
    ended = {entry.id: entry for entry in workspace.entries if not workspace.status(entry).active}
    if not ended:
        return None
    if len(ended) == 1:
        return next(iter(ended.values()))
    ids = list(ended)
    # The address is the one truth: a choice goes there first, and comes back from there.
    wanted = st.query_params.get(RESULT)
    st.session_state[_CHOICE] = wanted if wanted in ended else ids[-1]
    chosen = st.selectbox(
        texts.CHOOSE_RESULT,
        ids,
        format_func=lambda entry_id: entry_name(ended[entry_id]),
        key=_CHOICE,
        on_change=_put_choice_in_address,
    )
    return ended[chosen]


def _put_choice_in_address() -> None:
    st.query_params[RESULT] = st.session_state[_CHOICE]


def result_of(entry: Entry) -> Result:
    """Return the result of an entry, read from disk once in a session, and after a correction.

    Raises
    ------
    InputError
        If its files are gone or damaged.
    """
    results: dict[str, tuple[int, Result]] = st.session_state.setdefault(_RESULTS, {})
    folder = entry.job.result_folder()
    kept = results.get(entry.id)
    written = _written_ns(folder)
    if kept is None or written not in (kept[0], None):
        if folder is None:
            raise InputError(entry.clip.name)
        kept = results[entry.id] = (written or 0, load_result(folder, tracks=False))
    return kept[1]


def _written_ns(folder: Path | None) -> int | None:
    """Return when a result was written last; None where it is not there any more."""
    try:
        return None if folder is None else (folder / ANALYSIS_FILE).stat().st_mtime_ns
    except OSError:
        return None


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
        why = plain(status.advice) if status.advice else texts.FAILED_TEXT
        text = f"**{texts.FAILED_TITLE.format(name=name)}**\n\n{why}"
        st.error(text, icon=":material/error:")
    label = named_label(texts.DISMISS, texts.DISMISS_NAMED.format(name=entry.clip.name))
    if st.button(label, key=f"dismiss-{entry.id}"):
        workspace.remove(entry)
        st.rerun()


def entry_name(entry: Entry) -> str:
    """Return the clip's name, with what was told about it."""
    told = entry.options
    parts = [entry.clip.name]
    if told.slow_motion is not None:
        parts.append(pace_words(told.slow_motion))
    if told.runner is not None:
        parts.append(texts.RUNNER_CHOSEN.format(number=told.runner))
    if told.partial:
        parts.append(f"{clock(told.from_s or 0.0)} to {clock(told.to_s) if told.to_s else 'end'}")
    return ", ".join(parts)

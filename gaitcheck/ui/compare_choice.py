"""Which two results are compared: of this visit, or from files that were saved."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import streamlit as st

from gaitcheck.errors import InputError
from gaitcheck.model import Analysis
from gaitcheck.store.result import with_tracks
from gaitcheck.store.serialize import from_dict
from gaitcheck.ui.navigation import go_to_analyze
from gaitcheck.ui.outcome import result_of
from gaitcheck.ui.pieces import card
from gaitcheck.ui.remembered import remembered
from gaitcheck.ui.session import ask_json_file
from gaitcheck.ui.style import named_label, paragraph, plain
from gaitcheck.ui.waiting import show_waiting
from gaitcheck.ui.workspace import Entry, Workspace
from gaitcheck.words import comparison as texts

LARGEST_RESULT: Final = 64 << 20
"""Bytes of an ``analysis.json`` at most: an hour of running has a tenth of it."""

_ANALYSES: Final = "compare_analyses"
_FILES: Final = "compare_files"
_TROUBLE: Final = "compare_trouble"
_SLOTS: Final = ("first", "second")


@dataclass(frozen=True, slots=True)
class Chosen:
    """A result to compare: its name on the page, and its clip where that is at hand."""

    id: str
    name: str
    analysis: Analysis
    clip: Path | None = None


def choose_pair(workspace: Workspace) -> tuple[Chosen, Chosen] | None:
    """Ask for two results; None as long as there are not two."""
    finished = [e for e in workspace.entries if workspace.status(e).state == "done"]
    if len(finished) < 2:
        show_waiting(workspace)
        _show_empty(finished)
        with st.expander(texts.SOURCE_FILES, expanded=bool(_files())):
            return _choose_files()
    source = st.segmented_control(
        texts.SOURCE_LABEL,
        (texts.SOURCE_VISIT, texts.SOURCE_FILES),
        default=texts.SOURCE_VISIT,
        required=True,
        key="compare-source",
    )
    return _choose_files() if source == texts.SOURCE_FILES else _choose_entries(finished)


def _show_empty(finished: list[Entry]) -> None:
    said = texts.EMPTY_ONE.format(name=finished[0].clip.name) if finished else texts.EMPTY_NONE
    lines = "".join(map(paragraph, (said, texts.EMPTY_FILM, texts.EMPTY_FILES)))
    st.html(card(texts.EMPTY_TITLE, lines, heading="h2"))
    if st.button(texts.EMPTY_GO, type="primary", key="compare-go-analyze"):
        go_to_analyze()


def _choose_entries(finished: list[Entry]) -> tuple[Chosen, Chosen] | None:
    names = entry_names(finished)
    ids = list(names)
    columns = st.columns(2)
    picked = [
        column.selectbox(
            label,
            ids,
            index=len(ids) - back,
            format_func=lambda entry_id: names[entry_id],
            key=f"compare-{slot}",
        )
        for column, label, slot, back in zip(
            columns, (texts.FIRST, texts.SECOND), _SLOTS, (2, 1), strict=True
        )
    ]
    if picked[0] == picked[1]:
        st.info(texts.SAME_CHOICE, icon=":material/compare:")
        return None
    by_id = {entry.id: entry for entry in finished}
    found = [_read_entry(by_id[entry_id], names[entry_id]) for entry_id in picked]
    first, second = found
    return None if first is None or second is None else (first, second)


def entry_names(entries: list[Entry]) -> Mapping[str, str]:
    """Return the name of each entry by its id, numbered where clips share a name."""
    total = Counter(entry.clip.name for entry in entries)
    seen: Counter[str] = Counter()
    names = {}
    for entry in entries:
        name = entry.clip.name
        seen[name] += 1
        if total[name] > 1:
            name = texts.NUMBERED.format(name=name, number=seen[name])
        names[entry.id] = name
    return names


def _read_entry(entry: Entry, name: str) -> Chosen | None:
    try:
        result = result_of(entry)
        analysis = remembered(_ANALYSES, result, lambda: with_tracks(result).analysis)
    except InputError:
        st.error(texts.RESULT_LOST.format(name=plain(name)), icon=":material/error:")
        return None
    return Chosen(entry.id, name, analysis, entry.clip.path)


def _files() -> dict[str, Chosen]:
    files: dict[str, Chosen] = st.session_state.setdefault(_FILES, {})
    return files


def _choose_files() -> tuple[Chosen, Chosen] | None:
    files = _files()
    for message in st.session_state.pop(_TROUBLE, []):
        st.error(message, icon=":material/error:")
    columns = st.columns(2)
    labels = (texts.UPLOAD_FIRST, texts.UPLOAD_SECOND)
    for column, slot, label in zip(columns, _SLOTS, labels, strict=True):
        with column:
            _take_file(slot, label)
    st.caption(texts.UPLOAD_HELP)
    if len(files) < len(_SLOTS):
        if files:
            st.info(texts.UPLOAD_BOTH, icon=":material/compare:")
        return None
    first, second = (files[slot] for slot in _SLOTS)
    if first.name == second.name:
        first, second = (
            replace(file, name=texts.NUMBERED.format(name=file.name, number=number))
            for number, file in enumerate((first, second), 1)
        )
    return first, second


def _take_file(slot: str, label: str) -> None:
    """Ask for a file and keep what it holds, or show what is kept."""
    files = _files()
    held = files.get(slot)
    if held is not None:
        st.markdown(f"**{label}**\n\n{plain(held.name)}")
        named = texts.UPLOAD_REMOVE_NAMED.format(name=held.name)
        if st.button(named_label(texts.UPLOAD_REMOVE, named), key=f"compare-remove-{slot}"):
            del files[slot]
            st.rerun()
        return
    taken = ask_json_file(label, f"compare-upload-{slot}", LARGEST_RESULT)
    if taken is None:
        return
    name, data = taken
    try:
        analysis = read_upload(data, name)
        # Every saved result is an analysis.json: only its clip tells one from another.
        files[slot] = Chosen(f"file-{slot}", analysis.clip.file, analysis)
    except InputError as error:
        st.session_state[_TROUBLE] = [plain(str(error))]
    st.rerun()


def read_upload(data: bytes, name: str) -> Analysis:
    """Return the analysis in a file that a visitor gave.

    Raises
    ------
    InputError
        When it is no analysis, said for the visitor.
    """
    if len(data) > LARGEST_RESULT:
        raise InputError(texts.UPLOAD_TOO_LARGE.format(name=name))
    try:
        return from_dict(json.loads(data))
    except (InputError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise InputError(texts.UPLOAD_NO_ANALYSIS.format(name=name)) from error

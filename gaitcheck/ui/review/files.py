"""What was said as files, and how person and machine agree."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Final

import streamlit as st

from gaitcheck.errors import InputError
from gaitcheck.export.labels import labels_bytes
from gaitcheck.model import STRIKES, Analysis
from gaitcheck.report.agreement import agreement_of, agreement_rows, label_rows
from gaitcheck.store.corrections import parse_corrections, to_corrections_bytes
from gaitcheck.ui.review.reviewing import Reviewing
from gaitcheck.ui.session import ask_json_file
from gaitcheck.ui.style import paragraph, plain
from gaitcheck.words import page as texts
from gaitcheck.words import review as words

LARGEST: Final = 4 << 20
"""Bytes of a file of corrections at most: ten thousand of them."""
TOLD: Final = "review_upload_told"
"""What became of the last file of corrections; it stands until something else is said."""


def show_agreement(reviewing: Reviewing) -> None:
    """Show how person and machine agree, once something was said."""
    html = agreement_tables([reviewing.analysis])
    if html:
        with st.expander(words.AGREEMENT_TITLE):
            st.html(html)


def agreement_tables(analyses: Sequence[Analysis]) -> str:
    """Return the agreement over some results as two small tables; empty where nothing was said."""
    found = agreement_of(analyses)
    rows = agreement_rows(found)
    if not rows:
        return ""
    facts = "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in rows)
    crossed = label_rows(found)
    table = ""
    if crossed:
        heads = "".join(
            f'<th scope="col">{escape(words.PERSON_SAYS.format(label=texts.LABELS[strike]))}</th>'
            for strike in STRIKES
        )
        body = "".join(
            f'<tr><th scope="row">{escape(words.MACHINE_SAYS.format(label=name))}</th>'
            f"{''.join(f'<td>{escape(count)}</td>' for count in counts)}</tr>"
            for name, *counts in crossed
        )
        corner = f'<th scope="col">{escape(words.STEPS)}</th>'
        table = f'<table class="gc-crossed"><tr>{corner}{heads}</tr>{body}</table>'
    return f'<div class="gc-card"><dl class="gc-facts">{facts}</dl>{table}</div>'


def show_files(entry_id: str, reviewing: Reviewing) -> None:
    """Offer what was said as files, and take a file of corrections."""
    with st.expander(words.FILES_TITLE):
        st.html(paragraph(words.FILES_HELP))
        stem = reviewing.folder.name
        said = reviewing.ledger.said
        first, second = st.columns(2)
        first.download_button(
            words.DOWNLOAD_CORRECTIONS,
            to_corrections_bytes(said),
            f"{stem}_corrections.json",
            "application/json",
            on_click="ignore",
            disabled=not said,
            width="stretch",
        )
        labels, why = _labels(reviewing.analysis)
        second.download_button(
            words.DOWNLOAD_LABELS,
            labels,
            f"{stem}_labels.json",
            "application/json",
            help=why or words.DOWNLOAD_LABELS_HELP,
            on_click="ignore",
            disabled=bool(why),
            width="stretch",
        )
        _take_file(entry_id, reviewing)
        st.button(
            words.FORGET_ALL,
            key=f"forget-{entry_id}",
            type="tertiary",
            disabled=not said,
            on_click=reviewing.replace,
            args=((),),
        )


def _labels(analysis: Analysis) -> tuple[bytes, str]:
    try:
        return labels_bytes([analysis]), ""
    except InputError as error:
        return b"", str(error)


def _take_file(entry_id: str, reviewing: Reviewing) -> None:
    told = st.session_state.get(TOLD)
    if told is not None:
        good, message = told
        (st.success if good else st.error)(plain(message))
    taken = ask_json_file(words.UPLOAD, f"corrections-{entry_id}", LARGEST)
    if taken is None:
        return
    name, data = taken
    try:
        if len(data) > LARGEST:
            raise InputError(words.UPLOAD_TOO_LARGE.format(name=name))
        found = parse_corrections(data, name)
        reviewing.replace(found)
        st.session_state[TOLD] = True, _loaded(len(found))
    except InputError as error:
        st.session_state[TOLD] = False, str(error)
    st.rerun(scope="fragment")


def _loaded(count: int) -> str:
    return words.ONE_LOADED if count == 1 else words.LOADED.format(count=count)

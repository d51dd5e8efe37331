"""The review of a clip of the desk: what is said is kept there at once, and leads to the next."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Final

import streamlit as st

from gaitcheck.desk.athletes import get_athlete
from gaitcheck.desk.desk import Desk
from gaitcheck.desk.kept import film_of, get_kept, load_analyses, write_kept
from gaitcheck.desk.queue import find_queue, find_waiting
from gaitcheck.desk.records import KeptResult
from gaitcheck.desk.reviews import finish_review, keep_reviewed, read_review
from gaitcheck.errors import InputError, NotOnDeskError
from gaitcheck.model import Analysis
from gaitcheck.store.result import load_result
from gaitcheck.ui.answer import verdict_card
from gaitcheck.ui.desk.place import show_errors
from gaitcheck.ui.desk.queue import open_review, reasons_list, run_name
from gaitcheck.ui.navigation import ATHLETE, CLIP
from gaitcheck.ui.review.page import ask_who, show_steps
from gaitcheck.ui.review.reviewing import Reviewing
from gaitcheck.ui.style import paragraph, plain
from gaitcheck.ui.workspace import Workspace
from gaitcheck.words import desk as texts
from gaitcheck.words import review as words

_OPEN: Final = "desk-reviews"
_ALL_DONE: Final = "desk-all-reviewed"


@dataclass(slots=True, eq=False)
class _Opened:
    """A clip under review, and the version of its review that is on the page."""

    desk: Desk
    clip_id: str
    reviewing: Reviewing
    version: int

    def keep(self, analysis: Analysis, pictures: bool) -> None:
        self.version = keep_reviewed(
            self.desk,
            self.clip_id,
            self.reviewing.folder,
            analysis,
            self.version,
            pictures=pictures,
        )


def show_clip(desk: Desk, clip_id: str, workspace: Workspace) -> None:
    """Show the review of a clip, or say that there is none."""
    try:
        kept = get_kept(desk, clip_id)
        waiting = find_waiting(desk, clip_id)
        athlete = get_athlete(desk, kept.athlete_id)
    except NotOnDeskError:
        _offer_back()
        st.warning(texts.CLIP_GONE)
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        _offer_back()
        ask_who()
        done = st.button(texts.REVIEWED, key="clip-done", type="primary", icon=":material/check:")
    name = run_name(athlete.name, kept.day, kept.file)
    st.html(
        f'<h1 class="gc-name">{escape(words.REVIEW_TITLE)}</h1>'
        f'<p class="gc-promise"><bdi>{escape(name)}</bdi></p>'
        f"{reasons_list(waiting) if waiting else paragraph(texts.WAITS_NO_MORE, 'gc-small')}"
    )
    with show_errors():
        opened = _opened(desk, kept, workspace)
        if done:
            finish_review(desk, clip_id, opened.version if opened else 0)
            _go_on(desk)
        if opened is not None:
            st.html(paragraph(words.REVIEW_HELP))
            show_steps(f"desk-{clip_id}", opened.reviewing, "review", anew=_forget)


def all_reviewed() -> bool:
    """Return whether the last clip that waited has just been reviewed, once."""
    return bool(st.session_state.pop(_ALL_DONE, False))


def _offer_back() -> None:
    if st.button(texts.BACK_DESK, icon=":material/arrow_back:", key="clip-back", type="tertiary"):
        _leave()


def _leave() -> None:
    """Go back to where the review was opened: the athlete, or the desk."""
    _forget()
    st.query_params.pop(CLIP, None)
    st.rerun()


def _go_on(desk: Desk) -> None:
    """Open the next clip that waits, of the same athlete where one athlete's are looked at."""
    _forget()
    waiting, _ = find_queue(desk, athlete_id=st.query_params.get(ATHLETE), most=1)
    if waiting:
        open_review(waiting[0].clip_id)
    st.session_state[_ALL_DONE] = True
    _leave()


def _forget() -> None:
    st.session_state.pop(_OPEN, None)


def _opened(desk: Desk, kept: KeptResult, workspace: Workspace) -> _Opened | None:
    """Return the clip under review; None where its steps cannot be looked at, which is said."""
    version = read_review(desk, kept.id).version
    opened: _Opened | None = st.session_state.get(_OPEN)
    if opened is not None and opened.clip_id == kept.id and opened.version == version:
        return opened
    (analysis,) = load_analyses(desk, [kept])
    if analysis.refused or not analysis.steps:
        st.html(verdict_card(analysis, "h2"))
        st.html(paragraph(texts.NOTHING_TO_REVIEW))
        return None
    try:
        opened = _open(desk, kept.id, version, workspace.folder / "desk" / kept.id)
    except InputError as error:
        st.html(verdict_card(analysis, "h2"))
        st.error(plain(str(error)), icon=":material/error:")
        return None
    st.session_state[_OPEN] = opened
    return opened


def _open(desk: Desk, clip_id: str, version: int, folder: Path) -> _Opened:
    folder.parent.mkdir(parents=True, exist_ok=True)
    write_kept(desk, clip_id, folder, film=False, sheet=False)
    result = load_result(folder, tracks=False)
    reviewing = Reviewing.of(result, lambda: film_of(desk, clip_id))
    opened = _Opened(desk, clip_id, reviewing, version)
    reviewing.keep = opened.keep
    return opened

"""The desk in place of the result: look yourself, or check and correct every step."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Final, Literal

import streamlit as st

from gaitcheck.errors import InputError
from gaitcheck.model import SIDES, Analysis, Side, VerdictStrike
from gaitcheck.report.pictures import read_crops
from gaitcheck.store.result import Result
from gaitcheck.ui.review.component import LOG, mount_review, row_addresses
from gaitcheck.ui.review.data import drawings, review_data, steps_to_look_at, unsure_feet
from gaitcheck.ui.review.files import TOLD, show_agreement, show_files
from gaitcheck.ui.review.reviewing import Reviewing
from gaitcheck.ui.said_words import said_of_foot, said_words
from gaitcheck.ui.style import chip, paragraph, plain, with_names_alone
from gaitcheck.ui.workspace import Entry
from gaitcheck.words import page as texts
from gaitcheck.words import review as words
from gaitcheck.words.results import angle_words

Mode = Literal["look", "review"]

LONGEST_NAME: Final = 80
LONGEST_NOTE: Final = 2000

_MODES: Final = "review_modes"
_REVIEWS: Final = "reviews"
_WHO: Final = "review_who"


def review_mode(entry: Entry) -> Mode | None:
    """Return which desk is open for an entry, if any."""
    mode: Mode | None = st.session_state.get(_MODES, {}).get(entry.id)
    return mode


def offer_look(entry: Entry, analysis: Analysis) -> None:
    """Offer the runner to look himself, where gaitcheck is not sure though it could be seen."""
    open_feet = unsure_feet(analysis)
    if not open_feet:
        return
    words_of = words.LOOK_OFFER if len(open_feet) > 1 else words.LOOK_OFFER_FOOT
    with st.container(border=True):
        st.html(paragraph(words_of.format(side=open_feet[0]), "gc-flush"))
        st.button(
            words.LOOK,
            key=f"look-{entry.id}",
            type="primary",
            icon=":material/visibility:",
            on_click=_open,
            args=(entry.id, "look"),
        )


def offer_review(entry: Entry, analysis: Analysis) -> None:
    """Offer to check every step, where there is one to judge."""
    if not analysis.steps or analysis.refused:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            words.REVIEW,
            key=f"review-{entry.id}",
            icon=":material/edit:",
            on_click=_open,
            args=(entry.id, "review"),
        )
        st.caption(words.REVIEW_OFFER)


def show_review(entry: Entry, result: Result, mode: Mode) -> None:
    """Show the desk in place of the result."""
    reviews: dict[str, Reviewing] = st.session_state.setdefault(_REVIEWS, {})
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.button(
            words.BACK,
            key=f"leave-{entry.id}",
            icon=":material/arrow_back:",
            on_click=_leave,
            args=(entry.id,),
        )
        if mode == "look":
            st.button(
                words.TO_REVIEW,
                key=f"all-{entry.id}",
                type="tertiary",
                on_click=_open,
                args=(entry.id, "review"),
            )
        else:
            ask_who()
    try:
        if entry.id not in reviews:
            reviews[entry.id] = Reviewing.of(result, lambda: entry.clip.path)
    except InputError as error:
        st.error(plain(str(error)), icon=":material/error:")
        return
    st.title(words.LOOK_TITLE if mode == "look" else words.REVIEW_TITLE, anchor=False)
    st.html(paragraph(words.LOOK_HELP if mode == "look" else words.REVIEW_HELP))
    show_steps(entry.id, reviews[entry.id], mode)


def ask_who() -> None:
    """Ask for the name that is kept with what is said."""
    st.text_input(words.WHO, key=_WHO, max_chars=LONGEST_NAME)


def _open(entry_id: str, mode: Mode) -> None:
    st.session_state.setdefault(_MODES, {})[entry_id] = mode


def _leave(entry_id: str) -> None:
    st.session_state[_MODES].pop(entry_id, None)
    st.session_state.pop(TOLD, None)
    # Another tab may go on with it: it is opened anew next time.
    st.session_state[_REVIEWS].pop(entry_id, None)


@st.fragment
def show_steps(
    entry_id: str, reviewing: Reviewing, mode: Mode, *, anew: Callable[[], None] | None = None
) -> None:
    """Show the steps with the answer as it stands, and take what is said.

    Parameters
    ----------
    entry_id : str
        Of what is reviewed; keeps it apart from others on the page.
    reviewing : Reviewing
    mode : {"look", "review"}
    anew : callable, optional
        Forgets `reviewing`, so that it is opened anew: offered where something was not kept.
    """
    if reviewing.trouble and anew is not None:
        st.error(plain(reviewing.trouble), icon=":material/error:")
        if st.button(words.OPEN_ANEW, key=f"anew-{entry_id}"):
            anew()
            st.rerun()
    st.html(answer_now(reviewing.analysis))
    kept = read_crops(reviewing.folder)
    key = f"desk-{mode}-{entry_id}"
    data = review_data(
        reviewing.analysis,
        reviewing.judged.machine,
        None if kept is None else kept.plan,
        row_addresses(kept, key),
        steps_to_look_at(reviewing.judged.machine) if mode == "look" else None,
    )
    keys = words.LOOK_KEYS if mode == "look" else words.WORDS["keys"]
    more = {
        "mode": mode,
        "applied": reviewing.applied,
        "undo": bool(reviewing.ledger.past),
        "trouble": with_names_alone(reviewing.trouble),
        "drawings": drawings(reviewing.analysis.view.facing),
        "words": {**words.WORDS, **_last_word(anew), "keys": [list(pair) for pair in keys]},
    }
    mount_review({**data, **more}, key, lambda: _take(key, reviewing))
    if mode == "review":
        _ask_note(entry_id, reviewing)
        # A place of its own: what is unfolded below stays so when it comes and goes.
        with st.container():
            show_agreement(reviewing)
        show_files(entry_id, reviewing)


def _last_word(anew: Callable[[], None] | None) -> dict[str, str]:
    """Return what is said after the last step: a clip of the desk has no result to go back to."""
    return {} if anew is None else {"done": words.DONE_ON_DESK}


def _take(key: str, reviewing: Reviewing) -> None:
    st.session_state.pop(TOLD, None)
    log = st.session_state[key].get(LOG) or []
    reviewing.take(log, who=str(st.session_state.get(_WHO, "")).strip())


def _ask_note(entry_id: str, reviewing: Reviewing) -> None:
    """Ask for a note on the whole clip."""
    key = f"clip-note-{entry_id}"
    who = str(st.session_state.get(_WHO, "")).strip()
    st.text_area(
        words.CLIP_NOTE,
        value=clip_note(reviewing.analysis),
        key=key,
        max_chars=LONGEST_NOTE,
        height=70,
        on_change=lambda: reviewing.note_clip(str(st.session_state[key]), who),
    )


def clip_note(analysis: Analysis) -> str:
    """Return what a person noted on the whole clip."""
    notes = [c.note for c in analysis.corrections if c.kind == "note" and not c.step]
    return notes[0] if notes else ""


def answer_now(analysis: Analysis) -> str:
    """Return the answer as it stands, both feet and cadence, in one card that follows every key."""
    verdict = analysis.verdict
    said = said_words(verdict, analysis.corrections)
    cells = [_cell(words.BOTH, verdict.strike, said)]
    cells += [_foot(analysis, side) for side in SIDES if side in analysis.sides]
    if analysis.cadence_spm is not None:
        value = words.CADENCE_VALUE.format(value=round(analysis.cadence_spm))
        cells.append(f"<div><h2>{escape(words.CADENCE)}</h2>{paragraph(value)}</div>")
    steps = (*analysis.steps, *analysis.rejected)
    seen = [step for step in analysis.steps if step.by_person]
    changed = [s for s in seen if s.machine is None or s.machine.strike != s.strike]
    count = words.SAID_COUNT.format(
        seen=len(seen) + len(analysis.rejected),
        total=len(steps),
        changed=len(changed) + len(analysis.rejected),
    )
    return (
        f'<section class="gc-card gc-now" aria-label="{escape(words.ANSWER_NOW, quote=True)}">'
        f'<div class="gc-now-cells">{"".join(cells)}</div>{paragraph(count, "gc-small")}</section>'
    )


def _foot(analysis: Analysis, side: Side) -> str:
    found = analysis.sides[side]
    facts = []
    if found.foot_strike_angle_deg is not None:
        facts.append(words.ANGLE.format(angle=angle_words(found.foot_strike_angle_deg)))
    if found.contact_time_s is not None:
        facts.append(words.CONTACT_TIME.format(value=round(found.contact_time_s * 1000)))
    said = said_words(found, said_of_foot(analysis, side))
    return _cell(texts.FOOT[side], found.strike, ", ".join(facts), said)


def _cell(title: str, strike: VerdictStrike, *lines: str) -> str:
    small = "".join(paragraph(line, "gc-small") for line in lines if line)
    return f"<div><h2>{escape(title)}</h2>{chip(strike)}{small}</div>"

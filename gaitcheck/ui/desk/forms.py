"""What is asked of a session and of an athlete, the same wherever it is asked."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Final

import streamlit as st

from gaitcheck.words import desk as texts

if TYPE_CHECKING:
    from gaitcheck.desk.records import Athlete, Session

CONDITIONS_ASKED: Final = (
    *("shoes", "cue", "speed_kmh", "surface", "incline_pct"),
    *("pain", "pain_where", "notes"),
)
"""What `ask_conditions` asks of a session."""


def ask_conditions(session: Session, key: str) -> Session:
    """Ask for shoes, speed, surface, incline, cue, pain and notes; return the session with them.

    Raises
    ------
    InputError
        When something makes no sense.
    """
    one, other = st.columns(2)
    shoes = one.text_input(texts.SHOES, session.shoes, key=f"{key}-shoes")
    cue = other.text_input(texts.CUE, session.cue, key=f"{key}-cue", help=texts.CUE_HELP)
    speed = one.number_input(
        texts.SPEED, value=session.speed_kmh, step=0.5, format="%.1f", key=f"{key}-speed"
    )
    surface = other.text_input(
        texts.SURFACE, session.surface, key=f"{key}-surface", help=texts.SURFACE_HELP
    )
    incline = one.number_input(
        texts.INCLINE, value=session.incline_pct, step=0.5, format="%.1f", key=f"{key}-incline"
    )
    answers = dict(zip((None, False, True), texts.PAIN_ANSWERS, strict=True))
    pain = other.radio(
        texts.PAIN,
        list(answers),
        index=list(answers).index(session.pain),
        format_func=lambda answer: answers[answer],
        horizontal=True,
        key=f"{key}-pain",
    )
    where = session.pain_where
    if pain:
        where = other.text_input(texts.PAIN_WHERE, where, key=f"{key}-where")
    notes = st.text_area(texts.NOTES, session.notes, key=f"{key}-notes", height=80)
    return dataclasses.replace(
        session,
        shoes=shoes,
        speed_kmh=speed,
        surface=surface,
        incline_pct=incline,
        cue=cue,
        pain=pain,
        pain_where=where if pain else "",
        notes=notes,
    )


def ask_athlete(athlete: Athlete | None, key: str) -> Athlete | None:
    """Ask for an athlete in a form; return what was sent, None until it is.

    Raises
    ------
    InputError
        When something makes no sense.
    """
    from gaitcheck.desk.records import Athlete

    held = athlete
    with st.form(f"{key}-form", border=False):
        name = st.text_input(texts.NAME, held.name if held else "", key=f"{key}-name")
        one, other = st.columns(2)
        height = one.number_input(
            texts.HEIGHT, value=held.height_cm if held else None, step=1.0, key=f"{key}-height"
        )
        leg = other.number_input(
            texts.LEG, value=held.leg_cm if held else None, step=1.0, key=f"{key}-leg"
        )
        tags = st.text_input(texts.TAGS, ", ".join(held.tags) if held else "", key=f"{key}-tags")
        notes = st.text_area(texts.NOTES, held.notes if held else "", key=f"{key}-notes")
        archived = held is not None and st.checkbox(
            texts.ARCHIVED, held.archived, key=f"{key}-archived"
        )
        if not st.form_submit_button(texts.SAVE if held else texts.ADD):
            return None
    return Athlete(
        name=name,
        height_cm=height,
        leg_cm=leg,
        notes=notes,
        tags=tuple(tags.split(",")),
        archived=archived,
        id=held.id if held else "",
        version=held.version if held else 0,
    )

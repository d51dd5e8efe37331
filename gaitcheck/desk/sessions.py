"""Sessions of an athlete, and notes: found, made, changed."""

from __future__ import annotations

from dataclasses import fields

from sqlalchemy import select

from gaitcheck.desk.database import lock
from gaitcheck.desk.desk import Desk
from gaitcheck.desk.records import Note, Session
from gaitcheck.desk.rights import (
    athlete_row,
    claim,
    clip_row,
    note_row,
    own_athlete_row,
    session_row,
)
from gaitcheck.desk.tables import NoteRow, SessionRow, now
from gaitcheck.desk.waiting import renew_waiting
from gaitcheck.errors import InputError


def find_sessions(desk: Desk, athlete_id: str) -> tuple[Session, ...]:
    """Return the sessions of an athlete, the first one first.

    Raises
    ------
    NotOnDeskError
        When there is no such athlete, or it is another coach's.
    """
    with desk.reading() as transaction:
        row = athlete_row(transaction, desk.who, athlete_id)
        wanted = select(SessionRow).where(SessionRow.athlete_id == row.id)
        rows = transaction.scalars(wanted.order_by(SessionRow.day, SessionRow.made_at))
        return tuple(map(_session, rows))


def get_session(desk: Desk, session_id: str) -> Session:
    """Return a session, or raise `NotOnDeskError`."""
    with desk.reading() as transaction:
        return _session(session_row(transaction, desk.who, session_id))


def save_session(desk: Desk, session: Session) -> Session:
    """Add a session, or change one, and return what is on the desk now.

    Raises
    ------
    ConflictError
        When somebody else changed the session since this version was read.
    NotOnDeskError
        When session or athlete are not there any more, or another coach's.
    """
    with desk.writing() as transaction:
        lock(transaction.connection())
        athlete = athlete_row(transaction, desk.who, session.athlete_id)
        weighed = {athlete.id}
        if session.id:
            row = session_row(transaction, desk.who, session.id)
            claim(row, session.version)
            if row.athlete_id != athlete.id:
                # Only the owner takes a session away from an athlete.
                own_athlete_row(transaction, desk.who, row.athlete_id)
                weighed.add(row.athlete_id)
                row.athlete_id = athlete.id
        else:
            row = SessionRow(athlete_id=athlete.id)
            transaction.add(row)
        fill_row(row, session)
        renew_waiting(transaction, *weighed)
        return _session(row)


def fill_row(row: SessionRow, session: Session) -> None:
    """Let a row say what a session says; whose it is stays."""
    row.day, row.notes = session.day, session.notes
    row.shoes, row.surface, row.cue = session.shoes, session.surface, session.cue
    row.speed_kmh, row.incline_pct = session.speed_kmh, session.incline_pct
    row.pain, row.pain_where = session.pain, session.pain_where


def find_notes(desk: Desk, athlete_id: str, clip_id: str | None = None) -> tuple[Note, ...]:
    """Return the notes on an athlete and the clips, or on one clip, the first one first."""
    with desk.reading() as transaction:
        row = athlete_row(transaction, desk.who, athlete_id)
        wanted = select(NoteRow).where(NoteRow.athlete_id == row.id)
        if clip_id is not None:
            wanted = wanted.where(NoteRow.clip_id == clip_id)
        return tuple(map(_note, transaction.scalars(wanted.order_by(NoteRow.made_at))))


def save_note(desk: Desk, note: Note) -> Note:
    """Add a note, or change one, and return what is on the desk now.

    Raises
    ------
    ConflictError
        When somebody else changed the note since this version was read.
    NotOnDeskError
        When what it is about is not there any more, or another coach's.
    """
    with desk.writing() as transaction:
        athlete = athlete_row(transaction, desk.who, note.athlete_id)
        if note.clip_id:
            _, session = clip_row(transaction, desk.who, note.clip_id)
            if session.athlete_id != athlete.id:
                raise InputError("That clip is another athlete's.")
        if note.id:
            row = note_row(transaction, desk.who, note.id)
            claim(row, note.version)
            if row.athlete_id != athlete.id:
                raise InputError("That note is about another athlete.")
        else:
            row = NoteRow(athlete_id=athlete.id)
            transaction.add(row)
        row.clip_id, row.step = note.clip_id or None, note.step
        row.text, row.who, row.made_at = note.text, desk.who, now()
        transaction.flush()
        return _note(row)


def delete_note(desk: Desk, note_id: str) -> None:
    """Delete a note, or raise `NotOnDeskError`."""
    with desk.writing() as transaction:
        transaction.delete(note_row(transaction, desk.who, note_id))


def _session(row: SessionRow) -> Session:
    """Return what a row says; its columns are named as the fields."""
    return Session(**{field.name: getattr(row, field.name) for field in fields(Session)})


def _note(row: NoteRow) -> Note:
    return Note(
        athlete_id=row.athlete_id,
        text=row.text,
        clip_id=row.clip_id or "",
        step=row.step,
        who=row.who,
        when=row.made_at,
        id=row.id,
        version=row.version,
    )

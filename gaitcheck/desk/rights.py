"""Who may see what, in one place: every row is reached by the athlete whom it belongs to."""

from __future__ import annotations

from typing import TypeVar

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session as Transaction
from sqlalchemy.orm.attributes import flag_modified
from sqlalchemy.orm.exc import StaleDataError

from gaitcheck.desk.tables import AthleteRow, ClipRow, NoteRow, SessionRow, ShareRow
from gaitcheck.errors import NotOnDeskError

Row = TypeVar("Row")


def not_here(what: str) -> NotOnDeskError:
    """Return the error for what is not there.

    It is the same where it is another's: nobody learns what others have.
    """
    return NotOnDeskError(f"There is no such {what} on your desk.")


def visible(who: str) -> ColumnElement[bool]:
    """Return the condition on `AthleteRow` that holds for those whom a person may see."""
    shared = select(ShareRow.athlete_id).where(ShareRow.who == who)
    return or_(AthleteRow.owner == who, AthleteRow.id.in_(shared))


def athlete_row(transaction: Transaction, who: str, athlete_id: str) -> AthleteRow:
    """Return an athlete whom a person may see.

    Raises
    ------
    NotOnDeskError
        When there is none, or it is another coach's.
    """
    wanted = select(AthleteRow).where(AthleteRow.id == athlete_id, visible(who))
    return _found(transaction, wanted, "athlete")


def own_athlete_row(transaction: Transaction, who: str, athlete_id: str) -> AthleteRow:
    """Return an athlete who is a person's own: only the owner deletes and shares.

    Raises
    ------
    NotOnDeskError
        When the athlete is not there, or only shared.
    """
    wanted = select(AthleteRow).where(AthleteRow.id == athlete_id, AthleteRow.owner == who)
    return _found(transaction, wanted, "athlete of your own")


def session_row(transaction: Transaction, who: str, session_id: str) -> SessionRow:
    """Return a session of an athlete whom a person may see, or raise `NotOnDeskError`."""
    wanted = select(SessionRow).join(AthleteRow).where(SessionRow.id == session_id, visible(who))
    return _found(transaction, wanted, "session")


def clip_row(transaction: Transaction, who: str, clip_id: str) -> tuple[ClipRow, SessionRow]:
    """Return a clip of an athlete whom a person may see, or raise `NotOnDeskError`."""
    wanted = (
        select(ClipRow, SessionRow)
        .join(SessionRow)
        .join(AthleteRow)
        .where(ClipRow.id == clip_id, visible(who))
    )
    found = transaction.execute(wanted).one_or_none()
    if found is None:
        raise not_here("clip")
    return found[0], found[1]


def note_row(transaction: Transaction, who: str, note_id: str) -> NoteRow:
    """Return a note about an athlete whom a person may see, or raise `NotOnDeskError`."""
    wanted = select(NoteRow).join(AthleteRow).where(NoteRow.id == note_id, visible(who))
    return _found(transaction, wanted, "note")


def claim(row: AthleteRow | SessionRow | NoteRow, seen: int) -> None:
    """Take a row to change it, whoever else may be at it.

    Its version grows even where only what belongs to it changes, such as the tags of an athlete.

    Raises
    ------
    StaleDataError
        When the row is no longer the version that was seen; a desk says it as `ConflictError`.
    """
    if row.version != seen:
        raise StaleDataError
    flag_modified(row, "made_at")


def _found(transaction: Transaction, wanted: Select[Row], what: str) -> Row:
    row = transaction.scalars(wanted).one_or_none()
    if row is None:
        raise not_here(what)
    return row

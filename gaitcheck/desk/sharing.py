"""Whose an athlete is, and who else may see and change one."""

from __future__ import annotations

from sqlalchemy import select

from gaitcheck.desk.desk import Desk
from gaitcheck.desk.records import one_line
from gaitcheck.desk.rights import athlete_row, own_athlete_row
from gaitcheck.desk.tables import ShareRow
from gaitcheck.desk.who import known_as
from gaitcheck.errors import InputError


def is_own(desk: Desk, athlete_id: str) -> bool:
    """Return whether an athlete is one's own: only the owner deletes, shares and hands over.

    Raises
    ------
    NotOnDeskError
        When there is no such athlete, or it is another coach's.
    """
    with desk.reading() as transaction:
        return athlete_row(transaction, desk.who, athlete_id).owner == desk.who


def shared_with(desk: Desk, athlete_id: str) -> tuple[str, ...]:
    """Return who else may see and change one's own athlete, or raise `NotOnDeskError`."""
    with desk.reading() as transaction:
        row = own_athlete_row(transaction, desk.who, athlete_id)
        wanted = select(ShareRow.who).where(ShareRow.athlete_id == row.id).order_by(ShareRow.who)
        return tuple(transaction.scalars(wanted))


def share_athlete(desk: Desk, athlete_id: str, who: str) -> None:
    """Let somebody else see and change one's own athlete.

    Raises
    ------
    NotOnDeskError
        When the athlete is not one's own.
    InputError
        When nobody is named.
    """
    guest = _person(who)
    with desk.writing() as transaction:
        row = own_athlete_row(transaction, desk.who, athlete_id)
        if guest != row.owner and transaction.get(ShareRow, (row.id, guest)) is None:
            transaction.add(ShareRow(athlete_id=row.id, who=guest))


def unshare_athlete(desk: Desk, athlete_id: str, who: str) -> None:
    """Let somebody see one's own athlete no more; nothing happens where nobody is let in by it.

    Raises
    ------
    NotOnDeskError
        When the athlete is not one's own.
    """
    with desk.writing() as transaction:
        row = own_athlete_row(transaction, desk.who, athlete_id)
        share = transaction.get(ShareRow, (row.id, known_as(who)))
        if share is not None:
            transaction.delete(share)


def give_athlete(desk: Desk, athlete_id: str, who: str) -> None:
    """Hand one's own athlete over to somebody else, with all that is kept; nothing stays shared.

    Raises
    ------
    NotOnDeskError
        When the athlete is not one's own.
    InputError
        When nobody is named.
    """
    heir = _person(who)
    with desk.writing() as transaction:
        row = own_athlete_row(transaction, desk.who, athlete_id)
        row.owner = heir
        for share in transaction.scalars(select(ShareRow).where(ShareRow.athlete_id == row.id)):
            transaction.delete(share)


def _person(who: str) -> str:
    name = known_as(one_line("A name", who))
    if not name:
        raise InputError("Say who is meant: the address with which that person logs in.")
    return name

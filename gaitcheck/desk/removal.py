"""Deleting for good: what goes, and that it is gone."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Select, func, select, text
from sqlalchemy.orm import Session as Transaction

from gaitcheck.desk.database import plain_errors
from gaitcheck.desk.desk import Desk, Filing
from gaitcheck.desk.records import Removal
from gaitcheck.desk.rights import clip_row, own_athlete_row, session_row, visible
from gaitcheck.desk.tables import AnalysisRow, AthleteRow, ClipRow, FileRow, NoteRow, SessionRow
from gaitcheck.desk.waiting import renew_waiting


def what_goes(
    desk: Desk, *, athlete_id: str = "", session_id: str = "", clip_id: str = ""
) -> Removal:
    """Return what a deletion of an athlete, a session or a clip takes away, without doing it.

    Raises
    ------
    NotOnDeskError
        When it is not there, or another coach's.
    """
    with desk.reading() as transaction:
        row, condition, _ = _doomed(transaction, desk, athlete_id, session_id, clip_id)
        return _removal(transaction, desk.who, row, condition)


def delete_for_good(
    desk: Desk, *, athlete_id: str = "", session_id: str = "", clip_id: str = ""
) -> Removal:
    """Delete an athlete, a session or a clip with all that belongs to it, films and files too.

    Returns
    -------
    Removal
        What went.

    Raises
    ------
    NotOnDeskError
        When it is not there, or another coach's; an athlete who is only shared stays.
    """
    with desk.filing() as filing:
        transaction = filing.transaction
        row, condition, athlete = _doomed(transaction, desk, athlete_id, session_id, clip_id)
        went = _removal(transaction, desk.who, row, condition)
        drop_files(filing, condition)
        transaction.delete(row)
        renew_waiting(transaction, athlete)
    _forget(desk)
    return went


def _doomed(
    transaction: Transaction, desk: Desk, athlete_id: str, session_id: str, clip_id: str
) -> tuple[AthleteRow | SessionRow | ClipRow, ColumnElement[bool], str]:
    """Return the row that goes, the condition for its clips, and the id of the athlete.

    The condition is one on `SessionRow` and `ClipRow`.
    """
    if clip_id:
        clip, session = clip_row(transaction, desk.who, clip_id)
        return clip, ClipRow.id == clip.id, session.athlete_id
    if session_id:
        session = session_row(transaction, desk.who, session_id)
        return session, SessionRow.id == session.id, session.athlete_id
    athlete = own_athlete_row(transaction, desk.who, athlete_id)
    return athlete, SessionRow.athlete_id == athlete.id, athlete.id


def _clips(condition: ColumnElement[bool]) -> Select[str]:
    return select(ClipRow.id).join(SessionRow).where(condition)


def _removal(
    transaction: Transaction,
    who: str,
    row: AthleteRow | SessionRow | ClipRow,
    condition: ColumnElement[bool],
) -> Removal:
    def count(wanted: Select[str]) -> int:
        return transaction.scalar(select(func.count()).select_from(wanted.subquery())) or 0

    clips = _clips(condition)
    notes = select(NoteRow.id).where(NoteRow.clip_id.in_(clips))
    sessions = 0
    if isinstance(row, AthleteRow):
        notes = select(NoteRow.id).where(NoteRow.athlete_id == row.id)
        sessions = count(select(SessionRow.id).where(SessionRow.athlete_id == row.id))
    elif isinstance(row, SessionRow):
        sessions = 1
    # Other clips may have the same content: that of their files stays. Only clips that one may see
    # count, so that nobody learns from a size what others keep. One such clip is looked for by its
    # digest, and the first is enough: however many share a content, this takes no longer.
    own = (
        select(FileRow.digest, func.max(FileRow.size).label("size"))
        .where(FileRow.clip_id.in_(clips))
        .group_by(FileRow.digest)
        .cte("own")
    )
    other = (
        select(FileRow.id)
        .join(ClipRow)
        .join(SessionRow)
        .join(AthleteRow)
        .where(FileRow.digest == own.c.digest, FileRow.clip_id.not_in(clips), visible(who))
        .limit(1)
        .scalar_subquery()
    )
    size = select(func.sum(own.c.size)).where(other.is_(None))
    return Removal(
        sessions=sessions,
        clips=count(clips),
        analyses=count(select(AnalysisRow.id).where(AnalysisRow.clip_id.in_(clips))),
        notes=count(notes),
        size_bytes=int(transaction.scalar(size) or 0),
    )


def drop_files(filing: Filing, condition: ColumnElement[bool]) -> None:
    """Say that the files of some clips may be needed no more."""
    wanted = select(FileRow.digest).where(FileRow.clip_id.in_(_clips(condition)))
    filing.drop(filing.transaction.scalars(wanted))


def _forget(desk: Desk) -> None:
    """Let nothing of what was deleted remain in SQLite's journal."""
    if desk.place.database is not None:
        with plain_errors(desk.place), desk.engine.connect() as connection:
            alone = connection.execution_options(isolation_level="AUTOCOMMIT")
            alone.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))

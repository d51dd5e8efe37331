"""Athletes: found, made, changed, archived."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, ScalarSelect, func, not_, or_, select
from sqlalchemy.orm import Session as Transaction

from gaitcheck.desk.desk import Desk
from gaitcheck.desk.records import Athlete, fold, one_line
from gaitcheck.desk.rights import athlete_row, claim, visible
from gaitcheck.desk.tables import AnalysisRow, AthleteRow, ClipRow, SessionRow, TagRow
from gaitcheck.errors import InputError

PAGE: Final = 50
"""Athletes of one page of the list."""


@dataclass(frozen=True, slots=True)
class Listed:
    """An athlete as the list shows one.

    Attributes
    ----------
    athlete : Athlete
    sessions : int
    last_day : datetime.date or None
        Of the last session.
    strike : str
        The verdict on the last clip; empty where there is none.
    """

    athlete: Athlete
    sessions: int
    last_day: dt.date | None
    strike: str


def find_athletes(
    desk: Desk,
    words: str = "",
    *,
    tag: str | None = None,
    archived: bool = False,
    most: int = PAGE,
    skip: int = 0,
) -> tuple[tuple[Listed, ...], int]:
    """Return a page of the athletes by name, and how many there are in all.

    Parameters
    ----------
    desk : Desk
    words : str
        Each of them must be in the name or in a tag; any case.
    tag : str, optional
        Only those with this tag.
    archived : bool
        Those in the archive instead of the others.
    most, skip : int
        Athletes of the page, and of the pages before it.
    """
    wanted = [visible(desk.who), AthleteRow.archived == archived]
    wanted += [_mentions(word) for word in fold(words).split()]
    if tag is not None:
        tagged = select(TagRow.athlete_id).where(TagRow.folded == fold(tag))
        wanted.append(AthleteRow.id.in_(tagged))
    page = select(AthleteRow).where(*wanted).order_by(AthleteRow.folded, AthleteRow.id)
    with desk.reading() as transaction:
        total = transaction.scalar(select(func.count()).select_from(AthleteRow).where(*wanted)) or 0
        rows = transaction.scalars(page.limit(most).offset(skip)).all()
        ids = [row.id for row in rows]
        tags = _tags(transaction, ids)
        # Asked for these alone: with the page, it would be worked out for all before it too.
        last = transaction.execute(select(AthleteRow.id, *_last()).where(AthleteRow.id.in_(ids)))
        facts = {key: (sessions, day, strike or "") for key, sessions, day, strike in last}
        found = tuple(Listed(_athlete(row, tags.get(row.id, ())), *facts[row.id]) for row in rows)
    return found, total


def find_names(desk: Desk, *, archived: bool = False) -> dict[str, str]:
    """Return the names of all athletes by their ids, in the names' order; those of the demo last.

    Parameters
    ----------
    desk : Desk
    archived : bool
        Those in the archive, too.
    """
    wanted = select(AthleteRow.id, AthleteRow.name).where(visible(desk.who))
    if not archived:
        wanted = wanted.where(not_(AthleteRow.archived))
    order = (AthleteRow.demo, AthleteRow.folded, AthleteRow.id)
    with desk.reading() as transaction:
        return dict(transaction.execute(wanted.order_by(*order)).all())


def find_drawn(desk: Desk) -> tuple[str, ...]:
    """Return the ids of the demo's athletes that were put on the desk by who asks."""
    own = select(AthleteRow.id).where(AthleteRow.owner == desk.who, AthleteRow.demo)
    with desk.reading() as transaction:
        return tuple(transaction.scalars(own))


def _mentions(word: str) -> ColumnElement[bool]:
    tagged = select(TagRow.athlete_id).where(TagRow.folded.contains(word, autoescape=True))
    return or_(AthleteRow.folded.contains(word, autoescape=True), AthleteRow.id.in_(tagged))


def _last() -> tuple[ScalarSelect[int], ScalarSelect[dt.date], ScalarSelect[str]]:
    """Return number of sessions, last day and last verdict of each athlete of a query."""
    own = SessionRow.athlete_id == AthleteRow.id
    count = select(func.count()).select_from(SessionRow).where(own).scalar_subquery()
    day = select(func.max(SessionRow.day)).where(own).scalar_subquery()
    strike = (
        select(AnalysisRow.strike)
        .join(ClipRow)
        .join(SessionRow)
        .where(own, AnalysisRow.holds)
        .order_by(SessionRow.day.desc(), ClipRow.made_at.desc())
        .limit(1)
        .scalar_subquery()
    )
    return count, day, strike


def _tags(transaction: Transaction, ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
    rows = transaction.scalars(select(TagRow).where(TagRow.athlete_id.in_(ids)))
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(row.athlete_id, []).append(row.tag)
    return {athlete: tuple(sorted(tags)) for athlete, tags in found.items()}


def get_athlete(desk: Desk, athlete_id: str) -> Athlete:
    """Return an athlete.

    Raises
    ------
    NotOnDeskError
        When there is none of that id, or it is another coach's.
    """
    with desk.reading() as transaction:
        return _with_tags(transaction, athlete_row(transaction, desk.who, athlete_id))


def name_athlete(desk: Desk, name: str) -> Athlete:
    """Return the one athlete of a name (or of an id), in the archive too.

    Raises
    ------
    InputError
        When there is none, or more than one.
    """
    wanted = select(AthleteRow).where(
        visible(desk.who),
        or_(AthleteRow.folded == fold(one_line("A name", name)), AthleteRow.id == name),
    )
    with desk.reading() as transaction:
        rows = transaction.scalars(wanted.order_by(AthleteRow.made_at)).all()
        if len(rows) == 1:
            return _with_tags(transaction, rows[0])
        ids = ", ".join(row.id for row in rows[:8])
    if not rows:
        raise InputError(f"There is no athlete {name!r} on the desk.")
    raise InputError(f"{len(rows)} athletes are called {name!r}; name one by its id: {ids}.")


def save_athlete(desk: Desk, athlete: Athlete) -> Athlete:
    """Add an athlete, or change one, and return what is on the desk now.

    Raises
    ------
    ConflictError
        When somebody else changed the athlete since this version was read.
    NotOnDeskError
        When there is no such athlete any more, or it is another coach's.
    """
    with desk.writing() as transaction:
        if athlete.id:
            row = athlete_row(transaction, desk.who, athlete.id)
            claim(row, athlete.version)
        else:
            row = AthleteRow(owner=desk.who)
            transaction.add(row)
        row.name, row.folded = athlete.name, fold(athlete.name)
        row.height_cm, row.leg_cm = athlete.height_cm, athlete.leg_cm
        row.notes, row.archived = athlete.notes, athlete.archived
        transaction.flush()
        _save_tags(transaction, row, athlete.tags)
        return _athlete(row, athlete.tags)


def _save_tags(transaction: Transaction, row: AthleteRow, tags: Sequence[str]) -> None:
    rows = transaction.scalars(select(TagRow).where(TagRow.athlete_id == row.id))
    held = {tag.tag: tag for tag in rows}
    for tag in held.keys() - set(tags):
        transaction.delete(held[tag])
    added = set(tags) - held.keys()
    transaction.add_all(TagRow(athlete_id=row.id, tag=tag, folded=fold(tag)) for tag in added)


def _with_tags(transaction: Transaction, row: AthleteRow) -> Athlete:
    return _athlete(row, _tags(transaction, [row.id]).get(row.id, ()))


def _athlete(row: AthleteRow, tags: Sequence[str]) -> Athlete:
    return Athlete(
        name=row.name,
        height_cm=row.height_cm,
        leg_cm=row.leg_cm,
        notes=row.notes,
        tags=tuple(tags),
        archived=row.archived,
        id=row.id,
        version=row.version,
    )

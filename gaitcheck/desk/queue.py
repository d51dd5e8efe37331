"""The clips that want a look, the worst first, with the reasons in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, cast

from sqlalchemy import and_, func, not_, select

from gaitcheck.desk.desk import Desk
from gaitcheck.desk.records import Waiting
from gaitcheck.desk.rights import clip_row, visible
from gaitcheck.desk.tables import AthleteRow, WaitingRow
from gaitcheck.desk.waiting import UNSURE, Judged, Look, Why, find_looks
from gaitcheck.desk.who import named
from gaitcheck.model import VerdictStrike
from gaitcheck.model.texts import without_turns
from gaitcheck.words import desk as words
from gaitcheck.words.results import percent

PAGE: Final = 20
"""Clips of one page of the queue."""


def find_queue(
    desk: Desk, *, athlete_id: str | None = None, most: int = PAGE, skip: int = 0
) -> tuple[tuple[Waiting, ...], int]:
    """Return a page of the clips that want a look, the worst first, and how many there are in all.

    Parameters
    ----------
    desk : Desk
    athlete_id : str, optional
        Only this one's; by default those of all athletes outside the archive.
    most, skip : int
        Clips of the page, and of the pages before it.

    Notes
    -----
    A clip wants a look where the verdict or a foot is unsure, the confidence is low, pain was
    noted, a foot lands otherwise on the athlete's last day than on the one before it, judging again
    gave another answer, or a review was begun. It waits no more once it was looked at to the end,
    unless it was judged again afterwards with another answer.
    """
    whose = not_(AthleteRow.archived) if athlete_id is None else AthleteRow.id == athlete_id
    whose = and_(visible(desk.who), whose)
    row = WaitingRow
    # Their athletes alone, not each clip's: there are a hundred times fewer of them.
    held = row.athlete_id.in_(select(AthleteRow.id).where(whose))
    worst = (row.why.desc(), row.confidence, row.day.desc(), row.clip_id)
    found = select(row.clip_id, row.athlete_id).where(held).order_by(*worst)
    with desk.reading() as transaction:
        total = transaction.scalar(select(func.count()).select_from(row).where(held)) or 0
        page = transaction.execute(found.limit(most).offset(skip)).all()
        athletes = {athlete for _, athlete in page}
        names_of = select(AthleteRow.id, AthleteRow.name).where(AthleteRow.id.in_(athletes))
        names = dict(transaction.execute(names_of).all())
        looks = find_looks(transaction, athletes)
        # In PostgreSQL somebody may have looked at one between the two questions.
        waiting = [looks[clip_id] for clip_id, _ in page if clip_id in looks]
        return tuple(_waiting(look, names[look.athlete_id]) for look in waiting), total


def find_waiting(desk: Desk, clip_id: str) -> Waiting | None:
    """Return a clip as the queue shows it; None where it does not wait.

    Raises
    ------
    NotOnDeskError
        When there is no such clip, or it is another coach's.
    """
    with desk.reading() as transaction:
        _, session = clip_row(transaction, desk.who, clip_id)
        look = find_looks(transaction, [session.athlete_id]).get(clip_id)
        if look is None:
            return None
        name = select(AthleteRow.name).where(AthleteRow.id == session.athlete_id)
        return _waiting(look, transaction.scalars(name).one())


def _waiting(look: Look, athlete: str) -> Waiting:
    return Waiting(
        clip_id=look.clip_id,
        athlete_id=look.athlete_id,
        athlete=without_turns(athlete),
        day=look.day,
        file=without_turns(look.file),
        strike=cast(VerdictStrike, look.judged.strike),
        confidence=look.confidence,
        why=tuple(_why(look)),
    )


def _why(look: Look) -> Iterator[str]:
    """Yield the reasons in words, the gravest first."""
    why, now = look.why, look.judged
    feet = (("left", now.left), ("right", now.right))
    if Why.UNSURE in why:
        yield words.VERDICT_UNSURE
    if Why.MOVED in why and look.before is not None:
        yield words.JUDGED_ANEW.format(moves=", ".join(_moves(look.before, now)))
    if Why.FOOT_UNSURE in why:
        yield from (
            words.FOOT_UNSURE.format(side=side) for side, strike in feet if strike == UNSURE
        )
    if Why.PAIN in why:
        where = without_turns(look.pain_where)
        yield words.PAIN_NOTED_WHERE.format(where=where) if where else words.PAIN_NOTED
    if look.earlier is not None:
        day, then = look.earlier
        for (side, strike), was in zip(feet, (then.left, then.right), strict=True):
            if UNSURE not in (was, strike) and was != strike:
                said = {"side": side, "day": day, "before": was, "after": strike}
                yield words.LANDS_DIFFERENTLY.format(**said)
    if Why.LOW in why:
        yield words.LITTLE_SURE.format(percent=percent(look.confidence))
    if Why.BEGUN in why:
        who = named(look.reviewer)
        yield words.REVIEW_BEGUN_BY.format(who=who) if who else words.REVIEW_BEGUN


def _moves(before: Judged, now: Judged) -> Iterator[str]:
    earlier = before.strike, before.left, before.right
    present = now.strike, now.left, now.right
    for part, was, is_now in zip(words.MOVED_PARTS, earlier, present, strict=True):
        if was != is_now:
            yield words.MOVED.format(part=part, before=was, after=is_now)

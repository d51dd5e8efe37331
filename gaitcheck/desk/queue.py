"""The clips that want a look, the worst first, with the reasons in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import IntFlag
from typing import Any, Final, cast

from sqlalchemy import (
    CTE,
    ColumnElement,
    Select,
    and_,
    case,
    func,
    literal,
    not_,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session as Transaction
from sqlalchemy.orm import aliased

from gaitcheck.desk.desk import Desk
from gaitcheck.desk.records import Waiting
from gaitcheck.desk.rights import clip_row, visible
from gaitcheck.desk.tables import AnalysisRow, AthleteRow, ClipRow, ReviewRow, SessionRow
from gaitcheck.desk.who import named
from gaitcheck.model import STRIKES, VerdictStrike
from gaitcheck.model.texts import without_turns
from gaitcheck.words import desk as words
from gaitcheck.words.results import CONFIDENCE_WORDS, percent

PAGE: Final = 20
"""Clips of one page of the queue."""
SURE_FROM: Final = CONFIDENCE_WORDS[1][0]
"""Below "fairly sure" a verdict wants a look."""
UNSURE: Final = "unsure"
ONCE: Final = "MATERIALIZED"
"""Both databases then work a part of a query out once, instead of for each row anew."""


class Why(IntFlag):
    """Why a clip wants a look; the larger the number, the graver (a convention of this project).

    What is not known comes before what may be wrong, and that before what only a coach can weigh.
    """

    BEGUN = 1
    LOW = 2
    CHANGED = 4
    PAIN = 8
    FOOT_UNSURE = 16
    MOVED = 32
    UNSURE = 64


@dataclass(frozen=True, slots=True)
class _Judged:
    """What lists hold of an analysis: the verdict, and both feet."""

    strike: str
    left: str
    right: str

    def moves_from(self, before: _Judged) -> Iterator[str]:
        earlier = before.strike, before.left, before.right
        present = self.strike, self.left, self.right
        for part, was, now in zip(words.MOVED_PARTS, earlier, present, strict=True):
            if was != now:
                yield words.MOVED.format(part=part, before=was, after=now)


@dataclass(frozen=True, slots=True)
class _Earlier:
    """How the feet landed on the day before the last one."""

    day: dt.date
    left: str
    right: str


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
    clips = None
    if athlete_id is not None:
        clips = select(ClipRow.id).join(SessionRow).where(SessionRow.athlete_id == athlete_id)
    return _read(desk, whose, clips, most, skip)


def find_waiting(desk: Desk, clip_id: str) -> Waiting | None:
    """Return a clip as the queue shows it; None where it does not wait.

    Raises
    ------
    NotOnDeskError
        When there is no such clip, or it is another coach's.
    """
    with desk.reading() as transaction:
        _, session = clip_row(transaction, desk.who, clip_id)
        whose = AthleteRow.id == session.athlete_id
    clips, _ = _read(desk, whose, select(ClipRow.id).where(ClipRow.id == clip_id), 1, 0)
    return clips[0] if clips else None


def _read(
    desk: Desk, whose: ColumnElement[bool], clips: Select[str] | None, most: int, skip: int
) -> tuple[tuple[Waiting, ...], int]:
    """Return a page of the queue of some athletes, or of some clips of theirs alone."""
    whose = and_(visible(desk.who), whose)
    asked = _asked(whose, clips)
    moved = asked.c.why.bitwise_and(int(Why.MOVED)) > 0
    found = (
        select(asked.c.clip_id, asked.c.why, func.count().over().label("total"))
        .join(ClipRow, ClipRow.id == asked.c.clip_id)
        .join(SessionRow, SessionRow.id == ClipRow.session_id)
        .join(AthleteRow, AthleteRow.id == SessionRow.athlete_id)
        .outerjoin(ReviewRow, ReviewRow.clip_id == ClipRow.id)
        .where(whose, or_(ReviewRow.done.is_(None), not_(ReviewRow.done), moved))
        .order_by(asked.c.why.desc(), asked.c.confidence, SessionRow.day.desc(), ClipRow.id)
    )
    with desk.reading() as transaction:
        page = transaction.execute(found.limit(most).offset(skip)).all()
        why = {clip_id: Why(reasons) for clip_id, reasons, _ in page}
        rows = {row["clip_id"]: row for row in transaction.execute(_facts(why)).mappings()}
        before = _judged_before(transaction, [c for c in why if Why.MOVED in why[c]])
        earlier = _landed_before(transaction, whose, [c for c in why if Why.CHANGED in why[c]])
        waiting = tuple(
            _waiting(rows[c], _why(why[c], rows[c], before.get(c), earlier.get(c))) for c in why
        )
        return waiting, page[0].total if page else 0


def _facts(clips: Collection[str]) -> Select[Any]:
    """Return the query for what is told of some clips."""
    return (
        select(ClipRow.id.label("clip_id"), ClipRow.file)
        .add_columns(SessionRow.athlete_id, AthleteRow.name, SessionRow.day, SessionRow.pain_where)
        .add_columns(AnalysisRow.strike, AnalysisRow.left_strike, AnalysisRow.right_strike)
        .add_columns(AnalysisRow.confidence, ReviewRow.who.label("reviewer"))
        .select_from(ClipRow)
        .join(AnalysisRow, and_(ClipRow.id == AnalysisRow.clip_id, AnalysisRow.holds))
        .join(SessionRow, SessionRow.id == ClipRow.session_id)
        .join(AthleteRow, AthleteRow.id == SessionRow.athlete_id)
        .outerjoin(ReviewRow, ReviewRow.clip_id == ClipRow.id)
        .where(ClipRow.id.in_(list(clips)))
    )


def _asked(whose: ColumnElement[bool], clips: Select[str] | None) -> CTE:
    """Return the clips that may want a look, each with the sum of its reasons and its confidence.

    On a large desk, joining all clips to their athletes takes longer than finding those in question
    first; whose they are is asked later, unless only some clips matter. They come from one walk
    through the analyses, in the order in which these were written: put in order by their random ids
    (as by grouping), they would lead all over the tables.
    """
    row, others = AnalysisRow, _other_reasons(whose, clips)
    sure = row.strike != UNSURE
    foot = or_(row.left_strike == UNSURE, row.right_strike == UNSURE)
    low = row.confidence < SURE_FROM
    doubt = case(
        (not_(sure), int(Why.UNSURE)),
        else_=case((foot, int(Why.FOOT_UNSURE)), else_=0) + case((low, int(Why.LOW)), else_=0),
    )
    why = (doubt + func.coalesce(others.c.why, 0)).label("why")
    wanted = (
        select(row.clip_id, row.confidence, why)
        .outerjoin(others, others.c.clip_id == row.clip_id)
        .where(row.holds, or_(not_(sure), foot, low, others.c.clip_id.is_not(None)))
    )
    if clips is not None:
        wanted = wanted.where(row.clip_id.in_(clips))
    return wanted.cte("asked").prefix_with(ONCE)


def _other_reasons(whose: ColumnElement[bool], clips: Select[str] | None) -> CTE:
    """Return the clips that want a look whatever their analysis says of itself, and why."""
    changed = _changed(whose)
    hurts = select(SessionRow.id).where(SessionRow.pain.is_(True))
    begun = not_(ReviewRow.done)
    parts: list[tuple[Any, Select[Any, Any]]] = [
        (ClipRow.id, select(ClipRow.id, _code(Why.PAIN)).where(ClipRow.session_id.in_(hurts))),
        (ReviewRow.clip_id, select(ReviewRow.clip_id, _code(Why.BEGUN)).where(begun)),
        (AnalysisRow.clip_id, _moved()),
        (changed.c.clip_id, select(changed.c.clip_id, _code(Why.CHANGED))),
    ]
    if clips is not None:
        parts = [(clip_id, part.where(clip_id.in_(clips))) for clip_id, part in parts]
    reasons = union_all(*(part for _, part in parts)).subquery("reasons")
    clip_id, why = reasons.c
    wanted = select(clip_id.label("clip_id"), func.sum(why).label("why")).group_by(clip_id)
    return wanted.cte("others").prefix_with(ONCE)


def _code(why: Why) -> ColumnElement[int]:
    return literal(int(why))


def _moved() -> Select[str, int]:
    """Return the clips of which the answer that holds is another than one before it.

    Before an answer with a person's corrections, only such ones count: the person's word is no
    difference that judging again has made. What was looked at since then counts no more.
    """
    held, older = aliased(AnalysisRow), AnalysisRow
    differ = or_(
        older.strike != held.strike,
        older.left_strike != held.left_strike,
        older.right_strike != held.right_strike,
    )
    unseen = or_(ReviewRow.made_at.is_(None), held.made_at > ReviewRow.made_at)
    return (
        select(older.clip_id, _code(Why.MOVED))
        .join(held, and_(held.clip_id == older.clip_id, held.holds))
        .outerjoin(ReviewRow, ReviewRow.clip_id == older.clip_id)
        .where(not_(older.holds), older.by_person == held.by_person, differ, unseen)
        .distinct()
    )


def _changed(whose: ColumnElement[bool]) -> CTE:
    """Return the clips of each athlete's last day on which a foot lands otherwise than before."""
    days = _last_days(whose)

    def before(foot: str) -> ColumnElement[str]:
        """Return how a foot landed in the last clip of the day before."""
        analysis, clip, session = aliased(AnalysisRow), aliased(ClipRow), aliased(SessionRow)
        return (
            select(getattr(analysis, foot))
            .join(clip, and_(clip.id == analysis.clip_id, analysis.holds))
            .join(session, session.id == clip.session_id)
            .where(session.athlete_id == days.c.id, session.day == days.c.day_before)
            .order_by(session.made_at.desc(), clip.made_at.desc())
            .limit(1)
            .scalar_subquery()
        )

    pairs = (
        select(ClipRow.id.label("clip_id"), days.c.day_before)
        .add_columns(AnalysisRow.left_strike, before("left_strike").label("left_before"))
        .add_columns(AnalysisRow.right_strike, before("right_strike").label("right_before"))
        .select_from(days)
        .join(SessionRow, and_(SessionRow.athlete_id == days.c.id, SessionRow.day == days.c.day))
        .join(ClipRow, ClipRow.session_id == SessionRow.id)
        .join(AnalysisRow, and_(AnalysisRow.clip_id == ClipRow.id, AnalysisRow.holds))
        .where(days.c.day_before.is_not(None))
        .cte("pairs")
        .prefix_with(ONCE)
    )
    differ = [
        and_(now.in_(STRIKES), was.in_(STRIKES), now != was)
        for now, was in (
            (pairs.c.left_strike, pairs.c.left_before),
            (pairs.c.right_strike, pairs.c.right_before),
        )
    ]
    return select(pairs).where(or_(*differ)).cte("changed").prefix_with(ONCE)


def _last_days(whose: ColumnElement[bool]) -> CTE:
    """Return each athlete with the last day that has a clip, and the one before it."""

    def last(*conditions: ColumnElement[bool]) -> Any:
        days = select(SessionRow.day).join(ClipRow, ClipRow.session_id == SessionRow.id)
        return days.where(*conditions).order_by(SessionRow.day.desc()).limit(1).scalar_subquery()

    newest = (
        select(AthleteRow.id, last(SessionRow.athlete_id == AthleteRow.id).label("day"))
        .where(whose)
        .cte("newest")
        .prefix_with(ONCE)
    )
    earlier = last(SessionRow.athlete_id == newest.c.id, SessionRow.day < newest.c.day)
    wanted = select(newest.c.id, newest.c.day, earlier.label("day_before"))
    return wanted.cte("days").prefix_with(ONCE)


def _judged_before(transaction: Transaction, clips: Collection[str]) -> dict[str, _Judged]:
    """Return the last analysis before the one that holds, by clip."""
    if not clips:
        return {}
    held, older = aliased(AnalysisRow), aliased(AnalysisRow)
    rows = transaction.execute(
        select(older.clip_id, older.strike, older.left_strike, older.right_strike)
        .join(held, and_(held.clip_id == older.clip_id, held.holds, held.id != older.id))
        .where(older.clip_id.in_(clips), older.by_person == held.by_person)
        .order_by(older.made_at)
    )
    return {clip: _Judged(*strikes) for clip, *strikes in rows}


def _landed_before(
    transaction: Transaction, whose: ColumnElement[bool], clips: Collection[str]
) -> dict[str, _Earlier]:
    """Return how the feet landed on the day before, by clip."""
    if not clips:
        return {}
    own = select(SessionRow.athlete_id).join(ClipRow).where(ClipRow.id.in_(clips))
    row = _changed(and_(whose, AthleteRow.id.in_(own))).c
    wanted = select(row.clip_id, row.day_before, row.left_before, row.right_before)
    return {clip: _Earlier(*facts) for clip, *facts in transaction.execute(wanted)}


def _waiting(row: Mapping[Any, Any], why: Iterator[str]) -> Waiting:
    return Waiting(
        clip_id=row["clip_id"],
        athlete_id=row["athlete_id"],
        athlete=without_turns(row["name"]),
        day=row["day"],
        file=without_turns(row["file"]),
        strike=cast(VerdictStrike, row["strike"]),
        confidence=row["confidence"],
        why=tuple(why),
    )


def _why(
    why: Why, row: Mapping[Any, Any], before: _Judged | None, earlier: _Earlier | None
) -> Iterator[str]:
    """Yield the reasons in words, the gravest first."""
    now = _Judged(row["strike"], row["left_strike"], row["right_strike"])
    feet = (("left", now.left), ("right", now.right))
    if Why.UNSURE in why:
        yield words.VERDICT_UNSURE
    if before is not None:
        yield words.JUDGED_ANEW.format(moves=", ".join(now.moves_from(before)))
    if Why.FOOT_UNSURE in why:
        yield from (
            words.FOOT_UNSURE.format(side=side) for side, strike in feet if strike == UNSURE
        )
    if Why.PAIN in why:
        where = without_turns(row["pain_where"])
        yield words.PAIN_NOTED_WHERE.format(where=where) if where else words.PAIN_NOTED
    if earlier is not None:
        for (side, strike), was in zip(feet, (earlier.left, earlier.right), strict=True):
            if UNSURE not in (was, strike) and was != strike:
                said = {"side": side, "day": earlier.day, "before": was, "after": strike}
                yield words.LANDS_DIFFERENTLY.format(**said)
    if Why.LOW in why:
        yield words.LITTLE_SURE.format(percent=percent(row["confidence"]))
    if Why.BEGUN in why:
        who = named(row["reviewer"])
        yield words.REVIEW_BEGUN_BY.format(who=who) if who else words.REVIEW_BEGUN

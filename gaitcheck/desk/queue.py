"""The clips that want a look, the worst first, with the reasons in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, cast

from sqlalchemy import (
    CTE,
    ColumnElement,
    Select,
    and_,
    case,
    column,
    false,
    func,
    literal,
    not_,
    or_,
    select,
)
from sqlalchemy.orm import Session as Transaction
from sqlalchemy.orm import aliased

from gaitcheck.desk.desk import Desk
from gaitcheck.desk.records import Waiting
from gaitcheck.desk.rights import clip_row, visible
from gaitcheck.desk.tables import AnalysisRow, AthleteRow, ClipRow, ReviewRow, SessionRow
from gaitcheck.model import SIDES, STRIKES, VerdictStrike
from gaitcheck.report.words import CONFIDENCE_WORDS, percent

PAGE: Final = 20
"""Clips of one page of the queue."""
SURE_FROM: Final = CONFIDENCE_WORDS[1][0]
"""Below "fairly sure" a verdict wants a look."""
UNSURE: Final = "unsure"

# How grave each reason is: what is not known comes before what may be wrong, and that before what
# only a coach can weigh. Of these sums the larger one comes first (a convention of this project).
WEIGHTS: Final[Mapping[str, int]] = {
    "unsure": 16,
    "moved": 8,
    "one_unsure": 6,
    "pain": 4,
    "changed": 3,
    "low": 2,
    "begun": 1,
}

SAY_UNSURE: Final = "gaitcheck is not sure how the feet land."
SAY_FOOT_UNSURE: Final = "gaitcheck is not sure of the {side} foot."
SAY_MOVED: Final = "Judged again, it differs: {moves}."
SAY_MOVE: Final = "{part} from {before} to {after}"
SAY_PAIN: Final = "Pain was noted."
SAY_PAIN_WHERE: Final = "Pain was noted: {where}."
SAY_CHANGED: Final = "The {side} foot lands otherwise than on {day}: {before} then, {after} now."
SAY_LOW: Final = "gaitcheck is only {percent} sure."
SAY_BEGUN: Final = "A review was begun by {who}, and not finished."


@dataclass(frozen=True, slots=True)
class _Judged:
    """What lists hold of an analysis: the verdict, and both feet."""

    strike: str
    left: str
    right: str

    def moves_from(self, before: _Judged) -> Iterator[str]:
        pairs = (
            ("the verdict", before.strike, self.strike),
            ("the left foot", before.left, self.left),
            ("the right foot", before.right, self.right),
        )
        for part, was, now in pairs:
            if was != now:
                yield SAY_MOVE.format(part=part, before=was, after=now)


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
    noted, a foot lands otherwise than in the clip before it, judging again gave another answer, or
    a review was begun. It waits no more once it was looked at to the end, unless it was judged
    again afterwards with another answer.
    """
    seen, found = _wanted(desk, athlete_id)
    order: tuple[Any, ...] = (
        column("score").desc(),
        seen.c.confidence,
        seen.c.day.desc(),
        seen.c.clip_id,
    )
    return _read(desk, found.order_by(*order).limit(most).offset(skip))


def find_waiting(desk: Desk, clip_id: str) -> Waiting | None:
    """Return a clip as the queue shows it; None where it does not wait.

    Raises
    ------
    NotOnDeskError
        When there is no such clip, or it is another coach's.
    """
    with desk.reading() as transaction:
        _, session = clip_row(transaction, desk.who, clip_id)
        athlete_id = session.athlete_id
    seen, found = _wanted(desk, athlete_id)
    clips, _ = _read(desk, found.where(seen.c.clip_id == clip_id))
    return clips[0] if clips else None


def _wanted(desk: Desk, athlete_id: str | None) -> tuple[CTE, Select[Any]]:
    """Return the query for the clips that wait, and what it stands on."""
    seen = _seen(desk, athlete_id)
    flags = _flags(seen)
    score: ColumnElement[int] = literal(0)
    for name, flag in flags.items():
        score = score + case((flag, WEIGHTS[name]), else_=0)
    reviewed = func.coalesce(and_(seen.c.done, not_(flags["moved"])), false())
    found = select(seen, *(flag.label(f"is_{name}") for name, flag in flags.items())).add_columns(
        score.label("score"), func.count().over().label("total")
    )
    return seen, found.where(score > 0, not_(reviewed))


def _read(desk: Desk, found: Select[Any]) -> tuple[tuple[Waiting, ...], int]:
    with desk.reading() as transaction:
        rows = transaction.execute(found).mappings().all()
        before = _judged_before(transaction, [row["clip_id"] for row in rows if row["is_moved"]])
        total = int(rows[0]["total"]) if rows else 0
        return tuple(_waiting(row, before.get(row["clip_id"])) for row in rows), total


def _seen(desk: Desk, athlete_id: str | None) -> CTE:
    """Return every clip that one may see with what the queue goes by, the clip before it too."""
    order = (SessionRow.day, SessionRow.made_at, ClipRow.made_at)

    def before(column: Any) -> ColumnElement[Any]:
        return func.lag(column).over(partition_by=SessionRow.athlete_id, order_by=order)

    wanted = (
        select(
            ClipRow.id.label("clip_id"),
            ClipRow.file,
            SessionRow.athlete_id,
            AthleteRow.name,
            SessionRow.day,
            SessionRow.pain,
            SessionRow.pain_where,
            AnalysisRow.id.label("analysis_id"),
            AnalysisRow.strike,
            AnalysisRow.left_strike,
            AnalysisRow.right_strike,
            AnalysisRow.confidence,
            AnalysisRow.by_person,
            AnalysisRow.made_at.label("judged_at"),
            ReviewRow.done,
            ReviewRow.who.label("reviewer"),
            ReviewRow.made_at.label("reviewed_at"),
            before(AnalysisRow.left_strike).label("left_before"),
            before(AnalysisRow.right_strike).label("right_before"),
            before(SessionRow.day).label("day_before"),
        )
        .join(ClipRow, and_(ClipRow.id == AnalysisRow.clip_id, AnalysisRow.holds))
        .join(SessionRow, SessionRow.id == ClipRow.session_id)
        .join(AthleteRow, AthleteRow.id == SessionRow.athlete_id)
        .outerjoin(ReviewRow, ReviewRow.clip_id == ClipRow.id)
        .where(visible(desk.who))
    )
    if athlete_id is None:
        return wanted.where(not_(AthleteRow.archived)).cte("seen")
    return wanted.where(AthleteRow.id == athlete_id).cte("seen")


def _flags(seen: CTE) -> dict[str, ColumnElement[bool]]:
    """Return the condition of each reason, by the names of `WEIGHTS`."""
    row = seen.c
    feet = (row.left_strike, row.right_strike)
    changed = [
        and_(now.in_(STRIKES), was.in_(STRIKES), now != was)
        for now, was in zip(feet, (row.left_before, row.right_before), strict=True)
    ]
    older = aliased(AnalysisRow)
    moved = (
        _older(older, row.clip_id, row.analysis_id, row.by_person)
        .where(
            or_(
                older.strike != row.strike,
                older.left_strike != row.left_strike,
                older.right_strike != row.right_strike,
            ),
            or_(row.reviewed_at.is_(None), row.judged_at > row.reviewed_at),
        )
        .exists()
    )
    sure = row.strike != UNSURE
    return {
        "unsure": not_(sure),
        "moved": moved,
        "one_unsure": and_(sure, or_(*(foot == UNSURE for foot in feet))),
        "pain": func.coalesce(row.pain, false()),
        "changed": or_(*changed),
        "low": and_(sure, row.confidence < SURE_FROM),
        "begun": func.coalesce(not_(row.done), false()),
    }


def _older(
    older: Any, clip_id: ColumnElement[str], analysis_id: Any, by_person: Any
) -> Select[AnalysisRow]:
    """Return the analyses of a clip before the one that holds.

    Before an analysis with a person's corrections, only such ones: the person's word is no
    difference that judging again has made.
    """
    return select(older).where(
        older.clip_id == clip_id, older.id != analysis_id, older.by_person == by_person
    )


def _judged_before(transaction: Transaction, clips: Sequence[str]) -> dict[str, _Judged]:
    """Return the last analysis before the one that holds, by clip."""
    held, older = aliased(AnalysisRow), aliased(AnalysisRow)
    rows = transaction.execute(
        select(older.clip_id, older.strike, older.left_strike, older.right_strike)
        .join(held, and_(held.clip_id == older.clip_id, held.holds, held.id != older.id))
        .where(older.clip_id.in_(clips), older.by_person == held.by_person)
        .order_by(older.made_at)
    )
    return {clip: _Judged(*strikes) for clip, *strikes in rows}


def _waiting(row: Mapping[Any, Any], before: _Judged | None) -> Waiting:
    return Waiting(
        clip_id=row["clip_id"],
        athlete_id=row["athlete_id"],
        athlete=row["name"],
        day=row["day"],
        file=row["file"],
        strike=cast(VerdictStrike, row["strike"]),
        confidence=row["confidence"],
        why=tuple(_why(row, before)),
    )


def _why(row: Mapping[Any, Any], before: _Judged | None) -> Iterator[str]:
    feet = {side: row[f"{side}_strike"] for side in SIDES}
    if row["is_unsure"]:
        yield SAY_UNSURE
    if row["is_moved"] and before is not None:
        now = _Judged(row["strike"], feet["left"], feet["right"])
        yield SAY_MOVED.format(moves=", ".join(now.moves_from(before)))
    if row["is_one_unsure"]:
        for side in SIDES:
            if feet[side] == UNSURE:
                yield SAY_FOOT_UNSURE.format(side=side)
    if row["is_pain"]:
        where = row["pain_where"]
        yield SAY_PAIN_WHERE.format(where=where) if where else SAY_PAIN
    for side in SIDES:
        was, now_ = row[f"{side}_before"], feet[side]
        if row["is_changed"] and was in STRIKES and now_ in STRIKES and was != now_:
            day: dt.date = row["day_before"]
            yield SAY_CHANGED.format(side=side, day=day, before=was, after=now_)
    if row["is_low"]:
        yield SAY_LOW.format(percent=percent(row["confidence"]))
    if row["is_begun"]:
        yield SAY_BEGUN.format(who=row["reviewer"])

"""Which clips want a look, and why: the rules, and the table that holds what follows from them.

All clips of a large desk would take too long to weigh for each page. So whoever changes something
of an athlete weighs that athlete's clips anew, in the same transaction, by `renew_waiting`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import IntFlag
from itertools import groupby
from typing import Any, Final

from sqlalchemy import Row, delete, insert, select, update
from sqlalchemy.orm import Session as Transaction

from gaitcheck.desk.tables import (
    QUEUE_RULES,
    AnalysisRow,
    AthleteRow,
    ClipRow,
    ReviewRow,
    SessionRow,
    WaitingRow,
)
from gaitcheck.model import STRIKES
from gaitcheck.words.results import CONFIDENCE_WORDS

SURE_FROM: Final = CONFIDENCE_WORDS[1][0]
"""Below "fairly sure" a verdict wants a look."""
UNSURE: Final = "unsure"
_AT_ONCE: Final = 50
"""Athletes whose clips are read together: some thousands of rows on a desk of years."""


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
class Judged:
    """What lists hold of an analysis: the verdict, and both feet."""

    strike: str
    left: str
    right: str


@dataclass(frozen=True, slots=True)
class Look:
    """A clip that wants a look.

    Attributes
    ----------
    clip_id, athlete_id : str
    why : Why
    day : datetime.date
    file : str
        Name of the clip's file.
    pain_where : str
    judged : Judged
        By the analysis that holds.
    confidence : float
    before : Judged or None
        By the last analysis before the one that holds, where both or neither are a person's.
    earlier : tuple of datetime.date and Judged, or None
        On the day before, the last clip; only where a foot lands otherwise since.
    reviewer : str
        Who reviewed it last.
    """

    clip_id: str
    athlete_id: str
    why: Why
    day: dt.date
    file: str
    pain_where: str
    judged: Judged
    confidence: float
    before: Judged | None
    earlier: tuple[dt.date, Judged] | None
    reviewer: str


def renew_waiting(transaction: Transaction, *athletes: str) -> None:
    """Write down which clips of some athletes want a look, after anything of theirs changed.

    Nobody else may write meanwhile: the transaction holds the desk's lock.
    """
    transaction.flush()
    for first in range(0, len(athletes), _AT_ONCE):
        some = athletes[first : first + _AT_ONCE]
        looks = find_looks(transaction, some)
        transaction.execute(delete(WaitingRow).where(WaitingRow.athlete_id.in_(some)))
        if looks:
            rows = [
                {
                    "clip_id": one.clip_id,
                    "athlete_id": one.athlete_id,
                    "why": int(one.why),
                    "confidence": one.confidence,
                    "day": one.day,
                }
                for one in looks.values()
            ]
            transaction.execute(insert(WaitingRow), rows)
        rules = update(AthleteRow).where(AthleteRow.id.in_(some)).values(queue_rules=QUEUE_RULES)
        transaction.execute(rules)


def outdated(transaction: Transaction) -> Sequence[str]:
    """Return the athletes whose clips were weighed by other rules than today's, or never."""
    return transaction.scalars(
        select(AthleteRow.id).where(AthleteRow.queue_rules != QUEUE_RULES)
    ).all()


def find_looks(transaction: Transaction, athletes: Collection[str]) -> dict[str, Look]:
    """Return the clips of some athletes that want a look, by their ids."""
    rows = transaction.execute(
        select(SessionRow.athlete_id, SessionRow.day, SessionRow.pain, SessionRow.pain_where)
        .add_columns(ClipRow.id.label("clip_id"), ClipRow.file)
        .add_columns(AnalysisRow.strike, AnalysisRow.left_strike, AnalysisRow.right_strike)
        .add_columns(AnalysisRow.confidence, AnalysisRow.holds, AnalysisRow.by_person)
        .add_columns(AnalysisRow.made_at, ReviewRow.who, ReviewRow.done)
        .add_columns(ReviewRow.made_at.label("reviewed_at"))
        .join(ClipRow, ClipRow.session_id == SessionRow.id)
        .join(AnalysisRow, AnalysisRow.clip_id == ClipRow.id)
        .outerjoin(ReviewRow, ReviewRow.clip_id == ClipRow.id)
        .where(SessionRow.athlete_id.in_(athletes))
        .order_by(SessionRow.athlete_id, SessionRow.day, SessionRow.made_at)
        .order_by(ClipRow.made_at, ClipRow.id, AnalysisRow.made_at)
    )
    found = {}
    for _, own in groupby(rows, key=lambda row: row.athlete_id):
        clips = [list(analyses) for _, analyses in groupby(own, key=lambda row: row.clip_id)]
        found.update({look.clip_id: look for look in _weigh(clips)})
    return found


def _weigh(clips: Sequence[Sequence[Row[Any]]]) -> Iterator[Look]:
    """Yield the clips of one athlete that want a look, from the analyses of each in time."""
    last = clips[-1][0].day
    before = next((clip for clip in reversed(clips) if clip[0].day < last), None)
    landed = None if before is None else (before[0].day, _judged(_held(before)))
    for clip in clips:
        look = _look(clip, landed if clip[0].day == last else None)
        if look.why and (not _held(clip).done or Why.MOVED in look.why):
            yield look


def _look(clip: Sequence[Row[Any]], landed: tuple[dt.date, Judged] | None) -> Look:
    held = _held(clip)
    judged = _judged(held)
    # Before an answer with a person's corrections only such ones count: the person's word is no
    # difference that judging again has made.
    older = [_judged(row) for row in clip if not row.holds and row.by_person == held.by_person]
    why = Why(0)
    if UNSURE in (judged.left, judged.right):
        why |= Why.FOOT_UNSURE
    if held.confidence < SURE_FROM:
        why |= Why.LOW
    if judged.strike == UNSURE:
        why = Why.UNSURE
    # What was looked at since it was judged again counts no more.
    unseen = held.reviewed_at is None or held.made_at > held.reviewed_at
    if unseen and any(one != judged for one in older):
        why |= Why.MOVED
    if held.pain:
        why |= Why.PAIN
    if held.done is False:
        why |= Why.BEGUN
    if landed is not None and _otherwise(judged, landed[1]):
        why |= Why.CHANGED
    return Look(
        clip_id=held.clip_id,
        athlete_id=held.athlete_id,
        why=why,
        day=held.day,
        file=held.file,
        pain_where=held.pain_where,
        judged=judged,
        confidence=held.confidence,
        before=older[-1] if older else None,
        earlier=landed if Why.CHANGED in why else None,
        reviewer=held.who or "",
    )


def _otherwise(now: Judged, before: Judged) -> bool:
    """Return whether a foot lands otherwise; one that is unsure does not."""
    pairs = ((now.left, before.left), (now.right, before.right))
    return any(a in STRIKES and b in STRIKES and a != b for a, b in pairs)


def _held(clip: Sequence[Row[Any]]) -> Row[Any]:
    return next(row for row in clip if row.holds)


def _judged(row: Row[Any]) -> Judged:
    return Judged(row.strike, row.left_strike, row.right_strike)

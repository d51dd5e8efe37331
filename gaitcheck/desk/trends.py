"""One athlete over time: every figure session by session, and before and after a cue."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from gaitcheck.compare import Comparison, compare_analyses
from gaitcheck.compare.course import Course, Figures
from gaitcheck.desk.desk import Desk
from gaitcheck.desk.kept import find_kept, load_analyses
from gaitcheck.desk.records import KeptResult, Session, fold
from gaitcheck.desk.sessions import find_sessions
from gaitcheck.errors import InputError
from gaitcheck.model import STRIKES, Analysis, Side, StepStrike
from gaitcheck.words import desk as words

LABELS: Final[tuple[StepStrike, ...]] = (*STRIKES, "unsure")


@dataclass(frozen=True, slots=True)
class Visit:
    """A clip of an athlete, with its session and its analysis."""

    session: Session
    kept: KeptResult
    analysis: Analysis


@dataclass(frozen=True, slots=True)
class History:
    """An athlete's clips in the order of time, and the figures over them.

    The clip of a point is its place among the visits.
    """

    visits: tuple[Visit, ...]
    figures: Figures

    @property
    def courses(self) -> tuple[Course, ...]:
        """Every figure, followed over the clips."""
        return self.figures.courses


@dataclass(frozen=True, slots=True)
class CueComparison:
    """The last clip before a cue was given, and the latest one with it."""

    cue: str
    before: Visit
    after: Visit
    comparison: Comparison
    cautions: tuple[str, ...]


def load_history(desk: Desk, athlete_id: str) -> History:
    """Return an athlete's clips and figures over time.

    Raises
    ------
    NotOnDeskError
        When there is no such athlete, or it is another coach's.
    DeskDamagedError
        When a file of the desk is gone or damaged.
    """
    sessions = {session.id: session for session in find_sessions(desk, athlete_id)}
    kept = [one for one in find_kept(desk, athlete_id=athlete_id) if one.session_id in sessions]
    visits = tuple(
        Visit(sessions[one.session_id], one, analysis)
        for one, analysis in zip(kept, load_analyses(desk, kept), strict=True)
    )
    return History(visits, Figures([visit.analysis for visit in visits]))


def cues_of(history: History) -> tuple[str, ...]:
    """Return the cues before which there is a clip without, as they were first written."""
    found: dict[str, str] = {}
    for visit in history.visits:
        if visit.session.cue:
            found.setdefault(fold(visit.session.cue), visit.session.cue)
    return tuple(cue for cue in found.values() if _before(history, cue) is not None)


def compare_cue(history: History, cue: str) -> CueComparison:
    """Compare the last clip before a cue was first given with the latest one with it.

    A clip of the same day without any cue counts as one before it.

    Raises
    ------
    InputError
        When there is no clip with the cue, or none before it.
    """
    after = next((v for v in reversed(history.visits) if _has(v, cue)), None)
    before = _before(history, cue)
    if after is None or before is None:
        raise InputError(f"There are no clips before and after the cue {cue!r}.")
    comparison = compare_analyses(before.analysis, after.analysis)
    cautions = (*comparison.cautions, *_cautions(before.session, after.session), words.ONE_EACH)
    return CueComparison(cue, before, after, comparison, cautions)


def conditions(visit: Visit) -> str:
    """Return shoes, surface, incline, speed, cue and pain of a run in a few words."""
    session = visit.session
    parts = [session.shoes, session.surface]
    if session.incline_pct is not None:
        parts.append(words.INCLINE_MARK.format(incline=session.incline_pct))
    if session.speed_kmh is not None:
        parts.append(words.SPEED_MARK.format(speed=session.speed_kmh))
    if session.cue:
        parts.append(words.CUE_MARK.format(cue=session.cue))
    if session.pain:
        parts.append(words.PAIN_MARK.format(where=session.pain_where or "yes"))
    return ", ".join(part for part in parts if part)


def marks_of(history: History) -> tuple[tuple[Visit, tuple[str, ...]], ...]:
    """Return what is marked over time: a new cue, other shoes, another speed, each at its run."""
    cues, shoes = {""}, ""
    speed: float | None = None
    found = []
    for visit in history.visits:
        session, said = visit.session, list[str]()
        if fold(session.cue) not in cues:
            said.append(words.CUE_MARK.format(cue=session.cue))
        if shoes and session.shoes and fold(shoes) != fold(session.shoes):
            said.append(words.SHOES_MARK.format(shoes=session.shoes))
        other = session.speed_kmh
        if speed is not None and other is not None and speed != other:
            said.append(words.SPEED_MARK.format(speed=other))
        cues.add(fold(session.cue))
        shoes = session.shoes or shoes
        speed = speed if other is None else other
        if said:
            found.append((visit, tuple(said)))
    return tuple(found)


def count_steps(visit: Visit, side: Side) -> Mapping[StepStrike, int]:
    """Return how many steps of a foot carry each label."""
    own = [step.strike for step in visit.analysis.steps if step.side == side]
    return {label: own.count(label) for label in LABELS}


def span_words(before: Session, after: Session) -> str:
    """Return from when to when two sessions are."""
    if before.day == after.day:
        return words.ONE_DAY.format(day=before.day)
    return words.SPAN.format(first=before.day, last=after.day)


def cue_words(told: CueComparison) -> str:
    """Return which two sessions a comparison before and after a cue is about."""
    before, after = told.before.session.day, told.after.session.day
    said = words.CUE_ONE_DAY if before == after else words.CUE_DAYS
    return said.format(before=before, after=after)


def _has(visit: Visit, cue: str) -> bool:
    return fold(visit.session.cue) == fold(cue)


def _before(history: History, cue: str) -> Visit | None:
    """Return the last clip before the first one with a cue, or without any on the same day.

    On one day, the order in which sessions were put on the desk need not be that of the runs.
    """
    first = next((v for v in history.visits if _has(v, cue)), None)
    if first is None:
        return None
    day = first.session.day
    earlier = [
        v
        for v in history.visits
        if v.session.day < day or (v.session.day == day and not v.session.cue)
    ]
    return earlier[-1] if earlier else None


def _cautions(before: Session, after: Session) -> Iterator[str]:
    for name, what in words.CONDITIONS.items():
        one, other = getattr(before, name), getattr(after, name)
        if one not in ("", None) and other not in ("", None) and one != other:
            yield words.CONDITION_DIFFERS.format(what=what, before=one, after=other)

"""One athlete over time: every figure session by session, and before and after a cue."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from gaitcheck.compare import Comparison, compare_analyses
from gaitcheck.compare.course import Course, follow_figures
from gaitcheck.desk.desk import Desk
from gaitcheck.desk.kept import find_kept, load_analyses
from gaitcheck.desk.records import Kept, Session, fold
from gaitcheck.desk.sessions import find_sessions
from gaitcheck.errors import InputError
from gaitcheck.model import Analysis

ONE_EACH: Final = (
    "One clip before and one after: how much this runner varies from day to day is not part of it."
)
_DIFFERS: Final = "The {what} differs too: {before} before, {after} after."
_CONDITIONS: Final = (
    ("shoes", "shoe"),
    ("surface", "surface"),
    ("speed_kmh", "noted speed (km/h)"),
    ("incline_pct", "incline (%)"),
)


@dataclass(frozen=True, slots=True)
class Visit:
    """A clip of an athlete, with its session and its analysis."""

    session: Session
    kept: Kept
    analysis: Analysis


@dataclass(frozen=True, slots=True)
class History:
    """An athlete's clips in the order of time, and each figure over them.

    The clip of a point is its place among the visits.
    """

    visits: tuple[Visit, ...]
    courses: tuple[Course, ...]


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
    return History(visits, follow_figures([visit.analysis for visit in visits]))


def cues_of(history: History) -> tuple[str, ...]:
    """Return the cues before which there is a clip without, as they were first written."""
    found: dict[str, str] = {}
    for place, visit in enumerate(history.visits):
        if visit.session.cue and place:
            found.setdefault(fold(visit.session.cue), visit.session.cue)
    return tuple(cue for cue in found.values() if _before(history, cue) is not None)


def compare_cue(history: History, cue: str) -> CueComparison:
    """Compare the last clip before a cue was first given with the latest one with it.

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
    cautions = (*comparison.cautions, *_cautions(before.session, after.session), ONE_EACH)
    return CueComparison(cue, before, after, comparison, cautions)


def _has(visit: Visit, cue: str) -> bool:
    return fold(visit.session.cue) == fold(cue)


def _before(history: History, cue: str) -> Visit | None:
    """Return the last clip of a session before the first one with a cue."""
    first = next((v for v in history.visits if _has(v, cue)), None)
    if first is None:
        return None
    earlier = [v for v in history.visits if v.session.day < first.session.day]
    return earlier[-1] if earlier else None


def _cautions(before: Session, after: Session) -> Iterator[str]:
    for name, what in _CONDITIONS:
        one, other = getattr(before, name), getattr(after, name)
        if one not in ("", None) and other not in ("", None) and one != other:
            yield _DIFFERS.format(what=what, before=one, after=other)

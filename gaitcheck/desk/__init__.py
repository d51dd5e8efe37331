"""The coach's desk: athletes, sessions, kept results, reviews, and what became of them over time.

What scripts need can be taken from here; ``docs/desk.md`` shows how.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gaitcheck.desk.athletes import find_athletes, get_athlete, name_athlete, save_athlete
    from gaitcheck.desk.desk import Desk, open_desk
    from gaitcheck.desk.keeping import keep_result
    from gaitcheck.desk.kept import find_kept, find_reviewed, load_analyses
    from gaitcheck.desk.queue import find_queue
    from gaitcheck.desk.records import Athlete, KeptResult, Note, Review, Session, Waiting
    from gaitcheck.desk.report import Words, write_athlete_report
    from gaitcheck.desk.reviews import finish_review, read_review, save_review
    from gaitcheck.desk.sessions import find_notes, find_sessions, save_note, save_session
    from gaitcheck.desk.trends import compare_cue, cues_of, load_history

__all__ = [
    "Athlete",
    "Desk",
    "KeptResult",
    "Note",
    "Review",
    "Session",
    "Waiting",
    "Words",
    "compare_cue",
    "cues_of",
    "find_athletes",
    "find_kept",
    "find_notes",
    "find_queue",
    "find_reviewed",
    "find_sessions",
    "finish_review",
    "get_athlete",
    "keep_result",
    "load_analyses",
    "load_history",
    "name_athlete",
    "open_desk",
    "read_review",
    "save_athlete",
    "save_note",
    "save_review",
    "save_session",
    "write_athlete_report",
]

# SQLAlchemy comes along only with what needs it: where the desk is, is asked on every page.
_ROOMS = {
    "athletes": ("find_athletes", "get_athlete", "name_athlete", "save_athlete"),
    "desk": ("Desk", "open_desk"),
    "keeping": ("keep_result",),
    "kept": ("find_kept", "find_reviewed", "load_analyses"),
    "queue": ("find_queue",),
    "records": ("Athlete", "KeptResult", "Note", "Review", "Session", "Waiting"),
    "report": ("Words", "write_athlete_report"),
    "reviews": ("finish_review", "read_review", "save_review"),
    "sessions": ("find_notes", "find_sessions", "save_note", "save_session"),
    "trends": ("compare_cue", "cues_of", "load_history"),
}
_LATE = {name: f"gaitcheck.desk.{room}" for room, names in _ROOMS.items() for name in names}


def __getattr__(name: str) -> Any:
    if name in _LATE:
        from importlib import import_module

        return getattr(import_module(_LATE[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

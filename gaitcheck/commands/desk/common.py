"""What the desk's commands share: their options, the desk opened, tables on a terminal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Final

import typer

from gaitcheck.errors import InputError
from gaitcheck.progress import CancelSignal, ProgressCallback
from gaitcheck.terminal import (
    DESK_SHARE,
    ProgressStyle,
    aligned,
    answer,
    plain_faults,
    printable,
    show_progress,
    stoppable,
)
from gaitcheck.words import commands as words
from gaitcheck.words.terminal import STOPPED

if TYPE_CHECKING:
    from gaitcheck.desk.desk import Desk
    from gaitcheck.desk.records import Removal, Session

NO_VALUE: Final = "none"
"""In place of a value: there is none."""
_TENTH_MB: Final = 0.1

DeskOption = Annotated[
    str | None,
    typer.Option(
        "--desk",
        envvar="GAITCHECK_DESK",
        metavar="PLACE",
        show_default="among your own data",
        help="The desk's folder, or postgresql://... for one that a club shares.",
    ),
]
WhoOption = Annotated[
    str,
    typer.Option(
        "--who",
        envvar="GAITCHECK_WHO",
        metavar="NAME",
        help="Whose athletes, at a desk that several coaches share.",
    ),
]
YesOption = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]
ProgressOption = Annotated[
    ProgressStyle, typer.Option(help="Progress on standard error, as of gaitcheck analyze.")
]


@contextmanager
def opened_desk(place: str | None, who: str, *, debug: bool, make: bool = False) -> Iterator[Desk]:
    """Open the desk for a command, and turn what goes wrong into one line and an exit status.

    Only commands that bring something `make` a desk where there is none: a place that is mistyped
    is no empty desk to all others.
    """
    with plain_faults(debug=debug):
        from gaitcheck.desk.desk import open_desk

        with open_desk(place, who=who, make=make) as desk:
            yield desk


@contextmanager
def long_job(title: str, style: ProgressStyle) -> Iterator[tuple[ProgressCallback, CancelSignal]]:
    """Show the progress of what takes long; end in order where the user stops it."""
    with stoppable(STOPPED) as cancel, show_progress(style, title, DESK_SHARE) as progress:
        yield progress, cancel


def show_table(rows: Sequence[Sequence[str]]) -> None:
    """Print rows in columns; the first row is the head."""
    for line in aligned([[printable(cell) for cell in row] for row in rows]):
        answer(line)


def confirm_removal(what: str, removal: Removal, *, yes: bool) -> None:
    """Say what a deletion takes away, and ask.

    Raises
    ------
    InputError
        When there is nobody to ask.
    typer.Exit
        When the answer is no.
    """
    import sys

    size = max(removal.size_bytes / 1e6, _TENTH_MB) if removal.size_bytes else 0
    said = words.DELETE_WHAT.format(name=what, size=f"{size:.1f}", **removal.counts)
    if yes:
        answer(words.DELETED.format(what=printable(said)))
        return
    if not sys.stdin.isatty():
        raise InputError(f"This deletes for good: {said}. Add --yes if that is meant.")
    if not typer.confirm(words.DELETE.format(what=printable(said))):
        raise typer.Exit


def pain_words(session: Session) -> str:
    """Return what is noted of pain: where, or whether there was any."""
    if session.pain and session.pain_where:
        return session.pain_where
    return words.PAIN[session.pain]


def number_or_none(option: str, said: str | None, held: float | None) -> float | None:
    """Return the number that an option says, None for `NO_VALUE`, what is held where not given.

    Raises
    ------
    InputError
        When it is neither.
    """
    if said is None:
        return held
    if said == NO_VALUE:
        return None
    try:
        return float(said)
    except ValueError as error:
        raise InputError(f"{option} takes a number or {NO_VALUE}, not {said}.") from error


def text_or_none(said: str | None, held: str) -> str:
    """Return the text that an option says, nothing for `NO_VALUE`, what is held where not given."""
    if said is None:
        return held
    return "" if said == NO_VALUE else said


def day_from(said: str) -> dt.date:
    """Return a day written as 2026-03-01.

    Raises
    ------
    InputError
        When it is none.
    """
    try:
        return dt.date.fromisoformat(said)
    except ValueError as error:
        raise InputError(f"A day is written as 2026-03-01, not {said}.") from error


def session_with(
    session: Session,
    *,
    shoes: str | None,
    speed: str | None,
    surface: str | None,
    incline: str | None,
    cue: str | None,
    pain: str | None,
    notes: str | None,
) -> Session:
    """Return a session with what the options say of it."""
    import dataclasses

    hurts = session.pain if pain is None else pain != NO_VALUE
    return dataclasses.replace(
        session,
        shoes=text_or_none(shoes, session.shoes),
        speed_kmh=number_or_none("--speed", speed, session.speed_kmh),
        surface=text_or_none(surface, session.surface),
        incline_pct=number_or_none("--incline", incline, session.incline_pct),
        cue=text_or_none(cue, session.cue),
        pain=hurts,
        pain_where=text_or_none(pain, session.pain_where),
        notes=text_or_none(notes, session.notes),
    )


ShoesOption = Annotated[
    str | None, typer.Option("--shoes", metavar="TEXT", help="What was worn; none: not known.")
]
SpeedOption = Annotated[
    str | None, typer.Option("--speed", metavar="KMH", help="Speed in km/h; none: not known.")
]
SurfaceOption = Annotated[
    str | None, typer.Option("--surface", metavar="TEXT", help="Treadmill, road, track ...")
]
InclineOption = Annotated[
    str | None, typer.Option("--incline", metavar="PCT", help="Incline in per cent.")
]
CueOption = Annotated[
    str | None, typer.Option("--cue", metavar="TEXT", help="What the runner was told to do.")
]
PainOption = Annotated[
    str | None, typer.Option("--pain", metavar="WHERE", help="Where it hurts; none: nowhere.")
]
NotesOption = Annotated[str | None, typer.Option("--notes", metavar="TEXT", help="Anything else.")]

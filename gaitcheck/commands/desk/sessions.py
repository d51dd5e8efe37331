"""``gaitcheck sessions``: when an athlete was filmed, and under which conditions."""

from __future__ import annotations

import dataclasses
import json
from typing import Annotated

import typer

from gaitcheck.commands.desk.common import (
    CueOption,
    DeskOption,
    InclineOption,
    JsonOption,
    NotesOption,
    PainOption,
    ShoesOption,
    SpeedOption,
    SurfaceOption,
    WhoOption,
    YesOption,
    confirm_removal,
    day_from,
    opened_desk,
    pain_words,
    session_with,
    show_table,
)
from gaitcheck.commands.options import DebugOption
from gaitcheck.desk.who import LOCAL
from gaitcheck.terminal import answer
from gaitcheck.words import commands as words

sessions = typer.Typer(
    help="The desk: sessions of an athlete (date, shoes, speed, cue, pain).",
    no_args_is_help=True,
    rich_markup_mode="rich",
)
IdArgument = Annotated[
    str, typer.Argument(metavar="ID", help="As sessions list prints it.", show_default=False)
]


@sessions.command(name="list")
def list_sessions(
    name: Annotated[str, typer.Argument(metavar="ATHLETE", show_default=False)],
    as_json: JsonOption = False,
    desk: DeskOption = None,
    who: WhoOption = LOCAL,
    debug: DebugOption = False,
) -> None:
    """List the sessions of an athlete, the first one first."""
    with opened_desk(desk, who, debug=debug) as held:
        from gaitcheck.desk.athletes import name_athlete
        from gaitcheck.desk.sessions import find_sessions

        found = find_sessions(held, name_athlete(held, name).id)
        if as_json:
            answer(json.dumps([dataclasses.asdict(one) for one in found], default=str))
            return
        rows = [
            (
                *(str(one.day), one.shoes or "-"),
                *("-" if v is None else f"{v:g}" for v in (one.speed_kmh, one.incline_pct)),
                *(one.surface or "-", one.cue or "-"),
                pain_words(one),
                *(one.notes[:40] or "-", one.id),
            )
            for one in found
        ]
        show_table([words.SESSIONS, *rows])


@sessions.command()
def edit(
    session_id: IdArgument,
    day: Annotated[str | None, typer.Option("--day", metavar="YYYY-MM-DD")] = None,
    shoes: ShoesOption = None,
    speed: SpeedOption = None,
    surface: SurfaceOption = None,
    incline: InclineOption = None,
    cue: CueOption = None,
    pain: PainOption = None,
    notes: NotesOption = None,
    desk: DeskOption = None,
    who: WhoOption = LOCAL,
    debug: DebugOption = False,
) -> None:
    """Change what is said of a session; what is not given stays."""
    with opened_desk(desk, who, debug=debug) as held:
        from gaitcheck.desk.sessions import get_session, save_session

        session = get_session(held, session_id)
        if day is not None:
            session = dataclasses.replace(session, day=day_from(day))
        said = session_with(
            session,
            shoes=shoes,
            speed=speed,
            surface=surface,
            incline=incline,
            cue=cue,
            pain=pain,
            notes=notes,
        )
        save_session(held, said)


@sessions.command()
def delete(
    session_id: IdArgument,
    yes: YesOption = False,
    desk: DeskOption = None,
    who: WhoOption = LOCAL,
    debug: DebugOption = False,
) -> None:
    """Delete a session for good, with its clips and results. Says what goes, and asks."""
    with opened_desk(desk, who, debug=debug) as held:
        from gaitcheck.desk.removal import delete_for_good, what_goes
        from gaitcheck.desk.sessions import get_session

        session = get_session(held, session_id)
        removal = what_goes(held, session_id=session.id)
        confirm_removal(words.SESSION_OF.format(day=session.day), removal, yes=yes)
        delete_for_good(held, session_id=session.id)

"""``gaitcheck keep``: results put on the desk."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from gaitcheck.commands.desk.common import (
    CueOption,
    DeskOption,
    InclineOption,
    NotesOption,
    PainOption,
    ShoesOption,
    SpeedOption,
    SurfaceOption,
    WhoOption,
    day_from,
    opened,
    with_said,
)
from gaitcheck.commands.options import DebugOption
from gaitcheck.desk.who import LOCAL
from gaitcheck.terminal import Status, answer, complain, printable


def keep(
    results: Annotated[
        list[Path],
        typer.Argument(
            metavar="RESULT...",
            help="Results folders, or folders of them, as gaitcheck analyze --out writes them.",
            show_default=False,
        ),
    ],
    athlete: Annotated[
        str,
        typer.Option("--athlete", "-a", metavar="NAME", help="Who runs.", show_default=False),
    ],
    new: Annotated[bool, typer.Option("--new", help="Add the athlete first.")] = False,
    session: Annotated[
        str | None,
        typer.Option(
            metavar="ID", help="The session that all belong to.", show_default="one for each day"
        ),
    ] = None,
    day: Annotated[
        str | None,
        typer.Option(
            metavar="YYYY-MM-DD",
            help="When it was filmed.",
            show_default="as the clip says, else when it was analysed",
        ),
    ] = None,
    films: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="Keep the clips too, which lie here.", show_default="results only"
        ),
    ] = None,
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
    """Keep results on the desk, so that they can be found again and compared over time.

    [bold]Exit status[/bold]  0: all kept. 2: one or more could not be kept, and a line on standard
    error says why; the others are kept. 1: an internal error.

    [bold]Examples[/bold]

    gaitcheck keep gaitcheck-results --athlete Ann --new

    gaitcheck keep gaitcheck-results/monday --athlete Ann --shoes "red ones" --cue "quicker steps"
    """
    with opened("keeping results", desk, who, debug=debug) as held:
        from gaitcheck.desk.athletes import name_athlete, save_athlete
        from gaitcheck.desk.importing import import_results
        from gaitcheck.desk.records import Athlete, Session
        from gaitcheck.desk.sessions import get_session

        said = {
            "shoes": shoes,
            "speed": speed,
            "surface": surface,
            "incline": incline,
            "cue": cue,
            "pain": pain,
            "notes": notes,
        }
        nobody = Session("", dt.datetime.now().astimezone().date())
        like = with_said(nobody, **said)  # before anything is written: it may be refused
        own = None if day is None else day_from(day)
        runner = save_athlete(held, Athlete(athlete)) if new else name_athlete(held, athlete)
        like = dataclasses.replace(like, athlete_id=runner.id)
        chosen = None if session is None else get_session(held, session)
        troubles = 0
        for one in import_results(held, results, like, session=chosen, day=own, films=films):
            if one.kept is None:
                troubles += 1
                complain(f"{one.folder}: {one.trouble}")
                continue
            answer(printable(f"{one.kept.day}  {one.kept.file}: {one.kept.strike}"))
        if troubles:
            raise typer.Exit(Status.UNUSABLE)

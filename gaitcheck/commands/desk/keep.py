"""``gaitcheck keep``: results put on the desk."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gaitcheck.commands.batch_progress import show_batch
from gaitcheck.commands.desk.common import (
    CueOption,
    DeskOption,
    InclineOption,
    NotesOption,
    PainOption,
    ProgressOption,
    ShoesOption,
    SpeedOption,
    SurfaceOption,
    WhoOption,
    day_from,
    opened_desk,
    session_with,
)
from gaitcheck.commands.options import DebugOption
from gaitcheck.desk.who import LOCAL
from gaitcheck.errors import InputError
from gaitcheck.terminal import ProgressStyle, Status, answer, complain, printable, stoppable
from gaitcheck.words import commands as words

if TYPE_CHECKING:
    from gaitcheck.batching.record import Record
    from gaitcheck.desk.importing import Imported
    from gaitcheck.desk.records import Athlete, Session


def keep(
    results: Annotated[
        list[Path],
        typer.Argument(
            metavar="RESULT|CLIP...",
            help="Results folders, or folders of them, as gaitcheck analyze --out writes them; or "
            "clips, or folders of clips, which are analysed first and kept too.",
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
            metavar="DIR",
            help="Keep the clips of the results too, which lie here.",
            show_default="results only",
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
    progress: ProgressOption = ProgressStyle.AUTO,
    debug: DebugOption = False,
) -> None:
    """Keep results on the desk, so that they can be found again and compared over time.

    [bold]Exit status[/bold]  0: all kept. 2: one or more could not be kept, and a line on standard
    error says why; the others are kept. 1: an internal error.

    [bold]Examples[/bold]

    gaitcheck keep gaitcheck-results --athlete Ann --new

    gaitcheck keep gaitcheck-results/monday --athlete Ann --shoes "red ones" --cue "quicker steps"

    gaitcheck keep clips/monday --athlete Ann
    """
    with opened_desk(desk, who, debug=debug, make=new) as held:
        from gaitcheck.desk.athletes import name_athlete, save_athlete
        from gaitcheck.desk.importing import import_results
        from gaitcheck.desk.records import Athlete, Session
        from gaitcheck.desk.removal import delete_for_good
        from gaitcheck.desk.sessions import find_sessions, get_session
        from gaitcheck.store.leftovers import scratch_folder

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
        like = session_with(nobody, **said)  # before anything is written: it may be refused
        own = None if day is None else day_from(day)
        runner = Athlete(athlete) if new else name_athlete(held, athlete)
        chosen = None if session is None else get_session(held, session)
        _check(runner, chosen, films)
        clips = [place for place in results if _is_of_clips(place)]
        with scratch_folder() as scratch:
            analysed = _analysed(clips, scratch, runner.height_cm, progress)
            if new:
                runner = save_athlete(held, runner)
            like = dataclasses.replace(like, athlete_id=runner.id)
            troubles = sum(record.set_aside for record in analysed)
            made = [place for place in results if place not in clips]
            wanted = [(made, films)] if made else []
            wanted += [
                ([scratch / record.folder], Path(record.clip.place).parent)
                for record in analysed
                if not record.set_aside
            ]
            for folders, beside in wanted:
                for one in import_results(
                    held, folders, like, session=chosen, day=own, films=beside
                ):
                    troubles += not _said(one)
        if new and not find_sessions(held, runner.id):
            delete_for_good(held, athlete_id=runner.id)  # the next try adds the athlete anew
        if troubles:
            raise typer.Exit(Status.UNUSABLE)


def _check(runner: Athlete, session: Session | None, films: Path | None) -> None:
    """Refuse what does not fit together, before anything is written.

    Raises
    ------
    InputError
    """
    if session is not None and session.athlete_id != runner.id:
        raise InputError(f"The session {session.id} is not one of {runner.name}.")
    if films is not None and not films.is_dir():
        raise InputError(f"There is no folder {films}.")


def _said(one: Imported) -> bool:
    """Say what became of a result; return whether it was kept."""
    if one.kept is None:
        complain(f"{one.folder}: {one.trouble}")
        return False
    answer(printable(f"{one.kept.day}  {one.kept.file}: {one.kept.strike}"))
    return True


def _is_of_clips(place: Path) -> bool:
    """Return whether a place is a clip, or a folder that holds clips and no result."""
    from gaitcheck.desk.importing import find_results
    from gaitcheck.video.formats import may_be_clip

    if place.is_file():
        return True
    return not any(find_results(place)) and any(map(may_be_clip, place.rglob("*")))


def _analysed(
    clips: Sequence[Path], out: Path, height_cm: float | None, style: ProgressStyle
) -> Sequence[Record]:
    """Analyse clips into a folder; say which cannot be.

    Raises
    ------
    InputError
        When a place holds no clip.
    typer.Exit
        When the user stopped it.
    """
    if not clips:
        return ()
    from gaitcheck.batching.run import batch
    from gaitcheck.model import ClipOptions

    def tell(record: Record) -> None:
        if record.set_aside:
            complain(f"{printable(record.clip.shown)}: {record.reason}")

    options = ClipOptions(height_cm=height_cm)
    with stoppable(words.NOTHING_KEPT) as cancel, show_batch(style) as told:
        found = batch(clips, out, options=options, progress=told, finished=tell, cancel=cancel)
    return found.records

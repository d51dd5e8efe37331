"""``gaitcheck athletes``: those whose runs are kept."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gaitcheck.commands.desk.common import (
    DeskOption,
    JsonOption,
    ProgressOption,
    WhoOption,
    YesOption,
    confirm_removal,
    long_job,
    number_or_none,
    opened_desk,
    pain_words,
    show_table,
    text_or_none,
)
from gaitcheck.commands.options import DebugOption
from gaitcheck.desk.who import LOCAL
from gaitcheck.terminal import ProgressStyle, answer, printable
from gaitcheck.words import commands as texts

if TYPE_CHECKING:
    from gaitcheck.desk.athletes import Listed
    from gaitcheck.desk.trends import History, Visit

athletes = typer.Typer(
    help="The desk: athletes, their sessions, and what changed over time.",
    no_args_is_help=True,
    rich_markup_mode="rich",
)
NameArgument = Annotated[
    str, typer.Argument(metavar="NAME", help="The athlete's name, or id.", show_default=False)
]
PersonArgument = Annotated[
    str,
    typer.Argument(
        metavar="PERSON", help="The address with which that person logs in.", show_default=False
    ),
]
TagOption = Annotated[
    list[str] | None, typer.Option("--tag", metavar="TAG", help="May be given several times.")
]
HeightOption = Annotated[
    str | None, typer.Option("--height", metavar="CM", help="Body height; none: not known.")
]
LegOption = Annotated[
    str | None, typer.Option("--leg", metavar="CM", help="Length of the leg; none: not known.")
]
NotesOption = Annotated[str | None, typer.Option("--notes", metavar="TEXT", help="Notes.")]


@athletes.command(name="list")
def list_athletes(
    words: Annotated[
        list[str] | None, typer.Argument(metavar="[WORD]...", help="In the name or in a tag.")
    ] = None,
    tag: Annotated[str | None, typer.Option(metavar="TAG", help="Only those with it.")] = None,
    archived: Annotated[bool, typer.Option("--archived", help="Those in the archive.")] = False,
    as_json: JsonOption = False,
    desk: DeskOption = None,
    who: WhoOption = LOCAL,
    debug: DebugOption = False,
) -> None:
    """List the athletes: sessions, last day, last verdict."""
    with opened_desk(desk, who, debug=debug) as held:
        from gaitcheck.desk.athletes import find_athletes
        from gaitcheck.words.desk import NOBODY_FOUND

        search = " ".join(words or [])
        found: list[Listed] = []
        total = 1
        while len(found) < total:
            page, total = find_athletes(held, search, tag=tag, archived=archived, skip=len(found))
            found += page
            if not page:
                break
        if as_json:
            answer(json.dumps([dataclasses.asdict(one) for one in found], default=str))
        elif found:
            show_table([texts.ATHLETES, *map(_row, found)])
        else:
            answer(NOBODY_FOUND if search or tag or archived else texts.DESK_EMPTY)


def _row(one: Listed) -> tuple[str, ...]:
    tags = ", ".join(one.athlete.tags)
    return (one.athlete.name, str(one.sessions), str(one.last_day or "-"), one.strike or "-", tags)


@athletes.command()
def add(
    name: NameArgument,
    height: HeightOption = None,
    leg: LegOption = None,
    tag: TagOption = None,
    notes: NotesOption = None,
    desk: DeskOption = None,
    who: WhoOption = LOCAL,
    debug: DebugOption = False,
) -> None:
    """Add an athlete, by a name or a code, and print the id."""
    with opened_desk(desk, who, debug=debug, make=True) as held:
        from gaitcheck.desk.athletes import save_athlete
        from gaitcheck.desk.records import Athlete

        athlete = Athlete(
            name,
            height_cm=number_or_none("--height", height, None),
            leg_cm=number_or_none("--leg", leg, None),
            tags=tuple(tag or ()),
            notes=notes or "",
        )
        answer(save_athlete(held, athlete).id)


@athletes.command()
def edit(
    name: NameArgument,
    rename: Annotated[
        str | None, typer.Option("--name", metavar="NAME", help="A new name.")
    ] = None,
    height: HeightOption = None,
    leg: LegOption = None,
    tag: TagOption = None,
    untag: Annotated[
        list[str] | None, typer.Option("--untag", metavar="TAG", help="A tag to take off.")
    ] = None,
    notes: NotesOption = None,
    archive: Annotated[
        bool | None,
        typer.Option("--archive/--unarchive", help="Leave out of the list, or take back."),
    ] = None,
    desk: DeskOption = None,
    who: WhoOption = LOCAL,
    debug: DebugOption = False,
) -> None:
    """Change what is said of an athlete; what is not given stays."""
    with opened_desk(desk, who, debug=debug) as held:
        from gaitcheck.desk.athletes import name_athlete, save_athlete

        athlete = name_athlete(held, name)
        save_athlete(
            held,
            dataclasses.replace(
                athlete,
                name=athlete.name if rename is None else rename,
                height_cm=number_or_none("--height", height, athlete.height_cm),
                leg_cm=number_or_none("--leg", leg, athlete.leg_cm),
                tags=tuple({*athlete.tags, *(tag or ())} - set(untag or ())),
                notes=text_or_none(notes, athlete.notes),
                archived=athlete.archived if archive is None else archive,
            ),
        )


@athletes.command()
def show(
    name: NameArgument,
    as_json: JsonOption = False,
    desk: DeskOption = None,
    who: WhoOption = LOCAL,
    debug: DebugOption = False,
) -> None:
    """Show an athlete's clips, what changed since the first one, and before and after each cue."""
    with opened_desk(desk, who, debug=debug) as held:
        from gaitcheck.desk.athletes import name_athlete
        from gaitcheck.desk.person import figure_rows
        from gaitcheck.desk.trends import load_history

        athlete = name_athlete(held, name)
        history = load_history(held, athlete.id)
        if as_json:
            document = {
                "athlete": dataclasses.asdict(athlete),
                "clips": [dataclasses.asdict(visit.kept) for visit in history.visits],
                "figures": list(figure_rows(history)),
            }
            answer(json.dumps(document, default=str))
            return
        name, height = athlete.name, athlete.height_cm
        answer(printable(texts.HEIGHT.format(name=name, height=height) if height else name))
        if athlete.notes:
            answer(printable(athlete.notes))
        if not history.visits:
            answer(texts.NO_RESULTS)
            return
        show_table([texts.CLIPS, *map(_visit, history.visits)])
        _say_changes(history)


def _visit(visit: Visit) -> tuple[str, ...]:
    from gaitcheck.model import SIDES

    session, kept, analysis = visit.session, visit.kept, visit.analysis
    cadence = "-" if analysis.cadence_spm is None else f"{analysis.cadence_spm:.0f}"
    speed = "-" if session.speed_kmh is None else f"{session.speed_kmh:g}"
    feet = []
    for side in SIDES:
        angle = analysis.sides[side].foot_strike_angle_deg
        feet.append(kept.sides[side] + ("" if angle is None else f" {angle:.0f}°"))
    facts = (session.shoes or "-", session.cue or "-", pain_words(session), kept.id)
    return (str(session.day), kept.file, *feet, cadence, speed, *facts)


def _say_changes(history: History) -> None:
    from gaitcheck.compare import compare_analyses
    from gaitcheck.desk.trends import compare_cue, cue_words, cues_of, span_words

    first, last = history.visits[0], history.visits[-1]
    if first is not last:
        found = compare_analyses(first.analysis, last.analysis)
        answer(f"\n{span_words(first.session, last.session)} {found.sentence}")
        for caution in found.cautions:
            answer(f"  {caution}")
    for cue in cues_of(history):
        told = compare_cue(history, cue)
        said = texts.BEFORE_AND_AFTER.format(
            cue=cue, span=cue_words(told), changes=told.comparison.sentence
        )
        answer(printable(said))
        for caution in told.cautions:
            answer(f"  {printable(caution)}")


@athletes.command()
def export(
    name: NameArgument,
    out: Annotated[
        Path, typer.Option("--out", "-o", metavar="FILE", help="The ZIP archive to write.")
    ],
    desk: DeskOption = None,
    who: WhoOption = LOCAL,
    debug: DebugOption = False,
) -> None:
    """Write all that the desk holds of an athlete to one ZIP archive, films and notes too."""
    with opened_desk(desk, who, debug=debug) as held:
        from gaitcheck.desk.athletes import name_athlete
        from gaitcheck.desk.person import export_athlete

        export_athlete(held, name_athlete(held, name).id, out)
        answer(printable(str(out)))


@athletes.command()
def report(
    name: NameArgument,
    out: Annotated[Path, typer.Option("--out", "-o", metavar="DIR", help="Where the report goes.")],
    coach: Annotated[
        str, typer.Option("--coach", metavar="NAME", help="Name of the coach, shown on the report.")
    ] = "",
    message: Annotated[
        str, typer.Option("--message", metavar="TEXT", help="What the coach wants to say.")
    ] = "",
    notes: Annotated[
        bool, typer.Option("--notes", help="Put in the notes that are kept, too.")
    ] = False,
    desk: DeskOption = None,
    who: WhoOption = LOCAL,
    debug: DebugOption = False,
) -> None:
    """Write a report for the athlete, as PDF and as one HTML page: what changed over the runs."""
    with opened_desk(desk, who, debug=debug) as held:
        from gaitcheck.desk.athletes import name_athlete
        from gaitcheck.desk.report import Words, write_athlete_report

        words = Words(coach, message, notes)
        for path in write_athlete_report(held, name_athlete(held, name).id, out, words):
            answer(printable(str(path)))


@athletes.command()
def delete(
    name: NameArgument,
    yes: YesOption = False,
    desk: DeskOption = None,
    who: WhoOption = LOCAL,
    debug: DebugOption = False,
) -> None:
    """Delete an athlete for good, with all clips, results and notes. Says what goes, and asks."""
    with opened_desk(desk, who, debug=debug) as held:
        from gaitcheck.desk.athletes import name_athlete
        from gaitcheck.desk.removal import delete_for_good, what_goes

        athlete = name_athlete(held, name)
        confirm_removal(athlete.name, what_goes(held, athlete_id=athlete.id), yes=yes)
        delete_for_good(held, athlete_id=athlete.id)


@athletes.command()
def share(
    name: NameArgument,
    person: PersonArgument,
    stop: Annotated[bool, typer.Option("--stop", help="Let that person see it no more.")] = False,
    desk: DeskOption = None,
    who: WhoOption = LOCAL,
    debug: DebugOption = False,
) -> None:
    """Let somebody else see and change an athlete of your own; only you delete and share."""
    with opened_desk(desk, who, debug=debug) as held:
        from gaitcheck.desk.athletes import name_athlete
        from gaitcheck.desk.sharing import share_athlete, shared_with, unshare_athlete

        athlete = name_athlete(held, name)
        (unshare_athlete if stop else share_athlete)(held, athlete.id, person)
        others = ", ".join(shared_with(held, athlete.id)) or texts.SHARED_NOBODY
        answer(printable(texts.SHARED.format(name=athlete.name, others=others)))


@athletes.command()
def give(
    name: NameArgument,
    person: PersonArgument,
    desk: DeskOption = None,
    who: WhoOption = LOCAL,
    debug: DebugOption = False,
) -> None:
    """Hand an athlete over to somebody else, with all that is kept; you see it no more then."""
    with opened_desk(desk, who, debug=debug) as held:
        from gaitcheck.desk.athletes import name_athlete
        from gaitcheck.desk.sharing import give_athlete

        athlete = name_athlete(held, name)
        give_athlete(held, athlete.id, person)
        answer(printable(texts.GIVEN.format(name=athlete.name, person=person)))


@athletes.command()
def demo(
    remove: Annotated[bool, typer.Option("--remove", help="Take them away again.")] = False,
    progress: ProgressOption = ProgressStyle.AUTO,
    desk: DeskOption = None,
    who: WhoOption = LOCAL,
    debug: DebugOption = False,
) -> None:
    """Put three drawn athletes with six weeks of sessions on the desk, to see what it is for."""
    with opened_desk(desk, who, debug=debug, make=not remove) as held:
        from gaitcheck.desk.demo import clear_demo, fill_demo
        from gaitcheck.words.results import counted

        if remove:
            removed = counted(clear_demo(held), texts.DRAWN)
            answer(texts.DEMO_REMOVED.format(athletes=removed))
            return
        with long_job("demo", progress) as (report, _):
            clips = fill_demo(held, progress=report)
        answer(texts.DEMO_FILLED.format(clips=counted(clips, "clip")))

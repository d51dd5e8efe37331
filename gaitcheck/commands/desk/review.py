"""``gaitcheck review``: the clips that want a look, and what a person says of them."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from gaitcheck.commands.desk.common import (
    DeskOption,
    JsonOption,
    WhoOption,
    opened_desk,
    show_table,
)
from gaitcheck.commands.options import DebugOption
from gaitcheck.desk.who import LOCAL
from gaitcheck.errors import InputError
from gaitcheck.terminal import answer, printable
from gaitcheck.words import commands as words

if TYPE_CHECKING:
    from gaitcheck.desk.records import Waiting

review = typer.Typer(
    help="The desk: clips that want a look, and what a person says of them.",
    rich_markup_mode="rich",
)
MOST_CLIPS: Final = 1_000_000
"""Clips of a desk at most that are reviewed or wait, so that none is left out."""
IdArgument = Annotated[
    str, typer.Argument(metavar="ID", help="Of the clip, as the list prints it.")
]


@review.callback(invoke_without_command=True)
def queue(context: typer.Context) -> None:
    """List the clips that want a look, or review one of them.

    [bold]Examples[/bold]

    gaitcheck review

    gaitcheck review list --athlete Ann --json

    gaitcheck review apply ID seen.json
    """
    if context.invoked_subcommand is None:
        context.invoke(list_waiting)


@review.command(name="list")
def list_waiting(
    athlete: Annotated[
        str | None,
        typer.Option("--athlete", "-a", metavar="NAME", help="Only this one's."),
    ] = None,
    as_json: JsonOption = False,
    desk: DeskOption = None,
    who: WhoOption = LOCAL,
    debug: DebugOption = False,
) -> None:
    """List the clips that want a look, the worst first, each with the reasons."""
    with opened_desk(desk, who, debug=debug) as held:
        from gaitcheck.desk.athletes import name_athlete
        from gaitcheck.desk.queue import find_queue
        from gaitcheck.words.desk import ALL_REVIEWED

        own = None if athlete is None else name_athlete(held, athlete).id
        found, _ = find_queue(held, athlete_id=own, most=MOST_CLIPS)
        if as_json:
            answer(json.dumps([dataclasses.asdict(one) for one in found], default=str))
        elif found:
            show_table([words.WAITING, *map(_row, found)])
        else:
            answer(ALL_REVIEWED)


def _row(one: Waiting) -> tuple[str, ...]:
    facts = (str(one.day), one.athlete, one.file, one.strike, one.clip_id)
    return (*facts, " ".join(one.why))


@review.command()
def apply(
    clip: IdArgument,
    corrections: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="Corrections, as the app and gaitcheck judge have."),
    ],
    desk: DeskOption = None,
    who: WhoOption = LOCAL,
    debug: DebugOption = False,
) -> None:
    """Take what a person saw in a clip in place of what was said before; every figure follows."""
    with opened_desk(desk, who, debug=debug) as held:
        from gaitcheck.desk.reviews import read_review, save_review
        from gaitcheck.store.corrections import read_corrections

        said = read_corrections(corrections)
        kept = save_review(held, clip, said, read_review(held, clip).version)
        answer(printable(f"{kept.day}  {kept.file}: {kept.strike}"))


@review.command()
def done(
    clip: IdArgument,
    desk: DeskOption = None,
    who: WhoOption = LOCAL,
    debug: DebugOption = False,
) -> None:
    """Say that a clip was looked at: it wants no look any more."""
    with opened_desk(desk, who, debug=debug) as held:
        from gaitcheck.desk.reviews import finish_review, read_review

        finish_review(held, clip, read_review(held, clip).version)


@review.command()
def agreement(
    as_json: JsonOption = False,
    desk: DeskOption = None,
    who: WhoOption = LOCAL,
    debug: DebugOption = False,
) -> None:
    """Tell how people and gaitcheck agree over all clips that were reviewed."""
    with opened_desk(desk, who, debug=debug) as held:
        from gaitcheck.desk.kept import find_reviewed, load_analyses
        from gaitcheck.model import STRIKES
        from gaitcheck.report.agreement import agreement_of, agreement_rows, label_rows

        found = agreement_of(load_analyses(held, find_reviewed(held, most=MOST_CLIPS)))
        rows = agreement_rows(found)
        if as_json:
            labels = [[*pair, count] for pair, count in found.labels.items()]
            answer(json.dumps(dataclasses.asdict(found) | {"labels": labels}))
        elif rows:
            show_table([words.AGREEMENT, *rows])
            answer("")
            persons = (words.PERSON_SAYS.format(strike=strike) for strike in STRIKES)
            show_table([(words.GAITCHECK_SAYS, *persons), *label_rows(found)])
        else:
            answer(words.NONE_REVIEWED)


@review.command()
def labels(
    out: Annotated[Path, typer.Option("--out", "-o", metavar="FILE", help="The JSON to write.")],
    desk: DeskOption = None,
    who: WhoOption = LOCAL,
    debug: DebugOption = False,
) -> None:
    """Write the reviewed clips as a labelled data set that the accuracy benchmark reads.

    A clip of which a person said too little for a verdict is left out.
    """
    with opened_desk(desk, who, debug=debug) as held:
        from gaitcheck.desk.kept import find_reviewed, load_analyses
        from gaitcheck.export.labels import is_labelled, labels_bytes
        from gaitcheck.store.disk import replace_file

        reviewed = find_reviewed(held, most=MOST_CLIPS)
        found = [one for one in load_analyses(held, reviewed) if is_labelled(one)]
        if not found:
            raise InputError("No clip is labelled yet: review one of gaitcheck review first.")
        replace_file(out, labels_bytes(found))
        said = words.LABELS.format(count=len(found), reviewed=len(reviewed), file=out)
        answer(printable(said))

"""``gaitcheck backup``, ``restore`` and ``rejudge``: what concerns the whole desk."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from gaitcheck.commands.desk.common import (
    DeskOption,
    ProgressOption,
    WhoOption,
    long_job,
    opened_desk,
)
from gaitcheck.commands.options import DebugOption
from gaitcheck.desk.who import LOCAL
from gaitcheck.terminal import ProgressStyle, Status, answer, complain, printable
from gaitcheck.words import commands as words

FileArgument = Annotated[
    Path, typer.Argument(metavar="FILE", help="The backup, a ZIP archive.", show_default=False)
]


def backup(
    file: FileArgument,
    progress: ProgressOption = ProgressStyle.AUTO,
    desk: DeskOption = None,
    debug: DebugOption = False,
) -> None:
    """Write the whole desk to one file: every athlete, clip, result, review and note.

    An earlier backup of that name is replaced once the new one is complete and checked.
    """
    with opened_desk(desk, LOCAL, debug=debug) as held:
        from gaitcheck.desk.archive import back_up

        with long_job("backup", progress) as (report, cancel):
            back_up(held, file, progress=report, cancel=cancel)
        answer(printable(str(file)))


def restore(
    file: FileArgument,
    progress: ProgressOption = ProgressStyle.AUTO,
    desk: DeskOption = None,
    debug: DebugOption = False,
) -> None:
    """Put all that a backup holds on an empty desk: everything, or nothing.

    A desk that holds something is never overwritten: name another place with --desk.
    """
    with opened_desk(desk, LOCAL, debug=debug, make=True) as held:
        from gaitcheck.desk import archive
        from gaitcheck.words.results import counted

        with long_job("restore", progress) as (report, cancel):
            count = archive.restore(held, file, progress=report, cancel=cancel)
        answer(words.RESTORED.format(athletes=counted(count, "athlete")))


def rejudge(
    athlete: Annotated[
        str | None, typer.Option("--athlete", "-a", metavar="NAME", show_default="all")
    ] = None,
    everything: Annotated[
        bool, typer.Option("--everything", help="Also what this very version judged.")
    ] = False,
    progress: ProgressOption = ProgressStyle.AUTO,
    desk: DeskOption = None,
    who: WhoOption = LOCAL,
    debug: DebugOption = False,
) -> None:
    """Judge kept clips again with this version, from what was seen in them; list what moved.

    The old analyses stay on the desk, and what a person corrected is taken along.

    [bold]Exit status[/bold]  0: done. 2: some could not be judged, and a line on standard error
    says why; their old analysis holds. 1: an internal error.
    """
    with opened_desk(desk, who, debug=debug) as held:
        from gaitcheck.desk.athletes import name_athlete
        from gaitcheck.desk.rejudge import rejudge as judge_again

        only = None if athlete is None else name_athlete(held, athlete).id
        with long_job("rejudge", progress) as (report, cancel):
            found = judge_again(held, only, everything=everything, progress=report, cancel=cancel)
        for one in found:
            title = f"{one.athlete}, {one.kept.day}, {one.kept.file}"
            if one.trouble:
                complain(f"{title}: {one.trouble}")
            elif one.gone:
                answer(printable(words.GONE_MEANWHILE.format(run=title)))
            elif one.moved:
                answer(printable(f"{title}: {'; '.join(one.moved)}"))
        moved = sum(bool(one.moved) for one in found)
        there = sum(not one.gone for one in found)
        answer(words.JUDGED_AGAIN.format(count=there, moved=moved))
        if any(one.trouble for one in found):
            raise typer.Exit(Status.UNUSABLE)

"""``gaitcheck samples``: the sample clips that come with the program."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from gaitcheck.errors import InputError
from gaitcheck.terminal import Status, answer, complain, printable


def samples(
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="NAME", help="Which clips to copy.", show_default="all"),
    ] = None,
    to: Annotated[
        Path | None,
        typer.Option("--to", metavar="DIR", help="Copy the clips and their truth files there."),
    ] = None,
) -> None:
    """List the sample clips, or copy them with --to.

    They show no real person: each was rendered, so the truth of every step is known exactly. It is
    copied beside the clip, as NAME.truth.json.

    [bold]Examples[/bold]

    gaitcheck samples

    gaitcheck samples heel_treadmill_left --to clips

    gaitcheck analyze clips/heel_treadmill_left.mp4
    """
    try:
        raise typer.Exit(_list_samples() if to is None and not names else _copy(names or [], to))
    except InputError as error:
        complain(str(error))
        raise typer.Exit(Status.UNUSABLE) from error


def _list_samples() -> Status:
    from gaitcheck.samples import require_samples

    found = require_samples()
    width = max(len(sample.name) for sample in found)
    answer("\n".join(f"{sample.name:{width}}  {sample.shows}" for sample in found))
    return Status.ANALYSED


def _copy(names: Sequence[str], to: Path | None) -> Status:
    from gaitcheck.samples import copy_samples, pick_samples, require_samples

    wanted = pick_samples(names, require_samples())
    if to is None:
        raise InputError("Say with --to DIR where the copies go.")
    for clip in copy_samples(wanted, to):
        answer(printable(str(clip)))
    return Status.ANALYSED

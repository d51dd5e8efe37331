"""``gaitcheck batch``: many clips into one folder, with a table of all."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Annotated

import typer

from gaitcheck.commands.batch_progress import show_batch
from gaitcheck.commands.options import (
    BeltSpeedOption,
    CacheOption,
    DebugOption,
    HeightOption,
    MirroredOption,
    ModelOption,
    SlowMotionOption,
)
from gaitcheck.terminal import (
    ProgressStyle,
    Status,
    answer,
    complain,
    plain_faults,
    printable,
    stoppable,
)
from gaitcheck.words import batch as words

if TYPE_CHECKING:
    from gaitcheck.batching.record import Record
    from gaitcheck.batching.run import BatchResult

SOME_SET_ASIDE = 3
"""Exit status of a batch that came to its end with clips that were set aside."""


def batch(
    clips: Annotated[
        list[str],
        typer.Argument(
            metavar="CLIPS",
            help="Folders, clips, patterns in quotes, or .txt files with a clip a line.",
            show_default=False,
        ),
    ],
    out: Annotated[
        str,
        typer.Option(
            "--out", "-o", metavar="DIR", help="Where results and table go.", show_default=False
        ),
    ],
    slow_motion: SlowMotionOption = None,
    height: HeightOption = None,
    belt_speed: BeltSpeedOption = None,
    mirrored: MirroredOption = False,
    model: ModelOption = None,
    workers: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            min=1,
            show_default="one for each core",
            help="How many clips are analysed at once.",
        ),
    ] = None,
    scheduler: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS",
            show_default="this computer",
            help="A Dask scheduler, such as tcp://10.0.0.1:8786, whose workers analyse the clips; "
            "see docs/batch.md.",
        ),
    ] = None,
    use_cache: CacheOption = True,
    progress: Annotated[
        ProgressStyle,
        typer.Option(
            help="Progress on standard error. auto: bars on a terminal; json: one line a second, "
            "for programs."
        ),
    ] = ProgressStyle.AUTO,
    debug: DebugOption = False,
) -> None:
    """Analyse many clips into DIR, with one table of all: clips.csv and clips.parquet.

    Folders are searched with all folders in them; a clip anna/run.mp4 gets DIR/anna/run/. A clip
    that cannot be analysed is set aside with its reason, and the rest goes on. What is finished is
    not done again: after a stop of any kind the same command goes on where it stood, and clips that
    were set aside are tried again. Clips of the same content are analysed once. What is
    said of a clip (--height and the like) holds for every clip.

    [bold]Exit status[/bold]  0: every clip has an analysis. 3: some were set aside, the others are
    done. 2: nothing could be done: no clip, an option or DIR cannot be used, or another batch is
    at work there; one line on standard error says why. 1: an internal error. 130, 143: stopped by
    Ctrl-C or SIGTERM.

    [bold]Examples[/bold]

    gaitcheck batch training --out results

    gaitcheck batch "season/*/monday*.mp4" --out mondays

    gaitcheck batch list.txt --out results --workers 8

    gaitcheck batch s3://lab/clips --out s3://lab/results --scheduler tcp://10.0.0.1:8786
    """
    if not debug:
        # What a clip's own process said is in its record; a log line would only cut up the bars.
        logging.getLogger("gaitcheck.jobs").addHandler(logging.NullHandler())
        logging.getLogger("distributed").setLevel(logging.CRITICAL)
    with plain_faults(debug=debug), stoppable(words.STOPPED) as cancel:
        from gaitcheck.batching.run import batch as run_batch
        from gaitcheck.model import ClipOptions

        options = ClipOptions(slow_motion, None, height, belt_speed, mirrored)
        with show_batch(progress) as told:
            result = run_batch(
                clips,
                out,
                options=options,
                model=model,
                workers=workers,
                cache=use_cache,
                scheduler=scheduler,
                progress=told,
                finished=_tell,
                cancel=cancel,
            )
        raise typer.Exit(_sum_up(result))


def _tell(record: Record) -> None:
    """Say in a line what became of a clip."""
    name = printable(record.clip.shown)
    if record.set_aside:
        complain(words.SET_ASIDE.format(clip=name, reason=record.reason))
        return
    strike, confidence = record.row["strike"], record.row["confidence"]
    text = words.UNSURE if strike == "unsure" else words.ANALYSED
    said = text.format(clip=name, strike=strike, confidence=confidence)
    same = words.SAME_AS.format(clip=printable(record.same_as)) if record.same_as else ""
    answer(f"{said}{same}")


def _sum_up(result: BatchResult) -> int:
    """Say what became of the batch and return the exit status."""
    total, aside = len(result.records), len(result.set_aside)
    before = words.BEFORE.format(count=result.skipped) if result.skipped else ""
    said = words.SUM.format(done=total - aside, total=total, before=before, aside=aside)
    answer(f"\n{said}")
    answer(words.TABLE.format(place=printable(result.tables[0])))
    return SOME_SET_ASIDE if aside else Status.ANALYSED

"""The command line: ``gaitcheck analyze``; the other commands are in `gaitcheck.commands`.

Heavy modules are imported inside the commands, so that ``--help`` and a mistyped option answer at
once.
"""

from __future__ import annotations

import sys
import traceback
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Final

import typer

from gaitcheck import __version__
from gaitcheck.commands.app import open_app
from gaitcheck.commands.batch import batch
from gaitcheck.commands.cache import cache
from gaitcheck.commands.desk.athletes import athletes
from gaitcheck.commands.desk.keep import keep
from gaitcheck.commands.desk.review import review
from gaitcheck.commands.desk.sessions import sessions
from gaitcheck.commands.desk.whole import backup, rejudge, restore
from gaitcheck.commands.doctor import doctor
from gaitcheck.commands.export import export
from gaitcheck.commands.judge import judge
from gaitcheck.commands.options import (
    BeltSpeedOption,
    CacheOption,
    DebugOption,
    HeightOption,
    Language,
    LanguageOption,
    LogFormOption,
    LogLevelOption,
    MirroredOption,
    ModelOption,
    SlowMotionOption,
    SoFarOption,
)
from gaitcheck.commands.report import report
from gaitcheck.commands.samples import samples
from gaitcheck.confine import hold_to
from gaitcheck.errors import CancelledError, InputError, OptionError, ProcessEndedError
from gaitcheck.film_process import FilmProcess
from gaitcheck.interrupt import Interrupt
from gaitcheck.journal import keep_log, logged_analysis
from gaitcheck.memory import hold_memory, too_much_memory
from gaitcheck.offline import stay_offline
from gaitcheck.progress import stop_if_cancelled
from gaitcheck.store.folders import ResultsFolder, result_folders
from gaitcheck.terminal import (
    ProgressStyle,
    Status,
    answer,
    complain,
    drop_stdout,
    load_rich_barely,
    printable,
    read_time,
    show_progress,
)
from gaitcheck.words import terminal as words

app = typer.Typer(
    name="gaitcheck",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command(name="app")(open_app)
app.command()(samples)
app.command()(export)
app.command()(judge)
app.command()(report)
app.command()(batch)
app.command()(cache)
app.command()(doctor)
_DESK: Final = "The desk"
app.add_typer(athletes, name="athletes", rich_help_panel=_DESK)
app.add_typer(sessions, name="sessions", rich_help_panel=_DESK)
app.add_typer(review, name="review", rich_help_panel=_DESK)
for command in (keep, backup, restore, rejudge):
    app.command(rich_help_panel=_DESK)(command)


def main() -> None:
    """Run the command line (the ``gaitcheck`` command)."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    if len(sys.argv) == 1 or not {"-h", "--help"}.isdisjoint(sys.argv):
        load_rich_barely()
    try:
        app(prog_name="gaitcheck")
    except BrokenPipeError:
        # The reader of our output is gone (`gaitcheck ... | head`): end without a word.
        drop_stdout()
        sys.exit(Status.FAULT)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"gaitcheck {__version__}")
        raise typer.Exit


@app.callback()
def gaitcheck(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_show_version, is_eager=True, help="Show the version and exit."
        ),
    ] = False,
) -> None:
    """Heel, midfoot or toe: how a runner's feet land, from a clip filmed from the side.

    Everything runs on this computer; nothing is sent anywhere.

    [bold]Examples[/bold]

    gaitcheck app

    gaitcheck analyze run.mp4

    gaitcheck analyze --help

    gaitcheck samples

    gaitcheck export --help
    """


@app.command()
def analyze(
    clips: Annotated[
        list[Path],
        typer.Argument(
            metavar="CLIP",
            help="One or more video files: MP4, MOV, MKV, WebM, AVI, MTS, MPG, WMV, 3GP, GIF ...",
            show_default=False,
        ),
    ],
    out: Annotated[
        Path,
        typer.Option("--out", "-o", metavar="DIR", help="Where the results folders go."),
    ] = Path("gaitcheck-results"),
    slow_motion: SlowMotionOption = None,
    runner: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            min=1,
            show_default="whoever is found first",
            help="Whom to follow where several people are in the picture, counted from the left.",
        ),
    ] = None,
    height: HeightOption = None,
    belt_speed: BeltSpeedOption = None,
    mirrored: MirroredOption = False,
    from_s: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="TIME",
            show_default="the beginning",
            help="Where the part to look at begins, time of the file: seconds, or minutes:seconds.",
        ),
    ] = None,
    to_s: Annotated[
        str | None,
        typer.Option("--to", metavar="TIME", show_default="the end", help="Where it ends."),
    ] = None,
    every_frame: Annotated[
        bool,
        typer.Option(
            "--every-frame",
            help="Look for the runner in every frame, also of a film of 120 frames a second or "
            "more; it takes up to three times as long.",
        ),
    ] = False,
    model: ModelOption = None,
    workers: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            min=1,
            show_default="one for each core",
            help="Processes that look for the runner. The result is the same for any number.",
        ),
    ] = None,
    use_cache: CacheOption = True,
    as_json: Annotated[
        bool,
        typer.Option(
            "--json", help="Print each analysis as one line of JSON instead of a summary."
        ),
    ] = False,
    language: LanguageOption = Language.EN,
    progress: Annotated[
        ProgressStyle,
        typer.Option(
            help="Progress on standard error. auto: a bar on a terminal; json: one line "
            '{"stage", "done", "total", "clip"} per report, for programs.'
        ),
    ] = ProgressStyle.AUTO,
    so_far: SoFarOption = False,
    log_level: LogLevelOption = None,
    log_format: LogFormOption = None,
    confined: Annotated[bool, typer.Option("--confined", hidden=True)] = False,
    debug: DebugOption = False,
) -> None:
    """Analyse clips and write DIR/<clip name>/: analysis.json, three tables, contacts.png.

    A result of the same name in DIR is replaced once the new one is complete. Clips of one call
    that share a name get -2, -3 ... in the order given. Many clips go faster with gaitcheck batch.

    [bold]Exit status[/bold]  0: analysed, also when the verdict is "unsure". 2: a clip or an option
    cannot be used, or the system ended a process of the analysis, and a line on standard error says
    why; the other clips are still analysed. 1: an internal error. 130, 143: stopped by Ctrl-C or
    SIGTERM.

    [bold]Examples[/bold]

    gaitcheck analyze run.mp4

    gaitcheck analyze monday.mov tuesday.mov --out results

    gaitcheck analyze slow.mp4 --slow-motion 8

    gaitcheck analyze gym.mp4 --runner 2 --height 178 --belt-speed 10

    gaitcheck analyze long.mp4 --from 1:05 --to 1:20

    gaitcheck analyze run.mp4 --json > run.json

    gaitcheck analyze -- -name-with-a-dash.mp4
    """
    if not debug:
        warnings.simplefilter("ignore")
    keep_log(log_level, log_format)
    if confined:  # first of all: NumPy starts threads, which are held only from now on
        hold_to(out)
    stay_offline()
    hold_memory()
    with FilmProcess("gaitcheck.commands.one_clip", debug=debug) as films:
        films.start()
        try:
            part = (read_time("--from", from_s), read_time("--to", to_s))
            said = (slow_motion, runner, height, belt_speed, mirrored, *part, every_frame)
        except InputError as error:
            complain(str(error))
            raise typer.Exit(Status.UNUSABLE) from error
        asked: Asked = {
            # `ClipOptions` stay in the process that loads NumPy, which takes a while.
            "said": said,
            "language": str(language),
            "as_json": as_json,
            "model": model,
            "workers": workers,
            "cached": use_cache,
            "so_far": so_far,
        }
        raise typer.Exit(analyze_clips(clips, out, asked, progress, films, debug=debug))


Asked = dict[str, object]
"""What holds for every clip of one call, as `gaitcheck.commands.one_clip.analyse_clip` takes it."""


def analyze_clips(
    clips: Sequence[Path],
    out: Path,
    asked: Asked,
    style: ProgressStyle,
    films: FilmProcess,
    *,
    debug: bool,
) -> int:
    """Analyse each clip, go on after a fault, and return the exit status."""
    from gaitcheck.store.leftovers import clear_scratch

    clear_scratch()
    folders = {clip: ResultsFolder(place) for clip, place in result_folders(clips, out).items()}

    def clean_up() -> None:
        films.end()
        for folder in folders.values():
            folder.discard()

    worst = Status.ANALYSED
    with Interrupt(clean_up) as interrupt:
        for number, (clip, folder) in enumerate(folders.items(), start=1):
            title = clip.name
            if len(folders) > 1:
                title = words.ONE_OF.format(clip=clip.name, number=number, count=len(folders))
            try:
                _analyze_clip(clip, folder, title, asked, style, films, interrupt)
            except CancelledError:
                return _report_stop(clip, interrupt)
            except OptionError as error:
                complain(str(error))
                return Status.UNUSABLE
            except (InputError, ProcessEndedError) as error:
                # A signal that stops the command reaches what it has started, too.
                if interrupt.is_set():
                    return _report_stop(clip, interrupt)
                complain(_with_name(str(error), clip, len(folders)))
                worst = worst or Status.UNUSABLE
            except MemoryError:
                complain(str(too_much_memory(printable(clip.name))))
                worst = worst or Status.UNUSABLE
            except BrokenPipeError:
                raise
            except Exception as error:  # noqa: BLE001 - one clip's fault must not stop the others
                # The signal reaches the workers too, and one that has not started yet dies of it.
                if interrupt.is_set():
                    return _report_stop(clip, interrupt)
                _report_fault(error, clip, debug)
                worst = Status.FAULT
    return worst


def _analyze_clip(
    clip: Path,
    folder: ResultsFolder,
    title: str,
    asked: Asked,
    style: ProgressStyle,
    films: FilmProcess,
    cancel: Interrupt,
) -> None:
    with (
        logged_analysis() as log,
        folder.writing() as temporary,
        show_progress(style, title) as shown,
    ):
        told = films.run(
            "analyse_clip",
            clip,
            clip=printable(clip.name),
            into=temporary,
            progress=log.follow(shown),
            cancel=cancel,
            folder=temporary,
            shown=folder.place,
            **asked,
        )
        stop_if_cancelled(cancel)
    if asked["as_json"]:
        answer(told)
    else:
        results = words.RESULTS.format(folder=printable(str(folder.place)))
        answer(f"{told}\n\n{results}\n")


def _with_name(message: str, clip: Path, clips: int) -> str:
    return message if clips == 1 or clip.name in message else f"{clip.name}: {message}"


def _report_stop(clip: Path, interrupt: Interrupt) -> int:
    complain(words.STOPPED_CLIP.format(clip=clip.name))
    return interrupt.exit_status


def _report_fault(error: Exception, clip: Path, debug: bool) -> None:
    if debug:
        traceback.print_exception(error)
    advice = words.REPORT_ABOVE if debug else words.REPORT_AGAIN
    complain(f"{words.fault_words(error, clip.name)} {advice}")

"""``gaitcheck report``: an analysis to hand on, as PDF, HTML page and annotated film."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gaitcheck.commands.options import AnalysisArgument, DebugOption
from gaitcheck.errors import InputError
from gaitcheck.film_process import FilmProcess
from gaitcheck.interrupt import Interrupt
from gaitcheck.terminal import (
    FILM_SHARE,
    ProgressStyle,
    answer,
    complain,
    plain_faults,
    printable,
    show_progress,
    stoppable,
)
from gaitcheck.words import commands as words

if TYPE_CHECKING:
    from gaitcheck.share.write import Form
    from gaitcheck.store.result import Result
    from gaitcheck.video import Video


def report(
    analysis: AnalysisArgument,
    out: Annotated[
        Path,
        typer.Option(
            "--out", "-o", metavar="DIR", help="Where the reports go.", show_default=False
        ),
    ],
    pdf: Annotated[bool, typer.Option("--pdf", help="Write the report as PDF, two pages.")] = False,
    html: Annotated[
        bool, typer.Option("--html", help="Write it as one HTML page that needs nothing else.")
    ] = False,
    mp4: Annotated[
        bool,
        typer.Option("--mp4", help="Write the clip with skeleton, foot line and labels drawn in."),
    ] = False,
    clip: Annotated[
        Path | None,
        typer.Option(
            metavar="PATH",
            show_default="looked for beside the analysis",
            help="The clip that was analysed, for --mp4.",
        ),
    ] = None,
    show_faces: Annotated[
        bool, typer.Option("--show-faces", help="Do not blur the runner's face.")
    ] = False,
    progress: Annotated[
        ProgressStyle, typer.Option(help="Progress of the film on standard error.")
    ] = ProgressStyle.AUTO,
    debug: DebugOption = False,
) -> None:
    """Write reports to hand on: a PDF of two pages, an HTML page, the clip with the steps drawn in.

    All three unless some are named; without the clip, the first two. The runner's face is blurred.
    Other people's faces are not found: crop or choose another clip where somebody else is seen.

    [bold]Exit status[/bold]  0: written. 2: the analysis, the clip or the folder cannot be used,
    and one line on standard error says why. 1: an internal error. 130, 143: stopped.

    [bold]Examples[/bold]

    gaitcheck report gaitcheck-results/run/analysis.json --out reports

    gaitcheck report gaitcheck-results/run --out reports --mp4 --clip videos/run.mp4
    """
    wanted = Wanted(pdf, html, mp4, clip, show_faces, progress)
    with (
        plain_faults(str(analysis), debug=debug),
        FilmProcess("gaitcheck.share.write", debug=debug) as films,
        stoppable(words.REPORT_STOPPED, films.end) as cancel,
    ):
        for path in write_reports(analysis, out, wanted, films, cancel):
            answer(printable(str(path)))


@dataclass(frozen=True, slots=True)
class Wanted:
    """The choices of one call; all reports where none is named."""

    pdf: bool = False
    html: bool = False
    mp4: bool = False
    clip: Path | None = None
    show_faces: bool = False
    progress: ProgressStyle = ProgressStyle.NONE

    @property
    def everything(self) -> bool:
        """Whether no report was named."""
        return not (self.pdf or self.html or self.mp4)


def write_reports(
    path: Path, out: Path, wanted: Wanted, films: FilmProcess, cancel: Interrupt
) -> Iterator[Path]:
    """Write what is wanted and yield each path once it is complete.

    Raises
    ------
    InputError
        The analysis, the clip or the folder cannot be used.
    CancelledError
        `cancel` was set.
    """
    from gaitcheck.share.write import report_paths, write_documents
    from gaitcheck.store.result import load_result

    result = load_result(path)
    video = _clip(result, wanted, films, cancel)
    blur = not wanted.show_faces
    paths = report_paths(result, out)
    chosen: dict[Form, bool] = {"pdf": wanted.pdf, "html": wanted.html}
    documents = {form: paths[form] for form in chosen if chosen[form] or wanted.everything}
    if documents and result.lacking and result.analysis.steps:
        if result.analysis.feet is None:
            complain(words.NO_PICTURES.format(why=result.lacking))
        elif blur:
            complain(words.NO_PICTURES_BLURRED.format(why=result.lacking))
    today = dt.datetime.now().astimezone().date()
    write_documents(result, documents, today, blur=blur)
    yield from documents.values()
    if video is not None:
        if blur and len(result.analysis.people) > 1:
            complain(words.OTHERS_SEEN)
        with show_progress(wanted.progress, video.path.name, FILM_SHARE) as told:
            films.run(
                "write_annotated",
                *(result, video, paths["mp4"]),
                clip=printable(video.path.name),
                into=out,
                progress=told,
                cancel=cancel,
                blur=blur,
            )
        yield paths["mp4"]


def _clip(result: Result, wanted: Wanted, films: FilmProcess, cancel: Interrupt) -> Video | None:
    """Return the clip to draw on; where it was not asked for, do without it and say so."""
    from gaitcheck.share.write import check_film

    if not (wanted.mp4 or wanted.everything):
        return None
    try:
        check_film(result, blur=not wanted.show_faces)
        name = Path(wanted.clip or result.analysis.clip.file).name
        found: Video = films.run(
            "find_clip", result, wanted.clip, clip=printable(name), cancel=cancel
        )
        return found
    except InputError as error:
        if wanted.mp4 or wanted.clip is not None:
            raise
        complain(words.NO_FILM.format(why=error))
        return None

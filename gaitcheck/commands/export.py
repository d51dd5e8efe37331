"""``gaitcheck export``: an analysis for spreadsheets, OpenSim, Mokka, Visual3D and movement."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from gaitcheck.commands.options import AnalysisArgument, DebugOption
from gaitcheck.terminal import answer, plain_faults, printable


def export(
    analysis: AnalysisArgument,
    out: Annotated[
        Path,
        typer.Option("--out", "-o", metavar="DIR", help="Where the files go.", show_default=False),
    ],
    formats: Annotated[
        list[str] | None,
        typer.Option(
            "--format",
            "-f",
            metavar="NAME",
            help="A format; may be given several times.",
            show_default="all but labels",
        ),
    ] = None,
    debug: DebugOption = False,
) -> None:
    """Write an analysis for other programs: tables, landmarks, joint angles.

    [bold]Formats[/bold]  steps-csv, metrics-csv, steps-parquet, metrics-parquet: the tables.
    landmarks-csv: landmarks in pixels. trc: landmarks for OpenSim. c3d: landmarks and contacts for
    Mokka and Visual3D. netcdf: landmarks for movement and xarray. mot: joint angles for OpenSim.
    labels: what a person said of the clip, for benchmarks; written only when it is named.

    Lengths in trc and c3d are in mm if the clip was analysed with --height, else in leg lengths.
    Times are real time, also for slow motion. Files of the same name in DIR are replaced once the
    new ones are complete.

    [bold]Exit status[/bold]  0: written. 2: the analysis, a format or the folder cannot be used,
    and one line on standard error says why. 1: an internal error.

    [bold]Examples[/bold]

    gaitcheck export gaitcheck-results/run/analysis.json --out exports

    gaitcheck export results/run/analysis.json --out exports --format trc --format mot
    """
    with plain_faults(str(analysis), debug=debug):
        from gaitcheck.export import find_formats, read_trial, write_exports

        wanted = find_formats(formats or [])
        for path in write_exports(read_trial(analysis, wanted), wanted, out):
            answer(printable(str(path)))

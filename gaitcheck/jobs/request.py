"""What to analyse and where, and the command line that does it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from gaitcheck.model import DEFAULT_OPTIONS, ClipOptions


@dataclass(frozen=True, slots=True)
class JobRequest:
    """What to analyse, where to put the results, and what was told about the clip.

    Attributes
    ----------
    clip, out : Path
    options : ClipOptions
    model : Path or None
        Another pose model than the one in the package.
    workers : int or None
        Pose processes; by default one for each core.
    cache : bool
        Whether what is seen is kept. Not in the app: all that a visitor leaves goes with the visit.
    so_far : bool
        Whether the analysis tells what it knows as soon as the pose is through.
    confined : bool
        Whether it writes in `out` alone and reaches no network, where the system offers that.
    """

    clip: Path
    out: Path
    options: ClipOptions = DEFAULT_OPTIONS
    model: Path | None = None
    workers: int | None = None
    cache: bool = False
    so_far: bool = False
    confined: bool = False


CommandBuilder = Callable[[JobRequest], list[str]]


def analyze_command(request: JobRequest) -> list[str]:
    """Return the command line that analyses a clip with this very Python."""
    command = [sys.executable, "-m", "gaitcheck", "analyze", str(request.clip)]
    command += ["--out", str(request.out), "--progress", "json"]
    if request.confined:
        command.append("--confined")
    command.append("--cache" if request.cache else "--no-cache")
    if request.so_far:
        command.append("--so-far")
    if request.model is not None:
        command += ["--model", str(request.model)]
    if request.workers is not None:
        command += ["--workers", str(request.workers)]
    told = request.options
    for option, value in (
        ("--slow-motion", told.slow_motion),
        ("--runner", told.runner),
        ("--height", told.height_cm),
        ("--belt-speed", told.belt_kmh),
        ("--from", told.from_s),
        ("--to", told.to_s),
    ):
        if value is not None:
            command += [option, f"{value:.10g}"]
    if told.mirrored:
        command.append("--mirrored")
    if told.every_frame:
        command.append("--every-frame")
    return command

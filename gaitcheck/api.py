"""The whole way for a program in Python: films are opened in a process beside its own."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

from gaitcheck.analysis import judge_with_progress
from gaitcheck.film_process import FilmProcess
from gaitcheck.model import DEFAULT_OPTIONS, Analysis, ClipOptions, Observation
from gaitcheck.progress import CancelSignal, ProgressCallback, ignore_progress
from gaitcheck.video.source import shown_name


def analyze(  # noqa: PLR0913 - each is one thing that a user may say, by its name
    path: str | Path,
    *,
    slow_motion: float | None = None,
    runner: int | None = None,
    height_cm: float | None = None,
    belt_kmh: float | None = None,
    mirrored: bool = False,
    from_s: float | None = None,
    to_s: float | None = None,
    every_frame: bool = False,
    model: Path | None = None,
    workers: int | None = None,
    cache: bool = False,
    progress: ProgressCallback = ignore_progress,
    cancel: CancelSignal | None = None,
) -> Analysis:
    """Label every foot contact in a running clip filmed from the side.

    Parameters
    ----------
    path : str or Path
        The clip.
    slow_motion : float, optional
        How many times slower than life the clip plays; worked out when not given.
    runner : int, optional
        Whom to follow where several people are in the picture, counted from the left from 1.
    height_cm : float, optional
        The runner's height, which turns leg lengths into centimetres and kilometres an hour.
    belt_kmh : float, optional
        What the treadmill's console shows, to check against the feet.
    mirrored : bool, optional
        Whether the picture is mirrored: left and right are then exchanged.
    from_s, to_s : float, optional
        The part of the clip to look at, seconds of file time; by default all of it.
    every_frame : bool, optional
        Whether the runner is looked for in every frame of a film of a high rate, too.
    model : Path, optional
        Another MediaPipe pose landmarker bundle than the one in the package.
    workers : int, optional
        Number of pose processes; the result does not depend on it.
    cache : bool, optional
        Whether what is seen is kept in the user's cache folder, and taken from there where the same
        clip was seen before; the result does not depend on it.
    progress : callable, optional
        Called with a `Progress` now and then.
    cancel : object with ``is_set``, optional
        Polled; once set, the analysis stops.

    Returns
    -------
    Analysis

    Raises
    ------
    InputError
        The clip, the model or an argument cannot be used; the message says why.
    ProcessEndedError
        The system ended the process that looked at the clip.
    CancelledError
        `cancel` was set.

    Notes
    -----
    All that needs the film is done in other processes: one that makes a decoder crash ends none of
    the caller's.
    """
    options = ClipOptions(
        slow_motion, runner, height_cm, belt_kmh, mirrored, from_s, to_s, every_frame
    )
    seen = _seen(
        path,
        options,
        model=model,
        workers=workers,
        cache=cache,
        progress=progress,
        cancel=cancel,
    )
    return judge_with_progress(seen, progress, cancel)


def observe(
    path: str | Path,
    options: ClipOptions = DEFAULT_OPTIONS,
    *,
    model: Path | None = None,
    workers: int | None = None,
    cache: bool = False,
    progress: ProgressCallback = ignore_progress,
    cancel: CancelSignal | None = None,
) -> Observation:
    """Look at a clip: the runner's landmarks, both shoes, light, camera, compression.

    Parameters
    ----------
    path : str or Path
        The clip.
    options : ClipOptions
        Only `runner`, `from_s`, `to_s` and `every_frame` matter here; all of them are kept for
        `judge`.
    model, workers, cache, progress, cancel
        As `analyze` takes them.

    Returns
    -------
    Observation

    Raises
    ------
    InputError
        The clip, the model or an option cannot be used; the message says why.
    ProcessEndedError
        The system ended the process that looked at the clip.
    CancelledError
        `cancel` was set.
    """
    return _seen(
        path,
        options,
        model=model,
        workers=workers,
        cache=cache,
        progress=progress,
        cancel=cancel,
    )


def _seen(path: str | Path, options: ClipOptions, *, cache: bool, **more: Any) -> Observation:
    """Look at a clip in a process beside; what troubled its cache is warned of where it is asked.

    That is where a public function was called that calls this one.
    """
    path = Path(path)
    with FilmProcess("gaitcheck.analysis") as films:
        told: tuple[Observation, list[str]] = films.run(
            "observe_and_tell", path, options, cached=cache, clip=shown_name(path), **more
        )
    seen, troubles = told
    for trouble in troubles:
        warnings.warn(trouble, stacklevel=3)
    return seen

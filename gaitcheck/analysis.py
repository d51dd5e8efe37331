"""The whole way: observe a clip, then judge what was seen."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from gaitcheck.judging import judge
from gaitcheck.model import Analysis, ClipOptions, Observation
from gaitcheck.observing.clip import Early, observe
from gaitcheck.observing.pose.model import check_model
from gaitcheck.progress import (
    CancelSignal,
    Progress,
    ProgressCallback,
    ignore_progress,
    stop_if_cancelled,
)
from gaitcheck.store.cache import ObservationCache, cache_key
from gaitcheck.video.probe import clip_sha256

__all__ = ["analyze", "judge", "judge_with_progress", "observe", "observe_once"]


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
    CancelledError
        `cancel` was set.

    Notes
    -----
    A film that makes a decoder crash, as a damaged one may, can end the program that calls this:
    only the pose is looked for in other processes. The command and `gaitcheck.batch` survive it.
    """
    options = ClipOptions(
        slow_motion, runner, height_cm, belt_kmh, mirrored, from_s, to_s, every_frame
    )
    observation = observe_once(
        Path(path),
        options,
        cache=ObservationCache() if cache else None,
        model=model,
        workers=workers,
        progress=progress,
        cancel=cancel,
    )
    return judge_with_progress(observation, progress, cancel)


def observe_once(  # noqa: PLR0913 - what `observe` takes, and the cache
    path: Path,
    options: ClipOptions,
    *,
    cache: ObservationCache | None,
    model: Path | None = None,
    workers: int | None = None,
    progress: ProgressCallback = ignore_progress,
    cancel: CancelSignal | None = None,
    early: Early | None = None,
) -> Observation:
    """Return what is seen in a clip: from the cache where the same clip was seen before.

    Parameters
    ----------
    cache : ObservationCache or None
        None looks at the clip in any case, and keeps nothing.
    path, options, model, workers, progress, cancel, early
        As `gaitcheck.observe` takes them.

    Raises
    ------
    InputError
        The clip, the model or an option cannot be used; the message says why.
    CancelledError
        `cancel` was set.
    """
    look = partial(
        observe,
        path,
        options,
        model=model,
        workers=workers,
        progress=progress,
        cancel=cancel,
        early=early,
    )
    if cache is None:
        return look()
    progress(Progress("reading", 0, 1))
    if model is not None:
        check_model(model)
    before, sha256 = _state(path), clip_sha256(path)
    key = cache_key(sha256, options, model)
    seen = cache.find(key, path.name, options)
    if seen is None:
        seen = look(kept=cache.parts(key))
        # A file that is still being written may not be what its checksum says.
        if seen.clip.sha256 == sha256 and _state(path) == before:
            cache.keep(key, seen)
    return seen


def _state(path: Path) -> tuple[int, int] | None:
    """Return size and time of change of a file, None where there is none."""
    try:
        status = path.stat()
    except (OSError, ValueError):
        return None
    return status.st_size, status.st_mtime_ns


def judge_with_progress(
    observation: Observation, progress: ProgressCallback, cancel: CancelSignal | None
) -> Analysis:
    """Judge what was just seen, as the last part of a longer job.

    Raises
    ------
    CancelledError
        `cancel` was set.
    """
    progress(Progress("gait", 0, 1))
    stop_if_cancelled(cancel)
    analysis = judge(observation)
    progress(Progress("gait", 1, 1))
    return analysis

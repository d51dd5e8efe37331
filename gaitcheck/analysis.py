"""The whole way: observe a clip, then judge what was seen."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

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
        As `gaitcheck.observing.clip.observe` takes them.

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


def observe_and_tell(
    path: Path, options: ClipOptions, *, cached: bool, **more: Any
) -> tuple[Observation, list[str]]:
    """Return what is seen in a clip, and what troubled the user's cache.

    Parameters
    ----------
    cached : bool
        Whether the cache is used.
    path, options, **more
        As `observe_once` takes them.

    Raises
    ------
    InputError
        The clip, the model or an option cannot be used; the message says why.
    """
    troubles: list[str] = []
    cache = ObservationCache(on_trouble=troubles.append) if cached else None
    return observe_once(path, options, cache=cache, **more), troubles


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

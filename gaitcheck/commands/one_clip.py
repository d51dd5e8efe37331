"""One clip of ``gaitcheck analyze``: from the film to the files, in `gaitcheck.film_process`."""

from __future__ import annotations

import json
import sys
from functools import cache
from pathlib import Path
from typing import Any

from gaitcheck import report
from gaitcheck.analysis import judge_with_progress, observe_once
from gaitcheck.judging import judge_so_far
from gaitcheck.model import ClipOptions, Observation
from gaitcheck.progress import ProgressCallback
from gaitcheck.store.cache import ObservationCache
from gaitcheck.store.serialize import to_dict
from gaitcheck.store.so_far import so_far_line
from gaitcheck.terminal import complain


def analyse_clip(
    clip: Path,
    *,
    said: tuple[Any, ...],
    folder: Path,
    shown: Path,
    language: str,
    as_json: bool = False,
    model: Path | None = None,
    workers: int | None = None,
    cached: bool = False,
    so_far: bool = False,
    progress: ProgressCallback,
) -> str:
    """Analyse a clip and write its result; return what is to be told of it.

    Parameters
    ----------
    clip : Path
    said : tuple
        What `ClipOptions` takes.
    folder : Path
        Where the result is written.
    shown : Path
        Where it will be found.
    language : str
    as_json : bool
        Whether the analysis is told as one line of JSON instead of a summary.
    model, workers
        As `gaitcheck.observe` takes them.
    cached : bool
        Whether what is seen is kept, and taken from there.
    so_far : bool
        Whether what the pose alone shows is told on standard error.
    progress : callable

    Raises
    ------
    InputError
        The clip, the model or an option cannot be used; the message says why.
    """
    seen = observe_once(
        clip,
        ClipOptions(*said),
        cache=_cache() if cached else None,
        model=model,
        workers=workers,
        progress=progress,
        early=_tell_so_far if so_far else None,
    )
    result = judge_with_progress(seen, progress, None)
    report.write_report(result, seen, clip, folder, progress=progress)
    if as_json:
        return json.dumps(to_dict(result), allow_nan=False)
    return report.summarize(result, shown, language).rstrip()


@cache
def _cache() -> ObservationCache:
    """Return the cache of all clips of a call: what troubles it is told once."""
    return ObservationCache(on_trouble=complain)


def _tell_so_far(observation: Observation) -> None:
    sys.stderr.write(f"{so_far_line(judge_so_far(observation))}\n")
    sys.stderr.flush()

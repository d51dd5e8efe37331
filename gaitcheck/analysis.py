"""The whole way: observe a clip, then judge what was seen."""

from __future__ import annotations

from pathlib import Path

from gaitcheck.judging import judge
from gaitcheck.model import Analysis, ClipOptions, Observation
from gaitcheck.observing.clip import observe
from gaitcheck.progress import (
    CancelSignal,
    Progress,
    ProgressCallback,
    ignore_progress,
    stop_if_cancelled,
)

__all__ = ["analyze", "judge", "judge_with_progress", "observe"]


def analyze(  # noqa: PLR0913 - each is one thing that a user may say, by its name
    path: str | Path,
    *,
    slow_motion: float | None = None,
    runner: int | None = None,
    height_cm: float | None = None,
    belt_kmh: float | None = None,
    mirrored: bool = False,
    model: Path | None = None,
    workers: int | None = None,
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
    model : Path, optional
        Another MediaPipe pose landmarker bundle than the one in the package.
    workers : int, optional
        Number of pose processes; the result does not depend on it.
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
    """
    options = ClipOptions(slow_motion, runner, height_cm, belt_kmh, mirrored)
    observation = observe(
        path, options, model=model, workers=workers, progress=progress, cancel=cancel
    )
    return judge_with_progress(observation, progress, cancel)


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

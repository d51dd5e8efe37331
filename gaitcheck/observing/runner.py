"""The runner in a clip: by the body's pose, or by the feet where no body is in the picture."""

from __future__ import annotations

from pathlib import Path

from gaitcheck.model import Tracking
from gaitcheck.observing.feet.alone import feet_as_landmarks, legs_alone
from gaitcheck.observing.feet.look import find_feet
from gaitcheck.observing.pose import track_pose
from gaitcheck.observing.pose.kept import ChunkStore
from gaitcheck.progress import CancelSignal, ProgressCallback, ignore_progress
from gaitcheck.video import Video


def track_runner(  # noqa: PLR0913 - each by its name
    video: Video,
    *,
    runner: int | None = None,
    part: tuple[int, int] | None = None,
    every_frame: bool = False,
    model: Path | None = None,
    workers: int | None = None,
    kept: ChunkStore | None = None,
    progress: ProgressCallback = ignore_progress,
    cancel: CancelSignal | None = None,
) -> Tracking:
    """Find the runner's landmarks; of legs alone ankles, heels and toes.

    Parameters and errors are those of `track_pose`.
    """
    tracking = track_pose(
        video,
        runner=runner,
        part=part,
        every_frame=every_frame,
        model=model,
        workers=workers,
        kept=kept,
        progress=progress,
        cancel=cancel,
    )
    if tracking.chosen or not legs_alone(tracking):
        return tracking
    first, stop = tracking.looked_at
    frames = range(first, stop, tracking.pose_every)
    found = find_feet(video, frames, progress, cancel, workers)
    return feet_as_landmarks(tracking, found) or tracking

"""From a clip to its observation: all that needs pixels, readable top to bottom."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import Final

from gaitcheck import __version__
from gaitcheck.errors import ClipUnreadableError
from gaitcheck.gait.measure import measure_gait
from gaitcheck.gait.shots import find_passes
from gaitcheck.model import DEFAULT_OPTIONS, ClipOptions, Observation, Tracking
from gaitcheck.model.precision import keep_precision
from gaitcheck.observing.again import look_again
from gaitcheck.observing.cores import one_core_each
from gaitcheck.observing.describe import describe
from gaitcheck.observing.feet.look import with_feet_found
from gaitcheck.observing.hips import HipLooks
from gaitcheck.observing.part import chosen_part
from gaitcheck.observing.pose import track_pose
from gaitcheck.observing.pose.kept import ChunkStore
from gaitcheck.observing.shoe import ShoeLooks
from gaitcheck.observing.sole import SoleLooks, plan_soles
from gaitcheck.progress import (
    CancelSignal,
    Progress,
    ProgressCallback,
    ignore_progress,
    stop_if_cancelled,
)
from gaitcheck.video import Video, probe_video
from gaitcheck.video.compression import mean_quantiser
from gaitcheck.video.source import shown_name

FEWEST_FRAMES: Final = 2

Early = Callable[[Observation], None]
"""Told what the landmarks alone show, before shoes, soles and hips are looked at."""


def observe(  # noqa: PLR0913 - each is one thing that a caller may ask for
    path: str | Path,
    options: ClipOptions = DEFAULT_OPTIONS,
    *,
    model: Path | None = None,
    workers: int | None = None,
    kept: ChunkStore | None = None,
    progress: ProgressCallback = ignore_progress,
    cancel: CancelSignal | None = None,
    early: Early | None = None,
) -> Observation:
    """Look at a clip: the runner's landmarks, both shoes, light, camera, compression.

    Parameters
    ----------
    path : str or Path
        The clip.
    options : ClipOptions
        Only `runner`, `from_s`, `to_s` and `every_frame` matter here; all of them are kept for
        `judge`.
    model : Path, optional
        Another MediaPipe pose landmarker bundle than the one in the package.
    workers : int, optional
        Number of pose processes; the result does not depend on it.
    kept : ChunkStore, optional
        What was tracked of this clip before it was interrupted, and where more of it is kept.
    progress : callable, optional
        Called with a `Progress` now and then.
    cancel : object with ``is_set``, optional
        Polled; once set, the work stops.
    early : callable, optional
        Called with an observation of the landmarks alone as soon as they are there.

    Returns
    -------
    Observation

    Raises
    ------
    InputError
        The clip, the model or an option cannot be used; the message says why.
    CancelledError
        `cancel` was set.
    """
    progress(Progress("reading", 0, 1))
    video = probe_video(Path(path))
    if video.frames < FEWEST_FRAMES:
        raise ClipUnreadableError(
            f"{shown_name(video.path)} holds a single picture, not a film; use a clip of a run."
        )
    progress(Progress("reading", 1, 1))
    tracking = track_pose(
        video,
        runner=options.runner,
        part=chosen_part(video, options),
        every_frame=options.every_frame,
        model=model,
        workers=workers,
        kept=kept,
        progress=progress,
        cancel=cancel,
    )
    tracking = with_feet_found(video, tracking, progress, cancel, workers)
    stop_if_cancelled(cancel)
    if early is not None:
        early(Observation(describe(video), keep_precision(tracking), options=options))
    return observe_tracked(
        video, tracking, options, workers=workers, progress=progress, cancel=cancel
    )


def observe_tracked(
    video: Video,
    tracking: Tracking,
    options: ClipOptions = DEFAULT_OPTIONS,
    *,
    workers: int | None = None,
    progress: ProgressCallback = ignore_progress,
    cancel: CancelSignal | None = None,
) -> Observation:
    """Return the observation of a clip whose runner was tracked: all of `observe` but the pose.

    What the landmarks tell of the gait says where to look: the clip is decoded once more, and both
    shoes, soles and hips are seen in it together.

    Raises
    ------
    ClipUnreadableError
        When the file can no longer be opened.
    CancelledError
        `cancel` was set.
    """
    points = tracking.landmarks.points
    tracking = keep_precision(tracking)
    shot, *others = find_passes(tracking)
    gait = measure_gait(shot.landmarks)
    planned = plan_soles(gait, shot)
    # Where every frame has a pose, all soles are read anyway.
    for other in others if tracking.pose_every > 1 else ():
        planned = planned | plan_soles(measure_gait(other.landmarks), other)
    shoes, hips = ShoeLooks(gait), HipLooks(gait, shot.camera_shift)
    soles = SoleLooks(points, planned, tracking.part, tracking.pose_every)
    lookers = [who.looker() for who in (shoes.cutter, soles, hips)]
    progress(Progress("shoes", 0, 1))
    with one_core_each():
        look_again(video, lookers, progress, cancel, workers)
        tracks = shoes.follow(workers, cancel)
    progress(Progress("shoes", 1, 1))
    return Observation(
        clip=describe(video),
        tracking=keep_precision(dataclasses.replace(tracking, soles=soles.tracks())),
        shoes={side: keep_precision(track) for side, track in tracks.items()},
        options=options,
        hips_crossed=hips.crossed(),
        quantiser=mean_quantiser(video.path),
        version=__version__,
    )

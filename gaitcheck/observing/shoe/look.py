"""The second look as one step of the pipeline."""

from __future__ import annotations

from collections.abc import Mapping

from threadpoolctl import threadpool_limits

from gaitcheck.gait.measure import GaitMeasure
from gaitcheck.model import SIDES, ShoeTrack, Side
from gaitcheck.observing.shoe.patches import cut_patches
from gaitcheck.observing.shoe.plan import plan_look, plan_push_off
from gaitcheck.observing.shoe.track import follow_shoe
from gaitcheck.progress import (
    CancelSignal,
    Progress,
    ProgressCallback,
    ignore_progress,
    stop_if_cancelled,
)
from gaitcheck.video.types import Video


def look_at_shoes(
    video: Video,
    gait: GaitMeasure,
    *,
    progress: ProgressCallback = ignore_progress,
    cancel: CancelSignal | None = None,
) -> Mapping[Side, ShoeTrack]:
    """Look again, at full resolution, at both shoes around contact and toe-off.

    Parameters
    ----------
    video : Video
    gait : GaitMeasure
        What the landmarks tell: when each foot lands and where it is.
    progress, cancel
        Called with the frames read; polled for the wish to stop.

    Returns
    -------
    mapping of side to ShoeTrack
        Without the sides whose shoe is too small or too seldom seen.

    Raises
    ------
    ClipUnreadableError
        When the file can no longer be opened.
    CancelledError
        When `cancel` was set.
    """
    plans = [plan for side in SIDES if (plan := plan_look(gait, side)) is not None]
    leaving = [plan_push_off(gait, plan.side) for plan in plans]
    progress(Progress("shoes", 0, 1))
    tracks: dict[Side, ShoeTrack] = {}
    if plans:
        wanted = [*plans, *(plan for plan in leaving if plan is not None)]
        patches = iter(cut_patches(video, wanted, progress, cancel))
        own = [next(patches) for _ in plans]
        late = [None if plan is None else (plan, next(patches)) for plan in leaving]
        with threadpool_limits(limits=1):
            for plan, landing, push_off in zip(plans, own, late, strict=True):
                stop_if_cancelled(cancel)
                track = follow_shoe(plan, landing, push_off)
                if track is not None:
                    tracks[plan.side] = track
    progress(Progress("shoes", 1, 1))
    return tracks

"""All shoes in all pictures of a clip whose pose shows none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gaitcheck.model import Tracking
from gaitcheck.observing.again import Looker, look_again
from gaitcheck.observing.cores import ObjectPool, one_core_each
from gaitcheck.observing.describe import describe
from gaitcheck.observing.feet.alone import feet_as_landmarks, legs_alone
from gaitcheck.observing.feet.finder import SIDES_PX, FootFinder, best_sides
from gaitcheck.observing.feet.link import pictures_with_feet
from gaitcheck.observing.feet.lost import feet_of_body, part_without_feet
from gaitcheck.observing.feet.types import FootFound
from gaitcheck.progress import CancelSignal, ProgressCallback, ignore_progress
from gaitcheck.video import Video

# Pictures in which the size of the shoes is looked for.
SURVEYED: Final = 16
# As many of them must show a likely foot before all others are searched: of real clips of running
# that were cut off below the middle 5 to 16 do. Debris of a damaged film may do so as often.
FEWEST_WITH_FEET: Final = 3

Found = list[list[FootFound]]


def with_feet_found(
    video: Video,
    tracking: Tracking,
    progress: ProgressCallback = ignore_progress,
    cancel: CancelSignal | None = None,
    workers: int | None = None,
) -> Tracking:
    """Return the tracking, with two running feet that were looked for where the pose lost them.

    Without a body they are all there is; under a body whose landmarks left its feet they take the
    place of these. A tracking that needs none is returned as it is.

    Parameters and errors are those of `find_feet`.
    """
    alone = not tracking.chosen and legs_alone(tracking)
    part = tracking.looked_at if alone else part_without_feet(describe(video), tracking)
    if part is None:
        return tracking
    first, stop = tracking.looked_at
    frames = [k for k in range(first, stop, tracking.pose_every) if part[0] <= k < part[1]]
    found = find_feet(video, frames, progress, cancel, workers)
    return (feet_as_landmarks if alone else feet_of_body)(tracking, found) or tracking


def find_feet(
    video: Video,
    frames: Sequence[int],
    progress: ProgressCallback,
    cancel: CancelSignal | None,
    workers: int | None = None,
) -> Found:
    """Return the shoes in each frame of a clip, the likeliest first; none in the others.

    Parameters
    ----------
    video : Video
    frames : sequence of int
        Which to look at, ascending.
    progress, cancel
        Called with the frames read; polled for the wish to stop.
    workers : int, optional
        How many pictures are looked at side by side; by default one per core.

    Raises
    ------
    ModelError
        When the network cannot be used.
    ClipUnreadableError
        When the file can no longer be opened.
    CancelledError
        When `cancel` was set.
    """
    some = np.linspace(0, len(frames) - 1, min(SURVEYED, len(frames))).astype(int)
    survey = [frames[k] for k in some]
    finders = ObjectPool(FootFinder)
    looks = _Looks([(side,) for side in SIDES_PX], finders)
    longest = max(video.width, video.height)
    with one_core_each():
        look_again(video, [looks.looker(survey)], progress, cancel, workers)
        seen = [looks.found[frame] for frame in survey if frame in looks.found]
        sides = best_sides(seen, longest)
        at_best = [dict(sizes)[sides[0]] for sizes in seen] if sides else []
        if pictures_with_feet(at_best) < FEWEST_WITH_FEET:
            return [[] for _ in range(video.frames)]
        looks = _Looks([sides], finders)
        look_again(video, [looks.looker(frames)], progress, cancel, workers)
    return [
        [foot for _, feet in looks.found.get(frame, []) for foot in feet]
        for frame in range(video.frames)
    ]


class _Looks:
    """What was found in each frame at some sizes, apart or together."""

    def __init__(self, sides: Sequence[tuple[int, ...]], finders: ObjectPool[FootFinder]) -> None:
        self._sides, self._finders = sides, finders
        self.found: dict[int, list[tuple[int, list[FootFound]]]] = {}

    def looker(self, frames: Sequence[int]) -> Looker:
        """Return what is to be shown."""
        return Looker(frames, self._look, max(SIDES_PX))

    def _look(self, index: int, picture: NDArray[np.uint8], scale: float) -> None:
        with self._finders.one() as finder:
            self.found[index] = [
                (sides[0], [_enlarged(foot, scale) for foot in finder.find(picture, *sides)])
                for sides in self._sides
            ]


def _enlarged(foot: FootFound, scale: float) -> FootFound:
    """Return a foot in pixels of the picture at full size."""
    heel, toe = ((x / scale, y / scale) for x, y in (foot.heel, foot.toe))
    return FootFound(heel, toe, foot.score)

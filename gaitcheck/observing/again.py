"""The second pass: pictures shown once more to all who know by now where to look."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

from gaitcheck.observing.cores import usable_cores
from gaitcheck.progress import CancelSignal, Progress, ProgressCallback, stop_if_cancelled
from gaitcheck.video import FrameReader
from gaitcheck.video.types import Picture, Video

PROGRESS_EVERY: Final = 8
# Looks at decoded pictures, which are large, that may wait for each core.
WAITING: Final = 6


@dataclass(frozen=True, slots=True, eq=False)
class Looker:
    """Somebody who wants to see some frames.

    Attributes
    ----------
    frames : collection of int
    look : callable
        Called with the frame's number, its picture, and the pixels of that picture for one of full
        size; from several threads, each frame once, in any order.
    max_side : int
        Longest side in pixels of the pictures; larger ones are scaled down.
    """

    frames: Collection[int]
    look: Callable[[int, Picture, float], None]
    max_side: int


def look_again(
    video: Video,
    lookers: Sequence[Looker],
    progress: ProgressCallback,
    cancel: CancelSignal | None,
    workers: int | None = None,
) -> None:
    """Decode once what anybody wants to see; frames that cannot be decoded are left out.

    Parameters
    ----------
    video : Video
    lookers : sequence of Looker
    progress, cancel
        Called with the frames read; polled for the wish to stop.
    workers : int, optional
        How many pictures are looked at side by side; by default one per core.

    Raises
    ------
    ClipUnreadableError
        When the file can no longer be opened.
    CancelledError
        When `cancel` was set.

    Notes
    -----
    The pictures are decoded in this process, which for a command is one beside its own: see
    `gaitcheck.film_process`.
    """
    wanted = sorted({frame for looker in lookers for frame in looker.frames})
    if not wanted:
        return
    seen_by: dict[int, list[Looker]] = {frame: [] for frame in wanted}
    for looker in lookers:
        for frame in looker.frames:
            seen_by[frame].append(looker)
    first, total = wanted[0], wanted[-1] + 1 - wanted[0]
    workers = workers or usable_cores()
    waiting: deque[Future[None]] = deque()
    largest = max(looker.max_side for looker in lookers)
    with ThreadPoolExecutor(workers) as pool, FrameReader(video, largest) as reader:
        for count, (index, picture) in enumerate(reader.read_at(wanted)):
            if count % PROGRESS_EVERY == 0:
                stop_if_cancelled(cancel)
                progress(Progress("shoes", index - first, total))
            for looker in seen_by[index]:
                fits = max(picture.shape) <= looker.max_side
                shown = picture if fits else reader.again(looker.max_side)
                scale = shown.shape[1] / video.width
                waiting.append(pool.submit(looker.look, index, shown, scale))
            while len(waiting) > WAITING * workers:
                waiting.popleft().result()
        while waiting:
            waiting.popleft().result()
    progress(Progress("shoes", total, total))

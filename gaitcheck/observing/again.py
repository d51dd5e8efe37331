"""The second pass: pictures shown once more to all who know by now where to look."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from gaitcheck.observing.cores import usable_cores
from gaitcheck.progress import CancelSignal, Progress, ProgressCallback, stop_if_cancelled
from gaitcheck.video import FrameReader
from gaitcheck.video.types import Picture, Video

POLL_S: Final = 0.1
STRETCH: Final = 60
"""Frames of a stretch that is read by itself, about."""
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
        How many pictures are looked at side by side, and how many stretches of the film are read;
        by default one per core.

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
    workers = workers or usable_cores()
    parts = _parts(video, wanted)
    # Readers wait for looks, so neither takes the other's threads.
    with ThreadPoolExecutor(workers) as pool, ThreadPoolExecutor(workers) as readers:
        showing = _Showing(video, lookers, pool, WAITING * max(workers // len(parts), 1), cancel)
        reads = {readers.submit(showing.show, part) for part in parts}
        try:
            while reads:
                progress(Progress("shoes", showing.done, len(wanted)))
                ended, reads = wait(reads, POLL_S, FIRST_COMPLETED)
                for read in ended:
                    read.result()
        finally:
            showing.stop.set()
    progress(Progress("shoes", len(wanted), len(wanted)))


def _parts(video: Video, wanted: Sequence[int]) -> list[list[int]]:
    """Divide frames at keyframes into stretches of about `STRETCH`: none decodes what another does.

    They are the same for any number of readers: of a damaged film a decoder that begins at a
    keyframe may make other pictures than one that comes from before it.
    """
    keyframes = np.searchsorted(video.pts, video.keyframe_pts)
    stretches = np.searchsorted(keyframes, wanted, side="right")
    begins = np.flatnonzero(np.diff(stretches)) + 1
    if not len(begins):
        return [list(wanted)]
    even = np.arange(STRETCH, len(wanted), STRETCH)
    nearest = np.abs(begins[:, None] - even).argmin(axis=0)
    return [part.tolist() for part in np.split(np.asarray(wanted), begins[np.unique(nearest)])]


@dataclass(slots=True)
class _Showing:
    """Shows frames to those who want them; `done` of them were read."""

    video: Video
    lookers: Sequence[Looker]
    pool: ThreadPoolExecutor
    waiting: int
    cancel: CancelSignal | None
    stop: threading.Event = field(default_factory=threading.Event)
    done: int = 0
    _seen_by: Mapping[int, list[Looker]] = field(init=False)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        seen_by: dict[int, list[Looker]] = {}
        for looker in self.lookers:
            for frame in looker.frames:
                seen_by.setdefault(frame, []).append(looker)
        self._seen_by = seen_by

    def show(self, frames: Sequence[int]) -> None:
        """Read some frames and have them looked at, until all are or `stop` is set."""
        largest = max(looker.max_side for looker in self.lookers)
        waiting: deque[Future[None]] = deque()
        with FrameReader(self.video, largest) as reader:
            for index, picture in reader.read_at(frames):
                stop_if_cancelled(self.cancel)
                if self.stop.is_set():
                    return
                for looker in self._seen_by[index]:
                    fits = max(picture.shape) <= looker.max_side
                    shown = picture if fits else reader.again(looker.max_side)
                    scale = shown.shape[1] / self.video.width
                    waiting.append(self.pool.submit(looker.look, index, shown, scale))
                while len(waiting) > self.waiting:
                    waiting.popleft().result()
                with self._lock:
                    self.done += 1
        while waiting:
            waiting.popleft().result()

"""Which frames are tracked, and the pieces of a clip that are tracked by themselves."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

# Borders depend on the clip alone, never on the number of workers: MediaPipe's feet depend on the
# frame at which tracking began (two runs that start 13 to 50 frames apart put the near foot a
# median of 6 pixels apart on a foot of 90), so moving a border would move the result.
CHUNK_FRAMES: Final = 96
# Frames tracked before a chunk's first frame, so that the tracker has settled on the runner.
SETTLE_FRAMES: Final = 6
# Poses a second of real time, at least. More of them find the rhythm of a runner filmed at 120 or
# 240 no better (benchmarks/high_rate.py), but of a child that sprints past, filmed at 60 a second,
# half of them are too few. What lies between is looked at where a foot lands or leaves.
POSE_FPS: Final = 47.0
# Poses over which every frame of a chunk is compared with the one before: whether pictures were
# stored twice. One picture may be held for two poses.
COMPARED_POSES: Final = 4


def pose_every(fps: float) -> int:
    """Return that the pose is looked for in every so manieth frame of a film of that rate."""
    return max(1, int(fps // POSE_FPS))


@dataclass(frozen=True, slots=True)
class Chunk:
    """Frames ``start`` to ``stop`` (exclusive); tracking begins at ``settle_from``.

    The pose is looked for in every `every`-th frame from there on.
    """

    start: int
    stop: int
    settle_from: int
    every: int = 1

    def has_pose(self, frame: int) -> bool:
        """Return whether the pose is looked for in a frame."""
        return (frame - self.settle_from) % self.every == 0

    @property
    def settle_next(self) -> int:
        """The frame at which tracking of the next chunk begins."""
        return max(self.stop - SETTLE_FRAMES * self.every, self.start)

    @property
    def frames(self) -> tuple[int, ...]:
        """The frames to read: those with a pose, and those that are only compared."""
        compared = range(self.start, min(self.start + COMPARED_POSES * self.every, self.stop))
        return tuple(sorted({*range(self.settle_from, self.stop, self.every), *compared}))


def plan_chunks(frames: int, first: int = 0, every: int = 1) -> tuple[Chunk, ...]:
    """Cut `frames` frames from `first` on into an even number of chunks of nearly equal length.

    Even, so that two cores share them equally; a clip shorter than half a chunk stays whole. All of
    them together look for the pose in the frames ``first``, ``first + every`` and so on.

    Raises
    ------
    ValueError
        When there are no frames.
    """
    if frames < 1:
        raise ValueError("a clip has at least one frame")
    poses = -(-frames // every)
    pairs = -(-poses // (2 * CHUNK_FRAMES))
    count = 2 * pairs if poses > CHUNK_FRAMES // 2 else 1
    borders = [first + every * round(k * poses / count) for k in range(count)] + [first + frames]
    return tuple(
        Chunk(start, stop, max(first, start - SETTLE_FRAMES * every), every)
        for start, stop in pairwise(borders)
    )


def survey_frames(frames: int, count: int = 4, every: int = 1) -> tuple[int, ...]:
    """Return up to `count` frames spread evenly over the clip, to look for other people in."""
    wanted = {int((k + 0.5) * frames / count) for k in range(count)}
    return tuple(sorted({frame // every * every for frame in wanted}))

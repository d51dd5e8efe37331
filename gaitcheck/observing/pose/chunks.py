"""How a clip is cut into pieces that are tracked independently of each other."""

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


@dataclass(frozen=True, slots=True)
class Chunk:
    """Frames ``start`` to ``stop`` (exclusive); tracking begins at ``settle_from``."""

    start: int
    stop: int
    settle_from: int


def plan_chunks(frames: int, first: int = 0) -> tuple[Chunk, ...]:
    """Cut `frames` frames from `first` on into an even number of chunks of nearly equal length.

    Even, so that two cores share them equally; a clip shorter than half a chunk stays whole.

    Raises
    ------
    ValueError
        When there are no frames.
    """
    if frames < 1:
        raise ValueError("a clip has at least one frame")
    pairs = -(-frames // (2 * CHUNK_FRAMES))
    count = 2 * pairs if frames > CHUNK_FRAMES // 2 else 1
    borders = [first + round(k * frames / count) for k in range(count + 1)]
    return tuple(
        Chunk(start, stop, max(first, start - SETTLE_FRAMES)) for start, stop in pairwise(borders)
    )


def survey_frames(frames: int, count: int = 4) -> tuple[int, ...]:
    """Return up to `count` frames spread evenly over the clip, to look for other people in."""
    return tuple(sorted({int((k + 0.5) * frames / count) for k in range(count)}))

"""What a worker reads: of a damaged film the same pictures, whoever reads the part before."""

from __future__ import annotations

import random
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from gaitcheck.observing.pose.chunks import SETTLE_FRAMES, Chunk
from gaitcheck.observing.pose.serving import SteadyReader
from gaitcheck.video import FrameReader, Video, probe_video
from tests.video.clips import FORMATS, numbered, write_format

COUNT, CHUNKS = 60, 4
# Formats, and by the name of which damage a decoder that comes from before makes other pictures.
DAMAGE = (("hevc-mp4", 0), ("mjpeg-avi", 3), ("mjpeg-avi", 6))


def grainy(number: int) -> NDArray[np.uint8]:
    grain = np.random.default_rng(number).integers(-30, 30, (128, 192, 1))
    return np.clip(numbered(number).astype(int) + grain, 0, 255).astype(np.uint8)


def damaged(folder: Path, name: str, number: int) -> Video:
    """Write a film with some spoilt bytes, none of them near its begin and its end."""
    data = bytearray(write_format(folder, name, drawn=map(grainy, range(COUNT))).read_bytes())
    rng = random.Random(f"{name}-{number}")
    for _ in range(rng.choice((3, 10, 50))):
        data[rng.randrange(len(data) // 10, len(data) * 9 // 10)] = rng.randrange(256)
    path = folder / f"damaged.{FORMATS[name].ending}"
    path.write_bytes(data)
    return probe_video(path)


def read(steady: SteadyReader, chunk: Chunk) -> dict[int, NDArray[np.uint8]]:
    return {k: picture.copy() for k, picture in steady.read(chunk.frames, chunk.settle_next)}


@pytest.mark.parametrize(("name", "number"), DAMAGE)
def test_who_read_the_chunk_before_changes_no_picture(
    name: str, number: int, tmp_path: Path
) -> None:
    video = damaged(tmp_path, name, number)
    borders = [round(k * video.frames / CHUNKS) for k in range(CHUNKS + 1)]
    chunks = [
        Chunk(start, stop, max(start - SETTLE_FRAMES, 0)) for start, stop in pairwise(borders)
    ]
    with FrameReader(video) as reader:
        steady = SteadyReader(reader)
        by_one = [read(steady, chunk) for chunk in chunks]
    for chunk, pictures in zip(chunks, by_one, strict=True):
        with FrameReader(video) as reader:
            by_another = read(SteadyReader(reader), chunk)
        assert pictures.keys() == by_another.keys()
        assert all(np.array_equal(pictures[k], by_another[k]) for k in pictures)

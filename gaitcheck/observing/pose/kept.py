"""Chunks of a clip that were tracked before an analysis was interrupted."""

from __future__ import annotations

import dataclasses
import io
from collections.abc import Iterable
from typing import Any, Final, Protocol

import numpy as np

from gaitcheck.model import Person, PictureQuality
from gaitcheck.observing.pose.chunks import Chunk
from gaitcheck.observing.pose.messages import TrackResult

_ARRAYS: Final = ("points", "shift", "steady")
_PEOPLE: Final = ("frame", "height", "x", "y")
_MEASURES: Final = dataclasses.fields(PictureQuality)


class ChunkStore(Protocol):
    """Where the chunks of one clip, looked at in one way, are kept by name."""

    def find(self, name: str) -> bytes | None:
        """Return what was kept under a name; None where nothing whole is there."""

    def keep(self, name: str, data: bytes) -> None:
        """Keep something; where that cannot be done nothing happens."""


def find_chunks(kept: ChunkStore | None, chunks: Iterable[Chunk]) -> list[TrackResult]:
    """Return those of some chunks that were tracked before."""
    if kept is None:
        return []
    data = ((chunk, kept.find(_name(chunk))) for chunk in chunks)
    found = (_from_bytes(content, chunk) for chunk, content in data if content is not None)
    return [result for result in found if result is not None]


def keep_chunk(kept: ChunkStore, result: TrackResult) -> None:
    """Keep a chunk that has just been tracked."""
    kept.keep(_name(result.chunk), _to_bytes(result))


def _name(chunk: Chunk) -> str:
    return f"{chunk.start}-{chunk.stop}"


def _to_bytes(result: TrackResult) -> bytes:
    arrays: dict[str, Any] = {name: getattr(result, name) for name in _ARRAYS}
    arrays |= {
        f"look.{field.name}": getattr(result.picture_quality, field.name) for field in _MEASURES
    }
    arrays["people"] = np.array(
        [[getattr(person, name) for name in _PEOPLE] for person in result.people]
    ).reshape(-1, len(_PEOPLE))
    file = io.BytesIO()
    np.savez(file, **arrays)
    return file.getvalue()


def _from_bytes(data: bytes, chunk: Chunk) -> TrackResult | None:
    with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
        people = tuple(
            Person(int(frame), float(height), float(x), float(y))
            for frame, height, x, y in arrays["people"]
        )
        quality = PictureQuality(*(arrays[f"look.{field.name}"] for field in _MEASURES))
        points, shift, steady = (arrays[name] for name in _ARRAYS)
        result = TrackResult(chunk, points, shift, steady, quality, people)
    return result if len(result.points) == chunk.stop - chunk.start else None

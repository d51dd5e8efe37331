"""What the caller and a worker process say to each other: pickled messages over pipes."""

from __future__ import annotations

import pickle
from dataclasses import dataclass
from typing import IO

import numpy as np

from gaitcheck.model import FloatArray, Person, PictureQuality
from gaitcheck.model.landmarks import LANDMARK_NAMES
from gaitcheck.observing.pose.chunks import Chunk
from gaitcheck.observing.pose.picture_quality import empty_quality


@dataclass(frozen=True, slots=True, eq=False)
class TrackJob:
    """Track one chunk, and look for everybody in some of its frames.

    Attributes
    ----------
    chunk : Chunk
    survey : tuple of int
    focus : array, shape (frames from `Chunk.settle_from`, 4), or None
        Where the wanted runner is: left, top, right, bottom in full-size pixels. None: whoever
        MediaPipe finds first.
    """

    chunk: Chunk
    survey: tuple[int, ...]
    focus: FloatArray | None = None


@dataclass(frozen=True, slots=True)
class SurveyJob:
    """Look for everybody in some frames, without tracking."""

    frames: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SurveyResult:
    """Everybody in the frames of a `SurveyJob`."""

    people: tuple[Person, ...]


@dataclass(frozen=True, slots=True, eq=False)
class TrackResult:
    """What one chunk gave.

    Attributes
    ----------
    points : array, shape (frames, 33, 4)
        x, y, z in full-size pixels, and visibility.
    shift : array, shape (frames, 2)
        Background motion since the frame before, full-size pixels.
    steady : array, shape (frames,)
        Share of background corners that moved by that shift.
    picture_quality : PictureQuality
    people : tuple of Person
    """

    chunk: Chunk
    points: FloatArray
    shift: FloatArray
    steady: FloatArray
    picture_quality: PictureQuality
    people: tuple[Person, ...]


def nothing_seen(chunk: Chunk) -> TrackResult:
    """Return what is known of frames at which nobody has looked."""
    count = chunk.stop - chunk.start
    points = np.full((count, len(LANDMARK_NAMES), 4), np.nan)
    shift, steady = np.zeros((count, 2)), np.ones(count)
    return TrackResult(chunk, points, shift, steady, empty_quality(count), ())


@dataclass(frozen=True, slots=True)
class FramesDone:
    """Progress: so many more frames of the current job are done."""

    count: int


@dataclass(frozen=True, slots=True)
class JobFailed:
    """The job raised; the error goes to the caller."""

    error: BaseException


def send(stream: IO[bytes], message: object) -> None:
    """Write one message and flush."""
    pickle.dump(message, stream, protocol=pickle.HIGHEST_PROTOCOL)
    stream.flush()

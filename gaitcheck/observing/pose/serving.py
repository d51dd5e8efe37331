"""What a worker process does: track chunks of a clip that it is asked for, one by one."""

from __future__ import annotations

import dataclasses
import os
import pickle
import sys
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import IO, Final

import cv2
import numpy as np

from gaitcheck.model import FloatArray, Person, PictureQuality
from gaitcheck.model.observation import STILL_LEVELS
from gaitcheck.observing.pose.background import Thumbnail, background_motion, thumbnail
from gaitcheck.observing.pose.chunks import SETTLE_FRAMES
from gaitcheck.observing.pose.landmarker import pose_landmarker, track_picture
from gaitcheck.observing.pose.messages import (
    FramesDone,
    JobFailed,
    SurveyJob,
    SurveyResult,
    TrackJob,
    TrackResult,
    nothing_seen,
    send,
)
from gaitcheck.observing.pose.people import Crop
from gaitcheck.observing.pose.picture_quality import change_around, measure_frame
from gaitcheck.observing.pose.surveyor import Surveyor
from gaitcheck.video import FrameReader
from gaitcheck.video.types import Picture

# The landmark network looks at a crop of 256 pixels: larger frames only cost time.
POSE_MAX_SIDE: Final = 1280
PROGRESS_EVERY: Final = 8


class SteadyReader:
    """Reads ascending chunks that overlap a little, without going back in the file."""

    def __init__(self, reader: FrameReader) -> None:
        self._reader = reader
        self._last: deque[tuple[int, Picture]] = deque(maxlen=SETTLE_FRAMES)
        # Of the read before: what was to follow it, and its last frame.
        self._following = self._asked = -1

    @property
    def width(self) -> int:
        """Full width of the picture as shown, pixels."""
        return self._reader.video.width

    def read(self, frames: Sequence[int], following: int) -> Iterator[tuple[int, Picture]]:
        """Yield some frames, in ascending order; the last ones read come from memory.

        The decoder begins anew where it would for who reads from frame `following` on: pictures of
        a damaged film are the same whoever reads the chunk before.
        """
        rest = list(frames)
        if frames[0] == self._following:
            yield from [(index, picture) for index, picture in self._last if index in frames]
            rest = [index for index in frames if index > self._asked]
        self._following, self._asked = following, frames[-1]
        keyframe = self._reader.keyframe_before(following)
        for frame in rest:
            if frame >= keyframe:
                self._reader.begin_anew(following)
            for index, picture in self._reader.read(frame, frame + 1):
                self._last.append((index, picture))
                yield index, picture


def track_chunk(
    reader: SteadyReader,
    model: Path,
    job: TrackJob,
    surveyor: Surveyor,
    on_frames: Callable[[int], None],
) -> TrackResult:
    """Track the runner through one chunk with a fresh landmarker."""
    crop: Crop | None = None
    found: FloatArray | None = None
    chunk, seen = job.chunk, nothing_seen(job.chunk)
    points, shift, steady, quality = seen.points, seen.shift, seen.steady, seen.picture_quality
    people: list[Person] = []
    before: Thumbnail | None = None
    last: tuple[int, Thumbnail] | None = None
    with pose_landmarker(model) as landmarker:
        for index, picture in reader.read(chunk.frames, chunk.settle_next):
            position = index - chunk.settle_from
            if not chunk.has_pose(index):
                now = (index, thumbnail(picture, found))
                _compare(quality, index - chunk.start, now, last)
                last = now
                continue
            if job.focus is not None and crop is None:
                crop = Crop(job.focus * (picture.shape[1] / reader.width), picture.shape)
            if crop is None:
                found = track_picture(landmarker, picture, position)
            else:
                found = crop.back(track_picture(landmarker, crop.cut(picture, position), position))
            small, k = thumbnail(picture, found), index - chunk.start
            if k >= 0:
                scale = reader.width / picture.shape[1]
                if found is not None:
                    points[k] = found * np.array([scale, scale, scale, 1.0])
                if before is not None:
                    motion = background_motion(before, small)
                    steady[k], quality.zoom[k] = motion.steady, motion.zoom
                    shift[k] = np.array([motion.x, motion.y]) * reader.width / small.grey.shape[1]
                measure_frame(quality, k, picture, found, small, before)
                if chunk.every > 1:
                    _compare(quality, k, (index, small), last)
                if index in job.survey:
                    people += surveyor.find(picture, index, scale)
                on_frames(chunk.every)
            before, last = small, (index, small)
    return dataclasses.replace(seen, people=tuple(people))


def _compare(
    quality: PictureQuality, k: int, now: tuple[int, Thumbnail], last: tuple[int, Thumbnail] | None
) -> None:
    """Fill in how much frame `k` differs from the one before.

    Where that was not read, only that nothing changed since the pose before tells anything.
    """
    if last is not None and last[0] == now[0] - 1:
        quality.change[k] = change_around(last[1], now[1])
    elif not quality.change[k] < STILL_LEVELS:
        quality.change[k] = np.nan


def survey(reader: SteadyReader, job: SurveyJob, surveyor: Surveyor) -> SurveyResult:
    """Find everybody in single frames."""
    people: list[Person] = []
    for frame in job.frames:
        for index, picture in reader.read((frame,), frame):
            people += surveyor.find(picture, index, reader.width / picture.shape[1])
    return SurveyResult(tuple(people))


def serve() -> None:
    """Answer jobs until the input closes."""
    cv2.setNumThreads(1)
    jobs = sys.stdin.buffer
    # MediaPipe's C++ parts write to the process's standard output: give the answers their own pipe.
    with os.fdopen(os.dup(sys.stdout.fileno()), "wb") as answers:
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
        video, model = pickle.load(jobs)  # noqa: S301 - from our own parent process
        with FrameReader(video, POSE_MAX_SIDE) as frames, Surveyor(model) as surveyor:
            reader = SteadyReader(frames)
            while (job := _next_job(jobs)) is not None:
                try:
                    result: object = (
                        survey(reader, job, surveyor)
                        if isinstance(job, SurveyJob)
                        else track_chunk(reader, model, job, surveyor, _reporter(answers))
                    )
                except Exception as error:  # noqa: BLE001 - handed to the caller
                    result = JobFailed(error)
                send(answers, result)


def _next_job(jobs: IO[bytes]) -> TrackJob | SurveyJob | None:
    """Return the next job, None when the caller has closed the pipe or is gone."""
    try:
        job = pickle.load(jobs)  # noqa: S301 - from our own parent process
    except EOFError:
        return None
    return job if isinstance(job, TrackJob | SurveyJob) else None


def _reporter(answers: IO[bytes]) -> Callable[[int], None]:
    done = 0

    def report(count: int) -> None:
        nonlocal done
        done += count
        if done >= PROGRESS_EVERY:
            send(answers, FramesDone(done))
            done = 0

    return report

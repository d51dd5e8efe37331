"""Track the runner through a whole clip with worker processes."""

from __future__ import annotations

import contextlib
import pickle
import queue
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import IO, Final

import numpy as np

from gaitcheck.ending import early_end
from gaitcheck.errors import GaitcheckError, InputError
from gaitcheck.model import FloatArray, Landmarks, Tracking
from gaitcheck.observing.cores import usable_cores
from gaitcheck.observing.pose.between import fill_between
from gaitcheck.observing.pose.capture_times import capture_times
from gaitcheck.observing.pose.chunks import Chunk, plan_chunks, pose_every, survey_frames
from gaitcheck.observing.pose.kept import ChunkStore, find_chunks, keep_chunk
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
from gaitcheck.observing.pose.model import bundled_model, check_model
from gaitcheck.observing.pose.people import (
    dense_survey,
    find_candidates,
    follow_boxes,
    mark_followed,
)
from gaitcheck.observing.pose.picture_quality import join_quality
from gaitcheck.progress import (
    CancelSignal,
    Progress,
    ProgressCallback,
    ignore_progress,
    stop_if_cancelled,
)
from gaitcheck.starting import own_environment
from gaitcheck.video.source import shown_name
from gaitcheck.video.types import Video

# How long to wait for a worker's message before looking whether the user cancelled, seconds.
POLL_S: Final = 0.1


class WorkerError(GaitcheckError):
    """A pose worker process died or failed: a fault of the program, not of the clip."""


def track_pose(  # noqa: PLR0913 - each by its name
    video: Video,
    *,
    runner: int | None = None,
    part: tuple[int, int] | None = None,
    every_frame: bool = False,
    model: Path | None = None,
    workers: int | None = None,
    kept: ChunkStore | None = None,
    progress: ProgressCallback = ignore_progress,
    cancel: CancelSignal | None = None,
) -> Tracking:
    """Find the runner's landmarks, at high frame rates in some frames and between them.

    Parameters
    ----------
    video : Video
    runner : int, optional
        Whom to follow, counted from the left from 1; by default whoever MediaPipe finds first.
    part : (int, int), optional
        First frame to look at and the frame after the last; by default the whole clip.
    every_frame : bool
        Look for the pose in every frame, however many there are in a second.
    model : Path, optional
        Another MediaPipe pose landmarker bundle than the one in the package.
    workers : int, optional
        Number of processes; by default one per core. The result does not depend on it.
    kept : ChunkStore, optional
        Chunks of this clip, looked at in this way, that were tracked before; the others are kept
        there.
    progress, cancel
        Called with the frames done; polled for the wish to stop.

    Raises
    ------
    InputError
        When there is no such runner.
    ModelError
        When the bundle is unusable.
    CancelledError
        When `cancel` was set.
    ProcessEndedError
        When a worker process was ended.
    WorkerError
        When a worker process failed.
    """
    model = bundled_model() if model is None else model
    check_model(model)
    # By the rate of the file: what it says of the camera's may be wrong (`note_camera_rate`).
    every = 1 if every_frame else pose_every(video.fps)
    tracker = _Tracker(video, part, every, model, workers or usable_cores(), progress, cancel)
    focus = None if runner is None else tracker.find_runner(runner)
    return tracker.track(focus, runner, kept)


class _Tracker:
    """The passes over one clip."""

    def __init__(
        self,
        video: Video,
        part: tuple[int, int] | None,
        every: int,
        model: Path,
        workers: int,
        progress: ProgressCallback,
        cancel: CancelSignal | None,
    ) -> None:
        self._video, self._model, self._workers, self._every = video, model, workers, every
        self._progress, self._cancel = progress, cancel
        self._part, (self._first, self._stop) = part, part or (0, video.frames)
        self._survey = self._in_clip(survey_frames(self._stop - self._first, every=every))

    def _in_clip(self, frames: Iterable[int]) -> tuple[int, ...]:
        """Return frames of the part looked at as frames of the clip."""
        return tuple(self._first + frame for frame in frames)

    def find_runner(self, number: int) -> FloatArray:
        """Return the box around the wanted runner in every frame, shape (frames, 4)."""
        standard = self._survey
        dense = dense_survey(self._video.time_s[self._first : self._stop])
        frames = sorted({*self._in_clip(dense), *standard})
        parts = np.array_split(np.array(frames), min(self._workers, len(frames)))
        jobs = [SurveyJob(tuple(int(f) for f in part)) for part in parts]
        self._progress(Progress("pose", 0, self._stop - self._first))
        results = self._run(jobs, 0)
        people = [p for r in results if isinstance(r, SurveyResult) for p in r.people]
        candidates = find_candidates([p for p in people if p.frame in standard])
        if not 1 <= number <= len(candidates):
            count = len(candidates)
            raise InputError(
                f"There is no runner {number}: {count} "
                f"{'person was' if count == 1 else 'people were'} found in "
                f"{shown_name(self._video.path)}. Count from the left, from 1."
            )
        return follow_boxes(people, candidates, number, self._video.frames)

    def track(
        self, focus: FloatArray | None, followed: int | None, kept: ChunkStore | None
    ) -> Tracking:
        """Track all that is to be looked at and was not tracked before."""
        frames = self._stop - self._first
        chunks = plan_chunks(frames, self._first, self._every)
        before = find_chunks(kept, chunks)
        done = {found.chunk for found in before}
        jobs = [
            TrackJob(
                chunk,
                tuple(f for f in self._survey if chunk.start <= f < chunk.stop),
                None if focus is None else focus[chunk.settle_from : chunk.stop],
            )
            for chunk in chunks
            if chunk not in done
        ]
        already = sum(len(found.points) for found in before)
        self._progress(Progress("pose", already, frames))
        results = self._run(jobs, already, kept)
        self._progress(Progress("pose", frames, frames))
        tracks = [result for result in results if isinstance(result, TrackResult)]
        return _join(self._video, self._part, [*before, *tracks], self._survey, followed)

    def _run(
        self, jobs: Sequence[TrackJob | SurveyJob], done: int, kept: ChunkStore | None = None
    ) -> list[TrackResult | SurveyResult]:
        """Let the workers do all jobs; so many frames are done before."""
        frames = self._stop - self._first
        results: list[TrackResult | SurveyResult] = []
        if not jobs:
            return results
        with _Pool(self._video, self._model, min(self._workers, len(jobs)), jobs) as pool:
            while len(results) < len(jobs):
                stop_if_cancelled(self._cancel)
                message = pool.next_message()
                if isinstance(message, FramesDone):
                    done = min(done + message.count, frames)
                    self._progress(Progress("pose", done, frames))
                elif isinstance(message, TrackResult | SurveyResult):
                    results.append(message)
                    if kept is not None and isinstance(message, TrackResult):
                        keep_chunk(kept, message)
        return results


def _join(
    video: Video,
    part: tuple[int, int] | None,
    results: Sequence[TrackResult],
    survey: tuple[int, ...],
    followed: int | None,
) -> Tracking:
    ordered = [fill_between(_one_track(sorted(results, key=lambda result: result.chunk.start)))]
    every = ordered[0].chunk.every
    if part is not None:
        outside = (Chunk(0, part[0], 0), Chunk(part[1], video.frames, part[1]))
        before, after = (nothing_seen(chunk) for chunk in outside)
        ordered = [before, *ordered, after]
    whole = _one_track(ordered)
    landmarks = Landmarks(
        time_s=capture_times(video.time_s, whole.picture_quality.repeats(), part),
        points=whole.points[:, :, :2],
        depth=whole.points[:, :, 2],
        visibility=whole.points[:, :, 3],
        width=video.width,
        height=video.height,
    )
    candidates = find_candidates(whole.people)
    return Tracking(
        landmarks=landmarks,
        camera_shift=whole.shift,
        steadiness=whole.steady,
        people=whole.people,
        surveyed_frames=survey,
        picture_quality=whole.picture_quality,
        candidates=mark_followed(candidates, landmarks, followed),
        chosen=followed is not None,
        part=part,
        pose_every=every,
    )


def _one_track(results: Sequence[TrackResult]) -> TrackResult:
    """Return successive chunks as one."""
    first, last = results[0].chunk, results[-1].chunk
    return TrackResult(
        chunk=Chunk(first.start, last.stop, first.start, first.every),
        points=np.concatenate([result.points for result in results]),
        shift=np.concatenate([result.shift for result in results]),
        steady=np.concatenate([result.steady for result in results]),
        picture_quality=join_quality([result.picture_quality for result in results]),
        people=tuple(person for result in results for person in result.people),
    )


class _Pool:
    """Worker processes; a thread each feeds one with its chunks and listens to it."""

    def __init__(
        self, video: Video, model: Path, count: int, jobs: Sequence[TrackJob | SurveyJob]
    ) -> None:
        self._setup = (video, model)
        # Each worker takes neighbouring chunks, so that it reads its part of the file once.
        borders = [round(k * len(jobs) / count) for k in range(count + 1)]
        self._parts = [jobs[start:stop] for start, stop in pairwise(borders)]
        self._messages: queue.SimpleQueue[object] = queue.SimpleQueue()
        self._processes: list[subprocess.Popen[bytes]] = []
        self._threads: list[threading.Thread] = []
        self._words = contextlib.ExitStack()

    def __enter__(self) -> _Pool:
        for part in self._parts:
            words = self._words.enter_context(tempfile.TemporaryFile())
            process = subprocess.Popen(
                [sys.executable, "-m", "gaitcheck.observing.pose.worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=words,
                env=own_environment(),
            )
            self._processes.append(process)
            thread = threading.Thread(target=self._serve, args=(process, part, words), daemon=True)
            self._threads.append(thread)
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        for process in self._processes:
            process.kill()
        for process, thread in zip(self._processes, self._threads, strict=True):
            process.wait()
            thread.join()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    # A message that the dead worker never took goes with the pipe.
                    with contextlib.suppress(OSError):
                        pipe.close()
        self._words.close()

    def next_message(self) -> object | None:
        """Return the next message, None when there is none yet; raise what a worker raised."""
        try:
            message = self._messages.get(timeout=POLL_S)
        except queue.Empty:
            return None
        if isinstance(message, JobFailed):
            if isinstance(message.error, GaitcheckError | MemoryError):
                raise message.error
            raise WorkerError(f"A pose worker failed: {message.error!r}") from message.error
        return message

    def _serve(
        self,
        process: subprocess.Popen[bytes],
        jobs: Sequence[TrackJob | SurveyJob],
        words: IO[bytes],
    ) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            send(process.stdin, self._setup)
            for job in jobs:
                send(process.stdin, job)
                self._listen(process.stdout)
            process.stdin.close()
        except (OSError, EOFError, pickle.UnpicklingError, ValueError):
            name = shown_name(self._setup[0].path)
            self._messages.put(JobFailed(early_end(process, name, words)))

    def _listen(self, answers: IO[bytes]) -> None:
        """Pass on messages until the current job has ended."""
        while True:
            message = pickle.load(answers)  # noqa: S301 - from our own worker
            self._messages.put(message)
            if isinstance(message, TrackResult | SurveyResult | JobFailed):
                return

"""Worker processes: progress, cancellation, failures."""

from __future__ import annotations

import pickle
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gaitcheck.errors import CancelledError, ModelError
from gaitcheck.observing.pose import track, track_pose
from gaitcheck.observing.pose.chunks import COMPARED_POSES, SETTLE_FRAMES, Chunk, plan_chunks
from gaitcheck.observing.pose.messages import TrackJob
from gaitcheck.observing.pose.serving import SteadyReader
from gaitcheck.progress import Progress
from gaitcheck.video import FrameReader, Video, probe_video
from tests.examples import write_example_clip


@pytest.fixture(scope="module")
def video(tmp_path_factory: pytest.TempPathFactory) -> Video:
    path = tmp_path_factory.mktemp("clip") / "stick.mp4"
    write_example_clip(path)
    return probe_video(path)


@pytest.mark.slow
def test_every_frame_has_a_row_and_progress_ends_at_the_last(video: Video) -> None:
    reports: list[Progress] = []
    tracking = track_pose(video, workers=2, progress=reports.append)
    assert tracking.landmarks.points.shape == (video.frames, 33, 2)
    assert tracking.camera_shift.shape == (video.frames, 2)
    assert tracking.landmarks.time_s == pytest.approx(video.time_s)
    assert [report.done for report in reports] == sorted(report.done for report in reports)
    assert (reports[-1].done, reports[-1].total) == (video.frames, video.frames)


def test_a_cancelled_job_stops(video: Video) -> None:
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(CancelledError):
        track_pose(video, cancel=cancel)


def test_a_broken_model_is_the_users_to_mend(video: Video, tmp_path: Path) -> None:
    path = tmp_path / "broken.task"
    with zipfile.ZipFile(path, "w") as bundle:
        bundle.writestr("pose_detector.tflite", b"x")
        bundle.writestr("pose_landmarks_detector.tflite", b"x")
    with pytest.raises(ModelError, match="cannot use the pose model"):
        track_pose(video, model=path, workers=1)


class CountingReader(FrameReader):
    """Counts how often each frame is read from the file."""

    def __init__(self, video: Video) -> None:
        super().__init__(video)
        self.read_frames: list[int] = []

    def read(self, start: int, stop: int) -> Iterator[tuple[int, np.ndarray]]:
        for index, picture in super().read(start, stop):
            self.read_frames.append(index)
            yield index, picture


def test_overlapping_chunks_read_the_file_once(video: Video) -> None:
    with FrameReader(video) as reader:
        direct = {index: picture.copy() for index, picture in reader.read(0, 40)}
    with CountingReader(video) as counting:
        steady = SteadyReader(counting)
        for start, stop in ((0, 20), (20 - SETTLE_FRAMES, 40)):
            seen = dict(steady.read(range(start, stop), stop - SETTLE_FRAMES))
            assert sorted(seen) == list(range(start, stop))
            assert all((seen[index] == direct[index]).all() for index in seen)
    assert counting.read_frames == list(range(40))


def test_every_other_frame_is_read_and_those_before_a_chunk_come_from_memory(video: Video) -> None:
    second = Chunk(20, 40, 20 - 2 * SETTLE_FRAMES, every=2)
    with CountingReader(video) as counting:
        steady = SteadyReader(counting)
        for chunk in (Chunk(0, 20, 0, every=2), second):
            assert (
                tuple(index for index, _ in steady.read(chunk.frames, chunk.settle_next))
                == chunk.frames
            )
    compared = {*range(2 * COMPARED_POSES), *range(20, 20 + 2 * COMPARED_POSES)}
    assert counting.read_frames == sorted(compared | set(range(0, 40, 2)))


def test_jobs_can_be_sent() -> None:
    job = TrackJob(plan_chunks(100)[0], (3, 9))
    sent = pickle.loads(pickle.dumps(job))
    assert (sent.chunk, sent.survey, sent.focus) == (job.chunk, job.survey, None)


class Memory(dict[str, bytes]):
    """Keeps chunks in memory."""

    def find(self, name: str) -> bytes | None:
        return self.get(name)

    def keep(self, name: str, data: bytes) -> None:
        self[name] = data


@pytest.mark.slow
def test_an_interrupted_job_goes_on_with_the_chunks_it_has(
    video: Video, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = Memory()
    whole = track_pose(video, workers=2, kept=kept)
    assert len(kept) == len(plan_chunks(video.frames)) > 1
    kept.pop(max(kept))
    tracked: list[int] = []
    run = track._Tracker._run

    def counted(tracker: Any, jobs: Any, done: int, store: Any = None) -> Any:
        tracked.extend(job.chunk.start for job in jobs)
        return run(tracker, jobs, done, store)

    monkeypatch.setattr(track._Tracker, "_run", counted)
    reports: list[Progress] = []
    resumed = track_pose(video, workers=2, kept=kept, progress=reports.append)
    assert len(tracked) == 1
    assert reports[0].done > 0
    assert resumed.people == whole.people
    for name in ("points", "depth", "visibility"):
        expected = getattr(whole.landmarks, name)
        np.testing.assert_array_equal(getattr(resumed.landmarks, name), expected)
    np.testing.assert_array_equal(resumed.camera_shift, whole.camera_shift)
    assert resumed.picture_quality is not None
    assert whole.picture_quality is not None
    np.testing.assert_array_equal(resumed.picture_quality.change, whole.picture_quality.change)
    # With all chunks at hand nobody looks at the clip.
    monkeypatch.setattr(track, "_Pool", None)
    assert track_pose(video, kept=kept).landmarks.points.shape == whole.landmarks.points.shape

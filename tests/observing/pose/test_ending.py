"""A worker that dies says why, as far as anybody can know, and what to do."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from gaitcheck import ending
from gaitcheck.errors import ClipUnreadableError, GaitcheckError, ProcessEndedError
from gaitcheck.observing.pose import track_pose
from gaitcheck.video import Video, probe_video
from tests.examples import write_example_clip

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no signals")


@pytest.fixture(scope="module")
def video(tmp_path_factory: pytest.TempPathFactory) -> Video:
    return probe_video(write_example_clip(tmp_path_factory.mktemp("clip") / "stick.mp4"))


@pytest.mark.parametrize(
    ("does", "kind", "sentence"),
    [
        ("kill -9 $$", ProcessEndedError, "memory ran out. Close other programs and try again"),
        ("kill -SEGV $$", ClipUnreadableError, r"stick.mp4 holds pictures .* \(SIGSEGV\). Export"),
        ("kill -ABRT $$", ProcessEndedError, r"ended early \(SIGABRT\)"),
        (
            "echo a line >&2; echo 'libGL.so.1: cannot open shared object file' >&2; exit 1",
            ProcessEndedError,
            r"\(exit status 1: libGL.so.1: cannot open shared object file\). `gaitcheck doctor`",
        ),
    ],
)
def test_a_worker_that_dies_is_reported_in_a_sentence(
    does: str,
    kind: type[GaitcheckError],
    sentence: str,
    video: Video,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    worker = tmp_path / "worker"
    worker.write_text(f"#!/bin/sh\n{does}\n")
    worker.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(worker))
    with pytest.raises(kind, match=sentence):
        track_pose(video, workers=2)


def test_where_there_is_no_sys_the_sentence_says_so(
    video: Video, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker = tmp_path / "worker"
    worker.write_text("#!/bin/sh\necho 'CHECK in NumCPUs' >&2; kill -ABRT $$\n")
    worker.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(worker))
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(ending, "CPUS", tmp_path / "sys")
    with pytest.raises(ProcessEndedError, match=r"there is no /sys here\. Start the container"):
        track_pose(video, workers=2)
    (tmp_path / "sys").mkdir()
    with pytest.raises(ProcessEndedError, match="ended early"):
        track_pose(video, workers=2)

"""The player's video made in the background."""

from __future__ import annotations

import json
import shutil
import threading
from pathlib import Path

import pytest

from gaitcheck.ui import background
from gaitcheck.ui.player.making import Making
from gaitcheck.video import probe_video
from tests.examples import FRAMES, make_analysis, write_example_clip

WAIT_S = 120.0


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_example_clip(tmp_path_factory.mktemp("clip") / "run.mp4")


def make(clip: Path, folder: Path, wanted: threading.Event | None = None) -> Making:
    still = wanted.is_set if wanted else lambda: True
    return Making(clip, folder, make_analysis, still)


def test_it_leaves_the_video_and_what_is_drawn(clip: Path, tmp_path: Path) -> None:
    made = make(clip, tmp_path)
    assert made.active
    made.start()
    assert made.wait(WAIT_S)
    assert made.state == "done"
    assert made.share_done == 1.0
    assert probe_video(made.video).frames == FRAMES
    data = json.loads(made.data.read_text(encoding="utf-8"))
    assert data["frames"] == FRAMES
    assert len(data["steps"]) == 8
    assert {path.name for path in tmp_path.iterdir()} == {"player.mp4", "player.json"}


def test_what_is_there_is_not_made_again(clip: Path, tmp_path: Path) -> None:
    first, at_once = make(clip, tmp_path), make(clip, tmp_path)
    first.start()
    at_once.start()
    assert first.wait(WAIT_S)
    written = first.video.stat().st_mtime_ns, first.data.stat().st_mtime_ns
    assert at_once.wait(WAIT_S)
    later = make(clip, tmp_path)
    later.start()
    assert [making.state for making in (first, at_once, later)] == ["done"] * 3
    assert (first.video.stat().st_mtime_ns, first.data.stat().st_mtime_ns) == written


def test_nobody_waits_any_more(clip: Path, tmp_path: Path) -> None:
    made = make(clip, tmp_path, threading.Event())
    made.start()
    assert made.wait(WAIT_S)
    assert made.state == "cancelled"
    assert list(tmp_path.iterdir()) == []


def test_a_visitor_who_leaves_takes_the_folder_along(
    clip: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    folder = tmp_path / "result"
    folder.mkdir()
    wanted = threading.Event()
    wanted.set()
    made = make(clip, folder, wanted)
    note = made._note

    def leave(self: Making, done: int, total: int) -> None:
        note(done, total)
        wanted.clear()
        shutil.rmtree(folder, ignore_errors=True)

    monkeypatch.setattr(Making, "_note", leave)
    made.start()
    assert made.wait(WAIT_S)
    assert made.state == "cancelled"
    assert not folder.exists() or list(folder.iterdir()) == []
    assert caplog.records == []


def test_waiting_for_another_clip_can_be_given_up(clip: Path, tmp_path: Path) -> None:
    wanted = threading.Event()
    wanted.set()
    with background._ONE_AT_A_TIME:
        made = make(clip, tmp_path, wanted)
        made.start()
        assert made.state == "waiting"
        wanted.clear()
        assert made.wait(WAIT_S)
    assert made.state == "cancelled"


def test_a_clip_that_is_gone_is_no_fault_of_ours(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    made = make(tmp_path / "absent.mp4", tmp_path)
    made.start()
    assert made.wait(WAIT_S)
    assert made.state == "failed"
    assert caplog.records == []
    assert background._ONE_AT_A_TIME.acquire(blocking=False)
    background._ONE_AT_A_TIME.release()


def test_a_fault_of_ours_goes_to_the_log_and_leaves_nothing(
    clip: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> object:
        raise RuntimeError("as told")

    made = Making(clip, tmp_path, fail, lambda: True)  # type: ignore[arg-type]
    made.start()
    assert made.wait(WAIT_S)
    assert made.state == "failed"
    assert "as told" in caplog.text
    assert list(tmp_path.iterdir()) == []

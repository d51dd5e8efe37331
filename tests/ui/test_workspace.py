"""A visitor's files: stored safely, never analysed twice, gone when the visit ends."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gaitcheck.jobs import JobRequest, JobRunner, QueueFullError
from gaitcheck.model import ClipOptions
from gaitcheck.store.leftovers import SCRATCH, new_name
from gaitcheck.ui.workspace import (
    LONGEST_NAME,
    NoRoomError,
    Workspace,
    Workspaces,
    clear_leftovers,
    safe_file_name,
)


def command(request: JobRequest) -> list[str]:
    """Finish at once, or sleep, or refuse: as the clip says."""
    code = (
        "import pathlib, sys, time; clip, out = map(pathlib.Path, sys.argv[1:])\n"
        "text = clip.read_text()\n"
        "time.sleep(600 if text.startswith('slow') else 0)\n"
        "if text.startswith('bad'): sys.exit(2)\n"
        "(out / 'run').mkdir(); (out / 'run' / 'analysis.json').write_text('{}')\n"
    )
    return [sys.executable, "-c", code, str(request.clip), str(request.out)]


@pytest.fixture
def workspaces(tmp_path: Path) -> Iterator[Workspaces]:
    visits = Workspaces(JobRunner(command), tmp_path)
    yield visits
    visits.close()


@pytest.fixture
def visit(workspaces: Workspaces) -> Workspace:
    return workspaces.new()


def store(visit: Workspace, text: str, name: str = "run.mp4") -> object:
    return visit.store(io.BytesIO(text.encode()), name)


def test_a_clip_is_written_to_disk_whole(visit: Workspace) -> None:
    content = os.urandom(3_000_000)
    clip = visit.store(io.BytesIO(content), "run.mp4")
    assert clip.path.read_bytes() == content
    assert clip.size == len(content)
    assert visit.ready == [clip]
    assert clip.path.is_relative_to(visit.folder)


def test_the_folder_is_for_its_owner_only(visit: Workspace) -> None:
    assert visit.folder.stat().st_mode & 0o077 == 0


def test_a_full_disk_leaves_nothing_behind(visit: Workspace) -> None:
    class FullDisk(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        visit.store(FullDisk(), "run.mp4")
    assert visit.ready == []
    assert list((visit.folder / "clips").iterdir()) == []


def test_the_same_clip_twice_is_kept_once(visit: Workspace) -> None:
    first = store(visit, "a")
    assert store(visit, "a", "other name.mp4") == first
    assert len(visit.ready) == 1
    assert len(list((visit.folder / "clips").iterdir())) == 1


def test_the_same_bytes_and_settings_are_analysed_once(visit: Workspace) -> None:
    first = visit.analyze(visit.store(io.BytesIO(b"a"), "run.mp4"))
    again = visit.store(io.BytesIO(b"a"), "copy.mp4")
    assert visit.analyze(again) is first
    assert not again.path.exists()
    other = visit.analyze(first.clip, ClipOptions(slow_motion=8.0))
    assert other is not first
    assert visit.analyze(first.clip, ClipOptions(slow_motion=8.0)) is other
    assert len(visit.entries) == 2
    assert first.clip.path.exists()


def test_a_clip_that_cannot_be_used_is_removed(visit: Workspace) -> None:
    entry = visit.analyze(visit.store(io.BytesIO(b"bad"), "run.mp4"))
    assert entry.job.wait(30)
    visit.tidy()
    assert visit.status(entry).state == "unusable"
    assert not entry.clip.path.exists()


def test_a_clip_stays_as_long_as_a_result_may_need_it(visit: Workspace) -> None:
    entry = visit.analyze(visit.store(io.BytesIO(b"a"), "run.mp4"))
    assert entry.job.wait(30)
    visit.tidy()
    assert entry.clip.path.exists()
    visit.remove(entry)
    assert not entry.clip.path.exists()
    assert not entry.job.request.out.exists()


def test_removing_one_of_two_results_keeps_their_clip(visit: Workspace) -> None:
    first = visit.analyze(visit.store(io.BytesIO(b"a"), "run.mp4"))
    second = visit.analyze(first.clip, ClipOptions(slow_motion=4.0))
    visit.remove(first)
    assert second.clip.path.exists()


def test_a_sample_is_never_removed(visit: Workspace, tmp_path: Path) -> None:
    sample = tmp_path / "sample.mp4"
    sample.write_text("a")
    entry = visit.analyze(visit.add_sample(sample))
    visit.remove(entry)
    visit.close()
    assert sample.exists()


def test_discarding_a_clip_removes_it(visit: Workspace) -> None:
    clip = visit.store(io.BytesIO(b"a"), "run.mp4")
    visit.discard(clip)
    assert visit.ready == []
    assert not clip.path.exists()


def test_cancelling_removes_the_clip_too(visit: Workspace) -> None:
    entry = visit.analyze(visit.store(io.BytesIO(b"slow"), "run.mp4"))
    assert visit.active() == [entry]
    visit.remove(entry)
    assert entry.job.status().state == "cancelled"
    assert visit.entries == []
    assert [path for path in visit.folder.rglob("*") if path.is_file()] == []


def test_leaving_removes_everything_after_the_grace(visit: Workspace) -> None:
    entry = visit.analyze(visit.store(io.BytesIO(b"slow"), "run.mp4"))
    visit.leave(grace_s=0.05)
    assert entry.job.wait(30)
    while not visit.closed or visit.folder.exists():
        pass
    assert entry.job.status().state == "cancelled"


def test_coming_back_in_time_keeps_everything(visit: Workspace) -> None:
    clip = visit.store(io.BytesIO(b"a"), "run.mp4")
    visit.leave(grace_s=600)
    visit.enter()
    assert visit._timer is None
    assert clip.path.exists()


def test_one_visit_does_not_touch_another(workspaces: Workspaces) -> None:
    one, other = workspaces.new(), workspaces.new()
    kept = other.store(io.BytesIO(b"a"), "run.mp4")
    one.store(io.BytesIO(b"a"), "run.mp4")
    one.close()
    assert kept.path.exists()


def test_the_end_of_the_server_removes_all(tmp_path: Path) -> None:
    visits = Workspaces(JobRunner(command), tmp_path)
    visit = visits.new()
    entry = visit.analyze(visit.store(io.BytesIO(b"slow"), "run.mp4"))
    visits.close()
    assert entry.job.status().state == "cancelled"
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_server_left_is_removed(tmp_path: Path) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    other = Workspaces(JobRunner(command), tmp_path)
    (running,) = tmp_path.iterdir()
    left = tmp_path / f"gaitcheck-app-{ended.pid}-123-abc"
    # The number of the one that was killed was given again, as when a container starts anew.
    renumbered = tmp_path / f"gaitcheck-app-{os.getpid()}-123-abc"
    strange = tmp_path / "gaitcheck-app-notes-1"
    for folder in (left, renumbered, strange):
        folder.mkdir()
    clear_leftovers(tmp_path)
    kept = [folder.exists() for folder in (left, renumbered, strange, running)]
    assert kept == [False, not Path("/proc/self/stat").exists(), True, True]
    other.close()


def test_the_system_s_temporary_folder_is_used_by_default(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    visits = Workspaces(JobRunner(command))
    assert visits.new().folder.is_relative_to(tmp_path)
    visits.close()


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("run.mp4", "run.mp4"),
        ("Läufer 7 – Ziel.MOV", "Läufer 7 – Ziel.MOV"),
        ("../../etc/passwd", "passwd"),
        ("C:\\clips\\run.mp4", "run.mp4"),
        ("-out.mp4", "out.mp4"),
        ("a\x00b\n.mp4", "ab.mp4"),
        ("..", "clip"),
        ("", "clip"),
        ("/", "clip"),
    ],
)
def test_a_file_name_keeps_its_words_and_loses_its_teeth(name: str, safe: str) -> None:
    assert safe_file_name(name) == safe


@settings(deadline=None)  # a busy machine may pause
@given(st.text(max_size=300))
def test_any_name_becomes_one_short_file_name(name: str) -> None:
    safe = safe_file_name(name)
    assert 0 < len(safe.encode("utf-8", "surrogatepass")) <= LONGEST_NAME
    assert "/" not in safe
    assert "\\" not in safe
    assert safe not in {".", ".."}
    assert not safe.startswith("-")
    assert safe.isprintable()


def test_a_visit_is_found_by_its_id_as_long_as_it_is_open(workspaces: Workspaces) -> None:
    one, other = workspaces.new(), workspaces.new()
    assert one.id != other.id
    assert len(one.id) >= 20
    assert workspaces.find(one.id) is one
    assert workspaces.find("") is None
    assert workspaces.find(one.id[:-1]) is None
    for odd in ("ä", "\0", "\ud800", "../..", one.id + "é"):
        assert workspaces.find(odd) is None
    one.close()
    assert workspaces.find(one.id) is None


def test_two_tabs_on_one_visit_keep_it_until_both_are_gone(visit: Workspace) -> None:
    visit.enter()
    visit.enter()
    visit.leave(grace_s=0.0)
    time.sleep(0.1)
    assert not visit.closed
    visit.leave(grace_s=0.0)
    end = time.monotonic() + 30
    while not visit.closed:
        assert time.monotonic() < end


def test_a_visit_takes_no_more_of_the_disk_than_it_may(
    visit: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gaitcheck.ui.workspace.QUOTA_BYTES", 1000)
    monkeypatch.setattr("gaitcheck.ui.workspace.KEPT_FREE_BYTES", 0)
    first = visit.store(io.BytesIO(b"a" * 600), "a.mp4")
    assert visit.room() == 400
    with pytest.raises(NoRoomError, match=r"b\.mp4"):
        visit.store(io.BytesIO(b"b" * 401), "b.mp4")
    assert visit.ready == [first]
    assert visit.room() == 400
    visit.discard(first)
    visit.store(io.BytesIO(b"b" * 401), "b.mp4")


def test_a_full_disk_leaves_no_room(visit: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gaitcheck.ui.workspace.KEPT_FREE_BYTES", 1 << 60)
    assert visit.room() == 0
    visit.close()
    assert visit.room() == 0


def test_a_clip_for_which_the_queue_has_no_place_stays_ready(
    visit: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gaitcheck.jobs.runner.MAX_WAITING_EACH", 0)
    clip = visit.store(io.BytesIO(b"slow"), "run.mp4")
    with pytest.raises(QueueFullError):
        visit.analyze(clip)
    assert visit.ready == [clip]
    assert visit.entries == []


def test_the_clips_of_one_visit_do_not_hold_up_another_s(workspaces: Workspaces) -> None:
    one, other = workspaces.new(), workspaces.new()
    many = [one.analyze(one.store(io.BytesIO(b"slow%d" % k), f"{k}.mp4")) for k in range(6)]
    single = other.analyze(other.store(io.BytesIO(b"slow"), "run.mp4"))
    assert other.status(single).ahead == 1
    assert one.status(many[2]).ahead == 2
    one.remove(many[0])
    end = time.monotonic() + 30
    while other.status(single).state != "running":
        assert time.monotonic() < end


def test_a_clip_that_arrives_when_its_visit_has_ended_brings_nothing_back(tmp_path: Path) -> None:
    workspaces = Workspaces(JobRunner(), tmp_path)
    visit = workspaces.new()
    workspaces.close()
    with pytest.raises(OSError, match="clips"):
        visit.store(io.BytesIO(b"film"), "run.mp4")
    assert list(tmp_path.iterdir()) == []


def test_a_server_clears_what_killed_processes_have_left_among_what_is_temporary(
    tmp_path: Path,
) -> None:
    left = tmp_path / new_name(SCRATCH).replace(f"-{os.getpid()}-", "-4194999-")
    own = tmp_path / new_name(SCRATCH)
    for folder in (left, own):
        folder.mkdir()
    clear_leftovers(tmp_path)
    assert list(tmp_path.iterdir()) == [own]

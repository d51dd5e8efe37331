"""What killed processes have left is known by its name, and goes; nothing else does."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import pytest

from gaitcheck.store import folders, leftovers
from gaitcheck.store.disk import replace_file, replacing
from gaitcheck.store.folders import ResultsFolder
from gaitcheck.store.leftovers import SCRATCH, clear_leftovers, new_name, scratch_folder

pytestmark = pytest.mark.skipif(os.name != "posix", reason="no way to ask who is running")

HALF_DONE = """
import os, signal, sys
from pathlib import Path
from gaitcheck.store.disk import replacing
from gaitcheck.store.folders import ResultsFolder
from gaitcheck.store.leftovers import scratch_folder

out = Path(sys.argv[1])
with ResultsFolder(out / "run").writing() as folder, replacing(out / "film.mp4") as film:
    (folder / "analysis.json").write_text("half")
    film.write_text("half")
    with scratch_folder() as scratch:
        (scratch / "page.typ").write_text("half")
        os.kill(os.getpid(), signal.SIGKILL)
"""

REPLACED = """
import os, sys
from pathlib import Path
from gaitcheck.store import folders

def stop_at(name, number):
    act, count = getattr(os, name), 0
    def counted(*told, **more):
        nonlocal count
        if count == number:
            os.kill(os.getpid(), 9)
        count += 1
        return act(*told, **more)
    return counted

place, call, number = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
with folders.ResultsFolder(place).writing() as folder:
    (folder / "analysis.json").write_text("new")
    for name in call.split():
        setattr(os, name, stop_at(name, number))
"""


@pytest.fixture(autouse=True)
def _scratch_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "scratch").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "scratch"))
    monkeypatch.setattr(tempfile, "tempdir", None)


def run_killed(program: str, *arguments: object) -> int:
    command = [sys.executable, "-c", program, *map(str, arguments)]
    return subprocess.run(command, check=False).returncode


def test_the_next_start_clears_what_a_killed_one_has_left(tmp_path: Path) -> None:
    out, scratch = tmp_path / "out", tmp_path / "scratch"
    out.mkdir()
    assert run_killed(HALF_DONE, out) == -signal.SIGKILL
    assert len(list(out.iterdir())) == 2
    assert len(list(scratch.iterdir())) == 1
    with ResultsFolder(out / "run").writing() as folder:
        (folder / "analysis.json").write_text("whole")
    assert [path.name for path in out.iterdir()] == ["run"]
    with scratch_folder() as own:
        assert list(scratch.iterdir()) == [own]
    assert list(scratch.iterdir()) == []


def test_a_film_that_is_made_anew_clears_the_half_one(tmp_path: Path) -> None:
    assert run_killed(HALF_DONE, tmp_path) == -signal.SIGKILL
    with replacing(tmp_path / "film.mp4") as film:
        film.write_text("whole")
    assert {path.name for path in tmp_path.iterdir()} == {"film.mp4", "scratch"}


def test_what_lives_or_is_not_ours_stays(tmp_path: Path) -> None:
    names = (
        new_name(),  # this very process writes it
        f"{new_name()}.mp4",
        ".gaitcheck-batch",
        ".gaitcheck-0a1b2c3d4e5f6071",
        f".gaitcheck-{'0' * 8}-1-1-of-another-computer",
    )
    for name in names:
        (tmp_path / name).mkdir()
    clear_leftovers(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {*names, "scratch"}


def test_what_another_computer_has_left_goes_after_a_day(tmp_path: Path) -> None:
    old = tmp_path / f".gaitcheck-{'0' * 8}-1-1-abc"
    old.mkdir()
    os.utime(old, (time.time() - leftovers.FOREIGN_LEFT_S - 60,) * 2)
    clear_leftovers(tmp_path)
    assert not old.exists()


def test_a_number_that_is_given_again_does_not_save_it(tmp_path: Path) -> None:
    name = new_name(SCRATCH).replace(f"-{os.getpid()}-", f"-{os.getpid()}-1")
    if leftovers.start_of(os.getpid()) == leftovers.UNKNOWN_START:
        pytest.skip("this system does not tell when a process began")
    (tmp_path / name).mkdir()
    clear_leftovers(tmp_path, SCRATCH)
    assert not (tmp_path / name).exists()


def test_an_earlier_result_that_was_set_aside_is_not_cleared(tmp_path: Path) -> None:
    """Killed between the two steps that a disk without an exchange needs."""
    name = new_name().replace(f"-{os.getpid()}-", "-4194999-")
    for one in (name, f"{name}-old"):
        (tmp_path / one).mkdir()
    clear_leftovers(tmp_path)
    assert (tmp_path / f"{name}-old").exists()
    (tmp_path / name).rmdir()
    clear_leftovers(tmp_path)
    assert not (tmp_path / f"{name}-old").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="no exchange in one step")
@pytest.mark.parametrize("call", ["link", "rename", "rmdir unlink"])
@pytest.mark.parametrize("number", [0, 1])
def test_killed_while_it_is_replaced_a_result_is_there_whole(
    call: str, number: int, tmp_path: Path
) -> None:
    place = tmp_path / "out" / "run"
    place.mkdir(parents=True)
    (place / "analysis.json").write_text("old")
    (place / "mine").mkdir()
    (place / "mine" / "a.txt").write_text("mine")
    (place / "notes.txt").write_text("mine")
    status = run_killed(REPLACED, place, call, number)
    assert status in (0, -signal.SIGKILL)
    assert (place / "analysis.json").read_text() in {"old", "new"}
    assert (place / "notes.txt").read_text() == (place / "mine" / "a.txt").read_text() == "mine"
    with ResultsFolder(place).writing() as folder:
        (folder / "analysis.json").write_text("newer")
    assert sorted(path.name for path in place.iterdir()) == ["analysis.json", "mine", "notes.txt"]
    assert list(place.parent.iterdir()) == [place]


@pytest.mark.parametrize("fails", ["link", "exchange", "second link"])
def test_on_a_disk_that_knows_less_a_result_is_replaced_in_two_steps(
    fails: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "out" / "run"
    (place / "mine").mkdir(parents=True)
    names = {"analysis.json", "a.txt", "b.txt", "mine/c.txt", "mine/d.txt"}
    for name in names:
        (place / name).write_text("old")
    link, made = os.link, []

    def refuse(*told: Any, **more: Any) -> None:
        made.append(told)
        if fails == "link" or len(made) > 1:
            raise PermissionError("no second names here")
        link(*told, **more)

    if fails == "exchange":
        monkeypatch.setattr(folders, "swap_folders", lambda *_: False)
    else:
        monkeypatch.setattr(os, "link", refuse)
    with ResultsFolder(place).writing() as folder:
        (folder / "analysis.json").write_text("new")
    found = {str(path.relative_to(place)): path for path in place.rglob("*") if path.is_file()}
    assert found.keys() == names
    assert (place / "analysis.json").read_text() == "new"
    assert list(place.parent.iterdir()) == [place]


def test_replacing_a_file_looks_at_nothing_else_in_its_folder(tmp_path: Path) -> None:
    """A batch writes a record for each clip: their folder is not listed each time."""
    assert run_killed(HALF_DONE, tmp_path) == -signal.SIGKILL
    before = len(list(tmp_path.iterdir()))
    replace_file(tmp_path / "record.json", b"{}")
    assert len(list(tmp_path.iterdir())) == before + 1

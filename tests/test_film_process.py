"""The process in which a command looks at films: what comes back, how it ends, what it leaves."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from pathlib import Path

import pytest

from gaitcheck.errors import CancelledError, ClipUnreadableError, OutputError, ProcessEndedError
from gaitcheck.film_process import FilmProcess
from gaitcheck.store.leftovers import SCRATCH, new_name

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="signals, and /proc")

CLIP = "run.mp4"
KILL = "__import__('os').kill(__import__('os').getpid(), {})"
SLEEP = "__import__('subprocess').run(['sleep', '600'])"
HALF_DONE = "__import__('gaitcheck.store.leftovers').store.leftovers.new_name({!r})"
FAILING = (
    "__import__('gaitcheck.store.disk').store.disk.write_file("
    "__import__('pathlib').Path('/none/x'), b'')"
)
PARENT = f"""
from gaitcheck.film_process import FilmProcess
with FilmProcess("builtins") as films:
    films.run("eval", {SLEEP!r}, clip="")
"""


def test_what_the_work_returns_comes_back_from_one_process() -> None:
    with FilmProcess("os") as films:
        found = {films.run("getpid", clip=CLIP) for _ in range(3)}
        assert len(found) == 1
        assert os.getpid() not in found
        with pytest.raises(FileNotFoundError) as caught:
            films.run("listdir", "/none", clip=CLIP)
        assert caught.value.filename == "/none"
        assert "listdir" not in str(caught.value)
        # Whoever looks for the fault sees where it was.
        assert "film_process.py" in "".join(traceback.format_exception(caught.value))
        assert films.run("getpid", clip=CLIP) in found


def test_an_error_keeps_its_cause_and_one_that_cannot_be_sent_what_it_says() -> None:
    with FilmProcess("builtins") as films:
        with pytest.raises(OutputError) as caught:
            films.run("eval", FAILING, clip=CLIP)
        assert isinstance(caught.value.__cause__, FileNotFoundError)
        with pytest.raises(RuntimeError, match="Odd: a fault"):
            films.run("exec", "class Odd(Exception): pass\nraise Odd('a fault')", clip=CLIP)


@pytest.mark.parametrize(
    ("how", "kind", "said"),
    [
        (signal.SIGSEGV, ClipUnreadableError, r"run\.mp4 holds pictures .* \(SIGSEGV\)"),
        (signal.SIGABRT, ClipUnreadableError, r"run\.mp4 holds pictures .* \(SIGABRT\)"),
        (signal.SIGKILL, ProcessEndedError, "memory ran out"),
    ],
)
def test_one_that_dies_is_said_in_a_sentence_and_the_next_work_is_done(
    how: signal.Signals, kind: type[Exception], said: str
) -> None:
    with FilmProcess("builtins") as films:
        with pytest.raises(kind, match=said):
            films.run("eval", KILL.format(int(how)), clip=CLIP)
        assert films.run("eval", "1 + 1", clip=CLIP) == 2


def test_it_tries_out_no_folder_for_what_is_temporary() -> None:
    with FilmProcess("builtins") as films:
        found = films.run("eval", "__import__('tempfile').tempdir", clip=CLIP)
    assert found == tempfile.gettempdir()


def test_what_is_missing_is_said_with_the_first_work(capfd: pytest.CaptureFixture[str]) -> None:
    with FilmProcess("no_such_module") as films, pytest.raises(ModuleNotFoundError):
        films.run("eval", "1", clip=CLIP)
    assert capfd.readouterr() == ("", "")


def test_one_that_ends_by_itself_is_said_too(capfd: pytest.CaptureFixture[str]) -> None:
    with FilmProcess("sys") as films, pytest.raises(ProcessEndedError, match="exit status 3"):
        films.run("exit", 3, clip=CLIP)
    assert capfd.readouterr() == ("", "")


def test_a_cancel_ends_it_with_what_it_has_started_and_clears_what_it_has_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    mine = tmp_path / new_name()
    mine.mkdir()
    cancel = threading.Event()
    with FilmProcess("builtins") as films:
        pid = films.run("eval", "__import__('os').getpid()", clip=CLIP)
        for prefix in (SCRATCH, ".gaitcheck-"):
            (tmp_path / films.run("eval", HALF_DONE.format(prefix), clip=CLIP)).mkdir()
        threading.Timer(1.0, cancel.set).start()
        with pytest.raises(CancelledError):
            films.run("eval", SLEEP, clip=CLIP, into=tmp_path, cancel=cancel)
        assert list(tmp_path.iterdir()) == [mine]
        _wait_until_gone(pid)


def test_it_ends_with_the_command_that_started_it() -> None:
    command = subprocess.Popen([sys.executable, "-c", PARENT])
    try:
        end = time.monotonic() + 60
        while not (sleeping := [pid for pid in _group(command.pid) if "sleep" in _name(pid)]):
            assert time.monotonic() < end
            time.sleep(0.05)
        leader = os.getpgid(sleeping[0])
    finally:
        command.kill()
        command.wait()
    try:
        _wait_until_gone(leader)
    finally:
        os.killpg(leader, signal.SIGKILL)  # the sleep, which knows of no pipe


def _group(pid: int) -> list[int]:
    """Return the processes that a process has started, and those that these have started."""
    found = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text().split():
            found += [int(child), *_group(int(child))]
    return found


def _name(pid: int) -> str:
    return Path(f"/proc/{pid}/comm").read_text()


def _wait_until_gone(pid: int) -> None:
    end = time.monotonic() + 30
    while Path(f"/proc/{pid}").exists() and Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z":
        assert time.monotonic() < end, "it lives on"
        time.sleep(0.05)

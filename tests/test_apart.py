"""Work in a process of its own: what it may do, how it ends, and that nobody outlives another."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from gaitcheck.apart import BROKE_OFF, run_apart
from gaitcheck.confine import can_confine
from gaitcheck.errors import CancelledError, ClipUnreadableError, InputError
from gaitcheck.ui.player.media import prepare_film
from gaitcheck.video import probe_video
from tests.examples import FRAMES, write_example_clip

# Whether each thread of the process is held, after what is imported has started its own.
THREADS_HELD = """
[__import__("numpy"), __import__("cv2"), __import__("av")] and [
    line.split()[1]
    for task in __import__("pathlib").Path("/proc/self/task").iterdir()
    for line in (task / "status").read_text().splitlines()
    if line.startswith("NoNewPrivs:")
]
"""
PARENT = """
import os, threading, time
from gaitcheck.apart import run_apart
work = threading.Thread(target=run_apart, args=(eval, "__import__('time').sleep(600)"))
work.start()
time.sleep(600)
"""


def test_what_is_returned_comes_back_and_how_far_it_is(tmp_path: Path) -> None:
    clip = write_example_clip(tmp_path / "run.mp4")
    out = tmp_path / "out"
    out.mkdir()
    told = []
    found = run_apart(
        prepare_film,
        clip,
        out / "film.mp4",
        folder=out,
        note=lambda done, total: told.append((done, total)),
    )
    assert len(found["times_s"]) == probe_video(out / "film.mp4").frames == FRAMES
    assert told[-1] == (FRAMES, FRAMES)


def test_what_it_refuses_is_refused_with_its_sentence(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"gone\.mp4"):
        run_apart(prepare_film, tmp_path / "gone.mp4", None, note=lambda _, __: None)


@pytest.mark.parametrize(
    "does",
    [
        "__import__('os').abort()",  # a decoder dies
        "__import__('os')._exit(0)",
        "1 / 0",
        "print(1 << 9999)",  # what a library prints is no answer
        "__import__('os').write(1, b'{\"made\": 1}\\n') and 1 / 0",
    ],
)
def test_a_process_that_dies_is_said_in_a_sentence(does: str) -> None:
    with pytest.raises(ClipUnreadableError) as caught:
        run_apart(eval, f"({does}, object())")
    assert str(caught.value) == BROKE_OFF


def test_it_ends_when_it_takes_too_long_or_nobody_waits() -> None:
    begin = time.monotonic()
    with pytest.raises(ClipUnreadableError):
        run_apart(eval, "__import__('time').sleep(600)", longest_s=0.5)
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(CancelledError):
        run_apart(eval, "__import__('time').sleep(600)", cancel=cancel)
    assert time.monotonic() - begin < 60


@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")
def test_it_ends_with_the_server_that_started_it() -> None:
    server = subprocess.Popen([sys.executable, "-c", PARENT])
    try:
        child = _wait_for_child(server.pid)
    finally:
        os.kill(server.pid, signal.SIGKILL)
        server.wait()
    end = time.monotonic() + 30
    while Path(f"/proc/{child}").exists() and "Z" not in _state(child):
        assert time.monotonic() < end, "it lives on"
        time.sleep(0.05)


def _wait_for_child(parent: int) -> int:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        for task in Path(f"/proc/{parent}/task").iterdir():
            for child in (task / "children").read_text().split():
                if "gaitcheck.apart" in Path(f"/proc/{child}/cmdline").read_text():
                    time.sleep(1.0)  # it has begun its work
                    return int(child)
        time.sleep(0.05)
    raise AssertionError("nothing was started")


def _state(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return "Z"


def test_it_writes_in_its_folder_alone(tmp_path: Path) -> None:
    if not can_confine().writing:
        pytest.skip("no Landlock on this machine")
    own, other = tmp_path / "own", tmp_path / "other"
    for folder in (own, other):
        folder.mkdir()
    assert run_apart(Path.write_text, own / "a", "mine", folder=own) == 4
    for held in (own, None):
        with pytest.raises(ClipUnreadableError):
            run_apart(Path.write_text, other / "a", "mine", folder=held)
    assert list(other.iterdir()) == []


def test_a_folder_that_is_gone_does_not_come_back(tmp_path: Path) -> None:
    with pytest.raises(ClipUnreadableError):
        run_apart(Path.write_text, tmp_path / "gone" / "a", "x", folder=tmp_path / "gone")
    assert list(tmp_path.iterdir()) == []


def test_it_reaches_no_network() -> None:
    if not can_confine().network:
        pytest.skip("no seccomp for this machine")
    with socket.create_server(("127.0.0.1", 0)) as server:
        at = server.getsockname()
        with pytest.raises(ClipUnreadableError):
            run_apart(eval, f"__import__('socket').create_connection({at!r}).close()")


def test_every_thread_of_it_is_held() -> None:
    if not (can_confine().writing or can_confine().network):
        pytest.skip("nothing holds a process on this machine")
    held = run_apart(eval, THREADS_HELD.replace("\n", " ").strip())
    assert set(held) == {"1"}

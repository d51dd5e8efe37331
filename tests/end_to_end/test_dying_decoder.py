"""A decoder that dies, wherever a film is decoded: one sentence, nothing left, no caller ended."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from gaitcheck.store.cache import FOLDER_VARIABLE
from tests.end_to_end.command import COMMAND, analysed_sample, excerpt

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="no signals"),
]

# Python loads this first in each process, the command's own too.
DYING = """
import os, sys
import gaitcheck.video.frames as frames, gaitcheck.video.probe as probe
from gaitcheck.video.source import decode

def in_work():
    frame = sys._getframe()
    while frame is not None and frame.f_code.co_name != os.environ["DIES_IN"]:
        frame = frame.f_back
    return frame is not None

def dying(*told):
    for item in decode(*told):
        if in_work():
            os.kill(os.getpid(), int(os.environ["DIES_BY"]))
        yield item

probe.decode = frames.decode = dying
"""
CRASHED = (
    "gaitcheck: {name} holds pictures that cannot be decoded: the process that reads them broke "
    "off ({how}). Export the clip as MP4 (H.264) and try again.\n"
)
KILLED = (
    "gaitcheck: The system stopped a process of the analysis, most likely because memory ran out. "
    "Close other programs and try again, with fewer workers or a shorter part of the clip.\n"
)


@pytest.fixture(scope="module")
def workplace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder whose cache keeps what one death after the other leaves of the work."""
    folder = tmp_path_factory.mktemp("work")
    (folder / "first").mkdir()
    (folder / "first" / "sitecustomize.py").write_text(DYING)
    (folder / "tmp").mkdir()
    return folder


def die(
    workplace: Path, place: str, how: signal.Signals, *command: str | Path
) -> subprocess.CompletedProcess[str]:
    """Run a command with a decoder that dies in a function; check that nothing is left."""
    environment = {
        "PYTHONPATH": str(workplace / "first"),
        "TMPDIR": str(workplace / "tmp"),
        FOLDER_VARIABLE: str(workplace / "cache"),
        "DIES_IN": place,
        "DIES_BY": str(int(how)),
    }
    done = subprocess.run(
        command,
        cwd=workplace,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert list((workplace / "tmp").iterdir()) == []
    return done


@pytest.mark.parametrize("place", ["probe_video", "track_chunk", "show", "write_crops"])
def test_it_is_told_as_a_damaged_film(place: str, workplace: Path) -> None:
    """The probe, the pose, the second pass (`_Showing.show`), the pictures of the steps."""
    done = die(workplace, place, signal.SIGSEGV, COMMAND, "analyze", excerpt(), "--out", "results")
    assert done.stderr == CRASHED.format(name=excerpt().name, how="SIGSEGV")
    assert (done.returncode, done.stdout) == (2, "")
    assert not (workplace / "results").exists()


# Its own decoders would die too: what goes on has opened no film.
PROGRAM = """
import sys, gaitcheck
for work in gaitcheck.analyze, gaitcheck.observe:
    try:
        work(sys.argv[1], cache=True)
    except gaitcheck.InputError as error:
        print(f"gaitcheck: {error}")
"""


@pytest.mark.parametrize("place", ["probe_video", "show"])
def test_a_program_in_python_is_told_so_too_and_goes_on(place: str, workplace: Path) -> None:
    shutil.rmtree(workplace / "cache", ignore_errors=True)  # it may hold all that is looked for
    told = (sys.executable, "-c", PROGRAM, excerpt())
    done = die(workplace, place, signal.SIGSEGV, *told)
    assert done.stdout == 2 * CRASHED.format(name=excerpt().name, how="SIGSEGV")
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("place", ["probe_video", "track_chunk"])
def test_one_that_the_system_stops_for_its_memory_is_told_so(place: str, workplace: Path) -> None:
    clip = excerpt()
    told = (COMMAND, "analyze", clip, "--out", "results", "--no-cache")
    done = die(workplace, place, signal.SIGKILL, *told)
    assert done.stderr == KILLED
    assert (done.returncode, done.stdout) == (2, "")
    assert not (workplace / "results").exists()


def test_the_other_clips_are_still_analysed(workplace: Path) -> None:
    bad, good = workplace / "bad.mp4", workplace / "none.mp4"
    bad.symlink_to(excerpt())
    good.write_bytes(b"no film")
    told = (COMMAND, "analyze", bad, good, bad.parent / "x.mp4")
    done = die(workplace, "probe_video", signal.SIGABRT, *told)
    first, second, third = done.stderr.splitlines(keepends=True)
    assert first == CRASHED.format(name="bad.mp4", how="SIGABRT")
    assert "none.mp4 is not a video that can be read" in second
    assert "There is no file named x.mp4" in third
    assert done.returncode == 2


@pytest.mark.parametrize(
    ("place", "how"),
    [
        ("probe_video", signal.SIGSEGV),
        ("write_film", signal.SIGSEGV),
        ("probe_video", signal.SIGKILL),
    ],
)
def test_a_film_that_is_drawn_on_too(place: str, how: signal.Signals, workplace: Path) -> None:
    result = analysed_sample().results
    clip = Path(__file__).parents[2] / "sample_videos" / f"{result.name}.mp4"
    told = (COMMAND, "report", result, "--out", "reports", "--mp4", "--clip", clip)
    done = die(workplace, place, how, *told)
    crashed = CRASHED.format(name=clip.name, how="SIGSEGV")
    assert done.stderr == (KILLED if how == signal.SIGKILL else crashed)
    assert (done.returncode, done.stdout) == (2, "")
    assert list((workplace / "reports").rglob("*")) == []

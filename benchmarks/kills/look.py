"""What must be there after a kill, and what must not: results whole, leftovers, processes."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.app.processes import Process, processes_of
from gaitcheck.samples import SAMPLES_FOLDER
from gaitcheck.video import FrameReader, probe_video
from tests.examples import write_clip

FRAMES: Final = 60
FPS: Final = 30.0
SIDE: Final = 480
CLIPS: Final = 2
SAMPLE: Final = "heel_treadmill_left"
LONGEST_S: Final = 300.0
"""What was started and lives longer than its starter by this is an orphan."""
_LOOK_EVERY_S: Final = 0.1


@dataclass(frozen=True)
class Peace:
    """What comes of the clips while nothing is killed.

    Attributes
    ----------
    clips : tuple of Path
        Two seconds of a sample each, no two the same.
    results, reports : Path
        A folder for each clip; the reports on the first one.
    analysis_s, batch_s, report_s : float
        How long that took.
    """

    clips: tuple[Path, ...]
    results: Path
    reports: Path
    analysis_s: float
    batch_s: float
    report_s: float


def in_peace(folder: Path) -> Peace:
    """Make the clips and what comes of them, once for a folder."""
    clips = tuple(folder / "clips" / f"clip {number}.mp4" for number in range(CLIPS))
    results, reports = folder / "results", folder / "reports"
    times = folder / "seconds.json"
    if times.exists():
        return Peace(clips, results, reports, *json.loads(times.read_bytes()))
    (folder / "clips").mkdir(parents=True, exist_ok=True)
    with FrameReader(probe_video(SAMPLES_FOLDER / f"{SAMPLE}.mp4"), SIDE) as reader:
        shown = [picture.copy() for _, picture in reader.read(0, FRAMES + CLIPS)]
    height, width = (side // 2 * 2 for side in shown[0].shape[:2])
    for number, clip in enumerate(clips):
        part = [picture[:height, :width] for picture in shown[number : number + FRAMES]]
        write_clip(clip, part, fps=FPS)
    seconds = (
        _timed("analyze", clips[0], "--no-cache", "--out", folder / "one"),
        _timed("batch", folder / "clips", "--no-cache", "--out", results),
        _timed("report", results / clips[0].stem, "--clip", clips[0], "--out", reports),
    )
    times.write_text(json.dumps(seconds), encoding="utf-8")
    return Peace(clips, results, reports, *seconds)


def gaitcheck(*arguments: str | Path) -> list[str]:
    """Return a command line of gaitcheck."""
    return [sys.executable, "-m", "gaitcheck", *map(str, arguments)]


def _timed(*arguments: str | Path) -> float:
    begin = time.monotonic()
    subprocess.run(gaitcheck(*arguments), check=True, capture_output=True)
    return time.monotonic() - begin


def differences(folder: Path, whole: Path) -> list[str]:
    """Return what is wrong with a folder that is shown: it has to be as the one made in peace."""
    found, wanted = _contents(folder), _contents(whole)
    return [
        f"{folder.name}/{name} is not as it is made in peace"
        for name in sorted(found.keys() | wanted.keys())
        if found.get(name) != wanted.get(name)
    ]


def _contents(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def rows(table: Path) -> int:
    """Return how many clips a table has."""
    with table.open(encoding="utf-8", newline="") as lines:
        return sum(1 for _ in csv.DictReader(lines))


def leftovers(*folders: Path) -> list[str]:
    """Return what hidden or temporary things of gaitcheck lie in folders."""
    kept = (".gaitcheck-batch",)
    return [
        f"{path} was left"
        for folder in folders
        if folder.exists()
        for path in folder.rglob("*gaitcheck-*")
        if path.name not in kept
    ]


def kill(pid: int) -> None:
    """Kill a process, unless it has just ended by itself."""
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def wait_until_gone(temporary: Path, spared: Sequence[int] = ()) -> tuple[float, list[Process]]:
    """Wait until what was started has ended by itself; return the seconds, and what never does."""
    begin = time.monotonic()
    while True:
        left = [one for one in processes_of(temporary) if one.pid not in spared and not one.zombie]
        passed = time.monotonic() - begin
        if not left or passed > LONGEST_S:
            return passed, left
        time.sleep(_LOOK_EVERY_S)

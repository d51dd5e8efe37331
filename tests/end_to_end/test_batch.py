"""A batch by the command, killed without warning on its way, and gone on with."""

from __future__ import annotations

import csv
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest

from gaitcheck.store.serialize import to_json_bytes
from tests.end_to_end.command import COMMAND, excerpt, run, temporary
from tests.examples import write_clip

pytestmark = pytest.mark.slow


@pytest.fixture
def clips(tmp_path: Path) -> Path:
    """Two runs of one name, one of them twice, and a file that holds no video."""
    import numpy as np

    folder = tmp_path / "clips"
    for name in ("anna/run.mp4", "copy/again.mp4"):
        (folder / name).parent.mkdir(parents=True)
        shutil.copy(excerpt(), folder / name)
    (folder / "ben").mkdir()
    empty = [np.full((180, 320, 3), 90, dtype=np.uint8)] * 20
    write_clip(folder / "ben" / "run.mp4", empty, fps=30.0)
    (folder / "notes.mp4").write_text("no video")
    return folder


@pytest.mark.long
def test_a_batch_that_is_killed_goes_on_where_it_stood(clips: Path, tmp_path: Path) -> None:
    batch = (COMMAND, "batch", "clips", "--out", "out", "--workers", "1", "--no-cache")
    process = subprocess.Popen(
        batch,
        cwd=tmp_path,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"TMPDIR": str(temporary(tmp_path))},
    )
    work = tmp_path / "out" / ".gaitcheck-batch" / "work"
    # The largest clip is under way: its folder is there, its result is not.
    while not list(work.glob("*/out")):
        assert process.poll() is None
        time.sleep(0.05)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert list(work.glob("*"))
    assert not list(tmp_path.glob("out/*/run/analysis.json"))

    done = run(*batch[1:], cwd=tmp_path)
    assert done.returncode == 3, done.stderr
    assert done.stderr.startswith("gaitcheck: clips/notes.mp4 is set aside: notes.mp4 is not a vid")
    assert len(done.stderr.splitlines()) == 1
    assert not work.exists()
    with (tmp_path / "out" / "clips.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {Path(row["clip"]).as_posix(): row for row in csv.DictReader(file)}
    told = {clip: (row["state"], row["folder"], row["same_as"]) for clip, row in rows.items()}
    assert told == {
        "clips/notes.mp4": ("unusable", "", ""),
        "clips/anna/run.mp4": ("analysed", "anna/run", ""),
        "clips/ben/run.mp4": ("analysed", "ben/run", ""),
        "clips/copy/again.mp4": ("analysed", "anna/run", "clips/anna/run.mp4"),
    }
    assert rows["clips/anna/run.mp4"]["strike"] == "heel"

    from gaitcheck import analyze

    document = (tmp_path / "out" / "anna" / "run" / "analysis.json").read_bytes()
    assert document == to_json_bytes(analyze(clips / "anna" / "run.mp4"))

    before = {path: path.stat().st_mtime_ns for path in tmp_path.glob("out/*/run/analysis.json")}
    again = run(*batch[1:], cwd=tmp_path)
    assert "3 of 4 clips analysed, 3 of them before; 1 set aside." in again.stdout
    assert before == {path: path.stat().st_mtime_ns for path in before}

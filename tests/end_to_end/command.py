"""The command of a user in a process of its own, and a sample clip that it has analysed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import pytest

from gaitcheck.store.cache import FOLDER_VARIABLE
from gaitcheck.video import FrameReader, probe_video
from tests.examples import write_clip
from tests.kept import kept

COMMAND: Final = str(Path(sys.executable).with_name("gaitcheck"))
SAMPLE: Final = Path(__file__).parents[2] / "sample_videos" / "heel_treadmill_left.mp4"
# Four seconds: the shoes can just be followed.
EXCERPT_FRAMES: Final = 120


def excerpt() -> Path:
    """Return the sample's first seconds as a clip of its own; do not change it."""
    name = f"{SAMPLE.stem}_excerpt.mp4"

    def cut(folder: Path) -> None:
        with FrameReader(probe_video(SAMPLE)) as reader:
            pictures = [picture.copy() for _, picture in reader.read(0, EXCERPT_FRAMES)]
        write_clip(folder / name, pictures, fps=30.0)

    return kept("sample-excerpt", cut) / name


def empty_scene() -> Path:
    """Return half a second with nobody in it, five pictures; do not change it."""
    name = "empty scene.mp4"
    frames = [np.full((120, 160, 3), 90, np.uint8)] * 5
    return kept("empty-scene", lambda folder: write_clip(folder / name, frames, fps=10.0)) / name


def run(*arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run the command in a folder; its temporary files go beside that folder."""
    return subprocess.run(
        [COMMAND, *arguments],
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
        env=os.environ | {"TMPDIR": str(temporary(cwd))},
        timeout=600,
    )


def temporary(workplace: Path) -> Path:
    """Return the folder for the temporary files of who works in `workplace`."""
    folder = workplace.parent / f"{workplace.name}-tmp"
    folder.mkdir(exist_ok=True)
    return folder


@dataclass(frozen=True)
class AnalysedSample:
    """What the command said of the sample clip, its results, and what it keeps for next time."""

    status: int
    stdout: str
    stderr: str
    left_behind: list[str]
    results: Path
    cache: Path


def analysed_sample() -> AnalysedSample:
    """Return the sample clip's analysis with the settings that users have; do not change it."""
    folder = kept("analysed-sample", _analyse_sample)
    said = json.loads((folder / "said.json").read_text(encoding="utf-8"))
    results = folder / "work" / "results" / SAMPLE.stem
    return AnalysedSample(**said, results=results, cache=folder / "cache")


def _analyse_sample(folder: Path) -> None:
    workplace = folder / "work"
    workplace.mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(FOLDER_VARIABLE, str(folder / "cache"))
        done = run("analyze", SAMPLE, "--out", "results", "--progress", "json", cwd=workplace)
    said = {
        "status": done.returncode,
        "stdout": done.stdout,
        "stderr": done.stderr,
        "left_behind": [path.name for path in temporary(workplace).iterdir()],
    }
    (folder / "said.json").write_text(json.dumps(said), encoding="utf-8")

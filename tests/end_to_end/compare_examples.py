"""Small clips with finished results, for the comparison: no analysis is run."""

from __future__ import annotations

import shutil
import sys
from dataclasses import replace
from pathlib import Path
from typing import Final

from gaitcheck.jobs import JobRequest
from gaitcheck.model import Analysis, Landmarks, Side
from gaitcheck.report.write import write_report
from gaitcheck.ui.workspace import Workspace
from tests.compare.examples import measured
from tests.examples import make_observation, make_unsure_analysis, write_example_clip

NAMES: Final = ("heel", "toe", "heel_right", "toe_right", "unsure")
WAIT_S: Final = 60.0

_COPY: Final = (
    "import pathlib, shutil, sys; clip, out = map(pathlib.Path, sys.argv[1:]); "
    "shutil.copytree(clip.with_suffix(''), out / clip.stem)"
)


def example(name: str) -> Analysis:
    """Return the analysis behind a name; ``_right`` is filmed from the right side."""
    if name == "unsure":
        found = make_unsure_analysis()
    else:
        near: Side = "right" if name.endswith("_right") else "left"
        found = measured("toe" if name.startswith("toe") else "heel", near=near)
    if name.endswith("_right"):
        found = replace(found, landmarks=_mirrored(found.landmarks))
    sha256 = f"{NAMES.index(name):02d}" * 32
    return replace(found, clip=replace(found.clip, file=f"{name}.mp4", sha256=sha256))


def _mirrored(landmarks: Landmarks | None) -> Landmarks:
    assert landmarks is not None
    points = landmarks.points.copy()
    points[..., 0] = landmarks.width - points[..., 0]
    return replace(landmarks, points=points)


def write_examples(folder: Path) -> None:
    """Write each clip, and beside it the folder with its result."""
    for name in NAMES:
        analysis = example(name)
        clip = write_example_clip(folder / f"{name}.mp4", analysis)
        result = folder / name
        result.mkdir()
        write_report(analysis, make_observation(analysis), clip, result)
        shutil.rmtree(result / "steps", ignore_errors=True)


def copy_command(request: JobRequest) -> list[str]:
    """Return the command that puts the prepared result where a job leaves its own."""
    return [sys.executable, "-c", _COPY, str(request.clip), str(request.out)]


def bring(workspace: Workspace, folder: Path, *names: str) -> None:
    """Have prepared clips analysed, one after the other."""
    for name in names:
        entry = workspace.analyze(workspace.add_sample(folder / f"{name}.mp4"))
        assert entry.job.wait(WAIT_S)
        assert workspace.status(entry).state == "done"

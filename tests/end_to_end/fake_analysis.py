"""Stands in for ``gaitcheck analyze`` in tests of the app: the clip file says what is to happen.

The file holds JSON such as ``{"verdict": "heel", "seconds": 2}``; ``{"unusable": "..."}`` ends with
status 2, ``{"crash": true}`` with a traceback. A video whose name begins with a verdict
(``mixed.mp4``, ``heel_road.mp4``) gets that verdict. Anything else is refused as no video.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import get_args

import numpy as np

from gaitcheck.advice import choose_advice
from gaitcheck.report.texts_drawings import CURVE_TITLES
from gaitcheck.report.write import write_report
from gaitcheck.types import SIDES, Analysis, QualityNote, StrideCurve, VerdictStrike
from gaitcheck.ui.jobs import JobRequest
from tests.compare.examples import figures
from tests.examples import make_analysis, make_stepless_analysis, write_example_clip

STAGES = (("reading", 3), ("pose", 20), ("shoes", 4), ("gait", 2), ("pictures", 5))


def fake_command(request: JobRequest) -> list[str]:
    """Return the command line that runs this module on a clip (from the root of the project)."""
    command = [sys.executable, "-m", __name__, str(request.clip), str(request.out)]
    slow_motion = request.settings.slow_motion
    return command + ([] if slow_motion is None else [f"{slow_motion:g}"])


def write_example_result(folder: Path, analysis: Analysis) -> None:
    """Write the files of an example analysis, pictures of the stick figure included."""
    advice = choose_advice(analysis.verdict, analysis.sides)
    folder.mkdir(parents=True, exist_ok=True)
    clip = write_example_clip(folder / "drawn.mp4", analysis if analysis.landmarks else None)
    write_report(replace(analysis, advice=advice), clip, folder)
    clip.unlink()


def fill(analysis: Analysis) -> Analysis:
    """Return an analysis with something in every part of a result that can have something."""
    phases = np.linspace(0, 2 * np.pi, 101)
    mean = tuple(float(value) for value in 30 + 25 * np.sin(phases))
    curve = StrideCurve("deg", mean, (3.0,) * len(mean))
    note = QualityNote("treadmill", "info", "The runner stays in place: a treadmill.", "")
    return replace(
        analysis,
        metrics=figures(),
        curves={f"{name}_{side}": curve for name in CURVE_TITLES for side in SIDES},
        quality=(*analysis.quality, note),
    )


def report(stage: str, done: int, total: int) -> None:
    print(json.dumps({"stage": stage, "done": done, "total": total}), file=sys.stderr, flush=True)


def main(clip: Path, out: Path, slow_motion: float = 1.0) -> int:
    folder = out / clip.stem
    folder.mkdir(parents=True)
    (folder / "half-written").write_text("rubbish", encoding="utf-8")
    try:
        plan = json.loads(clip.read_text(encoding="utf-8"))
    except ValueError:
        named = clip.stem.partition("_")[0]
        if named not in get_args(VerdictStrike):
            print("some library complains", file=sys.stderr)
            print("gaitcheck: The file is not a video. Export it again.", file=sys.stderr)
            return 2
        plan = {"verdict": named}
    if "workers" in plan:  # a worker of the same group, as the real analysis has them
        subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
        (Path(plan["workers"])).write_text(str(os.getpgrp()), encoding="utf-8")
    if "unusable" in plan:
        print(f"gaitcheck: {plan['unusable']}", file=sys.stderr)
        return 2
    if "crash" in plan:
        raise RuntimeError("crash as told")
    total = sum(count for _, count in STAGES)
    for stage, count in STAGES:
        for done in range(count + 1):
            report(stage, done, count)
            time.sleep(plan.get("seconds", 0) / total)
    (folder / "half-written").unlink()
    example = (
        make_stepless_analysis()
        if plan["verdict"] == "nobody"
        else fill(make_analysis(plan["verdict"]))
    )
    shown = replace(example.clip, file=clip.name, slow_motion=slow_motion)
    write_example_result(folder, replace(example, clip=shown))
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2]), *map(float, sys.argv[3:])))

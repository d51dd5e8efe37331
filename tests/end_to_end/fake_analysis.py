"""Stands in for ``gaitcheck analyze`` in tests of the app: the clip file says what is to happen.

The file holds JSON such as ``{"verdict": "heel", "seconds": 2}``; with ``"until": "..."`` it lasts
until that file is there, in the stage ``"during"``; ``{"unusable": "..."}`` ends with status 2,
``{"crash": true}`` with a traceback. A video whose name begins with a verdict (``mixed.mp4``,
``heel_road.mp4``) gets that verdict. Anything else is refused as no video.

The results are written once and copied from then on. What makes them is imported only for that, so
that the stand-in starts at once.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.kept import kept

if TYPE_CHECKING:
    from gaitcheck.jobs import JobRequest

STAGES = (("reading", 3), ("pose", 20), ("shoes", 4), ("gait", 2), ("pictures", 5))
SO_FAR = {
    "view": {"plane": "side", "facing": "left", "near_side": "left"},
    "cadence_spm": 171.7,
    "notes": [
        {
            "code": "low_frame_rate",
            "severity": "warning",
            "message": "Only 30 pictures show each second of the run.",
            "remedy": "Film at 120 or 240 frames a second.",
        }
    ],
}
VERDICTS = ("heel", "midfoot", "toe", "mixed", "unsure", "open")
"""``open`` is a clip that could be judged, but gaitcheck is not sure of either foot."""


def fake_command(request: JobRequest) -> list[str]:
    """Return the command line that runs this module on a clip (from the root of the project)."""
    command = [sys.executable, "-m", __name__, str(request.clip), str(request.out)]
    slow_motion = request.options.slow_motion
    return command + ([] if slow_motion is None else [f"{slow_motion:g}"])


def report(stage: str, done: int, total: int) -> None:
    print(json.dumps({"stage": stage, "done": done, "total": total}), file=sys.stderr, flush=True)


def read_plan(clip: Path) -> dict[str, Any] | None:
    """Return what is to happen, or None for what is no video."""
    try:
        plan: dict[str, Any] = json.loads(clip.read_text(encoding="utf-8"))
    except ValueError:
        named = clip.stem.partition("_")[0]
        return {"verdict": named} if named in VERDICTS else None
    return plan


def write_result(folder: Path, verdict: str, name: str, slow_motion: float) -> None:
    """Put the result of a verdict into a folder, under the name of a clip."""

    def write(empty: Path) -> None:
        from tests.end_to_end.example_results import write_full_result

        write_full_result(empty, verdict)  # type: ignore[arg-type]

    shutil.copytree(kept(f"full-result-{verdict}", write), folder, dirs_exist_ok=True)
    document = json.loads((folder / "analysis.json").read_text(encoding="utf-8"))
    document["clip"] |= {"file": name, "slow_motion": slow_motion}
    (folder / "analysis.json").write_text(json.dumps(document), encoding="utf-8")


def main(clip: Path, out: Path, slow_motion: float = 1.0) -> int:
    folder = out / clip.stem
    folder.mkdir(parents=True)
    (folder / "half-written").write_text("rubbish", encoding="utf-8")
    plan = read_plan(clip)
    if plan is None:
        print("some library complains", file=sys.stderr)
        print("gaitcheck: The file is not a video. Export it again.", file=sys.stderr)
        return 2
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
            held = stage == plan.get("during", "pose") and "until" in plan
            while held and not Path(plan["until"]).exists():
                time.sleep(0.05)
        if stage == "pose":
            print(json.dumps({"so_far": SO_FAR}), file=sys.stderr, flush=True)
    (folder / "half-written").unlink()
    write_result(folder, plan["verdict"], clip.name, slow_motion)
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2]), *map(float, sys.argv[3:])))

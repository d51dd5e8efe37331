"""Compare a whole analysis with a plain MediaPipe loop over the same frames, in one run.

``python -m benchmarks.speed CLIP`` times ``gaitcheck analyze`` (process start, pose, gait,
pictures and files included) and the plain loop in turn, and prints medians and their ratio, then
how the time of one analysis divides among its stages, and what the landmarks alone cost.
"""

from __future__ import annotations

import argparse
import dataclasses
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path

from gaitcheck.analysis import judge_with_progress
from gaitcheck.judging import judge
from gaitcheck.observing.clip import observe, observe_tracked
from gaitcheck.observing.pose import track_pose
from gaitcheck.progress import Progress, Stage
from gaitcheck.report import write_report
from gaitcheck.video import probe_video


def seconds(command: list[str]) -> float:
    """Run a command and return its wall time."""
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - start


def stage_seconds(clip: Path) -> dict[Stage, float]:
    """Analyse a clip in this process and return how long each stage took."""
    seen: list[tuple[float, Stage]] = [(time.perf_counter(), "reading")]

    def note(progress: Progress) -> None:
        seen.append((time.perf_counter(), progress.stage))

    with tempfile.TemporaryDirectory() as folder:
        observation = observe(clip, progress=note)
        analysis = judge_with_progress(observation, note, None)
        write_report(analysis, observation, clip, Path(folder), progress=note)
    # The time up to a report belongs to the stage that it tells of.
    spent: dict[Stage, float] = {}
    for (before, _), (now, stage) in pairwise(seen):
        spent[stage] = spent.get(stage, 0.0) + now - before
    return spent


def landmarks_share(clip: Path) -> float:
    """Return the processor time of all that is done with landmarks alone, as a share of the pose's.

    Without the second look at the pictures. The pose runs in this process's workers, so theirs
    counts.
    """
    video = probe_video(clip)
    before = _used(resource.RUSAGE_CHILDREN) + _used(resource.RUSAGE_SELF)
    tracking = track_pose(video)
    after = _used(resource.RUSAGE_CHILDREN) + _used(resource.RUSAGE_SELF)
    alone = dataclasses.replace(observe_tracked(video, tracking), shoes={})
    start = time.process_time()
    judge(alone)
    return (time.process_time() - start) / (after - before)


def _used(whose: int) -> float:
    used = resource.getrusage(whose)
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Time both, in turn."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("clip", type=Path)
    parser.add_argument("--runs", type=int, default=5)
    arguments = parser.parse_args()
    clip = str(arguments.clip)
    whole, loop = [], []
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(arguments.runs):
            analyze = [sys.executable, "-m", "gaitcheck", "analyze", clip, "--out", folder]
            whole.append(seconds([*analyze, "--no-cache"]))
            loop.append(seconds([sys.executable, "-m", "benchmarks.speed.plain_loop", clip]))
    ratios = [a / b for a, b in zip(whole, loop, strict=True)]
    print(f"whole analysis    median {statistics.median(whole):6.2f} s")
    print(f"plain loop        median {statistics.median(loop):6.2f} s")
    low, high = min(ratios), max(ratios)
    print(f"ratio, in pairs   median {statistics.median(ratios):6.2f}   ({low:.2f} to {high:.2f})")
    spent = stage_seconds(arguments.clip)
    for stage, took in spent.items():
        print(f"{stage:<18}{100 * took / spent['pose']:6.0f} % of the pose time")
    shares = [landmarks_share(arguments.clip) for _ in range(arguments.runs)]
    print(
        f"landmarks alone   {100 * statistics.median(shares):6.1f} % of the pose's processor time"
    )


if __name__ == "__main__":
    main()

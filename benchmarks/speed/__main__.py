"""Compare a whole analysis with a plain MediaPipe loop over the same frames, in one run.

``python -m benchmarks.speed CLIP`` runs ``gaitcheck analyze`` (process start, pose, gait, pictures
and files included), the plain loop and ``gaitcheck --help`` in turn. It prints medians of wall
time, processor time and peak memory with their range, and the ratios to the loop of the same turn:
on a machine that does other things too, look at those, and at processor time first. Then it prints
how the time of one analysis divides among its stages, and what the landmarks alone cost.

``--against COMMIT`` runs the program as it was at a commit in every turn too. ``--loop-model FILE``
gives the loop another model: ``tools/build_pose_bundle.py --whole`` makes the one that MediaPipe
publishes, whose outline this program leaves out.
"""

from __future__ import annotations

import argparse
import dataclasses
import os
import resource
import statistics
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Final

from gaitcheck.analysis import judge_with_progress
from gaitcheck.judging import judge
from gaitcheck.observing.clip import observe, observe_tracked
from gaitcheck.observing.pose import track_pose
from gaitcheck.progress import Progress, Stage
from gaitcheck.report import write_report
from gaitcheck.video import probe_video

HERE: Final = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Spent:
    """What one run of a command took: seconds, seconds of all its processes, and memory.

    `peak_mb` is that of the largest of its processes.
    """

    wall_s: float
    processor_s: float
    peak_mb: float


def run(command: Sequence[str], folder: Path) -> Spent:
    """Run a command of the program that lies in a folder and tell what it took."""
    # As installed programs run: with their modules compiled beforehand.
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", *command],
        cwd=folder,
        env=environment | {"PYTHONPATH": str(folder)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{' '.join(command)} ended with status {process.returncode} in {folder}.")
    return Spent(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


@contextmanager
def program_at(commit: str) -> Iterator[Path]:
    """Lay out the program as it was at a commit in a folder for a while."""
    archive = subprocess.run(
        ["git", "archive", commit], cwd=HERE, check=True, capture_output=True
    ).stdout
    with tempfile.TemporaryDirectory() as folder, tarfile.open(fileobj=BytesIO(archive)) as files:
        files.extractall(folder, filter="data")
        yield Path(folder)


def analysis_of(clip: Path, folder: Path, out: Path) -> list[str]:
    """Return the command that analyses a clip anew, whatever is kept of it."""
    fresh = [] if not (folder / "gaitcheck/store/cache.py").exists() else ["--no-cache"]
    return ["gaitcheck", "analyze", str(clip), "--out", str(out), "--progress", "none", *fresh]


def take_turns(commands: dict[str, tuple[list[str], Path]], runs: int) -> dict[str, list[Spent]]:
    """Run every command once a turn, after one turn that does not count."""
    spent: dict[str, list[Spent]] = {name: [] for name in commands}
    for turn in range(runs + 1):
        for name, (command, folder) in commands.items():
            took = run(command, folder)
            if turn:
                spent[name].append(took)
    return spent


def print_spent(name: str, spent: Sequence[Spent]) -> None:
    """Print the medians of one command and their range."""
    wall, processor = ([getattr(s, key) for s in spent] for key in ("wall_s", "processor_s"))
    peak = max(s.peak_mb for s in spent)
    # A process that is started from here begins with the memory of this one.
    told = peak > resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{name:<22}wall {_middle(wall)} s   processor {_middle(processor)} s"
        + (f"   peak {peak:4.0f} MB a process" if told else "")
    )


def print_ratios(name: str, one: Sequence[Spent], other: Sequence[Spent]) -> None:
    """Print the ratios of two commands, turn by turn."""
    wall, processor = (
        [getattr(a, key) / getattr(b, key) for a, b in zip(one, other, strict=True)]
        for key in ("wall_s", "processor_s")
    )
    print(f"{name:<22}wall {_middle(wall)}     processor {_middle(processor)}")


def _middle(values: Sequence[float]) -> str:
    return f"{statistics.median(values):6.2f} ({min(values):.2f} to {max(values):.2f})"


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


def compare(clip: Path, runs: int, commit: str | None, loop_model: Path | None) -> None:
    """Run all commands in turn and print what they took."""
    given = [] if loop_model is None else [str(loop_model.resolve())]
    loop = ["benchmarks.speed.plain_loop", str(clip), *given]
    with tempfile.TemporaryDirectory() as out, program_at(commit or "HEAD") as there:
        commands = {
            "whole analysis": (analysis_of(clip, HERE, Path(out)), HERE),
            "plain loop": (loop, HERE),
            "gaitcheck --help": (["gaitcheck", "--help"], HERE),
        }
        if commit is not None:
            commands[f"at {commit}"] = (analysis_of(clip, there, Path(out)), there)
        spent = take_turns(commands, runs)
    for name, took in spent.items():
        print_spent(name, took)
    print_ratios("analysis / loop", spent["whole analysis"], spent["plain loop"])
    if commit is not None:
        print_ratios(f"analysis / {commit}", spent["whole analysis"], spent[f"at {commit}"])
        print_ratios(f"{commit} / loop", spent[f"at {commit}"], spent["plain loop"])


def main() -> None:
    """Time everything."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.speed",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("clip", type=Path)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--against", metavar="COMMIT")
    parser.add_argument("--loop-model", type=Path, metavar="FILE")
    arguments = parser.parse_args()
    clip = arguments.clip.resolve()
    compare(clip, arguments.runs, arguments.against, arguments.loop_model)
    spent = stage_seconds(clip)
    for stage, took in spent.items():
        print(f"{stage:<18}{100 * took / spent['pose']:6.0f} % of the pose time")
    shares = [landmarks_share(clip) for _ in range(arguments.runs)]
    print(
        f"landmarks alone   {100 * statistics.median(shares):6.1f} % of the pose's processor time"
    )


if __name__ == "__main__":
    main()

"""The sets of runs that are judged: rendered clips, motion capture, labelled real clips."""

from __future__ import annotations

import math
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.accuracy.answers import Answer, answer_of
from benchmarks.accuracy.camera import film_capture
from benchmarks.accuracy.compare import RunScore, score_run
from benchmarks.accuracy.landmark_error import LandmarkError, Observed
from benchmarks.accuracy.mocap import read_capture, trial_names
from benchmarks.accuracy.naive import RULES, judge_by_rule
from benchmarks.accuracy.tracking import observed, tracked
from benchmarks.accuracy.truth import Truth, read_frames, read_truth, truth_path
from benchmarks.places import ROOT, SAMPLES
from gaitcheck.judging import judge
from gaitcheck.model import SIDES, Observation

GAITCHECK: Final = "gaitcheck"
METHODS: Final = (GAITCHECK, *(rule.name for rule in RULES))
# Rendered clips by the beginning of their name. Thresholds were set looking at the sample videos,
# so these count as tuning whatever their name.
HELD_OUT_PREFIX: Final = "test_"
# Tuning runners once more, level and with one thing changed; a set of their own.
TURNED_PREFIX: Final = "turned_"
FRAME_RATES: Final = (30.0, 60.0, 120.0, 240.0)
SEEDS: Final = 2

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """One run with its truth and what every method says about it, by the method's name."""

    truth: Truth
    answers: dict[str, Answer]

    def score(self, method: str) -> RunScore:
        """Return the score of one method."""
        return score_run(self.truth, self.answers[method])


def judge_all(observation: Observation, slow_motion: float) -> dict[str, Answer]:
    """Return every method's answer to the same landmarks.

    Parameters
    ----------
    observation : Observation
        Without shoes where there is no film, landmarks alone.
    slow_motion : float
        The true factor: it turns file time to real time; gaitcheck itself is not told.
    """
    landmarks = observation.tracking.landmarks
    answers = {GAITCHECK: answer_of(judge(observation), slow_motion)}
    return answers | {r.name: judge_by_rule(r, landmarks, slow_motion) for r in RULES}


def rendered_clips(folder: Path | None) -> tuple[list[Path], list[Path]]:
    """Return the tuning and the held-out clips that have a truth file."""
    clips = _clips_in(SAMPLES) + _clips_in(folder)
    tuning = [c for c in clips if not c.name.startswith((HELD_OUT_PREFIX, TURNED_PREFIX))]
    return tuning, [clip for clip in clips if clip.name.startswith(HELD_OUT_PREFIX)]


def turned_clips(folder: Path | None) -> list[Path]:
    """Return the clips that differ from a level twin in one thing."""
    return [clip for clip in _clips_in(folder) if clip.name.startswith(TURNED_PREFIX)]


def _clips_in(folder: Path | None) -> list[Path]:
    found = [] if folder is None else sorted(folder.glob("*.mp4"))
    return [clip for clip in found if clip.name[0] != "." and truth_path(clip).is_file()]


def render_sets(assets: Path, out: Path, count: int) -> None:
    """Render the first `count` clips of the tuning and of the held-out set that are missing.

    An eighth as many held-out runners are filmed at 120 pictures a second too, and a quarter as
    many level, turned, tilted and on an incline.

    Raises
    ------
    subprocess.CalledProcessError
        When the renderer refuses; it has said why.
    """
    tool = ROOT / "tools" / "render_runner.py"
    sets = {"tune": count, "test": count, "fast": count / 8, "turned": count / 4}
    for split, number in sets.items():
        command = [sys.executable, str(tool), "--drawn", split, str(math.ceil(number))]
        subprocess.run([*command, "--assets", str(assets), "--out", str(out)], check=True)


def judge_clips(clips: Sequence[Path], cache: Path, say: Say) -> list[Run]:
    """Observe and judge rendered clips."""
    runs = []
    for clip in clips:
        say(clip.name)
        truth = read_truth(truth_path(clip))
        runs.append(Run(truth, judge_all(observed(clip, cache), truth.slow_motion)))
    return runs


def observed_clips(clips: Sequence[Path], cache: Path) -> list[Observed]:
    """Return the landmarks and the truth of every frame of the clips seen from the side."""
    found = []
    for clip in clips:
        truth = read_truth(truth_path(clip))
        if truth.usable and truth.near_side is not None:
            _, tracking = tracked(clip, cache)
            frames = read_frames(truth_path(clip))
            found.append(Observed(tracking.landmarks, frames, truth.near_side, truth.slow_motion))
    return found


def judge_captures(folder: Path, error: LandmarkError, fps: float, say: Say) -> list[Run]:
    """Film every trial from both sides, `SEEDS` times each, and judge it."""
    runs = []
    for name in trial_names(folder):
        capture = read_capture(folder, name)
        for near in SIDES:
            for seed in range(SEEDS):
                observation, truth = film_capture(capture, error, fps=fps, near=near, seed=seed)
                say(truth.name)
                runs.append(Run(truth, judge_all(observation, truth.slow_motion)))
    return runs

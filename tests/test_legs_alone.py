"""A film of legs without a body: judged from the shoes, and nothing is made up about the rest."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from gaitcheck.judging import judge
from gaitcheck.model import ANKLE, HEEL, SIDES, TOE, Analysis
from gaitcheck.observing.clip import observe
from gaitcheck.store.observation import from_bytes, to_bytes
from gaitcheck.video import FrameReader, probe_video
from gaitcheck.video.encode import write_video

pytestmark = pytest.mark.slow
SAMPLE = Path(__file__).parents[1] / "sample_videos" / "left_heel_right_toe.mp4"
# Below the hips of the runner in that clip.
TOP, FRAMES = 420, 100


@pytest.fixture(scope="module")
def legs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the sample, cut off at the hips."""
    path = tmp_path_factory.mktemp("legs") / "legs.mp4"
    video = probe_video(SAMPLE)
    with FrameReader(video) as reader:
        pictures = [np.ascontiguousarray(p[TOP:]) for _, p in reader.read(0, FRAMES)]
    write_video(path, pictures, video.fps)
    return path


@pytest.fixture(scope="module")
def analysis(legs: Path) -> Analysis:
    # Through the stored form, as a result is judged again.
    return judge(from_bytes(to_bytes(observe(legs))))


def test_the_shoes_tell_the_strike(analysis: Analysis) -> None:
    assert analysis.verdict.strike == "mixed"
    strikes = {side: {s.strike for s in analysis.steps if s.side == side} for side in SIDES}
    assert "heel" in strikes["left"] <= {"heel", "unsure"}
    assert "toe" in strikes["right"] <= {"toe", "unsure"}
    assert analysis.cadence_spm == pytest.approx(true_cadence(), rel=0.02)


def true_cadence() -> float:
    truth = json.loads(SAMPLE.with_suffix("").with_suffix(".truth.json").read_text())
    cadence: float = truth["motion"]["cadence_spm"]
    return cadence


def test_it_says_what_is_missing(analysis: Analysis) -> None:
    (note,) = (note for note in analysis.quality if note.code == "legs_alone")
    assert note.severity != "blocker"
    assert "Only the legs are in the picture" in note.message
    known = {
        name for name, metric in analysis.metrics.items() if np.isfinite(metric.value or np.nan)
    }
    assert {"cadence", "contact_time_left"} <= known
    body = ("knee", "overstride", "trunk", "arm", "shank", "hip", "oscillation", "speed")
    assert not [name for name in known if any(word in name for word in body)]


def test_no_landmark_is_made_up(analysis: Analysis) -> None:
    landmarks = analysis.landmarks
    assert landmarks is not None
    assert landmarks.feet_alone
    found = np.flatnonzero(np.isfinite(landmarks.points[..., 0]).any(axis=0))
    assert set(found.tolist()) <= {ANKLE, ANKLE + 1, HEEL, HEEL + 1, TOE, TOE + 1}


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "gaitcheck", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.long
def test_reports_and_exports_are_written(legs: Path, tmp_path: Path) -> None:
    done = run("analyze", legs, "--out", tmp_path / "results", "--no-cache")
    assert done.returncode == 0, done.stderr
    result = tmp_path / "results" / "legs" / "analysis.json"
    report = ("report", result, "--clip", legs, "--out", tmp_path / "reports")
    refused = run(*report)
    assert refused.returncode == 2
    assert "No head was found in this clip, so faces cannot be blurred" in refused.stderr
    done = run(*report, "--show-faces")
    assert done.returncode == 0, done.stderr
    assert len(list((tmp_path / "reports").iterdir())) == 3
    done = run("export", result, "--out", tmp_path / "exports")
    assert done.returncode == 0, done.stderr
    assert len(list((tmp_path / "exports").iterdir())) >= 5

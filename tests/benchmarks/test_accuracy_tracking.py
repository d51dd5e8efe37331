"""What was seen in clips is kept, and nothing stale is read."""

from __future__ import annotations

import dataclasses
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from benchmarks.accuracy import tracking
from benchmarks.accuracy.tracking import forget_clips, gait_checksum, observed, source_checksum
from gaitcheck.gait.measure import GaitMeasure, measure_gait
from gaitcheck.judging import judge
from gaitcheck.model import Landmarks, Tracking
from gaitcheck.store.serialize import to_json_bytes
from gaitcheck.video import Video
from tests.examples import make_analysis, write_example_clip
from tests.gait.synthetic import Runner, landmarks_of, tracking_of

CLIP = "run.mp4"


@pytest.fixture
def done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Count what is done to the stick figure's clip, whose landmarks are known."""
    analysis = make_analysis()
    write_example_clip(tmp_path / CLIP, analysis)
    counts: Counter[str] = Counter()
    observe_tracked = tracking.observe_tracked

    def track(video: Video) -> Tracking:
        counts["tracked"] += 1
        assert analysis.landmarks is not None
        return tracking_of(analysis.landmarks)

    def look(*given: Any) -> Any:
        counts["observed"] += 1
        return observe_tracked(*given)

    monkeypatch.setattr(tracking, "track_pose", track)
    monkeypatch.setattr(tracking, "observe_tracked", look)
    return counts


def test_a_clip_is_observed_once_and_judged_alike_ever_after(
    tmp_path: Path, done: Counter[str]
) -> None:
    fresh, kept = (judge(observed(tmp_path / CLIP, tmp_path / "cache")) for _ in range(2))
    assert fresh.steps
    assert to_json_bytes(fresh) == to_json_bytes(kept)
    assert done == {"tracked": 1, "observed": 1}


def test_whoever_changes_how_clips_are_observed_gets_them_observed_anew(
    tmp_path: Path, done: Counter[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    observed(tmp_path / CLIP, tmp_path / "cache")
    monkeypatch.setattr(tracking, "observer_fingerprint", lambda: "other code of the second look")
    observed(tmp_path / CLIP, tmp_path / "cache")
    assert done == {"tracked": 1, "observed": 2}


@pytest.mark.long
def test_whoever_changes_where_the_gait_sends_the_second_look_gets_a_new_one(
    tmp_path: Path, done: Counter[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    observed(tmp_path / CLIP, tmp_path / "cache")

    def measure_later(landmarks: Landmarks) -> GaitMeasure:
        return later(measure_gait(landmarks), 0.01)

    monkeypatch.setattr(tracking, "measure_gait", measure_later)
    observed(tmp_path / CLIP, tmp_path / "cache")
    assert done == {"tracked": 1, "observed": 2}


def later(gait: GaitMeasure, strides: float) -> GaitMeasure:
    sides = {
        side: dataclasses.replace(
            own, events=dataclasses.replace(own.events, contact=own.events.contact + strides)
        )
        for side, own in gait.sides.items()
    }
    return dataclasses.replace(gait, sides=sides)


def test_the_gait_has_one_checksum_whatever_is_judged_of_it() -> None:
    gait = measure_gait(landmarks_of(Runner()))
    judged_otherwise = {
        side: dataclasses.replace(own, angle=dataclasses.replace(own.angle, value=1.0))
        for side, own in gait.sides.items()
    }
    same = dataclasses.replace(gait, sides=judged_otherwise)
    assert gait_checksum(measure_gait(landmarks_of(Runner()))) == gait_checksum(same)
    assert gait_checksum(later(gait, 1e-9)) != gait_checksum(gait)
    moved = landmarks_of(Runner())
    points = np.where(np.arange(len(moved.time_s))[:, None, None] == 40, np.nan, moved.points)
    lost = measure_gait(dataclasses.replace(moved, points=points))
    assert gait_checksum(lost) != gait_checksum(gait)
    nobody = measure_gait(dataclasses.replace(moved, points=np.full_like(points, np.nan)))
    assert gait_checksum(nobody) != gait_checksum(gait)


def test_code_counts_and_comments_do_not(tmp_path: Path) -> None:
    (tmp_path / "look").mkdir()
    look, plan = tmp_path / "look" / "at.py", tmp_path / "plan.py"
    look.write_text("NEAR = 1\n", encoding="utf-8")
    plan.write_text("FAR = 2\n", encoding="utf-8")

    def checksum() -> str:
        return source_checksum(("look", "plan.py"), tmp_path)

    before = checksum()
    look.write_text("# How near.\nNEAR  =  1\n", encoding="utf-8")
    assert checksum() == before
    look.write_text("NEAR = 3\n", encoding="utf-8")
    assert checksum() != before
    look.write_text("NEAR = 1\n", encoding="utf-8")
    (tmp_path / "look" / "more.py").write_text("", encoding="utf-8")
    assert checksum() != before


def test_the_code_that_counts_is_there() -> None:
    for place in (*tracking.TRACKS, *tracking.OBSERVES):
        assert (tracking.PACKAGE / place).exists()
    assert tracking.pose_fingerprint() != tracking.observer_fingerprint()


@pytest.mark.long
def test_the_cache_can_be_emptied(tmp_path: Path, done: Counter[str]) -> None:
    cache = tmp_path / "cache"
    observed(tmp_path / CLIP, cache)
    assert len(list(cache.iterdir())) == 2
    forget_clips(cache)
    assert list(cache.iterdir()) == []
    observed(tmp_path / CLIP, cache)
    assert done == {"tracked": 2, "observed": 2}

"""Whatever the tracker hands over, the measurement ends with a valid, cautious answer."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from gaitcheck.gait.measure import measure_gait
from gaitcheck.gait.metrics import measure_curves, measure_metrics
from gaitcheck.gait.quality import check_quality
from gaitcheck.gait.verdict import judge_clip, label_steps, summarise_sides
from gaitcheck.model import Landmarks, VerdictStrike
from gaitcheck.words.findings import say_finding
from tests.gait.quality.clips import evidence_of
from tests.gait.synthetic import HEIGHT, WIDTH, Runner, landmarks_of, tracking_of


def judge(landmarks: Landmarks) -> VerdictStrike:
    gait = measure_gait(landmarks)
    evidence = evidence_of(tracking_of(landmarks))
    findings = check_quality(evidence)
    assert all(say_finding(found).message for found in findings)
    blockers = [found for found in findings if found.severity == "blocker"]
    sides = summarise_sides(gait, blockers, 1.0)
    for step in label_steps(gait, blockers):
        assert sum(step.probability.values()) == pytest.approx(1.0)
        assert (step.strike == "unsure") == bool(step.unsure_because)
    for key, metric in measure_metrics(evidence.form, blockers).items():
        assert (metric.value is None) == (metric.low is None), key
        assert metric.value is None or np.isfinite(metric.value)
    measure_curves(evidence.form, blockers)
    return "unsure" if blockers else judge_clip(gait, sides).strike


def noise(frames: int, seed: int, share_lost: float) -> Landmarks:
    rng = np.random.default_rng(seed)
    points = rng.uniform(0, 1000, (frames, 33, 2))
    points[rng.random(frames) < share_lost] = np.nan
    return Landmarks(
        time_s=np.arange(frames) / 30,
        points=points,
        depth=rng.normal(0, 100, (frames, 33)),
        visibility=rng.random((frames, 33)),
        width=WIDTH,
        height=HEIGHT,
    )


@example(135, 6607, 0.95)  # a separation that stands still for a stride
@given(st.integers(1, 150), st.integers(0, 10_000), st.sampled_from([0.0, 0.3, 0.95, 1.0]))
@settings(max_examples=40)
def test_noise_is_never_labelled(frames: int, seed: int, share_lost: float) -> None:
    assert judge(noise(frames, seed, share_lost)) == "unsure"


@given(st.integers(0, 10_000), st.floats(0.0, 0.6))
@settings(max_examples=15)
def test_lost_frames_never_turn_heel_into_toe(seed: int, share_lost: float) -> None:
    landmarks = landmarks_of(Runner(left_angle=18.0, right_angle=18.0, noise_px=2.0, seconds=5.0))
    rng = np.random.default_rng(seed)
    points = landmarks.points.copy()
    points[rng.random(len(points)) < share_lost] = np.nan
    assert judge(replace(landmarks, points=points)) in {"heel", "unsure"}


def test_a_person_who_stands_or_is_one_point() -> None:
    landmarks = landmarks_of(Runner(seconds=3.0))
    still = np.repeat(landmarks.points[:1], len(landmarks.time_s), axis=0)
    assert judge(replace(landmarks, points=still)) == "unsure"
    assert judge(replace(landmarks, points=np.full_like(still, 500.0))) == "unsure"


def test_a_mirrored_picture_gives_the_mirrored_result() -> None:
    landmarks = landmarks_of(Runner(left_angle=20.0, right_angle=-10.0, facing=1))
    points = landmarks.points * [-1, 1] + [WIDTH, 0]
    swapped = points.copy()
    depth = landmarks.depth.copy()
    for left in range(11, 33, 2):
        swapped[:, left], swapped[:, left + 1] = points[:, left + 1], points[:, left]
        depth[:, left], depth[:, left + 1] = landmarks.depth[:, left + 1], landmarks.depth[:, left]
    one = measure_gait(landmarks)
    two = measure_gait(replace(landmarks, points=swapped, depth=depth))
    assert two.view.view.facing == "left"
    assert two.sides["right"].angle.value == pytest.approx(one.sides["left"].angle.value, abs=0.3)
    assert two.sides["left"].angle.value == pytest.approx(one.sides["right"].angle.value, abs=0.3)

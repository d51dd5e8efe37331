"""The measured landmark error, and the simulated camera that it drives."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest

from benchmarks.accuracy.camera import film_capture
from benchmarks.accuracy.cli import ERROR_FILE
from benchmarks.accuracy.landmark_error import (
    JOINTS,
    LANDMARK,
    NODES_DEG,
    LandmarkError,
    LegError,
    Observed,
    bias_at,
    measure,
    read_error,
    rotated,
    write_error,
)
from benchmarks.accuracy.mocap import Capture
from benchmarks.accuracy.truth import POINTS, TrueFrames, TrueStep
from gaitcheck.model import HEEL, SHOULDER, SIDES, TOE, FloatArray, Landmarks, Side

STRIDE_S = 0.7


def leg_points(time_s: FloatArray, delay: float) -> FloatArray:
    """A scissoring leg in metres, y upwards: hip, knee, ankle, heel, toe; the foot stays level."""
    swing = 0.4 * np.cos(2 * np.pi * (time_s / STRIDE_S - delay))
    nothing = np.zeros_like(swing)
    hip = np.stack([nothing, nothing + 0.9], axis=1)
    knee = np.stack([swing / 2, nothing + 0.5], axis=1)
    ankle = np.stack([swing, nothing + 0.1], axis=1)
    return np.stack(
        [hip, knee, ankle, ankle - [0.05, 0.08], ankle + np.array([0.2, -0.08])], axis=1
    )


def capture(seconds: float = 12.0) -> Capture:
    time_s = np.arange(0, seconds, 1 / 150)
    joints: dict[Side, FloatArray] = {
        "left": leg_points(time_s, 0.0),
        "right": leg_points(time_s, 0.5),
    }
    steps = tuple(
        TrueStep(
            "left" if k % 2 else "right", k * STRIDE_S / 2, k * STRIDE_S / 2 + 0.25, 12.0, "heel"
        )
        for k in range(int(2 * seconds / STRIDE_S))
    )
    sole = np.zeros(len(time_s))
    return Capture(
        "trial",
        "runner",
        time_s,
        joints,
        dict.fromkeys(SIDES, sole),
        steps,
    )


def no_error() -> LandmarkError:
    nothing = tuple((0.0,) * 10 for _ in range(10))
    leg = LegError(
        bias=tuple(tuple((0.0, 0.0) for _ in JOINTS) for _ in NODES_DEG),
        clip_covariance=nothing,
        frame_covariance=nothing,
        memory_s=0.03,
        visibility=0.9,
        lost_per_s=0.0,
        lost_s=0.03,
        lost_on_other_leg=0.0,
    )
    return LandmarkError(1, 100, leg, leg, 0.0, 0.03, 0.0, 2.4, 0.08)


def test_a_perfect_camera_shows_the_capture() -> None:
    observation, truth = film_capture(capture(), no_error(), fps=50, near="right", seed=1)
    landmarks = observation.tracking.landmarks
    assert observation.shoes == {}
    assert observation.clip.frames == len(landmarks.time_s) == pytest.approx(500, abs=1)
    foot = landmarks.points[:, TOE] - landmarks.points[:, HEEL]
    # Level feet that point right: the right side is near.
    assert np.allclose(foot[:, 1], 0, atol=1e-6)
    assert (foot[:, 0] > 0).all()
    assert (landmarks.depth[:, SHOULDER + 1] < landmarks.depth[:, SHOULDER]).all()
    assert truth.near_side == "right"
    assert truth.cadence_spm == pytest.approx(120 / STRIDE_S)
    assert all(0 <= step.contact_s <= truth.duration_s for step in truth.steps)


def test_the_left_side_near_faces_left() -> None:
    observation, _ = film_capture(capture(), no_error(), fps=30, near="left", seed=0)
    points = observation.tracking.landmarks.points
    assert (points[:, TOE, 0] < points[:, HEEL, 0]).all()


def test_the_same_seed_gives_the_same_film() -> None:
    error = read_error(ERROR_FILE)
    films = [
        film_capture(capture(), error, fps=30, near="left", seed=seed)[0].tracking.landmarks.points
        for seed in (3, 3, 4)
    ]
    assert np.array_equal(films[0], films[1], equal_nan=True)
    assert not np.array_equal(films[0], films[2], equal_nan=True)


def observed(
    bias: tuple[float, float], scatter: float, swapped: slice, frames: int = 600
) -> Observed:
    """A clip at 60 pictures a second whose landmark error is known; one leg length is 100 px."""
    rng = np.random.default_rng(0)
    time_s = np.arange(frames) / 60
    points: dict[Side, FloatArray] = {}
    seen = np.full((frames, 33, 2), 50.0)
    sole = np.zeros(frames)
    for offset, side in enumerate(SIDES):
        leg = leg_points(time_s, 0.5 * offset)
        length = np.linalg.norm(leg[0, 0] - leg[0, 1]) + np.linalg.norm(leg[0, 1] - leg[0, 2])
        leg = leg * 100 / length * [1, -1] + [300, 400]
        points[side] = np.full((frames, len(POINTS), 2), 0.0)
        points[side][:, [POINTS.index(joint) for joint in JOINTS]] = leg
        noise = rng.normal(0, 100 * scatter, leg.shape)
        seen[:, np.array(LANDMARK) + offset] = leg + 100 * np.array([bias[0], -bias[1]]) + noise
    left, right = np.array(LANDMARK), np.array(LANDMARK) + 1
    seen[swapped, left], seen[swapped, right] = seen[swapped, right], seen[swapped, left].copy()
    landmarks = Landmarks(
        time_s, seen, np.zeros((frames, 33)), np.full((frames, 33), 0.9), 640, 800
    )
    return Observed(landmarks, TrueFrames(points, dict.fromkeys(SIDES, sole), 1), "left", 1.0)


def test_a_known_error_is_measured(tmp_path: Path) -> None:
    clips = [observed((0.03, 0.01), 0.02, slice(0, 0)), observed((0.05, 0.01), 0.02, slice(0, 0))]
    error = measure(clips)
    assert np.allclose(np.array(error.near.bias)[4], [0.04, 0.01], atol=0.005)
    assert np.sqrt(np.diag(np.array(error.far.frame_covariance))) == pytest.approx(0.02, rel=0.15)
    assert error.near.visibility == pytest.approx(0.9)
    assert error.swap_share == error.missing_share == 0.0
    write_error(tmp_path / "error.json", error)
    assert read_error(tmp_path / "error.json") == error


def test_exchanged_legs_are_counted_and_do_not_blow_up_the_scatter() -> None:
    # 4 frames around the picture in which the feet are furthest apart.
    error = measure(
        [observed((0.0, 0.0), 0.01, slice(41, 45)), observed((0, 0), 0.01, slice(0, 0))]
    )
    assert error.swap_s == pytest.approx(4 / 60, abs=0.001)
    assert 0 < error.swap_share < 0.1
    assert np.sqrt(np.diag(np.array(error.near.frame_covariance))) == pytest.approx(0.01, rel=0.2)


def test_rotation_and_bias_between_nodes() -> None:
    turned = rotated(np.array([[[1.0, 0.0]]]), np.array([90.0]))
    assert turned == pytest.approx(np.array([[[0.0, 1.0]]]))
    bias = np.zeros((len(NODES_DEG), 1, 1))
    bias[-1] = 1.0
    middle = (NODES_DEG[-1] + NODES_DEG[-2]) / 2
    assert bias_at(bias, np.array([-200.0, middle, 90.0])).ravel() == pytest.approx([0, 0.5, 1])


def test_the_simulated_error_is_the_measured_one() -> None:
    clean, error = no_error(), read_error(ERROR_FILE)
    # Legs are neither exchanged nor lost, so that only the scatter is left.
    quiet = dataclasses.replace(
        error,
        near=dataclasses.replace(error.near, lost_per_s=0.0),
        far=dataclasses.replace(error.far, lost_per_s=0.0),
        swap_share=0.0,
    )
    one, two = (
        film_capture(capture(), e, fps=120, near="left", seed=5)[0].tracking.landmarks.points
        for e in (clean, quiet)
    )
    toes = (two - one)[:, TOE] / 300.0
    expected = np.sqrt(np.diag(np.array(error.near.frame_covariance)))[-2:]
    assert toes.std(axis=0) == pytest.approx(expected, rel=0.35)

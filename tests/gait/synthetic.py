"""An analytic runner: landmarks whose contacts, angles and cadence are known exactly."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from scipy.interpolate import CubicSpline, PchipInterpolator

from gaitcheck.gait.strike import FLAT_BIAS
from gaitcheck.model import Clip, FloatArray, Landmarks, Observation, Side, Tracking

LEG = 300.0  # thigh plus shank, pixels
FOOT = 85.0
FLAT_LINE_DEG = -10.0  # the toe landmark lies lower in the picture than the heel landmark
DUTY = 0.36
AHEAD = -0.042  # the foot is furthest ahead this many strides before contact
WIDTH, HEIGHT = 1080, 1400


@dataclass(frozen=True, slots=True)
class Runner:
    """What the runner does and how the camera sees it."""

    left_angle: float = 18.0
    right_angle: float = 18.0
    cadence_spm: float = 168.0
    fps: float = 30.0
    seconds: float = 8.0
    facing: int = 1
    tilt_deg: float = 0.0
    noise_px: float = 0.0
    slow_motion: float = 1.0
    walking: bool = False
    shoulder_across: float = 0.1
    start: float = 0.13
    right_lag: float = 0.5
    seed: int = 0

    @property
    def stride_s(self) -> float:
        """Stride time in file time."""
        return 120.0 / self.cadence_spm * self.slow_motion

    @property
    def frames(self) -> int:
        return round(self.fps * self.seconds)

    def phase(self, side: Side, time_s: FloatArray) -> FloatArray:
        """Strides since a contact of this side."""
        return time_s / self.stride_s + self.start + (0.0 if side == "left" else self.right_lag)

    def contact_frames(self, side: Side) -> FloatArray:
        """Exact contacts in fractional frames."""
        first = self.phase(side, np.zeros(1))[0]
        strides = np.arange(np.ceil(first), first + self.seconds / self.stride_s)
        return (strides - first) * self.stride_s * self.fps


def foot_pitch_curve(angle: float) -> PchipInterpolator:
    """Pitch over a stride from contact: `angle` to standing there, then flat, then heel-off."""
    knots = {
        0.0: angle,
        0.09: -FLAT_BIAS,
        0.19: -FLAT_BIAS,
        0.30: -30.0,
        0.40: -60.0,
        0.55: -70.0,
        0.80: -25.0,
        0.93: angle - 3.0,
        0.97: angle,
    }
    x = np.array([*knots, 1.0])
    y = np.array([*knots.values(), angle])
    return PchipInterpolator(
        np.concatenate([x - 1, x[1:], x[1:] + 1]), np.concatenate([y, y[1:], y[1:]])
    )


def _ahead_curve() -> CubicSpline:
    """How far the ankle is ahead of the pelvis over a stride, leg lengths; peaks at `AHEAD`."""
    x = np.array([0.0, 0.15, 0.36, 0.47, 0.62, 0.8, 0.958, 1.0])
    y = np.array([0.30, 0.02, -0.52, -0.62, -0.35, 0.15, 0.33, 0.30])
    rough = CubicSpline(x, y, bc_type="periodic")
    grid = np.arange(0, 1, 0.0005)
    late = grid[np.argmax(rough(grid))] - AHEAD
    return CubicSpline(grid, rough(np.mod(grid + late, 1.0)))


AHEAD_CURVE = _ahead_curve()


def landmarks_of(runner: Runner) -> Landmarks:
    """Return the landmarks that a perfect (or, with noise, imperfect) tracker would give."""
    time_s = np.arange(runner.frames) / runner.fps
    rng = np.random.default_rng(runner.seed)
    step_phase = 2 * runner.phase("left", time_s)
    # Running: highest in mid-flight, .45 strides after the foot is furthest ahead.
    peak = 2 * (0.45 + AHEAD) if not runner.walking else 2 * (0.24 + AHEAD)
    bounce = 0.05 * LEG * np.cos(2 * np.pi * (step_phase - peak))
    pelvis = np.stack([np.full(runner.frames, 540.0), 700.0 + bounce], axis=1)
    points = np.full((runner.frames, 33, 2), np.nan)
    points[:] = pelvis[:, None]
    up = np.array([0.0, 200.0])
    across = np.array([runner.shoulder_across * 100.0, 0.0])
    points[:, 11], points[:, 12] = pelvis + up + across, pelvis + up - across
    for side, offset, angle in (
        ("left", 0, runner.left_angle),
        ("right", 1, runner.right_angle),
    ):
        phase = runner.phase(side, time_s)
        _place_leg(points, offset, phase, pelvis, foot_pitch_curve(angle))
    points += rng.normal(0.0, runner.noise_px, points.shape) if runner.noise_px else 0.0
    return _seen_by_camera(points, time_s, runner)


def _place_leg(
    points: FloatArray, offset: int, phase: FloatArray, pelvis: FloatArray, pitch: PchipInterpolator
) -> None:
    share = np.mod(phase, 1.0)
    ankle = pelvis + LEG * np.stack(
        [
            AHEAD_CURVE(np.minimum(share, 0.9995)),
            -0.93 + 0.35 * np.maximum(0, np.sin(np.pi * (share - 0.4) / 0.55)) * (share > 0.4),
        ],
        axis=1,
    )
    angle = np.radians(pitch(share) + FLAT_LINE_DEG)
    along = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    heel = ankle - 20 * along - [0, 15]
    # The knee is straightest at toe-off: a bend that shrinks towards it.
    bend = 25 + 30 * np.abs(np.sin(np.pi * (share - DUTY)))
    middle = (pelvis + ankle) / 2
    points[:, 23 + offset] = pelvis
    points[:, 25 + offset] = middle + np.stack([bend, np.zeros_like(bend)], axis=1)
    points[:, 27 + offset] = ankle
    points[:, 29 + offset] = heel
    points[:, 31 + offset] = heel + FOOT * along


def _seen_by_camera(points: FloatArray, time_s: FloatArray, runner: Runner) -> Landmarks:
    turn = np.radians(runner.tilt_deg)
    matrix = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    image = (points - [540, 700]) @ matrix.T
    image = np.stack([540 + runner.facing * image[..., 0], 700 - image[..., 1]], axis=-1)
    depth = np.zeros(image.shape[:2])
    near = 0 if runner.facing < 0 else 1
    depth[:, 11 + near], depth[:, 12 - near] = -220.0, 220.0
    return Landmarks(
        time_s=time_s,
        points=image,
        depth=depth,
        visibility=np.full(image.shape[:2], 0.97),
        width=WIDTH,
        height=HEIGHT,
    )


def tracking_of(landmarks: Landmarks) -> Tracking:
    """Wrap landmarks as if one runner had been filmed by a resting camera."""
    frames = len(landmarks.time_s)
    return Tracking(
        landmarks=landmarks,
        camera_shift=np.zeros((frames, 2)),
        steadiness=np.ones(frames),
        people=(),
        surveyed_frames=(0,),
    )


def observation_of(tracking: Tracking, *, fps: float = 30.0, **changes: Any) -> Observation:
    """Return the observation of a clip of which nothing but this is known."""
    landmarks = tracking.landmarks
    frames = len(landmarks.time_s)
    clip = Clip(
        file="synthetic",
        sha256="0" * 64,
        width=landmarks.width,
        height=landmarks.height,
        fps=fps,
        frames=frames,
        duration_s=frames / fps,
        rotation_deg=changes.pop("rotation_deg", 0),
    )
    return Observation(clip, tracking, **changes)


def with_swapped_legs(landmarks: Landmarks, frames: list[int]) -> Landmarks:
    """Exchange left and right leg in some frames, as MediaPipe does when legs cross."""
    points = landmarks.points.copy()
    for left in (23, 25, 27, 29, 31):
        points[frames, left], points[frames, left + 1] = (
            landmarks.points[frames, left + 1],
            landmarks.points[frames, left],
        )
    return replace(landmarks, points=points)


def without_frames(landmarks: Landmarks, frames: list[int]) -> Landmarks:
    """Lose the runner in some frames."""
    points = landmarks.points.copy()
    points[frames] = np.nan
    return replace(landmarks, points=points)

"""A simulated camera: motion capture as the pose model would see it from the side."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import CubicSpline

from benchmarks.accuracy.landmark_error import (
    FOOT,
    LANDMARK,
    LandmarkError,
    LegError,
    bias_at,
    rotated,
)
from benchmarks.accuracy.mocap import Capture
from benchmarks.accuracy.truth import TrueStep, Truth
from gaitcheck.model import (
    HEEL,
    SHOULDER,
    SIDES,
    Clip,
    FloatArray,
    Landmarks,
    Observation,
    Side,
    Tracking,
)

DURATION_S: Final = 10.0
WIDTH: Final = 720
HEIGHT: Final = 1280
LEG_PX: Final = 300.0
"""Thigh plus shank in the picture."""
# Trunk from hips to shoulders, leg lengths, and its lean: only the view is read from it.
TRUNK: Final = 0.62
LEAN_DEG: Final = 3.0
POINTS: Final = 33


def film_capture(
    capture: Capture, error: LandmarkError, *, fps: float, near: Side, seed: int
) -> tuple[Observation, Truth]:
    """Return a capture as the observation of a clip, landmarks without shoes, with its truth.

    Parameters
    ----------
    capture : Capture
    error : LandmarkError
    fps : float
    near : Side
        The side towards the camera; the runner faces right when that is the right side.
    seed : int
        Draws the part of the trial and all errors.

    Notes
    -----
    Orthographic, square on. The trial's 150 Hz are interpolated by cubic splines; the pictures are
    instants, without exposure.
    """
    rng = _generator(fps, near, seed)
    start = _start(capture, rng)
    stop = min(start + DURATION_S, float(capture.time_s[-1]))
    time_s = np.arange(start, stop, 1 / fps)
    far: Side = "left" if near == "right" else "right"
    joints = {side: CubicSpline(capture.time_s, capture.joints[side])(time_s) for side in SIDES}
    length = _leg_length(joints[near])
    true = {side: joints[side] / length for side in SIDES}
    seen = {
        side: true[side] + _scatter(leg, np.interp(time_s, capture.time_s, sole), 1 / fps, rng)
        for side, leg, sole in (
            (near, error.near, capture.sole_deg[near]),
            (far, error.far, capture.sole_deg[far]),
        )
    }
    for side, other, leg in ((near, far, error.near), (far, near, error.far)):
        seen[side] = _lost(seen[side], true[other], leg, 1 / fps, rng)
    _swap(seen, true, error, 1 / fps, rng)
    landmarks = _landmarks(seen, near, time_s - start, error, rng)
    tracking = Tracking(
        landmarks=landmarks,
        camera_shift=np.zeros((len(time_s), 2)),
        steadiness=np.ones(len(time_s)),
        people=(),
        surveyed_frames=(),
    )
    name = f"{capture.name} at {fps:g}/s, {near} near, seed {seed}"
    observation = Observation(_clip(name, landmarks, fps), tracking)
    return observation, _truth(capture, name, near, start, stop, fps)


def film_start(capture: Capture, *, fps: float, near: Side, seed: int) -> float:
    """Return when the clip of `film_capture` begins, seconds of the trial."""
    return _start(capture, _generator(fps, near, seed))


def _generator(fps: float, near: Side, seed: int) -> np.random.Generator:
    return np.random.default_rng([seed, round(fps), SIDES.index(near)])


def _start(capture: Capture, rng: np.random.Generator) -> float:
    return float(capture.time_s[0]) + rng.uniform(0, _spare(capture))


def _spare(capture: Capture) -> float:
    return max(0.0, float(capture.time_s[-1] - capture.time_s[0]) - DURATION_S)


def _leg_length(joints: FloatArray) -> float:
    thigh = np.linalg.norm(joints[:, 0] - joints[:, 1], axis=1)
    shank = np.linalg.norm(joints[:, 1] - joints[:, 2], axis=1)
    return float(np.median(thigh + shank))


def _scatter(
    leg: LegError, sole_deg: FloatArray, frame_s: float, rng: np.random.Generator
) -> FloatArray:
    """Return the error of every joint in leg lengths, shape (frames, joints, 2)."""
    frames = len(sole_deg)
    own = bias_at(np.array(leg.bias), sole_deg)
    own = own + rng.multivariate_normal(np.zeros(10), leg.clip_covariance).reshape(5, 2)
    drawn = rng.multivariate_normal(np.zeros(10), leg.frame_covariance, size=frames)
    keep = float(np.exp(-frame_s / leg.memory_s)) if leg.memory_s > 0 else 0.0
    noise = drawn.copy()
    for frame in range(1, frames):
        noise[frame] = keep * noise[frame - 1] + np.sqrt(1 - keep**2) * drawn[frame]
    error = own + noise.reshape(frames, 5, 2)
    error[:, FOOT] = rotated(error[:, FOOT], sole_deg)
    return np.asarray(error)


def _lost(
    seen: FloatArray, other: FloatArray, leg: LegError, frame_s: float, rng: np.random.Generator
) -> FloatArray:
    """Put the leg on the other one, or halfway to it, for as often and as long as measured."""
    frames = len(seen)
    count = rng.poisson(leg.lost_per_s * frames * frame_s)
    out = seen.copy()
    for _ in range(count):
        run = _run(rng.uniform(0, frames), leg.lost_s, frame_s, frames, rng)
        share = 1.0 if rng.random() < leg.lost_on_other_leg else 0.5
        out[run] = (1 - share) * seen[run] + share * other[run]
    return out


def _swap(
    seen: dict[Side, FloatArray],
    true: dict[Side, FloatArray],
    error: LandmarkError,
    frame_s: float,
    rng: np.random.Generator,
) -> None:
    """Exchange the legs around some of their crossings."""
    separation = true["left"][:, 2, 0] - true["right"][:, 2, 0]
    for crossing in np.flatnonzero(np.diff(np.sign(separation)) != 0):
        if rng.random() < error.swap_share:
            run = _run(float(crossing), error.swap_s, frame_s, len(separation), rng)
            seen["left"][run], seen["right"][run] = seen["right"][run], seen["left"][run].copy()


def _run(
    middle: float, mean_s: float, frame_s: float, frames: int, rng: np.random.Generator
) -> NDArray[np.intp]:
    """Return the frames of one fault around `middle`, of exponential duration, at least one."""
    length = max(1, round(rng.exponential(mean_s) / frame_s))
    first = max(0, round(middle - length / 2))
    return np.arange(first, min(frames, first + length))


def _landmarks(
    seen: dict[Side, FloatArray],
    near: Side,
    time_s: FloatArray,
    error: LandmarkError,
    rng: np.random.Generator,
) -> Landmarks:
    facing = 1.0 if near == "right" else -1.0
    hips = (seen["left"][:, 0] + seen["right"][:, 0]) / 2
    lean = np.radians(LEAN_DEG)
    shoulders = hips + TRUNK * np.array([np.sin(lean), np.cos(lean)])
    points = np.repeat(shoulders[:, None], POINTS, axis=1)
    depth = np.zeros((len(time_s), POINTS))
    visibility = np.ones((len(time_s), POINTS))
    for offset, side in enumerate(SIDES):
        towards = -1.0 if side == near else 1.0
        points[:, np.array(LANDMARK) + offset] = seen[side]
        points[:, SHOULDER + offset, 0] += towards * error.shoulder_across * TRUNK / 2
        depth[:, SHOULDER + offset] = towards * error.shoulder_depth * TRUNK / 2 * LEG_PX
        feet = (error.near if side == near else error.far).visibility
        visibility[:, [index + offset for index in LANDMARK if index >= HEEL]] = feet
    middle = np.array([float(np.mean(hips[:, 0])), float(np.median(hips[:, 1]))])
    pixels = (points - middle) * LEG_PX * np.array([facing, -1.0]) + [WIDTH / 2, HEIGHT / 2]
    gone = rng.random(len(time_s)) < error.missing_share
    pixels[gone], depth[gone], visibility[gone] = np.nan, np.nan, np.nan
    return Landmarks(time_s, pixels, depth, visibility, WIDTH, HEIGHT)


def _clip(name: str, landmarks: Landmarks, fps: float) -> Clip:
    frames = len(landmarks.time_s)
    return Clip(
        file=name,
        sha256="0" * 64,
        width=WIDTH,
        height=HEIGHT,
        fps=fps,
        frames=frames,
        duration_s=frames / fps,
        rotation_deg=0,
    )


def _truth(capture: Capture, name: str, near: Side, start: float, stop: float, fps: float) -> Truth:
    steps = tuple(
        TrueStep(
            step.side,
            step.contact_s - start,
            step.toe_off_s - start,
            step.angle_deg,
            step.strike,
        )
        for step in capture.steps
        if start <= step.contact_s < stop
    )
    contacts = np.array([step.contact_s for step in steps])
    return Truth(
        name=name,
        runner=capture.runner,
        steps=steps,
        near_side=near,
        cadence_spm=60.0 / float(np.mean(np.diff(contacts))),
        slow_motion=1.0,
        duration_s=stop - start,
        usable=True,
        fps=fps,
    )

"""The camera: where it stands, how it shakes, and where a point appears in the picture.

World frame: x along the (horizontal) running direction, y up, z to the runner's right; the belt
frame is the world turned by the incline about z.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from render.spec import CameraSpec, ClipSpec, VideoSpec
from render.turns import turn_z

FloatArray = NDArray[np.float64]

SENSOR_MM = 36.0
"""Focal lengths are given for a full-frame sensor: 36 mm along the picture's longer side."""
NEAR, FAR = 0.1, 80.0


@dataclass(frozen=True)
class View:
    """One instant of the camera: position, rotation world to camera, pixels per unit slope."""

    eye: FloatArray
    rotation: FloatArray
    focal_px: float
    width: int
    height: int

    def project(self, world: FloatArray) -> FloatArray:
        """Return pixels (n, 2), y down, of world points (n, 3)."""
        c = (np.asarray(world, dtype=np.float64) - self.eye) @ self.rotation.T
        depth = np.maximum(-c[:, 2], 1e-6)
        x = self.width / 2 + self.focal_px * c[:, 0] / depth
        y = self.height / 2 - self.focal_px * c[:, 1] / depth
        return np.stack([x, y], axis=-1)

    def clip_matrix(self, jitter: tuple[float, float] = (0.0, 0.0)) -> NDArray[np.float32]:
        """Return the world-to-clip matrix; ``jitter`` shifts the picture by pixels."""
        view = np.eye(4)
        view[:3, :3] = self.rotation
        view[:3, 3] = -self.rotation @ self.eye
        p = np.zeros((4, 4))
        p[0, 0] = 2 * self.focal_px / self.width
        p[1, 1] = 2 * self.focal_px / self.height
        p[0, 2], p[1, 2] = 2 * jitter[0] / self.width, 2 * jitter[1] / self.height
        p[2, 2], p[2, 3] = -(FAR + NEAR) / (FAR - NEAR), -2 * FAR * NEAR / (FAR - NEAR)
        p[3, 2] = -1.0
        return (p @ view).astype(np.float32)


def focal_pixels(camera: CameraSpec, video: VideoSpec) -> float:
    """Return the focal length in pixels."""
    return camera.focal_mm / SENSOR_MM * max(video.width, video.height)


def facing(camera: CameraSpec) -> str:
    """Return the picture's running direction: the near side fixes it."""
    return "right" if camera.near_side == "right" else "left"


def incline_matrix(incline_deg: float) -> FloatArray:
    """Return the rotation from the belt frame to the world."""
    return turn_z(incline_deg)


def _wander(seed: int, stream: int, t: float, periods: tuple[float, ...]) -> FloatArray:
    phase = np.random.default_rng([seed, stream]).uniform(0, 1, (len(periods), 3))
    waves = np.array([np.sin(2 * np.pi * (t / p + phase[k])) for k, p in enumerate(periods)])
    total: FloatArray = waves.mean(axis=0)
    return total


def view_at(spec: ClipSpec, time_s: float) -> View:
    """Return the camera at a real time; shake is a smooth hand tremor drawn from the seed."""
    camera, video = spec.camera, spec.video
    side = 1.0 if camera.near_side == "right" else -1.0
    yaw = np.radians(camera.yaw_deg)
    aim = np.array([camera.aim_ahead_m, camera.aim_height_m, 0.0])
    away = np.array([np.sin(yaw), 0.0, side * np.cos(yaw)])
    eye = aim + camera.distance_m * away
    eye[1] = camera.height_m
    if camera.follow_m > 0:
        drift = _wander(spec.seed, 21, time_s, (3.1, 1.9, 0.74)) * np.array([1.0, 0.15, 0.25])
        bob = np.array([0.0, 0.10 * np.sin(2 * np.pi * time_s / 0.52), 0.0])
        move = camera.follow_m * (drift + 0.3 * bob)
        eye, aim = eye + move, aim + 0.8 * move
    back = (eye - aim) / np.linalg.norm(eye - aim)
    right = np.cross([0.0, 1.0, 0.0], back)
    right = right / np.linalg.norm(right)
    rotation = np.stack([right, np.cross(back, right), back])
    tremor = _wander(spec.seed, 22, time_s, (2.3, 0.9, 0.31, 0.13)) * camera.shake_deg
    roll = camera.roll_deg + 0.6 * tremor[2]
    rotation = _turn(roll, 2) @ _turn(tremor[0], 1) @ _turn(tremor[1], 0) @ rotation
    return View(eye, rotation, focal_pixels(camera, video), video.width, video.height)


def _turn(deg: float, axis: int) -> FloatArray:
    c, s = np.cos(np.radians(deg)), np.sin(np.radians(deg))
    a, b = [k for k in range(3) if k != axis]
    m = np.eye(3)
    m[a, a], m[a, b], m[b, a], m[b, b] = c, -s, s, c
    return m

"""The sole in profile and how it rolls on the belt without slipping.

Foot frame: origin where the flat part begins behind (the heel edge), x forward along the flat
sole, y up. Behind the origin the heel bevel is an arc; the flat runs from 0 to the ball; from there
a straight toe part rises by the toe spring and can be bent up about the ball (the shoe flexes).

Rolling without slipping on a plane is holonomic: the pose follows from the pitch alone, so the
stance needs no integration and the touching point cannot drift.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]

REFERENCE_FOOT_M = 0.262
"""Bare foot length for which the shoe below is drawn; other feet scale it."""


@dataclass(frozen=True, slots=True)
class Sole:
    """Lengths (m) of the sole's profile and the position of the ankle above it."""

    bevel_radius: float = 0.060
    bevel_angle_deg: float = 26.0
    ball: float = 0.165
    toe_length: float = 0.075
    toe_spring_deg: float = 11.0
    bumper: float = 0.015
    flex_deg: float = 22.0
    ankle_x: float = 0.046
    ankle_y: float = 0.100

    def scaled(self, factor: float) -> Sole:
        """Return the sole of a foot ``factor`` times as long."""
        return Sole(
            self.bevel_radius * factor,
            self.bevel_angle_deg,
            self.ball * factor,
            self.toe_length * factor,
            self.toe_spring_deg,
            self.bumper * factor,
            self.flex_deg,
            self.ankle_x * factor,
            self.ankle_y * factor,
        )

    @property
    def heel_back(self) -> float:
        """How far the bevel's end lies behind the origin (m)."""
        return self.bevel_radius * float(np.sin(np.radians(self.bevel_angle_deg)))


def toe_part_angle(sole: Sole, pitch_deg: FloatArray) -> FloatArray:
    """Return the angle of the toe part to the belt in stance (deg, same shape as the pitch).

    Rigid until the toe part lies flat, flat while the shoe bends, then both tip over the toe.
    """
    rigid = pitch_deg + sole.toe_spring_deg
    blend = 6.0
    below = rigid + sole.flex_deg
    tipping = np.where(
        below > blend,
        0.0,
        np.where(below < -blend, below, -((blend - below) ** 2) / (4 * blend)),
    )
    return np.where(rigid > 0, rigid, tipping)


def rotate(angle_deg: FloatArray, x: FloatArray | float, y: FloatArray | float) -> FloatArray:
    """Rotate (x, y) by ``angle_deg`` counter-clockwise; returns (..., 2)."""
    a = np.radians(angle_deg)
    return np.stack([np.cos(a) * x - np.sin(a) * y, np.sin(a) * x + np.cos(a) * y], axis=-1)


def rolled_origin(sole: Sole, pitch_deg: FloatArray) -> FloatArray:
    """Return the foot origin (n, 2) on a resting belt for each pitch, rolling without slipping.

    The flat sole at pitch 0 has its origin at (0, 0). Heel down: the bevel arc rolls. Toes down:
    the foot turns about the ball, then about the front end of the toe part.
    """
    pitch = np.asarray(pitch_deg, dtype=np.float64)
    arc = np.radians(np.clip(pitch, 0.0, sole.bevel_angle_deg))
    r = sole.bevel_radius
    touching = rotate(pitch, -r * np.sin(arc), r * (1 - np.cos(arc)))
    heel = np.stack([-r * arc, np.zeros_like(arc)], axis=-1) - touching
    phi = np.minimum(toe_part_angle(sole, pitch), 0.0)
    ball = np.stack([np.full_like(pitch, sole.ball + sole.toe_length), np.zeros_like(pitch)], -1)
    ball = ball - rotate(phi, sole.toe_length, 0.0)
    toes = ball - rotate(pitch, sole.ball, 0.0)
    return np.where((pitch > 0)[..., None], heel, toes)


def outline(sole: Sole, pitch_deg: FloatArray, toe_angle_deg: FloatArray) -> FloatArray:
    """Return the sole's profile relative to its origin, (n, points, 2), rear to front.

    The first twelve points lie on the bevel, then heel edge, ball, toe end, bumper tip.
    """
    pitch = np.asarray(pitch_deg, dtype=np.float64)[:, None]
    arc = np.radians(np.linspace(sole.bevel_angle_deg, 0.0, 13))[None, :]
    r = sole.bevel_radius
    rear = rotate(pitch, -r * np.sin(arc), r * (1 - np.cos(arc)))
    ball = rotate(pitch, sole.ball, 0.0)
    phi = np.asarray(toe_angle_deg, dtype=np.float64)[:, None]
    end = ball + rotate(phi, sole.toe_length, 0.0)
    tip = ball + rotate(phi, sole.toe_length + sole.bumper, sole.bumper)
    return np.concatenate([rear, ball, end, tip], axis=1)


def lowest(sole: Sole, pitch_deg: FloatArray, toe_angle_deg: FloatArray) -> FloatArray:
    """Return the height of the sole's lowest point relative to its origin (m)."""
    low: FloatArray = outline(sole, pitch_deg, toe_angle_deg)[..., 1].min(axis=1)
    return low

"""Two running legs from the hips down, posed as at some instant of a stride."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from sole_reader.figure import Pose, posed
from sole_reader.shapes import (
    LEG_ROWS,
    Dress,
    FloatArray,
    Mesh,
    Shoe,
    grid_triangles,
)

# Angles over a running stride from one contact to the next, degrees: thigh (forward positive), knee
# (bent positive) and sole (toes up positive). Rough means of published curves (Novacheck 1998, doi
# 10.1016/S0966-6362(97)00038-6); the drawing spreads them widely.
_PHASE: Final = (0.0, 0.08, 0.2, 0.36, 0.5, 0.65, 0.8, 0.92, 1.0)
_THIGH: Final = (30, 25, 8, -18, -6, 30, 42, 36, 30)
_KNEE: Final = (14, 34, 38, 20, 78, 108, 70, 22, 14)
_SOLE: Final = (7, 0, -6, -58, -78, -50, -12, 12, 7)
# Shoe lengths from knee to hip.
THIGH: Final = 2.5
_AROUND: Final = 12


@dataclass(frozen=True)
class LegDrawn:
    """One leg in place: x forward, y up, z to the camera; shoe lengths.

    Attributes
    ----------
    mesh : Mesh
        Shoe and shank.
    thigh : Mesh
    points : array, shape (3, 3)
        Heel bottom, ball bottom and toe tip on the edge nearer to the camera.
    """

    mesh: Mesh
    thigh: Mesh
    points: FloatArray


def pose_legs(
    rng: np.random.Generator, shoe: Shoe, dress: Dress, turn: float
) -> tuple[LegDrawn, LegDrawn]:
    """Return the far and the near leg, the lowest of both soles at a height of 0.

    Parameters
    ----------
    rng : Generator
    shoe, dress
        Both feet's.
    turn : float
        How far the runner is turned about the vertical, radians.
    """
    phase, lively = rng.random(), rng.uniform(0.5, 1.3)
    apart = 0.5 + rng.normal(0, 0.06)
    legs = [
        _pose_leg(rng, shoe, dress, (phase + k * apart) % 1.0, lively, side * rng.uniform(0.2, 0.5))
        for k, side in enumerate((-1, 1))
    ]
    c, s = np.cos(turn), np.sin(turn)
    about = np.array([[c, 0, s], [0, 1, 0], [-s, 0, c]])
    low = min(float(leg.points[:2, 1].min()) for leg in legs)
    shift = np.array([0.0, -low, 0.0])
    far, near = (_moved(leg, about, shift) for leg in legs)
    return far, near


def _moved(leg: LegDrawn, about: FloatArray, shift: FloatArray) -> LegDrawn:
    return LegDrawn(
        mesh=replace(leg.mesh, vertices=leg.mesh.vertices @ about.T + shift),
        thigh=replace(leg.thigh, vertices=leg.thigh.vertices @ about.T + shift),
        points=leg.points @ about.T + shift,
    )


def _pose_leg(
    rng: np.random.Generator, shoe: Shoe, dress: Dress, phase: float, lively: float, aside: float
) -> LegDrawn:
    thigh, knee, sole = (float(np.interp(phase, _PHASE, c)) for c in (_THIGH, _KNEE, _SOLE))
    thigh = lively * thigh + rng.normal(0, 7)
    knee = max(lively * (knee - 14) + 14 + rng.normal(0, 8), 0.0)
    pitch = lively * sole + rng.normal(0, 9)
    bend = float(np.clip(-pitch - rng.uniform(0, 25), 0, 48)) if 0.2 < phase < 0.4 else 0.0
    lean = np.radians(knee - thigh)
    pose = Pose(
        pitch=float(np.radians(pitch)),
        lean=float(lean),
        bend=float(np.radians(bend)),
        roll=float(np.radians(rng.normal(0, 6))),
        turn=float(np.radians(rng.normal(0, 6))),
    )
    mesh, edge, foot = posed(shoe, dress, pose)
    # The end of the drawn leg is its last ring.
    ring = mesh.vertices[foot:].reshape(-1, 14, 3)[-1]
    end = ring.mean(axis=0)
    up = np.radians(thigh)
    hip = end + THIGH * np.array([-np.sin(up), np.cos(up), 0.0])
    thick = 0.5 * float(np.ptp(ring[:, 0]))
    tube = _thigh(rng, end, hip, max(thick, 0.1))
    shift = np.array([0.0, 0.0, aside]) - hip
    return LegDrawn(
        mesh=replace(mesh, vertices=mesh.vertices + shift),
        thigh=replace(tube, vertices=tube.vertices + shift),
        points=edge + shift,
    )


def _thigh(rng: np.random.Generator, knee: FloatArray, hip: FloatArray, thick: float) -> Mesh:
    """Return a tube from a little below the knee to the hip and beyond."""
    along = np.linspace(-0.06, 1.25, 9)
    reach = np.interp(along, [-0.06, 0.3, 1.0, 1.25], [1.0, 1.3, 1.9, 2.0]) * thick
    reach = reach * rng.uniform(0.95, 1.15)
    way = (hip - knee) / np.linalg.norm(hip - knee)
    across = np.array([way[1], -way[0], 0.0])
    angle = np.linspace(0, 2 * np.pi, _AROUND, endpoint=False)
    centre = knee + along[:, None] * (hip - knee)
    rim = np.cos(angle)[:, None] * across + np.sin(angle)[:, None] * np.array([0.0, 0.0, 1.0])
    places = centre[:, None] + reach[:, None, None] * rim
    low, high = LEG_ROWS
    turn = 0.004 + 0.992 * np.abs(np.linspace(-1, 1, _AROUND, endpoint=False))
    row = low + (high - low) * np.clip(0.7 + 0.3 * along, 0, 1)
    coat = np.stack([np.repeat(turn[None], len(along), axis=0),
                     np.repeat(row[:, None], _AROUND, axis=1)], axis=-1)  # fmt: skip
    count = len(along) * _AROUND
    return Mesh(
        vertices=places.reshape(-1, 3),
        coat=coat.reshape(-1, 2),
        part=np.zeros((count, 2)),
        triangles=grid_triangles(len(along), _AROUND),
    )

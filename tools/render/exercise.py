"""Movements that step as often as a run and are none: pedals, steps, marching, a rope.

Nobody lands here as a runner does, so that no clip of them has a strike. The belt and the machine
of the scene stay: what matters is how legs and feet move.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from render.leg import LegLengths, leg_points, solve_leg
from render.motion import FootState, LowerBody, Motion, Mover
from render.sole import Sole
from render.spec import SIDES, ClipSpec, ExerciseName, Side

FloatArray = NDArray[np.float64]
Path = Callable[[FloatArray], tuple[FloatArray, FloatArray, FloatArray]]
"""From turns to how far the ankle is ahead of the hips and below them, leg lengths, and pitch."""

VARIES = 0.12
"""Rate and reach differ between people by up to this share."""
LONGEST_REACH = 0.995
"""No leg is straighter than this share of its length."""
CLEARANCE_M = 0.02
STEP_WIDTH_M = 0.18


def _oval(
    ahead: float, length: float, drop: float, height: float, pitch: float, tilt: float
) -> Path:
    """Return an ellipse, passed backward at its bottom as a pedal is; the heel rises behind."""

    def at(turns: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
        angle = 2 * np.pi * turns
        x, y = ahead + length * np.cos(angle), drop + height * np.sin(angle)
        return x, y, pitch + tilt * np.cos(angle)

    return at


def _lift(ahead: float, drop: float, height: float, tilt: float) -> Path:
    """Return a foot that stands for half a turn and is lifted in the other."""

    def at(turns: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
        lift = np.clip(np.sin(2 * np.pi * turns), 0.0, 1.0) ** 1.5
        return ahead * lift, drop - height * lift, -tilt * lift

    return at


@dataclass(frozen=True)
class _Kind:
    """`rate_hz` turns a second; twice a turn the hips rise by `bounce_m`, feet `in_step` too."""

    path: Path
    rate_hz: float
    bounce_m: float = 0.01
    in_step: bool = False


_KINDS: dict[ExerciseName, _Kind] = {
    "cross_trainer": _Kind(_oval(0.0, 0.27, 0.86, 0.085, -11, 14), 1.25, 0.015),
    "long_cross_trainer": _Kind(_oval(-0.03, 0.36, 0.84, 0.06, -8, 14), 1.1),
    "bike": _Kind(_oval(0.22, 0.2, 0.74, 0.2, -8, 12), 1.45, 0.0),
    "stairs": _Kind(_oval(0.14, 0.14, 0.78, 0.15, -6, 6), 0.85, 0.02),
    "stepper": _Kind(_oval(0.14, 0.02, 0.84, 0.12, -3, 4), 1.0, 0.0),
    "march": _Kind(_lift(0.26, 0.97, 0.45, 25), 1.1, 0.01),
    "rope": _Kind(_lift(0.0, 0.95, 0.0, 14), 2.2, 0.05, in_step=True),
}


class Exercise(Mover):
    """The movement that a spec's `motion.exercise` names; it has no steps."""

    def __init__(self, spec: ClipSpec, legs: LegLengths, sole: Sole) -> None:
        super().__init__(spec, legs, sole)
        self._kind = _KINDS[spec.motion.exercise]
        rng = np.random.default_rng([spec.seed, 51])
        faster, self._size = rng.uniform(1 - VARIES, 1 + VARIES, 2)
        self._rate = self._kind.rate_hz * faster
        # The truth tells of these turns, not of the run that the spec would be.
        self.gait = replace(self.gait, stride_s=1 / self._rate, contact_s=0.0)
        self._begin = rng.uniform()
        _, drop, _ = self._path(np.linspace(0.0, 1.0, 100))
        self._height = float(drop.max()) + sole.ankle_y + CLEARANCE_M

    def _path(self, turns: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Return metres ahead of and below the hips, and degrees."""
        ahead, drop, pitch = self._kind.path(turns)
        middle = float(np.mean(drop))
        total = self.legs.total
        return total * self._size * ahead, total * (middle + self._size * (drop - middle)), pitch

    def _turns(self, time_s: FloatArray) -> FloatArray:
        turns: FloatArray = self._begin + self._rate * time_s + 0.01 * np.sin(2.1 * time_s)
        return turns

    def pelvis_at(self, time_s: FloatArray) -> FloatArray:
        """Return the middle of the hip joints (n, 3)."""
        turns = self._turns(np.asarray(time_s, dtype=np.float64))
        height = self._height + self._kind.bounce_m * np.cos(4 * np.pi * turns)
        place: FloatArray = np.stack(
            [0.01 * np.sin(turns), height, 0.008 * np.cos(2 * np.pi * turns)], axis=-1
        )
        return place

    def at(self, time_s: FloatArray) -> LowerBody:
        """Return the lower body at real times (n,) in seconds."""
        t = np.asarray(time_s, dtype=np.float64)
        turns = self._turns(t)
        return LowerBody(
            pelvis=self.pelvis_at(t),
            phase=turns,
            pelvis_yaw_deg=np.zeros(len(t)),
            pelvis_list_deg=np.zeros(len(t)),
            feet={side: self._foot_at(side, t, turns) for side in SIDES},
        )

    def _foot_at(self, side: Side, t: FloatArray, turns: FloatArray) -> FootState:
        sign = 1.0 if side == "right" else -1.0
        pelvis = self.pelvis_at(t)
        hip = pelvis + np.array([0.0, 0.0, sign * self.legs.hip_half_width])
        later = 0.0 if side == "right" or self._kind.in_step else 0.5
        ahead, drop, pitch = self._path(turns + later)
        # Feet that hop leave the ground with the hips; pedals and steps stay where they are.
        height = (pelvis[:, 1] if self._kind.in_step else self._height) - drop
        across = np.full(len(t), sign * STEP_WIDTH_M / 2)
        ankle = np.stack([ahead, height, across], axis=-1)
        away = ankle - hip
        reach = np.linalg.norm(away, axis=1, keepdims=True)
        ankle = hip + away * np.minimum(1.0, LONGEST_REACH * self.legs.total / reach)
        thigh, bend, roll = solve_leg(self.legs, hip, ankle)
        knee, _ = leg_points(self.legs, hip, thigh, bend, roll)
        origin = ankle - self.ankle_from_origin(side, pitch)
        toe = pitch + self.sole.toe_spring_deg
        return FootState(hip, knee, ankle, origin, pitch, toe, roll, np.zeros(len(t), dtype=bool))


def mover(spec: ClipSpec, legs: LegLengths, sole: Sole) -> Mover:
    """Return what moves the legs of a spec: its exercise, or a run."""
    kind = Motion if spec.motion.exercise == "none" else Exercise
    return kind(spec, legs, sole)

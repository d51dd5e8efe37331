"""Two-link leg: inverse kinematics in the plane of the leg, and the joint angles of swing.

Angles in degrees: thigh from straight down (forward positive), knee flexion (0 straight). The leg
plane holds the running direction and is rolled sideways by ``roll`` about it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import CubicSpline

from render.errors import SpecError

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class LegLengths:
    """Thigh and shank length and half the distance between the hip joints (m)."""

    thigh: float
    shank: float
    hip_half_width: float

    @property
    def total(self) -> float:
        """Hip-to-ankle length of the straight leg (m)."""
        return self.thigh + self.shank


def solve_leg(
    legs: LegLengths, hip: FloatArray, ankle: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return thigh angle, knee flexion and roll (deg) that join hip and ankle, (n, 3) each.

    Raises
    ------
    SpecError
        When the ankle is out of the leg's reach.
    """
    d = ankle - hip
    down = np.hypot(d[:, 1], d[:, 2])
    reach = np.hypot(d[:, 0], down)
    if len(reach) and float(reach.max()) > legs.total * (1 - 1e-6):
        raise SpecError(
            f"The leg is too short for this step: {100 * legs.total:.1f} cm of leg, "
            f"{100 * float(reach.max()):.1f} cm needed; lower speed, duty factor or ahead_m, or "
            "raise cadence."
        )
    a, b = legs.thigh, legs.shank
    knee = np.arccos(np.clip((reach**2 - a**2 - b**2) / (2 * a * b), -1.0, 1.0))
    thigh = np.arctan2(d[:, 0], down) + np.arctan2(b * np.sin(knee), a + b * np.cos(knee))
    roll = np.arctan2(d[:, 2], -d[:, 1])
    return np.degrees(thigh), np.degrees(knee), np.degrees(roll)


def leg_points(
    legs: LegLengths, hip: FloatArray, thigh: FloatArray, knee: FloatArray, roll: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return knee and ankle positions (n, 3) from the joint angles."""
    th, sh, ro = np.radians(thigh), np.radians(thigh - knee), np.radians(roll)
    down = np.stack([np.zeros_like(ro), -np.cos(ro), np.sin(ro)], axis=-1)
    ahead = np.array([1.0, 0.0, 0.0])
    knee_at = hip + legs.thigh * (np.sin(th)[:, None] * ahead + np.cos(th)[:, None] * down)
    ankle = knee_at + legs.shank * (np.sin(sh)[:, None] * ahead + np.cos(sh)[:, None] * down)
    return knee_at, ankle


@dataclass(frozen=True, slots=True)
class EndState:
    """Joint angles (deg) and their rates (deg/s) at one end of swing.

    ``foot`` is the foot's pitch against the shank (0 when square to it).
    """

    thigh: float
    knee: float
    roll: float
    foot: float
    thigh_rate: float
    knee_rate: float
    roll_rate: float
    foot_rate: float


@dataclass(frozen=True, slots=True)
class Swing:
    """Smooth joint angles from toe-off to the next contact of the same foot."""

    duration: float
    thigh: CubicSpline
    knee: CubicSpline
    roll: CubicSpline
    foot: CubicSpline


def plan_swing(
    off: EndState, on: EndState, duration: float, speed: float, knee_peak: float
) -> Swing:
    """Return the swing between two end states.

    The knots are typical running (thigh extends a little further after toe-off, flexes until 70 %
    of swing, the knee peaks at half of swing; after Fukuchi et al. 2017, PeerJ 5:e3298); ends match
    stance in angle and rate.
    """
    low = off.thigh - 2.5
    high = float(np.interp(speed, (2.0, 3.5, 4.5), (25.0, 33.0, 42.0)))
    high = max(high, on.thigh + 3.0)
    rise = high - low
    thigh = _spline(
        duration,
        off.thigh,
        [(0.08, low), (0.22, low + 0.11 * rise), (0.34, low + 0.34 * rise),
         (0.46, low + 0.66 * rise), (0.58, low + 0.92 * rise), (0.70, high),
         (0.85, high - 0.57 * (high - on.thigh))],
        on.thigh, off.thigh_rate, on.thigh_rate,
    )  # fmt: skip
    up, back = knee_peak - off.knee, knee_peak - on.knee
    knee = _spline(
        duration,
        off.knee,
        [(0.22, off.knee + 0.36 * up), (0.34, off.knee + 0.71 * up), (0.52, knee_peak),
         (0.70, on.knee + 0.69 * back), (0.83, on.knee + 0.18 * back)],
        on.knee, off.knee_rate, on.knee_rate,
    )  # fmt: skip
    foot = _spline(
        duration,
        off.foot,
        [(0.10, off.foot - 4.0), (0.26, 0.8 * off.foot), (0.45, 0.25 * off.foot),
         (0.62, 0.5 * on.foot + 1.0), (0.80, 0.9 * on.foot + 1.0), (0.92, on.foot + 0.5)],
        on.foot, off.foot_rate, on.foot_rate,
    )  # fmt: skip
    middle = 0.5 * (off.roll + on.roll)
    roll = _spline(duration, off.roll, [(0.5, middle)], on.roll, off.roll_rate, on.roll_rate)
    return Swing(duration, thigh, knee, roll, foot)


def _spline(
    duration: float,
    first: float,
    knots: list[tuple[float, float]],
    last: float,
    rate_first: float,
    rate_last: float,
) -> CubicSpline:
    u = np.array([0.0, *(k for k, _ in knots), 1.0]) * duration
    y = np.array([first, *(v for _, v in knots), last])
    ends: Any = ((1, rate_first), (1, rate_last))
    return CubicSpline(u, y, bc_type=ends)

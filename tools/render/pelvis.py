"""The pelvis: ballistic in flight, carried by a force pulse in stance, swaying a little.

In flight the height is a parabola under gravity. In stance the acceleration is
``-g + A sin(pi s) + B sin(2 pi s)`` over the contact's share ``s`` (a half sine of ground force
with an early excess, as force plates show); A and B follow from the velocities and heights at both
ends. Height and velocity are continuous, and the force vanishes at contact and toe-off.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from render.errors import SpecError
from render.schedule import FootContact

FloatArray = NDArray[np.float64]

GRAVITY = 9.81
"""Standard gravity (m/s^2)."""
RISE_OVER_STANCE_M = 0.005
"""The pelvis leaves the ground this much higher than it lands: the leg is longer on its toes."""


@dataclass(frozen=True, slots=True)
class _Arc:
    start: float
    length: float
    y0: float
    v0: float
    pulse: float
    skew: float
    dip: float


@dataclass(frozen=True)
class PelvisHeight:
    """Height of the pelvis above its level at contact, as a function of time."""

    arcs: tuple[_Arc, ...]
    gravity: float

    def __call__(self, time_s: FloatArray) -> FloatArray:
        """Return the height (m) at real times, shape of ``time_s``."""
        t = np.asarray(time_s, dtype=np.float64)
        starts = np.array([a.start for a in self.arcs])
        which = np.clip(np.searchsorted(starts, t, side="right") - 1, 0, len(starts) - 1)
        columns = np.array(
            [[a.start, a.length, a.y0, a.v0, a.pulse, a.skew, a.dip] for a in self.arcs]
        )[which]
        start, length, y0, v0, pulse, skew, dip = np.moveaxis(columns, -1, 0)
        tau = t - start
        s = np.clip(tau / length, 0.0, 1.0)
        w, w2 = np.pi / length, 2 * np.pi / length
        rise = pulse * (tau / w - np.sin(w * tau) / w**2)
        lean = skew * (tau / w2 - np.sin(w2 * tau) / w2**2)
        free = y0 + v0 * tau - 0.5 * self.gravity * tau**2
        y: FloatArray = free + rise + lean - dip * 64.0 * (s * (1 - s)) ** 3
        return y


def pelvis_height(
    steps: Sequence[FootContact], gravity: float, oscillation_m: float | None
) -> PelvisHeight:
    """Return the pelvis height over consecutive steps.

    Parameters
    ----------
    steps : consecutive contacts, alternating feet.
    gravity : acceleration in flight, normal to the belt (m/s^2).
    oscillation_m : wanted vertical oscillation; ``None`` keeps what the half-sine force gives.

    Raises
    ------
    SpecError
        When the wanted oscillation would need the ground to pull.
    """
    arcs = _arcs(steps, gravity, 0.0)
    if oscillation_m is not None:
        path = PelvisHeight(tuple(arcs), gravity)
        t = np.linspace(steps[2].contact_s, steps[-3].contact_s, 2000)
        dip = oscillation_m - _mean_oscillation(path, steps, t)
        arcs = _arcs(steps, gravity, dip)
        _refuse_pull(arcs, gravity, oscillation_m)
    return PelvisHeight(tuple(arcs), gravity)


def _arcs(steps: Sequence[FootContact], g: float, dip: float) -> list[_Arc]:
    arcs: list[_Arc] = []
    land = [s.height_offset for s in steps]
    v_in = -0.5 * g * (steps[1].contact_s - steps[0].toe_off_s)
    for k in range(len(steps) - 1):
        step, following = steps[k], steps[k + 1]
        tc, tf = step.duration_s, following.contact_s - step.toe_off_s
        leave = 0.5 * (land[k] + land[k + 1]) + RISE_OVER_STANCE_M
        v_out = (land[k + 1] - leave) / tf + 0.5 * g * tf
        pulse = np.pi / (2 * tc) * (v_out - v_in + g * tc)
        free = v_in * tc - 0.5 * g * tc**2 + pulse * tc**2 / np.pi
        skew = (leave - land[k] - free) * 2 * np.pi / tc**2
        arcs.append(_Arc(step.contact_s, tc, land[k], v_in, float(pulse), float(skew), dip))
        arcs.append(_Arc(step.toe_off_s, tf, leave, v_out, 0.0, 0.0, 0.0))
        v_in = v_out - g * tf
    return arcs


def _mean_oscillation(path: PelvisHeight, steps: Sequence[FootContact], t: FloatArray) -> float:
    y = path(t)
    edges = [s.contact_s for s in steps[2:-2]]
    parts = [y[(t >= a) & (t < b)] for a, b in pairwise(edges)]
    return float(np.mean([np.ptp(p) for p in parts if len(p) > 3]))


def _refuse_pull(arcs: Sequence[_Arc], g: float, wanted: float) -> None:
    s = np.linspace(0.0, 1.0, 201)
    bump = np.gradient(np.gradient(64.0 * (s * (1 - s)) ** 3, s), s)
    for arc in arcs:
        if arc.pulse == 0.0:
            continue
        force = arc.pulse * np.sin(np.pi * s) + arc.skew * np.sin(2 * np.pi * s)
        if np.min(force - arc.dip * bump / arc.length**2) < -0.35 * g:
            raise SpecError(
                f"A vertical oscillation of {100 * wanted:.1f} cm does not fit this cadence and "
                "duty factor: the ground would have to pull the runner down."
            )


def sway(time_s: FloatArray, stride_phase: FloatArray, drift_m: float, seed: int) -> FloatArray:
    """Return the pelvis's fore-aft position on the treadmill (m): slow drift and step rhythm.

    The pelvis is furthest ahead at contact and furthest back in late stance (about 3 cm in all).
    """
    rng = np.random.default_rng([seed, 12])
    t = np.asarray(time_s, dtype=np.float64)
    slow = np.zeros_like(t)
    for period in (5.3, 8.9, 13.7):
        slow += np.sin(2 * np.pi * (t / period + rng.uniform())) / 1.8
    swing: FloatArray = 0.012 * np.cos(4 * np.pi * (stride_phase - 0.03)) + drift_m * slow
    return swing

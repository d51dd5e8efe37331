"""The sole's pitch during stance (deg, toes up positive), and its rate just before contact.

The shapes follow measured running: a heel striker's foot slaps down within 45-70 ms, steepest
shortly after contact; a toe striker's heel comes down in 30-60 ms or never; the heel lifts at about
half of stance and the pitch falls ever faster until toe-off.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from render.schedule import FootContact

FloatArray = NDArray[np.float64]

NEVER_FLAT_SHARE = 0.45
"""A forefoot runner whose heel stays up keeps this share of the contact angle (at least 3 deg)."""


def pitch_rate_before_contact(angle_deg: float) -> float:
    """Return the pitch rate at the end of swing (deg/s); early reading gains 1.5 deg per 10 ms."""
    return float(np.interp(angle_deg, (-8.0, 0.0, 8.0, 18.0), (-40.0, -60.0, -100.0, -140.0)))


def settled_pitch(step: FootContact) -> float:
    """Return the pitch at which the foot rests in mid-stance (0 unless the heel stays up)."""
    if step.heel_comes_down:
        return 0.0
    return min(-3.0, NEVER_FLAT_SHARE * step.foot_strike_angle_deg)


def stance_pitch(step: FootContact, since_contact_s: FloatArray) -> FloatArray:
    """Return the sole's pitch (deg) at times since contact inside the stance."""
    t = np.asarray(since_contact_s, dtype=np.float64)
    rest, angle = settled_pitch(step), step.foot_strike_angle_deg
    u = np.clip(t / step.heel_down_s, 0.0, 1.0)
    rate = -14.0 * angle if angle > 0 else -30.0
    fall = 1 - 3 * u**2 + 2 * u**3
    landing = rest + (angle - rest) * fall + rate * step.heel_down_s * u * (1 - u) ** 2
    lift = step.heel_lift_share * step.duration_s
    s = np.clip((t - lift) / (step.duration_s - lift), 0.0, 1.0)
    leaving = (step.toe_off_angle_deg - rest) * s**2 * (1.25 - 0.25 * s)
    pitch: FloatArray = landing + leaving
    return pitch

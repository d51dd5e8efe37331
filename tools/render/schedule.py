"""When each foot touches and leaves, how it lands, and what is usual at a speed.

Usual values by speed are those of recreational treadmill runners measured with force plates
(Fukuchi et al. 2017, PeerJ 5:e3298; ranges agree with published cohorts at 10 km/h).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from render.errors import SpecError
from render.spec import ClipSpec, MotionSpec, Side, strike_label

_SPEEDS = (2.0, 3.0, 4.0, 5.0)
_CADENCE = (160.0, 168.0, 178.0, 195.0)
_DUTY = (0.42, 0.37, 0.34, 0.34)
_AHEAD = (0.17, 0.22, 0.27, 0.30)
_TOE_OFF_ANGLE = (-50.0, -56.0, -62.0, -66.0)
_SWING_KNEE = (78.0, 95.0, 110.0, 118.0)
REFERENCE_LEG_M = 0.86
"""Hip-to-ankle length for which lengths above are given; a runner's own leg scales them."""
TOE_STRIKE_SHORTER_DUTY = 0.02
"""A toe striker's contact is this share of a stride shorter."""


def _usual(table: tuple[float, ...], speed: float) -> float:
    return float(np.interp(speed, _SPEEDS, table))


@dataclass(frozen=True, slots=True)
class Gait:
    """The mean gait, every open choice made."""

    speed: float
    stride_s: float
    contact_s: float
    flight_s: float
    ahead: float
    swing_knee_deg: float
    toe_off_angle_deg: float


@dataclass(frozen=True, slots=True)
class FootContact:
    """One step as planned: real seconds from the start of filming."""

    index: int
    side: Side
    contact_s: float
    toe_off_s: float
    foot_strike_angle_deg: float
    toe_off_angle_deg: float
    heel_comes_down: bool
    heel_down_s: float
    heel_lift_share: float
    ahead: float
    lateral: float
    height_offset: float

    @property
    def duration_s(self) -> float:
        """Contact time (s)."""
        return self.toe_off_s - self.contact_s

    @property
    def label(self) -> str:
        """Class by the angle rule."""
        return strike_label(self.foot_strike_angle_deg)


def mean_gait(motion: MotionSpec, leg_m: float) -> Gait:
    """Return the mean gait of a spec for a hip-to-ankle length.

    Raises
    ------
    SpecError
        When no flight phase is left: that would be walking.
    """
    v = motion.speed_mps
    # Legs of other lengths run alike at equal Froude number (speed squared over leg length).
    alike = v * float(np.sqrt(REFERENCE_LEG_M / leg_m))
    cadence = motion.cadence_spm or _usual(_CADENCE, v) * float(np.sqrt(REFERENCE_LEG_M / leg_m))
    mean_angle = 0.5 * (motion.left.foot_strike_angle_deg + motion.right.foot_strike_angle_deg)
    shorter = TOE_STRIKE_SHORTER_DUTY * float(np.clip(-mean_angle / 8.0, 0.0, 1.0))
    duty = motion.duty_factor or _usual(_DUTY, alike) - shorter
    stride = 120.0 / cadence
    flight = stride * (0.5 - duty)
    if flight < 0.025:
        raise SpecError(
            f"A duty factor of {duty:.2f} leaves {1000 * flight:.0f} ms of flight; running needs "
            "at least 25 ms: lower motion.duty_factor."
        )
    scale = leg_m / REFERENCE_LEG_M
    return Gait(
        speed=v,
        stride_s=stride,
        contact_s=stride * duty,
        flight_s=flight,
        ahead=motion.ahead_m if motion.ahead_m is not None else _usual(_AHEAD, alike) * scale,
        swing_knee_deg=motion.swing_knee_deg or _usual(_SWING_KNEE, alike),
        toe_off_angle_deg=_usual(_TOE_OFF_ANGLE, alike),
    )


def heel_down_time(angle_deg: float) -> float:
    """Return how long after contact the sole lies flat (s).

    Heel strikers slap down in 45-70 ms, flat landings settle in about 25 ms, toe strikers let the
    heel down in 30-60 ms.
    """
    if angle_deg >= 0:
        return float(np.interp(angle_deg, (0.0, 2.0, 8.0, 14.0, 25.0), (18, 24, 40, 52, 68))) / 1000
    return float(np.interp(-angle_deg, (0.0, 1.6, 6.0, 12.0), (18, 26, 42, 60))) / 1000


def plan_contacts(spec: ClipSpec, gait: Gait, seconds: float) -> list[FootContact]:
    """Return every step that touches the time span 0..seconds, with two strides to spare.

    Stride-to-stride variability is drawn from the spec's seed: step times and contact times vary
    slowly (first-order autoregressive), angles from step to step.
    """
    rng = np.random.default_rng([spec.seed, 11])
    motion = spec.motion
    step_s = gait.stride_s / 2
    first = -int(np.ceil(2.5 * gait.stride_s / step_s))
    count = int(np.ceil(seconds / step_s)) + 6 - first
    offset = rng.uniform(0.0, gait.stride_s)
    slow = np.zeros((count, 2))
    for k in range(1, count):
        slow[k] = 0.5 * slow[k - 1] + rng.normal(0.0, motion.timing_sd, 2)
    onset = offset + step_s * (first + np.arange(count)) + 0.5 * step_s * slow[:, 0]
    leads_right = bool(rng.integers(2))
    planned = []
    for k in range(count):
        side: Side = "right" if (k % 2 == 0) == leads_right else "left"
        foot = motion.right if side == "right" else motion.left
        angle = float(
            np.clip(rng.normal(foot.foot_strike_angle_deg, motion.angle_sd_deg), -15.0, 30.0)
        )
        # A step planned as one class must not be turned into "never flat" by chance.
        comes_down = foot.heel_comes_down or angle > -3.0
        contact = gait.contact_s * (1 + slow[k, 1])
        if k + 1 < count:
            contact = min(contact, float(onset[k + 1] - onset[k]) - 0.02)
        off_angle = foot.toe_off_angle_deg
        planned.append(
            FootContact(
                index=k,
                side=side,
                contact_s=float(onset[k]),
                toe_off_s=float(onset[k] + contact),
                foot_strike_angle_deg=angle,
                toe_off_angle_deg=(gait.toe_off_angle_deg if off_angle is None else off_angle)
                + float(rng.normal(0.0, 1.0)),
                heel_comes_down=comes_down,
                heel_down_s=min(
                    heel_down_time(angle) * motion.settle * float(rng.uniform(0.93, 1.07)),
                    0.32 * contact,
                ),
                heel_lift_share=float(np.clip(rng.normal(0.49, 0.012), 0.45, 0.54)),
                ahead=gait.ahead + float(rng.normal(0.0, 0.4 * motion.timing_sd)),
                lateral=motion.step_width_m / 2 + float(rng.normal(0.0, 0.3 * motion.timing_sd)),
                height_offset=float(rng.normal(0.0, 0.15 * motion.timing_sd)),
            )
        )
    return planned

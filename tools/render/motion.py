"""The runner's lower body at any time: pelvis, legs and feet, exact in stance.

Belt frame: x along the running direction on the belt, y normal to the belt, z to the runner's
right; origin on the belt's surface under the runner's mean place. The belt moves at -speed.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import PchipInterpolator

from render.errors import SpecError
from render.footpitch import pitch_rate_before_contact, stance_pitch
from render.leg import EndState, LegLengths, Swing, leg_points, plan_swing, solve_leg
from render.pelvis import GRAVITY, PelvisHeight, pelvis_height, sway
from render.schedule import FootContact, Gait, mean_gait, plan_contacts
from render.sole import Sole, lowest, rolled_origin, rotate, toe_part_angle
from render.spec import SIDES, ClipSpec, Side

FloatArray = NDArray[np.float64]

STRAIGHTEST_KNEE_DEG = 3.0
"""No knee is straighter than this in stance."""
DEEPEST_EXTRA_FLEXION_DEG = 28.0
"""The pelvis may sink until the knee at contact bends this much more than asked; then refuse."""
SPARE_S = 0.5
"""The motion is known this long before and after the clip."""


@dataclass(frozen=True)
class FootState:
    """One foot and leg at n times: positions (n, 3) in the belt frame, angles (n,) in degrees."""

    hip: FloatArray
    knee: FloatArray
    ankle: FloatArray
    origin: FloatArray
    pitch: FloatArray
    toe_angle: FloatArray
    roll: FloatArray
    contact: NDArray[np.bool_]


@dataclass(frozen=True)
class LowerBody:
    """Everything below the waist at n times."""

    pelvis: FloatArray
    phase: FloatArray
    pelvis_yaw_deg: FloatArray
    pelvis_list_deg: FloatArray
    feet: dict[Side, FootState]


@dataclass(frozen=True)
class _Placed:
    step: FootContact
    ground_x: float


class Mover:
    """What moves the legs of one spec; call `at` for any times."""

    def __init__(self, spec: ClipSpec, legs: LegLengths, sole: Sole) -> None:
        self.spec, self.legs, self.sole = spec, legs, sole
        self.gait: Gait = mean_gait(spec.motion, legs.total)
        self.steps: list[FootContact] = []

    def at(self, time_s: FloatArray) -> LowerBody:
        """Return the lower body at real times (n,) in seconds."""
        raise NotImplementedError

    def pelvis_at(self, time_s: FloatArray) -> FloatArray:
        """Return the middle of the hip joints (n, 3)."""
        raise NotImplementedError

    def foot_forward(self, side: Side) -> FloatArray:
        """Return the unit vector of the foot's length on the belt (toe-out applied)."""
        a = np.radians(self.spec.motion.toe_out_deg) * (1.0 if side == "right" else -1.0)
        return np.array([np.cos(a), 0.0, np.sin(a)])

    def ankle_from_origin(self, side: Side, pitch: FloatArray) -> FloatArray:
        """Return where the ankle of a foot lies from the origin of its sole (n, 3)."""
        local = rotate(pitch, self.sole.ankle_x, self.sole.ankle_y)
        up = np.array([0.0, 1.0, 0.0])
        offset: FloatArray = local[:, :1] * self.foot_forward(side) + local[:, 1:] * up
        return offset


class Motion(Mover):
    """A run: the feet land, roll without slipping, and swing."""

    def __init__(self, spec: ClipSpec, legs: LegLengths, sole: Sole) -> None:
        super().__init__(spec, legs, sole)
        self.seconds = spec.video.frames / spec.video.fps
        self.steps = plan_contacts(spec, self.gait, self.seconds)
        self.gravity = GRAVITY * float(np.cos(np.radians(spec.scene.incline_deg)))
        self._bounce: PelvisHeight = pelvis_height(
            self.steps, self.gravity, spec.motion.vertical_oscillation_m
        )
        first_right = next(s.index for s in self.steps if s.side == "right")
        marks = [(s.contact_s, (s.index - first_right) / 2) for s in self.steps]
        times, phases = np.array(marks).T
        self._phase = PchipInterpolator(times, phases, extrapolate=True)
        self.height = 0.0
        self._placed: dict[Side, list[_Placed]] = {"left": [], "right": []}
        self.height = self._stand_up()
        self._place_steps()
        self._swings: dict[Side, list[Swing]] = {s: self._plan_swings(s) for s in SIDES}

    def pelvis_at(self, time_s: FloatArray) -> FloatArray:
        """Return the middle of the hip joints (n, 3)."""
        t = np.asarray(time_s, dtype=np.float64)
        x = sway(t, self._phase(t), self.spec.motion.drift_m, self.spec.seed)
        z = 0.012 * np.cos(2 * np.pi * (self._phase(t) - 0.18))
        return np.stack([x, self.height + self._bounce(t), z], axis=-1)

    def pelvis_turn(self, time_s: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return yaw (right hip forward positive) and list (right hip up positive), deg."""
        p = self._phase(np.asarray(time_s, dtype=np.float64))
        return 5.0 * np.cos(2 * np.pi * p), 3.0 * np.cos(2 * np.pi * (p - 0.18))

    def hip_at(self, side: Side, time_s: FloatArray) -> FloatArray:
        """Return one hip joint (n, 3)."""
        yaw, tilt = (np.radians(a) for a in self.pelvis_turn(time_s))
        reach = self.legs.hip_half_width * (1.0 if side == "right" else -1.0)
        out = np.stack(
            [np.sin(yaw) * np.cos(tilt), np.sin(tilt), np.cos(yaw) * np.cos(tilt)], axis=-1
        )
        hip: FloatArray = self.pelvis_at(time_s) + reach * out
        return hip

    def _stance_origin(self, placed: _Placed, t: FloatArray) -> tuple[FloatArray, FloatArray]:
        step = placed.step
        pitch = stance_pitch(step, t - step.contact_s)
        roll = rolled_origin(self.sole, pitch)
        x0 = placed.ground_x - self.gait.speed * (t - step.contact_s)
        sign = 1.0 if step.side == "right" else -1.0
        base = np.stack([x0, np.zeros_like(x0), np.full_like(x0, sign * step.lateral)], axis=-1)
        up = np.array([0.0, 1.0, 0.0])
        return base + roll[:, :1] * self.foot_forward(step.side) + roll[:, 1:] * up, pitch

    def _place(self, step: FootContact) -> _Placed:
        at = np.array([step.contact_s])
        bare = _Placed(step, 0.0)
        origin, pitch = self._stance_origin(bare, at)
        ankle = origin + self.ankle_from_origin(step.side, pitch)
        hip = self.hip_at(step.side, at)
        return _Placed(step, float(hip[0, 0] + step.ahead - ankle[0, 0]))

    def _place_steps(self) -> None:
        for step in self.steps:
            self._placed[step.side].append(self._place(step))

    def _stand_up(self) -> float:
        """Return the highest pelvis that keeps the knees bent as asked, or refuse."""
        legs, motion = self.legs, self.spec.motion
        at_contact = _reach(legs, motion.knee_at_contact_deg)
        longest = _reach(legs, STRAIGHTEST_KNEE_DEG)
        room: list[float] = []
        landing: list[float] = []
        for step in self.steps[1:-1]:
            t = np.linspace(step.contact_s, step.toe_off_s, 60)
            origin, pitch = self._stance_origin(self._place(step), t)
            d = origin + self.ankle_from_origin(step.side, pitch) - self.hip_at(step.side, t)
            side2 = d[:, 0] ** 2 + d[:, 2] ** 2
            if side2.max() >= longest**2:
                raise SpecError(_too_short(legs.total, float(np.sqrt(side2.max()))))
            allowed = np.sqrt(longest**2 - side2) + d[:, 1]
            room.append(float(allowed.min()))
            landing.append(float(np.sqrt(at_contact**2 - side2[0]) + d[0, 1]))
        wanted, limit = float(np.median(landing)), min(room)
        deepest = _reach(legs, motion.knee_at_contact_deg + DEEPEST_EXTRA_FLEXION_DEG)
        if limit < wanted - (at_contact - deepest):
            raise SpecError(_too_short(legs.total, legs.total + wanted - limit))
        return min(wanted, limit)

    def _end_state(self, step: _Placed, at: float, *, leaving: bool) -> EndState:
        h = 1e-4
        side = step.step.side
        t = np.array([at - h, at])
        hip = self.hip_at(side, t)
        origin, pitch = self._stance_origin(step, np.array([at, at]) if not leaving else t)
        if not leaving:
            angle = step.step.foot_strike_angle_deg
            rate = pitch_rate_before_contact(angle)
            pitch = pitch - np.array([rate * h, 0.0])
            contact = self._contact_local(angle)
            arm = np.array([[*contact]])
            before = rotate(pitch[:1], arm[:, 0], arm[:, 1])
            now = rotate(pitch[1:], arm[:, 0], arm[:, 1])
            touch = now - before
            back = self.spec.motion.retraction * self.gait.speed * h
            down = self.spec.motion.landing_mps * h
            shift = self.foot_forward(side) * touch[0, 0]
            origin[0] += shift + np.array([back, down + touch[0, 1], 0.0])
        ankle = origin + self.ankle_from_origin(side, pitch)
        thigh, knee, roll = solve_leg(self.legs, hip, ankle)
        foot = pitch - (thigh - knee)
        values = [float(a[1]) for a in (thigh, knee, roll, foot)]
        rates = [float(a[1] - a[0]) / h for a in (thigh, knee, roll, foot)]
        return EndState(*values, *rates)

    def _contact_local(self, angle: float) -> tuple[float, float]:
        if angle <= 0:
            return self.sole.ball, 0.0
        arc = np.radians(min(angle, self.sole.bevel_angle_deg))
        r = self.sole.bevel_radius
        return float(-r * np.sin(arc)), float(r * (1 - np.cos(arc)))

    def _plan_swings(self, side: Side) -> list[Swing]:
        placed = self._placed[side]
        swings = []
        for a, b in pairwise(placed):
            off = self._end_state(a, a.step.toe_off_s, leaving=True)
            on = self._end_state(b, b.step.contact_s, leaving=False)
            duration = b.step.contact_s - a.step.toe_off_s
            swings.append(plan_swing(off, on, duration, self.gait.speed, self.gait.swing_knee_deg))
        return swings

    def at(self, time_s: FloatArray) -> LowerBody:
        """Return the lower body at real times (n,) in seconds.

        Raises
        ------
        ValueError
            When a time lies outside the clip (half a second to spare at both ends).
        """
        t = np.asarray(time_s, dtype=np.float64)
        if len(t) and (float(t.min()) < -SPARE_S or float(t.max()) > self.seconds + SPARE_S):
            raise ValueError(f"the motion is planned from 0 to {self.seconds:.2f} s")
        yaw, tilt = self.pelvis_turn(t)
        return LowerBody(
            pelvis=self.pelvis_at(t),
            phase=np.asarray(self._phase(t), dtype=np.float64),
            pelvis_yaw_deg=yaw,
            pelvis_list_deg=tilt,
            feet={side: self._foot_at(side, t) for side in SIDES},
        )

    def _foot_at(self, side: Side, t: FloatArray) -> FootState:
        n = len(t)
        hip = self.hip_at(side, t)
        origin, pitch, toe = np.empty((n, 3)), np.empty(n), np.empty(n)
        contact = np.zeros(n, dtype=bool)
        placed = self._placed[side]
        for k, item in enumerate(placed[:-1]):
            step = item.step
            on = (t >= step.contact_s) & (t < step.toe_off_s)
            if on.any():
                origin[on], pitch[on] = self._stance_origin(item, t[on])
                toe[on] = toe_part_angle(self.sole, pitch[on])
                contact |= on
            off = (t >= step.toe_off_s) & (t < placed[k + 1].step.contact_s)
            if off.any():
                origin[off], pitch[off], toe[off] = self._swing_foot(side, k, t[off], hip[off])
        ankle = origin + self.ankle_from_origin(side, pitch)
        thigh, bend, roll = solve_leg(self.legs, hip, ankle)
        knee, _ = leg_points(self.legs, hip, thigh, bend, roll)
        return FootState(hip, knee, ankle, origin, pitch, toe, roll, contact)

    def _swing_foot(
        self, side: Side, k: int, t: FloatArray, hip: FloatArray
    ) -> tuple[FloatArray, FloatArray, FloatArray]:
        step, swing = self._placed[side][k].step, self._swings[side][k]
        tau = t - step.toe_off_s
        thigh, knee = swing.thigh(tau), np.maximum(swing.knee(tau), 3.0)
        _, ankle = leg_points(self.legs, hip, thigh, knee, swing.roll(tau))
        pitch = thigh - knee + swing.foot(tau)
        bent = toe_part_angle(self.sole, np.array([step.toe_off_angle_deg]))[0]
        flex = max(bent - step.toe_off_angle_deg - self.sole.toe_spring_deg, 0.0)
        toe = pitch + self.sole.toe_spring_deg + flex * np.exp(-((tau / 0.05) ** 2))
        origin = ankle - self.ankle_from_origin(side, pitch)
        # The spline may dip by millimetres near its ends; the sole must not enter the belt.
        low = origin[:, 1] + lowest(self.sole, pitch, toe)
        left = swing.duration - tau
        need = np.minimum(np.minimum(4.0 * tau**2, 0.3 * left), 0.015)
        origin[:, 1] += np.maximum(need - low, 0.0)
        return origin, pitch, toe


def _reach(legs: LegLengths, knee_deg: float) -> float:
    a, b = legs.thigh, legs.shank
    return float(np.sqrt(a**2 + b**2 + 2 * a * b * np.cos(np.radians(knee_deg))))


def _too_short(leg: float, needed: float) -> str:
    return (
        f"The leg is too short for this step: {100 * leg:.1f} cm of leg, about "
        f"{100 * needed:.1f} cm needed; lower speed, duty factor or ahead_m, or raise cadence."
    )

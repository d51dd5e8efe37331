"""What the metrics need to know of a clip: a narrow, frozen view of the measured gait.

Metrics read nothing else of the program, so they survive changes in how contacts are found.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gaitcheck.gait.body import Leg
from gaitcheck.gait.contacts import file_time
from gaitcheck.gait.fold import SIDE_PHASE, side_phase, usable_frames
from gaitcheck.gait.measure import GaitMeasure, SideMeasure
from gaitcheck.gait.push_off import ToeOff
from gaitcheck.gait.strike import Angle
from gaitcheck.gait.verdict import believed_angle, told_foot
from gaitcheck.model import ELBOW, SHOULDER, FloatArray, Landmarks, Side, turn_axes

# Thigh plus shank as a share of body height: 0.245 + 0.246 (Drillis & Contini 1966, in Winter 2009,
# Biomechanics and Motor Control of Human Movement, table 4.1).
LEG_SHARE_OF_HEIGHT: Final = 0.491


@dataclass(frozen=True, slots=True)
class FormStep:
    """One step in real seconds from the clip's begin; `stride` counts that side's strides."""

    stride: int
    contact_s: float
    toe_off_s: float | None


@dataclass(frozen=True, slots=True, eq=False)
class FormSide:
    """One side's leg, folded on its own stride.

    Attributes
    ----------
    near : bool
        Whether it is the side towards the camera.
    phase : array, shape (frames,)
        That side's strides; NaN outside the part used.
    leg : Leg
        Gait frame, pixels; NaN where a point is not usable.
    foot_seen : array of bool, shape (frames,)
        Where the foot has its rigid length.
    contact, contact_spread : float
        Phase of initial contact and its standard uncertainty, strides.
    toe_off : float or None
        Phase of toe-off.
    toe_off_spread : float
        Its standard uncertainty, strides.
    push_off : ToeOff or None
        What the shoe's pixels tell of toe-off.
    angle : Angle or None
        Foot-strike angle; None where it could not be read well enough.
    step_angles : tuple of float
    steps : tuple of FormStep
    covered : bool
        Whether something hides the foot as it lands, so that its instant is not known.
    """

    near: bool
    phase: FloatArray
    leg: Leg
    foot_seen: NDArray[np.bool_]
    contact: float
    contact_spread: float
    toe_off: float | None
    toe_off_spread: float
    push_off: ToeOff | None
    angle: Angle | None
    step_angles: tuple[float, ...]
    steps: tuple[FormStep, ...]
    covered: bool = False

    @property
    def duty(self) -> float | None:
        """Contact time as a share of the stride."""
        return None if self.toe_off is None else self.toe_off - self.contact


@dataclass(frozen=True, slots=True, eq=False)
class Form:
    """A clip's gait as the metrics see it.

    Attributes
    ----------
    phase : array, shape (frames,)
        Strides, both sides on one count: see `SIDE_PHASE`.
    stride_s : float
        Real time.
    strides : float
        Number of strides in the part used.
    steady : bool
        Whether the pace is even.
    one_speed : bool
        Whether the part used plays at one speed, so that there are real times.
    real_times : bool
        Whether the slow-motion factor fits this running.
    leg_px : float
        Thigh plus shank, pixels: the unit of length.
    leg_m : float or None
        The same in metres, where the runner's height was given.
    pelvis, shoulders : array, shape (frames, 2)
        Gait frame, pixels.
    elbow, shoulder : mapping of side to array, shape (frames, 2)
        The arm's joints, gait frame.
    arm_visibility : mapping of side to float
        MediaPipe's median visibility of the elbow.
    ground_y : array, shape (frames,)
        How far the background moved up in the picture since the first frame, pixels.
    real_fps : float
        Pictures per second of real time.
    yaw_deg : float
        Camera off the side view.
    foot_px : float
        Length of the nearer foot, pixels.
    feet_alone : bool
        Whether no body was found: nothing of hips, knees, trunk and arms is known, nor a length in
        legs.
    sides : mapping of side to FormSide
    """

    phase: FloatArray
    stride_s: float
    strides: float
    steady: bool
    one_speed: bool
    real_times: bool
    leg_px: float
    leg_m: float | None
    pelvis: FloatArray
    shoulders: FloatArray
    elbow: Mapping[Side, FloatArray]
    shoulder: Mapping[Side, FloatArray]
    arm_visibility: Mapping[Side, float]
    ground_y: FloatArray
    real_fps: float
    yaw_deg: float
    foot_px: float
    sides: Mapping[Side, FormSide]
    feet_alone: bool = False


def read_form(
    gait: GaitMeasure,
    landmarks: Landmarks,
    *,
    real_fps: float,
    slow_motion: float,
    real_times: bool = True,
    height_m: float | None = None,
    camera_shift: FloatArray | None = None,
) -> Form | None:
    """Return what the metrics need; None where no running cycle was seen.

    Parameters
    ----------
    gait : GaitMeasure
    landmarks : Landmarks
        For the arms.
    real_fps, slow_motion : float
    real_times : bool
        Whether that factor fits this running.
    height_m : float, optional
        The runner's height.
    camera_shift : array, shape (frames, 2), optional
        Motion of the background since the frame before, pixels, y downwards.
    """
    cycle, body = gait.cycle, gait.body
    if cycle is None or not gait.sides:
        return None
    points = turn_axes(landmarks.points, mirrored=body.mirrored)
    offsets: Mapping[Side, int] = {"left": 0, "right": 1}
    used = np.isfinite(cycle.phase)
    lengths = [_foot_px(gait, side, used) for side in gait.sides]
    shift = np.zeros(len(cycle.phase)) if camera_shift is None else camera_shift[:, 1]
    return Form(
        phase=cycle.phase,
        stride_s=cycle.stride_s / slow_motion,
        strides=cycle.strides,
        steady=cycle.steady,
        one_speed=cycle.one_speed,
        real_times=real_times,
        leg_px=body.leg_length,
        leg_m=None if height_m is None else LEG_SHARE_OF_HEIGHT * height_m,
        pelvis=body.pelvis,
        shoulders=body.shoulders,
        elbow={side: points[:, ELBOW + k] for side, k in offsets.items()},
        shoulder={side: points[:, SHOULDER + k] for side, k in offsets.items()},
        arm_visibility={
            side: _median(landmarks.visibility[used, ELBOW + k]) for side, k in offsets.items()
        },
        ground_y=-np.cumsum(np.nan_to_num(shift)),
        real_fps=real_fps,
        yaw_deg=gait.view.yaw_deg,
        foot_px=float(np.nanmax(lengths)),
        sides={
            side: _read_side(gait, side, measure, slow_motion)
            for side, measure in gait.sides.items()
        },
        feet_alone=body.feet_alone,
    )


def _read_side(gait: GaitMeasure, side: Side, measure: SideMeasure, slow_motion: float) -> FormSide:
    assert gait.cycle is not None
    leg = gait.body.legs[side]

    def seconds(frame: float) -> float:
        return file_time(gait.body, frame) / slow_motion

    return FormSide(
        near=measure.near,
        phase=side_phase(gait.cycle, side),
        leg=leg,
        foot_seen=usable_frames(leg, gait.cycle),
        contact=measure.events.contact,
        contact_spread=measure.events.contact_spread,
        toe_off=measure.events.toe_off,
        toe_off_spread=measure.events.toe_off_spread,
        push_off=measure.toe_off,
        angle=believed_angle(told_foot(gait, side) or measure),
        step_angles=tuple(
            angle.value
            for part in gait.every_pass
            if side in part.sides
            for angle in part.sides[side].step_angles
            if angle is not None
        ),
        steps=tuple(
            FormStep(
                step.stride,
                seconds(step.contact_frame),
                None if step.toe_off_frame is None else seconds(step.toe_off_frame),
            )
            for step in measure.steps
        ),
        covered=measure.covered,
    )


def _foot_px(gait: GaitMeasure, side: Side, used: NDArray[np.bool_]) -> float:
    leg = gait.body.legs[side]
    return _median(np.linalg.norm(leg.toe - leg.heel, axis=1)[used])


def _median(values: FloatArray) -> float:
    return float(np.nanmedian(values)) if np.isfinite(values).any() else float("nan")


def phase_between(one: Side, at_one: float, other: Side, at_other: float) -> float:
    """Return strides from an event of one side to the next event of the other, -0.25 to 0.75."""
    difference = at_other + SIDE_PHASE[other] - at_one - SIDE_PHASE[one]
    return (difference + 0.25) % 1.0 - 0.25

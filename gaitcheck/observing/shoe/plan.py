"""Which frames to look at again, and where the foot should be in them."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gaitcheck.gait.body import Body
from gaitcheck.gait.contacts import MeanEvents
from gaitcheck.gait.curves import smooth
from gaitcheck.gait.cycle import Cycle
from gaitcheck.gait.fold import side_phase
from gaitcheck.gait.measure import GaitMeasure, SideMeasure
from gaitcheck.gait.strike import USUAL_DUTY
from gaitcheck.model import FloatArray, Side
from gaitcheck.observing.shoe.types import LookPlan

# From so many strides before the expected contact (60 ms: the contact may come earlier than
# expected) to this share of contact time after it.
LOOK_BEFORE: Final = 0.09
LOOK_UNTIL: Final = 0.50
# Where the foot is expected to lie flat, shares of contact time: heel strikers are down by then,
# and the heel has not lifted yet.
FLAT_EXPECTED: Final = (0.26, 0.44)
# Frames closer together than this share of a stride (about 4 ms) add little but work.
CLOSEST: Final = 0.006
# A foot drawn with fewer pixels from heel to toe shows too little of the shoe.
SMALLEST_FOOT: Final = 18.0
# Frames needed in all, and of the flat foot.
FEWEST_FRAMES: Final = 10
FEWEST_FLAT: Final = 3
# Strides in which the shoe is followed, spread over the clip: it is compared with itself in all of
# them, more need memory, and the soles tell the steps between.
MOST_STRIDES: Final = 120
# Frames around the expected toe-off, strides: it lies within 35 ms of it but for one foot in 80
# (benchmarks/accuracy).
PUSH_OFF_REACH: Final = 0.05


def _expected_duty(events: MeanEvents) -> float:
    """Return about how long a stance takes, strides.

    By the knee, not by toe-off: `FLAT_EXPECTED` was set so (benchmarks/accuracy).
    """
    return USUAL_DUTY if events.straightest is None else events.straightest - events.contact


def plan_look(gait: GaitMeasure, side: Side) -> LookPlan | None:
    """Return where to look for one foot's landing; None where it cannot be seen well enough."""
    measure = gait.sides.get(side)
    if measure is None or gait.cycle is None or not measure.steps:
        return None
    duty = _expected_duty(measure.events)
    plan = _plan(gait, gait.cycle, side, measure.events.contact, (-LOOK_BEFORE, LOOK_UNTIL * duty))
    early, late = (share * duty for share in FLAT_EXPECTED)
    flat = (plan.offset > early) & (plan.offset < late)
    few = len(plan.frames) < FEWEST_FRAMES or flat.sum() < FEWEST_FLAT
    return None if few or plan.foot_length < SMALLEST_FOOT else replace(plan, flat=flat)


def plan_push_off(gait: GaitMeasure, side: Side) -> LookPlan | None:
    """Return where to look for one foot's push-off; None where no toe-off is expected."""
    measure = gait.sides.get(side)
    if measure is None or gait.cycle is None or measure.events.toe_off is None:
        return None
    window = (-PUSH_OFF_REACH, PUSH_OFF_REACH)
    return _plan(gait, gait.cycle, side, measure.events.toe_off, window)


def _plan(
    gait: GaitMeasure, cycle: Cycle, side: Side, event: float, window: tuple[float, float]
) -> LookPlan:
    """Return the frames in a window around an event of the stride, none of them called flat."""
    measure = gait.sides[side]
    phase = side_phase(cycle, side)
    offset = (phase - event + 0.5) % 1.0 - 0.5
    wanted = np.isfinite(phase) & (offset > window[0]) & (offset < window[1])
    wanted &= _some_strides(np.round(phase - event))
    frames = spread_out(np.flatnonzero(wanted), phase, CLOSEST)
    centre, length = _foot_in_frame(gait.body, measure, phase)
    speed = _foot_speed(gait.body, measure, phase, cycle.stride_frames)
    frames = frames[np.isfinite(centre[frames]).all(axis=1)]
    return LookPlan(
        side=side,
        frames=frames,
        phase=phase[frames],
        offset=offset[frames],
        centre=centre[frames],
        speed=speed[frames] / length,
        pitch_deg=measure.mean.pitch(phase[frames]),
        foot_length=length,
        flat=np.zeros(len(frames), dtype=bool),
        mirrored=gait.body.mirrored,
    )


def _some_strides(number: FloatArray) -> NDArray[np.bool_]:
    """Return the frames in as many strides as are looked at, from the number of their stride."""
    numbers = np.unique(number[np.isfinite(number)])
    if len(numbers) > MOST_STRIDES:
        numbers = numbers[np.linspace(0, len(numbers) - 1, MOST_STRIDES).round().astype(int)]
    return np.isin(number, numbers)


def spread_out(frames: NDArray[np.intp], phase: FloatArray, closest: float) -> NDArray[np.intp]:
    """Leave out frames that follow the one before by less than `closest` strides."""
    kept: list[int] = []
    for frame in frames:
        if not kept or phase[frame] - phase[kept[-1]] >= closest:
            kept.append(int(frame))
    return np.array(kept, dtype=np.intp)


def _foot_in_frame(body: Body, measure: SideMeasure, phase: FloatArray) -> tuple[FloatArray, float]:
    """Return the expected middle of the foot per frame, and its usual length, pixels.

    The mean stride tells where the foot is relative to the pelvis: steadier than the landmarks of
    one frame, and right where they sit on the other leg.
    """
    mean, known = measure.mean, np.isfinite(phase)
    at = np.where(known, phase, 0.0)
    heel = np.stack([mean.heel_x(at), mean.heel_y(at)], axis=1) * body.leg_length
    toe = np.stack([mean.toe_x(at), mean.toe_y(at)], axis=1) * body.leg_length
    pelvis = np.stack([_smoothed(body.pelvis[:, axis]) for axis in range(2)], axis=1)
    length = float(np.median(np.linalg.norm(toe - heel, axis=1)[known]))
    return np.where(known[:, None], pelvis + (heel + toe) / 2, np.nan), length


def _foot_speed(
    body: Body, measure: SideMeasure, phase: FloatArray, stride_frames: float
) -> FloatArray:
    """Return how fast the middle of the foot moves along the picture, pixels per frame."""
    mean, at = measure.mean, np.nan_to_num(phase)
    along = (mean.heel_x(at, derivative=1) + mean.toe_x(at, derivative=1)) / 2
    pelvis = np.gradient(_smoothed(body.pelvis[:, 0]))
    return np.asarray(along * body.leg_length / stride_frames + np.nan_to_num(pelvis))


def _smoothed(values: FloatArray) -> FloatArray:
    """Bridge gaps and take the jitter out of the pelvis."""
    known = np.flatnonzero(np.isfinite(values))
    if not len(known):
        return values
    whole = np.interp(np.arange(len(values)), known, values[known])
    return np.where(np.isfinite(values), smooth(whole, 0.7), np.nan)

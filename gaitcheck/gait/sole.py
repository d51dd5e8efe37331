"""How a foot lands, as its sole was read in single pictures.

The reading of one picture is absolute: it needs no other picture, so it serves where a shoe cannot
be followed over many steps. Its errors belong to the shoe and the view, and hardly average out.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gaitcheck.gait.body import Body
from gaitcheck.gait.contacts import MeanEvents, strides_since
from gaitcheck.gait.corner import CAUCHY, WIDE, robust_fit
from gaitcheck.gait.fold import MeanStride
from gaitcheck.gait.landing import STEP_TIME_SPREAD
from gaitcheck.gait.sole_tracks import well_read
from gaitcheck.gait.strike import HEEL_UP_DOUBT, STEP_SPREAD, UNKNOWN, USUAL_DUTY, Angle
from gaitcheck.gait.touchdown import PLACE_NOISE, Readings, Touchdown, find_touchdown
from gaitcheck.model import (
    FloatArray,
    PushOff,
    SoleTrack,
    turn_axes,
)

# Strides around the expected contact from which readings are taken, and where the foot is expected
# to lie flat, shares of contact time.
AROUND: Final = (-0.10, 0.20)
FLAT: Final = (0.20, 0.46)
# The other steps count as so many readings of how a foot lies in a step.
OTHERS: Final = 2.0
# A foot that lies more unlike the others than this, degrees, was misread; and so it is where it is
# turned as no foot is that lands: that is the other leg, swinging past.
MOST_TURNED: Final = 10.0
LANDING_TURN: Final = (-40.0, 50.0)
# The part of a stated error of the pitch that differs from picture to picture, and the least of it.
SCATTER: Final = 0.6
LEAST_SCATTER_DEG: Final = 1.5
# Readings of one shoe share an error that no averaging removes, degrees, by what they state: on
# real shoes that land at up to 15 degrees 1.9 (15 feet of nine clips; 1.7 to 1.9 without any one
# clip), with the error of the marks by eye in it (benchmarks/leave_one_out.py; so few clips ask for
# some room); on rendered ones 2 where the readings stated up to 4, 6 where they stated 4 to 6
# (benchmarks/few_steps.py).
SHARED_ERROR: Final = ((3.5, 4.5, 6.0, 10.0), (2.3, 6.0, 8.0, 15.0))
# Steep landings are read less well: 4.3 degrees on four feet of three real clips. What this adds,
# degrees, by the angle either way.
STEEP_ERROR: Final = ((12.0, 20.0), (0.0, 3.6))
# Strides around contact whose readings tell how the foot lands.
LANDING: Final = 0.04
# Strides around the expected toe-off from which readings tell it.
PUSH_OFF: Final = 0.06
# How much lower a foot reads in its flat phase than standing (see `FLAT_BIAS` of the landmarks).
SOLE_FLAT_BIAS: Final = 1.0
# Ground that goes back by less than this share of the foot's speed under the pelvis is at rest.
RESTS: Final = 0.35
# Share of a step's frames in which the background may have been lost.
MOST_UNKNOWN: Final = 0.1
# How much the speed of the ground may differ from what the body predicts, along and across,
# foot lengths a stride.
GROUND_SPEED: Final = (1.5, 0.5)
# What one step needs to count: an instant known to this share of a stride.
MOST_CONTACT_SPREAD: Final = 0.03
# How likely the soles of a foot were misread, by the number of steps that tell the same.
SOLES_MISREAD: Final = ((1.0, 2.0, 4.0), (0.10, 0.05, 0.02))


@dataclass(frozen=True, slots=True, eq=False)
class SoleLanding:
    """How a foot lands, as its sole was read in single pictures.

    Attributes
    ----------
    angle : Angle
        Mean of the steps.
    contact, contact_spread : float
        Strides after the expected contact, mean of the steps, and its standard uncertainty.
    steps : mapping of int to Touchdown
        By the number of the stride.
    shared_error_deg : float
        The part of the angle's uncertainty that all readings of the shoe have in common.
    """

    angle: Angle
    contact: float
    contact_spread: float
    steps: Mapping[int, Touchdown]
    shared_error_deg: float = 0.0

    @property
    def looks(self) -> int:
        """Readings around contact over all steps."""
        return sum(step.looks for step in self.steps.values())

    def late(self, stride: int) -> float:
        """Return how much later than the mean a step's contact is, strides; shrunk by its error."""
        step = self.steps.get(stride)
        if step is None:
            return 0.0
        trust = STEP_TIME_SPREAD**2 / (STEP_TIME_SPREAD**2 + step.contact_spread**2)
        return trust * (step.contact - self.contact)

    def step_angle(self, stride: int, mean: Angle | None = None) -> Angle | None:
        """Return one step's angle, its own and the mean each by its error; None if not read.

        Where another mean is given, as of the shoe, the step lies as far from it as from the own.
        """
        step, mean = self.steps.get(stride), mean or self.angle
        if step is None:
            return None
        trust = STEP_SPREAD**2 / (STEP_SPREAD**2 + step.angle_spread_deg**2)
        own = trust * (step.angle_deg - SOLE_FLAT_BIAS - self.angle.value)
        left_over = STEP_SPREAD * np.sqrt(1 - trust)
        return dataclasses.replace(
            mean,
            value=mean.value + own,
            spread=float(np.hypot(mean.spread, left_over)),
            noise=float(np.hypot(mean.noise, left_over)),
        )


def speed_back(mean: MeanStride, events: MeanEvents) -> float:
    """Return how fast a foot that lies flat goes back under the pelvis, leg lengths a stride."""
    grid = events.contact + (events.duty or USUAL_DUTY) * np.linspace(*FLAT, 9)
    return float(np.mean([curve(grid, 1) for curve in (mean.ankle_x, mean.heel_x, mean.toe_x)]))


def land_on_soles(
    sole: SoleTrack,
    phase: FloatArray,
    events: MeanEvents,
    body: Body,
    back: float,
    shift: FloatArray | None = None,
) -> SoleLanding | None:
    """Return how a foot lands as its soles tell; None where no step was read.

    Parameters
    ----------
    sole : SoleTrack
        Of this foot.
    phase : array, shape (frames,)
        Strides of this foot.
    events : MeanEvents
        Contact as predicted by the landmarks.
    body : Body
    back : float
        How fast a foot that lies flat goes back under the pelvis, leg lengths a stride (negative).
    shift : array, shape (frames, 2), optional
        How far the background moved since the frame before, pixels (x right, y down): what rests on
        the ground rests against it. NaN where that is not known: of a step with more than a few
        such frames the turning of the foot alone tells when it landed.
    """
    offset = strides_since(events.contact, phase)
    used = np.flatnonzero((offset > AROUND[0]) & (offset < AROUND[1]) & well_read(sole))
    if not len(used):
        return None
    stride = np.round(phase[used] - offset[used] - events.contact).astype(np.intp)
    duty = events.duty or USUAL_DUTY
    flat = (offset[used] > FLAT[0] * duty) & (offset[used] < FLAT[1] * duty)
    pitch = _turned(sole.pitch_deg[used], stride, flat)
    own = (pitch > LANDING_TURN[0]) & (pitch < LANDING_TURN[1])
    lying = flat & own & (np.abs(pitch) < MOST_TURNED)
    length = float(np.median(np.linalg.norm(sole.toe - sole.heel, axis=1)[used]))
    rest, followed = _background(shift, used, stride)
    place = np.stack(
        [
            turn_axes(point[used] - rest, mirrored=body.mirrored) / length
            for point in (sole.heel, sole.ball)
        ],
        axis=1,
    )
    pelvis = body.pelvis[used, 0] - turn_axes(rest, mirrored=body.mirrored)[:, 0]
    speed = _ground_speed(pelvis / length, offset[used], stride, back * body.leg_length / length)
    place = _over_ground(place, offset[used], stride, lying & followed, speed * offset[used])
    noise = np.maximum(SCATTER * sole.sd_deg[used], LEAST_SCATTER_DEG)
    steps = {}
    for number in np.unique(stride[lying]):
        this = own & (stride == number)
        readings = Readings(
            offset[used][this], pitch[this], noise[this], place[this, 0], place[this, 1]
        )
        found = find_touchdown(readings)
        if found is not None and found.contact_spread <= MOST_CONTACT_SPREAD:
            steps[int(number)] = found
    return _joined(steps, _shared_error(sole.sd_deg[used], offset[used], flat)) if steps else None


def push_off_on_soles(sole: SoleTrack, phase: FloatArray, events: MeanEvents) -> PushOff | None:
    """Return how the soles are turned around toe-off; None where that is not expected anywhere.

    Parameters
    ----------
    sole : SoleTrack
        Of this foot.
    phase : array, shape (frames,)
        Strides of this foot.
    events : MeanEvents
    """
    if events.toe_off is None or events.duty is None:
        return None
    read = well_read(sole) & np.isfinite(phase)
    late = (phase - events.contact) % 1.0
    flat = read & (late > FLAT[0] * events.duty) & (late < FLAT[1] * events.duty)
    offset = strides_since(events.toe_off, phase)
    used = read & (np.abs(offset) < PUSH_OFF)
    if not flat.any() or not used.any():
        return None
    turn = _against(sole.pitch_deg[used], float(np.median(sole.pitch_deg[flat])))
    return PushOff(offset[used], turn, np.ones(int(used.sum())))


def _against(pitch: FloatArray, base: float) -> FloatArray:
    """Return by how much angles differ from one, -180..180 degrees."""
    return np.asarray((pitch - base + 180.0) % 360.0 - 180.0)


def _turned(pitch: FloatArray, stride: NDArray[np.intp], flat: NDArray[np.bool_]) -> FloatArray:
    """Return how far the sole is turned against the foot lying flat, -180..180 degrees."""
    base = float(np.median(pitch[flat] if flat.any() else pitch))
    turned = _against(pitch, base)
    return np.asarray(turned - _lying(turned, stride, flat & (np.abs(turned) < LANDING_TURN[1])))


def _lying(pitch: FloatArray, stride: NDArray[np.intp], flat: NDArray[np.bool_]) -> FloatArray:
    """Return how the foot lies in each reading's own step: a camera that turns changes it.

    A step with few readings of the flat foot leans on the others.
    """
    if not flat.any():
        return np.zeros(len(pitch))
    usual = float(np.median(pitch[flat]))
    lying = np.full(len(pitch), usual)
    for number in np.unique(stride):
        own = flat & (stride == number)
        if own.any():
            share = own.sum() / (own.sum() + OTHERS)
            turned = float(np.median(pitch[own])) - usual
            lying[stride == number] += share * float(np.clip(turned, -MOST_TURNED, MOST_TURNED))
    return lying


def _background(
    shift: FloatArray | None, used: NDArray[np.intp], stride: NDArray[np.intp]
) -> tuple[FloatArray, NDArray[np.bool_]]:
    """Return where the background lies in each reading, pixels, and whether its step tells it."""
    if shift is None:
        return np.zeros((len(used), 2)), np.ones(len(used), dtype=bool)
    unknown: NDArray[np.bool_] = ~np.asarray(np.isfinite(shift).all(axis=1))
    moved = np.cumsum(np.where(unknown[:, None], 0.0, shift), axis=0)
    followed = np.ones(len(used), dtype=bool)
    for number in np.unique(stride):
        own = stride == number
        first, last = used[own][[0, -1]]
        followed[own] = unknown[first + 1 : last + 1].sum() <= MOST_UNKNOWN * (last - first)
    return moved[used], followed


def _ground_speed(
    pelvis: FloatArray, time: FloatArray, stride: NDArray[np.intp], back: float
) -> FloatArray:
    """Return how fast the ground moves along in each reading's step, foot lengths a stride.

    The foot on the ground goes back under the body as fast as it does on the mean stride: past a
    runner who stays in place that is a belt, under one who runs on a road it is at rest.
    """
    speed = np.zeros(len(time))
    known = np.isfinite(pelvis)
    for number in np.unique(stride):
        own = known & (stride == number)
        if own.sum() > 1 and np.ptp(time[own]) > 0:
            design = np.stack([np.ones(int(own.sum())), time[own]], axis=1)
            answer, _, _ = robust_fit(design, pelvis[own], PLACE_NOISE)
            rests = abs(answer[1] + back) < RESTS * abs(back)
            speed[stride == number] = 0.0 if rests else answer[1] + back
    return speed


def _over_ground(
    place: FloatArray,
    time: FloatArray,
    stride: NDArray[np.intp],
    lying: NDArray[np.bool_],
    carried: FloatArray,
) -> FloatArray:
    """Return heel and ball against where each lies in its own step's flat phase.

    `carried` is by how much the ground is expected to have moved along, foot lengths, shape (n,).
    What it moves otherwise is the same in every step. NaN in steps whose flat phase was not seen.
    """
    found = np.full_like(place, np.nan)
    strides = np.unique(stride[lying])
    if not len(strides):
        return found
    column = np.searchsorted(strides, stride[lying])
    design = np.zeros((int(lying.sum()), len(strides) + 1))
    design[np.arange(len(column)), column] = 1.0
    design[:, -1] = time[lying]
    known = np.isin(stride, strides)
    row = np.searchsorted(strides, stride[known])
    for axis in range(2):
        prior = (*(WIDE,) * len(strides), GROUND_SPEED[axis])
        steady = place[..., axis] - (carried[:, None] if axis == 0 else 0.0)
        for point in range(2):
            answer, _, _ = robust_fit(design, steady[lying, point], PLACE_NOISE, prior)
            ground = answer[row] + answer[-1] * time[known]
            found[known, point, axis] = steady[known, point] - ground
    return found


def _shared_error(stated: FloatArray, time: FloatArray, flat: NDArray[np.bool_]) -> float:
    """Return the error in degrees that the readings of a foot share, from what they state."""
    parts = (stated[np.abs(time) < LANDING], stated[flat])
    return float(
        np.interp(max((float(np.median(p)) for p in parts if len(p)), default=10.0), *SHARED_ERROR)
    )


def _joined(steps: Mapping[int, Touchdown], shared: float) -> SoleLanding:
    """Join the steps, each by its error; where they scatter by more, the mean is less sure."""
    angles = np.array([step.angle_deg for step in steps.values()])
    spreads = np.array([step.angle_spread_deg for step in steps.values()])
    usual = 1 / (spreads**2 + STEP_SPREAD**2)
    middle = _weighted_median(angles, usual)
    weight = usual / (1 + usual * ((angles - middle) / CAUCHY) ** 2)
    mean = float(weight @ angles / weight.sum())
    scatter = float(weight @ (angles - mean) ** 2) / max(len(angles) - 1, 1)
    spread = float(np.sqrt(max(scatter, 1.0) / weight.sum()))
    instants = np.array([step.contact for step in steps.values()])
    sure = 1 / (np.array([s.contact_spread for s in steps.values()]) ** 2 + STEP_TIME_SPREAD**2)
    value = mean - SOLE_FLAT_BIAS
    steep = float(np.interp(abs(value), *STEEP_ERROR))
    noise = float(np.sqrt(spread**2 + shared**2 + steep**2))
    return SoleLanding(
        angle=Angle(
            value,
            spread=noise,
            noise=noise,
            spread_below=float(np.interp(value, *HEEL_UP_DOUBT)),
            source="sole",
            misread=float(np.interp(len(steps), *SOLES_MISREAD)),
            if_misread=UNKNOWN,
        ),
        contact=float(sure @ instants / sure.sum()),
        contact_spread=float(1 / np.sqrt(sure.sum())),
        steps=steps,
        shared_error_deg=float(np.hypot(shared, steep)),
    )


def _weighted_median(values: FloatArray, weight: FloatArray) -> float:
    order = np.argsort(values)
    share = np.cumsum(weight[order])
    return float(np.interp(0.5 * share[-1], share - 0.5 * weight[order], values[order]))

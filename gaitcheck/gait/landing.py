"""The instant of contact and the foot's angle there, read from the shoe's own movement.

Before contact the striking end of the sole still moves over the ground; from contact on it moves
with the ground: on a treadmill straight back at belt speed. The folded strides show that corner to
a few milliseconds, because steps sample it at different instants.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import NormalDist
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gaitcheck.gait.corner import (
    CAUCHY,
    SHARED,
    WIDE,
    Channel,
    Corner,
    corner_basis,
    fit_corner,
    robust_fit,
)
from gaitcheck.model import FloatArray, ShoeTrack

# Strides around contact (a stride is about 0.7 s) in which the corner is seen: before it the foot
# swings down, and not long after it a heel striker's foot is flat and makes another corner.
BEFORE: Final = 0.080
AFTER: Final = 0.040
# Standard deviations about 0 of level, slope and bend before and after the corner, in foot lengths
# (degrees) per stride and per stride squared: once it touches, the striking end hardly moves over
# the ground. The pitch changes at up to 100 degrees a second before contact and 400 after it.
PRIOR_ALONG: Final = (WIDE, WIDE, WIDE, 1.0, 15.0)
PRIOR_ACROSS: Final = (WIDE, WIDE, WIDE, 0.5, 8.0)
PRIOR_PITCH: Final = (WIDE, 80.0, 1200.0, 350.0, 5000.0)
# Strides around contact from which the pitch at contact is read.
PITCH_NEAR: Final = 0.050
# How much single steps differ in time from an even pace, strides (8 ms), and at most.
STEP_TIME_SPREAD: Final = 0.012
STEP_SHIFT: Final = 0.036
_STEP_GRID: Final = 0.001
ROUNDS: Final = 3
# Difference in height, foot lengths, over which the striking end changes from ball to heel.
END_BLEND: Final = 0.02
# The least noise of a reading: foot lengths, degrees; and that of the pitch where it helps to find
# the corner, larger because the foot does not start to turn the moment it touches.
LEAST_NOISE_PLACE: Final = 0.004
LEAST_NOISE_PITCH: Final = 0.25
LEAST_NOISE_TURN: Final = 2.0
# Likeness with the mean picture below which a reading is left out.
LEAST_LIKENESS: Final = 0.6
# Readings needed before and after contact.
FEWEST_AROUND: Final = 3
# The flat phase is sought between these instants after contact, strides, in windows of this width;
# the first in which the pitch changes by less than this (degrees) is taken, else the stillest.
FLAT_SEARCH: Final = (0.045, 0.190)
FLAT_WIDTH: Final = 0.050
FLAT_STEP: Final = 0.005
FLAT_CHANGE: Final = 0.8
FEWEST_FLAT: Final = 4
# A foot that keeps turning is no sure reference: this share of the change counts as uncertainty.
FLAT_DOUBT: Final = 0.6
NORMAL: Final = NormalDist()
# Quantiles of the instant of contact which stand for its uncertainty.
QUANTILES: Final = (0.1, 0.3, 0.5, 0.7, 0.9)
# How far from contact, strides, a step's own frames tell its angle, and how soon after it, when the
# foot comes down, they no longer do (40 ms).
STEP_NEAR: Final = 0.045
STEP_FADE: Final = 0.060


@dataclass(frozen=True, slots=True)
class StepLanding:
    """One step against the mean landing.

    Attributes
    ----------
    shift : float
        How much later than an even pace the foot touched, strides.
    pitch_deg : float
        How much higher the toes pointed than in the mean landing, degrees; not yet shrunk.
    looks : int
        Readings around contact.
    """

    shift: float
    pitch_deg: float
    looks: int


@dataclass(frozen=True, slots=True, eq=False)
class Landing:
    """The mean landing of one foot, from its shoe.

    Attributes
    ----------
    contact, contact_spread : float
        Strides after the expected contact, and its standard uncertainty.
    pitch_deg : float
        Pitch at contact against the flat phase.
    pitch_noise_deg : float
        Standard uncertainty from the scatter of the readings.
    reading_noise_deg : float
        Scatter of one reading of the pitch.
    shifts_deg : tuple of float
        How much the pitch would change had contact been earlier or later: equally likely
        alternatives.
    height : float
        Of the striking end at contact over its height in the flat phase, foot lengths: 0 on the
        ground.
    anchor, gap_deg, halves_deg : float
        Around contact: see `ShoeTrack`.
    steps : mapping of int to StepLanding
        By the number of the stride.
    looks : int
        Readings around contact over all steps.
    bend : array, shape (5,)
        The pitch around contact, degrees, as coefficients of `corner_basis`.
    """

    contact: float
    contact_spread: float
    pitch_deg: float
    pitch_noise_deg: float
    reading_noise_deg: float
    shifts_deg: tuple[float, ...]
    height: float
    anchor: float
    gap_deg: float
    halves_deg: float
    steps: Mapping[int, StepLanding]
    looks: int
    bend: FloatArray

    def late(self, stride: int) -> float:
        """Return how much later than an even pace a step's contact is, strides; 0 if not seen."""
        step = self.steps.get(stride)
        return 0.0 if step is None else step.shift

    def change_deg(self, late: float) -> float | None:
        """Return how much the pitch would change had contact been `late` strides later.

        None further from contact than it was read.
        """
        if abs(late) > PITCH_NEAR:
            return None
        return float((corner_basis(np.array([late]), 0.0) @ self.bend)[0] - self.bend[0])


def stride_numbers(track: ShoeTrack, contact_phase: float) -> NDArray[np.intp]:
    """Return the number of each reading's stride, shape (n,), as `StepEvents` counts strides."""
    return np.round(track.phase - contact_phase - track.offset).astype(np.intp)


def find_landing(track: ShoeTrack, contact_phase: float) -> Landing | None:
    """Find the mean landing and each step's own.

    Parameters
    ----------
    track : ShoeTrack
    contact_phase : float
        Phase of contact predicted from the landmarks; `ShoeTrack.offset` counts from it.

    Returns
    -------
    Landing or None
        None when too few readings lie around contact.

    Notes
    -----
    The place of the striking end along and across the ground, and the pitch, are each fitted by a
    quadratic before contact and another that continues it afterwards; the corner between them is
    where all three fit best together, weighed with the expected contact. Steps are then shifted in
    time to fit the mean landing, and the fit is repeated.
    """
    good = track.likeness >= LEAST_LIKENESS
    around = good & (np.abs(track.offset) < BEFORE)
    early = around & (track.offset < 0)
    if min(early.sum(), (around & ~early).sum()) < FEWEST_AROUND:
        return None
    stride = stride_numbers(track, contact_phase)
    channels = _channels(track, _over_ground(track, stride, good), good)
    corner = fit_corner(track.offset, channels, 0.0, (BEFORE, AFTER))
    if corner is None:
        return None
    shift = np.zeros(len(stride))
    for _ in range(ROUNDS):
        shift = _step_shifts(track.offset, stride, channels, corner)
        again = fit_corner(track.offset - shift, channels, corner.at, (BEFORE, AFTER))
        if again is None:
            break
        corner = again
    return _landing(track, stride, shift, corner, good)


def _over_ground(track: ShoeTrack, stride: NDArray[np.intp], good: NDArray[np.bool_]) -> FloatArray:
    """Return heel and ball against where they lie in the flat phase, shape (n, 2 points, 2 axes).

    Foot lengths. The ground moves steadily; where it lies is read in each step's flat phase. NaN in
    steps whose flat phase was not seen.
    """
    used = np.flatnonzero(good & track.flat_frames)
    strides, known = np.unique(stride[used]), np.isin(stride, stride[used])
    ground = np.full((len(stride), 2), np.nan)
    if len(strides) and len(used) >= len(strides) + 2:
        middle = (track.heel + track.ball) / 2
        column = np.minimum(np.searchsorted(strides, stride), len(strides) - 1)
        design = np.zeros((len(used), len(strides) + 1))
        design[np.arange(len(used)), column[used]] = 1.0
        design[:, -1] = track.offset[used]
        for axis in range(2):
            answer, _, _ = robust_fit(design, middle[used, axis], LEAST_NOISE_PLACE)
            ground[known, axis] = (answer[column] + answer[-1] * track.offset)[known]
    place = np.stack([track.heel, track.ball], axis=1) - ground[:, None]
    lying = place[used][np.isfinite(place[used]).all(axis=(1, 2))]
    flat = np.median(lying, axis=0) if len(lying) else np.full((2, 2), np.nan)
    return np.asarray(place - flat)


def striking_end(heel: FloatArray, ball: FloatArray) -> FloatArray:
    """Return the place of whichever end of the sole is lower over where it lies flat, (n, 2).

    Parameters
    ----------
    heel, ball : array, shape (n, 2)
        Along and across the ground, foot lengths, against where each lies in the flat phase.
    """
    lower = np.clip((ball[:, 1] - heel[:, 1]) / END_BLEND, -30.0, 30.0)
    share = (1 / (1 + np.exp(-lower)))[:, None]
    return np.asarray(share * heel + (1 - share) * ball)


def _channels(track: ShoeTrack, place: FloatArray, good: NDArray[np.bool_]) -> tuple[Channel, ...]:
    """Return what shows the corner: the striking end along and across the ground, and the pitch."""
    end = np.where(good[:, None], striking_end(place[:, 0], place[:, 1]), np.nan)
    return (
        Channel(end[:, 0], LEAST_NOISE_PLACE, PRIOR_ALONG),
        Channel(end[:, 1], LEAST_NOISE_PLACE, PRIOR_ACROSS),
        Channel(np.where(good, track.pitch_deg, np.nan), LEAST_NOISE_TURN, PRIOR_PITCH),
    )


def _step_shifts(
    time: FloatArray, stride: NDArray[np.intp], channels: tuple[Channel, ...], corner: Corner
) -> FloatArray:
    """Return for each reading by how much its step is late against the mean landing, strides."""
    trial = np.arange(-STEP_SHIFT, STEP_SHIFT + _STEP_GRID / 2, _STEP_GRID)
    near = (time > corner.at - BEFORE) & (time < corner.at + AFTER)
    cost = np.zeros((len(time), len(trial)))
    for channel, answer, noise in zip(channels, corner.coefficients, corner.noise, strict=True):
        known = near & np.isfinite(channel.value) & np.isfinite(noise)
        for column, late in enumerate(trial):
            model = corner_basis(time[known] - late, corner.at) @ answer
            residual = (channel.value[known] - model) / noise
            cost[known, column] += 0.5 * CAUCHY**2 * np.log1p((residual / CAUCHY) ** 2)
    shift, own_shifts = np.zeros(len(time)), []
    prior = 0.5 * (trial / STEP_TIME_SPREAD) ** 2
    for number in np.unique(stride):
        own = stride == number
        total = cost[own].sum(axis=0) / SHARED + prior
        odds = np.exp(total.min() - total)
        own_shifts.append(float(odds @ trial / odds.sum()))
        shift[own] = own_shifts[-1]
    return np.asarray(shift - np.median(own_shifts))


def _landing(
    track: ShoeTrack,
    stride: NDArray[np.intp],
    shift: FloatArray,
    corner: Corner,
    good: NDArray[np.bool_],
) -> Landing | None:
    """Read the angle at the corner and each step's deviation."""
    time = track.offset - shift - corner.at
    flat = _flat_pitch(time[good], track.pitch_deg[good])
    local = good & (np.abs(time) < PITCH_NEAR)
    if flat is None or local.sum() < FEWEST_AROUND:
        return None
    pitch, noise, error = _pitch_at_corner(time[local], track.pitch_deg[local])
    late = corner.spread * np.array([NORMAL.inv_cdf(share) for share in QUANTILES])
    residual = track.pitch_deg - corner_basis(time, 0.0) @ pitch
    near = good & (np.abs(time) < STEP_NEAR)
    steps = {
        int(number): _step_landing(time, residual, shift, near, stride == number)
        for number in np.unique(stride)
    }
    return Landing(
        contact=corner.at,
        contact_spread=corner.spread,
        pitch_deg=float(pitch[0] - flat[0]),
        pitch_noise_deg=float(np.hypot(error, flat[1])),
        reading_noise_deg=noise,
        shifts_deg=tuple(float(p) for p in corner_basis(late, 0.0) @ pitch - pitch[0]),
        height=float(corner.coefficients[1][0]),
        anchor=float(np.median(track.anchor[local])),
        gap_deg=float(np.median(track.gap_deg[local])),
        halves_deg=float(np.median(track.halves_deg[local])),
        steps=steps,
        looks=int(near.sum()),
        bend=pitch,
    )


def _step_landing(
    time: FloatArray,
    residual: FloatArray,
    shift: FloatArray,
    near: NDArray[np.bool_],
    own: NDArray[np.bool_],
) -> StepLanding:
    """Return one step; what its pitch deviates by at contact fades as the foot comes down."""
    seen = near & own
    fade = np.clip(1 - time[seen] / STEP_FADE, 0.0, 1.0)
    deviation = float(fade @ residual[seen] / (fade @ fade)) if seen.any() else 0.0
    return StepLanding(float(shift[own][0]), deviation, int(seen.sum()))


def _pitch_at_corner(time: FloatArray, pitch: FloatArray) -> tuple[FloatArray, float, float]:
    """Return the coefficients of the pitch around contact, the noise, and the error at contact."""
    design = corner_basis(time, 0.0)
    answer, noise, weight = robust_fit(design, pitch, LEAST_NOISE_PITCH, PRIOR_PITCH)
    normal = (design * weight[:, None]).T @ design / (noise**2 * SHARED)
    normal += np.diag(1 / np.array(PRIOR_PITCH) ** 2)
    return answer, float(noise), float(np.sqrt(np.linalg.inv(normal)[0, 0]))


def _flat_pitch(time: FloatArray, pitch: FloatArray) -> tuple[float, float] | None:
    """Return the pitch of the foot at rest on the ground and its noise; None when never seen."""
    stillest = (np.inf, 0.0, 0.0)
    for start in np.arange(FLAT_SEARCH[0], FLAT_SEARCH[1] - FLAT_WIDTH, FLAT_STEP):
        inside = (time >= start) & (time < start + FLAT_WIDTH)
        if inside.sum() < FEWEST_FLAT:
            continue
        slope = (time[inside] - start) / FLAT_WIDTH - 0.5
        design = np.stack([np.ones_like(slope), slope], axis=1)
        (level, change), noise, _ = robust_fit(design, pitch[inside], LEAST_NOISE_PITCH)
        error = float(np.hypot(noise * np.sqrt(SHARED / inside.sum()), FLAT_DOUBT * change))
        stillest = min(stillest, (abs(float(change)), float(level), error))
        if stillest[0] < FLAT_CHANGE:
            break
    return stillest[1:] if np.isfinite(stillest[0]) else None

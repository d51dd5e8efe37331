"""The instant of contact and the foot's angle there, read from the shoe's own movement.

Before contact the striking end of the sole still moves over the ground; from contact on it moves
with the ground: on the treadmill straight back at belt speed. The folded strides show that corner
to a few milliseconds, because steps sample it at different instants.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gaitcheck.types import FloatArray, ShoeTrack

# Strides around the expected contact in which the corner is sought, and seen (a stride is about
# 0.7 s).
SEARCH: Final = 0.055
WINDOW: Final = 0.075
_GRID: Final = 0.001
# How far contact lies from where the landmarks let expect it, strides: the delay after "foot
# furthest ahead" differs that much between runners (benchmarks/accuracy, motion capture).
EXPECTED_SPREAD: Final = 0.020
# How much single steps differ in time from an even pace, strides (8 ms).
STEP_TIME_SPREAD: Final = 0.012
STEP_SHIFT: Final = 0.036
ROUNDS: Final = 3
# Pitch, degrees, over which the striking end changes from the ball to the heel.
BALL_BELOW: Final = -3.0
HEEL_FROM: Final = 3.0
# Neighbouring frames share some error: so many count as one when the uncertainty is told.
SHARED: Final = 2.0
# The least noise of a reading: foot lengths, degrees.
LEAST_NOISE_PLACE: Final = 0.004
LEAST_NOISE_PITCH: Final = 0.25
CAUCHY: Final = 2.5
# Likeness with the mean picture below which a reading is left out.
LEAST_LIKENESS: Final = 0.6
# Readings needed around contact, before and after it.
FEWEST_AROUND: Final = 3
# The flat phase is sought between these instants after contact, strides, in windows of this width;
# the first in which the pitch changes by less than this (degrees) is taken, else the stillest.
FLAT_SEARCH: Final = (0.055, 0.190)
FLAT_WIDTH: Final = 0.050
FLAT_STEP: Final = 0.005
FLAT_CHANGE: Final = 0.8
FEWEST_FLAT: Final = 4
# Quantiles of the instant of contact which stand for its uncertainty.
QUANTILES: Final = (0.1, 0.3, 0.5, 0.7, 0.9)
# How far from contact, strides, a step's own frames tell its angle.
STEP_NEAR: Final = 0.045


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
    anchor, gap_deg : float
        Around contact: see `ShoeTrack`.
    steps : mapping of int to StepLanding
        By the number of the stride.
    looks : int
        Readings around contact over all steps.
    """

    contact: float
    contact_spread: float
    pitch_deg: float
    pitch_noise_deg: float
    reading_noise_deg: float
    shifts_deg: tuple[float, ...]
    anchor: float
    gap_deg: float
    steps: Mapping[int, StepLanding]
    looks: int


@dataclass(frozen=True, slots=True, eq=False)
class _Channel:
    """One quantity over all readings; `bends` says whether it may curve after contact."""

    value: FloatArray
    least_noise: float


@dataclass(frozen=True, slots=True, eq=False)
class _Corner:
    """A fit with a corner at `at`: coefficients and noise of each channel."""

    at: float
    coefficients: tuple[FloatArray, ...]
    noise: tuple[float, ...]
    spread: float
    odds: FloatArray


def find_landing(track: ShoeTrack, contact_phase: float) -> Landing | None:
    """Find the mean landing and each step's own.

    Parameters
    ----------
    track : ShoeTrack
    contact_phase : float
        Phase at which the landmarks let expect contact, as `ShoeTrack.offset` counts from it.

    Returns
    -------
    Landing or None
        None when too few readings lie around contact.

    Notes
    -----
    Position of the striking end across and along the ground and the pitch are each fitted, before
    contact by a quadratic, after it by another that continues it; the corner between them is where
    all three fit best together, weighed with the expected contact. Steps are then shifted in time
    to fit the mean landing, and the fit repeated.
    """
    stride = np.round(track.phase - contact_phase - track.offset).astype(np.intp)
    good = track.likeness >= LEAST_LIKENESS
    place = _over_ground(track, stride, good)
    channels = _channels(track, place, good)
    around = good & (np.abs(track.offset) < WINDOW)
    if (around & (track.offset < 0)).sum() < FEWEST_AROUND or around.sum() < 3 * FEWEST_AROUND:
        return None
    shift = np.zeros(len(stride))
    middle = 0.0
    corner = _fit_corner(track.offset, channels, middle)
    if corner is None:
        return None
    for _ in range(ROUNDS):
        shift = _step_shifts(track.offset, stride, channels, corner)
        again = _fit_corner(track.offset - shift, channels, corner.at)
        if again is None:
            break
        corner = again
    return _landing(track, stride, shift, corner, good)


def _over_ground(track: ShoeTrack, stride: NDArray[np.intp], good: NDArray[np.bool_]) -> FloatArray:
    """Return heel and ball against the ground, foot lengths, shape (n, 2 points, 2 axes).

    The ground moves steadily; where it lies is read in each step's flat phase. NaN in steps whose
    flat phase was not seen.
    """
    middle = (track.heel + track.ball) / 2
    used = good & track.flat_frames
    strides = np.unique(stride[used])
    column = np.searchsorted(strides, stride)
    known = np.isin(stride, strides)
    if len(strides) == 0 or used.sum() < len(strides) + 2:
        return np.full((len(stride), 2, 2), np.nan)
    rows = np.flatnonzero(used)
    design = np.zeros((len(rows), len(strides) + 1))
    design[np.arange(len(rows)), column[rows]] = 1.0
    design[:, -1] = track.offset[rows]
    ground = np.full((len(stride), 2), np.nan)
    for axis in range(2):
        answer = _robust(design, middle[rows, axis], LEAST_NOISE_PLACE)[0]
        at = answer[np.minimum(column, len(strides) - 1)] + answer[-1] * track.offset
        ground[:, axis] = np.where(known, at, np.nan)
    points = np.stack([track.heel, track.ball], axis=1)
    return np.asarray(points - ground[:, None])


def _robust(
    design: FloatArray, value: FloatArray, least_noise: float, rounds: int = 3
) -> tuple[FloatArray, float, FloatArray]:
    """Return coefficients, noise and weights of a least-squares fit that resists outliers."""
    weight = np.ones(len(value))
    answer, noise = np.zeros(design.shape[1]), least_noise
    ridge = 1e-9 * np.eye(design.shape[1])
    for _ in range(rounds):
        weighted = design * weight[:, None]
        answer = np.linalg.solve(weighted.T @ design + ridge, weighted.T @ value)
        residual = value - design @ answer
        noise = max(1.4826 * float(np.median(np.abs(residual))), least_noise)
        weight = 1 / (1 + (residual / (CAUCHY * noise)) ** 2)
    return answer, noise, weight


def _channels(
    track: ShoeTrack, place: FloatArray, good: NDArray[np.bool_]
) -> tuple[_Channel, ...]:
    """Return what shows the corner: the striking end along and across the ground, and the pitch."""
    near = good & (np.abs(track.offset) < WINDOW / 2)
    pitch = float(np.median(track.pitch_deg[near])) if near.any() else 0.0
    heel = float(np.clip((pitch - BALL_BELOW) / (HEEL_FROM - BALL_BELOW), 0.0, 1.0))
    end = heel * place[:, 0] + (1 - heel) * place[:, 1]
    kept = np.where(good, 1.0, np.nan)
    return (
        _Channel(end[:, 0] * kept, LEAST_NOISE_PLACE),
        _Channel(end[:, 1] * kept, LEAST_NOISE_PLACE),
        _Channel(track.pitch_deg * kept, LEAST_NOISE_PITCH),
    )


def _corner_basis(time: FloatArray, corner: float) -> FloatArray:
    """Return level, and slope and bend before and after the corner, shape (n, 5)."""
    before, after = np.maximum(corner - time, 0.0), np.maximum(time - corner, 0.0)
    unit = WINDOW
    return np.stack(
        [
            np.ones_like(time),
            before / unit,
            (before / unit) ** 2,
            after / unit,
            (after / unit) ** 2,
        ],
        axis=1,
    )


def _fit_corner(
    time: FloatArray, channels: tuple[_Channel, ...], middle: float
) -> _Corner | None:
    """Return the best corner within reach of the expected one; None without enough readings."""
    used = [
        np.isfinite(channel.value) & (np.abs(time - middle) < WINDOW) for channel in channels
    ]
    counts = [int(mask.sum()) for mask in used]
    usable = [k for k, count in enumerate(counts) if count >= 8]
    if not usable:
        return None
    grid = np.arange(middle - SEARCH, middle + SEARCH + _GRID / 2, _GRID)
    noise = []
    for k, channel in enumerate(channels):
        if k not in usable:
            noise.append(np.nan)
            continue
        trial = [
            _robust(_corner_basis(time[used[k]], at), channel.value[used[k]], channel.least_noise)[1]
            for at in grid[::5]
        ]
        noise.append(float(min(trial)))
    misfit = 0.5 * (grid / EXPECTED_SPREAD) ** 2
    for k in usable:
        value, at_time = channels[k].value[used[k]], time[used[k]]
        cost = np.array([_cost(at_time, value, at, noise[k]) for at in grid])
        misfit = misfit + cost / SHARED
    odds = np.exp(-(misfit - misfit.min()))
    odds /= odds.sum()
    at = float(odds @ grid)
    spread = float(np.sqrt(odds @ (grid - at) ** 2))
    coefficients = tuple(
        _robust(_corner_basis(time[used[k]], at), channels[k].value[used[k]], channels[k].least_noise)[0]
        if k in usable
        else np.full(5, np.nan)
        for k in range(len(channels))
    )
    return _Corner(at, coefficients, tuple(noise), max(spread, _GRID), odds)


def _cost(time: FloatArray, value: FloatArray, corner: float, noise: float) -> float:
    """Return the negative log likelihood of Cauchy-like residuals about the best fit."""
    design = _corner_basis(time, corner)
    answer = _robust(design, value, noise)[0]
    residual = (value - design @ answer) / noise
    return float(0.5 * CAUCHY**2 * np.log1p((residual / CAUCHY) ** 2).sum())


def _step_shifts(
    time: FloatArray, stride: NDArray[np.intp], channels: tuple[_Channel, ...], corner: _Corner
) -> FloatArray:
    """Return for each reading by how much its step is late against the mean landing, strides."""
    trial = np.arange(-STEP_SHIFT, STEP_SHIFT + _GRID / 2, _GRID)
    near = np.abs(time - corner.at) < WINDOW * 0.8
    cost = np.zeros((len(time), len(trial)))
    for channel, coefficients, noise in zip(
        channels, corner.coefficients, corner.noise, strict=True
    ):
        known = near & np.isfinite(channel.value) & np.isfinite(noise)
        for column, late in enumerate(trial):
            model = _corner_basis(time[known] - late, corner.at) @ coefficients
            residual = (channel.value[known] - model) / noise
            cost[known, column] += 0.5 * CAUCHY**2 * np.log1p((residual / CAUCHY) ** 2)
    shift = np.zeros(len(time))
    prior = 0.5 * (trial / STEP_TIME_SPREAD) ** 2
    for number in np.unique(stride):
        own = stride == number
        total = cost[own].sum(axis=0) / SHARED + prior
        odds = np.exp(-(total - total.min()))
        shift[own] = float(odds @ trial / odds.sum())
    return np.asarray(shift - np.median([shift[stride == k][0] for k in np.unique(stride)]))


def _landing(
    track: ShoeTrack,
    stride: NDArray[np.intp],
    shift: FloatArray,
    corner: _Corner,
    good: NDArray[np.bool_],
) -> Landing | None:
    time = track.offset - shift - corner.at
    flat = _flat_pitch(time[good], track.pitch_deg[good])
    if flat is None or not np.isfinite(corner.noise[2]):
        return None
    level, flat_noise = flat
    pitch = corner.coefficients[2]
    noise = corner.noise[2]
    near = good & (np.abs(time) < STEP_NEAR)
    grid = corner.at + np.linspace(-SEARCH, SEARCH, len(corner.odds)) * 0.0 + 0.0
    quantiles = _quantiles(corner)
    curve = (_corner_basis(np.array(quantiles), corner.at) @ pitch) - pitch[0]
    residual = track.pitch_deg - _corner_basis(time + corner.at, corner.at) @ pitch
    steps = {}
    for number in np.unique(stride):
        own = near & (stride == number)
        steps[int(number)] = StepLanding(
            shift=float(shift[stride == number][0]),
            pitch_deg=float(np.median(residual[own])) if own.any() else 0.0,
            looks=int(own.sum()),
        )
    del grid
    looks = int(near.sum())
    return Landing(
        contact=corner.at,
        contact_spread=corner.spread,
        pitch_deg=float(pitch[0] - level),
        pitch_noise_deg=float(np.hypot(noise * np.sqrt(SHARED / max(looks / 3, 1)), flat_noise)),
        reading_noise_deg=noise,
        shifts_deg=tuple(float(c) for c in curve),
        anchor=float(np.median(track.anchor[near])) if looks else 0.0,
        gap_deg=float(np.median(track.gap_deg[near])) if looks else 0.0,
        steps=steps,
        looks=looks,
    )


def _quantiles(corner: _Corner) -> list[float]:
    from scipy.special import ndtri

    return [corner.at + corner.spread * float(ndtri(q)) for q in QUANTILES]


def _flat_pitch(time: FloatArray, pitch: FloatArray) -> tuple[float, float] | None:
    """Return the pitch of the foot at rest on the ground and its noise; None when never seen."""
    candidates = []
    for start in np.arange(FLAT_SEARCH[0], FLAT_SEARCH[1] - FLAT_WIDTH, FLAT_STEP):
        inside = (time >= start) & (time < start + FLAT_WIDTH)
        if inside.sum() < FEWEST_FLAT:
            continue
        design = np.stack([np.ones(inside.sum()), (time[inside] - start) / FLAT_WIDTH - 0.5], axis=1)
        (level, change), noise, _ = _robust(design, pitch[inside], LEAST_NOISE_PITCH)
        error = noise * float(np.sqrt(SHARED / inside.sum()))
        candidates.append((abs(float(change)), float(level), error))
        if abs(change) < FLAT_CHANGE:
            return float(level), error
    if not candidates:
        return None
    _, level, error = min(candidates)
    return level, error

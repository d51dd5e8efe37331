"""One step's landing from the sole in a few single pictures, and what several steps tell together.

Nothing is folded: two steps are enough, and each tells its own instant and angle with the
uncertainty that so few pictures leave.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gaitcheck.gait.corner import CAUCHY
from gaitcheck.gait.landing import striking_end
from gaitcheck.model import FloatArray

# Instants that are tried, strides from the expected contact.
SEARCH: Final = 0.08
GRID: Final = 0.002
# Readings from so long before contact to so long after it tell of it, strides.
BEFORE: Final = 0.09
AFTER: Final = 0.17
# How long the foot takes to lie flat, strides (21 to 56 ms): each is tried.
FLATTENS: Final = (0.03, 0.05, 0.08)
# How far one step's contact lies from where the landmarks predict it, strides (18 ms).
EXPECTED_SPREAD: Final = 0.025
# Standard deviations beforehand of: the angle at contact, its change before contact (degrees a
# stride), the level of the flat foot against the other steps'.
ANGLE_PRIOR: Final = 20.0
TURN_PRIOR: Final = 80.0
FLAT_PRIOR: Final = 2.0
# Of the striking end, in foot lengths: how it rests against where it lies in the flat phase, and
# its speed and its slowing down before contact (per stride, per stride squared), along and across
# the ground.
REST_PRIOR: Final = (0.08, 0.05)
SPEED_PRIOR: Final = (12.0, 4.0)
SLOWING_PRIOR: Final = (60.0, 25.0)
# Scatter of the place of one reading, foot lengths.
PLACE_NOISE: Final = 0.04
# Neighbouring readings share some of their error: so many strides bring one that is independent.
INDEPENDENT: Final = 0.05
# An instant is never known better than this, strides (4 ms).
LEAST_SPREAD: Final = 0.005
# A reading that lies so many degrees outside the range of its neighbours was misread.
WILD_DEG: Final = 15.0
ROUNDS: Final = 3
# Readings on each side of contact that a step needs.
FEWEST_BEFORE: Final = 1
FEWEST_AFTER: Final = 2


@dataclass(frozen=True, slots=True, eq=False)
class Readings:
    """The sole around one contact.

    Attributes
    ----------
    time : array, shape (n,)
        Strides since the expected contact.
    pitch_deg, noise_deg : array, shape (n,)
        Against the foot lying flat, toes up positive; what one reading scatters by.
    heel, ball : array, shape (n, 2)
        Against where each lies in the flat phase, moving with the ground, foot lengths: along and
        across the ground. NaN where that is not known.
    """

    time: FloatArray
    pitch_deg: FloatArray
    noise_deg: FloatArray
    heel: FloatArray
    ball: FloatArray


@dataclass(frozen=True, slots=True)
class Touchdown:
    """How one foot landed in one step.

    Attributes
    ----------
    contact, contact_spread : float
        Strides after the expected contact, and its standard uncertainty.
    angle_deg, angle_spread_deg : float
        Pitch at contact against the foot lying flat; the uncertain instant is in its uncertainty.
    looks : int
        Readings that told it.
    """

    contact: float
    contact_spread: float
    angle_deg: float
    angle_spread_deg: float
    looks: int


def find_touchdown(readings: Readings) -> Touchdown | None:
    """Find the instant and the angle at which one foot touched the ground.

    Returns
    -------
    Touchdown or None
        None where too few readings lie on either side of the expected contact.

    Notes
    -----
    Bayesian linear regression (Bishop 2006, Pattern Recognition and Machine Learning, 3.3-3.5) for
    each instant that is tried: until contact the striking end moves over the ground and the foot
    hardly turns, from contact on the end rests and the foot turns flat. What each instant explains,
    weighed with the expected contact, gives the instant; the angle is the mean over all instants.
    """
    near = (readings.time > -BEFORE) & (readings.time < AFTER)
    near &= np.isfinite(readings.pitch_deg) & ~_wild(readings)
    early = near & (readings.time < 0)
    if early.sum() < FEWEST_BEFORE or (near & ~early).sum() < FEWEST_AFTER:
        return None
    time = readings.time[near]
    channels = _channels(readings, near)
    grid = np.arange(-SEARCH, SEARCH + GRID / 2, GRID)
    share = _independent_share(time)
    weights = [np.full(len(c.value), share) for c in channels]
    for _ in range(ROUNDS):
        fits = [_fit(time, c, w, grid) for c, w in zip(channels, weights, strict=True)]
        odds = _odds(grid, fits)
        weights = [share / (1 + (fit.misfit(odds) / CAUCHY) ** 2) for fit in fits]
    return _answer(grid, odds, fits[0], len(time))


@dataclass(frozen=True, slots=True, eq=False)
class _Channel:
    """One quantity: values, their noise, and which course it takes."""

    value: FloatArray
    noise: FloatArray
    turns: bool
    axis: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class _Fit:
    """What a channel says of every instant: evidence, first coefficient, residuals."""

    evidence: FloatArray
    first: FloatArray
    spread: FloatArray
    residual: FloatArray

    def misfit(self, odds: FloatArray) -> FloatArray:
        """Return the mean residual of each reading, in standard deviations."""
        return np.asarray(np.abs(np.einsum("dg,dgn->n", odds, self.residual)))


def _wild(readings: Readings) -> NDArray[np.bool_]:
    """Return which readings stand out from both the one before and the one after."""
    order = np.argsort(readings.time)
    pitch = readings.pitch_deg[order]
    wild = np.zeros(len(pitch), dtype=bool)
    if len(pitch) >= 3:
        low, high = np.minimum(pitch[:-2], pitch[2:]), np.maximum(pitch[:-2], pitch[2:])
        inner = (pitch[1:-1] < low - WILD_DEG) | (pitch[1:-1] > high + WILD_DEG)
        wild[order[1:-1]] = inner
    return wild


def _channels(readings: Readings, near: NDArray[np.bool_]) -> list[_Channel]:
    end = striking_end(readings.heel[near], readings.ball[near])
    noise = np.full(len(end), PLACE_NOISE)
    return [
        _Channel(readings.pitch_deg[near], readings.noise_deg[near], turns=True),
        _Channel(end[:, 0], noise, turns=False, axis=0),
        _Channel(end[:, 1], noise, turns=False, axis=1),
    ]


def _independent_share(time: FloatArray) -> float:
    """Return as how many independent readings one counts."""
    if len(time) < 2:
        return 0.5
    spacing = float(np.median(np.diff(np.sort(time))))
    return float(np.clip(spacing / INDEPENDENT, 0.05, 1.0))


def _fit(time: FloatArray, channel: _Channel, weight: FloatArray, grid: FloatArray) -> _Fit:
    """Return the evidence for each way of coming down (axis 0) and each instant (axis 1)."""
    after = time - grid[:, None]
    before, after = np.maximum(-after, 0.0), np.maximum(after, 0.0)
    one = np.ones_like(after)
    if channel.turns:
        prior = np.array([ANGLE_PRIOR, TURN_PRIOR, FLAT_PRIOR])
        design = np.stack(
            [
                np.stack([np.maximum(1 - after / lasts, 0.0), before, one], axis=-1)
                for lasts in FLATTENS
            ]
        )
    else:
        prior = np.array([rows[channel.axis] for rows in (REST_PRIOR, SPEED_PRIOR, SLOWING_PRIOR)])
        design = np.stack([one, before, before**2], axis=-1)[None]
    known = np.isfinite(channel.value)
    value = np.where(known, channel.value, 0.0)
    precision = np.where(known, weight, 0.0) / channel.noise**2
    weighted = np.swapaxes(design * precision[:, None], -1, -2)
    normal = weighted @ design + np.diag(1 / prior**2)
    covariance = np.linalg.inv(normal)
    projected = weighted @ value
    answer = (covariance @ projected[..., None])[..., 0]
    explained = (projected * answer).sum(axis=-1)
    _, logdet = np.linalg.slogdet(normal)
    evidence = 0.5 * (explained - logdet)
    residual = (value - (design @ answer[..., None])[..., 0]) / channel.noise
    residual = np.where(known, residual, 0.0)
    ways = len(FLATTENS)
    return _Fit(
        np.broadcast_to(evidence, (ways, len(grid))),
        np.broadcast_to(answer[..., 0], (ways, len(grid))),
        np.broadcast_to(np.sqrt(covariance[..., 0, 0]), (ways, len(grid))),
        np.broadcast_to(residual, (ways, len(grid), len(time))),
    )


def _odds(grid: FloatArray, fits: Sequence[_Fit]) -> FloatArray:
    evidence = sum(fit.evidence for fit in fits) - 0.5 * (grid / EXPECTED_SPREAD) ** 2
    odds = np.exp(evidence - np.max(evidence))
    return np.asarray(odds / odds.sum())


def _answer(grid: FloatArray, odds: FloatArray, pitch: _Fit, looks: int) -> Touchdown:
    instants = odds.sum(axis=0)
    contact = float(instants @ grid)
    angle = float((odds * pitch.first).sum())
    variance = float((odds * (pitch.spread**2 + (pitch.first - angle) ** 2)).sum())
    return Touchdown(
        contact=contact,
        contact_spread=max(float(np.sqrt(instants @ (grid - contact) ** 2)), LEAST_SPREAD),
        angle_deg=angle,
        angle_spread_deg=float(np.sqrt(variance)),
        looks=looks,
    )

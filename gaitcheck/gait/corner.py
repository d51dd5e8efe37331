"""Find the corner that several quantities share: where their course changes at one instant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from gaitcheck.types import FloatArray

# How far from the expected corner it is sought, strides, and in which steps.
SEARCH: Final = 0.055
GRID: Final = 0.001
# How far contact lies from where the landmarks let expect it, strides (14 ms): the delay after
# "foot furthest ahead" is 14 to 69 ms by runner and speed (Fukuchi 2017, doi 10.7717/peerj.3298).
EXPECTED_SPREAD: Final = 0.020
# Neighbouring readings share some of their error: so many count as one.
SHARED: Final = 2.0
# Residuals beyond this many standard deviations lose weight (Cauchy weights: Holland & Welsch 1977,
# doi 10.1080/03610927708827533).
CAUCHY: Final = 2.5
FEWEST_READINGS: Final = 8
# A standard deviation that says nothing beforehand.
WIDE: Final = 1e6
_ROUNDS: Final = 3
_EVERY: Final = 5


@dataclass(frozen=True, slots=True, eq=False)
class Channel:
    """One quantity over all readings.

    Attributes
    ----------
    value : array, shape (n,)
        NaN where unknown.
    least_noise : float
        The least noise that a reading can have.
    prior : tuple of float
        Standard deviations of the coefficients of `corner_basis` about 0.
    """

    value: FloatArray
    least_noise: float
    prior: tuple[float, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Corner:
    """A corner `at` some time with its standard uncertainty.

    Attributes
    ----------
    at, spread : float
        Strides.
    coefficients : tuple of array, shape (5,)
        Of each channel; NaN where it has too few readings.
    noise : tuple of float
        Of one reading of each channel; NaN likewise.
    """

    at: float
    spread: float
    coefficients: tuple[FloatArray, ...]
    noise: tuple[float, ...]


def corner_basis(time: FloatArray, corner: float) -> FloatArray:
    """Return level, and slope and bend before and after the corner, shape (n, 5)."""
    before, after = np.maximum(corner - time, 0.0), np.maximum(time - corner, 0.0)
    return np.stack([np.ones_like(time), before, before**2, after, after**2], axis=1)


def robust_fit(
    design: FloatArray,
    value: FloatArray,
    least_noise: float,
    prior: tuple[float, ...] | None = None,
) -> tuple[FloatArray, float, FloatArray]:
    """Fit by iteratively reweighted least squares.

    Parameters
    ----------
    design : array, shape (n, k)
    value : array, shape (n,)
    least_noise : float
        The noise is never believed to be smaller.
    prior : tuple of float, optional
        Standard deviations of the coefficients about 0.

    Returns
    -------
    coefficients : array, shape (k,)
    noise : float
        Robust standard deviation of one value.
    weights : array, shape (n,)
    """
    weight, noise = np.ones(len(value)), 3 * least_noise
    answer: FloatArray = np.zeros(design.shape[1])
    hold = np.full(design.shape[1], WIDE) if prior is None else np.array(prior)
    for _ in range(_ROUNDS):
        weighted = design * weight[:, None]
        ridge = np.diag((noise / hold) ** 2 + 1e-12)
        answer = np.asarray(np.linalg.solve(weighted.T @ design + ridge, weighted.T @ value), float)
        residual = value - design @ answer
        noise = max(1.4826 * float(np.median(np.abs(residual))), least_noise)
        weight = 1 / (1 + (residual / (CAUCHY * noise)) ** 2)
    return answer, noise, weight


def fit_corner(
    time: FloatArray, channels: Sequence[Channel], middle: float, window: tuple[float, float]
) -> Corner | None:
    """Return the corner near `middle` that fits all channels best; None without enough readings.

    Parameters
    ----------
    time : array, shape (n,)
        Strides; the expected corner is at 0.
    channels : sequence of Channel
    middle : float
        Readings from ``middle - window[0]`` to ``middle + window[1]`` are used.
    window : pair of float
    """
    inside = (time > middle - window[0]) & (time < middle + window[1])
    used = [inside & np.isfinite(channel.value) for channel in channels]
    usable = [k for k, mask in enumerate(used) if mask.sum() >= FEWEST_READINGS]
    if not usable:
        return None
    grid = np.arange(middle - SEARCH, middle + SEARCH + GRID / 2, GRID)
    cost = 0.5 * (grid / EXPECTED_SPREAD) ** 2
    noise = [np.nan] * len(channels)
    for k in usable:
        t, value, channel = time[used[k]], channels[k].value[used[k]], channels[k]
        fits = [
            robust_fit(corner_basis(t, at), value, channel.least_noise, channel.prior)[1]
            for at in grid[::_EVERY]
        ]
        noise[k] = float(min(fits))
        cost = cost + np.array([_misfit(t, value, at, noise[k], channel.prior) for at in grid])
    odds = np.exp(cost.min() - cost)
    odds /= odds.sum()
    at = float(odds @ grid)
    spread = float(np.sqrt(odds @ (grid - at) ** 2))
    coefficients = [np.full(5, np.nan)] * len(channels)
    for k in usable:
        basis, channel = corner_basis(time[used[k]], at), channels[k]
        coefficients[k] = robust_fit(
            basis, channel.value[used[k]], channel.least_noise, channel.prior
        )[0]
    return Corner(at, max(spread, GRID), tuple(coefficients), tuple(noise))


def _misfit(
    time: FloatArray, value: FloatArray, corner: float, noise: float, prior: tuple[float, ...]
) -> float:
    """Return the negative log likelihood of the best fit with its corner there."""
    design = corner_basis(time, corner)
    answer = robust_fit(design, value, noise, prior)[0]
    residual = (value - design @ answer) / noise
    held = 0.5 * float(((answer / np.array(prior)) ** 2).sum())
    unlikely = 0.5 * CAUCHY**2 * float(np.log1p((residual / CAUCHY) ** 2).sum())
    return held + unlikely / SHARED

"""Find the corner that several quantities share: where their course changes at one instant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from gaitcheck.model import FloatArray

# How far from the expected corner it is sought, strides, and in which steps.
SEARCH: Final = 0.055
GRID: Final = 0.001
# How far contact lies from where the landmarks predict it, strides (14 ms): the delay after
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


def corner_basis(time: FloatArray, corner: float | FloatArray) -> FloatArray:
    """Return the functions of time of which a curve with a corner is the sum.

    Parameters
    ----------
    time : array, shape (n,)
        Strides.
    corner : float or array, shape (corners...)
        Where the curve may turn, strides.

    Returns
    -------
    array, shape (corners..., n, 5)
        Level, then slope and bend before and after the corner; powers of strides.
    """
    after = time - np.asarray(corner)[..., None]
    before, after = np.maximum(-after, 0.0), np.maximum(after, 0.0)
    return np.stack([np.ones_like(after), before, before**2, after, after**2], axis=-1)


def robust_fit(
    design: FloatArray,
    value: FloatArray,
    least_noise: float | FloatArray,
    prior: tuple[float, ...] | None = None,
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Fit by iteratively reweighted least squares.

    Parameters
    ----------
    design : array, shape (..., n, k)
        One design or several, which are fitted each on its own.
    value : array, shape (n,)
        In any unit, which the noise has too.
    least_noise : float or array, shape (...)
        In the same unit; the noise is never believed to be smaller.
    prior : tuple of float, optional
        Standard deviations of the coefficients about 0.

    Returns
    -------
    coefficients : array, shape (..., k)
    noise : array, shape (...)
        Robust standard deviation of one value.
    weights : array, shape (..., n)
    """
    weight = np.ones(design.shape[:-1])
    noise = np.asarray(3.0 * least_noise)
    hold = np.full(design.shape[-1], WIDE) if prior is None else np.array(prior)
    for _ in range(_ROUNDS):
        weighted = np.swapaxes(design * weight[..., None], -1, -2)
        ridge = (noise[..., None] / hold) ** 2 + 1e-12
        normal = weighted @ design + ridge[..., None] * np.eye(len(hold))
        answer = np.linalg.solve(normal, (weighted @ value)[..., None])[..., 0]
        residual = value - (design @ answer[..., None])[..., 0]
        noise = np.maximum(1.4826 * np.median(np.abs(residual), axis=-1), least_noise)
        weight = 1 / (1 + (residual / (CAUCHY * noise[..., None])) ** 2)
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
        coarse = corner_basis(t, grid[::_EVERY])
        noise[k] = float(robust_fit(coarse, value, channel.least_noise, channel.prior)[1].min())
        cost = cost + _misfit(t, value, grid, noise[k], channel.prior)
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
    time: FloatArray, value: FloatArray, corners: FloatArray, noise: float, prior: tuple[float, ...]
) -> FloatArray:
    """Return the negative log likelihood of the best fit with its corner at each of `corners`."""
    design = corner_basis(time, corners)
    answer = robust_fit(design, value, noise, prior)[0]
    residual = (value - (design @ answer[..., None])[..., 0]) / noise
    held = 0.5 * ((answer / np.array(prior)) ** 2).sum(axis=-1)
    unlikely = 0.5 * CAUCHY**2 * np.log1p((residual / CAUCHY) ** 2).sum(axis=-1)
    return np.asarray(held + unlikely / SHARED)

"""Reading a quantity off the folded strides, with its spread from step to step and its error."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from gaitcheck.gait.curves import PeriodicCurve, fit_periodic
from gaitcheck.gait.metrics.form import FormSide
from gaitcheck.model import FloatArray

# Half width of the window around an event in which a single step is read, strides: at 30 pictures a
# second every step has at least one picture in it.
WINDOW: Final = 0.035
GRID: Final = 0.0025


@dataclass(frozen=True, slots=True)
class Reading:
    """A quantity of the mean stride.

    Attributes
    ----------
    value : float
    spread : float or None
        Standard deviation over the steps; None for fewer than two.
    error : float
        Standard error from scatter and timing, without what averaging cannot remove.
    n : int
    """

    value: float
    spread: float | None
    error: float
    n: int


@dataclass(frozen=True, slots=True)
class Missing:
    """Why there is no reading: a code."""

    reason: str


NOT_SEEN: Final = Missing("joints_not_seen")
NO_TOE_OFF: Final = Missing("no_toe_off")
COVERED: Final = Missing("foot_covered")
NO_STEPS: Final = Missing("no_steps")


def sample_spread(values: FloatArray) -> float | None:
    """Return the standard deviation of the finite values; None for fewer than two.

    Parameters
    ----------
    values : array, shape (n,)
        In any unit.
    """
    known = values[np.isfinite(values)]
    return float(np.std(known, ddof=1)) if len(known) > 1 else None


def mean_error(spread: float | None, n: int) -> float:
    """Return the standard error of a mean over `n` steps; 0 where their spread is not known."""
    return 0.0 if spread is None else float(spread / np.sqrt(n))


def read_at(
    side: FormSide, values: FloatArray, phase: float, timing: float = 0.0
) -> Reading | Missing:
    """Read a quantity at one phase of a side's mean stride.

    Parameters
    ----------
    side : FormSide
    values : array, shape (frames,)
        In any unit.
    phase : float
        Strides of that side.
    timing : float
        Standard uncertainty of the phase, strides: a steep curve makes it count.
    """
    curve = fit_periodic(side.phase, values)
    if curve is None:
        return NOT_SEEN
    at = np.array([phase])
    slope = float(curve(at, derivative=1)[0])
    return _reading(side, values, curve, phase, abs(slope) * timing)


def read_peak(side: FormSide, values: FloatArray, start: float, stop: float) -> Reading | Missing:
    """Read the largest value of the mean stride between two phases.

    Parameters
    ----------
    side : FormSide
    values : array, shape (frames,)
        In any unit.
    start, stop : float
        Strides of that side.
    """
    curve = fit_periodic(side.phase, values)
    if curve is None:
        return NOT_SEEN
    grid = np.arange(start, stop, GRID)
    peak = float(grid[np.argmax(curve(grid))])
    return _reading(side, values, curve, peak, 0.0)


def _reading(
    side: FormSide, values: FloatArray, curve: PeriodicCurve, phase: float, timing: float
) -> Reading | Missing:
    value = float(curve(np.array([phase]))[0])
    steps = value + step_deviations(side, values, curve, phase)
    n = int(np.isfinite(steps).sum())
    if n == 0:
        return NOT_SEEN
    spread = sample_spread(steps)
    scatter = max(
        float(curve.standard_error(np.array([phase]))[0]),
        mean_error(spread, n),
    )
    return Reading(value, spread, float(np.hypot(scatter, timing)), n)


def step_deviations(
    side: FormSide, values: FloatArray, curve: PeriodicCurve, phase: float
) -> FloatArray:
    """Return for each step how far its pictures around `phase` lie off the mean stride.

    Parameters
    ----------
    side : FormSide
    values : array, shape (frames,)
        In any unit.
    curve : PeriodicCurve
        The mean stride, in the same unit.
    phase : float
        Strides of that side.

    Returns
    -------
    array, shape (steps,)
        In the same unit; NaN for a step without pictures there.
    """
    residual = values - curve(np.nan_to_num(side.phase))
    found = []
    for step in side.steps:
        near = np.abs(side.phase - step.stride - phase) <= WINDOW
        own = residual[near & np.isfinite(residual)]
        found.append(float(np.median(own)) if len(own) else np.nan)
    return np.array(found, dtype=np.float64)


def read_range(phase: FloatArray, values: FloatArray) -> Reading | Missing:
    """Read how far a quantity goes from its lowest to its highest over the mean cycle.

    Parameters
    ----------
    phase : array, shape (frames,)
        Cycles; whole numbers begin a new one.
    values : array, shape (frames,)
        In any unit.

    Notes
    -----
    Noise makes the range of single cycles too large, so each cycle is compared with the mean one by
    regression: how much larger or smaller its swing is.
    """
    curve = fit_periodic(phase, values)
    if curve is None:
        return NOT_SEEN
    grid = np.arange(0, 1, GRID)
    mean = curve(grid)
    high, low = int(np.argmax(mean)), int(np.argmin(mean))
    value = float(mean[high] - mean[low])
    errors = curve.standard_error(grid[[high, low]])
    known = np.isfinite(phase) & np.isfinite(values)
    shape = np.full(len(phase), np.nan)
    shape[known] = curve(phase[known]) - float(np.mean(mean))
    scales = []
    for cycle in np.unique(np.floor(phase[known])):
        own = known & (np.floor(phase) == cycle)
        x, y = shape[own], values[own] - float(np.mean(mean))
        if np.ptp(phase[own]) > 0.7 and (x**2).sum() > 0:
            scales.append(
                float(((x - x.mean()) * (y - y.mean())).sum() / ((x - x.mean()) ** 2).sum())
            )
    cycles = value * np.array(scales)
    n = max(len(cycles), 1)
    spread = sample_spread(cycles)
    scatter = max(float(np.hypot(*errors)), mean_error(spread, n))
    return Reading(value, spread, scatter, n)


def mean_of(readings: list[Reading]) -> Reading:
    """Join readings of one quantity, weighted by their precision."""
    weights = np.array([1 / max(reading.error, 1e-9) ** 2 for reading in readings])
    weights = weights / weights.sum()
    spreads = [reading.spread for reading in readings if reading.spread is not None]
    return Reading(
        value=float(sum(w * r.value for w, r in zip(weights, readings, strict=True))),
        spread=float(np.sqrt(np.mean(np.square(spreads)))) if spreads else None,
        error=float(
            np.sqrt(sum((w * r.error) ** 2 for w, r in zip(weights, readings, strict=True)))
        ),
        n=sum(reading.n for reading in readings),
    )

"""Turning points of a signal."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gaitcheck.model import FloatArray


def turning_points(
    values: FloatArray, reversal: float
) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """Find the alternating maxima and minima between which the signal moves by `reversal`.

    Parameters
    ----------
    values : array, shape (samples,)
        In any unit, without NaN.
    reversal : float
        How far the signal must turn back before an extreme counts; positive.

    Returns
    -------
    indices : array of int, shape (extremes,)
        Samples at which the extremes lie, ascending.
    signs : array of float, shape (extremes,)
        +1 for a maximum, -1 for a minimum; they alternate.

    Notes
    -----
    A running extreme is confirmed once the signal has turned back by `reversal`, as in rainflow
    counting (ASTM E1049). The first and last sample are never extremes.
    """
    found: list[tuple[int, float]] = []
    heading = 0  # +1 while a maximum is sought, -1 while a minimum is, 0 at the start
    high = low = 0
    for i in range(1, len(values)):
        if heading >= 0:
            if values[i] > values[high]:
                high = i
            elif values[high] - values[i] >= reversal:
                found += [(high, 1.0)] if high > 0 else []
                heading, low = -1, i
        if heading <= 0:
            if values[i] < values[low]:
                low = i
            elif values[i] - values[low] >= reversal:
                found += [(low, -1.0)] if low > 0 else []
                heading, high = 1, i
    return np.array([i for i, _ in found], dtype=np.intp), np.array([s for _, s in found])

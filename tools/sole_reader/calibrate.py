"""From the network's own figures to stated ones, on drawn crops that training never had."""

from __future__ import annotations

from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray

from sole_reader.evaluate import CLEAR, COVERED, errors_of
from sole_reader.losses import pitch_of

Floats = NDArray[np.float64]

WITHIN_TWO: Final = 0.95
"""Share of errors inside two stated standard deviations."""
APART: Final = (0.0, 0.1, 0.25, 0.5, 1.0)
PARTLY: Final = 0.4
"""Crops whose worse half is seen at least this much count in the calibration of the spread."""


def calibration_of(readings: Floats, labels: Floats, floor: float) -> dict[str, float]:
    """Return the constants of `gaitcheck.observing.sole.weights.Calibration`."""
    factor, apart = _spread(readings, labels, floor)
    seen_factor, seen_offset = _seen(readings, labels)
    return {
        "spread_factor": round(factor, 4),
        "spread_floor_deg": round(floor, 4),
        "spread_apart": apart,
        "seen_factor": round(seen_factor, 4),
        "seen_offset": round(seen_offset, 4),
    }


def _spread(readings: Floats, labels: Floats, floor: float) -> tuple[float, float]:
    error, spread, _ = errors_of(readings, labels)
    used = (np.minimum(labels[:, 6], labels[:, 7]) >= PARTLY) & (labels[:, 8] > 0)
    by_points = pitch_of(torch.from_numpy(readings[:, :6])).numpy()
    apart = np.rad2deg(readings[:, 6] - by_points)
    apart = ((apart + 180) % 360 - 180)[used]
    size, own = np.abs(error[used]), spread[used]
    best = (np.inf, 1.0, 0.0)
    for share in APART:
        low, high = 0.05, 8.0
        for _ in range(40):
            factor = 0.5 * (low + high)
            stated = np.sqrt((factor * own) ** 2 + share * apart**2 + floor**2)
            if np.mean(size < 2 * stated) < WITHIN_TWO:
                low = factor
            else:
                high = factor
        stated = np.sqrt((high * own) ** 2 + share * apart**2 + floor**2)
        # Tails are long: the likelihood of a Laplace distribution.
        cost = float(np.mean(np.log(stated) + np.sqrt(2) * size / stated))
        best = min(best, (cost, high, share))
    return best[1], best[2]


def _seen(readings: Floats, labels: Floats) -> tuple[float, float]:
    """Return factor and offset of the logit; clear and covered crops weigh the same."""
    worse = np.minimum(labels[:, 6], labels[:, 7])
    clear, covered = readings[worse >= CLEAR, 8], readings[worse < COVERED, 8]
    logit = np.concatenate([clear, covered])
    truth = np.concatenate([np.ones(len(clear)), np.zeros(len(covered))])
    weight = np.concatenate([np.full(len(clear), 1 / len(clear)),
                             np.full(len(covered), 1 / len(covered))])  # fmt: skip
    factor, offset = 1.0, 0.0
    for _ in range(50):
        chance = 1 / (1 + np.exp(-np.clip(factor * logit + offset, -30, 30)))
        gradient = np.array([np.sum(weight * (chance - truth) * logit),
                             np.sum(weight * (chance - truth))])  # fmt: skip
        bend = weight * chance * (1 - chance)
        hessian = np.array([[np.sum(bend * logit**2), np.sum(bend * logit)],
                            [np.sum(bend * logit), np.sum(bend)]]) + 1e-6 * np.eye(2)  # fmt: skip
        step = np.linalg.solve(hessian, gradient)
        factor, offset = factor - float(step[0]), offset - float(step[1])
    return factor, offset

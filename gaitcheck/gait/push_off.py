"""Toe-off from how far the rear of the shoe has turned, joined with what the landmarks tell.

The last moment on the ground is smooth: neither landmarks nor shoe have a corner there. But the
sole of a running foot leaves the ground at much the same angle, and turns fast: the instant at
which the rear of the shoe passes that angle is toe-off to some ten milliseconds, and its error has
nothing to do with that of the landmarks.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from gaitcheck.gait.corner import CAUCHY, SHARED
from gaitcheck.model import FloatArray, PushOff

# Angle of the sole at toe-off against the same foot lying flat, degrees: -48 to -61 in ten
# runner-sides at 2.5-4.5 m/s (force-plate trials of Fukuchi 2017, doi 10.7717/peerj.3298;
# benchmarks/sole_at_toe_off.py).
USUAL_SOLE: Final = -54.6
SOLE_SPREAD: Final = 4.3
# The rear of the shoe's picture reads so much less, degrees: by perspective, and the upper lags
# behind the sole (tuning clips of benchmarks/accuracy).
PICTURE_BIAS: Final = 2.6
# How fast the sole turns then, degrees per stride: -256 to -442 in the same trials.
TURN_RATE: Final = -330.0
RATE_SPREAD: Final = 90.0
# Scatter of one picture's reading, degrees.
READING_NOISE: Final = 4.0
# Likeness with the flat shoe's rear below which a picture is left out.
LEAST_LIKENESS: Final = 0.4
FEWEST_READINGS: Final = 5
# How far around the predicted toe-off it is sought, strides.
REACH: Final = 0.06
_GRID: Final = 0.001
_ROUNDS: Final = 4
# Readings within this many degrees of the usual turning, and the share of them without which
# another thing than the shoe was followed.
ALONG: Final = 12.0
LEAST_ALONG: Final = 0.6


@dataclass(frozen=True, slots=True)
class ToeOff:
    """Toe-off on the mean stride.

    Attributes
    ----------
    at, spread : float
        Strides after the toe-off predicted from the landmarks, and its standard uncertainty.
    sole_deg, sole_spread_deg : float
        Angle of the sole then, against the foot lying flat, and its standard uncertainty.
    looks : int
        Pictures used.
    """

    at: float
    spread: float
    sole_deg: float
    sole_spread_deg: float
    looks: int


def find_toe_off(
    push_off: PushOff, landmarks_spread: float, bias_deg: float = PICTURE_BIAS
) -> ToeOff | None:
    """Find toe-off where the rear of the shoe passes the usual angle.

    Parameters
    ----------
    push_off : PushOff
    landmarks_spread : float
        Standard uncertainty of the toe-off predicted from the landmarks, strides.
    bias_deg : float
        How much less the readings turn than the sole.

    Returns
    -------
    ToeOff or None
        None where too few pictures show the shoe turning as shoes do.

    Notes
    -----
    Around toe-off the turn is a line in time that passes the usual angle at the instant sought; its
    slope is held near the usual rate. Where the runner's own angle may lie makes that instant less
    certain; Bayes' rule joins it with the landmarks' toe-off.
    """
    good = push_off.likeness >= LEAST_LIKENESS
    if good.sum() < FEWEST_READINGS:
        return None
    time, turn = push_off.offset[good], push_off.turn_deg[good] - USUAL_SOLE - bias_deg
    share = np.clip(push_off.likeness[good], 0.0, 1.0) ** 2
    grid = np.arange(-REACH, REACH + _GRID / 2, _GRID)
    misfit = np.array([_misfit(time - at, turn, share) for at in grid])
    odds = np.exp(misfit.min() - misfit)
    passing = float(odds @ grid / odds.sum())
    off_line = np.abs(turn - TURN_RATE * (time - passing))
    if share[off_line <= ALONG].sum() < LEAST_ALONG * share.sum():
        return None
    spread = float(np.sqrt(odds @ (grid - passing) ** 2 / odds.sum()))
    by_shoe = float(np.hypot(spread, SOLE_SPREAD / TURN_RATE))
    weight = landmarks_spread**2 / (by_shoe**2 + landmarks_spread**2)
    joined = by_shoe * np.sqrt(weight)
    at = weight * passing
    return ToeOff(
        at=at,
        spread=float(joined),
        sole_deg=USUAL_SOLE + TURN_RATE * (at - passing),
        sole_spread_deg=float(np.hypot(TURN_RATE * joined, PICTURE_BIAS)),
        looks=int(good.sum()),
    )


def _misfit(time: FloatArray, turn: FloatArray, share: FloatArray) -> float:
    """Return the negative log likelihood of the line through zero that fits best."""
    weight, rate = share, TURN_RATE
    for _ in range(_ROUNDS):
        held = weight / (SHARED * READING_NOISE**2)
        pull = float(held @ (time * turn)) + TURN_RATE / RATE_SPREAD**2
        rate = pull / (float(held @ time**2) + 1 / RATE_SPREAD**2)
        residual = (turn - rate * time) / READING_NOISE
        weight = share / (1 + (residual / CAUCHY) ** 2)
    unlikely = 0.5 * CAUCHY**2 * share @ np.log1p((residual / CAUCHY) ** 2) / SHARED
    return float(unlikely + 0.5 * ((rate - TURN_RATE) / RATE_SPREAD) ** 2)

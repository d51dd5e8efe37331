"""Where the ground lies in the picture, and the feet laid on it.

The labels measure a foot against the same foot lying flat. The line from heel to toe of a foot that
lies flat is not quite the ground's: the landmarks sit at different heights of the shoe. For the
eye, the line of each foot is turned by that constant, so that it lies on the ground when the foot
is flat, and meets it at the angle that was measured.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gaitcheck.gait.strike import FLAT_PHASE
from gaitcheck.model import FloatArray, FootTracks, GroundLine, Side, Step

GROUNDED: Final = (0.18, 0.45)
"""Shares of contact time between which the whole sole is on the ground and moves along with it."""

FEWEST_PAIRS: Final = 6
LEAST_APART: Final = 0.5
"""Foot lengths between two places of a foot whose connecting line says how the ground runs."""
MOST_SCATTER_DEG: Final = 8.0
"""Median deviation of such lines beyond which they say nothing, as with a camera that turns."""
STEEPEST_DEG: Final = 20.0

_MOST_PLACES: Final = 400
_USUAL_CONTACT_S: Final = 0.25
"""Contact time in seconds of real time, where none was measured."""

Frames = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Stances:
    """The steps of one foot with the frames in which it lies flat and moves with the ground."""

    steps: tuple[Step, ...]
    flat: tuple[Frames, ...]
    grounded: tuple[Frames, ...]


@dataclass(frozen=True, slots=True, eq=False)
class GroundedFoot:
    """One foot on its ground.

    Attributes
    ----------
    heel, toe : array, shape (frames, 2)
        Turned about their middle, so that the flat foot lies along the ground.
    lines : mapping of step index to GroundLine
    """

    heel: FloatArray
    toe: FloatArray
    lines: Mapping[int, GroundLine]


def feet_on_ground(
    feet: FootTracks,
    steps: Sequence[Step],
    times_s: FloatArray,
    contact_s: Mapping[Side, float | None],
    slow: float,
    shift: FloatArray | None = None,
) -> FootTracks:
    """Return the feet with their lines laid on the ground; for what see `lay_on_ground`.

    Parameters
    ----------
    feet : FootTracks
    steps : sequence of Step
    times_s : array, shape (frames,)
        File time, seconds.
    contact_s : mapping of Side to float or None
        Each foot's contact time, real time.
    slow : float
        Slow-motion factor.
    shift : array, shape (frames, 2), optional
        How far the background moved since the frame before, pixels (`Tracking.known_shift`): where
        the camera moves, a foot's places lie on the ground against the background alone.
    """
    heels, toes = {}, {}
    ground: dict[int, GroundLine] = {}
    moved = 0.0 if shift is None else np.cumsum(np.nan_to_num(shift), axis=0)
    stances_of = {
        side: find_stances(steps, side, times_s, contact_s.get(side), slow) for side in feet.heel
    }
    slope_deg = ground_slope_deg(
        [
            (feet.heel[side] - moved, feet.toe[side] - moved, stances.grounded)
            for side, stances in stances_of.items()
        ]
    )
    for side, stances in stances_of.items():
        heel, toe = feet.heel[side], feet.toe[side]
        foot = lay_on_ground(heel, toe, stances, slope_deg, feet.from_shoe.get(side))
        heels[side], toes[side] = foot.heel, foot.toe
        ground |= foot.lines
    return dataclasses.replace(feet, heel=heels, toe=toes, ground=ground)


def find_stances(
    steps: Sequence[Step], side: Side, times_s: FloatArray, contact_s: float | None, slow: float
) -> Stances:
    """Return the steps of a foot with their frames.

    Parameters
    ----------
    steps : sequence of Step
    side : Side
    times_s : array, shape (frames,)
        File time, seconds.
    contact_s : float or None
        Contact time, real time: taken where the toe-off of a step is not seen.
    slow : float
        Slow-motion factor.
    """
    own = tuple(step for step in steps if step.side == side)
    usual_s = (contact_s or _USUAL_CONTACT_S) * slow
    flat = tuple(_frames(step, times_s, usual_s, FLAT_PHASE) for step in own)
    grounded = tuple(_frames(step, times_s, usual_s, GROUNDED) for step in own)
    return Stances(own, flat, grounded)


def ground_slope_deg(feet: Sequence[tuple[FloatArray, FloatArray, Sequence[Frames]]]) -> float:
    """Return how the ground runs in the picture, degrees, downwards to the right positive.

    A foot on the ground moves along it on a treadmill, and steps from place to place along it
    on a road: the median over pairs of places of both feet. Level where that shows no clear line.

    Parameters
    ----------
    feet : sequence of (array, array, sequence of array of int)
        Of each foot its heel and its toe, shape (frames, 2), pixels of the picture as shown, y
        downwards; and the frames of each step in which it is on the ground, shape (n,).
    """
    slopes = np.concatenate([_slopes_deg(*foot) for foot in feet])
    if not len(slopes):
        return 0.0
    slope = float(np.median(slopes))
    scatter = float(np.median(np.abs(slopes - slope)))
    return slope if scatter <= MOST_SCATTER_DEG and abs(slope) <= STEEPEST_DEG else 0.0


def _slopes_deg(heel: FloatArray, toe: FloatArray, grounded: Sequence[Frames]) -> FloatArray:
    """Return how the line runs between every two places of a foot, degrees; empty if few do."""
    nothing = np.zeros(0)
    frames = np.concatenate([*grounded, np.array([], np.intp)])
    middle, length = (heel[frames] + toe[frames]) / 2, np.hypot(*(toe - heel)[frames].T)
    known = np.isfinite(middle).all(axis=1)
    middle, length = middle[known][:_MOST_PLACES], length[known]
    if len(middle) < 2:
        return nothing
    first, second = np.triu_indices(len(middle), 1)
    apart = middle[second] - middle[first]
    apart = apart[np.abs(apart[:, 0]) > LEAST_APART * float(np.median(length))]
    if len(apart) < FEWEST_PAIRS:
        return nothing
    return np.asarray(np.degrees(np.arctan(apart[:, 1] / apart[:, 0])))


def lay_on_ground(
    heel: FloatArray,
    toe: FloatArray,
    stances: Stances,
    slope_deg: float,
    own: NDArray[np.bool_] | None = None,
) -> GroundedFoot:
    """Turn a foot's line by the constant that makes the flat foot lie along the ground.

    Parameters
    ----------
    heel, toe : array, shape (frames, 2)
        Pixels of the picture as shown, y downwards.
    stances : Stances
    slope_deg : float
        Of the ground in the picture, downwards to the right positive.
    own : array of bool, shape (frames,), optional
        Frames whose line is the sole's own. Landmarks lie at another angle in the shoe: where both
        are among the flat frames, these tell by how much the line is turned.
    """
    along = toe - heel
    seen = np.concatenate([*stances.flat, np.array([], np.intp)])
    seen = seen[np.isfinite(along[seen]).all(axis=1)]
    if own is not None and own[seen].any():
        seen = seen[own[seen]]
    if not len(seen):
        return GroundedFoot(heel, toe, {})
    flat = np.median(along[seen] / np.hypot(*along[seen].T).clip(1e-9)[:, np.newaxis], axis=0)
    ground = _towards(slope_deg, flat)
    turn = math.atan2(flat[0] * ground[1] - flat[1] * ground[0], float(flat @ ground))
    middle = (heel + toe) / 2
    half = along / 2 @ _rotation(turn).T
    lines = {}
    for step, frames in zip(stances.steps, stances.flat, strict=True):
        places = middle[frames][np.isfinite(middle[frames]).all(axis=1)]
        if len(places):
            x, y = np.median(places, axis=0)
            lines[step.index] = GroundLine(*(float(v) for v in (x, y, *ground)))
    return GroundedFoot(middle - half, middle + half, lines)


def _frames(step: Step, times_s: FloatArray, usual_s: float, shares: tuple[float, float]) -> Frames:
    """Return the frames between two shares of a step's contact time, at least one."""
    start_s, length_s = step.contact_time_s, usual_s
    if step.toe_off_time_s is not None:
        length_s = step.toe_off_time_s - start_s
    low, high = (start_s + share * length_s for share in shares)
    found = np.flatnonzero((times_s >= low) & (times_s <= high))
    return found if len(found) else np.array([np.argmin(np.abs(times_s - (low + high) / 2))])


def _towards(slope_deg: float, flat: FloatArray) -> FloatArray:
    """Return the unit vector along the ground that points as the flat foot does."""
    slope = math.radians(slope_deg)
    ground = np.array([math.cos(slope), math.sin(slope)])
    return ground if float(ground @ flat) >= 0 else -ground


def _rotation(angle: float) -> FloatArray:
    return np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])

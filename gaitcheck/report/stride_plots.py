"""What the plots over the stride show: foot angle and heights of single strides and their mean.

Phases are shares of the stride after contact; angles and heights are taken against the ground under
the very step, toes up and upwards positive. Durations are real time.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gaitcheck.gait.ground import GroundedFoot, Stances, find_stances
from gaitcheck.model import (
    HEEL_ABOVE,
    SIDES,
    TOE_BELOW,
    Analysis,
    FloatArray,
    FootTracks,
    Side,
    Step,
    StepStrike,
    Z,
)

USUAL_STRIDES: Final = 1.25
"""Contacts further apart than this many median strides have a contact missing between them."""
GRID: Final = 51
"""Places at which a stride is read: 0, 2 ... 100 % of it."""
FEWEST_AT_PHASE: Final = 0.5
"""Share of the strides that must be known at a phase for a mean there."""
LONGEST_GAP_S: Final = 0.05
"""Real time over which a foot that is not seen is bridged, or one missing frame if that is more."""
FEWEST_FOR_DRIFT: Final = 6
"""Steps of a foot below which nothing is said of a change over the clip."""
TOES_DOWN: Final = (0.5, 0.85)
"""Shares of contact time between which the heel rises and the toes are still on the ground."""
BIN_DEG: Final = 1.6
"""Width of the bins of angles. Both borders, -1.6 and 8, lie between bins of this width."""


@dataclass(frozen=True, slots=True, eq=False)
class FootStrides:
    """All strides of one foot, from contact to the next contact.

    Attributes
    ----------
    side : Side
    steps : tuple of int
        Index of the step with which each stride begins.
    stride_s : float
        Median duration, real time.
    toe_off : float or None
        Median phase of toe-off, 0..1.
    angle_deg, heel, toe : array, shape (strides, GRID)
        Of the sole to the ground, degrees; heights of heel and toe over where they are in the flat
        foot, foot lengths. NaN where the foot was not seen.
    """

    side: Side
    steps: tuple[int, ...]
    stride_s: float
    toe_off: float | None
    angle_deg: FloatArray
    heel: FloatArray
    toe: FloatArray


@dataclass(frozen=True, slots=True)
class StepPoint:
    """One step in the plots over the clip; `time_s` is real time since the clip's beginning."""

    index: int
    side: Side
    time_s: float
    angle_deg: float
    strike: StepStrike


@dataclass(frozen=True, slots=True)
class Drift:
    """How the angle of a foot changes from the first to the last step, degrees.

    `half_deg` is half the 95 % interval.
    """

    change_deg: float
    half_deg: float

    @property
    def clear(self) -> bool:
        """Whether the interval leaves no change out."""
        return abs(self.change_deg) > self.half_deg


@dataclass(frozen=True, slots=True)
class AngleBin:
    """How many steps of one label have an angle in ``[low_deg, low_deg + BIN_DEG)``."""

    low_deg: float
    strike: StepStrike
    count: int


def cut_strides(analysis: Analysis) -> tuple[FootStrides, ...]:
    """Return the strides of each foot that has one, from an analysis with its feet.

    Returns
    -------
    tuple of FootStrides
        Empty where the feet are not at hand, or no foot has two successive contacts.
    """
    if analysis.feet is None:
        return ()
    found = (_of_foot(analysis, analysis.feet, frame_times(analysis), side) for side in SIDES)
    return tuple(strides for strides in found if strides is not None)


def frame_times(analysis: Analysis) -> FloatArray:
    """Return the file time of each frame, shape (frames,), seconds.

    Evenly spaced where the landmarks are not at hand.
    """
    if analysis.landmarks is not None and len(analysis.landmarks.time_s) == analysis.clip.frames:
        return analysis.landmarks.time_s
    return np.arange(analysis.clip.frames) / max(analysis.clip.fps, 1e-9)


def mean_stride(values: FloatArray) -> FloatArray:
    """Return the mean over strides, shape (GRID,), NaN at phases where too few are known.

    Parameters
    ----------
    values : array, shape (strides, GRID)
        In any unit.
    """
    known = np.isfinite(values)
    count = known.sum(axis=0)
    total = np.where(known, values, 0.0).sum(axis=0)
    enough = count >= max(1.0, FEWEST_AT_PHASE * len(values))
    return np.where(enough, total / np.maximum(count, 1), np.nan)


def step_points(analysis: Analysis) -> tuple[StepPoint, ...]:
    """Return every step with an angle."""
    slow = analysis.clip.slow_motion
    return tuple(
        StepPoint(s.index, s.side, s.contact_time_s / slow, angle, s.strike)
        for s in analysis.steps
        if (angle := s.foot_strike_angle_deg) is not None and math.isfinite(angle)
    )


def find_drift(points: Sequence[StepPoint]) -> Drift | None:
    """Return the change along the line of least squares through the steps of one foot.

    None where they are too few, or all at one time.

    Notes
    -----
    The angle of a single step is drawn towards the mean of its foot, so a change reads somewhat too
    small; the standard error is that of ordinary least squares.
    """
    if len(points) < FEWEST_FOR_DRIFT:
        return None
    time = np.array([point.time_s for point in points])
    angle = np.array([point.angle_deg for point in points])
    off = time - time.mean()
    spread = float(off @ off)
    if spread <= 0.0:
        return None
    slope = float(off @ angle) / spread
    left_over = angle - angle.mean() - slope * off
    error = math.sqrt(float(left_over @ left_over) / (len(points) - 2) / spread)
    span = float(np.ptp(time))
    return Drift(slope * span, Z * error * span)


def bin_angles(points: Sequence[StepPoint]) -> tuple[AngleBin, ...]:
    """Count steps by angle and label, in bins that no border cuts."""
    counts: dict[tuple[int, StepStrike], int] = {}
    for point in points:
        # A border itself belongs to the midfoot range, on either side.
        place = math.floor(round((point.angle_deg - TOE_BELOW) / BIN_DEG, 9))
        if point.angle_deg == HEEL_ABOVE:
            place -= 1
        counts[place, point.strike] = counts.get((place, point.strike), 0) + 1
    return tuple(
        AngleBin(round(TOE_BELOW + place * BIN_DEG, 9), strike, count)
        for (place, strike), count in sorted(counts.items())
    )


def _of_foot(
    analysis: Analysis, feet: FootTracks, times_s: FloatArray, side: Side
) -> FootStrides | None:
    slow = analysis.clip.slow_motion
    result = analysis.sides.get(side)
    contact_s = None if result is None else result.contact_time_s
    # Strides go on within one pass, and one pass runs in one direction.
    measured = [step for step in analysis.steps if step.pass_number == 1]
    stances = find_stances(measured, side, times_s, contact_s, slow)
    lines = {s.index: feet.ground[s.index] for s in stances.steps if s.index in feet.ground}
    foot = GroundedFoot(feet.heel[side], feet.toe[side], lines)
    length = _foot_length(foot, stances)
    followed = feet.from_shoe.get(side)
    if followed is not None:
        foot = _on_sole(foot, stances, times_s, followed)
    pairs = _strides(stances.steps, float(times_s[-1]))
    # A step without an angle was not seen around its contact.
    pairs = [
        (a, b) for a, b in pairs if a.index in foot.lines and a.foot_strike_angle_deg is not None
    ]
    if not pairs or length is None:
        return None
    gap_s = max(LONGEST_GAP_S * slow, 2.5 * float(np.median(np.diff(times_s))))
    read = [_read_stride(foot, times_s, pair, length, gap_s) for pair in pairs]
    offs = [
        (a.toe_off_time_s - a.contact_time_s) / (b.contact_time_s - a.contact_time_s)
        for a, b in pairs
        if a.toe_off_time_s is not None and a.toe_off_time_s < b.contact_time_s
    ]
    lasting = [b.contact_time_s - a.contact_time_s for a, b in pairs]
    return FootStrides(
        side=side,
        steps=tuple(a.index for a, _ in pairs),
        stride_s=float(np.median(lasting)) / slow,
        toe_off=float(np.median(offs)) if offs else None,
        angle_deg=np.stack([one[0] for one in read]),
        heel=np.stack([one[1] for one in read]),
        toe=np.stack([one[2] for one in read]),
    )


def _strides(steps: Sequence[Step], last_s: float) -> list[tuple[Step, Step]]:
    """Return successive contacts of one foot, without those that have one missing between."""
    pairs = [(a, b) for a, b in pairwise(steps) if a.contact_time_s < b.contact_time_s <= last_s]
    if not pairs:
        return []
    lasting = np.array([b.contact_time_s - a.contact_time_s for a, b in pairs])
    likely = lasting[lasting <= USUAL_STRIDES * lasting.min()]
    most = USUAL_STRIDES * float(np.median(likely))
    return [pair for pair, duration_s in zip(pairs, lasting, strict=True) if duration_s <= most]


def _foot_length(foot: GroundedFoot, stances: Stances) -> float | None:
    """Return the median length of the lying foot, pixels; None where it was never seen."""
    frames = np.concatenate([*stances.flat, np.array([], np.intp)])
    length = np.hypot(*(foot.toe - foot.heel)[frames].T)
    length = length[np.isfinite(length) & (length > 0)]
    return float(np.median(length)) if len(length) else None


def _on_sole(
    foot: GroundedFoot, stances: Stances, times_s: FloatArray, followed: NDArray[np.bool_]
) -> GroundedFoot:
    """Shift the frames of the landmarks onto the sole, where the others show the sole itself.

    Landmarks sit inside the shoe. The shift is across the foot, the same in all frames: the one
    with which the toes stay on the ground while the heel rises.
    """
    if not followed.any():
        return foot
    along = foot.toe - foot.heel
    along = along / np.hypot(*along.T).clip(1e-9)[:, np.newaxis]
    too_high: list[float] = []
    for step in stances.steps:
        if step.toe_off_time_s is None or step.index not in foot.lines:
            continue
        x, y, dx, dy = foot.lines[step.index]
        share = (times_s - step.contact_time_s) / (step.toe_off_time_s - step.contact_time_s)
        toes_down = (share >= TOES_DOWN[0]) & (share <= TOES_DOWN[1]) & ~followed
        height = (foot.toe[toes_down] - (x, y)) @ _up(dx, dy)
        too_high.extend(height / (along[toes_down] @ (dx, dy)).clip(0.5))
    known = np.array(too_high)[np.isfinite(too_high)]
    if not len(known):
        return foot
    dx = next(iter(foot.lines.values()))[2]
    across = np.stack([along[:, 1], -along[:, 0]], axis=1) * (1.0 if dx > 0 else -1.0)
    shift = np.where(followed, 0.0, float(np.median(known)))[:, np.newaxis] * across
    return GroundedFoot(foot.heel - shift, foot.toe - shift, foot.lines)


def _up(dx: float, dy: float) -> FloatArray:
    """Return the unit vector away from the ground; image y grows downwards."""
    return np.array([dy, -dx]) if dx > 0 else np.array([-dy, dx])


def _read_stride(
    foot: GroundedFoot,
    times_s: FloatArray,
    pair: tuple[Step, Step],
    length: float,
    gap_s: float,
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return angle, height of the heel and height of the toe over one stride."""
    first, second = pair
    x, y, dx, dy = foot.lines[first.index]
    ahead = np.array([dx, dy])
    up = _up(dx, dy)
    along = foot.toe - foot.heel
    angle = np.degrees(np.arctan2(along @ up, along @ ahead))
    start, stop = first.contact_time_s, second.contact_time_s
    # The camera may rise or sink between two contacts, and the ground with it.
    next_x, next_y, *_ = foot.lines.get(second.index, foot.lines[first.index])
    share = (times_s - start) / (stop - start)
    ground = (1 - share) * float(up @ (x, y)) + share * float(up @ (next_x, next_y))
    at = start + (stop - start) * np.linspace(0.0, 1.0, GRID)
    heights = ((point @ up - ground) / length for point in (foot.heel, foot.toe))
    heel, toe = (_resample(times_s, height, at, gap_s) for height in heights)
    return _resample(times_s, angle, at, gap_s), heel, toe


def _resample(
    times_s: FloatArray, values: FloatArray, at_s: FloatArray, gap_s: float
) -> FloatArray:
    """Return values at other times, NaN where none is known nearby."""
    known = np.flatnonzero(np.isfinite(values))
    if len(known) < 2:
        return np.full(len(at_s), np.nan)
    known_s = times_s[known]
    after = np.clip(np.searchsorted(known_s, at_s), 1, len(known_s) - 1)
    wide = known_s[after] - known_s[after - 1] > gap_s
    outside = (at_s < known_s[0]) | (at_s > known_s[-1])
    found = np.interp(at_s, known_s, values[known])
    # A frame that is known is not doubtful because of a gap beside it.
    exact = np.isclose(np.abs(known_s[None, :] - at_s[:, None]).min(axis=1), 0.0, atol=1e-9)
    return np.where((wide & ~exact) | outside, np.nan, found)

"""Initial contact and toe-off: on the mean stride, then step by step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gaitcheck.gait.body import Body
from gaitcheck.gait.cycle import Cycle
from gaitcheck.gait.extremes import turning_points
from gaitcheck.gait.fold import MeanStride, side_phase
from gaitcheck.model import FloatArray, Side

# Initial contact comes this long after the foot is furthest ahead of the pelvis, in strides, with
# this spread over runners: 14 to 41 ms at 2.5-3.5 m/s in force-plate trials (Fukuchi 2017,
# doi 10.7717/peerj.3298), 20 to 32 ms in rendered clips (benchmarks/accuracy).
AHEAD_TO_CONTACT: Final = 0.042
CONTACT_SPREAD: Final = 0.012
# Fast runners pull the foot back for longer before it lands: 51 to 69 ms in the trial at 4.5 m/s
# and 50 to 60 ms in two slow-motion clips, but 28 ms in a third. From the first excursion of the
# legs (leg lengths) to the second, delay and spread grow by so much.
FAST_EXCURSION: Final = (1.9, 2.3)
FAST_EXTRA_DELAY: Final = 0.013
FAST_EXTRA_SPREAD: Final = 0.014
# Where to look for the foot furthest ahead, strides from the extreme of the leg separation.
AHEAD_WINDOW: Final = (-0.10, 0.12)
# Toe-off lies this long after contact, strides. A runner flies between the steps, so a foot is on
# the ground for less than half of the stride; 24 real clips show .22 to .43 where it was found
# rightly, .62 and .65 where the foot was not followed. The upper end leaves room for the error.
STANCE_RANGE: Final = (0.20, 0.55)
# How much the knee must bend again for its extension to count as a peak, degrees.
KNEE_PROMINENCE: Final = 3.0
# The foot goes on backwards for so long after toe-off, strides: median of rendered clips .130, of
# force-plate trials (Fukuchi 2017) .115.
TOE_OFF_TO_BEHIND: Final = 0.125
# The toes are lowest this near to the toe-off that the furthest point behind predicts, strides.
# Between .05 and .12 the error does not change.
LOWEST_WINDOW: Final = 0.07
# Standard uncertainty of that toe-off, strides: 12-14 ms on rendered clips, 10-17 ms on force-plate
# trials (Fukuchi 2017) at strides of about 0.7 s (benchmarks/accuracy).
TOE_OFF_SPREAD: Final = 0.020
# Frames around a contact, in strides, in which the foot must be seen for the step to count.
SEEN_WINDOW: Final = (-0.12, 0.30)
_GRID: Final = 0.001


@dataclass(frozen=True, slots=True)
class MeanEvents:
    """Events of one side's mean stride, in strides of that side's phase.

    Attributes
    ----------
    contact, contact_spread : float
        Initial contact and its standard uncertainty.
    toe_off : float or None
        None where the foot does not come furthest back in the time that a stance takes.
    straightest : float or None
        Where the knee is straightest after contact: about the end of push-off.
    toe_off_spread : float
        Standard uncertainty of toe-off.
    """

    contact: float
    contact_spread: float
    toe_off: float | None
    straightest: float | None = None
    toe_off_spread: float = TOE_OFF_SPREAD

    @property
    def duty(self) -> float | None:
        """Contact time as a share of the stride."""
        return None if self.toe_off is None else self.toe_off - self.contact


def strides_since(event: float, phase: FloatArray) -> FloatArray:
    """Return how long after the nearest one of an event each phase is, strides, -.5 to .5.

    Parameters
    ----------
    event : float
        Where in the stride it happens, strides.
    phase : array, shape (n,)
        Strides.

    Returns
    -------
    array, shape (n,)
    """
    return np.asarray((phase - event + 0.5) % 1.0 - 0.5)


@dataclass(frozen=True, slots=True)
class StepEvents:
    """One step's events in fractional frames.

    Attributes
    ----------
    side : Side
    stride : int
        Counts that side's strides.
    contact_frame : float
    toe_off_frame : float or None
    id : str
        Foot and stride, unless a person added the step.
    """

    side: Side
    stride: int
    contact_frame: float
    toe_off_frame: float | None
    id: str = ""

    def __post_init__(self) -> None:
        if not self.id:
            object.__setattr__(self, "id", f"{self.side}-{self.stride}")


def find_mean_events(mean: MeanStride, excursion: float) -> MeanEvents:
    """Find initial contact and toe-off on the mean stride.

    Notes
    -----
    Contact: the foot furthest ahead of the pelvis plus a delay; never the lowest point of heel or
    ankle, which comes 20-70 ms late. Toe-off: the mean of two readings whose errors have little to
    do with each other, the foot furthest behind the pelvis (Zeni 2008,
    doi 10.1016/j.gaitpost.2007.07.007) less a delay, and the toes at their lowest, on which the
    whole foot turns until they leave.
    """
    grid = np.arange(*AHEAD_WINDOW, _GRID)
    ahead = (mean.ankle_x(grid) + mean.heel_x(grid) + mean.toe_x(grid)) / 3
    fast = float(np.interp(excursion, FAST_EXCURSION, (0.0, 1.0)))
    contact = float(grid[np.argmax(ahead)]) + AHEAD_TO_CONTACT + fast * FAST_EXTRA_DELAY
    spread = CONTACT_SPREAD + fast * FAST_EXTRA_SPREAD
    return MeanEvents(contact, spread, _toe_off(mean, contact), _straightest(mean, contact))


def _toe_off(mean: MeanStride, contact: float) -> float | None:
    low, high = contact + STANCE_RANGE[0], contact + STANCE_RANGE[1]
    grid = np.arange(low, high + TOE_OFF_TO_BEHIND, _GRID)
    behind = int(np.argmin(mean.ankle_x(grid)))
    if behind in (0, len(grid) - 1):
        return None
    expected = float(grid[behind]) - TOE_OFF_TO_BEHIND
    around = np.arange(expected - LOWEST_WINDOW, expected + LOWEST_WINDOW, _GRID)
    lowest = float(around[np.argmin(mean.toe_y(around))])
    toe_off = (expected + lowest) / 2
    return toe_off if low < toe_off < high else None


def _straightest(mean: MeanStride, contact: float) -> float | None:
    if mean.knee is None:
        return None
    grid = np.arange(contact + STANCE_RANGE[0], contact + STANCE_RANGE[1], _GRID)
    extension = mean.knee(grid)
    indices, signs = turning_points(extension, KNEE_PROMINENCE)
    peaks = indices[signs > 0]
    return float(grid[peaks[np.argmax(extension[peaks])]]) if len(peaks) else None


def find_steps(
    cycle: Cycle, side: Side, mean: MeanStride, events: MeanEvents
) -> tuple[StepEvents, ...]:
    """Place the mean events on every stride in which the foot was seen."""
    phase = side_phase(cycle, side)
    known = np.flatnonzero(np.isfinite(phase))
    if len(known) < 2:
        return ()
    rising = np.maximum.accumulate(phase[known])
    first = int(np.ceil(rising[0] - events.contact))
    last = int(np.floor(rising[-1] - events.contact))
    steps = []
    for stride in range(first, last + 1):
        if not _seen(phase, mean, stride + events.contact):
            continue
        contact = _frame_at(stride + events.contact, rising, known)
        assert contact is not None
        toe_off = (
            None if events.toe_off is None else _frame_at(stride + events.toe_off, rising, known)
        )
        steps.append(StepEvents(side, stride, contact, toe_off))
    return tuple(steps)


def _frame_at(target: float, phase: FloatArray, frames: NDArray[np.intp]) -> float | None:
    """Return the fractional frame at which the phase reaches `target`; None beyond its ends."""
    if not phase[0] <= target <= phase[-1]:
        return None
    return float(np.interp(target, phase, frames))


def _seen(phase: FloatArray, mean: MeanStride, contact: float) -> bool:
    """Return whether the foot was usable on both sides of the contact."""
    distance = phase - contact
    near = mean.usable & (distance > SEEN_WINDOW[0]) & (distance < SEEN_WINDOW[1])
    return bool((near & (distance <= 0)).any() and (near & (distance > 0)).any())


def file_time(body: Body, frame: float) -> float:
    """Return the file time of a fractional frame, seconds."""
    return float(np.interp(frame, np.arange(len(body.time_s)), body.time_s))

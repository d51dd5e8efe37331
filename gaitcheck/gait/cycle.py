"""The running cycle: stride period and the phase of every frame."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gaitcheck.gait.body import Body
from gaitcheck.gait.phase import FLIP_MARGIN, find_phase, upside_down
from gaitcheck.model import FloatArray

# Frames count as evenly spaced while every interval lies this near to the usual one, as a share.
EVEN_INTERVALS: Final = 0.25
# At most so many times the frames of the clip are used to space them evenly.
MOST_RESAMPLED: Final = 8
# Frames with somebody in them from which on a cycle is looked for.
FEWEST_SEEN: Final = 8
# Longest half stride over the shortest from which the picture changes its playback speed: no runner
# changes pace so within a few strides.
RAMP: Final = 1.8


@dataclass(frozen=True, slots=True, eq=False)
class Cycle:
    """The phase of each frame in the running cycle.

    Attributes
    ----------
    phase : array, shape (frames,)
        Strides since an arbitrary left stride; whole numbers where the left ankle is furthest
        ahead of the right one, halves where it is furthest behind. NaN outside the part used.
    stride_frames, stride_s : float
        Mean stride duration in frames and in file time.
    steady : bool
        Whether the pace is even, so that phase is smooth from stride to stride.
    pace_change : float
        Longest half stride of the part used over the shortest, in file time.
    regularity : float
        Correlation of the leg separation with itself one stride later, -1..1.
    excursion : float
        How far the ankles scissor from one extreme to the other, leg lengths: 1.4-1.9 at 2.5-3.5
        m/s, above 2.2 at 4.5 m/s (force-plate trials of Fukuchi 2017, doi 10.7717/peerj.3298).
    """

    phase: FloatArray
    stride_frames: float
    stride_s: float
    steady: bool
    pace_change: float
    regularity: float
    excursion: float

    @property
    def one_speed(self) -> bool:
        """Whether one slow-motion factor can hold for the whole part used."""
        return self.pace_change < RAMP

    @property
    def strides(self) -> float:
        """Number of strides in the part used."""
        known = self.phase[np.isfinite(self.phase)]
        return float(known.max() - known.min()) if known.size else 0.0


def leg_separation(body: Body) -> FloatArray:
    """Return how far the left ankle is ahead of the right one, leg lengths, shape (frames,)."""
    ahead = body.legs["left"].ankle[:, 0] - body.legs["right"].ankle[:, 0]
    return np.asarray(ahead / body.leg_length)


def find_cycle(body: Body) -> Cycle | None:
    """Find the stride cycle from the scissoring of the legs.

    Returns
    -------
    Cycle or None
        None when the legs do not swing past each other at least twice.

    Notes
    -----
    Extremes of the leg separation bound half strides. In the longest run of half strides of even
    duration the phase is read by complex demodulation over two strides (Bloomfield 2000, ch. 7),
    which follows a slow drift of pace and averages landmark noise. Where no such run exists, the
    phase runs linearly between extremes. Frames that come at uneven times are spaced evenly first:
    a runner keeps the pace in time, not in frames.
    """
    separation = leg_separation(body)
    seen = np.flatnonzero(np.isfinite(separation))
    if len(seen) < FEWEST_SEEN:
        return None
    # Before and after the runner is seen nothing swings: the cycle must not go on there.
    stretch = slice(seen[0], seen[-1] + 1)
    clock = even_clock(body.time_s[stretch])
    filled = _filled(separation[stretch])
    found = find_phase(np.interp(clock, body.time_s[stretch], filled))
    if found is None:
        return None
    known = np.isfinite(found.phase)
    phase = np.interp(body.time_s, clock[known], found.phase[known], left=np.nan, right=np.nan)
    used = np.flatnonzero(np.isfinite(phase))
    frames = found.stride * float(clock[1] - clock[0]) * _frames_per_second(body.time_s, used)
    return Cycle(
        phase=phase,
        stride_frames=frames,
        stride_s=_stride_time(phase, body.time_s, found.stride * float(clock[1] - clock[0])),
        steady=found.steady,
        pace_change=_pace_change(phase, body.time_s),
        regularity=found.regularity,
        excursion=found.excursion,
    )


def even_clock(time_s: FloatArray) -> FloatArray:
    """Return evenly spaced times over the clip: the frames' own where those are evenly spaced.

    Parameters
    ----------
    time_s : array, shape (frames,)
        File time, seconds.

    Returns
    -------
    array, shape (samples,)
        File time, seconds.
    """
    intervals = np.diff(time_s)
    usual = float(np.median(intervals))
    if float(np.abs(intervals / usual - 1).max()) <= EVEN_INTERVALS:
        return time_s
    total = float(time_s[-1] - time_s[0])
    count = min(round(total / usual), MOST_RESAMPLED * len(intervals)) + 1
    return np.asarray(np.linspace(time_s[0], time_s[-1], count))


def _frames_per_second(time_s: FloatArray, used: NDArray[np.intp]) -> float:
    """Return the mean rate of the frames used."""
    if len(used) < 2:
        return 1 / float(np.median(np.diff(time_s)))
    return float((len(used) - 1) / (time_s[used[-1]] - time_s[used[0]]))


def _stride_time(phase: FloatArray, time_s: FloatArray, fallback: float) -> float:
    """Return file seconds per stride: the slope of phase over time."""
    known = np.isfinite(phase)
    if known.sum() < 4:
        return fallback
    slope = np.polyfit(time_s[known], phase[known], 1)[0]
    return float(1 / slope) if slope > 0 else fallback


def _pace_change(phase: FloatArray, time_s: FloatArray) -> float:
    """Return how many times longer the longest half stride lasts than the shortest."""
    known = np.isfinite(phase)
    if not known.any():
        return 1.0
    low, high = 2 * phase[known].min(), 2 * phase[known].max()
    halves = np.arange(np.ceil(low), np.floor(high) + 1) / 2
    times = np.diff(np.interp(halves, np.maximum.accumulate(phase[known]), time_s[known]))
    return float(times.max() / max(times.min(), 1e-6)) if len(times) > 1 else 1.0


def _filled(values: FloatArray) -> FloatArray:
    """Bridge gaps linearly and take out single wild frames."""
    known = np.isfinite(values)
    frames = np.arange(len(values))
    whole = np.pad(np.interp(frames, frames[known], values[known]), 1, mode="edge")
    return np.asarray(np.median([whole[:-2], whole[1:-1], whole[2:]], axis=0))


def exchanged_frames(body: Body, cycle: Cycle) -> NDArray[np.bool_]:
    """Return the frames in which the legs scissor the opposite way to the cycle, shape (frames,).

    Only where they are clearly apart: beside each other they tell nothing.
    """
    reach = cycle.excursion / 2
    wave = reach * np.cos(2 * np.pi * cycle.phase)
    return upside_down(leg_separation(body), wave, FLIP_MARGIN * reach)

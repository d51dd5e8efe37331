"""The running cycle: stride period and the phase of every frame."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gaitcheck.gait.body import Body
from gaitcheck.gait.curves import smooth
from gaitcheck.gait.extremes import turning_points
from gaitcheck.types import FloatArray

# A swing of the legs counts as a half stride when it spans this share of the clip's usual range
# (5th to 95th percentile): smaller wiggles are noise.
PROMINENCE: Final = 0.35
# Half strides belong to one steady part while each lasts within this factor of their median.
STEADY_FACTOR: Final = 1.35
# Without a steady part (speed ramps), half strides may differ by this much.
RAMP_FACTOR: Final = 2.2
# Half strides needed to trust a phase that is smooth across strides.
STEADY_HALVES: Final = 5
# Two extremes bound one half stride, with a contact at each: enough for a slow-motion clip.
FEWEST_EXTREMES: Final = 2
# A frame whose separation fits the cycle better upside down by this share of its amplitude shows
# exchanged legs.
FLIP_MARGIN: Final = 0.3
# Frames per half stride below which a running cycle cannot be seen.
SHORTEST_HALF: Final = 3.0
# Smoothing of the leg separation before looking for its extremes, in half strides.
SMOOTHING: Final = 0.08
# Extremes nearer than this, half strides, are one and the same, smoothed more or less.
SAME_EXTREME: Final = 0.1
# Frames count as evenly spaced while every interval lies this near to the usual one, as a share.
EVEN_INTERVALS: Final = 0.25
# At most so many times the frames of the clip are used to space them evenly.
MOST_RESAMPLED: Final = 8
# How far the cycle goes on beyond the outer extremes of an even pace, strides: far enough for a
# contact near the end of the clip, after which the legs do not swing back.
BEYOND: Final = 0.75
# Longest half stride over the shortest from which the picture changes its playback speed: no runner
# changes pace so within a few strides.
RAMP: Final = 1.8


@dataclass(frozen=True, slots=True, eq=False)
class Cycle:
    """Where each frame stands in the running cycle.

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
    separation = _filled(leg_separation(body))
    if separation is None:
        return None
    clock = even_clock(body.time_s)
    found = _find_phase(np.interp(clock, body.time_s, separation))
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
    """Return evenly spaced times over the clip: the frames' own where those are evenly spaced."""
    intervals = np.diff(time_s)
    usual = float(np.median(intervals))
    if float(np.abs(intervals / usual - 1).max()) <= EVEN_INTERVALS:
        return time_s
    total = float(time_s[-1] - time_s[0])
    count = min(round(total / usual), MOST_RESAMPLED * len(intervals)) + 1
    return np.asarray(np.linspace(time_s[0], time_s[-1], count))


@dataclass(frozen=True, slots=True, eq=False)
class _Phase:
    """Phase of every evenly spaced sample; `stride` in samples."""

    phase: FloatArray
    stride: float
    steady: bool
    regularity: float
    excursion: float


def _find_phase(separation: FloatArray) -> _Phase | None:
    """Find the phase of evenly spaced samples of the leg separation."""
    extremes, signs = _extremes(separation)
    first, last = _steadiest_run(extremes, STEADY_FACTOR)
    steady = last - first >= STEADY_HALVES
    if steady:
        half = float(np.median(np.diff(extremes[first : last + 1])))
        separation = _without_flips(separation, 2 * half)
        extremes, signs = _extremes(separation)
        first, last = _steadiest_run(extremes, STEADY_FACTOR)
    else:
        first, last = _steadiest_run(extremes, RAMP_FACTOR)
    extremes, signs = extremes[first : last + 1], signs[first : last + 1]
    if len(extremes) < FEWEST_EXTREMES:
        return None
    half = float(np.median(np.diff(extremes)))
    gaps = _gaps_beside(separation, extremes)
    # At an even pace the cycle goes on beyond the outer extremes: a contact may lie there.
    phase = _phase_between(extremes, signs, len(separation), BEYOND if steady else 0.25, gaps)
    if steady:
        phase = _demodulated(separation, 2 * half, phase)
    stride = _stride_frames(phase, half) if steady else 2 * half
    regularity = _regularity(separation, phase, stride)
    used = separation[np.isfinite(phase)]
    excursion = float(np.percentile(used, 98) - np.percentile(used, 2))
    return _Phase(phase, stride, steady, regularity, excursion)


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


def _filled(values: FloatArray) -> FloatArray | None:
    """Bridge gaps linearly and take out single wild frames; None when little is known."""
    known = np.isfinite(values)
    if known.sum() < 8:
        return None
    frames = np.arange(len(values))
    whole = np.pad(np.interp(frames, frames[known], values[known]), 1, mode="edge")
    return np.asarray(np.median([whole[:-2], whole[1:-1], whole[2:]], axis=0))


def _extremes(separation: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return sub-frame positions and signs of the alternating extremes."""
    low, high = np.percentile(separation, [5, 95])
    wave = smooth(separation, 1.0)
    indices, signs = turning_points(wave, PROMINENCE * (high - low))
    if len(indices) >= FEWEST_EXTREMES:
        wave = smooth(separation, max(1.0, SMOOTHING * float(np.median(np.diff(indices)))))
        indices, signs = turning_points(wave, PROMINENCE * (high - low))
    return np.array([_refined(wave, int(i)) for i in indices]), signs


def _refined(values: FloatArray, i: int) -> float:
    """Return the vertex of the parabola through three samples around `i`."""
    if not 0 < i < len(values) - 1:
        return float(i)
    before, at, after = values[i - 1 : i + 2]
    bend = before - 2 * at + after
    return i + float(0.5 * (before - after) / bend) if bend else float(i)


def _steadiest_run(extremes: FloatArray, factor: float) -> tuple[int, int]:
    """Return first and last extreme of the longest run of half strides of even duration."""
    halves = np.diff(extremes)
    best = (0, 0)
    if not len(halves):
        return best
    for first in range(len(halves)):
        for last in range(first + 1, len(halves) + 1):
            run = halves[first:last]
            middle = float(np.median(run))
            if run.min() < middle / factor or run.max() > middle * factor:
                break
            longer = extremes[last] - extremes[first] > extremes[best[1]] - extremes[best[0]]
            if middle >= SHORTEST_HALF and longer:
                best = (first, last)
    return best


def _gaps_beside(separation: FloatArray, extremes: FloatArray) -> tuple[float, float]:
    """Return how far off the legs swing next, before and after the part used; else infinity.

    Looked for with little smoothing, which would wipe out strides that are played much faster.
    """
    low, high = np.percentile(separation, [5, 95])
    rough, _ = turning_points(smooth(separation, 1.0), PROMINENCE * (high - low))
    margins = SAME_EXTREME * np.diff(extremes)[[0, -1]]
    before = extremes[0] - rough[rough < extremes[0] - margins[0]]
    after = rough[rough > extremes[-1] + margins[1]] - extremes[-1]
    return float(before.min(initial=np.inf)), float(after.min(initial=np.inf))


def _phase_between(
    extremes: FloatArray,
    signs: FloatArray,
    frames: int,
    beyond: float,
    gaps: tuple[float, float],
) -> FloatArray:
    """Return phase linear between extremes and `beyond` strides past the outer ones.

    It goes at most half of the way to the extremes beside the part used, which lie `gaps` frames
    off: there the pace is another one.
    """
    at = np.arange(len(extremes)) / 2 + (0.0 if signs[0] > 0 else 0.5)
    strides = 2 * np.diff(extremes)[[0, -1]]
    outer = np.minimum(beyond * strides, np.array(gaps) / 2)
    x = np.concatenate([[extremes[0] - outer[0]], extremes, [extremes[-1] + outer[1]]])
    shares = outer / strides
    y = np.concatenate([[at[0] - shares[0]], at, [at[-1] + shares[1]]])
    t = np.arange(frames, dtype=np.float64)
    return np.asarray(np.interp(t, x, y, left=np.nan, right=np.nan))


def _without_flips(separation: FloatArray, stride: float) -> FloatArray:
    """Turn over the frames in which the legs were exchanged, judged by the cycle around them."""
    t = np.arange(len(separation))
    middle = float(np.median(separation))
    carrier = np.exp(2j * np.pi * t / stride)
    wave = 2 * np.real(_windowed_mean((separation - middle) / carrier, stride) * carrier)
    turned = 2 * middle - separation
    margin = FLIP_MARGIN * float(np.percentile(np.abs(wave), 90))
    flipped = np.abs(turned - middle - wave) + margin < np.abs(separation - middle - wave)
    return np.where(flipped, turned, separation)


def _windowed_mean(values: NDArray[np.complex128], stride: float) -> NDArray[np.complex128]:
    """Return the Hann-weighted mean over two strides around each frame."""
    window = np.hanning(2 * round(stride) + 3)
    start = len(window) // 2
    total = np.convolve(values, window, "full")[start : start + len(values)]
    weight = np.convolve(np.ones(len(values)), window, "full")[start : start + len(values)]
    return np.asarray(total / weight)


def _demodulated(separation: FloatArray, stride: float, rough: FloatArray) -> FloatArray:
    """Return the phase by complex demodulation where `rough` is known, on the same count."""
    t = np.arange(len(separation))
    used = np.isfinite(rough)
    middle = float(np.mean(separation[used]))
    turned = np.where(used, separation - middle, 0.0) * np.exp(-2j * np.pi * t / stride)
    phase = t / stride + np.unwrap(np.angle(_windowed_mean(turned, stride))) / (2 * np.pi)
    offset = np.round(np.median((rough - phase)[used]))
    return np.where(used, phase + offset, np.nan)


def _stride_frames(phase: FloatArray, half: float) -> float:
    """Return frames per stride from the slope of phase over the part used."""
    t = np.flatnonzero(np.isfinite(phase))
    if len(t) < 4:
        return 2 * half
    slope = np.polyfit(t, phase[t], 1)[0]
    return float(1 / slope) if slope > 0 else 2 * half


def _regularity(separation: FloatArray, phase: FloatArray, stride: float) -> float:
    """Return the correlation of the separation with itself one stride later."""
    lag = round(stride)
    used = np.flatnonzero(np.isfinite(phase))
    used = used[used + lag < len(separation)]
    if len(used) < 8:
        return 0.0
    return float(np.corrcoef(separation[used], separation[used + lag])[0, 1])

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


@dataclass(frozen=True, slots=True, eq=False)
class Cycle:
    """Where each frame stands in the running cycle.

    Attributes
    ----------
    phase : array, shape (frames,)
        Strides since an arbitrary left stride; whole numbers where the left ankle is furthest
        ahead of the right one, halves where it is furthest behind. NaN outside the part used.
    stride_frames, stride_s : float
        Median stride duration in frames and in file time.
    steady : bool
        Whether the pace is even, so that phase is smooth from stride to stride.
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
    regularity: float
    excursion: float

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
    phase runs linearly between extremes.
    """
    separation = _filled(leg_separation(body))
    if separation is None:
        return None
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
    # At an even pace the cycle goes on beyond the outer extremes: a contact may lie there.
    phase = _phase_between(extremes, signs, len(separation), 0.5 if steady else 0.25)
    if steady:
        phase = _demodulated(separation, 2 * half, phase)
    frame_s = float(np.median(np.diff(body.time_s)))
    stride = _stride_frames(phase, half) if steady else 2 * half
    regularity = _regularity(separation, phase, stride)
    used = separation[np.isfinite(phase)]
    excursion = float(np.percentile(used, 98) - np.percentile(used, 2))
    return Cycle(phase, stride, stride * frame_s, steady, regularity, excursion)


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


def _phase_between(
    extremes: FloatArray, signs: FloatArray, frames: int, beyond: float
) -> FloatArray:
    """Return phase linear between extremes and `beyond` strides past the outer ones."""
    at = np.arange(len(extremes)) / 2 + (0.0 if signs[0] > 0 else 0.5)
    outer = 2 * beyond * np.diff(extremes)[[0, -1]]
    x = np.concatenate([[extremes[0] - outer[0]], extremes, [extremes[-1] + outer[1]]])
    y = np.concatenate([[at[0] - beyond], at, [at[-1] + beyond]])
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

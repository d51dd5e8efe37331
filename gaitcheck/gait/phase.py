"""The phase of the running cycle in evenly spaced samples of the leg separation."""

from __future__ import annotations

from bisect import insort
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gaitcheck.gait.curves import smooth
from gaitcheck.gait.extremes import turning_points
from gaitcheck.model import FloatArray

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
# Share of the swing of a sine's square that the samples around must show before legs are exchanged
# by it: runners from the side show .8 to 1.2 in 19 of 20 frames, people who walk into each other's
# picture .5.
SINE_LIKE: Final = 0.8
# Most samples may not be turned: any signal without a sign looks like a wave when half of it is.
# 15 % is the most that a rendered runner needed, 32 and 42 % what two front views would.
MOST_TURNED: Final = 0.25
# Turning samples over must lengthen the part used by this factor's inverse.
WORTH_TURNING: Final = 0.9
# How much the autocorrelation of the square must fall off after a peak.
LIKENESS_PROMINENCE: Final = 0.2
# Frames per half stride below which a running cycle cannot be seen.
SHORTEST_HALF: Final = 3.0
# Smoothing of the leg separation before looking for its extremes, in half strides.
SMOOTHING: Final = 0.08
# Extremes nearer than this, half strides, are one and the same, smoothed more or less.
SAME_EXTREME: Final = 0.1
# How far the cycle goes on beyond the outer extremes of an even pace, strides: far enough for a
# contact near the end of the clip, after which the legs do not swing back.
BEYOND: Final = 0.75


@dataclass(frozen=True, slots=True, eq=False)
class Phase:
    """Phase of every evenly spaced sample.

    Attributes
    ----------
    phase : array, shape (samples,)
        Strides; NaN outside the part used.
    stride : float
        Samples.
    steady : bool
        Whether the legs swing at an even pace.
    regularity : float
        How much alike successive strides are.
    excursion : float
        How far the legs swing apart, in the unit of the separation.
    """

    phase: FloatArray
    stride: float
    steady: bool
    regularity: float
    excursion: float


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    """The alternating extremes of the part used, and the separation in which they were found."""

    separation: FloatArray
    extremes: FloatArray
    signs: FloatArray
    steady: bool

    @property
    def length(self) -> float:
        return float(self.extremes[-1] - self.extremes[0]) if len(self.extremes) else 0.0


def find_phase(separation: FloatArray) -> Phase | None:
    """Find the phase of evenly spaced samples of the leg separation.

    Parameters
    ----------
    separation : array, shape (samples,)
        How far one foot is ahead of the other, leg lengths.
    """
    part = _steadiest_part(separation)
    upright = turned_upright(separation)
    if upright is not separation:
        turned = _steadiest_part(upright)
        # Only where it shows more of an even pace: turning samples over may also make a pattern.
        if turned.steady and not (part.steady and part.length > WORTH_TURNING * turned.length):
            part = turned
    separation, extremes, steady = part.separation, part.extremes, part.steady
    if len(extremes) < FEWEST_EXTREMES:
        return None
    half = float(np.median(np.diff(extremes)))
    gaps = _gaps_beside(separation, extremes)
    # At an even pace the cycle goes on beyond the outer extremes: a contact may lie there.
    beyond = BEYOND if steady else 0.25
    phase = _phase_between(extremes, part.signs, len(separation), beyond, gaps)
    if steady:
        phase = _demodulated(separation, 2 * half, phase)
    stride = _stride_frames(phase, half) if steady else 2 * half
    regularity = _regularity(separation, phase, stride)
    used = separation[np.isfinite(phase)]
    excursion = float(np.percentile(used, 98) - np.percentile(used, 2))
    return Phase(phase, stride, steady, regularity, excursion)


def _steadiest_part(separation: FloatArray) -> _Part:
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
    return _Part(separation, extremes[first : last + 1], signs[first : last + 1], steady)


def turned_upright(separation: FloatArray) -> FloatArray:
    """Turn over the samples whose legs are exchanged, however many they are.

    Parameters
    ----------
    separation : array, shape (samples,)
        How far one foot is ahead of the other, leg lengths.

    Returns
    -------
    array, shape (samples,)
        In the same unit; the very array where nothing is turned.

    Notes
    -----
    The square of the separation does not know which leg is which. It swings twice a stride, so its
    phase by complex demodulation is twice the phase of the stride; what stays open is one sign for
    the whole clip, which most samples decide. Samples are turned only where the square swings as
    that of a sine does.
    """
    found = _square_wave(separation)
    if found is None:
        return separation
    wave, like_a_sine = found
    margin = FLIP_MARGIN * float(np.sqrt(2 * np.mean(separation**2)))
    turned = like_a_sine & upside_down(separation, wave, margin)
    if not 0 < turned.mean() <= MOST_TURNED:
        return separation
    return np.where(turned, -separation, separation)


def square_wave(separation: FloatArray) -> FloatArray | None:
    """Return the wave that the square of the separation swings as, up to its sign.

    Parameters
    ----------
    separation : array, shape (samples,)
        How far one foot is ahead of the other, whichever it is.

    Returns
    -------
    array, shape (samples,), or None
        In the same unit, 0 where the square does not swing as a sine's does; None where it has no
        rhythm.
    """
    found = _square_wave(separation)
    return None if found is None else np.where(found[1], found[0], 0.0)


def _square_wave(separation: FloatArray) -> tuple[FloatArray, NDArray[np.bool_]] | None:
    """Return that wave, and where the square swings as a sine's does."""
    stride = _stride_of_square(separation)
    if stride is None:
        return None
    square = separation**2
    t = np.arange(len(square))
    carrier = np.exp(4j * np.pi * t / stride)
    mean = _windowed_mean(square.astype(np.complex128), stride)
    swing = _windowed_mean((square - float(square.mean())) / carrier, stride)
    # A sine's square swings by as much as its mean.
    like_a_sine = 2 * np.abs(swing) > SINE_LIKE * np.abs(mean)
    doubled = np.unwrap(np.angle(swing)) + 4 * np.pi * t / stride
    wave = np.cos(doubled / 2) * np.sqrt(2 * np.abs(mean))
    wave *= np.sign(float((wave * separation)[like_a_sine].sum())) or 1.0
    return wave, like_a_sine


def upside_down(values: FloatArray, wave: FloatArray, margin: float) -> NDArray[np.bool_]:
    """Return the samples that lie nearer to the wave turned over than to the wave, by `margin`.

    Parameters
    ----------
    values, wave : array, shape (samples,)
        In one unit, whatever it is.
    margin : float
        In the same unit.

    Returns
    -------
    array of bool, shape (samples,)
    """
    return np.asarray(np.abs(values + wave) + margin < np.abs(values - wave))


def _stride_of_square(separation: FloatArray) -> float | None:
    """Return the samples per stride by the autocorrelation of the square; None without a peak."""
    square = separation**2 - float(np.mean(separation**2))
    longest = len(square) // 2
    if longest < SHORTEST_HALF + 2 or not square.any():
        return None
    lags = np.arange(longest)
    # Padded to twice its length, so that the end does not meet the beginning (Wiener-Khinchin).
    power = np.abs(np.fft.rfft(square, 2 * len(square))) ** 2
    products = np.fft.irfft(power, 2 * len(square))[:longest]
    likeness = products / (len(square) - lags) / float(np.mean(square**2))
    indices, signs = turning_points(likeness, LIKENESS_PROMINENCE)
    peaks = indices[(signs > 0) & (indices >= SHORTEST_HALF)]
    return 2 * _refined(likeness, int(peaks[0])) if len(peaks) else None


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
        run: list[float] = []
        for last in range(first + 1, len(halves) + 1):
            insort(run, float(halves[last - 1]))
            middle = (run[(len(run) - 1) // 2] + run[len(run) // 2]) / 2
            if run[0] < middle / factor or run[-1] > middle * factor:
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
    margin = FLIP_MARGIN * float(np.percentile(np.abs(wave), 90))
    flipped = upside_down(separation - middle, wave, margin)
    return np.where(flipped, 2 * middle - separation, separation)


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
    if len(used) < 8 or not min(np.ptp(separation[used]), np.ptp(separation[used + lag])) > 0:
        return 0.0
    return float(np.corrcoef(separation[used], separation[used + lag])[0, 1])

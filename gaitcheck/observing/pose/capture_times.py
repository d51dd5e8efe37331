"""When each picture was taken, where a film was converted to a higher rate by doubling pictures."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from gaitcheck.model import FloatArray

# Pictures that are repeated at the least, as a share of all: 24 a second shown at 25 are .04.
FEWEST_REPEATED: Final = 0.04
# A conversion repeats pictures in an even rhythm: this share of the repeats, at the least, come as
# long after the one before as most do, to within a frame. What a recorder lost comes at random.
IN_RHYTHM: Final = 0.8
# Pictures over which their times are spread evenly; each was shown within a frame of when it was
# taken, or it belongs to a pause.
WINDOW: Final = 21
WITHIN_FRAMES: Final = 1.0


def capture_times(
    time_s: FloatArray, repeats: NDArray[np.bool_], part: tuple[int, int] | None = None
) -> FloatArray:
    """Return when each picture was taken, seconds of the file, shape (frames,).

    A film of 24 pictures a second that is stored at 30 shows every fourth one twice. The others
    come too early or too late by up to half a frame then, and a step seems to change its speed.
    Taken evenly they are what the camera saw. Where nothing is repeated in a rhythm, the times
    stay.

    Parameters
    ----------
    time_s : array, shape (frames,)
        When each is shown, increasing.
    repeats : array of bool, shape (frames,)
        Which frames show the picture before once more.
    part : tuple of int, optional
        The frames of the clip that were looked at, from and up to; by default all.
    """
    frames, shown = len(time_s), np.flatnonzero(~repeats)
    if len(shown) < WINDOW or not _in_rhythm(repeats[slice(*part)] if part else repeats):
        return time_s
    taken = _evenly(shown.astype(np.float64))
    taken = np.where(np.abs(taken - shown) < WITHIN_FRAMES, taken, shown)
    first, last = taken[1] - taken[0], taken[-1] - taken[-2]
    at = np.interp(
        np.arange(frames),
        [shown[0] - 1, *shown, frames],
        [taken[0] - first, *taken, taken[-1] + last],
    )
    inside = np.clip(at, 0, frames - 1)
    beyond = (at - inside) * float(np.median(np.diff(time_s)))
    return np.asarray(np.interp(inside, np.arange(frames), time_s) + beyond)


def _in_rhythm(repeats: NDArray[np.bool_]) -> bool:
    gaps = np.diff(np.flatnonzero(repeats))
    if repeats.mean() < FEWEST_REPEATED or not len(gaps):
        return False
    return float((np.abs(gaps - np.median(gaps)) <= 1).mean()) >= IN_RHYTHM


def _evenly(shown: FloatArray) -> FloatArray:
    """Return a straight line through each stretch of `WINDOW` numbers, at its middle."""
    half, order = WINDOW // 2, np.arange(WINDOW)
    middle = np.convolve(shown, np.full(WINDOW, 1 / WINDOW), "valid")
    start, end = (
        np.polyval(np.polyfit(order, part, 1), order) for part in (shown[:WINDOW], shown[-WINDOW:])
    )
    return np.concatenate([start[:half], middle, end[half + 1 :]])

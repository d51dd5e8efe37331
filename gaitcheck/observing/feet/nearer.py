"""Which of two feet is the nearer one to the camera, as far as the pictures tell."""

from __future__ import annotations

from typing import Final

import numpy as np

from gaitcheck.model import FloatArray

# How much longer the nearer foot shows, as a logarithm: a hand's breadth or two nearer at 1.5 to
# 5 m; and how much lengths differ for other reasons.
LONGER: Final = (0.06, 0.05)
# How much lower in the picture it stands, foot lengths, where the camera is above the ground.
LOWER: Final = (0.10, 0.12)
# How often the one foot is found where the other is covered, tells so much each time.
COVERS: Final = 0.7
CROSSING: Final = 0.9
# No kind of evidence counts for more than this, natural logarithm of the odds; and from these odds
# on it is known.
MOST_ODDS: Final = 3.0
SURE_ODDS: Final = 2.0
# The lowest places of a foot, at which it stands.
STANDS: Final = 85.0


def nearer_odds(ends: FloatArray) -> float:
    """Return the odds that the first foot is the nearer one, natural logarithm.

    Parameters
    ----------
    ends : array, shape (pictures, 2, 4)
        Heel and toe (x, y, x, y) of both feet against the background, pixels; NaN where not found.
    """
    length = np.nanmedian(
        np.hypot(ends[..., 2] - ends[..., 0], ends[..., 3] - ends[..., 1]), axis=0
    )
    usual = float(np.mean(length))
    low = np.nanpercentile(np.fmax(ends[..., 1], ends[..., 3]), STANDS, axis=0) / usual
    longer = float(np.log(length[0] / length[1]))
    lower = float(low[0] - low[1])
    odds = [
        2 * value * mean / spread**2 for value, (mean, spread) in ((longer, LONGER), (lower, LOWER))
    ]
    odds.append(COVERS * _covers(ends, usual))
    return float(np.clip(odds, -MOST_ODDS, MOST_ODDS).sum())


def _covers(ends: FloatArray, length: float) -> float:
    """Return how many times more the first foot alone was found where they pass each other."""
    middle = (ends[..., :2] + ends[..., 2:]) / 2
    known = np.isfinite(middle[..., 0])
    frames = np.arange(len(middle))
    filled = np.empty(middle.shape[:2])
    for foot in (0, 1):
        own = np.flatnonzero(known[:, foot])
        filled[:, foot] = np.interp(frames, own, middle[own, foot, 0])
    passing = np.abs(filled[:, 0] - filled[:, 1]) < CROSSING * length
    alone = passing & (known.sum(axis=1) == 1)
    return float((alone & known[:, 0]).sum() - (alone & known[:, 1]).sum())

"""Which of the feet found in each picture is which: two shoes followed through a clip.

What is found in a picture has no name: it may be either foot, or no foot at all. Two points with a
constant speed, disturbed as a runner's feet are, are followed through all pictures with many
hypotheses at a time (Reid 1979, doi 10.1109/TAC.1979.1102177). Those that agree in the last two
pictures of each foot are one (Viterbi); the likeliest stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gaitcheck.model import FloatArray

# Hypotheses that are kept from picture to picture.
HYPOTHESES: Final = 48
# Scatter of one coordinate of a foot that was found, foot lengths.
SCATTER: Final = 0.12
# How a runner's foot is disturbed: its furthest way from the middle of both feet, foot lengths,
# times this is how strongly it is accelerated, in units of the stride's angular frequency squared.
REACH: Final = 3.0
ACCELERATED: Final = 1.5
# How far apart both feet may be, foot lengths (along and across), and how soft that limit is.
APART: Final = (6.0, 4.0)
SOFT: Final = 0.7
# Probability that a foot is found, and where both feet cover each other.
FOUND: Final = 0.85
COVERED: Final = 0.5
COVERS: Final = 0.9
# False ones in a picture; and how likely one is there rather than anywhere, a foot length squared.
FALSE: Final = 0.3
# How sure a score counts at the least and at the most.
LEAST_SURE, MOST_SURE = 0.15, 0.9
# Scatter of a foot of which nothing is known, foot lengths.
ANYWHERE: Final = 5.0
# Feet found in one picture that are looked at, the likeliest.
MOST_FOUND: Final = 5
_COORDINATES: Final = 4


@dataclass(frozen=True, slots=True, eq=False)
class Followed:
    """Two feet in the pictures.

    Attributes
    ----------
    chosen : array of int, shape (pictures, 2)
        Which of the feet found is the one and which the other foot; -1 where it was not found.
    cost : float
        Negative logarithm of the likelihood.
    """

    chosen: NDArray[np.intp]
    cost: float


@dataclass(slots=True, eq=False)
class _Hypotheses:
    """Of each hypothesis: both feet's place, speed and covariance, and what it cost."""

    place: FloatArray  # (k, 2, 4)
    speed: FloatArray  # (k, 2, 4)
    cov: FloatArray  # (k, 2, 3): place, place and speed, speed
    cost: FloatArray  # (k,)
    last: NDArray[np.intp]  # (k, 2, 2): the last two that were taken for each foot


def follow_two(ends: FloatArray, score: FloatArray, stride: float, room: float) -> Followed:
    """Follow two feet through all pictures.

    Parameters
    ----------
    ends : array, shape (pictures, n, 4)
        Heel and toe (x, y, x, y) of what was found, foot lengths; NaN where less was found.
    score : array, shape (pictures, n)
        How likely each is a foot, 0..1.
    stride : float
        About how many pictures a stride takes; half or twice as many do as well.
    room : float
        Size of the picture, foot lengths squared.
    """
    pictures, most = ends.shape[:2]
    known = np.isfinite(ends[:, :, 0])
    start = int(np.argmax(known.any(axis=1)))
    chosen = np.full((pictures, 2), -1, dtype=np.intp)
    if not known.any():
        return Followed(chosen, np.inf)
    accelerated = (ACCELERATED * REACH * (2 * np.pi / stride) ** 2) ** 2
    fastest = REACH * 2 * np.pi / stride
    centre = np.nanmean(ends[start], axis=0)
    now = _Hypotheses(
        place=np.tile(centre, (1, 2, 1)),
        speed=np.zeros((1, 2, _COORDINATES)),
        cov=np.tile([ANYWHERE**2, 0.0, fastest**2], (1, 2, 1)),
        cost=np.zeros(1),
        last=np.full((1, 2, 2), -1, dtype=np.intp),
    )
    one, other = _pairs(most)
    clutter = np.log(room) + np.log(3.0) - np.log(FALSE)
    parents, picks = [], []
    for k in range(start, pictures):
        parent, pick = _step(now, ends[k], known[k], score[k], clutter, (one, other), k)
        parents.append(parent)
        picks.append(pick)
        _predict(now, accelerated, fastest)
    best = int(np.argmin(now.cost))
    cost = float(now.cost[best])
    for k in range(pictures - 1, start - 1, -1):
        option = picks[k - start][best]
        chosen[k] = one[option], other[option]
        best = int(parents[k - start][best])
    return Followed(chosen, cost)


def _pairs(most: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return all ways in which two feet may be among so many, -1 for not found."""
    pairs = [(a, b) for a in range(-1, most) for b in range(-1, most) if a != b or a < 0]
    one, other = np.array(pairs, dtype=np.intp).T
    return one, other


def _step(
    now: _Hypotheses,
    ends: FloatArray,
    known: NDArray[np.bool_],
    score: FloatArray,
    clutter: float,
    pairs: tuple[NDArray[np.intp], NDArray[np.intp]],
    number: int,
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Take one picture in; return of each hypothesis its parent and its choice."""
    one, other = pairs
    most = len(known)
    total = now.cost[:, None] + _gains(now, ends, known, score, clutter, one, other)
    order = np.argsort(total, axis=None)[: 6 * HYPOTHESES]
    order = order[np.isfinite(total.ravel()[order])]
    parent, option = np.unravel_index(order, total.shape)
    last = now.last[parent].copy()
    for foot, choice in enumerate((one[option], other[option])):
        taken = choice >= 0
        last[taken, foot, 1] = last[taken, foot, 0]
        last[taken, foot, 0] = number * most + choice[taken]
    _, first = np.unique(last.reshape(-1, 4), axis=0, return_index=True)
    kept = np.sort(first)[:HYPOTHESES]
    parent, option, last = parent[kept], option[kept], last[kept]
    cost = total[parent, option]
    now.place, now.speed, now.cov = now.place[parent], now.speed[parent], now.cov[parent]
    now.cost, now.last = cost, last
    for foot, choice in enumerate((one[option], other[option])):
        _take(now, foot, choice, ends)
    return parent, option


def _gains(
    now: _Hypotheses,
    ends: FloatArray,
    known: NDArray[np.bool_],
    score: FloatArray,
    clutter: float,
    one: NDArray[np.intp],
    other: NDArray[np.intp],
) -> FloatArray:
    """Return what each choice adds to the cost of each hypothesis, shape (k, choices)."""
    sure = np.clip(score, LEAST_SURE, MOST_SURE)
    middle = now.place.reshape(-1, 2, 2, 2).mean(axis=2)
    apart = np.abs(middle[:, 0] - middle[:, 1])
    over = np.clip(apart - np.array(APART), 0.0, None) / SOFT
    found = np.where(apart.max(axis=1) < COVERS, COVERED, FOUND)[:, None, None]
    spread = now.cov[:, :, 0, None] + SCATTER**2
    error = ends[None, None] - now.place[:, :, None]
    likely = 0.5 * (error**2).sum(axis=-1) / spread + 0.5 * _COORDINATES * np.log(
        2 * np.pi * spread
    )
    gain = likely - np.log(found) + np.log1p(-found) - clutter
    gain = gain - np.log(sure) + np.log1p(-sure)
    gain = np.where(known, gain, np.inf)
    nothing = np.zeros((*gain.shape[:2], 1))
    gain = np.concatenate([gain, nothing], axis=-1)
    return np.asarray(gain[:, 0, one] + gain[:, 1, other] + 0.5 * (over**2).sum(axis=1)[:, None])


def _take(now: _Hypotheses, foot: int, choice: NDArray[np.intp], ends: FloatArray) -> None:
    """Correct a foot's place and speed by what was taken for it (Kalman 1960)."""
    rows = np.flatnonzero(choice >= 0)
    error = ends[choice[rows]] - now.place[rows, foot]
    place, both, speed = now.cov[rows, foot].T
    sure = place + SCATTER**2
    first, second = place / sure, both / sure
    now.place[rows, foot] += first[:, None] * error
    now.speed[rows, foot] += second[:, None] * error
    now.cov[rows, foot] = np.stack(
        [(1 - first) * place, (1 - first) * both, speed - second * both], axis=1
    )


def _predict(now: _Hypotheses, accelerated: float, fastest: float) -> None:
    """Go on by one picture; a foot not found for long may be anywhere near where it was."""
    now.place += now.speed
    place, both, speed = np.moveaxis(now.cov, -1, 0)
    later = place + 2 * both + speed + accelerated / 4
    lost = later > ANYWHERE**2
    now.speed[lost] = 0.0
    now.cov = np.stack(
        [
            np.where(lost, ANYWHERE**2, later),
            np.where(lost, 0.0, both + speed + accelerated / 2),
            np.where(lost, fastest**2, speed + accelerated),
        ],
        axis=-1,
    )

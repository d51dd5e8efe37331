"""From the feet found in single pictures to two feet through the clip."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gaitcheck.gait.curves import fit_periodic
from gaitcheck.gait.cycle import Cycle, find_cycle, leg_separation
from gaitcheck.gait.feet_alone import stand_in_pelvis
from gaitcheck.gait.fold import side_phase
from gaitcheck.gait.phase import square_wave
from gaitcheck.model import SIDES, FloatArray, turn_axes
from gaitcheck.observing.feet.follow import MOST_FOUND, follow_two
from gaitcheck.observing.feet.meaning import body_of_ends
from gaitcheck.observing.feet.types import FootFound

# Lengths from heel to toe that a foot may show, in usual ones.
LENGTHS: Final = (0.5, 1.7)
# What is found at one place of the background, this near to each other in foot lengths, in more
# than this share of the pictures is a thing that stands there.
SAME_PLACE: Final = 0.3
STANDS: Final = 0.5
# Pictures a stride may take, each a bit more than the one before; and in how many pictures it is
# tried out which it is.
STRIDES: Final = tuple(float(x) for x in np.geomspace(14, 560, 7))
TRIED: Final = 160
# Pictures with both feet from which on they are feet.
FEWEST_BOTH: Final = 10
# Feet that are exchanged by the rhythm must lie this far into a step, shares of its reach.
CLEARLY: Final = 0.3
# Strides from which a foot is looked for where the mean stride has it; how near to that it must
# lie, foot lengths, every coordinate.
FOLDED_STRIDES: Final = 2.5
NEAR_FOLD: Final = 0.5
ROUNDS: Final = 2
# What a runner's feet do: they go past each other so far, leg lengths, are found so often between
# the first and the last picture of them, and are equally long.
LEAST_EXCURSION: Final = 0.9
MOST_EXCURSION: Final = 3.6
LEAST_FOUND: Final = 0.4
# Other likely feet in a picture, beside the runner's, that may be false ones.
LIKELY: Final = 0.5
MANY_OTHERS: Final = 0.8
MOST_UNLIKE: Final = 1.4
# A picture shows feet where at least this share of what was found in it is likely. Where there are
# none, debris or a busy background is told of many times, and about every twentieth is likely by
# chance; of pictures cut off above the hips or knees of real runners every sixth and more.
LEAST_LIKELY: Final = 0.1


@dataclass(frozen=True, slots=True, eq=False)
class LinkedFeet:
    """Two feet through the clip, as they were found.

    Attributes
    ----------
    ends : array, shape (pictures, 2, 4)
        Of each foot the bottom of the heel and the tip of the toes (x, y, x, y), pixels; NaN where
        it was not found.
    score : array, shape (pictures, 2)
        0 where it was not found.
    """

    ends: FloatArray
    score: FloatArray


def link_feet(
    found: Sequence[Sequence[FootFound]],
    time_s: FloatArray,
    size: tuple[int, int],
    moved: FloatArray | None = None,
) -> LinkedFeet | None:
    """Return which two of the feet found are those of one runner; None where none run.

    Parameters
    ----------
    found : sequence of sequence of FootFound
        In each picture, in any order.
    time_s : array, shape (pictures,)
    size : (int, int)
        Width and height of the picture, pixels.
    moved : array, shape (pictures, 2), optional
        How far the background has moved since the first picture, pixels.
    """
    rest = np.zeros((len(found), 2)) if moved is None else moved
    ends, score = _packed(found)
    length = _usual_length(ends, score)
    if not np.isfinite(length):
        return None
    ends = ends - np.tile(rest, 2)[:, None]
    ends, score = _without_things(ends, score, length)
    room = max(size[0] * size[1] / length**2, 1.0)
    linked = _link(ends, score, time_s, length, room)
    if linked is None:
        return None
    # Several runners' feet: nothing tells whose is whose.
    others, sure = _left_over(ends, score, linked)
    beside = np.asarray(np.isfinite(linked.ends[..., 0]).any(axis=1))
    if (sure >= LIKELY).sum() > MANY_OTHERS * beside.sum():
        return None
    second = _link(others, sure, time_s, length, room)
    if second is not None and np.median(second.score[second.score > 0]) >= LIKELY:
        return None
    return LinkedFeet(linked.ends + np.tile(rest, 2)[:, None], linked.score)


def pictures_with_feet(found: Sequence[Sequence[FootFound]]) -> int:
    """Return in how many pictures a likely foot was found, other than a thing that stands there.

    One that is likely among many that are not counts for nothing.

    Parameters
    ----------
    found : sequence of sequence of FootFound
        In each picture, in any order.
    """
    ends, score = _packed(found)
    length = _usual_length(ends, score)
    if not np.isfinite(length):
        return 0
    _, score = _without_things(ends, score, length)
    likely = (score >= LIKELY).sum(axis=1)
    told = np.array([len(feet) for feet in found])
    return int(((likely > 0) & (likely >= LEAST_LIKELY * told)).sum())


def _link(
    ends: FloatArray, score: FloatArray, time_s: FloatArray, length: float, room: float
) -> LinkedFeet | None:
    """Return two running feet among what was found; None where there are none."""
    some = np.isfinite(ends[:, :, 0]).any(axis=1)
    if some.sum() < FEWEST_BOTH:
        return None
    stride = _likeliest_stride(ends / length, score, room)
    chosen = follow_two(ends / length, score, stride, room).chosen
    linked = _taken(ends, score, chosen)
    linked = _exchanged_by_rhythm(linked)
    for _ in range(ROUNDS):
        linked = _found_on_fold(linked, ends, score, time_s, length)
    return linked if _is_runner(linked, time_s) else None


def _packed(found: Sequence[Sequence[FootFound]]) -> tuple[FloatArray, FloatArray]:
    """Return ends, shape (pictures, n, 4), and scores of what was found, the likeliest first."""
    ends = np.full((len(found), MOST_FOUND, 4), np.nan)
    score = np.zeros((len(found), MOST_FOUND))
    for k, feet in enumerate(found):
        best = sorted(feet, key=lambda foot: (-foot.score, foot.heel, foot.toe))[:MOST_FOUND]
        for n, foot in enumerate(best):
            ends[k, n], score[k, n] = (*foot.heel, *foot.toe), foot.score
    return ends, score


def _lengths(ends: FloatArray) -> FloatArray:
    return np.asarray(np.hypot(ends[..., 2] - ends[..., 0], ends[..., 3] - ends[..., 1]))


def _usual_length(ends: FloatArray, score: FloatArray) -> float:
    """Return the length of a foot, pixels: the median, each by its score."""
    lengths, weight = _lengths(ends).ravel(), score.ravel()
    order = np.argsort(lengths)[: int(np.isfinite(lengths).sum())]
    if not len(order) or not weight[order].sum() > 0:
        return float("nan")
    share = np.cumsum(weight[order])
    return float(lengths[order][np.searchsorted(share, share[-1] / 2)])


def _without_things(
    ends: FloatArray, score: FloatArray, length: float
) -> tuple[FloatArray, FloatArray]:
    """Return what was found without what is too long or short and what stands where it is."""
    lengths = _lengths(ends) / length
    kept = (lengths > LENGTHS[0]) & (lengths < LENGTHS[1])
    middle = (ends[..., :2] + ends[..., 2:]) / 2 / length
    for offset in ((0, 0), (0, 1), (1, 0), (1, 1)):
        shifted = np.floor(np.where(kept[..., None], middle / SAME_PLACE, np.nan) + offset) // 2
        _, inverse, count = np.unique(
            shifted[kept], axis=0, return_inverse=True, return_counts=True
        )
        thing = np.zeros(kept.shape, dtype=bool)
        thing[kept] = count[inverse.ravel()] > STANDS * len(ends)
        kept = kept & ~thing
    return np.where(kept[..., None], ends, np.nan), np.where(kept, score, 0.0)


def _likeliest_stride(ends: FloatArray, score: FloatArray, room: float) -> float:
    """Return about how many pictures a stride takes: that by which the feet are followed best."""
    count = np.cumsum(np.isfinite(ends[:, :, 0]).sum(axis=1))
    tried = min(TRIED, len(ends))
    inside = count[tried - 1 :] - np.concatenate([[0], count[:-tried]])
    start = int(np.argmax(inside))
    part = slice(start, start + tried)
    costs = [follow_two(ends[part], score[part], stride, room).cost for stride in STRIDES]
    return STRIDES[int(np.argmin(costs))]


def _taken(ends: FloatArray, score: FloatArray, chosen: NDArray[np.intp]) -> LinkedFeet:
    rows = np.arange(len(ends))[:, None]
    none: NDArray[np.bool_] = np.less(chosen, 0)
    return LinkedFeet(
        np.where(none[..., None], np.nan, ends[rows, chosen]),
        np.where(none, 0.0, score[rows, chosen]),
    )


def _left_over(
    ends: FloatArray, score: FloatArray, linked: LinkedFeet
) -> tuple[FloatArray, FloatArray]:
    """Return what was found beside the feet taken, in the pictures in which those were found."""
    beside = np.asarray(np.isfinite(linked.ends[..., 0]).any(axis=1))[:, None]
    alike = np.equal(ends[:, :, None], linked.ends[:, None])
    taken: NDArray[np.bool_] = np.asarray(alike.all(axis=-1).any(axis=-1))
    other = beside & ~taken
    return np.where(other[..., None], ends, np.nan), np.where(other, score, 0.0)


def _exchange(linked: LinkedFeet, swapped: NDArray[np.bool_]) -> LinkedFeet:
    return LinkedFeet(
        np.where(swapped[:, None, None], linked.ends[:, ::-1], linked.ends),
        np.where(swapped[:, None], linked.score[:, ::-1], linked.score),
    )


def _exchanged_by_rhythm(linked: LinkedFeet) -> LinkedFeet:
    """Exchange the feet where the one that should be ahead is behind.

    A runner's feet pass each other at every step. The square of how far one is ahead does not know
    which, and its rhythm says when they pass; so a foot taken for the other one at a passing is
    found out at the next steps. Only where the feet then move more smoothly.
    """
    separation = (linked.ends[..., 0] + linked.ends[..., 2]) / 2
    apart = separation[:, 0] - separation[:, 1]
    known = np.flatnonzero(np.isfinite(apart))
    if len(known) < FEWEST_BOTH:
        return linked
    inner = np.arange(known[0], known[-1] + 1)
    filled = np.interp(inner, known, apart[known])
    wave = square_wave(filled)
    if wave is None:
        return linked
    clear = np.flatnonzero(np.abs(wave) > CLEARLY * float(np.percentile(np.abs(wave), 90)))
    if not len(clear):
        return linked
    # Feet beside each other are as they are at the nearest time at which they are apart.
    after = np.clip(np.searchsorted(clear, inner - inner[0]), 1, len(clear) - 1)
    late = 2 * (inner - inner[0]) > clear[after - 1] + clear[after]
    nearest = np.where(late, clear[after], clear[after - 1])
    swapped = np.zeros(len(apart), dtype=bool)
    swapped[inner] = (wave * filled < 0)[nearest]
    exchanged = np.where(swapped, -apart, apart)
    if _roughness(exchanged[known]) >= _roughness(apart[known]):
        return linked
    return _exchange(linked, swapped)


def _roughness(values: FloatArray) -> float:
    return float(np.abs(np.diff(values, 2)).sum())


def _found_on_fold(
    linked: LinkedFeet, ends: FloatArray, score: FloatArray, time_s: FloatArray, length: float
) -> LinkedFeet:
    """Take in every picture what lies where the mean stride has each foot."""
    body = stand_in_pelvis(body_of_ends(linked.ends, time_s))
    cycle = find_cycle(body) if np.isfinite(body.leg_length) else None
    if cycle is None or not cycle.steady or cycle.strides < FOLDED_STRIDES:
        return linked
    pelvis = turn_axes(body.pelvis, mirrored=body.mirrored)
    expected = _expected(linked.ends, np.tile(pelvis, 2), cycle)
    if expected is None:
        return linked
    error = np.abs(ends[:, :, None] - expected[:, None]).max(axis=-1) / length
    error = np.where(np.isfinite(error), error, np.inf)
    cost = np.where(error < NEAR_FOLD, error - NEAR_FOLD, np.inf)
    cost = np.concatenate([cost, np.zeros((len(cost), 1, 2))], axis=1)
    both = cost[:, :, None, 0] + cost[:, None, :, 1]
    same = np.arange(both.shape[1] - 1)
    both[:, same, same] = np.inf
    best = both.reshape(len(both), -1).argmin(axis=1)
    chosen = np.stack(np.unravel_index(best, both.shape[1:]), axis=1)
    chosen = np.where(chosen == ends.shape[1], -1, chosen)
    taken = _taken(ends, score, chosen)
    folded = np.asarray(np.isfinite(expected).all(axis=(1, 2)))
    return LinkedFeet(
        np.where(folded[:, None, None], taken.ends, linked.ends),
        np.where(folded[:, None], taken.score, linked.score),
    )


def _expected(ends: FloatArray, middle: FloatArray, cycle: Cycle) -> FloatArray | None:
    """Return where the mean stride has both feet, shape (pictures, 2, 4); NaN where unknown."""
    expected = np.full_like(ends, np.nan)
    for foot, side in enumerate(SIDES):
        phase = side_phase(cycle, side)
        known = np.isfinite(phase)
        for axis in range(ends.shape[-1]):
            curve = fit_periodic(phase, ends[:, foot, axis] - middle[:, axis])
            if curve is None:
                return None
            expected[known, foot, axis] = curve(phase[known]) + middle[known, axis]
    return expected


def _is_runner(linked: LinkedFeet, time_s: FloatArray) -> bool:
    """Return whether the two feet go past each other as a runner's do."""
    found = np.isfinite(linked.ends[..., 0])
    if found.all(axis=1).sum() < FEWEST_BOTH:
        return False
    body = body_of_ends(linked.ends, time_s)
    cycle = find_cycle(body) if np.isfinite(body.leg_length) else None
    if cycle is None or not LEAST_EXCURSION <= cycle.excursion <= MOST_EXCURSION:
        return False
    used = np.isfinite(cycle.phase)
    lengths = [float(np.nanmedian(_lengths(linked.ends[:, foot]))) for foot in (0, 1)]
    return bool(
        found[used].mean(axis=0).min() >= LEAST_FOUND
        and max(lengths) <= MOST_UNLIKE * min(lengths)
        and np.isfinite(leg_separation(body)[used]).sum() >= FEWEST_BOTH
    )

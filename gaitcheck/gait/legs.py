"""Repair of the legs: undo left-right swaps, drop impossible points."""

from __future__ import annotations

import dataclasses
from itertools import product
from typing import Final

import numpy as np

from gaitcheck.gait.body import Body, Leg
from gaitcheck.model import FloatArray

# Cost of believing that MediaPipe swapped the legs in one frame, in leg lengths of mismatch: small,
# so that it decides only where continuity does not.
SWAP_PRIOR: Final = 0.02
# One joint's mismatch counts at most this many leg lengths: a wild point must not outvote the rest.
MISMATCH_CAP: Final = 0.5

_TRACKED: Final = ("knee", "ankle", "heel", "toe")


def find_swaps(body: Body) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Find the frames in which left and right leg are exchanged.

    MediaPipe swaps the legs for a few frames when they cross. A second-order Viterbi search over
    "as labelled" / "swapped" finds the labelling with the smoothest motion of knee, ankle, heel
    and toe relative to the pelvis (constant velocity and small steps).

    Returns
    -------
    array of bool, shape (frames,)
    """
    frames = len(body.time_s)
    if frames < 3:
        return np.zeros(frames, dtype=bool)
    left, right = (
        np.stack([getattr(body.legs[side], name) for name in _TRACKED], axis=1)
        for side in ("left", "right")
    )
    kept = np.stack([left, right], axis=1) - body.pelvis[:, None, None]
    states = (kept / body.leg_length, kept[:, ::-1] / body.leg_length)
    cost = {
        (a, b, c): 0.5 * _mismatch(states[c][2:] - 2 * states[b][1:-1] + states[a][:-2])
        + 0.5 * _mismatch(states[c][2:] - states[b][1:-1])
        + SWAP_PRIOR * c
        for a, b, c in product((0, 1), repeat=3)
    }
    return _cheapest_path(cost, frames)


def _mismatch(difference: FloatArray) -> FloatArray:
    """Return the capped mean joint distance per frame; frames without data cost nothing."""
    distance = np.minimum(np.linalg.norm(difference, axis=-1), MISMATCH_CAP)
    known = np.isfinite(distance)
    total = np.where(known, distance, 0.0).sum(axis=(1, 2))
    return np.asarray(total / np.maximum(known.sum(axis=(1, 2)), 1), dtype=np.float64)


def _cheapest_path(
    cost: dict[tuple[int, int, int], FloatArray], frames: int
) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    lists = {key: value.tolist() for key, value in cost.items()}
    total = {(b, c): SWAP_PRIOR * (b + c) for b, c in product((0, 1), repeat=2)}
    came_from: list[dict[tuple[int, int], int]] = []
    for t in range(frames - 2):
        step, best = {}, {}
        for b, c in product((0, 1), repeat=2):
            choices = [total[a, b] + lists[a, b, c][t] for a in (0, 1)]
            best[b, c] = 0 if choices[0] <= choices[1] else 1
            step[b, c] = choices[best[b, c]]
        total = step
        came_from.append(best)
    b, c = min(total, key=lambda key: total[key])
    path = [c, b]
    for best in reversed(came_from):
        b, c = best[b, c], b
        path.append(b)
    return np.array(path[::-1], dtype=bool)


def exchange_legs(body: Body, swapped: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> Body:
    """Return the body with left and right leg exchanged in the frames of `swapped`."""

    def pick(own: Leg, other: Leg) -> Leg:
        fields = {}
        for field in dataclasses.fields(Leg):
            mine, theirs = getattr(own, field.name), getattr(other, field.name)
            mask = swapped[:, None] if mine.ndim == 2 else swapped
            fields[field.name] = np.where(mask, theirs, mine)
        return Leg(**fields)

    left, right = body.legs["left"], body.legs["right"]
    return dataclasses.replace(body, legs={"left": pick(left, right), "right": pick(right, left)})


def repair_legs(body: Body) -> Body:
    """Undo the swaps that continuity shows."""
    return exchange_legs(body, find_swaps(body))

"""Feet found in single pictures, made up from the landmarks of a runner."""

from __future__ import annotations

import numpy as np

from gaitcheck.model import HEEL, TOE, FloatArray, Landmarks
from gaitcheck.observing.feet.meaning import LINE_FALLS_DEG
from gaitcheck.observing.feet.types import FootFound
from gaitcheck.observing.sole.crop import DOWN, FORWARD, LANDMARK_SHARE
from gaitcheck.observing.sole.reader import HEEL_TO_TIP

COVERED = 0.45


def sole_ends(heel: FloatArray, toe: FloatArray, facing: int) -> FloatArray:
    """Return the sole's ends, shape (frames, 4), of feet with landmarks of shape (frames, 2)."""
    line = toe - heel
    turn = np.radians(LINE_FALLS_DEG) * -facing
    matrix = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    span = line @ matrix.T
    down = np.stack([-span[:, 1], span[:, 0]], axis=1) * facing
    middle = (heel + toe) / 2 + FORWARD * span + DOWN * down
    reach = span * HEEL_TO_TIP / LANDMARK_SHARE / 2
    return np.concatenate([middle - reach, middle + reach], axis=1)


def feet_of(landmarks: Landmarks, facing: int = 1) -> FloatArray:
    """Return the ends of both soles, left and right, shape (frames, 2, 4)."""
    points = landmarks.points
    return np.stack(
        [sole_ends(points[:, HEEL + k], points[:, TOE + k], facing) for k in (0, 1)], axis=1
    )


def found_in(
    ends: FloatArray,
    seed: int = 0,
    *,
    noise: float = 0.1,
    miss: float = 0.05,
    false: float = 0.2,
    kerb: bool = True,
    covered: int | None = None,
    size: tuple[int, int] = (1080, 1400),
) -> list[list[FootFound]]:
    """Return what a finder of shoes would find: no names, misses, false ones.

    `covered` is the foot that is not found while the other one is in front of it; by default either
    of them. `noise` is in foot lengths.
    """
    rng = np.random.default_rng(seed)
    length = float(np.nanmedian(np.hypot(*(ends[..., 2:] - ends[..., :2]).reshape(-1, 2).T)))
    middle = (ends[..., :2] + ends[..., 2:]) / 2
    thing = np.array([0.2 * size[0], 0.8 * size[1], 0.2 * size[0] + length, 0.8 * size[1]])
    pictures = []
    for feet, (one, other) in zip(ends, middle, strict=True):
        near = float(np.hypot(*(one - other))) < COVERED * length
        hidden = (covered if covered is not None else int(rng.integers(2))) if near else -1
        places = [
            (foot + rng.normal(0, noise * length, 4), rng.uniform(0.6, 0.95))
            for k, foot in enumerate(feet)
            if np.isfinite(foot).all() and k != hidden and rng.random() >= miss
        ]
        while rng.random() < false:
            x, y = rng.uniform(0, size[0]), rng.uniform(0, size[1])
            turn = rng.uniform(-np.pi, np.pi)
            there = [x, y, x + length * np.cos(turn), y + length * np.sin(turn)]
            places.append((np.array(there), rng.uniform(0.3, 0.7)))
        if kerb and rng.random() < 0.8:
            places.append((thing + rng.normal(0, 0.03 * length, 4), rng.uniform(0.4, 0.8)))
        rng.shuffle(places)  # type: ignore[arg-type]
        pictures.append(
            [
                FootFound((float(p[0]), float(p[1])), (float(p[2]), float(p[3])), float(score))
                for p, score in places
            ]
        )
    return pictures

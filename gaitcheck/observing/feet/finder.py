"""Shoes found in whole pictures, where there is no body by which to find them."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import resources
from itertools import pairwise, product
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from gaitcheck.model import FloatArray
from gaitcheck.observing.feet.types import FootFound
from gaitcheck.observing.network import as_planes, load_network, probe_pattern

FORM: Final = 1
# Pixels of the picture to a cell of the network's maps, and of one unit of the places on them.
CELL: Final = 4
UNIT: Final = 16.0
# Sides of a picture are made multiples of this, and at least as long as in training.
MULTIPLE: Final = 32
LEAST_SIDE: Final = 128
PROBE_SIDE: Final = 128
# As in training: added to the spread of a picture, and the grey around it.
LEAST_SPREAD: Final = 0.04
OUTSIDE: Final = 127
# Score from which a shoe is told of. What follows weighs it by its score and by its way.
TOLD_FROM: Final = 0.2
# Two found shoes whose middles lie closer together than this share of the length are one.
APART: Final = 0.4
# Length of the shoes on the picture shown at which the network finds most, pixels (it has learnt to
# find shoes of 13 to 36).
BEST_LENGTH: Final = 23.0
# Scatter of the logarithm of lengths at which it finds well.
LENGTHS_APART: Final = 0.45
# Two sizes show one shoe where the middles are this near and the lengths this like.
SAME_PLACE: Final = 0.35
SAME_LENGTH: Final = 1.35
# Longer sides of the pictures among which the right scale is looked for.
SIDES_PX: Final = (128, 192, 288, 448, 672)


def bundled_finder() -> Path:
    """Return the path of the weights that ship with the package."""
    return Path(str(resources.files("gaitcheck.observing.feet") / "model" / "foot_finder.onnx"))


class FootFinder:
    """A network that is ready to run; one for each thread.

    Parameters
    ----------
    weights : Path, optional
        By default those of the package.

    Raises
    ------
    ModelError
        When a file is missing or damaged, or OpenCV cannot run the network.
    """

    def __init__(self, weights: Path | None = None) -> None:
        probe = probe_pattern(PROBE_SIDE)
        self._net, _ = load_network(
            weights or bundled_finder(),
            "foot finder",
            FORM,
            lambda net: _maps(net, probe).mean(axis=(1, 2)),
        )

    def find(self, picture: NDArray[np.uint8], *sides: int) -> list[FootFound]:
        """Return the shoes in a picture, the likeliest first.

        Parameters
        ----------
        picture : array of uint8, shape (height, width, 3)
            RGB.
        sides : int
            Pixels of the longer side of the picture that is shown to the network; what is found at
            several sizes is put together.
        """
        height, width = picture.shape[:2]
        if not (height and width):
            return []
        found = []
        for side in sides:
            scale = side / max(height, width)
            rows = _shoes(_maps(self._net, _fitted(picture, scale)))
            rows[:, :4] = (rows[:, :4] + 0.5) / scale - 0.5
            found.append(rows)
        return [
            FootFound((row[0], row[1]), (row[2], row[3]), row[4])
            for row in _once_each(np.concatenate(found)).tolist()
        ]


def best_sides(
    looks: Sequence[Sequence[tuple[int, Sequence[FootFound]]]], longest: int
) -> tuple[int, ...]:
    """Return the size at which shoes are found best, and the next smaller one; none without shoes.

    Parameters
    ----------
    looks : sequence of sequence of (int, sequence of FootFound)
        Of several pictures: the sizes that were shown, from small to large, and what was found.
    longest : int
        Longer side of the picture itself, pixels.

    Notes
    -----
    A shoe is as long whatever the size of the picture that is shown. What only looks like one is
    found at every size anew, as long as shoes are on the picture shown. So a find counts where
    another size shows the same shoe, by both scores and by how near its length is to the best one;
    of each picture two, because a runner has no more.
    """
    total: dict[int, float] = {}
    for picture in looks:
        confirmed: dict[int, list[float]] = {}
        for (small, here), (large, there) in pairwise(picture):
            for one, other in product(here, there):
                if _are_one(one, other):
                    for side, foot in ((small, one), (large, other)):
                        off = np.log(foot.length * side / longest / BEST_LENGTH) / LENGTHS_APART
                        worth = one.score * other.score * float(np.exp(-0.5 * off**2))
                        confirmed.setdefault(side, []).append(worth)
        for side, worths in confirmed.items():
            total[side] = total.get(side, 0.0) + sum(sorted(worths)[-2:])
    if not total:
        return ()
    best = max(total, key=lambda side: total[side])
    smaller = [side for picture in looks for side, _ in picture if side < best]
    return (best, max(smaller)) if smaller else (best,)


def _are_one(one: FootFound, other: FootFound) -> bool:
    """Return whether two finds are of one shoe."""
    if not (one.length > 0 and other.length > 0):
        return False
    off = np.subtract(one.middle, other.middle)
    near = float(np.hypot(*off)) < SAME_PLACE * min(one.length, other.length)
    return near and abs(np.log(one.length / other.length)) < np.log(SAME_LENGTH)


def _fitted(picture: NDArray[np.uint8], scale: float) -> NDArray[np.uint8]:
    """Return a picture of the wanted size, with grey below and to the right of it."""
    height, width = (max(1, round(scale * side)) for side in picture.shape[:2])
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    small = cv2.resize(picture, (width, height), interpolation=how)
    tall, wide = (max(-(-side // MULTIPLE) * MULTIPLE, LEAST_SIDE) for side in (height, width))
    grey = (OUTSIDE, OUTSIDE, OUTSIDE)
    fitted = cv2.copyMakeBorder(
        small, 0, tall - height, 0, wide - width, cv2.BORDER_CONSTANT, value=grey
    )
    return np.asarray(fitted, dtype=np.uint8)


def _maps(net: Any, picture: NDArray[np.uint8]) -> FloatArray:
    """Return the network's maps, shape (5, height / 4, width / 4): a logit and four places."""
    net.setInput(as_planes(picture, LEAST_SPREAD)[None])
    maps: FloatArray = np.asarray(net.forward(), dtype=np.float64)[0]
    return maps


def _shoes(maps: FloatArray) -> FloatArray:
    """Return heel, toe tip (pixels) and score of what the maps show, best first, shape (n, 5)."""
    score = (1 / (1 + np.exp(-np.clip(maps[0], -30, 30)))).astype(np.float32)
    around = cv2.dilate(score, np.ones((3, 3), dtype=np.uint8))
    rows, columns = np.nonzero((score >= around) & (score > TOLD_FROM))
    cells = np.stack([columns, rows] * 2, axis=1) * CELL + (CELL - 1) / 2
    found = np.column_stack([maps[1:, rows, columns].T * UNIT + cells, score[rows, columns]])
    return _once_each(found)


def _once_each(found: FloatArray) -> FloatArray:
    """Return each shoe once, the best of its finds, best first; rows as those of `_shoes`."""
    kept: list[FloatArray] = []
    for row in found[np.argsort(-found[:, 4])]:
        middle, size = (row[0:2] + row[2:4]) / 2, float(np.hypot(*(row[2:4] - row[0:2])))
        if all(np.hypot(*(middle - (o[0:2] + o[2:4]) / 2)) > APART * max(size, CELL) for o in kept):
            kept.append(row)
    return np.array(kept).reshape(-1, 5)

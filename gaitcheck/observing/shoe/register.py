"""Registration: how far a shoe is turned and shifted between two pictures of it.

A pose is (x, y, angle): the point q of the template, in pixels from the patch's middle with y
downwards, lies at R(angle) q + (x, y) in the other patch; the angle is in degrees, toes up positive
for a runner who faces right.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from gaitcheck.model import FloatArray
from gaitcheck.observing.shoe.search import FAINT, Sought, sought, spectra_of
from gaitcheck.observing.shoe.types import Patch

PATCH_WIDTH: Final = 128
PATCH_HEIGHT: Final = 96
# Distance from the heel to the toe landmark in a patch, pixels.
PATCH_FOOT: Final = 48.0
# Outline of the shoe around the line from heel (-0.5) to toe (+0.5) landmark, foot lengths: the
# landmarks lie inside the shoe, about a tenth of it from either end (docs/sample-clips.md).
REAR: Final = -0.66
FRONT: Final = 0.62
SOLE: Final = -0.22
# Its top stays below the ankle: a bright leg above a dark shoe would lead the search.
TOP_AT: Final = ((-0.7, -0.1, 0.6), (0.24, 0.24, 0.12))
# The halves of the shoe, which check one another, meet here and overlap a little.
HALVES_MEET: Final = (-0.05, 0.15)
SOFTNESS: Final = 0.04
# Share of an outline that must lie inside the picture for a shoe to be followed.
LEAST_INSIDE: Final = 0.5
# Residuals beyond this many robust standard deviations lose weight (Cauchy weights: Holland and
# Welsch 1977, doi 10.1080/03610927708827533).
CAUCHY: Final = 2.5
# Brightness may change this much between two pictures of one shoe.
GAIN_RANGE: Final = (0.4, 2.5)
MOST_ROUNDS: Final = 15
# Two pictures of a shoe that agree so well lie on one another.
BEYOND_DOUBT: Final = 0.85
# A step smaller than this, pixels and degrees, ends the search; one larger is cut.
SMALL_STEP: Final = 0.02
LARGE_STEP: Final = 6.0

_MIDDLE: Final = ((PATCH_WIDTH - 1) / 2, (PATCH_HEIGHT - 1) / 2)
_X, _Y = (
    axis.ravel()
    for axis in np.meshgrid(
        np.arange(PATCH_WIDTH) - _MIDDLE[0], np.arange(PATCH_HEIGHT) - _MIDDLE[1]
    )
)
_TO_MIDDLE: Final = np.array([[1.0, 0.0, _MIDDLE[0]], [0.0, 1.0, _MIDDLE[1]], [0.0, 0.0, 1.0]])
_FROM_MIDDLE: Final = np.linalg.inv(_TO_MIDDLE)
# The entries of a matrix of the products of slopes, of which three appear twice.
_ROW, _COLUMN = np.triu_indices(3)
# Keeps a picture without any slope from dividing by nothing.
_NO_SLOPE: Final = 1e-9


def pose_matrix(pose: NDArray[np.floating]) -> FloatArray:
    """Return the 3 x 3 matrix of a pose."""
    x, y, angle = map(float, pose)
    c, s = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    return np.array([[c, s, x], [-s, c, y], [0.0, 0.0, 1.0]])


def _undoing(pose: NDArray[np.floating]) -> FloatArray:
    """Return the inverse of the matrix of a pose: a rigid movement needs no general inverse."""
    x, y, angle = map(float, pose)
    c, s = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    return np.array([[c, -s, s * y - c * x], [s, c, -s * x - c * y], [0.0, 0.0, 1.0]])


def _pose(matrix: NDArray[np.floating]) -> FloatArray:
    angle = np.degrees(np.arctan2(matrix[0, 1], matrix[0, 0]))
    return np.array([matrix[0, 2], matrix[1, 2], angle])


def compose(outer: FloatArray, inner: FloatArray) -> FloatArray:
    """Return the pose that first applies `inner`, then `outer`."""
    return _pose(pose_matrix(outer) @ pose_matrix(inner))


def inverse(pose: FloatArray) -> FloatArray:
    """Return the pose that undoes `pose`."""
    return _pose(_undoing(pose))


def apply(pose: FloatArray, point: FloatArray) -> FloatArray:
    """Return where a point of the template lies in the other patch, pixels from its middle."""
    return np.asarray((pose_matrix(pose) @ np.array([*point, 1.0]))[:2])


def resample(patch: Patch, pose: FloatArray) -> Patch:
    """Return the patch as seen from the template's frame."""
    matrix = (_TO_MIDDLE @ pose_matrix(pose) @ _FROM_MIDDLE)[:2].astype(np.float32)
    return np.asarray(
        cv2.warpAffine(
            patch,
            matrix,
            (PATCH_WIDTH, PATCH_HEIGHT),
            flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
            borderMode=cv2.BORDER_REPLICATE,
        ),
        dtype=np.float32,
    )


def shoe_mask(pose: FloatArray, rear: float = REAR, front: float = FRONT) -> FloatArray:
    """Return how much each pixel belongs to a shoe that lies at `pose`, 0..1.

    Only the part from `rear` to `front` counts, foot lengths from the foot's middle.
    """
    back = _undoing(pose)
    x = (back[0, 0] * _X + back[0, 1] * _Y + back[0, 2]) / PATCH_FOOT
    y = -(back[1, 0] * _X + back[1, 1] * _Y + back[1, 2]) / PATCH_FOOT
    inside = _soft(x - rear) * _soft(front - x) * _soft(y - SOLE)
    return np.asarray(
        (inside * _soft(np.interp(x, *TOP_AT) - y)).reshape(PATCH_HEIGHT, PATCH_WIDTH)
    )


def lies_inside(pose: FloatArray, rear: float = REAR, front: float = FRONT) -> bool:
    """Return whether enough of a shoe that lies at `pose`, or of a part of it, is in the patch."""
    whole = shoe_mask(np.zeros(3), rear, front).sum()
    return bool(shoe_mask(pose, rear, front).sum() >= LEAST_INSIDE * whole)


def _soft(distance: FloatArray) -> FloatArray:
    return np.asarray(1 / (1 + np.exp(-np.clip(distance / SOFTNESS, -30.0, 30.0))))


def _solved(products: Sequence[float], right: Sequence[float]) -> FloatArray:
    """Solve three equations by Cramer's rule, from the upper half of their symmetric matrix.

    Where they do not tell one answer, it is that nothing moves.
    """
    xx, xy, xa, yy, ya, aa = products
    xx, yy, aa = xx + _NO_SLOPE, yy + _NO_SLOPE, aa + _NO_SLOPE
    x, y, a = right
    in_x, in_y, in_a = yy * aa - ya * ya, xa * ya - xy * aa, xy * ya - xa * yy
    of_y, of_a, of_both = xx * aa - xa * xa, xx * yy - xy * xy, xy * xa - xx * ya
    whole = xx * in_x + xy * in_y + xa * in_a
    if not whole > 0:
        return np.zeros(3)
    return np.array(
        [
            (in_x * x + in_y * y + in_a * a) / whole,
            (in_y * x + of_y * y + of_both * a) / whole,
            (in_a * x + of_both * y + of_a * a) / whole,
        ]
    )


class Template:
    """A mean picture of the shoe, ready to be found in other patches.

    Notes
    -----
    Inverse compositional alignment (Baker & Matthews 2004,
    doi 10.1023/B:VISI.0000011205.11775.fd) of three numbers, shift and turn, over the pixels of the
    shoe, with a free gain and offset of the brightness and robust weights, so that belt, shadow and
    the other foot have little say.
    """

    def __init__(self, picture: Patch, mask: FloatArray) -> None:
        self.picture = picture
        self._pixels = np.flatnonzero(mask.ravel() > FAINT)
        self._mask = mask.astype(np.float32)
        self._half_turned: dict[float, Sought | None] = {}
        share = mask.ravel()[self._pixels]
        self._share = (share / share.sum()).astype(np.float32)
        self._weight = np.repeat(self._share / 3, 3)
        wide = picture.astype(np.float64)
        down, right = (g.reshape(-1, 3)[self._pixels] for g in np.gradient(wide, axis=(0, 1)))
        x, y = _X[self._pixels], _Y[self._pixels]
        self._at = np.stack([x, y, np.ones_like(x)]).astype(np.float32)
        turn = (right * y[:, None] - down * x[:, None]) * np.radians(1.0)
        slopes = np.stack([right.ravel(), down.ravel(), turn.ravel()])
        self._slopes = slopes.astype(np.float32)
        # Their products, so that each round of the search only has to add them up.
        self._products = self._slopes[_ROW] * self._slopes[_COLUMN]
        self._value = self._seen(picture, np.eye(3))
        self._power = float(self._weight @ self._value**2)

    def _seen(self, patch: Patch, matrix: FloatArray) -> FloatArray:
        """Return the shoe's pixels where a pose puts them in `patch`, without their mean."""
        x, y = (_TO_MIDDLE @ matrix)[:2].astype(np.float32) @ self._at
        seen = cv2.remap(patch, x[None], y[None], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        means = (self._share @ seen[0]).tolist()
        return np.asarray(cv2.subtract(seen, (*means, 0.0))).ravel()  # type: ignore[call-overload]

    def find(self, patch: Patch, start: FloatArray) -> tuple[FloatArray, float]:
        """Return the pose of the shoe in `patch` near `start`, and the correlation there."""
        matrix = pose_matrix(start)
        for _ in range(MOST_ROUNDS):
            seen = self._seen(patch, matrix)
            weighed = self._weight * seen
            gain = float(weighed @ self._value) / max(float(weighed @ seen), 1e-9)
            error = min(max(gain, GAIN_RANGE[0]), GAIN_RANGE[1]) * seen
            error -= self._value
            weight = self._robust_weight(error)
            products = (self._products @ weight).tolist()
            weight *= error
            step = _solved(products, (self._slopes @ weight).tolist())
            largest = max(abs(part) for part in step)
            if largest > LARGE_STEP:
                step = np.clip(step, -LARGE_STEP, LARGE_STEP)
            matrix = matrix @ _undoing(step)
            if largest < SMALL_STEP:
                break
        pose = _pose(matrix)
        return pose, self.likeness(patch, pose)

    def _robust_weight(self, error: FloatArray) -> FloatArray:
        """Return how much each pixel counts, less where it is unlike: Cauchy's weights."""
        sizes = np.abs(error[::3])
        middle = len(sizes) // 2
        sizes.partition(middle)
        weight = error * (1 / (CAUCHY * (1.4826 * float(sizes[middle]) + 1e-6)))
        weight *= weight
        weight += 1
        return np.asarray(np.divide(self._weight, weight, out=weight))

    def likeness(self, patch: Patch, pose: FloatArray) -> float:
        """Return the correlation of the shoe's pixels with the patch at `pose`, -1..1."""
        seen = self._seen(patch, pose_matrix(pose))
        power = float(self._weight @ seen**2) * self._power
        return float(self._weight @ (seen * self._value)) / float(np.sqrt(power + 1e-12))

    def find_best(self, patch: Patch, starts: Iterable[FloatArray]) -> tuple[FloatArray, float]:
        """Return the best pose found from several starts, or the first beyond doubt."""
        best = (np.zeros(3), -np.inf)
        for start in starts:
            best = max(best, self.find(patch, start), key=lambda pair: pair[1])
            if best[1] >= BEYOND_DOUBT:
                break
        return best

    def find_anywhere(self, patch: Patch, turns: Sequence[float]) -> tuple[FloatArray, float]:
        """Return the pose of the shoe wherever it is in `patch`, and the correlation there."""
        return self.find(patch, self.look_around(patch, turns))

    def look_around(self, patch: Patch, turns: Sequence[float]) -> FloatArray:
        """Return about where the shoe lies in `patch`, turned by one of `turns`, degrees.

        At half size, over every shift that keeps the shoe inside the patch.
        """
        seen = spectra_of(_half(patch))
        best = (-np.inf, np.zeros(3))
        for turn in turns:
            shoe = self._turned(turn)
            if shoe is None:
                continue
            likeness, (right, down) = shoe.most_alike(seen)
            if likeness > best[0]:
                best = (likeness, np.array([2.0 * right, 2.0 * down, turn]))
        return best[1]

    def _turned(self, turn: float) -> Sought | None:
        """Return the shoe turned, at half size; None when nothing of it is left in the picture."""
        if turn not in self._half_turned:
            back = np.array([0.0, 0.0, -turn])
            shoe, mask = (_half(resample(whole, back)) for whole in (self.picture, self._mask))
            self._half_turned[turn] = sought(shoe, mask)
        return self._half_turned[turn]


def _half(picture: Patch) -> Patch:
    """Return the picture with half as many pixels either way."""
    size = (PATCH_WIDTH // 2, PATCH_HEIGHT // 2)
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA))

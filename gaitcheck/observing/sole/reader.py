"""Read the soles of feet in single pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gaitcheck.model import FloatArray
from gaitcheck.observing.sole.crop import (
    CLOSE_SHOE,
    CROP_SIZE,
    FIRST_SHOE,
    LEAST_INSIDE,
    FootPlace,
    crop_matrix,
    cut_crop,
    share_inside,
    to_picture,
)
from gaitcheck.observing.sole.weights import Calibration, bundled_weights, load_weights

# Below this probability a foot is not looked at more closely.
WORTH_A_LOOK: Final = 0.2
# Heel bottom to toe tip, as a share of the shoe's length.
HEEL_TO_TIP: Final = 0.88
# How much the closer look may differ from the first in scale.
SCALES: Final = (0.7, 1.45)
# The closer look is taken twice, with the foot turned in the picture by so many degrees to either
# side: what the network errs by depends on how a shoe lies on its grid of pixels, and the mean of
# both errs less than two looks without a turn (benchmarks/sole_pitch.py: nine of ten within 4.9
# degrees instead of 5.2).
TURNS_DEG: Final = (-8.0, 8.0)
# A foot that is turned further than this hangs in the air, and is not looked at again.
LANDING_DEG: Final = 45.0
NAN: Final = float("nan")
UNKNOWN_SPREAD: Final = 90.0


@dataclass(frozen=True, slots=True)
class SoleReading:
    """What was read of one foot in one picture.

    Attributes
    ----------
    heel_bottom, ball_bottom, toe_tip : tuple of float
        Points on the edge of the sole nearer to the camera, pixels of the picture as shown: where
        the bevel at the heel ends, where the toe spring begins, the tip. NaN where no place was
        given to look at.
    pitch_deg : float
        Line from heel to ball against the picture's horizontal, toes up positive.
    sd_deg : float
        Standard deviation of `pitch_deg`; 90 where nothing was read.
    seen : float
        How likely the sole can be seen, 0..1; 0 for a foot outside the picture. A reading with a
        low value is not to be used.
    """

    heel_bottom: tuple[float, float] = (NAN, NAN)
    ball_bottom: tuple[float, float] = (NAN, NAN)
    toe_tip: tuple[float, float] = (NAN, NAN)
    pitch_deg: float = NAN
    sd_deg: float = UNKNOWN_SPREAD
    seen: float = 0.0


NOT_SEEN: Final = SoleReading()


@dataclass(frozen=True, slots=True, eq=False)
class _Look:
    """One crop's figures: points in pixels of the picture, angles in degrees."""

    points: FloatArray
    pitch: float
    spread: float
    seen: float


_Asked = tuple[FootPlace, float, float]
"""Where to look, the length of a shoe on the crop, and the turn, as `crop_matrix` takes them."""


class SoleReader:
    """The network that reads soles, loaded once.

    Parameters
    ----------
    weights : Path, optional
        Another file than the one in the package; its ``.json`` lies beside it.

    Raises
    ------
    ModelError
        When the weights are missing or damaged, or this OpenCV does not run them as it should.
    """

    def __init__(self, weights: Path | None = None) -> None:
        self._weights = load_weights(bundled_weights() if weights is None else weights)

    def read(
        self,
        picture: NDArray[np.uint8],
        places: Sequence[FootPlace],
        *,
        closer: bool = True,
    ) -> list[SoleReading]:
        """Read the soles of some feet in one picture.

        Parameters
        ----------
        picture : array of uint8, shape (height, width, 3)
            RGB, as shown.
        places : sequence of FootPlace
        closer : bool
            Look again, closer, where the first look found the sole of a foot that may be landing.

        Returns
        -------
        list of SoleReading
            One for each place; `seen` is 0 where there is nothing to look at.
        """
        seen = self._look_at(picture, [(place, FIRST_SHOE, 0.0) for place in places])
        looks = [[look] if look else [] for look in seen]
        again = [
            (k, (_closer_place(places[k], look), CLOSE_SHOE, turn_deg))
            for k, look in enumerate(seen)
            if look and closer and look.seen >= WORTH_A_LOOK and abs(look.pitch) <= LANDING_DEG
            for turn_deg in TURNS_DEG
        ]
        nearer = self._look_at(picture, [how for _, how in again])
        for (k, _), look in zip(again, nearer, strict=True):
            looks[k] += [look] if look else []
        height, width = picture.shape[:2]
        return [_combined(those, width, height) if those else NOT_SEEN for those in looks]

    def read_crop(self, crop: NDArray[np.uint8]) -> SoleReading:
        """Read one crop that has been cut out already, shape (96, 96, 3), facing right."""
        if crop.shape != (CROP_SIZE, CROP_SIZE, 3):
            raise ValueError(f"a crop has shape ({CROP_SIZE}, {CROP_SIZE}, 3), not {crop.shape}")
        row = self._weights.run([crop])[0]
        look = _look(row, np.eye(2, 3), self._weights.calibration)
        return _combined([look], CROP_SIZE, CROP_SIZE)

    def _look_at(self, picture: NDArray[np.uint8], asked: Sequence[_Asked]) -> list[_Look | None]:
        """Return what each crop shows; None where it lies outside the picture."""
        height, width = picture.shape[:2]
        looks: list[_Look | None] = [None] * len(asked)
        matrices: dict[int, FloatArray] = {}
        for k, (place, shoe_pixels, turn_deg) in enumerate(asked):
            if place.usable and width and height:
                matrix = crop_matrix(place, shoe_pixels, turn_deg)
                if share_inside(matrix, width, height) > LEAST_INSIDE:
                    matrices[k] = matrix
        crops = [cut_crop(picture, matrix) for matrix in matrices.values()]
        rows = self._weights.run(crops)
        for (k, matrix), row in zip(matrices.items(), rows, strict=True):
            looks[k] = _look(row, matrix, self._weights.calibration, asked[k][2])
        return looks


def _look(
    row: FloatArray, matrix: FloatArray, calibration: Calibration, turn_deg: float = 0.0
) -> _Look:
    """Return the figures of one crop."""
    points = row[:6].reshape(3, 2)
    by_points = np.degrees(np.arctan2(points[0, 1] - points[1, 1], points[1, 0] - points[0, 0]))
    by_head = np.degrees(row[6])
    apart = (by_head - by_points + 180) % 360 - 180
    own = np.degrees(np.exp(np.clip(row[7] - 2.5, -5.0, 0.7)))
    spread = np.sqrt(
        (calibration.spread_factor * own) ** 2
        + calibration.spread_apart * apart**2
        + calibration.spread_floor_deg**2
    )
    logit = calibration.seen_factor * row[8] + calibration.seen_offset
    return _Look(
        points=to_picture(points, matrix),
        pitch=float(by_points + 0.5 * apart) + turn_deg,
        spread=float(min(spread, UNKNOWN_SPREAD)),
        seen=float(1 / (1 + np.exp(-np.clip(logit, -30, 30)))),
    )


def _closer_place(place: FootPlace, look: _Look) -> FootPlace:
    """Return the place of a closer look, around the sole that the first look found."""
    heel, tip = look.points[0], look.points[2]
    least, most = SCALES
    length = float(np.linalg.norm(tip - heel)) / HEEL_TO_TIP
    length = float(np.clip(length, least * place.shoe_length, most * place.shoe_length))
    x, y = 0.5 * (heel + tip)
    # Never so far away that it may be another foot.
    reach = 0.75 * place.shoe_length
    x = float(np.clip(x, place.x - reach, place.x + reach))
    y = float(np.clip(y, place.y - reach, place.y + reach))
    return FootPlace(x, y, length, place.facing)


def _combined(looks: Sequence[_Look], width: int, height: int) -> SoleReading:
    """Return the mean of some looks."""
    pitches = np.array([look.pitch for look in looks])
    base = pitches[0]
    pitches = base + (pitches - base + 180) % 360 - 180
    pitch = float(pitches.mean())
    own = np.array([look.spread for look in looks])
    spread = float(np.sqrt(np.square(own).mean() + pitches.var()))
    points = np.mean([look.points for look in looks], axis=0)
    seen = float(np.mean([look.seen for look in looks]))
    low, high = points[:2].min(axis=0), points[:2].max(axis=0)
    if (low < -1).any() or high[0] > width or high[1] > height:
        seen = 0.0
    heel, ball, tip = ((float(x), float(y)) for x, y in points)
    return SoleReading(
        heel, ball, tip, (pitch + 180) % 360 - 180, min(spread, UNKNOWN_SPREAD), seen
    )

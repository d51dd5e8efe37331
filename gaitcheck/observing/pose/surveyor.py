"""Everybody in single pictures, each of them once."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self

import numpy as np

from gaitcheck.model import HIP, SHOULDER, FloatArray, Person
from gaitcheck.observing.pose.landmarker import find_people, pose_landmarker
from gaitcheck.video.types import Picture

MOST_PEOPLE: Final = 4
# Width of the parts in a second search, of those in the first.
CLOSER: Final = 0.45
# Two sightings show one person where the middles of their boxes lie so near, heights of the taller
# one, across and down: a search in part of the picture may find only half of somebody. Or where
# their trunks do: a leg that the part cuts off is guessed, and moves the middle of the box.
SAME_MIDDLE: Final = (0.25, 0.6)
SAME_TRUNK: Final = 0.15
_TRUNK: Final = [SHOULDER, SHOULDER + 1, HIP, HIP + 1]


@dataclass(frozen=True, slots=True, eq=False)
class Sighting:
    """Somebody who was found in part of a picture.

    Attributes
    ----------
    person : Person
    trunk : array, shape (2,)
        Middle of shoulders and hips, pixels.
    """

    person: Person
    trunk: FloatArray

    @classmethod
    def of(cls, frame: int, points: FloatArray) -> Sighting:
        """Return what landmarks show, shape (33, 2 or more), pixels of the whole picture."""
        low, high = points[:, :2].min(axis=0), points[:, :2].max(axis=0)
        x, y = (float(v) for v in (low + high) / 2)
        person = Person(frame, height=float(high[1] - low[1]), x=x, y=y)
        return cls(person, points[_TRUNK, :2].mean(axis=0))

    def shows_same_as(self, other: Sighting) -> bool:
        """Return whether this is another sighting of the same person: one stands where both do."""
        one, two = self.person, other.person
        tall = max(one.height, two.height)
        across, down = (share * tall for share in SAME_MIDDLE)
        middles = abs(one.x - two.x) < across and abs(one.y - two.y) < down
        return middles or float(np.linalg.norm(self.trunk - other.trunk)) < SAME_TRUNK * tall


class Surveyor:
    """Finds everybody in single pictures; its landmarker opens at the first one.

    In still-picture mode MediaPipe remembers nothing, so one landmarker serves all pictures.
    """

    def __init__(self, model: Path) -> None:
        self._model = model
        self._landmarker: Any = None
        self._open = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def find(self, picture: Picture, frame: int, scale: float) -> list[Person]:
        """Find everybody in one picture; `scale` leads from its pixels to the full size.

        MediaPipe's detector sees one large person well and overlooks others in a wide picture, so
        square parts are searched one by one; who appears in two of them is counted once.
        """
        if self._landmarker is None:
            landmarker = pose_landmarker(self._model, people=MOST_PEOPLE)
            self._landmarker = self._open.enter_context(landmarker)
        height, width = picture.shape[:2]
        side = min(height, width)
        found: list[Sighting] = []
        self._search(picture, frame, scale, side, found)
        if len(found) > 1:
            # Where there are several, more of them are overlooked: look closer.
            self._search(picture, frame, scale, round(CLOSER * side), found)
        return [sighting.person for sighting in found]

    def _search(
        self, picture: Picture, frame: int, scale: float, side: int, found: list[Sighting]
    ) -> None:
        """Add who is found in parts of the picture that are `side` wide and as high as it is."""
        width = picture.shape[1]
        count = int(np.ceil(2 * width / side)) - 1
        for left in sorted({round(k) for k in np.linspace(0, width - side, max(count, 1))}):
            for points in find_people(self._landmarker, picture[:, left : left + side]):
                points[:, 0] += left
                sighting = Sighting.of(frame, points * np.array([scale, scale, scale, 1.0]))
                if not any(map(sighting.shows_same_as, found)):
                    found.append(sighting)

"""Who is in the picture: candidates from left to right, and the way of the one who is wanted."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from gaitcheck.model import FloatArray, Landmarks, Person, PersonSeen
from gaitcheck.video.types import Picture

# People this tall against the tallest can be the one who is meant.
CANDIDATE_HEIGHT: Final = 0.35
# How often people are looked for when one of them is to be followed, seconds of file time; and at
# most so many times.
SURVEY_EVERY_S: Final = 0.4
MOST_SURVEYS: Final = 60
# How badly a place may continue somebody's way: body heights off the expected place, a tenth of
# difference in height counting as much as a tenth of the height; more before the speed is known.
FIRST_UNLIKE: Final = 0.8
MOST_UNLIKE: Final = 0.35
SIZE_WEIGHT: Final = 1.0
FORBIDDEN: Final = 10.0
# Half width and half height of the box around a runner, heights of their landmarks.
BOX: Final = (0.55, 0.68)
# The least half width of it where others are near.
NARROWEST: Final = 0.25
GREY: Final = 127


def find_candidates(people: Sequence[Person]) -> tuple[PersonSeen, ...]:
    """Return who could be the runner, numbered from the left, in the fullest surveyed frame."""
    if not people:
        return ()
    frames = sorted({person.frame for person in people})
    by_frame = {frame: [p for p in people if p.frame == frame] for frame in frames}

    def tall(frame: int) -> list[Person]:
        tallest = max(person.height for person in by_frame[frame])
        return [p for p in by_frame[frame] if p.height >= CANDIDATE_HEIGHT * tallest]

    fullest = max(frames, key=lambda frame: len(tall(frame)))
    ordered = sorted(tall(fullest), key=lambda person: person.x)
    return tuple(
        PersonSeen(number, fullest, p.x, p.y, p.height) for number, p in enumerate(ordered, 1)
    )


def mark_followed(
    candidates: Sequence[PersonSeen], landmarks: Landmarks, chosen: int | None
) -> tuple[PersonSeen, ...]:
    """Mark the candidate whose landmarks these are."""
    if not candidates:
        return ()
    followed = chosen
    if followed is None:
        points = landmarks.points[candidates[0].frame]
        if not np.isfinite(points).all():
            return tuple(candidates)
        centre = (points.min(axis=0) + points.max(axis=0)) / 2
        nearest = min(candidates, key=lambda c: np.hypot(c.x - centre[0], c.y - centre[1]))
        followed = nearest.number
    return tuple(dataclasses.replace(c, followed=c.number == followed) for c in candidates)


def dense_survey(time_s: FloatArray) -> tuple[int, ...]:
    """Return frames about `SURVEY_EVERY_S` apart."""
    count = int(np.clip((time_s[-1] - time_s[0]) / SURVEY_EVERY_S, 2, MOST_SURVEYS))
    wanted = np.linspace(time_s[0], time_s[-1], min(count, len(time_s)))
    return tuple(sorted({int(i) for i in np.searchsorted(time_s, wanted - 1e-9)}))


def follow_boxes(
    people: Sequence[Person], candidates: Sequence[PersonSeen], number: int, frames: int
) -> FloatArray:
    """Return the box around one person in every frame.

    Parameters
    ----------
    people : sequence of Person
        From many frames.
    candidates : sequence of PersonSeen
    number : int
        Of the wanted one.
    frames : int

    Returns
    -------
    array, shape (frames, 4)
        Left, top, right, bottom, pixels; not cut at the picture's edge.

    Notes
    -----
    From the frame in which people were numbered, forwards and backwards, everybody who is found in
    the next surveyed frame is given to the candidate whose way they continue best, all at once
    (Kuhn 1955, doi 10.1002/nav.3800020109): who was overlooked is not mistaken for a neighbour.
    Where nobody fits the last place holds.
    """
    # Imported here: SciPy's optimisation would make every worker start later.
    from scipy.optimize import linear_sum_assignment

    start = candidates[0].frame
    surveyed = sorted({person.frame for person in people})
    places = [{start: _place(candidate)} for candidate in candidates]
    for order in (
        [frame for frame in surveyed if frame > start],
        [frame for frame in reversed(surveyed) if frame < start],
    ):
        ways = [_Way(_place(candidate), start) for candidate in candidates]
        for frame in order:
            here = np.array([_place(person) for person in people if person.frame == frame])
            cost = np.array([way.unlikeness(here, frame) for way in ways])
            for row, column in zip(
                *linear_sum_assignment(np.minimum(cost, FORBIDDEN)), strict=True
            ):
                if cost[row, column] <= ways[row].most_unlike:
                    ways[row].go_on(here[column], frame)
                    places[row][frame] = here[column]
    return _boxes([_between(place, frames) for place in places], number - 1)


def _between(place: Mapping[int, FloatArray], frames: int) -> FloatArray:
    """Return x, y and height in every frame, shape (frames, 3)."""
    known = sorted(place)
    every = np.arange(frames)
    columns = [np.interp(every, known, [place[f][axis] for f in known]) for axis in range(3)]
    return np.stack(columns, axis=1)


def _boxes(ways: Sequence[FloatArray], wanted: int) -> FloatArray:
    """Return the box around one person, as wide as neighbours allow."""
    x, y, height = ways[wanted].T
    left, right = x - BOX[0] * height, x + BOX[0] * height
    for number, other in enumerate(ways):
        if number != wanted:
            # Half way to the neighbour, but never so near that a stride is cut off.
            middle = (x + other[:, 0]) / 2
            near = NARROWEST * height
            left = np.where(other[:, 0] < x, np.maximum(left, np.minimum(middle, x - near)), left)
            right = np.where(
                other[:, 0] > x, np.minimum(right, np.maximum(middle, x + near)), right
            )
    return np.stack([left, y - BOX[1] * height, right, y + BOX[1] * height], axis=1)


def _place(person: Person | PersonSeen) -> FloatArray:
    return np.array([person.x, person.y, person.height])


class _Way:
    """Where somebody was last, and how they move; `place` is x, y and height."""

    def __init__(self, place: FloatArray, frame: int) -> None:
        self._place, self._frame = place, frame
        self._speed: FloatArray | None = None
        self._step = 0

    @property
    def most_unlike(self) -> float:
        """How badly the next place may fit: more while the speed is not known."""
        return FIRST_UNLIKE if self._speed is None else MOST_UNLIKE

    def unlikeness(self, here: FloatArray, frame: int) -> FloatArray:
        """Return how badly each place continues the way: 0 for perfectly."""
        expected = self._place.copy()
        if self._speed is not None:
            # Further than one look ahead nobody's speed is known.
            expected[:2] += (
                self._speed
                * min(abs(frame - self._frame), self._step)
                * (1 if frame > self._frame else -1)
            )
        distance = np.linalg.norm(here[:, :2] - expected[:2], axis=1) / self._place[2]
        return np.asarray(distance + SIZE_WEIGHT * np.abs(np.log(here[:, 2] / self._place[2])))

    def go_on(self, place: FloatArray, frame: int) -> None:
        """Take the next place."""
        speed = (place - self._place)[:2] / (frame - self._frame)
        # Arms and legs that come and go move the centre: half of each speed is the usual one.
        self._speed = speed if self._speed is None else (speed + self._speed) / 2
        self._step = abs(frame - self._frame)
        self._place, self._frame = place, frame


class Crop:
    """A fixed part of the picture that holds one runner; the rest of it is painted grey.

    Parameters
    ----------
    boxes : array, shape (frames, 4)
        Where the runner is in each frame of a chunk, pixels of the picture.
    shape : tuple
        Of the picture.
    """

    def __init__(self, boxes: FloatArray, shape: tuple[int, ...]) -> None:
        limits = np.array([shape[1], shape[0], shape[1], shape[0]])
        self._boxes = np.clip(np.round(boxes), 0, limits).astype(int)
        self._left, self._top = (int(v) for v in self._boxes[:, :2].min(axis=0))
        self._right, self._bottom = (int(v) for v in self._boxes[:, 2:].max(axis=0))

    def cut(self, picture: Picture, position: int) -> Picture:
        """Return the part of the picture, grey around the runner's box."""
        left, top, right, bottom = self._boxes[min(position, len(self._boxes) - 1)]
        painted = np.full_like(picture, GREY)
        painted[top:bottom, left:right] = picture[top:bottom, left:right]
        part = painted[self._top : self._bottom, self._left : self._right]
        return np.ascontiguousarray(part) if part.size else picture

    def back(self, points: FloatArray | None) -> FloatArray | None:
        """Return points of the part as points of the whole picture."""
        if points is None:
            return None
        return np.asarray(points + np.array([self._left, self._top, 0.0, 0.0]))

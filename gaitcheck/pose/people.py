"""Who is in the picture: candidates from left to right, and the way of the one who is wanted."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from gaitcheck.types import FloatArray, Landmarks, PersonSeen
from gaitcheck.video.types import Picture

if TYPE_CHECKING:
    from gaitcheck.pose.types import Person

# People this tall against the tallest can be the one who is meant, and count as rivals.
CANDIDATE_HEIGHT: Final = 0.35
RIVAL_HEIGHT: Final = 0.6
# How often people are looked for when one of them is to be followed, seconds of file time; and at
# most so many times.
SURVEY_EVERY_S: Final = 0.4
MOST_SURVEYS: Final = 60
# From one look to the next a runner's centre moves by less than this, body heights; a difference in
# height by a tenth counts as much as a way of a fifth of the height.
MOST_UNLIKE: Final = 0.8
SIZE_WEIGHT: Final = 2.0
# Half width and half height of the box around a runner, heights of their landmarks.
BOX: Final = (0.55, 0.68)
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


def rival_share(people: Sequence[Person], surveyed: int) -> float:
    """Return the share of surveyed frames in which somebody is nearly as tall as the tallest."""
    rivals = 0
    for frame in {person.frame for person in people}:
        heights = sorted((p.height for p in people if p.frame == frame), reverse=True)
        rivals += len(heights) > 1 and heights[1] >= RIVAL_HEIGHT * heights[0]
    return rivals / surveyed if surveyed else 0.0


def dense_survey(time_s: FloatArray) -> tuple[int, ...]:
    """Return frames about `SURVEY_EVERY_S` apart."""
    count = int(np.clip((time_s[-1] - time_s[0]) / SURVEY_EVERY_S, 2, MOST_SURVEYS))
    wanted = np.linspace(time_s[0], time_s[-1], min(count, len(time_s)))
    return tuple(sorted({int(i) for i in np.searchsorted(time_s, wanted - 1e-9)}))


def follow_boxes(people: Sequence[Person], wanted: PersonSeen, frames: int) -> FloatArray:
    """Return the box around one person in every frame.

    Parameters
    ----------
    people : sequence of Person
        From many frames.
    wanted : PersonSeen
    frames : int

    Returns
    -------
    array, shape (frames, 4)
        Left, top, right, bottom, pixels; not cut at the picture's edge.

    Notes
    -----
    From the frame in which the person was named, the nearest person of the next surveyed frame is
    the same one, forwards and backwards; where nobody is near the last place holds.
    """
    place = {wanted.frame: np.array([wanted.x, wanted.y, wanted.height])}
    surveyed = sorted({person.frame for person in people})
    for order in (
        [f for f in surveyed if f > wanted.frame],
        [f for f in reversed(surveyed) if f < wanted.frame],
    ):
        last, speed, before = place[wanted.frame], np.zeros(3), wanted.frame
        for frame in order:
            expected = last + speed * (frame - before)
            here = [np.array([p.x, p.y, p.height]) for p in people if p.frame == frame]
            near = min(here, key=lambda p: _unlikeness(p, expected, last))
            if _unlikeness(near, expected, last) <= MOST_UNLIKE:
                speed = (near - last) / (frame - before) * [1.0, 1.0, 0.0]
                last, before = near, frame
                place[frame] = near
    known = sorted(place)
    x, y, height = (
        np.interp(np.arange(frames), known, [place[f][axis] for f in known]) for axis in range(3)
    )
    wide, high = BOX[0] * height, BOX[1] * height
    return np.stack([x - wide, y - high, x + wide, y + high], axis=1)


def _unlikeness(found: FloatArray, expected: FloatArray, last: FloatArray) -> float:
    """Return how badly a finding (x, y, height) continues somebody's way: 0 for perfectly."""
    way = found - expected
    distance = float(np.hypot(way[0], way[1])) / float(last[2])
    return distance + SIZE_WEIGHT * abs(float(np.log(found[2] / last[2])))


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

"""Find the shoe where it lies flat: the picture with which every other one is compared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

import numpy as np

from gaitcheck.gait.strike import FLAT_LINE
from gaitcheck.model import FloatArray
from gaitcheck.observing.shoe.blur import Shots
from gaitcheck.observing.shoe.register import (
    BEYOND_DOUBT,
    HALVES_MEET,
    Template,
    compose,
    inverse,
    lies_inside,
    resample,
    shoe_mask,
)
from gaitcheck.observing.shoe.types import LookPlan, Patch

ALIGN_ROUNDS: Final = 3
# Flat pictures from which the mean one is made, spread over the clip: more need memory, and tell no
# more.
MOST_FLAT: Final = 300
# Flat pictures that resemble the mean by so much less than the usual one are left out of it.
UNLIKE: Final = 0.15
# Shares of the time between two pictures in which the shutter may be open, and a usual one indoors.
EXPOSURES: Final = (0.0, 0.125, 0.25, 0.375, 0.5, 0.75, 1.0)
USUAL_EXPOSURE: Final = 0.5
# Pictures just before landing, strides from the expected contact; the slowest ones are taken.
LANDING_PART: Final = (-0.05, 0.01)
LANDING_PICTURES: Final = 5
# Turns from the flat shoe to the landing one that are tried, degrees.
LANDING_TURNS: Final = (0.0, 8.0, 16.0, -8.0, 24.0, 32.0)
# How the line from heel to toe landmark lies in the picture while the shoe is flat on the ground,
# degrees: the median of 80 feet whose shoe was followed; half of them show -15 to -7.
USUAL_LAY: Final = -10.0
# Another place must resemble the shoe by so much more than the one expected.
CLEARLY: Final = 0.08


Landing = Mapping[float, Mapping[int, Patch]]
"""Pictures just before landing by row, for each of `EXPOSURES`."""


@dataclass(frozen=True, slots=True, eq=False)
class FlatShoe:
    """The flat shoe's mean picture and where it lies in each flat picture.

    Attributes
    ----------
    template : Template
    lay : array, shape (3,)
        Pose of the line from heel to toe in the template.
    poses : mapping of int to array, shape (3,)
        By row: of the shoe in the flat pictures, against the template.
    exposure : float
        Share of the time between two pictures in which the shutter seems to be open.
    likeness : float
        How much the shoe that is about to land looks like the flat one, -1..1.
    """

    template: Template
    lay: FloatArray
    poses: Mapping[int, FloatArray]
    exposure: float
    likeness: float


def find_flat_shoe(plan: LookPlan, shots: Shots) -> FlatShoe | None:
    """Find where the shoe lies in its flat pictures; None where there are none.

    Notes
    -----
    While the other leg swings past, the landmarks of a foot on the ground may lie off it by a third
    of its length and forty degrees, and with them the outline that says which pixels are the
    shoe's. What they outline must therefore be found again in the pictures just before landing.
    Where it is not, or lies as no flat foot does, the shoe is outlined where the landmarks have it
    before landing, and looked for in the flat pictures; or with the line of the usual flat foot.
    """
    rows = [row for row in shots.rows if plan.flat[row]]
    if not rows:
        return None
    rows = [
        rows[k] for k in np.unique(np.linspace(0, len(rows) - 1, MOST_FLAT).round().astype(int))
    ]
    early, late = LANDING_PART
    near = [row for row in shots.rows if early < plan.offset[row] < late]
    near = sorted(near, key=lambda row: abs(plan.speed[row]))[:LANDING_PICTURES]
    landing = {exposure: shots.even(near, exposure) for exposure in EXPOSURES}
    flat, best = shots.even(rows, 0.0), None
    meet_front, meet_rear = HALVES_MEET
    for lay, starts in _outlines(plan, flat, landing):
        if not (lies_inside(lay, rear=meet_front) and lies_inside(lay, front=meet_rear)):
            continue  # found beside the picture, where there is nothing of the shoe
        template, poses = align(flat, lay, starts)
        exposure, likeness = _find_landing(template, landing)
        if best is None or likeness > best.likeness + CLEARLY:
            best = FlatShoe(template, lay, poses, exposure, likeness)
        if likeness >= BEYOND_DOUBT:
            break
    return best


def _outlines(
    plan: LookPlan, flat: Mapping[int, Patch], landing: Landing
) -> Iterator[tuple[FloatArray, dict[int, FloatArray]]]:
    """Return poses of the line from heel to toe, and about that of the shoe in flat pictures."""
    pitch_deg = float(np.mean(plan.pitch_deg[list(flat)]))
    told = [(_lay(pitch_deg), {row: np.zeros(3) for row in flat})]
    usual = [(_lay(USUAL_LAY), {row: np.zeros(3) for row in flat})]
    before = _outlined_before_landing(plan, flat, landing)
    believable = FLAT_LINE[0] <= pitch_deg <= FLAT_LINE[1]
    yield from chain(told, before, usual) if believable else chain(before, usual)


def _outlined_before_landing(
    plan: LookPlan, flat: Mapping[int, Patch], landing: Landing
) -> Iterator[tuple[FloatArray, dict[int, FloatArray]]]:
    rows = list(landing[0.0])
    if not rows:
        return
    lay = _lay(float(np.mean(plan.pitch_deg[rows])))
    turns = [-turn for turn in LANDING_TURNS]
    for exposure in (0.0, USUAL_EXPOSURE):
        still = {row: np.zeros(3) for row in rows}
        own, _ = align(landing[exposure], lay, still)
        fits = {row: own.find_anywhere(picture, turns) for row, picture in flat.items()}
        usual = _usual_likeness(list(fits.values()))
        good = [pose for pose, likeness in fits.values() if likeness >= usual]
        middle = np.median(good, axis=0)
        starts = {row: compose(pose, inverse(middle)) for row, (pose, _) in fits.items()}
        yield compose(middle, lay), starts


def _lay(pitch_deg: float) -> FloatArray:
    return np.array([0.0, 0.0, pitch_deg])


def _find_landing(flat: Template, landing: Landing) -> tuple[float, float]:
    """Return with which exposure the landing shoe looks most like the flat one, and how much."""
    if not landing[0.0]:
        return 0.0, 0.0
    fits = [flat.find_anywhere(picture, LANDING_TURNS) for picture in landing[0.0].values()]
    best = (0.0, _usual_likeness(fits))
    for exposure in EXPOSURES[1:]:
        pictures = landing[exposure].values()
        fits = [flat.find(picture, pose) for picture, (pose, _) in zip(pictures, fits, strict=True)]
        best = max(best, (exposure, _usual_likeness(fits)), key=lambda pair: pair[1])
    return best


def _usual_likeness(fits: list[tuple[FloatArray, float]]) -> float:
    return float(np.median([likeness for _, likeness in fits]))


def align(
    seen: Mapping[int, Patch], lay: FloatArray, starts: Mapping[int, FloatArray]
) -> tuple[Template, dict[int, FloatArray]]:
    """Return the mean picture of a shoe and the pose of each picture against it."""
    poses = dict(starts)
    mask = shoe_mask(lay)
    template = Template(mean_picture(seen, poses), mask)
    for _ in range(ALIGN_ROUNDS):
        fits = {row: template.find(patch, poses[row]) for row, patch in seen.items()}
        usual = _usual_likeness(list(fits.values()))
        good = [row for row, (_, likeness) in fits.items() if likeness >= usual - UNLIKE]
        middle = np.median([fits[row][0] for row in good], axis=0)
        poses = {row: compose(pose, inverse(middle)) for row, (pose, _) in fits.items()}
        template = Template(mean_picture({row: seen[row] for row in good}, poses), mask)
    return template, {row: template.find(seen[row], pose)[0] for row, pose in poses.items()}


def mean_picture(seen: Mapping[int, Patch], poses: Mapping[int, FloatArray]) -> Patch:
    """Return the median of the pictures, each laid on the template."""
    ordered = sort_pictures([resample(patch, poses[row]) for row, patch in seen.items()])
    middle = ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]
    return np.asarray(middle / 2, dtype=np.float32)


def sort_pictures(pictures: Sequence[Patch]) -> list[Patch]:
    """Return pictures in which every pixel is sorted: the darkest of all in the first, and so on.

    Notes
    -----
    Batcher's odd-even merge sort (1968, doi 10.1145/1468075.1468121) compares whole pictures, which
    takes a fifth of the time of sorting pixel by pixel.
    """
    ordered, count = list(pictures), len(pictures)
    run = 1
    while run < count:
        apart = run
        while apart:
            for start in range(apart % run, count - apart, 2 * apart):
                for low in range(start, min(start + apart, count - apart)):
                    high = low + apart
                    if low // (2 * run) == high // (2 * run):
                        one, other = ordered[low], ordered[high]
                        ordered[low], ordered[high] = np.minimum(one, other), np.maximum(one, other)
            apart //= 2
        run *= 2
    return ordered

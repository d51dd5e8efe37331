"""What the feet alone tell where no body was found: stand-in for the pelvis, view, walking."""

from __future__ import annotations

import dataclasses
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gaitcheck.gait.body import LEG_OF_FOOT, Body
from gaitcheck.gait.contacts import MeanEvents
from gaitcheck.gait.cycle import find_cycle
from gaitcheck.gait.fold import MeanStride
from gaitcheck.gait.sole import FLAT
from gaitcheck.gait.strike import USUAL_DUTY
from gaitcheck.model import ANKLE, HEEL, SIDES, TOE, FloatArray, Landmarks, Side

# The way of both feet is freed of the stride's own movement over so many strides, so many times a
# stride.
WINDOW_STRIDES: Final = 1.2
KNOTS: Final = 8
FEWEST_PLACES: Final = 12
# A foot that hangs down shows its length whatever the camera's direction; these many looks, at
# this pitch, must show it.
HANGS_DEG: Final = 35.0
FEWEST_HANGING: Final = 5
# Lengths beyond this share off the ellipse count little, and none lies this many times off.
LENGTH_SCATTER: Final = 0.2
# A foot is on the ground where its lower end is this low, foot lengths, and goes back as fast as
# the flat foot, but for this share.
LOW: Final = 0.25
AS_FAST: Final = 0.5


def stand_in_pelvis(body: Body) -> Body:
    """Return feet alone with something to measure their way against in the pelvis' place.

    It is where both feet are on average, freed of what repeats every step and stride by regression
    on the phase over a little more than a stride around: as steadily as that goes the pelvis too,
    in the direction of running. Its height tells nothing.
    """
    cycle = find_cycle(body) if np.isfinite(body.leg_length) else None
    if cycle is None:
        return body
    ends = [(leg.heel + leg.toe) / 2 for leg in body.legs.values()]
    places: FloatArray = np.mean(ends, axis=0)
    known = np.flatnonzero(np.isfinite(places).all(axis=1) & np.isfinite(cycle.phase))
    used = np.flatnonzero(np.isfinite(cycle.phase))
    pelvis = np.full_like(body.pelvis, np.nan)
    if len(known) >= FEWEST_PLACES:
        pelvis[used] = _trend(places, cycle.phase, known, used)
    return dataclasses.replace(body, pelvis=pelvis)


def _trend(
    places: FloatArray, phase: FloatArray, known: NDArray[np.intp], used: NDArray[np.intp]
) -> FloatArray:
    """Return the way of places without what repeats, in the frames used."""
    at = phase[known]
    low, high = float(phase[used].min()), float(phase[used].max())
    knots = np.linspace(low, high, max(2, round(KNOTS * (high - low)) + 1))
    reach = min(WINDOW_STRIDES, high - low) / 2
    found = np.empty((len(knots), 2))
    for k, knot in enumerate(knots):
        middle = float(np.clip(knot, low + reach, high - reach))
        apart = np.abs(at - middle)
        enough = max(int((apart <= reach + 1e-9).sum()), FEWEST_PLACES)
        own = np.argsort(apart, kind="stable")[:enough]
        late = at[own] - knot
        waves = [f(2 * np.pi * n * at[own]) for n in (1, 2) for f in (np.cos, np.sin)]
        design = np.stack([np.ones_like(late), late, *waves], axis=1)
        answer = np.linalg.lstsq(design, places[known][own], rcond=None)[0]
        found[k] = answer[0]
    return np.stack([np.interp(phase[used], knots, found[:, axis]) for axis in (0, 1)], axis=1)


def feet_yaw_deg(landmarks: Landmarks, used: NDArray[np.bool_] | None = None) -> float:
    """Return how far the camera is off the side view as the feet show it, degrees; NaN if unknown.

    A foot that hangs down is seen in its whole length from any side; one that lies flat is
    shortened by the cosine of the camera's yaw. So the ends of a foot lie on an ellipse about each
    other, as high as the foot is long and narrower by that cosine.

    Parameters
    ----------
    landmarks : Landmarks
    used : array of bool, shape (frames,), optional
        Frames to look at.
    """
    points = landmarks.points if used is None else landmarks.points[used]
    along = (points[:, [TOE, TOE + 1]] - points[:, [HEEL, HEEL + 1]]).reshape(-1, 2)
    along = along[np.isfinite(along).all(axis=1)]
    pitch = np.degrees(np.arctan2(np.abs(along[:, 1]), np.abs(along[:, 0])))
    if (pitch > HANGS_DEG).sum() < FEWEST_HANGING or (pitch < HANGS_DEG).sum() < FEWEST_HANGING:
        return float("nan")
    squares = along**2 / float(np.median((along**2).sum(axis=1)))
    weight: FloatArray = np.ones(len(squares))
    answer = np.ones(2)
    for _ in range(6):
        answer = np.asarray(np.linalg.lstsq(squares * weight[:, None], weight, rcond=None)[0])
        weight = np.asarray(1 / (1 + ((squares @ answer - 1) / LENGTH_SCATTER) ** 2))
    if answer[0] <= 0 or answer[1] <= 0:
        return float("nan")
    return float(np.degrees(np.arccos(min(np.sqrt(answer[1] / answer[0]), 1.0))))


def nearer_foot(landmarks: Landmarks) -> Side | None:
    """Return the foot that is known to be the nearer one; None where that is not known."""
    depth = landmarks.depth[:, [ANKLE, ANKLE + 1]]
    known = depth[np.isfinite(depth).all(axis=1)]
    apart = float(np.median(known[:, 0] - known[:, 1])) if len(known) else 0.0
    return None if apart == 0 else SIDES[0] if apart < 0 else SIDES[1]


def time_on_ground(mean: MeanStride, events: MeanEvents) -> float:
    """Return for which share of the stride a foot is on the ground, 0..1."""
    grid = np.arange(0, 1, 0.005)
    standing = events.contact + (events.duty or USUAL_DUTY) * np.linspace(*FLAT, 9)
    speed = float(np.median((mean.heel_x(standing, 1) + mean.toe_x(standing, 1)) / 2))
    on_ground = np.zeros(len(grid), dtype=bool)
    for along, height in ((mean.heel_x, mean.heel_y), (mean.toe_x, mean.toe_y)):
        low = height(grid) - float(np.min(height(grid))) < LOW / LEG_OF_FOOT
        on_ground |= low & (np.abs(along(grid, 1) - speed) < AS_FAST * abs(speed))
    return float(on_ground.mean())

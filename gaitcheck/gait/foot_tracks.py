"""Both feet in the picture, frame by frame: what the evidence is drawn with."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gaitcheck.gait.ground import feet_on_ground
from gaitcheck.gait.measure import GaitMeasure
from gaitcheck.gait.quality.view import LIKE
from gaitcheck.gait.sole_tracks import well_read
from gaitcheck.model import (
    FloatArray,
    FootTracks,
    Observation,
    Side,
    SoleTrack,
    Step,
    turn_axes,
)

# A sole from its heel to its tip, against the part from heel to ball, which is straight.
HEEL_TO_TIP: Final = 1.58


def feet_in_picture(
    observation: Observation,
    gait: GaitMeasure,
    soles: Sequence[Mapping[Side, SoleTrack]],
    steps: Sequence[Step],
    contact_s: Mapping[Side, float | None],
    slow: float,
) -> FootTracks:
    """Return the feet in image coordinates in all passes, in each of them laid on its ground.

    Parameters
    ----------
    observation : Observation
        With left and right as the runner has them.
    gait : GaitMeasure
    soles : sequence of mapping of side to SoleTrack
        Of each pass, by the foot whose they are.
    steps : sequence of Step
        Of all passes.
    contact_s : mapping of Side to float or None
        Each foot's contact time, real time, seconds.
    slow : float
        Slow-motion factor.
    """
    tracking = observation.tracking
    times_s, shift = tracking.landmarks.time_s, tracking.known_shift
    laid = []
    for part, own in zip(gait.every_pass, soles, strict=True):
        feet = _feet_of_pass(observation, part, own)
        own_steps = [step for step in steps if step.pass_number == part.number]
        laid.append(feet_on_ground(feet, own_steps, times_s, contact_s, slow, shift))
    return functools.reduce(_joined, laid)


def _joined(feet: FootTracks, other: FootTracks) -> FootTracks:
    """Return the feet of two passes: where one does not know them, as the other one shows them."""

    def joined(
        own: Mapping[Side, FloatArray], more: Mapping[Side, FloatArray]
    ) -> Mapping[Side, FloatArray]:
        return {s: np.where(np.isfinite(own[s]), own[s], more[s]) for s in own}

    return FootTracks(
        heel=joined(feet.heel, other.heel),
        toe=joined(feet.toe, other.toe),
        ankle=joined(feet.ankle, other.ankle),
        from_shoe={side: feet.from_shoe[side] | other.from_shoe[side] for side in feet.from_shoe},
        ground={**feet.ground, **other.ground},
    )


def _feet_of_pass(
    observation: Observation, gait: GaitMeasure, soles: Mapping[Side, SoleTrack]
) -> FootTracks:
    """Return the feet of one pass: the repaired landmarks, the sole where it was seen."""
    mirrored = gait.body.mirrored
    heels, toes, ankles, from_shoe = {}, {}, {}, {}
    for side, leg in gait.body.legs.items():
        heel, toe = leg.heel.copy(), leg.toe.copy()
        seen = np.zeros(len(heel), dtype=bool)
        if side in gait.sides and gait.sides[side].landing is not None:
            track = observation.shoes[side]
            like = track.likeness >= LIKE
            frames = track.frames[like]
            heel[frames] = track.heel[like] * track.foot_length
            toe[frames] = track.toe[like] * track.foot_length
            seen[frames] = True
        elif side in gait.sides and gait.sides[side].angle.source == "sole":
            every = observation.tracking.pose_every
            seen[_lay_on_sole(heel, toe, soles[side], every, mirrored=mirrored)] = True
        heels[side] = turn_axes(heel, mirrored=mirrored)
        toes[side] = turn_axes(toe, mirrored=mirrored)
        ankles[side] = turn_axes(leg.ankle, mirrored=mirrored)
        from_shoe[side] = seen
    return FootTracks(heels, toes, ankles, from_shoe)


def _lay_on_sole(
    heel: FloatArray, toe: FloatArray, sole: SoleTrack, every: int, *, mirrored: bool
) -> NDArray[np.intp]:
    """Put a foot's line on the sole, in place, where that was read with some certainty.

    Of a film of a high rate not every frame was read: between two readings no further apart than
    `every` frames the line goes on evenly. Returns the frames whose line was laid.
    """
    read = np.flatnonzero(well_read(sole))
    if not len(read):
        return read
    inner = np.arange(read[0], read[-1] + 1)
    ahead = read[np.searchsorted(read, inner)]
    behind = read[np.searchsorted(read, inner, side="right") - 1]
    shown = inner[ahead - behind <= every]
    along = sole.ball - sole.heel
    for line, ends in ((heel, sole.heel), (toe, sole.heel + HEEL_TO_TIP * along)):
        own = turn_axes(ends[read], mirrored=mirrored)
        line[shown] = np.stack([np.interp(shown, read, own[:, axis]) for axis in (0, 1)], axis=1)
    return shown

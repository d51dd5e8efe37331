"""Both feet in the picture, frame by frame: what the evidence is drawn with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gaitcheck.gait.measure import GaitMeasure
from gaitcheck.gait.quality.view import LIKE
from gaitcheck.gait.sole import well_read
from gaitcheck.model import FloatArray, FootTracks, Observation, Side, SoleTrack, turn_axes

# A sole from its heel to its tip, against the part from heel to ball, which is straight.
HEEL_TO_TIP: Final = 1.58


def feet_in_picture(
    observation: Observation, gait: GaitMeasure, soles: Mapping[Side, SoleTrack]
) -> FootTracks:
    """Return the feet in image coordinates, in all passes that were measured.

    Parameters
    ----------
    observation : Observation
        With left and right as the runner has them.
    gait : GaitMeasure
    soles : mapping of side to SoleTrack
        By the foot whose they are, of all passes.
    """
    main, *others = (_feet_of_pass(observation, part, soles) for part in gait.every_pass)
    for other in others:
        main = _filled_up(main, other)
    return main


def _filled_up(feet: FootTracks, other: FootTracks) -> FootTracks:
    """Return the feet, where they are not known as another pass shows them."""

    def joined(
        own: Mapping[Side, FloatArray], more: Mapping[Side, FloatArray]
    ) -> Mapping[Side, FloatArray]:
        return {s: np.where(np.isfinite(own[s]), own[s], more[s]) for s in own}

    return FootTracks(
        heel=joined(feet.heel, other.heel),
        toe=joined(feet.toe, other.toe),
        ankle=joined(feet.ankle, other.ankle),
        from_shoe={side: feet.from_shoe[side] | other.from_shoe[side] for side in feet.from_shoe},
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

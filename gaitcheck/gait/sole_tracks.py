"""Soles as they were read in single pictures: whose they are, and which readings count."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gaitcheck.gait.body import Body
from gaitcheck.model import ANKLE, SIDES, Landmarks, Side, SoleTrack, turn_axes

# Probability from which a sole counts as seen, and the stated error in degrees up to which its
# reading is used: beyond it the sole may lie anywhere, as a black one on a black belt.
SEEN: Final = 0.85
MOST_STATED_DEG: Final = 10.0


def soles_of_legs(
    soles: Mapping[Side, SoleTrack], landmarks: Landmarks, body: Body
) -> Mapping[Side, SoleTrack]:
    """Return the soles by the foot whose they are, after exchanged legs were put right.

    Parameters
    ----------
    soles : mapping of side to SoleTrack
        Left and right as the landmarks have them.
    landmarks : Landmarks
    body : Body
        With the legs as they are.

    Returns
    -------
    mapping of side to SoleTrack
        Not seen in frames in which the leg is not known.
    """
    if set(soles) != set(SIDES):
        return {}
    ankles = turn_axes(landmarks.points[:, [ANKLE, ANKLE + 1]], mirrored=body.mirrored)
    found: dict[Side, SoleTrack] = {}
    for side in SIDES:
        own = np.abs(ankles - body.legs[side].ankle[:, None]).max(axis=-1) < 1e-6
        parts = {}
        for field in dataclasses.fields(SoleTrack):
            left, right = (getattr(soles[name], field.name) for name in SIDES)
            mine, other = (own[:, k, None] if left.ndim == 2 else own[:, k] for k in (0, 1))
            nothing = 0.0 if field.name == "seen" else np.nan
            parts[field.name] = np.where(mine, left, np.where(other, right, nothing))
        found[side] = SoleTrack(**parts)
    return found


def well_read(sole: SoleTrack) -> NDArray[np.bool_]:
    """Return in which frames the sole was read with some certainty, shape (frames,)."""
    found = (sole.seen >= SEEN) & (sole.sd_deg <= MOST_STATED_DEG) & np.isfinite(sole.pitch_deg)
    for place in (sole.heel, sole.ball, sole.toe):
        found &= np.isfinite(place).all(axis=1)
    return found


def join_soles(passes: Sequence[Mapping[Side, SoleTrack]]) -> Mapping[Side, SoleTrack]:
    """Return the soles of all passes together: no frame belongs to two of them."""
    joined, *others = passes
    for other in others:
        joined = {side: _beside(joined[side], other[side]) for side in joined}
    return joined


def _beside(sole: SoleTrack, other: SoleTrack) -> SoleTrack:
    """Return a sole as one pass shows it, and in all other frames as another one does."""
    return SoleTrack(
        **{
            field.name: np.fmax(getattr(sole, field.name), getattr(other, field.name))
            for field in dataclasses.fields(SoleTrack)
        }
    )

"""The sole as it was read in single pictures: whose it is, and how it lies when the foot lands.

The reading of one picture is absolute: it needs no other picture, so it serves where a shoe cannot
be followed over many steps. Its errors belong to the shoe and the view, and hardly average out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gaitcheck.gait.body import Body
from gaitcheck.gait.contacts import MeanEvents
from gaitcheck.gait.landing import Landing
from gaitcheck.gait.strike import STEP_SPREAD, USUAL_DUTY, Angle
from gaitcheck.model import (
    ANKLE,
    SIDES,
    FloatArray,
    Landmarks,
    ShoeTrack,
    Side,
    SoleTrack,
    turn_axes,
)

# Probability from which a sole counts as seen, and the stated error in degrees up to which its
# reading is used: beyond it the sole may lie anywhere, as a black one on a black belt.
SEEN: Final = 0.85
MOST_STATED_DEG: Final = 10.0
# Strides around the expected contact from which readings are taken, and where the foot is expected
# to lie flat, shares of contact time.
AROUND: Final = (-0.10, 0.20)
FLAT: Final = (0.20, 0.46)
# The other steps count as so many readings of how a foot lies in a step.
OTHERS: Final = 2.0
# A foot that lies more unlike the others than this, degrees, was misread.
MOST_TURNED: Final = 10.0
# Readings of one shoe share an error that no averaging removes, degrees: no less than this, however
# sure each is, else what each states. On rendered shoes angles were off by 2 degrees where the
# readings stated 3, by 5 to 22 where they stated 5 and more.
SHOE_ERROR: Final = 3.0
# Strides around contact whose readings tell how the foot lands.
LANDING: Final = 0.03
# What a landing from single pictures needs to be believed: an instant known to this share of a
# stride, scatter of one reading and uncertainty of the mean pitch in degrees, height of the
# striking end over the ground in foot lengths, readings around contact.
MOST_CONTACT_SPREAD: Final = 0.025
MOST_NOISE_DEG: Final = 7.0
MOST_PITCH_NOISE_DEG: Final = 4.0
MOST_HEIGHT: Final = 0.2
FEWEST_LOOKS: Final = 4


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
        for field in fields(SoleTrack):
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


def track_sole(
    sole: SoleTrack, phase: FloatArray, events: MeanEvents, body: Body, side: Side
) -> ShoeTrack | None:
    """Return the readings around contact as the track of a shoe; None where there are too few.

    So the landing is found as that of a shoe which was followed: where the striking end comes to
    rest over the ground, and how the sole is turned then against itself lying flat.

    Parameters
    ----------
    sole : SoleTrack
        Of this foot.
    phase : array, shape (frames,)
        Strides of this foot.
    events : MeanEvents
    body : Body
    side : Side
    """
    duty = events.duty or USUAL_DUTY
    offset = (phase - events.contact + 0.5) % 1.0 - 0.5
    frames = np.flatnonzero((offset > AROUND[0]) & (offset < AROUND[1]) & well_read(sole))
    if len(frames) < FEWEST_LOOKS:
        return None
    length = float(np.median(np.linalg.norm(sole.toe - sole.heel, axis=1)[frames]))
    heel, ball, toe = (
        turn_axes(place[frames], mirrored=body.mirrored) / length
        for place in (sole.heel, sole.ball, sole.toe)
    )
    count = len(frames)
    base = float(np.median(sole.pitch_deg[frames]))
    pitch = base + (sole.pitch_deg[frames] - base + 180.0) % 360.0 - 180.0
    flat = (offset[frames] > FLAT[0] * duty) & (offset[frames] < FLAT[1] * duty)
    stride = np.round(phase[frames] - offset[frames] - events.contact)
    return ShoeTrack(
        side=side,
        frames=frames,
        phase=phase[frames],
        offset=offset[frames],
        pitch_deg=pitch - _lying(pitch, stride, flat),
        heel=heel,
        ball=ball,
        toe=toe,
        likeness=np.ones(count),
        anchor=np.ones(count),
        gap_deg=np.zeros(count),
        halves_deg=np.zeros(count),
        foot_length=length,
        flat_frames=flat,
    )


def _lying(pitch: FloatArray, stride: FloatArray, flat: NDArray[np.bool_]) -> FloatArray:
    """Return how the foot lies in each reading's own step: a camera that turns changes it.

    A step with few readings of the flat foot leans on the others.
    """
    if not flat.any():
        return np.zeros(len(pitch))
    usual = float(np.median(pitch[flat]))
    lying = np.full(len(pitch), usual)
    for number in np.unique(stride):
        own = flat & (stride == number)
        if own.any():
            share = own.sum() / (own.sum() + OTHERS)
            turned = float(np.median(pitch[own])) - usual
            lying[stride == number] += share * float(np.clip(turned, -MOST_TURNED, MOST_TURNED))
    return lying


def can_be_believed(landing: Landing) -> bool:
    """Return whether the soles tell a landing clearly enough."""
    return (
        landing.looks >= FEWEST_LOOKS
        and landing.contact_spread <= MOST_CONTACT_SPREAD
        and landing.reading_noise_deg <= MOST_NOISE_DEG
        and landing.pitch_noise_deg <= MOST_PITCH_NOISE_DEG
        and not abs(landing.height) > MOST_HEIGHT
    )


def stated_error(sole: SoleTrack, track: ShoeTrack) -> float:
    """Return the error in degrees that the readings of a foot share, from what they state.

    Parameters
    ----------
    sole : SoleTrack
    track : ShoeTrack
        From `track_sole`.
    """
    stated = sole.sd_deg[track.frames]
    parts = (stated[np.abs(track.offset) < LANDING], stated[track.flat_frames])
    return max(SHOE_ERROR, *(float(np.median(part)) for part in parts if len(part)))


def sole_angle(landing: Landing, steps: int, error: float = SHOE_ERROR) -> Angle:
    """Return the foot-strike angle that the soles tell over some steps.

    `error` is from `stated_error`.
    """
    noise = float(np.hypot(landing.pitch_noise_deg, error))
    own = STEP_SPREAD / np.sqrt(max(steps, 1))
    timing = float(np.std(landing.shifts_deg))
    return Angle(
        landing.pitch_deg,
        spread=float(np.sqrt(noise**2 + timing**2 + own**2)),
        noise=noise,
        shifts=landing.shifts_deg,
        source="sole",
    )

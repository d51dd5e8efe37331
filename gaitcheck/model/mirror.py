"""What was seen in a mirrored picture, with left and right as the runner has them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from gaitcheck.model.basics import OTHER, SIDES
from gaitcheck.model.landmarks import LANDMARK_NAMES, Landmarks
from gaitcheck.model.observation import Observation, PictureQuality, Tracking

_EXCHANGED: Final[Mapping[str, str]] = {str(side): other for side, other in OTHER.items()}
ORDER: Final = [
    LANDMARK_NAMES.index("_".join(_EXCHANGED.get(word, word) for word in name.split("_")))
    for name in LANDMARK_NAMES
]
"""Which of MediaPipe's points takes each place when left and right are exchanged."""


def as_run(observation: Observation) -> Observation:
    """Return what was seen with left and right as the runner has them.

    Exchanged where the user said that the picture is mirrored; where things were seen stays.
    """
    if not observation.options.mirrored:
        return observation
    shoes = observation.shoes
    return replace(
        observation,
        options=replace(observation.options, mirrored=False),
        tracking=_exchange_tracking(observation.tracking),
        shoes={side: replace(shoes[o], side=side) for side, o in OTHER.items() if o in shoes},
    )


def _exchange_tracking(tracking: Tracking) -> Tracking:
    soles = tracking.soles
    return replace(
        tracking,
        landmarks=_exchange_landmarks(tracking.landmarks),
        picture_quality=None
        if tracking.picture_quality is None
        else _exchange_quality(tracking.picture_quality),
        soles={side: soles[OTHER[side]] for side in SIDES} if soles else soles,
    )


def _exchange_landmarks(landmarks: Landmarks) -> Landmarks:
    return replace(
        landmarks,
        points=landmarks.points[:, ORDER],
        depth=landmarks.depth[:, ORDER],
        visibility=landmarks.visibility[:, ORDER],
    )


def _exchange_quality(quality: PictureQuality) -> PictureQuality:
    return replace(quality, blur=quality.blur[:, ::-1], foot_change=quality.foot_change[:, ::-1])

"""How precisely an observation is kept: rounded once, before anything is judged.

So judging a stored observation gives the very bytes that judging the fresh one gave.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any, Final, TypeVar

import numpy as np

from gaitcheck.model.landmarks import Landmarks
from gaitcheck.model.observation import PictureQuality, PushOff, ShoeTrack, SoleTrack, Tracking

Observed = TypeVar("Observed", Landmarks, PictureQuality, PushOff, ShoeTrack, SoleTrack, Tracking)

KINDS: Final[Mapping[type, Mapping[str, str]]] = {
    # Single precision holds a pixel of the widest picture to better than a thousandth: the second
    # look at the shoes is less sure than that, but goes other ways for larger differences. Half
    # precision holds a visibility to 0.0005, and MediaPipe's depth, which is far less certain
    # than that, to a pixel in two thousand.
    Landmarks: {"time_s": "<f8", "points": "<f4", "depth": "<f2", "visibility": "<f2"},
    PictureQuality: dict.fromkeys(
        (field.name for field in dataclasses.fields(PictureQuality)), "<f4"
    ),
    Tracking: {"camera_shift": "<f4", "steadiness": "<f4"},
    PushOff: dict.fromkeys(("offset", "turn_deg", "likeness"), "<f4"),
    SoleTrack: {
        **dict.fromkeys(("heel", "ball", "toe", "pitch_deg"), "<f4"),
        **dict.fromkeys(("sd_deg", "seen"), "<f2"),
    },
    ShoeTrack: {
        "frames": "<i4",
        "phase": "<f8",
        "offset": "<f8",
        **dict.fromkeys(("pitch_deg", "heel", "ball", "toe", "likeness"), "<f4"),
        **dict.fromkeys(("anchor", "gap_deg", "halves_deg"), "<f4"),
        "flat_frames": "|b1",
    },
}
"""Type of every array in the file, by class and field."""


def keep_precision(seen: Observed) -> Observed:
    """Return the same with its arrays, and those of its parts, rounded to what the file holds."""
    changes: dict[str, Any] = {}
    for field in dataclasses.fields(seen):
        value = getattr(seen, field.name)
        if type(value) in KINDS:
            changes[field.name] = keep_precision(value)
        elif field.name == "soles":
            changes["soles"] = {side: keep_precision(track) for side, track in value.items()}
        elif field.name in KINDS[type(seen)]:
            kept = np.asarray(value, dtype=KINDS[type(seen)][field.name])
            changes[field.name] = kept.astype(np.asarray(value).dtype)
    return dataclasses.replace(seen, **changes)

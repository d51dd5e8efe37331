"""Results as they were kept before ``gaitcheck.analysis/2``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

import numpy as np

from gaitcheck.model import SIDES, Analysis
from gaitcheck.store.disk import write_file
from gaitcheck.store.feet import FEET_NAME, FIRST_FORMAT_ID
from gaitcheck.store.first import FIRST_LANDMARKS_NAME, FORMAT_ID
from gaitcheck.store.serialize import to_dict

_ADDED: Final = ("stride_time_s", "options", "program", "corrections", "rejected")
_ADDED_TO_CLIP: Final = ("slow_motion_source", "camera_fps")
_ADDED_TO_SIDE: Final = ("angle_source", "probability", "misread", "by_person", "machine")
_ADDED_TO_STEP: Final = (
    "id",
    "foot_strike_angle_ci95_deg",
    "angle_source",
    "misread",
    "by_person",
    "machine",
    "pass_number",
)


def to_first_document(analysis: Analysis) -> dict[str, Any]:
    """Return an analysis in the form of ``gaitcheck.analysis/1``."""
    document = without(to_dict(analysis), _ADDED)
    return {
        **document,
        "schema": "gaitcheck.analysis/1",
        "clip": without(document["clip"], _ADDED_TO_CLIP),
        "verdict": without(document["verdict"], ("by_person", "machine")),
        "sides": {side: without(document["sides"][side], _ADDED_TO_SIDE) for side in SIDES},
        "steps": [without(step, _ADDED_TO_STEP) for step in document["steps"]],
    }


def without(document: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: value for name, value in document.items() if name not in names}


def first_landmarks(analysis: Analysis) -> dict[str, Any]:
    """Return the arrays of ``landmarks.npz``."""
    landmarks = analysis.landmarks
    assert landmarks is not None
    return {
        "format": np.array(FORMAT_ID),
        "sha256": np.array(analysis.clip.sha256),
        "time_s": landmarks.time_s.astype("<f8"),
        "tracked": np.isfinite(landmarks.points[:, 0, 0]),
        "points": landmarks.points.astype("<f4"),
        "depth": landmarks.depth.astype("<f2"),
        "visibility": landmarks.visibility.astype("<f2"),
        "size": np.array([landmarks.width, landmarks.height], "<i4"),
    }


def first_feet(analysis: Analysis) -> dict[str, Any]:
    """Return the arrays of ``feet.npz`` of the first format."""
    feet = analysis.feet
    assert feet is not None
    return {
        "format": np.array(FIRST_FORMAT_ID),
        "sha256": np.array(analysis.clip.sha256),
        **{
            name: np.stack([getattr(feet, name)[side] for side in SIDES], axis=1).astype("<f4")
            for name in ("heel", "toe", "ankle")
        },
    }


def write_first_result(folder: Path, analysis: Analysis) -> Path:
    """Write the folder of such a result, as far as it is read, and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    write_file(folder / "analysis.json", json.dumps(to_first_document(analysis)).encode())
    np.savez_compressed(folder / FIRST_LANDMARKS_NAME, **first_landmarks(analysis))
    np.savez_compressed(folder / FEET_NAME, **first_feet(analysis))
    (folder / "steps").mkdir(exist_ok=True)
    (folder / "steps" / "000_left.jpg").write_bytes(b"a picture with its lines drawn in")
    return folder

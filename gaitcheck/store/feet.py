"""``feet.npz``: the feet as they were judged, kept beside ``analysis.json``.

What is drawn over the pictures must be what was judged, which the landmarks alone are not.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gaitcheck.errors import InputError
from gaitcheck.model import SIDES, Clip, FootTracks, GroundLine
from gaitcheck.store.arrays import DAMAGES, from_npz_bytes, to_npz_bytes
from gaitcheck.store.disk import write_file

FEET_NAME: Final = "feet.npz"
FORMAT_ID: Final = "gaitcheck.feet/2"
FIRST_FORMAT_ID: Final = "gaitcheck.feet/1"

_POINTS: Final = ("heel", "toe", "ankle")


class FeetError(InputError):
    """The feet of an analysis are missing, damaged or those of another clip."""


def write_feet(folder: Path, feet: FootTracks, clip: Clip) -> None:
    """Write ``feet.npz`` into a folder.

    Arrays (no pickle): ``heel``, ``toe`` and ``ankle``, shape (frames, 2, 2), left then right,
    pixels of the picture as shown, y downwards, NaN where a foot is not usable; ``from_shoe``,
    shape (frames, 2), where the line from heel to toe is the shoe's own; ``ground_step``, shape
    (n,), the index of the step under which ``ground``, shape (n, 4), is the ground: a point and the
    unit vector towards the toes; ``sha256`` of the clip; ``format``.

    Raises
    ------
    OutputError
        When the file cannot be written.
    """
    arrays: dict[str, NDArray[Any]] = {
        name: np.stack([getattr(feet, name)[side] for side in SIDES], axis=1).astype("<f4")
        for name in _POINTS
    }
    nowhere = np.zeros(clip.frames, dtype=bool)
    arrays["from_shoe"] = np.stack([feet.from_shoe.get(side, nowhere) for side in SIDES], axis=1)
    arrays["ground_step"] = np.array(list(feet.ground), dtype="<i4")
    arrays["ground"] = np.array(list(feet.ground.values()), dtype="<f8").reshape(-1, 4)
    texts = {"format": np.array(FORMAT_ID), "sha256": np.array(clip.sha256)}
    write_file(folder / FEET_NAME, to_npz_bytes({**texts, **arrays}))


def read_feet(folder: Path, clip: Clip) -> FootTracks:
    """Read the feet of the analysis of `clip` in a folder.

    Those of the first format do not tell the ground, nor where the shoe was followed.

    Raises
    ------
    FeetError
        When the file is missing, damaged, no feet of gaitcheck or those of another clip.
    """
    path = folder / FEET_NAME
    try:
        return _feet(from_npz_bytes(path.read_bytes()), clip)
    except FileNotFoundError as error:
        raise FeetError(f"{FEET_NAME} is not in {folder}. Analyse the clip again.") from error
    except DAMAGES as error:
        raise FeetError(
            f"{path} is damaged, or belongs to another clip. Analyse the clip again."
        ) from error


def _feet(arrays: dict[str, NDArray[Any]], clip: Clip) -> FootTracks:
    known = (FORMAT_ID, FIRST_FORMAT_ID)
    if str(arrays["format"]) not in known or str(arrays["sha256"]) != clip.sha256:
        raise ValueError("not the feet of this clip")
    points = {name: arrays[name].astype(np.float64) for name in _POINTS}
    if any(track.shape != (clip.frames, len(SIDES), 2) for track in points.values()):
        raise ValueError("not the shape of feet")
    tracks = {
        name: {side: track[:, k] for k, side in enumerate(SIDES)} for name, track in points.items()
    }
    heel, toe, ankle = (tracks[name] for name in _POINTS)
    if str(arrays["format"]) == FIRST_FORMAT_ID:
        return FootTracks(heel, toe, ankle)
    from_shoe = arrays["from_shoe"]
    if from_shoe.shape != (clip.frames, len(SIDES)) or from_shoe.dtype != np.bool_:
        raise ValueError("not the shape of feet")
    lines = zip(arrays["ground_step"].tolist(), arrays["ground"].tolist(), strict=True)
    return FootTracks(
        heel,
        toe,
        ankle,
        {side: from_shoe[:, k] for k, side in enumerate(SIDES)},
        {step: GroundLine(*line) for step, line in lines},
    )

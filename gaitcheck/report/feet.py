"""``feet.npz``: the repaired feet that the labels rest on, kept beside ``analysis.json``.

What is drawn over the pictures must be what was judged, which the landmarks alone are not.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import Path
from typing import Final

import numpy as np

from gaitcheck.errors import InputError
from gaitcheck.report.disk import write_file
from gaitcheck.types import SIDES, Clip, FloatArray, FootTracks

FEET_NAME: Final = "feet.npz"
FORMAT_ID: Final = "gaitcheck.feet/1"
LARGEST_BYTES: Final = 1 << 28
"""What the file may unpack to: an hour at 240 pictures a second takes 40 MB."""

_POINTS: Final = ("heel", "toe", "ankle")
# What zipfile and NumPy raise for bytes that are no archive of such arrays.
_DAMAGES: Final = (
    *(zipfile.BadZipFile, zlib.error, ValueError, OSError, KeyError),
    *(EOFError, RuntimeError, SyntaxError, MemoryError),
)


class FeetError(InputError):
    """The feet of an analysis are missing, damaged or those of another clip."""


def write_feet(folder: Path, feet: FootTracks, clip: Clip) -> None:
    """Write ``feet.npz`` into a folder.

    Arrays (no pickle): ``heel``, ``toe`` and ``ankle``, shape (frames, 2, 2), left then right,
    pixels of the picture as shown, y downwards, NaN where a foot is not usable; ``sha256`` of the
    clip; ``format``.

    Raises
    ------
    OutputError
        When the file cannot be written.
    """
    arrays = {
        name: np.stack([getattr(feet, name)[side] for side in SIDES], axis=1).astype("<f4")
        for name in _POINTS
    }
    texts = {"format": np.array(FORMAT_ID), "sha256": np.array(clip.sha256)}
    buffer = io.BytesIO()
    np.savez_compressed(buffer, allow_pickle=False, **texts, **arrays)
    write_file(folder / FEET_NAME, buffer.getvalue())


def read_feet(folder: Path, clip: Clip) -> FootTracks:
    """Read the feet of the analysis of `clip` in a folder.

    Raises
    ------
    FeetError
        When the file is missing, damaged, no feet of gaitcheck or those of another clip.
    """
    path = folder / FEET_NAME
    try:
        tracks = _read(path.read_bytes(), clip)
    except FileNotFoundError as error:
        raise FeetError(f"{FEET_NAME} is not in {folder}. Analyse the clip again.") from error
    except _DAMAGES as error:
        raise FeetError(f"{path} is damaged, or belongs to another clip.") from error
    return FootTracks(**{name: dict(zip(SIDES, tracks[name], strict=True)) for name in _POINTS})


def _read(data: bytes, clip: Clip) -> dict[str, list[FloatArray]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > LARGEST_BYTES:
            raise ValueError("larger than feet can be")
    with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
        if str(arrays["format"]) != FORMAT_ID or str(arrays["sha256"]) != clip.sha256:
            raise ValueError("not the feet of this clip")
        found = {name: arrays[name].astype(np.float64) for name in _POINTS}
    if any(track.shape != (clip.frames, len(SIDES), 2) for track in found.values()):
        raise ValueError("not the shape of feet")
    return {name: [track[:, s] for s in range(len(SIDES))] for name, track in found.items()}

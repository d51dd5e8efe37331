"""``feet.npz``: where both feet were in every frame, kept beside ``analysis.json``.

These are the tracks that the pictures of contact are drawn from: landmarks repaired, and the sole
itself around contact. Reports draw the foot line in the film and find heads in pictures with them.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gaitcheck.errors import InputError
from gaitcheck.report.disk import write_file
from gaitcheck.types import SIDES, Clip, FootTracks

FEET_NAME: Final = "feet.npz"
FORMAT_ID: Final = "gaitcheck.feet/1"
PARTS: Final = ("heel", "toe", "ankle")
# Twice what an hour at 1000 pictures a second takes.
LARGEST_BYTES: Final = 1 << 29
_DAMAGES: Final = (
    *(zipfile.BadZipFile, zlib.error, ValueError, KeyError),
    *(EOFError, RuntimeError, SyntaxError, MemoryError),
)


class FeetError(InputError):
    """The tracks of the feet are missing, damaged or those of another clip."""


def write_feet(folder: Path, feet: FootTracks, clip: Clip) -> None:
    """Write ``feet.npz``: ``feet``, shape (3, 2, frames, 2), heel, toe and ankle of left and right.

    Pixels of the picture as shown, y downwards, single precision, NaN where a foot is not known.

    Raises
    ------
    OutputError
        When the file cannot be written.
    """
    tracks = np.array([[getattr(feet, part)[side] for side in SIDES] for part in PARTS])
    buffer = io.BytesIO()
    np.savez_compressed(
        buffer,
        allow_pickle=False,
        format=np.array(FORMAT_ID),
        sha256=np.array(clip.sha256),
        feet=tracks.astype("<f4"),
    )
    write_file(folder / FEET_NAME, buffer.getvalue())


def read_feet(folder: Path, clip: Clip) -> FootTracks:
    """Read the feet of the analysis in a folder.

    Raises
    ------
    FeetError
        When the file is missing, damaged, or belongs to another clip.
    """
    path = folder / FEET_NAME
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise FeetError(
            f"{FEET_NAME} is not in {folder}, so the places of the feet are not known. "
            "Analyse the clip again."
        ) from error
    except OSError as error:
        raise FeetError(f"{path} cannot be read ({error.strerror or error}).") from error
    try:
        tracks, sha256 = _read(data)
    except _DAMAGES as error:
        raise FeetError(f"{path} is damaged. Analyse the clip again.") from error
    if sha256 != clip.sha256 or tracks.shape[2] != clip.frames:
        raise FeetError(
            f"{path} belongs to another clip than the analysis beside it. Analyse the clip again."
        )
    by_part = [dict(zip(SIDES, part, strict=True)) for part in tracks]
    return FootTracks(**dict(zip(PARTS, by_part, strict=True)))


def _read(data: bytes) -> tuple[NDArray[np.float64], str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > LARGEST_BYTES:
            raise ValueError("too large")
    with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
        if str(arrays["format"]) != FORMAT_ID:
            raise ValueError("another format")
        tracks, sha256 = arrays["feet"], str(arrays["sha256"])
    wanted = (len(PARTS), len(SIDES), *tracks.shape[2:3], 2)
    if tracks.dtype != np.dtype("<f4") or tracks.shape != wanted:
        raise ValueError("no tracks")
    return tracks.astype(np.float64), sha256

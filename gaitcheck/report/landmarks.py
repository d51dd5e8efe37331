"""``landmarks.npz``: what MediaPipe saw in every frame, kept beside ``analysis.json``.

Reports and exports draw on it, so that nobody has to look for the runner a second time.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gaitcheck.errors import InputError
from gaitcheck.report.disk import write_file
from gaitcheck.types import Clip, Landmarks

LANDMARKS_NAME: Final = "landmarks.npz"
FORMAT_ID: Final = "gaitcheck.landmarks/1"
POINTS: Final = 33

# Name, type and shape (None = frames) of every array. Single precision holds a pixel of the widest
# picture to better than a thousandth; half precision holds a visibility to 0.0005 and MediaPipe's
# depth, which is far less certain than that, to a pixel in two thousand.
_ARRAYS: Final[Mapping[str, tuple[str, tuple[int | None, ...]]]] = {
    "time_s": ("<f8", (None,)),
    "points": ("<f4", (None, POINTS, 2)),
    "depth": ("<f2", (None, POINTS)),
    "visibility": ("<f2", (None, POINTS)),
    "tracked": ("|b1", (None,)),
    "size": ("<i4", (2,)),
}
_TEXTS: Final = ("format", "sha256")
# What a file may unpack to: eight hours at 60 pictures a second take 0.7 GB.
LARGEST_BYTES: Final = 1 << 30
# What zipfile and NumPy raise for bytes that are no archive of arrays (NotImplementedError, for a
# compression that they do not know, is a RuntimeError).
_DAMAGES: Final = (
    *(zipfile.BadZipFile, zlib.error, ValueError, OSError),
    *(EOFError, RuntimeError, SyntaxError, MemoryError),
)


class LandmarksError(InputError):
    """The landmarks of an analysis are missing, damaged or those of another clip."""


def write_landmarks(folder: Path, landmarks: Landmarks, clip: Clip) -> None:
    """Write ``landmarks.npz`` into a folder.

    Arrays (no pickle): ``time_s`` file time, shape (frames,); ``points`` pixels of the picture as
    shown, y downwards, shape (frames, 33, 2); ``depth`` and ``visibility``, shape (frames, 33);
    ``tracked``, shape (frames,), whether the runner was found; ``size`` width and height of the
    picture; ``sha256`` of the clip; ``format``. Frames without the runner hold NaN.

    Raises
    ------
    OutputError
        When the file cannot be written.
    """
    write_file(folder / LANDMARKS_NAME, to_npz_bytes(landmarks, clip))


def read_landmarks(folder: Path, clip: Clip) -> Landmarks:
    """Read the landmarks of the analysis in a folder.

    Parameters
    ----------
    folder : Path
        Where ``analysis.json`` is.
    clip : Clip
        Of that analysis; the landmarks of another clip are refused.

    Raises
    ------
    LandmarksError
        When the file is missing, damaged, no landmarks of gaitcheck or those of another clip.
    """
    path = folder / LANDMARKS_NAME
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise LandmarksError(
            f"{LANDMARKS_NAME} is not in {folder}, so the landmarks of this analysis are not "
            "known. Analyse the clip again."
        ) from error
    except OSError as error:
        raise LandmarksError(f"{path} cannot be read ({error.strerror or error}).") from error
    arrays = _read_arrays(data, path)
    if str(arrays["sha256"]) != clip.sha256:
        raise LandmarksError(
            f"{path} belongs to another clip than the analysis beside it. Analyse the clip again."
        )
    return _to_landmarks(arrays, path)


def to_npz_bytes(landmarks: Landmarks, clip: Clip) -> bytes:
    """Return the content of ``landmarks.npz``; the same landmarks always give the same bytes."""
    tracked = np.isfinite(landmarks.points).all(axis=(1, 2))
    values: dict[str, object] = {
        "time_s": landmarks.time_s,
        "points": landmarks.points,
        "depth": landmarks.depth,
        "visibility": landmarks.visibility,
        "tracked": tracked,
        "size": (landmarks.width, landmarks.height),
    }
    arrays = {name: np.asarray(values[name], dtype=kind) for name, (kind, _) in _ARRAYS.items()}
    texts = {"format": np.array(FORMAT_ID), "sha256": np.array(clip.sha256)}
    buffer = io.BytesIO()
    np.savez_compressed(buffer, allow_pickle=False, **texts, **arrays)
    return buffer.getvalue()


def _read_arrays(data: bytes, path: Path) -> dict[str, NDArray[np.generic]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
        if size > LARGEST_BYTES:
            raise LandmarksError(f"{path} is larger than landmarks of a clip can be.")
        with np.load(io.BytesIO(data), allow_pickle=False) as archive:
            arrays = {name: archive[name] for name in (*_TEXTS, *_ARRAYS)}
    except KeyError as error:
        raise _foreign(path) from error
    except _DAMAGES as error:
        raise _damaged(path) from error
    if str(arrays["format"]) != FORMAT_ID:
        raise _foreign(path)
    return arrays


def _to_landmarks(arrays: Mapping[str, NDArray[np.generic]], path: Path) -> Landmarks:
    frames = len(np.atleast_1d(arrays["time_s"]))
    for name, (kind, shape) in _ARRAYS.items():
        wanted = tuple(frames if length is None else length for length in shape)
        if arrays[name].dtype != np.dtype(kind) or arrays[name].shape != wanted:
            raise _damaged(path)
    numbers = {name: arrays[name].astype(np.float64) for name in ("time_s", "points", "depth")}
    width, height = (int(side) for side in arrays["size"].astype(np.int64))
    seen = np.isfinite(numbers["points"]).all(axis=(1, 2))
    if width <= 0 or height <= 0 or not np.array_equal(seen, arrays["tracked"]):
        raise _damaged(path)
    try:
        return Landmarks(
            visibility=arrays["visibility"].astype(np.float64),
            width=width,
            height=height,
            **numbers,
        )
    except ValueError as error:
        raise _damaged(path) from error


def _foreign(path: Path) -> LandmarksError:
    return LandmarksError(f"{path} holds no landmarks of gaitcheck ({FORMAT_ID}).")


def _damaged(path: Path) -> LandmarksError:
    return LandmarksError(f"{path} is damaged. Analyse the clip again.")

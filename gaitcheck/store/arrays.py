"""Archives of arrays (npz): the same content always the same bytes, and damage told plainly."""

from __future__ import annotations

import io
import struct
import tokenize
import zipfile
import zlib
from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

LARGEST_BYTES: Final = 1 << 30
"""What a file may unpack to: eight hours of landmarks at 60 pictures a second take 0.7 GB."""

DAMAGES: Final = (
    *(zipfile.BadZipFile, zlib.error, ValueError, OSError, KeyError),
    *(EOFError, RuntimeError, SyntaxError, MemoryError, TypeError),
    *(struct.error, tokenize.TokenError),
)
"""What zipfile, NumPy and JSON raise for bytes that are no such archive (NotImplementedError, for a
compression that they do not know, is a RuntimeError)."""


def to_npz_bytes(arrays: Mapping[str, NDArray[Any]]) -> bytes:
    """Return an archive of arrays, compressed; the same arrays always give the same bytes.

    Parameters
    ----------
    arrays : mapping of str to array of any shape
        By the name in the archive, in any unit.
    """
    buffer = io.BytesIO()
    np.savez_compressed(buffer, allow_pickle=False, **arrays)
    return buffer.getvalue()


def from_npz_bytes(data: bytes) -> dict[str, NDArray[Any]]:
    """Return the arrays of an archive, of any shape and unit, by their names.

    Raises
    ------
    one of DAMAGES
        When it is none.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > LARGEST_BYTES:
            raise ValueError("larger than it can be")
    with np.load(io.BytesIO(data), allow_pickle=False) as archive:
        return dict(archive)

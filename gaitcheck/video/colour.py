"""The matrix between stored colours (YCbCr) and RGB."""

from __future__ import annotations

from av.video.reformatter import Colorspace

# Values of AVColorSpace: the file names none, or one that must not occur.
UNSPECIFIED, _RESERVED = 2, 3


def colour_matrix(stated: int, width: int, height: int) -> Colorspace | None:
    """Return the matrix to use, or None where the one that the file names is to be used.

    Where a file names none, players take BT.709 for high-definition pictures and BT.601 for
    smaller ones.
    """
    if stated not in (UNSPECIFIED, _RESERVED):
        return None
    return Colorspace.ITU709 if width >= 1280 or height > 576 else Colorspace.ITU601

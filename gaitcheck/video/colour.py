"""The matrix between stored colours (YCbCr) and RGB."""

from __future__ import annotations

from av.video.reformatter import Colorspace

# Values of AVColorSpace. Of the others swscale knows no matrix; cameras do not write them.
UNSPECIFIED = 2
_KNOWN = frozenset({0, 1, 4, 5, 6, 7, 9})
_BT2020_CONSTANT_LUMINANCE = 10


def colour_matrix(stated: int, width: int, height: int) -> Colorspace | None:
    """Return the matrix to use, or None where the one that the file names is to be used.

    Where a file names none, players take BT.709 for high-definition pictures and BT.601 for
    smaller ones.
    """
    if stated in _KNOWN:
        return None
    if stated == _BT2020_CONSTANT_LUMINANCE:
        return Colorspace.BT2020
    return Colorspace.ITU709 if width >= 1280 or height > 576 else Colorspace.ITU601

"""What a clip may hold at most; asked before memory is taken for it.

An hour of film is listed in about half a gigabyte; decoding pictures of `MAX_PIXELS` takes up to
two, phones' 4K pictures half of one. What a file can make FFmpeg take before it can be asked is
held by `gaitcheck.memory`.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from gaitcheck.errors import ClipUnreadableError

MAX_SIDE_PX: Final = 8192
"""Largest width or height that is accepted; twice that of a 4K picture."""
MIN_SIDE_PX: Final = 16
"""Smallest width or height that is accepted."""
MAX_PIXELS: Final = 36_000_000
"""Most pixels of a picture: 8192 x 4320. The decoder itself refuses more before it allocates."""
MAX_DURATION_S: Final = 3600.0
"""Longest clip that is accepted, in seconds of file time."""
MAX_FRAMES: Final = 216_000
"""Most pictures of a clip: an hour at 60 a second."""

DECODER_OPTIONS: Final = {"max_pixels": str(MAX_PIXELS)}
"""What every decoder is opened with."""


def check_size(name: str, width: int, height: int) -> None:
    """Check the size of a picture, pixels.

    Raises
    ------
    ClipUnreadableError
        When it is too large or too small.
    """
    size = f"{name} is {width} x {height} pixels"
    if max(width, height) > MAX_SIDE_PX:
        raise ClipUnreadableError(
            f"{size}, more than the {MAX_SIDE_PX} a side that are accepted; export it smaller."
        )
    if width * height > MAX_PIXELS:
        raise ClipUnreadableError(
            f"{size}, more than the {MAX_PIXELS / 1e6:.0f} million in all that are accepted; "
            "export it smaller."
        )
    if min(width, height) < MIN_SIDE_PX:
        raise ClipUnreadableError(
            f"{size}, fewer than the {MIN_SIDE_PX} a side that are needed; choose a larger clip."
        )


def check_length(name: str, seconds: Fraction, frames: int) -> None:
    """Check how long a clip is, in file time and in pictures.

    Raises
    ------
    ClipUnreadableError
        When it is too long.
    """
    if abs(seconds) > MAX_DURATION_S:
        raise ClipUnreadableError(
            f"{name} lasts longer than the {MAX_DURATION_S / 60:.0f} minutes that are accepted; "
            "cut out the part with the run."
        )
    if frames > MAX_FRAMES:
        raise ClipUnreadableError(
            f"{name} holds more than the {MAX_FRAMES:,} pictures that are accepted; cut out the "
            "part with the run."
        )


def no_size(name: str) -> ClipUnreadableError:
    """Return the error for a clip whose decoder does not tell the size of its pictures."""
    return ClipUnreadableError(
        f"The pictures of {name} cannot be decoded, or hold more than {MAX_PIXELS / 1e6:.0f} "
        "million pixels each; export it smaller, as MP4 (H.264)."
    )

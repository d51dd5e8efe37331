"""Keep an analysis from taking all memory, whatever a damaged clip claims to hold."""

from __future__ import annotations

import sys
from typing import Final

from gaitcheck.errors import ClipUnreadableError

MOST_BYTES: Final = 6 << 30
"""Most memory of each process of an analysis. A usual clip takes a twentieth of it; a small file
can claim so many pictures that FFmpeg's table of them alone would take as much."""


def hold_memory() -> None:
    """Let this process and those that it starts take no more than `MOST_BYTES` each.

    It is for processes of our own, never for a program that merely uses this package. What would
    take more gets a `MemoryError`, from FFmpeg too. Where the system has no such limit it does
    nothing.
    """
    if sys.platform == "win32":
        return
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    known = [limit for limit in (soft, hard) if limit != resource.RLIM_INFINITY]
    resource.setrlimit(resource.RLIMIT_DATA, (min([MOST_BYTES, *known]), hard))


def too_much_memory(name: str) -> ClipUnreadableError:
    """Return the error for a clip that would take more."""
    return ClipUnreadableError(
        f"{name} takes more memory than there is for it (at most {MOST_BYTES >> 30} GB): it is "
        "damaged, or its pictures are too large. Export it again as MP4 (H.264), smaller, shorter."
    )

"""Which files are taken for clips: the one list for commands, page and batch."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath
from types import MappingProxyType
from typing import Final

CONTAINERS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "mov": ("mp4", "mov", "m4v", "3gp", "3g2", "qt"),
        "matroska": ("mkv",),
        "webm": ("webm",),
        "avi": ("avi",),
        "mpegts": ("mts", "m2ts", "ts", "m2t"),
        "mpeg": ("mpg", "mpeg", "vob", "mod"),
        "asf": ("wmv", "asf"),
        "flv": ("flv",),
        "ogg": ("ogv",),
        "mxf": ("mxf",),
        "gif": ("gif",),
        "ivf": ("ivf",),
    }
)
"""The containers that cameras, phones and editors write, by FFmpeg's names, with the endings of
their files. A closed list, because other formats that FFmpeg reads (play lists, for instance) can
point to other files or to the network."""

SOUND_CONTAINERS: Final = ("mp3", "wav", "flac", "aac")
"""Sound files are opened too, to be able to say that they are."""

CLIP_ENDINGS: Final = tuple(ending for endings in CONTAINERS.values() for ending in endings)
"""Endings of the files that may be clips, without the dot, in small letters; the usual first."""


def may_be_clip(path: PurePath) -> bool:
    """Return whether a file is one of those to look into, by its name."""
    return path.suffix.lower().removeprefix(".") in CLIP_ENDINGS

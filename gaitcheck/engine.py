"""Which program made something: a checksum over its sources, so that nobody need raise a number."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

OBSERVING: Final = ("gait", "model", "observing", "video")
"""The rooms on which an observation depends, with the networks that lie in them."""
JUDGING: Final = (
    "advice",
    "judging.py",
    "review",
    "words/advice",
    "words/film_findings.py",
    "words/findings.py",
    "words/metrics.py",
    "words/reasons.py",
)
"""Those on which, besides, an analysis depends."""
LIBRARIES: Final = ("av", "mediapipe", "numpy", "opencv-python", "scipy")
"""The libraries that decode, find and measure: other releases may give other numbers."""

_PACKAGE: Final = Path(__file__).parent


@cache
def observing_engine() -> str:
    """Return a checksum of all that makes an observation: sources, networks, libraries, machine."""
    return _joined(fingerprint(_PACKAGE, OBSERVING), platform.machine(), *library_versions())


@cache
def judging_engine() -> str:
    """Return a checksum of all that makes an analysis."""
    return _joined(observing_engine(), fingerprint(_PACKAGE, JUDGING))


def fingerprint(folder: Path, rooms: Iterable[str]) -> str:
    """Return a checksum over the files of some rooms: their names and what they hold.

    Parameters
    ----------
    folder : Path
        The package.
    rooms : iterable of str
        Folders or files in it.
    """
    digest = hashlib.sha256()
    for path in sorted(path for room in rooms for path in _files(folder / room)):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _files(room: Path) -> Iterator[Path]:
    if room.is_file():
        yield room
        return
    for path in room.rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts:
            yield path


def library_versions() -> Iterator[str]:
    """Yield each of `LIBRARIES` with its version."""
    for name in LIBRARIES:
        try:
            yield f"{name} {version(name)}"
        except PackageNotFoundError:  # opencv under another of its names, for instance
            yield f"{name} of unknown version"


def key_of(model: Path | None, **parts: object) -> str:
    """Return a checksum of all on which something depends, by which it is found again.

    Parameters
    ----------
    model : Path or None
        Another pose model than the one in the package.
    **parts : object
        What else it depends on, made of JSON.

    Raises
    ------
    OSError
        When the model cannot be read.
    """
    content = None if model is None else hashlib.sha256(model.read_bytes()).hexdigest()
    told = json.dumps({"model": content, **parts}, sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()


def _joined(*parts: str) -> str:
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()

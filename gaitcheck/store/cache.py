"""Observations of clips seen before, in the user's cache folder, so that none is looked at twice.

A cache is never needed: where it cannot be read or written the clip is looked at again. What it
holds are numbers, no pictures, and neither the clip's name nor what was said of the runner.
"""

from __future__ import annotations

import dataclasses
import hashlib
import os
import re
import time
import warnings
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from gaitcheck import __version__
from gaitcheck.engine import key_of, observing_engine
from gaitcheck.errors import OutputError
from gaitcheck.model import ClipOptions, Observation
from gaitcheck.store.arrays import DAMAGES
from gaitcheck.store.disk import replace_file
from gaitcheck.store.observation import ObservationError, from_bytes, to_bytes

FOLDER_VARIABLE: Final = "GAITCHECK_CACHE_DIR"
"""Names another folder for the cache."""
LIMIT_BYTES: Final = 1_000_000_000
"""What the cache may take: some twenty hours of clips at 30 pictures a second."""
JUDGED_ONLY: Final = frozenset({"slow_motion", "height_cm", "belt_kmh", "mirrored"})
"""What may be said of a clip without its being looked at anew. Everything else is looked at apart:
an option that is not named here, a new one too, is part of the key."""

_MARK: Final = b"gaitcheck.cache/1"
_SUFFIX: Final = ".seen"
_PART_SUFFIX: Final = ".part"
_ENTRY: Final = re.compile(rf"[0-9a-f]{{64}}\{_SUFFIX}")
_PART: Final = re.compile(rf"[0-9a-f]{{64}}\.[0-9-]+\{_PART_SUFFIX}")
_LEFTOVER: Final = re.compile(rf"\.gaitcheck-[0-9a-f-]+({_SUFFIX}|{_PART_SUFFIX})")
# A file half written for longer than this belongs to a process that was killed.
_LEFT_S: Final = 3600.0


def cache_key(sha256: str, options: ClipOptions, model: Path | None) -> str:
    """Return the name of an observation: what was looked at, by what, how.

    Parameters
    ----------
    sha256 : str
        Checksum of the clip.
    options : ClipOptions
        Of which only those count that are not judged alone.
    model : Path or None
        Another pose model than the one in the package.

    Raises
    ------
    OSError
        When the model cannot be read.
    """
    said = dataclasses.asdict(options)
    return key_of(
        model,
        clip=sha256,
        said={name: value for name, value in said.items() if name not in JUDGED_ONLY},
        engine=observing_engine(),
        version=__version__,
    )


def cache_folder() -> Path:
    """Return where the cache lies: in the user's own, unless the variable names another."""
    named = os.environ.get(FOLDER_VARIABLE)
    if named:
        return Path(named)
    from platformdirs import user_cache_path

    return user_cache_path("gaitcheck", appauthor=False) / "observations"


@dataclass(frozen=True, slots=True)
class Usage:
    """What a cache holds."""

    entries: int
    size_bytes: int


def _warn(message: str) -> None:
    warnings.warn(message, stacklevel=2)


class ObservationCache:
    """Observations on disk; several processes may use one folder at the same time.

    Parameters
    ----------
    folder : Path, optional
        By default that of `cache_folder`.
    limit_bytes : int
        What all entries may take together; those not used for longest go first.
    on_trouble : callable
        Told in one sentence, once, why nothing can be kept; by default a warning.
    """

    def __init__(
        self,
        folder: Path | None = None,
        *,
        limit_bytes: int = LIMIT_BYTES,
        on_trouble: Callable[[str], None] = _warn,
    ) -> None:
        self.folder = cache_folder() if folder is None else folder
        self.limit_bytes = limit_bytes
        self._on_trouble = on_trouble
        self._told = False

    def find(self, key: str, file: str, options: ClipOptions) -> Observation | None:
        """Return the observation of that key as if a file had been looked at just now.

        None where there is none. An entry that is damaged is thrown away.
        """
        path = self._path(key)
        content = self._read(path, key)
        if content is None:
            return None
        try:
            observation = from_bytes(content)
        except (*DAMAGES, ObservationError):
            with suppress(OSError):
                path.unlink(missing_ok=True)
            return None
        clip = dataclasses.replace(observation.clip, file=file)
        return dataclasses.replace(observation, clip=clip, options=options)

    def keep(self, key: str, observation: Observation) -> None:
        """Keep an observation, without the name of its file and what was said of the runner."""
        said = observation.options
        forgotten: dict[str, Any] = {
            field.name: field.default
            for field in dataclasses.fields(said)
            if field.name in JUDGED_ONLY
        }
        bare = dataclasses.replace(
            observation,
            clip=dataclasses.replace(observation.clip, file=""),
            options=dataclasses.replace(said, **forgotten),
        )
        self._write(self._path(key), _packed(to_bytes(bare), key))
        for path in self._listed(_PART):
            if path.name.startswith(key):
                with suppress(OSError):
                    path.unlink(missing_ok=True)

    def parts(self, key: str) -> Parts:
        """Return where parts of an observation are kept until it is whole."""
        return Parts(self, key)

    def _read(self, path: Path, name: str) -> bytes | None:
        """Return the content of an entry; None where there is none. A damaged one goes."""
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            self._tell(error.strerror or str(error))
            return None
        content = _unpacked(data, name)
        with suppress(OSError):
            if content is None:
                path.unlink(missing_ok=True)
            else:
                os.utime(path)  # used now: it goes last
        return content

    def _write(self, path: Path, data: bytes) -> None:
        if len(data) > self.limit_bytes:
            return
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            replace_file(path, data)
            self._make_room()
        except OSError as error:
            self._tell(error.strerror or str(error))
        except OutputError as error:
            cause = error.__cause__
            self._tell(cause.strerror or str(cause) if isinstance(cause, OSError) else str(error))

    def usage(self) -> Usage:
        """Return what is kept."""
        return _usage(self._entries())

    def clear(self) -> Usage:
        """Remove what is kept, and nothing else that may lie in the folder; return what went.

        Raises
        ------
        OutputError
            When an entry cannot be removed.
        """
        gone = [entry for entry in self._entries() if _removed(entry.path)]
        for path in self._listed(_LEFTOVER):
            _removed(path)
        return _usage(gone)

    def _path(self, key: str) -> Path:
        return self.folder / f"{key}{_SUFFIX}"

    def _entries(self) -> list[_Entry]:
        """Return the entries and parts of such, those not used for longest first."""
        found = []
        for path in (*self._listed(_ENTRY), *self._listed(_PART)):
            with suppress(OSError):  # gone meanwhile
                status = path.stat()
                found.append(_Entry(status.st_mtime_ns, path, status.st_size))
        return sorted(found, key=lambda entry: (entry.used_ns, entry.path.name))

    def _listed(self, pattern: re.Pattern[str]) -> list[Path]:
        try:
            return [path for path in self.folder.iterdir() if pattern.fullmatch(path.name)]
        except OSError:
            return []

    def _make_room(self) -> None:
        entries = self._entries()
        size = sum(entry.size for entry in entries)
        for entry in entries:
            if size <= self.limit_bytes:
                break
            entry.path.unlink(missing_ok=True)
            size -= entry.size
        for path in self._listed(_LEFTOVER):
            with suppress(OSError):
                if time.time() - path.stat().st_mtime > _LEFT_S:
                    path.unlink(missing_ok=True)

    def _tell(self, reason: str) -> None:
        if not self._told:
            self._told = True
            self._on_trouble(
                f"what was seen cannot be kept for the next time: the cache folder {self.folder} "
                f"cannot be used ({reason})."
            )


@dataclass(frozen=True, slots=True)
class Parts:
    """Parts of one observation that is not whole yet."""

    _cache: ObservationCache
    _key: str

    def find(self, name: str) -> bytes | None:
        """Return what was kept under a name; None where nothing whole is there."""
        return self._cache._read(self._path(name), f"{self._key}.{name}")

    def keep(self, name: str, data: bytes) -> None:
        """Keep something; where that cannot be done nothing happens."""
        self._cache._write(self._path(name), _packed(data, f"{self._key}.{name}"))

    def _path(self, name: str) -> Path:
        return self._cache.folder / f"{self._key}.{name}{_PART_SUFFIX}"


@dataclass(frozen=True, slots=True)
class _Entry:
    used_ns: int
    path: Path
    size: int


def _usage(entries: Iterable[_Entry]) -> Usage:
    """Return how many observations that are, and what they take with those not whole yet."""
    found = list(entries)
    return Usage(
        sum(entry.path.suffix == _SUFFIX for entry in found), sum(entry.size for entry in found)
    )


def _removed(path: Path) -> bool:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(
            f"{path} cannot be removed ({error.strerror or error}); change its permissions."
        ) from error
    return True


def _head(key: str, content: bytes) -> bytes:
    return b" ".join((_MARK, key.encode(), hashlib.sha256(content).hexdigest().encode())) + b"\n"


def _packed(content: bytes, key: str) -> bytes:
    """Return an entry: one line with its key and a checksum, then the observation."""
    return _head(key, content) + content


def _unpacked(data: bytes, key: str) -> bytes | None:
    """Return the content of an entry; None when it is not whole, or not of this key."""
    head, _, content = data.partition(b"\n")
    return content if head + b"\n" == _head(key, content) else None

"""Files beside the database, each under the digest of its content, stored once.

A file appears whole or not at all. `FileStore.mark` leaves a mark while files and rows are out of
step; whoever opens the desk and finds one removes what no row names (`FileStore.sweep`).
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import shutil
from collections.abc import Iterable, Iterator, Set
from contextlib import suppress
from pathlib import Path
from typing import Final

from gaitcheck.errors import DeskDamagedError
from gaitcheck.store.disk import make_folder, output_error

_DIGEST: Final = re.compile(r"[0-9a-f]{64}")
_MARKS: Final = "unfinished"
_CHUNK_BYTES: Final = 1 << 20


class FileStore:
    """A folder of files by digest.

    All methods that write are called while the desk's write lock is held.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._marks = root / _MARKS

    def path(self, digest: str) -> Path:
        """Return where the content of a digest lies."""
        if not _DIGEST.fullmatch(digest):
            raise DeskDamagedError(f"{digest!r} is the name of no file of the desk.")
        return self.root / digest[:2] / digest[2:]

    def put(self, source: Path | bytes, digest: str) -> None:
        """Store a content under its digest, unless it is there.

        Raises
        ------
        OutputError
            When it cannot be written.
        """
        place = self.path(digest)
        if place.exists():
            return
        temporary = self._marks / secrets.token_hex(8)
        make_folder(self._marks, parents=True)
        make_folder(place.parent, parents=True)
        try:
            with temporary.open("wb") as target:
                if isinstance(source, bytes):
                    target.write(source)
                else:
                    with source.open("rb") as origin:
                        shutil.copyfileobj(origin, target, _CHUNK_BYTES)
                target.flush()
                os.fsync(target.fileno())
            temporary.replace(place)
            _sync_folder(place.parent)
        except OSError as error:
            raise output_error(place, error) from error

    def read(self, digest: str) -> bytes:
        """Return a content, checked against its digest.

        Raises
        ------
        DeskDamagedError
            When it is gone or another.
        """
        try:
            data = self.path(digest).read_bytes()
        except OSError as error:
            raise DeskDamagedError(_LOST.format(path=self.path(digest))) from error
        if hashlib.sha256(data).hexdigest() != digest:
            raise DeskDamagedError(_LOST.format(path=self.path(digest)))
        return data

    def mark(self) -> Path:
        """Leave a mark, to be removed when rows and files are in step again."""
        make_folder(self._marks, parents=True)
        mark = self._marks / f"{os.getpid()}-{secrets.token_hex(8)}"
        try:
            mark.touch()
        except OSError as error:
            raise output_error(mark, error) from error
        return mark

    @property
    def unfinished(self) -> bool:
        """Whether something ended before it was complete."""
        try:
            return next(self._marks.iterdir(), None) is not None
        except OSError:
            return False

    def digests(self) -> Iterator[str]:
        """Return the digests of all files that are there."""
        with suppress(FileNotFoundError):
            for folder in self.root.iterdir():
                if len(folder.name) == 2 and folder.is_dir():
                    yield from (
                        digest
                        for entry in folder.iterdir()
                        if _DIGEST.fullmatch(digest := folder.name + entry.name)
                    )

    def sweep(self, named: Set[str]) -> None:
        """Remove every file but the named ones, and all marks."""
        self.remove(digest for digest in list(self.digests()) if digest not in named)
        with suppress(FileNotFoundError):
            for mark in list(self._marks.iterdir()):
                mark.unlink(missing_ok=True)

    def remove(self, digests: Iterable[str]) -> None:
        """Remove files, and the folders that are empty then."""
        for digest in digests:
            place = self.path(digest)
            with suppress(OSError):
                place.unlink(missing_ok=True)
                place.parent.rmdir()


def digest_of(source: Path | bytes) -> str:
    """Return the SHA-256 of a content as hexadecimal digits.

    Raises
    ------
    OSError
        When a file cannot be read.
    """
    if isinstance(source, bytes):
        return hashlib.sha256(source).hexdigest()
    with source.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


_LOST: Final = (
    "A file of the desk is gone or damaged ({path}). Restore the desk from a backup "
    "(gaitcheck restore), or delete the clip and keep it anew."
)


def _sync_folder(folder: Path) -> None:
    """Make a new name last through a loss of power, where the system can."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

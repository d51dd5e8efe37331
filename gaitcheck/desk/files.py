"""Files beside the database, each under the digest of its content, stored once.

They lie in a folder, or in a store that fsspec reaches (`gaitcheck.desk.files_elsewhere`): what
both promise is `FileStore`. A file appears whole or not at all. `FileStore.mark` leaves a mark
while files and rows are out of step; whoever opens the desk and finds one removes what no row names
(`FileStore.sweep`).
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import shutil
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Set
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from gaitcheck.errors import DeskDamagedError
from gaitcheck.store.disk import make_folder, output_error, remove_file, replace_file, replacing

DIGEST: Final = re.compile(r"[0-9a-f]{64}")
MARKS: Final = "unfinished"
OWNER: Final = "desk"
"""The file that says whose the files are."""
CHUNK_BYTES: Final = 1 << 20


class FileStore(ABC):
    """Files by digest.

    All methods that write are called while the desk's write lock is held.
    """

    @abstractmethod
    def name_of(self, digest: str) -> str:
        """Return where the content of a digest lies, to be named in messages."""

    @abstractmethod
    def put(self, source: Path | bytes, digest: str) -> None:
        """Store a content under its digest, unless it is there.

        Raises
        ------
        OutputError
            When it cannot be written.
        """

    @abstractmethod
    def fetch(self, digests: Iterable[str]) -> None:
        """Bring files to this computer that are read next; one that is gone is said then."""

    @abstractmethod
    def local(self, digest: str) -> Path:
        """Return a file of this computer with a content, to be read and left as it is.

        Raises
        ------
        DeskDamagedError
            When it is gone.
        """

    def read(self, digest: str) -> bytes:
        """Return a content, checked against its digest.

        Raises
        ------
        DeskDamagedError
            When it is gone or another.
        """
        try:
            data = self.local(digest).read_bytes()
        except OSError as error:
            raise lost_file_error(self.name_of(digest)) from error
        if digest_of(data) != digest:
            raise lost_file_error(self.name_of(digest))
        return data

    @abstractmethod
    def pieces(self, digest: str) -> Iterator[bytes]:
        """Yield a content piece by piece, unchecked; nothing where it is gone."""

    @abstractmethod
    def mark(self) -> str:
        """Leave a mark, to be removed when rows and files are in step again."""

    @abstractmethod
    def clear(self, mark: str) -> None:
        """Remove a mark."""

    @abstractmethod
    def marks(self) -> list[str]:
        """Return the marks that are there."""

    @property
    def unfinished(self) -> bool:
        """Whether something ended before it was complete."""
        return bool(self.marks())

    @abstractmethod
    def digests(self) -> Iterator[str]:
        """Return the digests of all files that are there."""

    def sweep(self, named: Set[str]) -> None:
        """Remove every file but the named ones, and all marks."""
        self.remove(digest for digest in list(self.digests()) if digest not in named)
        for mark in self.marks():
            self.clear(mark)

    @abstractmethod
    def remove(self, digests: Iterable[str]) -> None:
        """Remove files."""

    @abstractmethod
    def owner(self) -> str | None:
        """Return the id of the desk whose files these are; None where nobody said so."""

    @abstractmethod
    def claim(self, desk_id: str) -> None:
        """Say whose the files are."""

    @abstractmethod
    def disown(self, desk_id: str) -> None:
        """Leave a place that is without files as it was before a desk claimed it."""

    @abstractmethod
    def keep_beside(self, source: Path, name: str) -> None:
        """Keep a file that is none of a clip under a name of its own."""


@dataclass(frozen=True)
class LocalFiles(FileStore):
    """A folder of files by digest."""

    root: Path

    @property
    def _marks_folder(self) -> Path:
        return self.root / MARKS

    def name_of(self, digest: str) -> str:
        """Return where the content of a digest lies."""
        return str(self.local(digest))

    def local(self, digest: str) -> Path:
        """Return where the content of a digest lies."""
        return self.root / inner_name(digest)

    def fetch(self, digests: Iterable[str]) -> None:
        """All are here already."""

    def put(self, source: Path | bytes, digest: str) -> None:
        """Store a content under its digest, unless it is there."""
        place = self.local(digest)
        if place.exists():
            return
        temporary = self._marks_folder / secrets.token_hex(8)
        make_folder(self._marks_folder, parents=True)
        make_folder(place.parent, parents=True)
        try:
            with temporary.open("wb") as target:
                if isinstance(source, bytes):
                    target.write(source)
                else:
                    with source.open("rb") as origin:
                        shutil.copyfileobj(origin, target, CHUNK_BYTES)
                target.flush()
                os.fsync(target.fileno())
            temporary.replace(place)
            _sync_folder(place.parent)
        except OSError as error:
            raise output_error(place, error) from error

    def pieces(self, digest: str) -> Iterator[bytes]:
        """Yield a content piece by piece, unchecked."""
        with suppress(FileNotFoundError), self.local(digest).open("rb") as stream:
            while piece := stream.read(CHUNK_BYTES):
                yield piece

    def mark(self) -> str:
        """Leave a mark."""
        make_folder(self._marks_folder, parents=True)
        mark = self._marks_folder / new_mark()
        try:
            mark.touch()
        except OSError as error:
            raise output_error(mark, error) from error
        return mark.name

    def clear(self, mark: str) -> None:
        """Remove a mark."""
        remove_file(self._marks_folder / mark)

    def marks(self) -> list[str]:
        """Return the marks that are there, and what was not written to its end."""
        try:
            return [mark.name for mark in self._marks_folder.iterdir()]
        except OSError:
            return []

    def digests(self) -> Iterator[str]:
        """Return the digests of all files that are there."""
        with suppress(FileNotFoundError):
            for folder in self.root.iterdir():
                if len(folder.name) == 2 and folder.is_dir():
                    yield from (
                        digest
                        for entry in folder.iterdir()
                        if DIGEST.fullmatch(digest := folder.name + entry.name)
                    )

    def remove(self, digests: Iterable[str]) -> None:
        """Remove files, and the folders that are empty then."""
        for digest in digests:
            place = self.local(digest)
            with suppress(OSError):
                place.unlink(missing_ok=True)
                place.parent.rmdir()

    def owner(self) -> str | None:
        """Return the id of the desk whose files these are."""
        try:
            return (self.root / OWNER).read_text("utf-8").strip()
        except OSError:
            return None

    def claim(self, desk_id: str) -> None:
        """Say whose the files are."""
        make_folder(self.root, parents=True)
        replace_file(self.root / OWNER, desk_id.encode())

    def disown(self, desk_id: str) -> None:
        """Leave a place that is without files as it was before a desk claimed it."""
        if self.owner() == desk_id:
            remove_file(self.root / OWNER)
        with suppress(OSError):
            self._marks_folder.rmdir()

    def keep_beside(self, source: Path, name: str) -> None:
        """Keep a file that is none of a clip under a name of its own."""
        make_folder(self.root, parents=True)
        with replacing(self.root / name) as temporary:
            shutil.copyfile(source, temporary)


def inner_name(digest: str) -> str:
    """Return where a content lies within the files of a desk.

    Raises
    ------
    DeskDamagedError
        When it is no digest.
    """
    if not DIGEST.fullmatch(digest):
        raise DeskDamagedError(f"{digest!r} is the name of no file of the desk.")
    return f"{digest[:2]}/{digest[2:]}"


def new_mark() -> str:
    """Return a name for a mark that nobody else uses."""
    return f"{os.getpid()}-{secrets.token_hex(8)}"


def lost_file_error(name: str) -> DeskDamagedError:
    """Return the error that says that a file of the desk is gone."""
    return DeskDamagedError(_LOST.format(path=name))


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

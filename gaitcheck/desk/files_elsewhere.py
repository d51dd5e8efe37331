"""The desk's files in a store that fsspec reaches, such as S3, read through copies here."""

from __future__ import annotations

import posixpath
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from gaitcheck.desk.copies import Copies, own_copies
from gaitcheck.desk.files import (
    CHUNK_BYTES,
    DIGEST,
    MARKS,
    OWNER,
    FileStore,
    LocalFiles,
    digest_of,
    inner_name,
    lost_file_error,
    new_mark,
)
from gaitcheck.errors import OutputError
from gaitcheck.store.addresses import has_folders, make_folder_at, plain_store

NOT_REMOVED: Final = (
    "What was asked is done, but files that are needed no more could not be removed ({reason}) "
    "They are removed when gaitcheck next opens the desk."
)


def files_at(place: Path | str) -> FileStore:
    """Return the files of a desk: in a folder, or at an address."""
    if isinstance(place, Path):
        return LocalFiles(place)
    return FilesElsewhere(place, own_copies())


@dataclass(frozen=True)
class FilesElsewhere(FileStore):
    """Files by digest at an address, laid out as in a folder.

    Attributes
    ----------
    address : str
        Such as ``s3://club/desk``.
    copies : Copies
        Through which they are read.
    """

    address: str
    copies: Copies

    def name_of(self, digest: str) -> str:
        """Return the address of a content."""
        return f"{self.address}/{inner_name(digest)}"

    def put(self, source: Path | bytes, digest: str) -> None:
        """Store a content under its digest, unless it is there."""
        with self._store() as (files, base):
            place = posixpath.join(base, inner_name(digest))
            if not files.exists(place):
                self._write(files, source, place, base)

    def _write(self, files: Any, source: Path | bytes, place: str, base: str) -> None:
        """Write a file that appears whole, or not at all."""
        target = place
        if has_folders(files):
            target = posixpath.join(base, MARKS, secrets.token_hex(8))
            make_folder_at(files, posixpath.dirname(target))
            make_folder_at(files, posixpath.dirname(place))
        if isinstance(source, bytes):
            files.pipe_file(target, source)
        else:
            files.put_file(str(source), target)
        if target != place:
            files.mv(target, place)

    def fetch(self, digests: Iterable[str]) -> None:
        """Bring files here, many at a time; one that is gone is said when it is read."""
        wanted = [digest for digest in dict.fromkeys(digests) if self.copies.find(digest) is None]
        if not wanted:
            return
        with self.copies.coming() as folder, self._store() as (files, base):
            from_there = [posixpath.join(base, inner_name(digest)) for digest in wanted]
            with suppress(FileNotFoundError):
                files.get(from_there, [str(folder / digest) for digest in wanted])
            for digest in wanted:
                arrived = folder / digest
                if arrived.is_file() and digest_of(arrived) == digest:
                    self.copies.take(arrived, digest)
        self.copies.make_room(set(wanted))

    def local(self, digest: str) -> Path:
        """Return the copy of a content, brought here where there is none."""
        inner_name(digest)  # nothing else is looked for
        copy = self.copies.find(digest)
        if copy is None:
            self.fetch([digest])
            copy = self.copies.find(digest)
        if copy is None:
            raise lost_file_error(self.name_of(digest))
        return copy

    def read(self, digest: str) -> bytes:
        """Return a content; a copy that is damaged is brought anew."""
        with suppress(OSError):
            data = self.local(digest).read_bytes()
            if digest_of(data) == digest:
                return data
        self.copies.remove(digest)
        return super().read(digest)

    def pieces(self, digest: str) -> Iterator[bytes]:
        """Yield a content piece by piece, past the copies."""
        with (
            plain_store(self.address) as (files, base),
            suppress(FileNotFoundError),
            files.open(posixpath.join(base, inner_name(digest)), "rb") as stream,
        ):
            while piece := stream.read(CHUNK_BYTES):
                yield piece

    def mark(self) -> str:
        """Leave a mark."""
        mark = new_mark()
        with self._store() as (files, base):
            make_folder_at(files, posixpath.join(base, MARKS))
            files.pipe_file(posixpath.join(base, MARKS, mark), b"")
        return mark

    def clear(self, mark: str) -> None:
        """Remove a mark."""
        with self._store() as (files, base), suppress(FileNotFoundError):
            files.rm_file(posixpath.join(base, MARKS, mark))

    def marks(self) -> list[str]:
        """Return the marks that are there, and what was not written to its end."""
        return self._listed(MARKS)

    def digests(self) -> Iterator[str]:
        """Return the digests of all files that are there."""
        for name in self._listed(""):
            digest = name.replace("/", "", 1)
            if DIGEST.fullmatch(digest) and name == inner_name(digest):
                yield digest

    def remove(self, digests: Iterable[str]) -> None:
        """Remove files, and their copies here."""
        try:
            for digest in digests:
                self.copies.remove(digest)
                with self._store() as (files, base), suppress(FileNotFoundError):
                    files.rm_file(posixpath.join(base, inner_name(digest)))
        except OutputError as error:
            raise OutputError(NOT_REMOVED.format(reason=error)) from error

    def owner(self) -> str | None:
        """Return the id of the desk whose files these are."""
        with self._store() as (files, base), suppress(FileNotFoundError):
            return str(files.cat_file(posixpath.join(base, OWNER)).decode().strip())
        return None

    def claim(self, desk_id: str) -> None:
        """Say whose the files are."""
        with self._store() as (files, base):
            self._write(files, desk_id.encode(), posixpath.join(base, OWNER), base)

    def disown(self, desk_id: str) -> None:
        """Leave a place that is without files as it was before a desk claimed it."""
        if self.owner() == desk_id:
            with self._store() as (files, base):
                files.rm_file(posixpath.join(base, OWNER))

    def keep_beside(self, source: Path, name: str) -> None:
        """Keep a file that is none of a clip under a name of its own."""
        with self._store() as (files, base):
            self._write(files, source, posixpath.join(base, name), base)

    def _listed(self, inner: str) -> list[str]:
        """Return the names of the files in a folder, at any depth, as seen from it."""
        with self._store() as (files, base), suppress(FileNotFoundError):
            top = posixpath.join(base, inner) if inner else base
            return [posixpath.relpath(name, top) for name in files.find(top)]
        return []

    @contextmanager
    def _store(self) -> Iterator[tuple[Any, str]]:
        """Give the store as it is now: others write to it, too."""
        with plain_store(self.address) as (files, base):
            files.invalidate_cache()
            yield files, base

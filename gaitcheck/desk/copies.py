"""Copies on this computer of files that lie elsewhere: bounded, those not used for longest go."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Set
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from gaitcheck.store.cache import cache_folder
from gaitcheck.store.disk import make_folder, output_error

LIMIT_BYTES: Final = 4_000_000_000
"""What the copies may take together: two of the longest films that the app takes (a convention)."""
_COMING: Final = "coming-"
_LEFT_S: Final = 3600.0
"""What has been coming for longer belongs to a process that was killed."""


@dataclass(frozen=True)
class Copies:
    """A folder of copies by digest; several processes may use it at the same time.

    Attributes
    ----------
    folder : Path
    limit_bytes : int
        What all may take together; what was asked for just now stays in any case.
    """

    folder: Path
    limit_bytes: int = LIMIT_BYTES

    def find(self, digest: str) -> Path | None:
        """Return the copy of a content, None where there is none."""
        path = self.folder / digest
        try:
            os.utime(path)  # used now: it goes last
        except OSError:
            return None
        return path

    @contextmanager
    def coming(self) -> Iterator[Path]:
        """Give a folder to bring files to before they are copies.

        Raises
        ------
        OutputError
            When there is no room.
        """
        make_folder(self.folder, parents=True)
        self.folder.chmod(0o700)
        try:
            with TemporaryDirectory(prefix=_COMING, dir=self.folder) as name:
                yield Path(name)
        except OSError as error:
            raise output_error(self.folder / _COMING, error) from error

    def take(self, arrived: Path, digest: str) -> None:
        """Make a file that has come a copy."""
        arrived.replace(self.folder / digest)

    def remove(self, digest: str) -> None:
        """Remove a copy."""
        with suppress(OSError):
            (self.folder / digest).unlink(missing_ok=True)

    def make_room(self, asked: Set[str]) -> None:
        """Remove the copies not used for longest until all keep to the limit."""
        found = []
        for path in self.folder.iterdir():
            with suppress(OSError):  # gone meanwhile
                status = path.stat()
                if not path.name.startswith(_COMING):
                    found.append((status.st_mtime_ns, status.st_size, path))
                elif time.time() - status.st_mtime > _LEFT_S:
                    for left in path.iterdir():
                        left.unlink(missing_ok=True)
                    path.rmdir()
        size = sum(entry[1] for entry in found)
        for _, taken, path in sorted(found):
            if size <= self.limit_bytes:
                break
            if path.name not in asked:
                self.remove(path.name)
                size -= taken


def own_copies() -> Copies:
    """Return the copies in the user's cache folder."""
    return Copies(cache_folder() / "desk")

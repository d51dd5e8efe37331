"""Copies on this computer of files that lie elsewhere: bounded, those not used for longest go."""

from __future__ import annotations

import os
from collections.abc import Iterator, Set
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from gaitcheck.store.cache import cache_folder
from gaitcheck.store.disk import make_folder, output_error
from gaitcheck.store.leftovers import HIDDEN, clear_leftovers, new_name, remove

LIMIT_BYTES: Final = 4_000_000_000
"""What the copies may take together: two of the longest films that the app takes (a convention)."""


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
        clear_leftovers(self.folder)
        coming = self.folder / new_name()
        try:
            coming.mkdir()
            yield coming
        except OSError as error:
            raise output_error(coming, error) from error
        finally:
            remove(coming)

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
                if not path.name.startswith(HIDDEN):
                    status = path.stat()
                    found.append((status.st_mtime_ns, status.st_size, path))
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

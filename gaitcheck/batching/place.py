"""Where a batch writes records, results and table: a folder that one batch has at a time."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Final, Protocol

from filelock import FileLock, Timeout

from gaitcheck.batching.record import Record, from_bytes, to_bytes
from gaitcheck.errors import OutputError
from gaitcheck.store.disk import make_folder, replace_file
from gaitcheck.store.folders import ANALYSIS_FILE, ResultsFolder
from gaitcheck.store.leftovers import clear_leftovers

OWN_FOLDER: Final = ".gaitcheck-batch"
"""Of the batch itself: records, and what is still being written."""
RECORDS: Final = "clips"
WORK: Final = "work"
LOCK: Final = "lock"

TAKEN: Final = (
    "Another batch is writing into {}. Wait until it ends, or choose another folder with --out."
)


class Place(Protocol):
    """What a batch needs of the place that it writes to; on a cluster each worker has it too."""

    def alone(self) -> AbstractContextManager[None]:
        """Return a context in which no other batch writes there."""

    def records(self) -> dict[str, Record]:
        """Return the records that are there, slim, by the id of their clip."""

    def whole(self, ids: Iterable[str]) -> Iterator[Record]:
        """Yield the records of some clips as they were written, those that are there."""

    def read(self, clip_id: str) -> Record | None:
        """Return the record of one clip, None where there is none."""

    def write(self, record: Record) -> None:
        """Write a record, in place of an earlier one of its clip."""

    def working(self) -> AbstractContextManager[Path]:
        """Return a context that gives an empty folder on this computer."""

    def publish(self, folder: Path, name: str) -> None:
        """Put a complete folder of results in place under a name."""

    def has_result(self, name: str) -> bool:
        """Return whether a complete result is there under a name."""

    def is_taken(self, name: str) -> bool:
        """Return whether anything is there under a name."""

    def write_table(self, name: str, data: bytes) -> str:
        """Write a table and return where it lies."""


class LocalPlace:
    """A folder of this computer, or one that all computers of a cluster share.

    Parameters
    ----------
    folder : Path
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder.absolute()
        self._own = self.folder / OWN_FOLDER

    def __str__(self) -> str:
        return str(self.folder)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Hold the folder while the block runs; who is killed lets go of it.

        Raises
        ------
        OutputError
            When another batch holds it, or it cannot be written.
        """
        for folder in (self.folder, self._own, self._own / RECORDS):
            make_folder(folder, parents=True)
            clear_leftovers(folder)
        lock = FileLock(self._own / LOCK)
        try:
            lock.acquire(timeout=0)
        except Timeout as error:
            raise OutputError(TAKEN.format(self.folder)) from error
        except (OSError, NotImplementedError) as error:
            raise OutputError(
                f"{self.folder} cannot be locked for this batch ({error}); "
                "choose a folder on another disk with --out."
            ) from error
        try:
            # What a batch that was killed had not finished.
            shutil.rmtree(self._own / WORK, ignore_errors=True)
            yield
        finally:
            shutil.rmtree(self._own / WORK, ignore_errors=True)
            lock.release()

    def records(self) -> dict[str, Record]:
        """Return the records in the folder, by the id of their clip; damaged ones are left out."""
        ids = (path.stem for path in sorted((self._own / RECORDS).glob("*.json")))
        return {record.clip.id: record.slim() for record in self.whole(ids)}

    def whole(self, ids: Iterable[str]) -> Iterator[Record]:
        """Yield the records of some clips as they were written, those that are there."""
        for clip_id in ids:
            record = self.read(clip_id)
            if record is not None:
                yield record

    def read(self, clip_id: str) -> Record | None:
        """Return the record of one clip, None where there is none or it is damaged."""
        try:
            return from_bytes(self._record_path(clip_id).read_bytes())
        except OSError:
            return None

    def write(self, record: Record) -> None:
        """Write a record, whole or not at all.

        Raises
        ------
        OutputError
            When it cannot be written.
        """
        replace_file(self._record_path(record.clip.id), to_bytes(record))

    def _record_path(self, clip_id: str) -> Path:
        return self._own / RECORDS / f"{clip_id}.json"

    @contextmanager
    def working(self) -> Iterator[Path]:
        """Give an empty folder on the same disk, which goes with the block.

        Raises
        ------
        OutputError
            When it cannot be made.
        """
        make_folder(self._own / WORK, parents=True)
        try:
            folder = Path(tempfile.mkdtemp(dir=self._own / WORK))
        except OSError as error:
            raise OutputError(
                f"Nothing can be written to {self.folder} ({error.strerror or error})."
            ) from error
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def publish(self, folder: Path, name: str) -> None:
        """Move a complete folder of results in place.

        Raises
        ------
        OutputError
            When it cannot be moved there.
        """
        ResultsFolder(self.folder / name).adopt(folder)

    def has_result(self, name: str) -> bool:
        """Return whether a complete result is there."""
        return (self.folder / name / ANALYSIS_FILE).is_file()

    def is_taken(self, name: str) -> bool:
        """Return whether anything is there."""
        return os.path.lexists(self.folder / name)

    def write_table(self, name: str, data: bytes) -> str:
        """Write a table and return where it lies.

        Raises
        ------
        OutputError
            When it cannot be written.
        """
        replace_file(self.folder / name, data)
        return str(self.folder / name)

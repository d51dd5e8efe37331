"""Folders of results: which clip goes where, and all or nothing on disk.

Results are written into a hidden folder beside their place and moved there when they are complete.
So a failure, a full disk or a cancel leaves no half result, and an earlier good one stays.
"""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from gaitcheck.errors import OutputError
from gaitcheck.store.leftovers import HIDDEN, SET_ASIDE, clear_leftovers, new_name, remove

ANALYSIS_FILE: Final = "analysis.json"
OWN_FILES: Final = frozenset(
    {
        *(ANALYSIS_FILE, "steps.csv", "metrics.csv", "soles.csv", "observation.npz", "feet.npz"),
        *("contacts.png", "steps"),
        "landmarks.npz",  # of results before gaitcheck.analysis/2
    }
)
"""What gaitcheck writes; anything else in a results folder belongs to the user and stays."""

# linux/fcntl.h, linux/fs.h
_HERE, _EXCHANGE = -100, 2
DISK_FAULTS: Final = frozenset(
    {errno.ENOSPC, errno.EROFS, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}
)


def result_folders(clips: Sequence[Path], out: Path) -> dict[Path, Path]:
    """Return the results folder of each clip: ``out/<clip name without its extension>``.

    When clips of one call share a name, the later ones get ``-2``, ``-3`` ... in the order given.
    A clip that is named twice is analysed once. Names that differ only in upper and lower case or
    in the way accents are encoded count as the same, because some disks see them so.
    """
    folders: dict[Path, Path] = {}
    seen: set[Path] = set()
    reserved = {folded_name(stem_of(clip.name)) for clip in clips}
    given: set[str] = set()
    for clip in clips:
        if clip.absolute() in seen:
            continue
        seen.add(clip.absolute())
        stem = stem_of(clip.name)
        name, number = stem, 1
        if folded_name(name) in given:
            while folded_name(name) in reserved:
                number += 1
                name = f"{stem}-{number}"
            reserved.add(folded_name(name))
        given.add(folded_name(name))
        folders[clip] = out / name
    return folders


def stem_of(name: str) -> str:
    """Return a clip's name without its suffix, never nothing and never a way upwards."""
    stem = Path(name).stem
    return stem if stem.strip(".") else (name.strip(".") or "clip")


def folded_name(name: str) -> str:
    """Return a name as it is compared: some disks tell neither case nor the coding of accents."""
    return unicodedata.normalize("NFC", name).casefold()


class ResultsFolder:
    """The place of one clip's results.

    Parameters
    ----------
    place : Path
        Where the results go. A folder that holds other things is refused.
    """

    def __init__(self, place: Path) -> None:
        self.place = place
        self._real = Path(os.path.realpath(place))
        self._temporary: Path | None = None
        self._made: list[Path] = []

    @contextmanager
    def writing(self) -> Iterator[Path]:
        """Give an empty folder to write into, and move it in place if the block succeeds.

        Raises
        ------
        OutputError
            When the results cannot be written: rights, a full disk, a place that is taken.
        """
        try:
            self._check_place()
            temporary = self._make_temporary()
        except OSError as error:
            self.discard()
            raise self._output_error(error) from error
        try:
            yield temporary
            self._publish(temporary)
        except OutputError as error:
            # It names a file in a folder that its user never sees.
            if isinstance(error.__cause__, OSError):
                raise self._output_error(error.__cause__) from error
            raise
        except OSError as error:
            if error.errno in DISK_FAULTS or self._is_ours(error):
                raise self._output_error(error) from error
            raise
        finally:
            self.discard()

    def adopt(self, folder: Path) -> None:
        """Move a complete folder of results, written on the same disk, in place.

        Raises
        ------
        OutputError
            When it cannot be moved there.
        """
        try:
            self._check_place()
            self._real.parent.mkdir(parents=True, exist_ok=True)
            self._publish(folder)
        except OSError as error:
            raise self._output_error(error) from error

    def discard(self) -> None:
        """Remove what was written but not moved in place, and the folders made for it."""
        if self._temporary is not None:
            shutil.rmtree(self._temporary, ignore_errors=True)
            self._temporary = None
        while self._made:
            with suppress(OSError):  # it holds results by now
                self._made.pop().rmdir()

    def _check_place(self) -> None:
        real = self._real
        if not real.exists():
            return
        if not real.is_dir():
            raise OutputError(f"{self.place} is a file. Choose another folder with --out.")
        names = {entry.name for entry in real.iterdir()}
        if names and ANALYSIS_FILE not in names:
            raise OutputError(
                f"{self.place} exists and holds other files. Choose another folder with --out."
            )

    def _make_temporary(self) -> Path:
        parent = self._real.parent
        missing = [folder for folder in (parent, *parent.parents) if not folder.exists()]
        for folder in reversed(missing):
            folder.mkdir(exist_ok=True)
            self._made.append(folder)
        clear_leftovers(parent)
        temporary = parent / new_name()
        temporary.mkdir()
        self._temporary = temporary
        return temporary

    def _publish(self, temporary: Path) -> None:
        had_result = self._real.is_dir()
        if had_result and self._take_along(temporary) and swap_folders(temporary, self._real):
            self._keep_foreign_files(temporary)
            return
        old = temporary.with_name(f"{temporary.name}{SET_ASIDE}")
        if had_result:
            self._real.rename(old)
        try:
            temporary.rename(self._real)
        except OSError:
            if had_result:
                old.rename(self._real)
            raise
        self._temporary = None
        if had_result:
            self._keep_foreign_files(old)

    def _take_along(self, new: Path) -> bool:
        """Give the files of others a second name in the new result, so that none is ever away.

        Where the disk knows no second names nothing is done, and False returned.
        """
        taken: list[Path] = []
        try:
            for entry in self._real.iterdir():
                target = new / entry.name
                if entry.name in OWN_FILES or os.path.lexists(target):
                    continue
                taken.append(target)
                if entry.is_dir() and not entry.is_symlink():
                    shutil.copytree(entry, target, symlinks=True, copy_function=os.link)
                else:
                    os.link(entry, target, follow_symlinks=False)
        except OSError:
            for target in taken:
                remove(target)
            return False
        return True

    def _keep_foreign_files(self, old: Path) -> None:
        """Move what others have added meanwhile, and remove the earlier result."""
        written = {entry.name for entry in self._real.iterdir()}
        for entry in list(old.iterdir()):
            if entry.name not in written | OWN_FILES:
                entry.rename(self._real / entry.name)
        shutil.rmtree(old, ignore_errors=True)

    def _is_ours(self, error: OSError) -> bool:
        """Return whether the error names a path inside the output, not the clip's."""
        if error.filename is None or isinstance(error.filename, int):
            return False
        path = Path(os.path.realpath(os.fsdecode(error.filename)))
        return path.is_relative_to(self._real.parent) and any(
            part.startswith(HIDDEN) or part == self._real.name for part in path.parts
        )

    def _output_error(self, error: OSError) -> OutputError:
        if isinstance(error, FileExistsError | NotADirectoryError):
            return OutputError(
                f"{self.place} cannot be made, because a part of this path is a file. "
                "Choose another folder with --out."
            )
        if error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)):
            return OutputError(
                f"The disk is full: the results cannot be written to {self.place}. "
                "Free some space or choose another folder with --out."
            )
        if error.errno == errno.ENAMETOOLONG:
            return OutputError(
                f"The path {self.place} is too long for this disk. "
                "Choose another folder with --out."
            )
        return OutputError(
            f"The results cannot be written to {self.place} ({error.strerror}). "
            "Choose another folder with --out."
        )


def swap_folders(one: Path, other: Path) -> bool:
    """Swap two folders in one step, where the system can (Linux); return whether that was done."""
    if sys.platform != "linux":
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    if not hasattr(libc, "renameat2"):
        return False
    names = (os.fsencode(one), os.fsencode(other))
    return bool(libc.renameat2(_HERE, names[0], _HERE, names[1], _EXCHANGE) == 0)

"""Write result files, and say plainly why one cannot be written."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from gaitcheck.errors import OutputError
from gaitcheck.store.leftovers import clear_leftovers, new_name

_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_NO_RIGHTS = (errno.EACCES, errno.EPERM, errno.EROFS)


def write_file(path: Path, data: bytes) -> None:
    """Write a whole file.

    Raises
    ------
    OutputError
        When the file cannot be written.
    """
    try:
        path.write_bytes(data)
    except OSError as error:
        raise output_error(path, error) from error


def replace_file(path: Path, data: bytes) -> None:
    """Write a whole file under another name beside its place and move it there when complete.

    Raises
    ------
    OutputError
        When the file cannot be written; an earlier one of that name stays as it was.
    """
    with _replacing(path) as temporary:
        temporary.write_bytes(data)


def copy_file(source: str, target: str) -> None:
    """Copy a file's content, as `shutil.copytree` asks for it.

    Raises
    ------
    OutputError
        When it cannot be written; `shutil` would gather such errors into one that names none.
    """
    try:
        shutil.copyfile(source, target)
    except OSError as error:
        raise output_error(Path(target), error) from error


def remove_file(path: Path) -> None:
    """Remove a file if it is there.

    Raises
    ------
    OutputError
        When it cannot be removed.
    """
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise output_error(path, error) from error


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a name beside `path` to write to, and move it there when the block is complete.

    What killed processes have left in that folder goes.

    Raises
    ------
    OutputError
        When the file cannot be written; an earlier one of that name stays as it was.
    """
    clear_leftovers(path.parent)
    with _replacing(path) as temporary:
        yield temporary


@contextmanager
def _replacing(path: Path) -> Iterator[Path]:
    temporary = path.with_name(f"{new_name()}{path.suffix}")
    try:
        yield temporary
        temporary.replace(path)
    except OSError as error:
        raise output_error(path, error) from error
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def make_folder(path: Path, *, parents: bool = False) -> None:
    """Make a folder unless it is there, with those above it if `parents` says so.

    Raises
    ------
    OutputError
        When the folder cannot be made.
    """
    try:
        path.mkdir(parents=parents, exist_ok=True)
    except OSError as error:
        raise output_error(path, error) from error


def output_error(path: Path, error: OSError) -> OutputError:
    """Return the error that says why a file cannot be written."""
    folder = path.parent
    if error.errno in _NO_ROOM:
        return OutputError(
            f"There is no room left to write {path.name} in {folder}; "
            "free some space or choose a folder on another disk."
        )
    if error.errno in _NO_RIGHTS:
        return OutputError(
            f"{path.name} may not be written in {folder}; choose a folder that you may write to."
        )
    if error.errno == errno.ENOENT:
        return OutputError(f"The folder {folder} is gone; choose another folder for the results.")
    return OutputError(
        f"{path.name} cannot be written in {folder} ({error.strerror or error}); "
        "choose another folder for the results."
    )

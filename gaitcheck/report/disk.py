"""Write result files, and say plainly why one cannot be written."""

from __future__ import annotations

import errno
from pathlib import Path

from gaitcheck.errors import OutputError

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


def make_folder(path: Path) -> None:
    """Make a folder unless it is there.

    Raises
    ------
    OutputError
        When the folder cannot be made.
    """
    try:
        path.mkdir(exist_ok=True)
    except OSError as error:
        raise output_error(path, error) from error


def output_error(path: Path, error: OSError) -> OutputError:
    """Return what to tell the user when a file cannot be written."""
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

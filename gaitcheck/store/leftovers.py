"""What somebody who was killed has left half done: known by its name, gone at the next start.

What is written but not in place yet has a name that tells the computer, the process and when that
began. Where the writer no longer runs, it is a leftover. It may be on a disk that other computers
write to: what another one has left counts as such after a day.
"""

from __future__ import annotations

import hashlib
import os
import platform
import re
import secrets
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

HIDDEN: Final = ".gaitcheck-"
"""How names of what is not in place yet begin."""
SCRATCH: Final = "gaitcheck-tmp-"
"""How names of folders begin that hold what is temporary."""
SET_ASIDE: Final = "-old"
"""How the name of a folder ends whose place the one without that ending is about to take."""
FOREIGN_LEFT_S: Final = 86_400.0
"""What another computer has not touched for so long is left behind."""
UNKNOWN_START: Final = "0"

_NAME: Final = re.compile(
    rf"({re.escape(HIDDEN)}|{SCRATCH})(?P<computer>[0-9a-f]{{8}})-(?P<pid>\d+)-(?P<started>\d+)-.*"
)


def new_name(prefix: str = HIDDEN) -> str:
    """Return a name for something that this process writes, and nobody else."""
    pid = os.getpid()
    return f"{prefix}{_computer()}-{pid}-{start_of(pid)}-{secrets.token_hex(8)}"


def clear_leftovers(folder: Path, prefix: str = HIDDEN) -> None:
    """Remove what killed processes have left half done in a folder; what cannot be removed stays.

    An earlier result that was set aside for one that did not come stays too, and so does that one.
    """
    with suppress(OSError):
        entries = [entry for entry in folder.iterdir() if entry.name.startswith(prefix)]
        names = {entry.name for entry in entries}
        for entry in entries:
            if _twin(entry.name) not in names and is_left(entry):
                remove(entry)


def clear_scratch(parent: Path | None = None) -> None:
    """Remove what killed processes have left among what is temporary."""
    clear_leftovers(Path(tempfile.gettempdir()) if parent is None else parent, SCRATCH)


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """Give an empty folder among what is temporary; what others have left there goes."""
    parent = Path(tempfile.gettempdir())
    clear_scratch(parent)
    folder = parent / new_name(SCRATCH)
    folder.mkdir(mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def is_left(entry: Path) -> bool:
    """Return whether the one that wrote something no longer runs."""
    found = _NAME.fullmatch(entry.name)
    if found is None:  # not ours
        return False
    if found["computer"] != _computer():
        try:
            return time.time() - entry.lstat().st_mtime > FOREIGN_LEFT_S
        except OSError:
            return False
    return not is_running(int(found["pid"]), found["started"])


def is_running(pid: int, started: str) -> bool:
    """Return whether a process runs that began then."""
    # Numbers are given again, in a container that starts anew at once.
    if os.name != "posix":
        return True  # elsewhere signal 0 is not a mere question
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True
    return started in ("", UNKNOWN_START, start_of(pid))


def start_of(pid: int) -> str:
    """Return when a process began, in ticks since the system did; Linux tells it."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[19]
    except (OSError, IndexError):
        return UNKNOWN_START


def _computer() -> str:
    return hashlib.sha256(platform.node().encode()).hexdigest()[:8]


def _twin(name: str) -> str:
    """Return the other name of a pair: the new result, and the earlier one that was set aside."""
    return name.removesuffix(SET_ASIDE) if name.endswith(SET_ASIDE) else f"{name}{SET_ASIDE}"


def remove(entry: Path) -> None:
    """Remove a file or a folder with all that is in it; what cannot be removed of that stays."""
    if entry.is_dir() and not entry.is_symlink():
        shutil.rmtree(entry, ignore_errors=True)
    else:
        entry.unlink(missing_ok=True)

"""Files that tests need again and again: written once, for all workers of a run.

Only the standard library is imported, so that what stands in for a program starts at once.
"""

from __future__ import annotations

import fcntl
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

KEPT: Final = "GAITCHECK_TEST_KEPT"
"""The environment's name of the folder that holds them; `tests.conftest` sets it."""


def kept(name: str, write: Callable[[Path], object]) -> Path:
    """Return the folder of that name, which `write` fills for who asks first.

    Several may ask at once: one writes and the others wait. The folder appears when it is complete.
    It is everybody's: copy from it what a test changes.
    """
    folder = Path(os.environ[KEPT]) / name
    if folder.exists():
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    with folder.with_name(f".{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # who dies lets go of it
        if not folder.exists():
            made = Path(tempfile.mkdtemp(dir=folder.parent))
            write(made)
            made.rename(folder)
    return folder

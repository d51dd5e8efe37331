"""How processes are ended, and what is said of one that ended before its work was done."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, Final

from gaitcheck.errors import ClipUnreadableError, GaitcheckError, ProcessEndedError

WAIT_S: Final = 5.0
LAST_BYTES: Final = 8192
LONGEST_WORDS: Final = 300

KILLED: Final = (
    "The system stopped a process of the analysis, most likely because memory ran out. "
    "Close other programs and try again, with fewer workers or a shorter part of the clip."
)
CRASHED: Final = (
    "{name} holds pictures that cannot be decoded: the process that reads them broke off ({why}). "
    "Export the clip as MP4 (H.264) and try again."
)
ENDED: Final = (
    "A process of the analysis ended early ({why}). `gaitcheck doctor` shows whether "
    "something is missing on this computer."
)
NO_SYS: Final = (
    "MediaPipe counts the processors in /sys, and there is no /sys here. Start the container with "
    "it, as docker and podman do by themselves."
)
CPUS: Final = Path("/sys/devices/system/cpu")
KILL: Final = getattr(signal, "SIGKILL", signal.SIGTERM)
_CRASHES: Final = ("SIGSEGV", "SIGBUS", "SIGFPE")
"""By what a decoder ends that trips over a damaged file."""
_OTHER_CRASHES: Final = ("SIGABRT", "SIGILL", "SIGTRAP")
"""By what it may end, too: MediaPipe ends so where something is missing on the computer."""


def signal_group(process: subprocess.Popen[Any], number: int = KILL) -> None:
    """Send a signal to a process that leads a group, and to all that it has started.

    Where there are no groups, the process itself is ended.
    """
    with suppress(ProcessLookupError, PermissionError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, number)
        else:
            process.kill()


def early_end(
    process: subprocess.Popen[bytes], name: str, words: IO[bytes] | None = None
) -> GaitcheckError:
    """Return the error for a process that is gone.

    Parameters
    ----------
    process : Popen
    name : str
        Of the clip.
    words : file, optional
        What a process that runs MediaPipe wrote to its standard error; None: it only reads films.
    """
    try:
        status = process.wait(WAIT_S)
    except subprocess.TimeoutExpired:
        return ProcessEndedError(ENDED.format(why="it no longer answers"))
    if status == -KILL:
        return ProcessEndedError(KILLED)
    how = signal.Signals(-status).name if status < 0 else f"exit status {status}"
    if how in _CRASHES or (words is None and how in _OTHER_CRASHES):
        return ClipUnreadableError(CRASHED.format(name=name, why=how))
    if words is None:
        return ProcessEndedError(ENDED.format(why=how))
    if lacks_sys():
        return ProcessEndedError(NO_SYS)
    last = _last_words(words)
    return ProcessEndedError(ENDED.format(why=f"{how}: {last}" if last else how))


def tells_early_end(message: str) -> bool:
    """Return whether a command ended with the sentence of a `ProcessEndedError`.

    Its exit status is that of a clip that cannot be used, but the same clip may do another time.
    """
    return message.startswith((KILLED, ENDED.partition("{")[0], NO_SYS))


def lacks_sys() -> bool:
    """Return whether MediaPipe cannot start for want of /sys, as in a bare container."""
    return sys.platform == "linux" and not CPUS.is_dir()


def _last_words(words: IO[bytes]) -> str:
    """Return the last line that was written, where a library that is missing is named."""
    words.seek(0, os.SEEK_END)
    words.seek(max(words.tell() - LAST_BYTES, 0))
    lines = words.read().decode("utf-8", "replace").splitlines()
    said = [line.strip() for line in lines if line.strip()]
    return said[-1][:LONGEST_WORDS] if said else ""

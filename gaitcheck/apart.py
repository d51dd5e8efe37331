"""Work on a stranger's film in a process of its own, held to one folder and off the network.

What is in a film may be anything (see `gaitcheck.confine`). The server of the app opens none: it
has `run_apart` do it, and believes of what comes back no more than that it is JSON. What a film can
do to a command, `gaitcheck.film_process` keeps from it.
"""

from __future__ import annotations

import json
import os
import pickle
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, Final

from gaitcheck.confine import confine, hold_to
from gaitcheck.ending import signal_group
from gaitcheck.errors import CancelledError, ClipUnreadableError, InputError
from gaitcheck.memory import hold_memory
from gaitcheck.offline import stay_offline
from gaitcheck.progress import CancelSignal

Note = Callable[[int, int], None]
"""Takes how many of how many are done."""

LONGEST_S: Final = 3600.0
LONGEST_WAIT_S: Final = 60.0
"""As long as somebody waits for a page."""
MOST_BYTES: Final = 64 << 20
"""Of one line that comes back: pictures for a page are far smaller."""
BROKE_OFF: Final = (
    "Reading this film broke off; it is damaged or too large. Export it again as MP4 (H.264), "
    "smaller or shorter, and try again."
)
_NOWHERE: Final = "-"
_LOOK_EVERY_S: Final = 0.2


def run_apart(
    work: Callable[..., object],
    *told: object,
    folder: Path | None = None,
    note: Note | None = None,
    cancel: CancelSignal | None = None,
    longest_s: float = LONGEST_S,
) -> Any:
    """Call a function in a process of its own and return what it returns, made of JSON.

    Parameters
    ----------
    work : callable
        A function of a module, called with `told`. Its `InputError` arrives as such.
    *told : object
        What can be pickled.
    folder : Path, optional
        The one folder that may be written, which is there; none by default.
    note : callable, optional
        Told how far it is, by what `work` is given as ``note``.
    cancel : CancelSignal, optional
        Ends the process when set.
    longest_s : float
        It is ended after this time.

    Raises
    ------
    InputError
        The film cannot be used: said by the function, or because its process died of it.
    CancelledError
        `cancel` was set.
    """
    command = [sys.executable, "-m", __name__, _NOWHERE if folder is None else str(folder)]
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
    )
    assert process.stdin is not None
    assert process.stdout is not None
    lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    reading = threading.Thread(target=_read, args=(process.stdout, lines), daemon=True)
    reading.start()
    try:
        with suppress(BrokenPipeError):  # it died at once: nothing comes back
            process.stdin.write(pickle.dumps((work, told, note is not None)))
            process.stdin.flush()
        return _answer(lines, note, cancel, time.monotonic() + longest_s)
    finally:
        _end(process)
        reading.join()
        process.stdin.close()
        process.stdout.close()


def _read(stream: IO[bytes], lines: queue.SimpleQueue[bytes]) -> None:
    while line := stream.readline(MOST_BYTES):
        lines.put(line)
    lines.put(b"")


def _answer(
    lines: queue.SimpleQueue[bytes], note: Note | None, cancel: CancelSignal | None, end_s: float
) -> Any:
    while True:
        if cancel is not None and cancel.is_set():
            raise CancelledError("The work on a film was cancelled.")
        if time.monotonic() > end_s:
            raise ClipUnreadableError(BROKE_OFF)
        try:
            line = lines.get(timeout=_LOOK_EVERY_S)
        except queue.Empty:
            continue
        match _parsed(line):
            case {"made": made}:
                return made
            case {"refused": str(reason)}:
                raise InputError(reason)
            case {"done": int(done), "total": int(total)} if note is not None:
                note(done, total)
            case _:
                raise ClipUnreadableError(BROKE_OFF)


def _parsed(line: bytes) -> object:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the process and all that it has started, if it has not ended."""
    signal_group(process)
    process.wait()


def main(folder: str) -> None:
    """Do the work that comes in on standard input; the answer goes to standard output."""
    # First of all: the threads of what is imported are held, too.
    if folder == _NOWHERE:
        confine(())
    elif Path(folder).is_dir():
        hold_to(Path(folder))
    else:  # its visitor has left
        sys.exit(1)
    hold_memory()
    stay_offline()
    # What a library prints must not be taken for an answer.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    work, told, wants_note = pickle.load(sys.stdin.buffer)  # noqa: S301 - from our own parent process
    threading.Thread(target=_end_with_parent, daemon=True).start()

    def tell(**line: object) -> None:
        answers.write(json.dumps(line) + "\n")
        answers.flush()

    more = {"note": lambda done, total: tell(done=done, total=total)} if wants_note else {}
    try:
        tell(made=work(*told, **more))
    except InputError as error:
        tell(refused=str(error))
    except MemoryError:
        tell(refused=BROKE_OFF)


def _end_with_parent() -> None:
    sys.stdin.buffer.read()
    os._exit(1)


if __name__ == "__main__":
    main(sys.argv[1])

"""A process in which a command looks at films: what ends a decoder ends no command.

A film is decoded by large libraries in C, which a damaged one can make crash. So the command that
is asked about it opens none: it starts this process, has it do the work, and says in a sentence how
it ended if it did. The pages of the app go further, see `gaitcheck.apart`.

Notes
-----
The command itself then loads no NumPy, OpenCV or FFmpeg: what the process takes more is the start
of one Python, 0.1 seconds of processor time of the fourteen of a clip of eight seconds. In eight
pairs of runs, with and without, that drowned: the median ratio of their processor times was 1.02
(0.93 to 1.14), and most memory is the same.
"""

from __future__ import annotations

import importlib
import os
import pickle
import queue
import struct
import subprocess
import sys
import tempfile
import threading
import traceback
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, Final, Self

from gaitcheck.ending import early_end, signal_group
from gaitcheck.errors import CancelledError
from gaitcheck.progress import (
    CancelSignal,
    Progress,
    ProgressCallback,
    ignore_progress,
    stop_if_cancelled,
)
from gaitcheck.starting import own_environment
from gaitcheck.store.leftovers import clear_leftovers, clear_scratch

POLL_S: Final = 0.1
_SIZE: Final = struct.Struct("<Q")


class FilmProcess:
    """A process that does one piece of work after the other; a new one where the last has died.

    Use it as a context manager: it ends with the block, and with the process that has started it.

    Parameters
    ----------
    module : str
        The module with the work, which is loaded meanwhile.
    debug : bool
        Whether warnings of libraries are shown.
    """

    def __init__(self, module: str, *, debug: bool = False) -> None:
        self._command = [sys.executable, *(() if debug else ("-W", "ignore"))]
        self._command += ["-m", __name__, module]
        self._process: subprocess.Popen[bytes] | None = None
        self._messages: queue.SimpleQueue[object] = queue.SimpleQueue()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def start(self) -> None:
        """Let the process load what it needs, before there is work for it."""
        if self._process is None:
            self._process = self._started()

    def run(
        self,
        work: str,
        *told: object,
        clip: str,
        into: Path | None = None,
        progress: ProgressCallback | None = None,
        cancel: CancelSignal | None = None,
        **named: object,
    ) -> Any:
        """Call a function of the module in the process: what it returns or raises comes back.

        Parameters
        ----------
        work : str
            Its name.
        *told, **named : object
            What it is told, by place and by name.
        clip : str
            What the film is called.
        into : Path, optional
            The folder in which it may leave something half done if it is ended.
        progress : callable, optional
            Called as the function calls what it is given under this name.
        cancel : object with ``is_set``, optional
            Polled; once set, the process is ended.

        Raises
        ------
        ClipUnreadableError
            The process crashed.
        ProcessEndedError
            It was ended.
        CancelledError
            `cancel` was set.
        """
        stop_if_cancelled(cancel)
        self.start()
        process = self._process
        assert process is not None
        assert process.stdin is not None
        try:
            with suppress(BrokenPipeError):  # it is dead: nothing comes back
                task = pickle.dumps((work, told, named, progress is not None))
                process.stdin.write(_SIZE.pack(len(task)) + task)
                process.stdin.flush()
            return self._answer(process, clip, progress or ignore_progress, cancel)
        except CancelledError:
            self.end()
            raise
        finally:
            if self._process is None:
                clear_scratch()
                if into is not None:
                    clear_leftovers(into)

    def end(self) -> None:
        """End the process and all that it has started."""
        process, self._process = self._process, None
        if process is None:
            return
        signal_group(process)
        process.wait()
        assert process.stdin is not None
        with suppress(OSError):  # what it never took goes with the pipe
            process.stdin.close()

    def _started(self) -> subprocess.Popen[bytes]:
        self._messages = queue.SimpleQueue()
        process = subprocess.Popen(
            [*self._command, tempfile.gettempdir()],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=own_environment(),
            # A group of its own: it is ended with the workers that it has started.
            start_new_session=True,
        )
        assert process.stdout is not None
        told = (process.stdout, self._messages)
        threading.Thread(target=_listen, args=told, daemon=True).start()
        return process

    def _answer(
        self,
        process: subprocess.Popen[bytes],
        clip: str,
        progress: ProgressCallback,
        cancel: CancelSignal | None,
    ) -> Any:
        while True:
            stop_if_cancelled(cancel)
            try:
                message = self._messages.get(timeout=POLL_S)
            except queue.Empty:
                continue
            match message:
                case Progress():
                    progress(message)
                case ("made", made):
                    return made
                case ("failed", BaseException() as error, (BaseException() | None) as cause):
                    raise error from cause
                case _:
                    ended = early_end(process, clip)
                    self.end()
                    raise ended


def _listen(stream: IO[bytes], messages: queue.SimpleQueue[object]) -> None:
    with stream:
        while True:
            try:
                messages.put(pickle.load(stream))  # noqa: S301 - from our own process
            except Exception:  # noqa: BLE001 - it has died, in the middle of a message perhaps
                messages.put(None)
                return


def main(module: str, temporary: str) -> None:
    """Do the work that comes in on standard input until it closes; tell what it gives."""
    # Python would try out whether it can write there, and be ended at that now and then.
    tempfile.tempdir = temporary
    # What a library prints must not be taken for an answer.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    tasks: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_take_tasks, args=(tasks,), daemon=True).start()
    with suppress(Exception):  # what is missing is said with the first work
        importlib.import_module(module)

    def send(message: object) -> None:
        answers.write(pickle.dumps(message, pickle.HIGHEST_PROTOCOL))
        answers.flush()

    while True:
        work, told, named, follows = pickle.loads(tasks.get())  # noqa: S301 - from our own parent process
        try:
            more = {"progress": send} if follows else {}
            function = getattr(importlib.import_module(module), work)
            send(("made", function(*told, **named, **more)))
        except Exception as error:  # noqa: BLE001 - raised again by who waits for it
            error.add_note(traceback.format_exc())
            send(("failed", _portable(error), _portable(error.__cause__)))


def _take_tasks(tasks: queue.SimpleQueue[bytes]) -> None:
    """Take what is to be done; once nobody asks any more, this process ends, whatever it does."""
    # Python's own could not be closed while it is read here.
    with open(0, "rb", closefd=False) as told:
        while size := told.read(_SIZE.size):
            tasks.put(told.read(*_SIZE.unpack(size)))
    os._exit(1)


def _portable(error: BaseException | None) -> BaseException | None:
    """Return an error that can be sent: itself, or what it says."""
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301 - made here
    except Exception:  # noqa: BLE001 - its class may do anything
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error


if __name__ == "__main__":
    main(*sys.argv[1:])

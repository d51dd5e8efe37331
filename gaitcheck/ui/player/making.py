"""The player's video made in the background: one at a time over the server, watched by the page.

This module knows nothing of Streamlit.
"""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

from gaitcheck.errors import CancelledError, InputError
from gaitcheck.report.disk import replace_file
from gaitcheck.types import Analysis
from gaitcheck.ui.player.data import player_data
from gaitcheck.ui.player.media import (
    MAX_FRAMES,
    frame_times_s,
    player_scale,
    write_player_video,
)
from gaitcheck.video import probe_video

MakingState = Literal["waiting", "running", "done", "too_long", "failed", "cancelled"]

VIDEO_NAME: Final = "player.mp4"
DATA_NAME: Final = "player.json"

_LOGGER = logging.getLogger(__name__)
_ONE_AT_A_TIME: Final = threading.Semaphore(1)
_LOOK_AGAIN_S: Final = 0.5


@dataclass(slots=True, eq=False)
class Making:
    """A player's video on its way.

    Parameters
    ----------
    clip : Path
        The clip that was analysed.
    folder : Path
        Takes ``player.mp4`` and ``player.json``.
    read_analysis : callable
        Returns the analysis with landmarks and feet.
    wanted : callable
        Returns whether somebody still waits for the video; once false, the work stops and leaves
        nothing behind.
    """

    clip: Path
    folder: Path
    read_analysis: Callable[[], Analysis]
    wanted: Callable[[], bool]
    state: MakingState = "waiting"
    share_done: float = 0.0
    _thread: threading.Thread | None = field(default=None, repr=False)

    @property
    def video(self) -> Path:
        """The video, once done."""
        return self.folder / VIDEO_NAME

    @property
    def data(self) -> Path:
        """What is drawn over it, once done."""
        return self.folder / DATA_NAME

    @property
    def active(self) -> bool:
        """Whether the video is still to come."""
        return self.state in ("waiting", "running")

    def is_set(self) -> bool:
        """Return whether the work should stop: a `CancelSignal`."""
        return not self.wanted()

    def start(self) -> None:
        """Begin in a thread of its own, unless an earlier load of the page has left both files."""
        if self._is_there():
            self.share_done, self.state = 1.0, "done"
            return
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def wait(self, timeout_s: float | None = None) -> bool:
        """Wait for the end; return whether it came in time."""
        if self._thread is not None:
            self._thread.join(timeout_s)
        return not self.active

    def _run(self) -> None:
        while not _ONE_AT_A_TIME.acquire(timeout=_LOOK_AGAIN_S):
            if self.is_set():
                self.state = "cancelled"
                return
        try:
            self.state = "running"
            self.state = self._make()
        except CancelledError:
            self._end("cancelled")
        except InputError:  # the clip is gone, or another file by now
            self._end("failed")
        except Exception:
            # A visitor who leaves takes the folder along: that is no fault.
            if not self.is_set():
                _LOGGER.exception("The player's video could not be made")
            self._end("cancelled" if self.is_set() else "failed")
        finally:
            _ONE_AT_A_TIME.release()

    def _is_there(self) -> bool:
        # The data comes last and at once: with it, the video is whole.
        return self.data.is_file() and self.video.is_file()

    def _make(self) -> MakingState:
        if self._is_there():  # by now
            self.share_done = 1.0
            return "done"
        video = probe_video(self.clip)
        if video.frames > MAX_FRAMES:
            return "too_long"
        write_player_video(video, self.video, progress=self._note, cancel=self)
        data = player_data(self.read_analysis(), frame_times_s(video), player_scale(video))
        if self.is_set():
            raise CancelledError("The visitor has left.")
        replace_file(self.data, json.dumps(data, allow_nan=False).encode())
        return "done"

    def _note(self, done: int, total: int) -> None:
        self.share_done = done / total

    def _end(self, state: MakingState) -> None:
        for path in (self.video, self.data):
            path.unlink(missing_ok=True)
        self.state = state

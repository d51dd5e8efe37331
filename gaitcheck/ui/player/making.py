"""The player's video made in the background: one at a time over the server, watched by the page.

The clip is read in a process of its own, which may write in the folder of the result alone.

This module knows nothing of Streamlit.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

from gaitcheck.apart import run_apart
from gaitcheck.model import Analysis
from gaitcheck.progress import CancelSignal, stop_if_cancelled
from gaitcheck.store.disk import replace_file
from gaitcheck.ui.background import Background, Note, WorkState
from gaitcheck.ui.player.data import player_data
from gaitcheck.ui.player.media import MAX_FRAMES, partial_path, prepare_film

MakingState = WorkState | Literal["too_long"]

VIDEO_NAME: Final = "player.mp4"
DATA_NAME: Final = "player.json"


@dataclass(slots=True, eq=False)
class Making:
    """A player's video on its way.

    Parameters
    ----------
    clip : Path
        The clip that was analysed.
    folder : Path
        Takes ``player.mp4`` and `data_name`.
    read_analysis : callable
        Returns the analysis with landmarks and feet.
    wanted : callable
        Returns whether somebody still waits for the video; once false, the work stops and leaves
        nothing behind.
    data_name : str
        Another one for every state of the result: the video stays when a person corrects a step.
    """

    clip: Path
    folder: Path
    read_analysis: Callable[[], Analysis]
    wanted: Callable[[], bool]
    data_name: str = DATA_NAME
    _too_long: bool = False
    _work: Background = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._work = Background(self._make, self.wanted)

    @property
    def state(self) -> MakingState:
        """How far it has come."""
        return "too_long" if self._too_long else self._work.state

    @property
    def share_done(self) -> float:
        """The share that is done, 0..1."""
        return self._work.share_done

    @property
    def video(self) -> Path:
        """The video, once done."""
        return self.folder / VIDEO_NAME

    @property
    def data(self) -> Path:
        """What is drawn over it, once done."""
        return self.folder / self.data_name

    @property
    def active(self) -> bool:
        """Whether the video is still to come."""
        return self.state in ("waiting", "running")

    def start(self) -> None:
        """Begin in a thread of its own, unless an earlier load of the page has left both files."""
        if self._is_there():
            self._work.share_done, self._work.state = 1.0, "done"
            return
        self._work.start()

    def wait(self, timeout_s: float | None = None) -> bool:
        """Wait for the end; return whether it came in time."""
        return self._work.wait(timeout_s)

    def _is_there(self) -> bool:
        # The data comes last and at once: with it, the video is whole.
        return self.data.is_file() and self.video.is_file()

    def _make(self, note: Note, cancel: CancelSignal) -> None:
        if self._is_there():  # by now
            note(1.0)
            return
        try:
            self._write(cancel)
        except BaseException:
            for path in (self.video, partial_path(self.video), self.data):
                path.unlink(missing_ok=True)
            raise

    def _write(self, cancel: CancelSignal) -> None:
        found = run_apart(
            prepare_film,
            self.clip,
            None if self.video.is_file() else self.video,  # there it is whole
            MAX_FRAMES,
            folder=self.folder,
            note=self._note,
            cancel=cancel,
        )
        if found["frames"] > MAX_FRAMES:
            self._too_long = True
            return
        data = player_data(self.read_analysis(), found["times_s"], found["scale"])
        stop_if_cancelled(cancel)
        replace_file(self.data, json.dumps(data, allow_nan=False).encode())

    def _note(self, done: int, total: int) -> None:
        self._work.note(done / total)

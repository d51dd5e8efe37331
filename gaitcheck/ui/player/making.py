"""The player's video made in the background: one at a time over the server, watched by the page.

The clip is read in a process of its own, which may write in the folder of the result alone.

This module knows nothing of Streamlit.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Final

from gaitcheck.apart import run_apart
from gaitcheck.model import Analysis
from gaitcheck.progress import CancelSignal, stop_if_cancelled
from gaitcheck.store.disk import replace_file
from gaitcheck.ui.background import Background, Note
from gaitcheck.ui.player.data import player_data
from gaitcheck.ui.player.media import partial_path, prepare_film

VIDEO_NAME: Final = "player.mp4"
DATA_NAME: Final = "player.json"


class Making(Background):
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

    Attributes
    ----------
    video, data : Path
        The video and what is drawn over it, once done.
    """

    def __init__(
        self,
        clip: Path,
        folder: Path,
        read_analysis: Callable[[], Analysis],
        wanted: Callable[[], bool],
        data_name: str = DATA_NAME,
    ) -> None:
        super().__init__(self._make, wanted)
        self.clip, self.folder, self.read_analysis = clip, folder, read_analysis
        self.video, self.data = folder / VIDEO_NAME, folder / data_name

    def start(self) -> None:
        """Begin in a thread of its own, unless an earlier load of the page has left both files."""
        if self._is_there():
            self.share_done, self.state = 1.0, "done"
        else:
            super().start()

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
            folder=self.folder,
            note=self._note,
            cancel=cancel,
        )
        data = player_data(self.read_analysis(), found["times_s"], found["scale"])
        stop_if_cancelled(cancel)
        replace_file(self.data, json.dumps(data, allow_nan=False).encode())

    def _note(self, done: int, total: int) -> None:
        self.note(done / total)

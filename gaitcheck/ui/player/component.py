"""The player on the page: a Streamlit component that draws in the browser by itself."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Final

import streamlit as st
from streamlit.runtime import Runtime
from streamlit.runtime.media_file_storage import MediaFileStorageError

from gaitcheck.store.result import Result, with_tracks
from gaitcheck.ui.component import BASE_SCRIPT, BASE_STYLE, component
from gaitcheck.ui.player.making import Making
from gaitcheck.ui.player.media import MAX_FRAMES
from gaitcheck.ui.remembered import forget, remembered, state_suffix
from gaitcheck.ui.watched import Glance
from gaitcheck.ui.watching import MAKING, show_bar
from gaitcheck.ui.workspace import Entry, Workspace
from gaitcheck.words import page as texts

NAME: Final = "gaitcheck_player"

_HERE: Final = Path(__file__).parent
_SCRIPTS: Final = (
    BASE_SCRIPT,
    *(_HERE / name for name in ("film.js", "overlay.js", "lanes.js", "pair.js", "player.js")),
)
_MAKINGS: Final = "player_makings"


def show_player(workspace: Workspace, entry: Entry, result: Result) -> None:
    """Show the clip with what was seen in it, or how far its preparation has come."""
    if not result.analysis.steps:
        return
    st.header(texts.PLAYER_TITLE, anchor=False)
    film = result.analysis.clip
    if film.frames > MAX_FRAMES:
        minutes = max(1, int(MAX_FRAMES / max(film.fps, 1.0) / 60))
        st.info(texts.PLAYER_TOO_LONG.format(minutes=minutes))
        return
    making = _making(workspace, entry, result)
    if making.active:
        show_bar(f"player-{entry.id}", MAKING, partial(_glance, making))
    elif making.state != "done" or not _is_mounted(making, f"player-{entry.id}"):
        st.warning(texts.PLAYER_FAILED, icon=":material/videocam_off:")
        if st.button(texts.PLAYER_RETRY, key=f"player-retry-{entry.id}"):
            forget(_MAKINGS, result)
            st.rerun()


def _is_mounted(making: Making, key: str) -> bool:
    try:
        mount_player(making.video, making.data, key)
    except MediaFileStorageError:  # something has tidied the temporary files away
        return False
    return True


def mount_player(video: Path, data: Path, key: str) -> None:
    """Put the player on the page; both files reach the browser by Streamlit's own endpoint.

    Raises
    ------
    MediaFileStorageError
        A file cannot be read.
    """
    words = dict(texts.PLAYER_WORDS)
    addresses = {
        "video": _address(video, "video/mp4", f"{key}-video"),
        "tracks": _address(data, "application/json", f"{key}-data"),
    }
    component(NAME, _SCRIPTS, (BASE_STYLE, _HERE / "player.css"))(
        key=key, data={**addresses, "words": words}
    )


def _address(path: Path, kind: str, place: str) -> str:
    """Return where the browser finds a file, as long as the page shows it."""
    return Runtime.instance().media_file_mgr.add(str(path), kind, place)


def _making(workspace: Workspace, entry: Entry, result: Result) -> Making:
    def make() -> Making:
        making = Making(
            clip=entry.clip.path,
            folder=entry.job.request.out,
            read_analysis=lambda: with_tracks(result).analysis,
            wanted=lambda: not workspace.closed and entry in workspace.entries,
            data_name=f"player{state_suffix(result)}.json",
        )
        making.start()
        return making

    return remembered(_MAKINGS, result, make)


def _glance(making: Making) -> Glance:
    words = texts.PLAYER_WAITING
    if making.state != "waiting":
        words = texts.PLAYER_MAKING.format(percent=int(making.share_done * 100))
    return Glance(MAKING if making.active else making.state, making.share_done, words)

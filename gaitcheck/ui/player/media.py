"""The clip as every browser plays it, one frame for each frame of the source, at the same times.

H.264 with 4:2:0 colours in an MP4 whose index comes first. No frame leans on a later one, so times
start at 0 and no edit list moves them, and keyframes are dense, so that a step back is quick.
This module knows nothing of Streamlit.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from gaitcheck.video.encode import Encoding, every_picture, frame_times_s, write_video
from gaitcheck.video.frames import FrameReader
from gaitcheck.video.probe import probe_video
from gaitcheck.video.types import Picture, Video

MAX_SIDE_PX: Final = 1280
"""Longest side of the player's picture: fills a laptop's page, and a phone still decodes it."""

MAX_FRAMES: Final = 36_000
"""Longest clip for the player: ten minutes at 60 frames a second, some hundred megabytes."""

KEYFRAME_EVERY: Final = 12
"""Frames from one keyframe to the next: as many are decoded at most for a jump."""

_PROGRESS_EVERY: Final = 10
_X264: Final = Encoding(
    options={
        "preset": "veryfast",
        "crf": "21",
        "bf": "0",
        "g": str(KEYFRAME_EVERY),
        "keyint_min": str(KEYFRAME_EVERY),
        "sc_threshold": "0",
    }
)

FrameCount = Callable[[int, int], None]


def player_scale(video: Video) -> float:
    """Return how many of the player's pixels one pixel of the clip is."""
    return FrameReader(video, MAX_SIDE_PX).width / video.width


def prepare_film(clip: Path, target: Path | None, *, note: FrameCount) -> dict[str, Any]:
    """Write the clip for the player, and return what the page has to know of it.

    Parameters
    ----------
    clip : Path
    target : Path or None
        The file to write; None where it is there already.
    note : callable
        Told now and then how many frames of how many are done.

    Returns
    -------
    dict
        ``times_s`` of the frames, and the ``scale`` of the film.
    """
    video = probe_video(clip)
    if target is not None:
        write_player_video(video, target, note)
    return {"times_s": frame_times_s(video), "scale": player_scale(video)}


def partial_path(target: Path) -> Path:
    """Return where a film is written before it is whole."""
    return target.with_name(f"{target.stem}.part{target.suffix}")


def write_player_video(video: Video, target: Path, note: FrameCount) -> None:
    """Write the clip for the player: frame ``i`` of the file is frame ``i`` of the source.

    Parameters
    ----------
    video : Video
        The probed clip; rotation and pixel shape are applied.
    target : Path
        The file to write, ``.mp4``; nothing is left of it when this does not end well.
    note : callable
        Told now and then how many frames of how many are done.

    Raises
    ------
    ClipUnreadableError
        The clip can no longer be read.
    OSError
        The file cannot be written.
    """
    partial = partial_path(target)

    def count(_picture: Picture, index: int) -> None:
        if (index + 1) % _PROGRESS_EVERY == 0:
            note(index + 1, video.frames)

    try:
        with FrameReader(video, MAX_SIDE_PX) as reader:
            pictures = every_picture(reader, count)
            times_s = frame_times_s(video)
            write_video(partial, pictures, video.fps or 1.0, encoding=_X264, times_s=times_s)
        note(video.frames, video.frames)
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)

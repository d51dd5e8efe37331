"""The clip as every browser plays it, one frame for each frame of the source, at the same times.

H.264 with 4:2:0 colours in an MP4 whose index comes first. No frame leans on a later one, so times
start at 0 and no edit list moves them, and keyframes are dense, so that a step back is quick.
This module knows nothing of Streamlit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import numpy as np

from gaitcheck.progress import CancelSignal, stop_if_cancelled
from gaitcheck.video.encode import CLOCK, Encoding, write_video
from gaitcheck.video.frames import FrameReader
from gaitcheck.video.probe import probe_video
from gaitcheck.video.types import Picture, Video

MAX_SIDE_PX: Final = 1280
"""Longest side of the player's picture: fills a laptop's page, and a phone still decodes it."""

MAX_FRAMES: Final = 36_000
"""Longest clip for the player: ten minutes at 60 frames a second, some hundred megabytes."""

KEYFRAME_EVERY: Final = 12
"""Frames from one keyframe to the next: as many are decoded at most for a jump."""

NO_PICTURE_GREY: Final = 128
"""Stands where the source's frame is damaged: a neighbour's picture would be a false one."""

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
    return _scaled_size(video)[0] / video.width


def prepare_film(
    clip: Path, target: Path | None, most_frames: int, *, note: FrameCount
) -> dict[str, Any]:
    """Write the clip for the player, and return what the page has to know of it.

    Parameters
    ----------
    clip : Path
    target : Path or None
        The file to write; None where it is there already.
    most_frames : int
        Of a longer clip nothing is written.
    note : callable
        Told now and then how many frames of how many are done.

    Returns
    -------
    dict
        ``frames`` of the clip; of one that is not too long ``times_s`` and ``scale`` too.
    """
    video = probe_video(clip)
    found: dict[str, Any] = {"frames": video.frames}
    if video.frames > most_frames:
        return found
    if target is not None:
        write_player_video(video, target, progress=note)
    return found | {"times_s": frame_times_s(video), "scale": player_scale(video)}


def partial_path(target: Path) -> Path:
    """Return where a film is written before it is whole."""
    return target.with_name(f"{target.stem}.part{target.suffix}")


def write_player_video(
    video: Video,
    target: Path,
    *,
    progress: FrameCount | None = None,
    cancel: CancelSignal | None = None,
) -> None:
    """Write the clip for the player: frame ``i`` of the file is frame ``i`` of the source.

    Parameters
    ----------
    video : Video
        The probed clip; rotation and pixel shape are applied.
    target : Path
        The file to write, ``.mp4``; nothing is left of it when this does not end well.
    progress : callable, optional
        Told now and then how many frames of how many are done.
    cancel : CancelSignal, optional
        Stops the work when set.

    Raises
    ------
    CancelledError
        `cancel` was set.
    ClipUnreadableError
        The clip can no longer be read.
    OSError
        The file cannot be written.
    """
    partial = partial_path(target)
    try:
        with FrameReader(video, MAX_SIDE_PX) as reader:
            pictures = _every_picture(reader, progress, cancel)
            write_video(
                partial, pictures, video.fps or 1.0, encoding=_X264, times_s=frame_times_s(video)
            )
        stop_if_cancelled(cancel)
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)


def frame_times_s(video: Video) -> list[float]:
    """Return the file times of the frames as written: on the file's clock, increasing strictly."""
    ticks = np.rint(video.time_s / float(CLOCK)).astype(np.int64)
    count = np.arange(len(ticks))
    # Frames nearer than a tick move on to the next ones.
    ticks = np.maximum.accumulate(ticks - count) + count
    return [float(tick * CLOCK) for tick in ticks.tolist()]


def _every_picture(
    reader: FrameReader, progress: FrameCount | None, cancel: CancelSignal | None
) -> Iterator[Picture]:
    """Yield one picture of even size for each frame, a grey one where the frame is damaged."""
    frames = reader.video.frames
    width, height = _even(reader.width), _even(reader.height)
    empty = np.full((height, width, 3), NO_PICTURE_GREY, np.uint8)
    done = 0
    for index, picture in reader.read(0, frames):
        for _ in range(done, index):
            yield empty
        yield np.ascontiguousarray(picture[:height, :width])
        done = index + 1
        stop_if_cancelled(cancel)
        if progress is not None and done % _PROGRESS_EVERY == 0:
            progress(done, frames)
    for _ in range(done, frames):
        yield empty
    if progress is not None:
        progress(frames, frames)


def _scaled_size(video: Video) -> tuple[int, int]:
    reader = FrameReader(video, MAX_SIDE_PX)
    return reader.width, reader.height


def _even(length: int) -> int:
    return max(2, length - length % 2)

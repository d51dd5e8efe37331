"""The annotated film: the clip with skeleton, foot lines and labels burnt in, without its sound."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import numpy as np

from gaitcheck.errors import InputError
from gaitcheck.model import Analysis, FloatArray
from gaitcheck.progress import (
    CancelSignal,
    Progress,
    ProgressCallback,
    ignore_progress,
    stop_if_cancelled,
)
from gaitcheck.share.faces import Heads, blur_head, find_heads
from gaitcheck.share.overlay import Overlay
from gaitcheck.video import FrameReader, Video
from gaitcheck.video.encode import CLOCK, Encoding, write_video
from gaitcheck.video.types import Picture

MAX_SIDE_PX: Final = 1920
"""Larger clips are scaled down, so that phones and messengers take the film."""
KEYFRAME_EVERY: Final = 30
# No frame leans on a later one: the first one is shown at 0, and no edit list moves the times.
ENCODING: Final = Encoding(
    options={"preset": "veryfast", "crf": "20", "bf": "0", "g": str(KEYFRAME_EVERY)}
)
NO_PICTURE_GREY: Final = 128
"""Stands where the clip's frame is damaged, so that frames keep their numbers."""
NO_HEAD: Final = (
    "No head was found in this clip, so faces cannot be blurred. With --show-faces the film is "
    "made without blurring."
)


def write_film(
    analysis: Analysis,
    video: Video,
    path: Path,
    *,
    blur: bool = True,
    progress: ProgressCallback = ignore_progress,
    cancel: CancelSignal | None = None,
) -> None:
    """Write the annotated film: frame ``i`` is frame ``i`` of the clip, at the same time.

    H.264 with 4:2:0 colours, ready to play while it loads. Sound and notes of the camera (place,
    device) are not taken over.

    Parameters
    ----------
    analysis : Analysis
        With feet and landmarks.
    video : Video
        The clip that was analysed.
    path : Path
        The file to write, ``.mp4``.
    blur : bool
        Whether the runner's head is blurred.
    progress : callable, optional
        Told the frames that are done.
    cancel : CancelSignal, optional
        Stops the job when set.

    Raises
    ------
    InputError
        When no head is known that could be blurred.
    ClipUnreadableError
        When the clip can no longer be read.
    CancelledError
        When the user asked to stop.
    OSError
        When the file cannot be written.
    """
    assert analysis.landmarks is not None
    heads = find_heads(analysis.landmarks) if blur else None
    if blur and heads is None:
        raise InputError(NO_HEAD)
    with FrameReader(video, MAX_SIDE_PX) as reader:
        frames = _frames(analysis, reader, heads, progress, cancel)
        times = _strictly_increasing(video.time_s)
        write_video(path, frames, video.fps or 1.0, encoding=ENCODING, times_s=times)


def _frames(
    analysis: Analysis,
    reader: FrameReader,
    heads: Heads | None,
    progress: ProgressCallback,
    cancel: CancelSignal | None,
) -> Iterator[Picture]:
    total = reader.video.frames
    scale = reader.width / reader.video.width
    width, height = reader.width // 2 * 2, reader.height // 2 * 2
    overlay = Overlay(analysis, scale, width, height)
    empty = np.full((height, width, 3), NO_PICTURE_GREY, np.uint8)
    done = 0
    progress(Progress("film", 0, total))
    for index, picture in reader.read(0, total):
        stop_if_cancelled(cancel)
        for _ in range(done, index):
            yield empty
        frame = picture[:height, :width].copy()
        if heads is not None:
            x, y = (heads.centre[index] + 0.5) * scale - 0.5
            blur_head(frame, float(x), float(y), float(heads.radius[index]) * scale)
        overlay.draw(frame, index)
        yield frame
        done = index + 1
        progress(Progress("film", done, total))
    for _ in range(done, total):
        yield empty
    progress(Progress("film", total, total))


def _strictly_increasing(time_s: FloatArray) -> list[float]:
    """Return the times on the file's clock; frames nearer than a tick move on to the next ones."""
    ticks = np.rint(time_s / float(CLOCK)).astype(np.int64)
    count = np.arange(len(ticks))
    return [float(t * CLOCK) for t in (np.maximum.accumulate(ticks - count) + count).tolist()]

"""The annotated film: the clip with skeleton, foot lines and labels burnt in, without its sound."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from gaitcheck.errors import InputError
from gaitcheck.model import Analysis
from gaitcheck.progress import (
    CancelSignal,
    Progress,
    ProgressCallback,
    ignore_progress,
    stop_if_cancelled,
)
from gaitcheck.share.faces import blur_head, find_heads
from gaitcheck.share.overlay import Overlay
from gaitcheck.video import FrameReader, Video
from gaitcheck.video.encode import (
    Encoding,
    even_size,
    every_picture,
    frame_times_s,
    write_video,
)
from gaitcheck.video.types import Picture

MAX_SIDE_PX: Final = 1920
"""Larger clips are scaled down, so that phones and messengers take the film."""
KEYFRAME_EVERY: Final = 30
# No frame leans on a later one: the first one is shown at 0, and no edit list moves the times.
ENCODING: Final = Encoding(
    options={"preset": "veryfast", "crf": "20", "bf": "0", "g": str(KEYFRAME_EVERY)}
)
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
    total = video.frames
    progress(Progress("film", 0, total))
    with FrameReader(video, MAX_SIDE_PX) as reader:
        scale = reader.width / video.width
        overlay = Overlay(analysis, scale, *even_size(reader))

        def draw(picture: Picture, index: int) -> None:
            stop_if_cancelled(cancel)
            if heads is not None:
                x, y = (heads.centre[index] + 0.5) * scale - 0.5
                blur_head(picture, float(x), float(y), float(heads.radius[index]) * scale)
            overlay.draw(picture, index)
            progress(Progress("film", index + 1, total))

        pictures, times_s = every_picture(reader, draw), frame_times_s(video)
        write_video(path, pictures, video.fps or 1.0, encoding=ENCODING, times_s=times_s)
    progress(Progress("film", total, total))

"""Pictures of a film for the page: a strip to choose a part of it by, or a single one.

The page has them made in a process of their own, see `gaitcheck.apart`.
"""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np

from gaitcheck.errors import ClipUnreadableError
from gaitcheck.video.encode import encode_picture
from gaitcheck.video.frames import FrameReader
from gaitcheck.video.probe import probe_video
from gaitcheck.video.types import Picture

PICTURES: Final = 10
HEIGHT_PX: Final = 96
QUALITY: Final = 85


def film_strip(path: Path) -> tuple[float, Picture]:
    """Return the length of a film in seconds and its pictures at even distances, side by side.

    Raises
    ------
    InputError
        When the film cannot be read.
    """
    video = probe_video(path)
    middles = (np.arange(PICTURES) + 0.5) / PICTURES * video.duration_s
    wanted = np.clip(np.searchsorted(video.time_s, middles), 0, video.frames - 1)
    size = (max(1, round(HEIGHT_PX * video.width / video.height)), HEIGHT_PX)
    side = 2 * max(size)
    shown: dict[int, Picture] = {}
    with FrameReader(video, side) as reader:
        for index, picture in reader.read_at(sorted({int(k) for k in wanted})):
            small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
            shown[index] = np.asarray(small, dtype=np.uint8)
    if not shown:
        raise ClipUnreadableError(f"No picture of {path.name} can be decoded.")
    # A damaged film may lack a picture; the one before stands in for it.
    at = np.array(sorted(shown))
    nearest = at[np.clip(np.searchsorted(at, wanted, side="right") - 1, 0, None)]
    return video.duration_s, np.hstack([shown[int(k)] for k in nearest])


def read_strip(path: Path) -> dict[str, Any]:
    """Return ``duration_s`` of a film and its strip as ``jpeg`` in base64.

    Raises
    ------
    InputError
        When the film cannot be read.
    """
    duration_s, strip = film_strip(path)
    return {"duration_s": duration_s, "jpeg": _jpeg(strip)}


def read_picture(path: Path, frame: int, side: int) -> str | None:
    """Return one picture of a film as JPEG in base64; None where it cannot be decoded.

    Raises
    ------
    InputError
        When the film cannot be read.
    """
    video = probe_video(path)
    if not 0 <= frame < video.frames:
        return None
    with FrameReader(video, side) as reader:
        return next((_jpeg(picture) for _, picture in reader.read_at([frame])), None)


def _jpeg(picture: Picture) -> str:
    encoded = encode_picture(picture, ".jpg", cv2.IMWRITE_JPEG_QUALITY, QUALITY)
    return base64.b64encode(encoded).decode("ascii")

"""The pictures of the flip-book, cut from the clip."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np

from gaitcheck.apart import LONGEST_WAIT_S, run_apart
from gaitcheck.compare.stride import CropBox, StrideView, choose_stride, crop_boxes
from gaitcheck.model import Analysis, Side
from gaitcheck.report.crops import PADDING_GREY
from gaitcheck.video import FrameReader, Video, probe_video
from gaitcheck.video.encode import encode_picture
from gaitcheck.video.types import Picture

WIDEST: Final = 320
"""Pixels of a picture at most: two of them fill a phone, and 41 weigh half a megabyte."""

TALLEST: Final = 400
QUALITY: Final = 82


@dataclass(frozen=True, slots=True)
class Reel:
    """One clip's half of a flip-book.

    Attributes
    ----------
    stride : StrideView
    pictures : tuple of bytes
        JPEG, each frame once.
    order : tuple of int
        Which picture shows each phase.
    width, height : int
        Of the pictures, pixels.
    """

    stride: StrideView
    pictures: tuple[bytes, ...]
    order: tuple[int, ...]
    width: int
    height: int


def cut_reel(clip: Path, analysis: Analysis, side: Side) -> Reel | None:
    """Cut one typical stride of a foot out of a clip.

    Parameters
    ----------
    clip : Path
    analysis : Analysis
        Of that clip; with `landmarks` the pictures are cropped around the runner.
    side : Side

    Returns
    -------
    Reel or None
        None where no stride of this foot is known, or no picture of it can be decoded.

    Raises
    ------
    InputError
        If the clip cannot be read any more.
    """
    found = run_apart(cut_stride, clip, analysis, side, longest_s=LONGEST_WAIT_S)
    # What is told of the film is worked out again from its times, not taken over.
    stride = choose_stride(analysis, side, np.array(found["times_s"]))
    if stride is None or not found["pictures"]:
        return None
    cut = {int(frame): base64.b64decode(jpeg) for frame, jpeg in found["pictures"].items()}
    places = np.array(sorted(cut))
    order = tuple(int(np.argmin(np.abs(places - frame))) for frame in stride.frames)
    pictures = tuple(cut[int(frame)] for frame in places)
    return Reel(stride, pictures, order, int(found["width"]), int(found["height"]))


def cut_stride(clip: Path, analysis: Analysis, side: Side) -> dict[str, Any]:
    """Return the ``pictures`` of one stride, JPEG in base64 by frame, their size, all times."""
    video = probe_video(clip)
    times_s = [float(time) for time in video.time_s]
    found: dict[str, Any] = {"times_s": times_s, "pictures": {}, "width": 0, "height": 0}
    stride = choose_stride(analysis, side, np.array(times_s))
    if stride is None:
        return found
    boxes = crop_boxes(analysis.landmarks, stride, video.width, video.height)
    width, height = shown_size(boxes[0])
    wanted: dict[int, CropBox] = dict(zip(stride.frames, boxes, strict=True))
    cut = _cut_all(video, wanted, width, height)
    pictures = {frame: base64.b64encode(jpeg).decode("ascii") for frame, jpeg in cut.items()}
    return found | {"pictures": pictures, "width": width, "height": height}


def shown_size(box: CropBox) -> tuple[int, int]:
    """Return the size in which a part is shown: never larger than it is in the clip."""
    scale = min(WIDEST / box.width, TALLEST / box.height, 1.0)
    return max(1, round(box.width * scale)), max(1, round(box.height * scale))


def cut_box(picture: Picture, box: CropBox, width: int, height: int) -> Picture:
    """Return a part of a picture scaled to a size, grey where it reaches over the border."""
    scale = width / box.width
    matrix = np.array([[scale, 0.0, -box.left * scale], [0.0, scale, -box.top * scale]])
    grey = (PADDING_GREY,) * 3
    cut = cv2.warpAffine(picture, matrix, (width, height), borderValue=grey)
    return np.asarray(cut, dtype=np.uint8)


def _cut_all(video: Video, wanted: dict[int, CropBox], width: int, height: int) -> dict[int, bytes]:
    found: dict[int, bytes] = {}
    longest = max(video.width, video.height)
    # Decoding to the wanted size averages over pixels, so that edges stay smooth.
    scale = min(1.0, width / next(iter(wanted.values())).width)
    with FrameReader(video, max_side=max(1, round(longest * scale))) as reader:
        across, down = reader.width / video.width, reader.height / video.height
        for index, picture in reader.read_at(sorted(wanted)):
            box = wanted[index]
            part = CropBox(box.left * across, box.top * down, box.width * across, box.height * down)
            shown = cut_box(picture, part, width, height)
            found[index] = encode_picture(shown, ".jpg", cv2.IMWRITE_JPEG_QUALITY, QUALITY)
    return found

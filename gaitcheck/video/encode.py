"""Writing a video file, of pictures that are made or of those of another video; or one picture."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import chain, repeat
from pathlib import Path

import av
import cv2
import numpy as np
from av.video.codeccontext import VideoCodecContext
from av.video.frame import VideoFrame
from av.video.reformatter import ColorRange, Colorspace, VideoReformatter
from av.video.stream import VideoStream

from gaitcheck.video.colour import UNSPECIFIED, colour_matrix
from gaitcheck.video.frames import FrameReader
from gaitcheck.video.types import Picture, Video

CLOCK = Fraction(1, 90_000)
"""Seconds per unit of the frame times that are written, when `times_s` are given."""
NO_PICTURE_GREY = 128
"""Stands where a source's frame is damaged: a neighbour's picture would be a false one."""
# AVColorSpace, AVColorPrimaries and AVColorTransferCharacteristic share these numbers.
_BT709, _BT601 = 1, 6


@dataclass(frozen=True, slots=True)
class Encoding:
    """How pictures are encoded; names and options as FFmpeg has them.

    `pixel_shape` is the width of a pixel divided by its height.
    """

    codec: str = "h264"
    pixel_format: str = "yuv420p"
    pixel_shape: Fraction = Fraction(1)
    options: Mapping[str, str] = field(default_factory=dict)


def encode_picture(picture: Picture, suffix: str, *options: int) -> bytes:
    """Return a picture as a file of the kind that a suffix names, with options of OpenCV."""
    _, data = cv2.imencode(suffix, cv2.cvtColor(picture, cv2.COLOR_RGB2BGR), options)
    return data.tobytes()


def write_video(
    path: Path,
    pictures: Iterable[Picture],
    fps: float,
    *,
    encoding: Encoding | None = None,
    times_s: Sequence[float] | None = None,
    rotation_deg: int = 0,
    mirrored: bool = False,
) -> None:
    """Write pictures to a video file; the name's ending chooses the container.

    Parameters
    ----------
    path : Path
        The file to write; ``.mp4`` and ``.mov`` are written ready to play while they load.
    pictures : iterable of array, shape (height, width, 3)
        RGB, all of one size, with even sides for the pixel formats that halve the colours.
    fps : float
        Frames per second.
    encoding : Encoding, optional
        By default H.264, which every browser plays.
    times_s : sequence of float, optional
        Presentation time of each picture in seconds, increasing; by default ``i / fps``.
    rotation_deg : int
        0, 90, 180 or 270 degrees clockwise by which a player is told to turn the pictures.
    mirrored : bool
        Whether a player is told to flip the pictures left to right before it turns them.

    Raises
    ------
    ValueError
        If there is no picture.
    OSError
        If the file cannot be written.
    """
    encoding = encoding or Encoding()
    remaining = iter(pictures)
    first = next(remaining, None)
    if first is None:
        raise ValueError("a video has at least one picture")
    muxing = {"movflags": "+faststart"} if path.suffix in (".mp4", ".m4v", ".mov") else {}
    with av.open(f"file:{path}", "w", format=_container_name(path), options=muxing) as container:
        rate = Fraction(fps).limit_denominator(1001)
        clock = 1 / rate if times_s is None else CLOCK
        stream = container.add_stream(encoding.codec, rate=rate, options=dict(encoding.options))
        assert isinstance(stream, VideoStream)
        stream.height, stream.width = first.shape[:2]
        stream.pix_fmt = encoding.pixel_format
        stream.sample_aspect_ratio = encoding.pixel_shape
        matrix = colour_matrix(UNSPECIFIED, stream.width, stream.height)
        # FFmpeg turns counter-clockwise and flips after turning.
        turn = rotation_deg if mirrored else -rotation_deg
        _describe(stream.codec_context, clock, matrix)
        if rotation_deg or mirrored:
            stream.set_display_rotation(turn, hflip=mirrored)
        reformatter = VideoReformatter()
        for index, picture in enumerate(chain([first], remaining)):
            frame = reformatter.reformat(
                VideoFrame.from_ndarray(picture, format="rgb24"),
                format=encoding.pixel_format,
                dst_colorspace=matrix,
                dst_color_range=ColorRange.MPEG,
            )
            frame.pts = index if times_s is None else round(times_s[index] / CLOCK)
            frame.time_base = clock
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


def frame_times_s(video: Video) -> list[float]:
    """Return the times of the frames as they are written: on `CLOCK`, increasing strictly."""
    ticks = np.rint(video.time_s / float(CLOCK)).astype(np.int64)
    count = np.arange(len(ticks))
    # Frames nearer than a tick move on to the next ones.
    ticks = np.maximum.accumulate(ticks - count) + count
    return [float(tick * CLOCK) for tick in ticks.tolist()]


def every_picture(reader: FrameReader, each: Callable[[Picture, int], None]) -> Iterator[Picture]:
    """Yield one picture of even size for each frame, a grey one where the frame is damaged.

    Parameters
    ----------
    reader : FrameReader
    each : callable
        Called with every picture that is not damaged and its frame, before it is yielded; may draw
        on it.
    """
    frames = reader.video.frames
    width, height = even_size(reader)
    empty = np.full((height, width, 3), NO_PICTURE_GREY, np.uint8)
    done = 0
    for index, picture in reader.read(0, frames):
        yield from repeat(empty, index - done)
        even = picture[:height, :width].copy()
        each(even, index)
        yield even
        done = index + 1
    yield from repeat(empty, frames - done)


def even_size(reader: FrameReader) -> tuple[int, int]:
    """Return width and height of pictures cut to even sides, as colours of half the size want."""
    width, height = (max(2, length - length % 2) for length in (reader.width, reader.height))
    return width, height


def _container_name(path: Path) -> str | None:
    # FFmpeg takes .m4v for a bare MPEG-4 stream, which is not what a phone means by it.
    return "mp4" if path.suffix == ".m4v" else None


def _describe(context: VideoCodecContext, clock: Fraction, matrix: Colorspace | None) -> None:
    colours = _BT709 if matrix == Colorspace.ITU709 else _BT601
    context.time_base = clock
    context.colorspace = context.color_primaries = context.color_trc = colours
    context.color_range = ColorRange.MPEG

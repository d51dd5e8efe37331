"""Clips put together anew: times reversed and wrapped, streams exchanged, sizes that change."""

from __future__ import annotations

import contextlib
import random
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Final

import av
import cv2
import numpy as np
from av.container import OutputContainer
from av.packet import Packet
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from gaitcheck.video import FrameReader, probe_video

Remux = Callable[[random.Random, Path, Sequence[Path], Path], bool]
FULL_CLOCK: Final = 1 << 33  # where the times of MPEG streams begin anew
FRAMES: Final = 12


def change_times(rng: random.Random, source: Path, others: Sequence[Path], path: Path) -> bool:
    """Store the same pictures at other times: reversed, wrapped, jumping, all the same, none."""
    way = rng.choice(("reversed", "wrapped", "jump", "same", "jitter", "huge", "negative"))
    packets, template = _packets(source)
    stamps = [p.pts if p.pts is not None else k for k, p in enumerate(packets)]
    at = rng.randrange(max(len(stamps), 1))
    changed = {
        "reversed": stamps[::-1],
        "wrapped": [(s + FULL_CLOCK - stamps[at]) % FULL_CLOCK for s in stamps],
        "jump": [s + (rng.choice((10**6, 10**9, -(10**6))) if k > at else 0)
                 for k, s in enumerate(stamps)],
        "same": [0] * len(stamps),
        "jitter": [s + rng.randrange(-3000, 3000) for s in stamps],
        "huge": [s * rng.choice((1000, 10**6)) for s in stamps],
        "negative": [s - 10**7 for s in stamps],
    }[way]  # fmt: skip
    with _output(path) as out:
        stream = out.add_stream_from_template(template)
        for packet, stamp in zip(packets, changed, strict=True):
            packet.pts = packet.dts = stamp
            packet.stream = stream
            with contextlib.suppress(av.error.FFmpegError, OverflowError):
                out.mux(packet)
    return True


def exchange_streams(rng: random.Random, source: Path, others: Sequence[Path], path: Path) -> bool:
    """Put the pictures of one codec under the name of another, or several streams into one file."""
    first, template = _packets(source)
    second, other = _packets(rng.choice(others))
    together = rng.random() < 0.5
    with _output(path) as out:
        streams = [out.add_stream_from_template(other)]
        if together:
            streams.append(out.add_stream_from_template(template))
            both = [(p, streams[0]) for p in second] + [(p, streams[1]) for p in first]
            rng.shuffle(both)
        else:
            both = [(p, streams[0]) for p in first]
        for packet, stream in both:
            packet.stream = stream
            with contextlib.suppress(av.error.FFmpegError, OverflowError):
                out.mux(packet)
    return True


def change_size(rng: random.Random, source: Path, others: Sequence[Path], path: Path) -> bool:
    """Let the size and the pixel format of the pictures change in mid-stream."""
    codec, formats = rng.choice(
        (
            ("mjpeg", ("yuvj420p", "yuvj422p", "yuvj444p")),
            ("libx264", ("yuv420p", "yuv422p", "yuv444p")),
            ("libvpx-vp9", ("yuv420p", "yuv444p")),
            ("mpeg2video", ("yuv420p", "yuv422p")),
        )
    )
    with FrameReader(probe_video(source), 320) as reader:
        shown = [picture.copy() for _, picture in reader.read(0, min(FRAMES, reader.video.frames))]
    sizes = [(rng.randrange(1, 30) * 16, rng.randrange(1, 30) * 16) for _ in range(2)]
    with _output(path) as out:
        stream: VideoStream | None = None
        for part, size in enumerate(sizes):
            chosen = rng.choice(formats)
            encoder = av.CodecContext.create(codec, "w")
            assert isinstance(encoder, av.VideoCodecContext)
            encoder.width, encoder.height, encoder.pix_fmt = *size, chosen
            encoder.time_base, encoder.framerate = Fraction(1, 30), Fraction(30)
            if codec == "libx264":
                encoder.options = {"preset": "ultrafast"}
            if stream is None:
                stream = out.add_stream(codec, rate=30)
                assert isinstance(stream, VideoStream)
                stream.width, stream.height, stream.pix_fmt = *size, chosen
            for k, picture in enumerate(shown):
                small = np.asarray(cv2.resize(picture, size), dtype=np.uint8)
                frame = VideoFrame.from_ndarray(small, format="rgb24").reformat(format=chosen)
                frame.pts = part * len(shown) + k
                _mux(out, stream, encoder.encode(frame))
            _mux(out, stream, encoder.encode(None))
    return True


def _mux(out: OutputContainer, stream: VideoStream, packets: Sequence[Packet[VideoStream]]) -> None:
    for packet in packets:
        packet.stream = stream
        packet.time_base = Fraction(1, 30)
        with contextlib.suppress(av.error.FFmpegError, OverflowError):
            out.mux(packet)


def _packets(source: Path) -> tuple[list[Packet[VideoStream]], VideoStream]:
    container = av.open(f"file:{source}")
    stream = container.streams.video[0]
    return [p for p in container.demux(stream) if p.size], stream


@contextlib.contextmanager
def _output(path: Path):  # type: ignore[no-untyped-def]
    """Open a file for writing; what cannot be finished stays as it is: spoilt."""
    # Without that Matroska files hold random numbers, and the same number gave another clip.
    out = av.open(f"file:{path}", "w", options={"fflags": "+bitexact"})
    try:
        yield out
    finally:
        with contextlib.suppress(av.error.FFmpegError, ValueError):
            out.close()


def _tried(remux: Remux) -> Remux:
    """Return the same, false where the container does not take what is put into it."""

    def attempt(rng: random.Random, source: Path, others: Sequence[Path], path: Path) -> bool:
        try:
            remux(rng, source, others, path)
        except (av.error.FFmpegError, ValueError, OverflowError, NotImplementedError):
            return path.exists() and path.stat().st_size > 0
        return path.stat().st_size > 0

    return attempt


REMUXES: Final[Mapping[str, Remux]] = {
    remux.__name__: _tried(remux) for remux in (change_times, exchange_streams, change_size)
}
"""What is done to the packets of a file, by its name."""

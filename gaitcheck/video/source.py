"""Opening a video file and decoding it; shared by the probe and the frame reader."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import repeat
from pathlib import Path

import av
from av.container import InputContainer
from av.packet import Packet
from av.stream import Disposition
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from gaitcheck.errors import ClipUnreadableError
from gaitcheck.video.formats import CONTAINERS, SOUND_CONTAINERS
from gaitcheck.video.limits import DECODER_OPTIONS
from gaitcheck.video.types import StampSource

_LONGEST_NAME = 100
# More pictures than any decoder holds back to put them in order.
_MOST_HELD = 256


def shown_name(path: Path) -> str:
    """Return the name of a file as it can be printed on one line."""
    name = path.name or str(path)
    printable = "".join(letter if letter.isprintable() else "?" for letter in name)
    return printable if len(printable) <= _LONGEST_NAME else f"{printable[:_LONGEST_NAME]}..."


def open_container(path: Path) -> InputContainer:
    """Open a file for reading, never anything but that file.

    Raises
    ------
    av.error.FFmpegError
        If FFmpeg finds no container that it may open.
    """
    # Without "file:" FFmpeg takes a colon in the name for a protocol.
    return av.open(
        f"file:{path}",
        "r",
        container_options={
            "format_whitelist": ",".join((*CONTAINERS, *SOUND_CONTAINERS)),
            "protocol_whitelist": "file",
        },
        options=DECODER_OPTIONS,
        metadata_errors="replace",
    )


def video_stream(container: InputContainer, path: Path) -> VideoStream:
    """Return the moving picture of a file: no cover picture, no thumbnail.

    One thread decodes it. Where each of several takes a picture (FFmpeg's frame threads), 11 of 22
    spoilt films were other pictures than one thread reads, three of them others each time, and not
    always with a sign of damage; where each takes a part of a picture (slice threads), damage goes
    unnoticed. Who wants to be quicker reads several stretches of a film side by side.

    Raises
    ------
    ClipUnreadableError
        If there is none, or its codec is unknown.
    """
    moving = [s for s in container.streams.video if not s.disposition & Disposition.attached_pic]
    if not moving and container.streams.audio:
        raise ClipUnreadableError(f"{shown_name(path)} holds only sound; choose a video file.")
    if not moving:
        raise not_a_video(path)
    best = container.streams.best("video")
    stream = next((s for s in moving if best is not None and s.index == best.index), moving[0])
    if stream.codec_context is None:
        raise ClipUnreadableError(
            f"The video in {shown_name(path)} is stored in a way that cannot be decoded; "
            "export it as MP4 (H.264) and try again."
        )
    stream.codec_context.options = dict(DECODER_OPTIONS)
    stream.codec_context.thread_count = 1
    return stream


def not_a_video(path: Path) -> ClipUnreadableError:
    """Return the error for a file in which no video is found."""
    return ClipUnreadableError(
        f"{shown_name(path)} is not a video that can be read, or it is cut off; "
        "copy it again from the camera, or export it as MP4."
    )


def decode(
    container: InputContainer, stream: VideoStream, stamp_source: StampSource
) -> Iterator[tuple[Packet[VideoStream] | None, list[VideoFrame]]]:
    """Yield each packet that is read with the sound pictures that the decoder gives up for it.

    The decoder hands back every picture with the presentation time of its packet. Where the
    file has none, the packet's decoding time takes its place, so that a picture is known by
    its stamp however it was reached. After damage nothing is yielded up to the next key
    picture, because the pictures between lean on what was lost. ``None`` stands for the end
    of the file, where the decoder gives up what it still holds.
    """
    sound = True
    for packet in _with_end(packets(container, stream)):
        if packet is not None and stamp_source == "dts":
            packet.pts = packet.dts
        try:
            frames = stream.codec_context.decode(packet)
            finished = packet is None
        except av.error.EOFError:
            return
        except av.error.FFmpegError:
            frames, sound, finished = [], False, False
        kept = []
        for frame in frames:
            sound = not frame.is_corrupt and (sound or frame.key_frame)
            if sound:
                kept.append(frame)
        yield packet, kept
        if finished:
            return


def _with_end(
    read: Iterator[Packet[VideoStream]],
) -> Iterator[Packet[VideoStream] | None]:
    yield from read
    # At the end each error of the decoder uses up one damaged picture of those it still holds.
    yield from repeat(None, _MOST_HELD)


def packets(container: InputContainer, stream: VideoStream) -> Iterator[Packet[VideoStream]]:
    """Yield the packets of one stream; a file that breaks off ends there without an error."""
    while True:
        try:
            for packet in container.demux(stream):
                if packet.size:
                    yield packet
        except IndexError:
            # Of a stream that begins in the middle of the file PyAV knows nothing: it raises once
            # for each of its packets, which is read by then.
            continue
        except av.error.FFmpegError:
            return
        return

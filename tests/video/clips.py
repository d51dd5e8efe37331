"""Small clips whose every frame can be told from its pixels."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from gaitcheck.video.encode import Encoding, write_video

Picture = NDArray[np.uint8]

FRAMES = 40
WIDTH, HEIGHT = 192, 128
BITS = 12
CORNERS = {
    "top left": (255, 0, 0),
    "top right": (0, 255, 0),
    "bottom left": (0, 0, 255),
    "bottom right": (255, 255, 0),
}


def numbered(number: int, width: int = WIDTH, height: int = HEIGHT) -> Picture:
    """Draw a coloured square in each corner and the number as a row of dark and light blocks."""
    picture = np.full((height, width, 3), 90, np.uint8)
    side = height // 4
    picture[:side, :side] = CORNERS["top left"]
    picture[:side, -side:] = CORNERS["top right"]
    picture[-side:, :side] = CORNERS["bottom left"]
    picture[-side:, -side:] = CORNERS["bottom right"]
    edges = np.linspace(0, width, BITS + 1).round().astype(int)
    for bit in range(BITS):
        light = number >> bit & 1
        picture[3 * height // 8 : 5 * height // 8, edges[bit] : edges[bit + 1]] = 255 * light
    return picture


def read_number(picture: Picture) -> int:
    """Read the number that `numbered` drew."""
    height, width = picture.shape[:2]
    centres = ((np.arange(BITS) + 0.5) * width / BITS).astype(int)
    row = picture[height // 2, centres].mean(axis=1)
    return int(sum(1 << bit for bit in range(BITS) if row[bit] > 128))


def corner_colours(picture: Picture) -> dict[str, tuple[int, ...]]:
    """Return the colour in the middle of each corner's square."""
    inset = min(picture.shape[:2]) // 10
    places = {
        "top left": (inset, inset),
        "top right": (inset, -inset),
        "bottom left": (-inset, inset),
        "bottom right": (-inset, -inset),
    }
    return {name: tuple(int(c) for c in picture[place]) for name, place in places.items()}


def colours_agree(found: dict[str, tuple[int, ...]], tolerance: int = 12) -> bool:
    """Return whether the corners show the colours that were drawn."""
    return all(
        abs(seen - drawn) <= tolerance
        for name, colour in CORNERS.items()
        for seen, drawn in zip(found[name], colour, strict=True)
    )


def pictures(count: int = FRAMES, width: int = WIDTH, height: int = HEIGHT) -> Iterator[Picture]:
    """Draw the pictures of a clip one after the other."""
    return (numbered(number, width, height) for number in range(count))


@dataclass(frozen=True)
class Format:
    """A container and how the pictures in it are encoded."""

    ending: str
    encoding: Encoding


def _x264(**options: str) -> Encoding:
    return Encoding("h264", options={"preset": "veryfast"} | options)


def _x265(pixel_format: str, params: str) -> Encoding:
    options = {"preset": "ultrafast", "x265-params": f"log-level=none:{params}"}
    return Encoding("libx265", pixel_format, options=options)


_OPEN_GOP = "keyint=12:min-keyint=12:scenecut=0:open-gop=1:bframes=3"
_VP9 = Encoding(
    "libvpx-vp9",
    options={"deadline": "realtime", "cpu-used": "8", "g": "12", "lag-in-frames": "16"},
)
_AV1 = Encoding("libsvtav1", options={"preset": "8", "g": "12", "crf": "5"})

FORMATS = {
    "h264-mp4-one-keyframe": Format("mp4", _x264()),
    "h264-mp4": Format("mp4", _x264(g="12", bf="3")),
    "h264-mp4-open-gop": Format("mp4", _x264(**{"x264-params": _OPEN_GOP})),
    "h264-mkv-open-gop": Format("mkv", _x264(**{"x264-params": _OPEN_GOP})),
    "h264-mkv-refresh": Format("mkv", _x264(**{"x264-params": "intra-refresh=1:keyint=12"})),
    "h264-mov": Format("mov", _x264(g="12", bf="0")),
    "h264-m4v": Format("m4v", _x264(g="12", bf="2")),
    "h264-avi": Format("avi", _x264(g="12", bf="3")),
    "h264-ts": Format("ts", _x264(g="12", bf="3")),
    "hevc-mp4": Format("mp4", _x265("yuv420p", "keyint=12")),
    "hevc-mov-10-bit": Format("mov", _x265("yuv420p10le", _OPEN_GOP)),
    "hevc-mkv-10-bit": Format("mkv", _x265("yuv420p10le", "keyint=12:bframes=3")),
    "vp9-webm": Format("webm", _VP9),
    "vp9-mkv": Format("mkv", _VP9),
    "av1-mp4": Format("mp4", _AV1),
    "av1-webm": Format("webm", _AV1),
    "av1-mkv": Format("mkv", _AV1),
    "prores-mov": Format("mov", Encoding("prores_ks", "yuv422p10le")),
    "mpeg4-avi": Format("avi", Encoding("mpeg4", options={"g": "12", "bf": "2", "b": "1M"})),
    "mjpeg-avi": Format("avi", Encoding("mjpeg", "yuvj420p")),
    "h264-m2ts": Format("m2ts", _x264(g="12", bf="3")),
    "mpeg2-mpg": Format("mpg", Encoding("mpeg2video", options={"g": "12", "bf": "2", "b": "2M"})),
    "mpeg4-3gp": Format("3gp", Encoding("mpeg4", options={"g": "12", "b": "1M"})),
    "wmv2-wmv": Format("wmv", Encoding("wmv2", options={"g": "12", "b": "1M"})),
    "h264-flv": Format("flv", _x264(g="12", bf="0")),
    "mpeg2-mxf": Format("mxf", Encoding("mpeg2video", options={"g": "12", "bf": "0", "b": "2M"})),
}


@contextmanager
def same_scheduling() -> Iterator[None]:
    """Leave the process scheduled as it was.

    SVT-AV1 asks for real-time scheduling of its caller where it may (root). Every process that
    later comes from the caller would inherit it, browsers too, and starve all others.
    """
    if not hasattr(os, "sched_setscheduler"):  # Linux only
        yield
        return
    policy, parameters = os.sched_getscheduler(0), os.sched_getparam(0)
    try:
        yield
    finally:
        os.sched_setscheduler(0, policy, parameters)


def write_format(
    folder: Path, name: str, count: int = FRAMES, drawn: Iterable[Picture] | None = None
) -> Path:
    """Write the numbered clip, or pictures drawn otherwise, in one of the formats."""
    path = folder / f"{name}.{FORMATS[name].ending}"
    with same_scheduling():
        write_video(path, drawn or pictures(count), 30.0, encoding=FORMATS[name].encoding)
    return path


def write_sound(path: Path, codec: str) -> Path:
    """Write a second of silence."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=44_100)
        silence = np.zeros((2, 44_100), np.float32)
        frame = av.AudioFrame.from_ndarray(silence, format="fltp", layout="stereo")
        frame.sample_rate = 44_100
        frame.pts = 0
        resampler = av.AudioResampler(stream.format.name, "stereo", 44_100)
        for part in resampler.resample(frame):
            container.mux(stream.encode(part))
        container.mux(stream.encode(None))
    return path

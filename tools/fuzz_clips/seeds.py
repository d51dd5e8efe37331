"""The whole clips that are spoilt: two and a half seconds of a sample in every kind of file."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from gaitcheck.video import FrameReader, probe_video
from gaitcheck.video.encode import Encoding, write_video
from gaitcheck.video.types import Picture

SAMPLES: Final = Path(__file__).parents[2] / "sample_videos"
FRAMES: Final = 75
FPS: Final = 30.0
SMALL_SIDE: Final = 480
TINY_SIDE: Final = 160
TINY_FRAMES: Final = 30
# Sides that every codec takes, H.263 with its five sizes apart.
MULTIPLE: Final = 16
H263_SIZE: Final = (352, 288)


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of file: container, codec, and of which sample."""

    name: str
    ending: str
    encoding: Encoding
    sample: str = "heel_treadmill_left"
    full_size: bool = False

    @property
    def truth(self) -> str:
        """How the feet in it land."""
        return self.sample.split("_")[0]


def _fast(codec: str, pixel_format: str = "yuv420p", **options: str) -> Encoding:
    return Encoding(codec, pixel_format, options=options)


_X264: Final = _fast("h264", preset="veryfast", g="24", bf="2")
_VPX: Final = {"deadline": "realtime", "cpu-used": "8", "g": "24", "b": "1M"}
_MPEG: Final = {"b": "2M", "g": "12"}

KINDS: Final = (
    Kind("h264-mp4", "mp4", _X264, full_size=True),
    Kind("toe-h264-mov", "mov", _X264, "toe_treadmill_right", full_size=True),
    Kind("h264-mkv", "mkv", _X264),
    Kind("h264-ts", "mts", _X264),
    Kind("h264-avi", "avi", _X264),
    Kind("h264-flv", "flv", _fast("h264", preset="veryfast", g="24", bf="0")),
    Kind("hevc-mov", "mov", _fast("libx265", preset="ultrafast", **{"x265-params": "log-level=0"})),
    Kind("vp9-webm", "webm", _fast("libvpx-vp9", **_VPX)),
    Kind("vp8-webm", "webm", _fast("libvpx", **_VPX)),
    Kind("vp9-ivf", "ivf", _fast("libvpx-vp9", **_VPX)),
    Kind("av1-mp4", "mp4", _fast("libsvtav1", preset="10", g="24")),
    Kind("prores-mov", "mov", _fast("prores_ks", "yuv422p10le", profile="0")),
    Kind("mpeg4-avi", "avi", _fast("mpeg4", **_MPEG)),
    Kind("mpeg4-3gp", "3gp", _fast("mpeg4", **_MPEG)),
    Kind("h263-3gp", "3gp", _fast("h263", b="1M", g="12")),
    Kind("mjpeg-avi", "avi", _fast("mjpeg", "yuvj420p", q="8")),
    Kind("mpeg2-mpg", "mpg", _fast("mpeg2video", **_MPEG)),
    Kind("mpeg2-mxf", "mxf", _fast("mpeg2video", **_MPEG)),
    Kind("wmv2-wmv", "wmv", _fast("wmv2", **_MPEG)),
    Kind("gif", "gif", _fast("gif", "rgb8")),
)


def write_seeds(
    folder: Path, names: Sequence[str] | None = None, *, tiny: bool = False
) -> dict[str, Path]:
    """Write the whole clips that are not there yet, all or some, and return them by their names.

    Tiny ones are for tests: too small for an answer, and read in no time.
    """
    folder.mkdir(parents=True, exist_ok=True)
    found: dict[str, Path] = {}
    for kind in KINDS:
        if names is not None and kind.name not in names:
            continue
        path = folder / f"{kind.name}.{kind.ending}"
        if not path.exists():
            unfinished = path.with_name(f"unfinished-{path.name}")
            with _same_scheduling():
                write_video(unfinished, _pictures(kind, tiny), FPS, encoding=kind.encoding)
            unfinished.rename(path)
        found[kind.name] = path
    return found


@contextmanager
def _same_scheduling() -> Iterator[None]:
    """Leave the process scheduled as it was: SVT-AV1 asks for real time where it may (root)."""
    if not hasattr(os, "sched_setscheduler"):  # Linux only
        yield
        return
    policy, parameters = os.sched_getscheduler(0), os.sched_getparam(0)
    try:
        yield
    finally:
        os.sched_setscheduler(0, policy, parameters)


def _pictures(kind: Kind, tiny: bool) -> list[Picture]:
    import cv2
    import numpy as np

    video = probe_video(SAMPLES / f"{kind.sample}.mp4")
    side = TINY_SIDE if tiny else None if kind.full_size else SMALL_SIDE
    with FrameReader(video, side) as reader:
        shown = [picture.copy() for _, picture in reader.read(0, TINY_FRAMES if tiny else FRAMES)]
    height, width = (side // MULTIPLE * MULTIPLE for side in shown[0].shape[:2])
    size = H263_SIZE if kind.encoding.codec == "h263" else (width, height)
    return [np.asarray(cv2.resize(picture, size), dtype=np.uint8) for picture in shown]

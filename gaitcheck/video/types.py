"""What a video file holds: its frames in display order and how to show them."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from gaitcheck.model import FloatArray

IntArray = NDArray[np.int64]
Picture = NDArray[np.uint8]
StampSource = Literal["pts", "dts"]


@dataclass(frozen=True, slots=True, eq=False)
class Video:
    """A probed video file. Index ``i`` of every array is the i-th frame that a player shows.

    Attributes
    ----------
    path : Path
        The file.
    width, height : int
        Size in pixels of the picture as shown: rotation and pixel shape applied.
    rotation_deg : int
        0, 90, 180 or 270: how far the stored picture must be turned *clockwise* to be shown.
    mirrored : bool
        Whether the stored picture must be flipped left to right before it is turned.
    time_s : array, shape (frames,)
        File time of each frame in seconds since the first shown frame; increases strictly.
    pts : array of int, shape (frames,)
        Presentation time of each frame in units of `time_base`, as the file states it.
    time_base : Fraction
        Seconds per unit of `pts`.
    keyframe_pts : array of int, shape (keyframes,)
        Presentation times of the shown frames at which decoding can begin.
    fps : float
        Frames per second: the mean rate over the intervals near the median one, so that pauses
        do not count; 0 when the video has a single frame.
    codec : str
        Name of the codec, for example ``h264``.
    sha256 : str
        Checksum of the whole file.
    stamps : array of int, shape (frames,)
        The mark by which the decoder's pictures are recognised, in display order. Equal to
        `pts` where the file states presentation times; else the packets' decoding times.
    stamp_source : {"pts", "dts"}
        Which of the two the stamps are.
    camera_fps : float or None
        Pictures per second that the camera took, where the file notes it (Android's slow motion).
    """

    path: Path
    width: int
    height: int
    rotation_deg: int
    mirrored: bool
    time_s: FloatArray
    pts: IntArray
    time_base: Fraction
    keyframe_pts: IntArray
    fps: float
    codec: str
    sha256: str
    stamps: IntArray
    stamp_source: StampSource
    camera_fps: float | None = None

    def __post_init__(self) -> None:
        n = len(self.time_s)
        if not (n > 0 and len(self.pts) == n and len(self.stamps) == n):
            raise ValueError("a video has at least one frame, with a time and a stamp for each")
        if n > 1 and not bool(np.all(np.diff(self.time_s) > 0)):
            raise ValueError("frame times increase strictly")
        if self.rotation_deg not in (0, 90, 180, 270):
            raise ValueError("the rotation is 0, 90, 180 or 270 degrees")

    @property
    def frames(self) -> int:
        """Number of frames that a player shows."""
        return len(self.time_s)

    @property
    def duration_s(self) -> float:
        """File time from the first frame until the last one has been shown, in seconds."""
        if self.frames == 1:
            return 0.0
        return float(self.time_s[-1] + np.median(np.diff(self.time_s)))

"""What a video file holds, read from its packets without decoding it."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import cast

import av
import numpy as np
from av.container import InputContainer
from av.sidedata.sidedata import SideData
from av.sidedata.sidedata import Type as SideDataType
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from gaitcheck.errors import ClipNotFoundError, ClipUnreadableError
from gaitcheck.types import FloatArray
from gaitcheck.video.source import decode, open_container, packets, video_stream
from gaitcheck.video.types import IntArray, StampSource, Video

MAX_SIDE_PX = 8192
"""Largest width or height that is accepted; twice that of a 4K picture."""
MIN_SIDE_PX = 16
"""Smallest width or height that is accepted."""
MAX_DURATION_S = 3600.0
"""Longest clip that is accepted, in seconds of file time."""

# Codecs of which every packet is one shown picture. Of any other the list of the frames is
# made by decoding.
_ONE_PICTURE_PER_PACKET = frozenset(
    {"h264", "hevc", "vp9", "av1", "prores", "mjpeg", "dnxhd"}
)


@dataclass(frozen=True, slots=True)
class _Listing:
    """The frames of a file in display order."""

    pts: IntArray
    stamps: IntArray
    stamp_source: StampSource
    keyframe_pts: IntArray


@dataclass(frozen=True, slots=True)
class _PacketTable:
    """What the packets state, in the order of the file."""

    pts: list[int | None]
    dts: list[int | None]
    keyframe: list[bool]
    shown: list[bool]
    corrupt: bool


def probe_video(path: Path) -> Video:
    """Read what a video file holds: size, rotation, and the time of every frame.

    Parameters
    ----------
    path : Path
        The file.

    Returns
    -------
    Video

    Raises
    ------
    ClipNotFoundError
        If the path names nothing, or a folder.
    ClipUnreadableError
        If the file may not be read, is empty, damaged or no video, or exceeds a limit.
    """
    path = Path(path)
    _check_file(path)
    sha256 = _sha256(path)
    try:
        container = open_container(path)
    except av.error.PermissionError as error:
        raise _no_permission(path) from error
    except (av.error.FFmpegError, ValueError) as error:
        raise ClipUnreadableError(
            f"{path.name} is not a video that can be read, or it is cut off; "
            "copy it again from the camera, or export it as MP4."
        ) from error
    with container:
        stream = video_stream(container, path)
        coded = (stream.codec_context.width, stream.codec_context.height)
        _check_size(path, *coded)
        if container.duration is not None:
            _check_duration(path, container.duration / av.time_base)
        table = _packet_table(container, stream)
        if stream.time_base is None or not any(table.shown):
            raise ClipUnreadableError(
                f"{path.name} holds no picture; choose another clip."
            )
        time_base = stream.time_base
        codec = stream.codec_context.name
    listing = _trusted_listing(table, codec) or _decoded_listing(path, table)
    first = _first_picture(path, listing)
    _check_size(path, first.width, first.height)
    times = (listing.pts - listing.pts[0]) * (
        time_base.numerator / time_base.denominator
    )
    _check_duration(path, float(times[-1]))
    rotation, mirrored = _orientation(first)
    width, height = _shown_size(first, _pixel_shape(path), rotation)
    return Video(
        path=path,
        width=width,
        height=height,
        coded_width=first.width,
        coded_height=first.height,
        rotation_deg=rotation,
        mirrored=mirrored,
        time_s=times.astype(np.float64),
        pts=listing.pts,
        time_base=time_base,
        keyframe_pts=listing.keyframe_pts,
        fps=_frame_rate(times),
        codec=codec,
        sha256=sha256,
        stamps=listing.stamps,
        stamp_source=listing.stamp_source,
    )


def _check_file(path: Path) -> None:
    try:
        status = os.stat(path)
    except PermissionError as error:
        raise _no_permission(path) from error
    except (OSError, ValueError) as error:
        raise ClipNotFoundError(f"There is no file {path}; check the name.") from error
    if stat.S_ISDIR(status.st_mode):
        raise ClipNotFoundError(
            f"{path} is a folder; give the name of a video file in it."
        )
    if not stat.S_ISREG(status.st_mode):
        raise ClipUnreadableError(
            f"{path} is not an ordinary file; save the clip to disk first."
        )
    if status.st_size == 0:
        raise ClipUnreadableError(
            f"{path.name} is empty; copy it again from the camera."
        )


def _no_permission(path: Path) -> ClipUnreadableError:
    return ClipUnreadableError(f"{path.name} may not be read; change its permissions.")


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except PermissionError as error:
        raise _no_permission(path) from error
    except OSError as error:
        raise ClipUnreadableError(
            f"{path.name} cannot be read from its disk; copy it elsewhere and try again."
        ) from error


def _check_size(path: Path, width: int, height: int) -> None:
    if max(width, height) > MAX_SIDE_PX:
        raise ClipUnreadableError(
            f"{path.name} is {width} x {height} pixels, more than the {MAX_SIDE_PX} a side that "
            "are accepted; export it smaller."
        )
    if 0 < min(width, height) < MIN_SIDE_PX:
        raise ClipUnreadableError(
            f"{path.name} is {width} x {height} pixels, fewer than the {MIN_SIDE_PX} a side that "
            "are needed; choose a larger clip."
        )


def _check_duration(path: Path, seconds: float) -> None:
    if seconds > MAX_DURATION_S:
        raise ClipUnreadableError(
            f"{path.name} lasts {seconds / 60:.0f} minutes, more than the "
            f"{MAX_DURATION_S / 60:.0f} that are accepted; cut out the part with the run."
        )


def _packet_table(container: InputContainer, stream: VideoStream) -> _PacketTable:
    table = _PacketTable([], [], [], [], False)
    corrupt = False
    for packet in packets(container, stream):
        table.pts.append(packet.pts)
        table.dts.append(packet.dts)
        table.keyframe.append(packet.is_keyframe)
        table.shown.append(not packet.is_discard)
        corrupt = corrupt or packet.is_corrupt
    return _PacketTable(table.pts, table.dts, table.keyframe, table.shown, corrupt)


def _trusted_listing(table: _PacketTable, codec: str) -> _Listing | None:
    """Return the frames as the packets state them, or None where they may be wrong."""
    if codec not in _ONE_PICTURE_PER_PACKET or table.corrupt or not table.keyframe[0]:
        return None
    stated = [pts for pts in table.pts if pts is not None]
    if len(stated) != len(table.pts):
        return None
    pts = np.asarray(stated, dtype=np.int64)
    keyframe = np.asarray(table.keyframe)
    shown = np.asarray(table.shown)
    # Pictures shown before the first keyframe lean on pictures that the file does not hold.
    if len(np.unique(pts)) != len(pts) or pts.min() < pts[0]:
        return None
    order = np.sort(pts[shown])
    return _Listing(order, order, "pts", np.sort(pts[keyframe]))


def _decoded_listing(path: Path, table: _PacketTable) -> _Listing:
    """Return the frames that the decoder really yields, by decoding the whole file once."""
    pts_usable = None not in table.pts and len(set(table.pts)) == len(table.pts)
    source: StampSource = "pts" if pts_usable else "dts"
    stamps: list[int] = []
    with open_container(path) as container:
        stream = video_stream(container, path)
        stream.codec_context.thread_type = "AUTO"
        for _, frames in decode(container, stream, source):
            stamps.extend(f.pts for f in frames if f.pts is not None)
    unique = np.asarray(list(dict.fromkeys(stamps)), dtype=np.int64)
    if not len(unique):
        raise _no_picture(path)
    # Decoding times keep the pace of the pictures, not their order.
    pts = np.sort(unique)
    keyframes = [
        stamp
        for stamp, is_key in zip(
            table.pts if pts_usable else table.dts, table.keyframe, strict=True
        )
        if is_key and stamp is not None
    ]
    stamps_in_order = pts if pts_usable else unique
    return _Listing(
        pts, stamps_in_order, source, np.sort(np.asarray(keyframes, dtype=np.int64))
    )


def _no_picture(path: Path) -> ClipUnreadableError:
    return ClipUnreadableError(
        f"No picture of {path.name} can be decoded; copy it again from the camera, "
        "or export it as MP4 (H.264)."
    )


def _first_picture(path: Path, listing: _Listing) -> VideoFrame:
    with open_container(path) as container:
        stream = video_stream(container, path)
        for _, frames in decode(container, stream, listing.stamp_source):
            for frame in frames:
                return frame
    raise _no_picture(path)


def _pixel_shape(path: Path) -> Fraction:
    with open_container(path) as container:
        return video_stream(container, path).sample_aspect_ratio or Fraction(1)


def _orientation(frame: VideoFrame) -> tuple[int, bool]:
    """Return the clockwise turn in degrees and whether to mirror first.

    The display matrix holds a 2 x 2 map (a, b; c, d) of stored to shown coordinates, y
    downwards, rows as vectors: shown = (a x + c y, b x + d y).
    """
    side_data = cast(Iterable[SideData], frame.side_data)
    matrix = next((d for d in side_data if d.type == SideDataType.DISPLAYMATRIX), None)
    if matrix is None:
        return 0, False
    a, b, _, c, d = np.frombuffer(bytes(matrix), dtype=np.int32)[:5].astype(float)
    mirrored = a * d - b * c < 0
    # Undo the mirroring (x -> -x first), which leaves a pure turn.
    angle = np.degrees(np.arctan2(-b, -a) if mirrored else np.arctan2(b, a))
    return round(float(angle) / 90.0) * 90 % 360, bool(mirrored)


def _shown_size(
    frame: VideoFrame, pixel_shape: Fraction, rotation: int
) -> tuple[int, int]:
    width, height = frame.width, frame.height
    if pixel_shape > 1:
        width = round(width * pixel_shape)
    elif 0 < pixel_shape < 1:
        height = round(height / pixel_shape)
    return (height, width) if rotation in (90, 270) else (width, height)


def _frame_rate(times: FloatArray) -> float:
    if len(times) < 2:
        return 0.0
    return float(1.0 / np.median(np.diff(times)))

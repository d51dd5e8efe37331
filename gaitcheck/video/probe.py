"""What a video file holds, read from its packets; decoded only where those may be wrong."""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Iterable, Mapping
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
from gaitcheck.memory import too_much_memory
from gaitcheck.model import FloatArray
from gaitcheck.video.limits import check_length, check_size, no_size
from gaitcheck.video.source import (
    decode,
    not_a_video,
    open_container,
    packets,
    shown_name,
    video_stream,
)
from gaitcheck.video.types import IntArray, StampSource, Video

CAMERA_RATE_TAGS = ("com.android.capture.fps",)
"""Tags in which phones note the rate of the camera: Android's Camera app does for slow motion."""
MAX_CAMERA_FPS = 10_000.0

# Codecs of which every packet is one shown picture. Of any other the list of the frames is
# made by decoding.
_ONE_PICTURE_PER_PACKET = frozenset({"h264", "hevc", "vp9", "av1", "prores", "mjpeg", "dnxhd"})

# Containers that keep the packets whole and tell when one is not.
_INDEXED_CONTAINERS = frozenset({"mov,mp4,m4a,3gp,3g2,mj2", "matroska,webm"})


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
    doubtful: bool


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
    sha256 = clip_sha256(path)
    try:
        container = open_container(path)
    except MemoryError as error:
        raise too_much_memory(shown_name(path)) from error
    except (av.error.FFmpegError, ValueError) as error:
        raise not_a_video(path) from error
    with container:
        stream = video_stream(container, path)
        if not stream.codec_context.width:
            raise no_size(shown_name(path))
        check_size(shown_name(path), stream.codec_context.width, stream.codec_context.height)
        time_base = stream.time_base
        if time_base is None:
            raise _no_picture(path)
        table = _packet_table(path, container, stream, time_base)
        if not any(table.shown):
            raise _no_picture(path)
        codec = stream.codec_context.codec.canonical_name
        pixel_shape = stream.sample_aspect_ratio or Fraction(1)
        camera_fps = _camera_rate({**container.metadata, **stream.metadata})
    listing = _stated_listing(table, codec) or _decoded_listing(path, table)
    first = _first_picture(path, listing)
    check_size(shown_name(path), first.width, first.height)
    lasts = int(listing.pts[-1] - listing.pts[0]) * time_base
    check_length(shown_name(path), lasts, len(listing.pts))
    time_s = (listing.pts - listing.pts[0]).astype(np.float64) * float(time_base)
    rotation, mirrored = _orientation(first)
    width, height = _shown_size(first, pixel_shape, rotation)
    check_size(shown_name(path), width, height)
    return Video(
        path=path,
        width=width,
        height=height,
        rotation_deg=rotation,
        mirrored=mirrored,
        time_s=time_s,
        pts=listing.pts,
        time_base=time_base,
        keyframe_pts=listing.keyframe_pts,
        fps=_frame_rate(time_s),
        codec=codec,
        sha256=sha256,
        stamps=listing.stamps,
        stamp_source=listing.stamp_source,
        camera_fps=camera_fps,
    )


def clip_sha256(path: Path) -> str:
    """Return the checksum of a whole file, by which a clip is known whatever its name.

    Raises
    ------
    ClipNotFoundError
        If the path names nothing, or a folder.
    ClipUnreadableError
        If the file may not be read, or is empty.
    """
    _check_file(path)
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except PermissionError as error:
        raise _no_permission(path) from error
    except OSError as error:
        raise ClipUnreadableError(
            f"{shown_name(path)} cannot be read from its disk; copy it elsewhere and try again."
        ) from error


def _camera_rate(tags: Mapping[str, str]) -> float | None:
    """Return the rate at which the camera filmed, where a tag of the file notes it."""
    for tag in CAMERA_RATE_TAGS:
        try:
            rate = float(tags[tag])
        except (KeyError, ValueError):
            continue
        if 0 < rate < MAX_CAMERA_FPS:
            return rate
    return None


def _check_file(path: Path) -> None:
    try:
        status = path.stat()
    except PermissionError as error:
        raise _no_permission(path) from error
    except (OSError, ValueError) as error:
        raise ClipNotFoundError(
            f"There is no file named {shown_name(path)} at that place; check the path."
        ) from error
    if stat.S_ISDIR(status.st_mode):
        raise ClipNotFoundError(
            f"{shown_name(path)} is a folder; give the name of a video file in it."
        )
    if not stat.S_ISREG(status.st_mode):
        raise ClipUnreadableError(
            f"{shown_name(path)} is not an ordinary file; save the clip to disk first."
        )
    if status.st_size == 0:
        raise ClipUnreadableError(f"{shown_name(path)} is empty; copy it again from the camera.")


def _no_permission(path: Path) -> ClipUnreadableError:
    return ClipUnreadableError(f"{shown_name(path)} may not be read; change its permissions.")


def _packet_table(
    path: Path, container: InputContainer, stream: VideoStream, time_base: Fraction
) -> _PacketTable:
    # AVI states only the order of decoding; FFmpeg's guess of the presentation times from it
    # is wrong when pictures are stored out of order.
    order_only = container.format.name == "avi"
    table = _PacketTable([], [], [], [], False)
    doubtful = container.format.name not in _INDEXED_CONTAINERS
    begin: int | None = None
    for packet in packets(container, stream):
        table.pts.append(None if order_only else packet.pts)
        table.dts.append(packet.dts)
        table.keyframe.append(packet.is_keyframe)
        table.shown.append(not packet.is_discard)
        doubtful = doubtful or packet.is_corrupt
        # Checked here, so that an endless recording is not read to its end.
        now = packet.dts if packet.pts is None else packet.pts
        begin = now if begin is None else begin
        lasts = (now - begin) * time_base if now is not None and begin is not None else Fraction(0)
        check_length(shown_name(path), lasts, len(table.pts))
    return _PacketTable(table.pts, table.dts, table.keyframe, table.shown, doubtful)


def _stated_listing(table: _PacketTable, codec: str) -> _Listing | None:
    """Return the frames as the packets state them, or None where those may be wrong."""
    if codec not in _ONE_PICTURE_PER_PACKET or table.doubtful or not table.keyframe[0]:
        return None
    stated = _all_known(table.pts)
    # Pictures shown before the first keyframe lean on pictures that the file does not hold.
    if stated is None or _has_duplicates(stated) or stated.min() < stated[0]:
        return None
    order = np.sort(stated[np.asarray(table.shown)])
    return _Listing(order, order, "pts", np.intersect1d(stated[np.asarray(table.keyframe)], order))


def _decoded_listing(path: Path, table: _PacketTable) -> _Listing:
    """Return the frames that the decoder really yields, by decoding the whole file once."""
    stated = _all_known(table.pts)
    source: StampSource = "dts" if stated is None or _has_duplicates(stated) else "pts"
    found = _decoded_stamps(path, source)
    stamps = np.asarray(list(dict.fromkeys(found)), dtype=np.int64)
    if not len(stamps):
        raise _no_picture(path)
    pts = _presentation_times(stamps, table, stated)
    # Of pictures that share a time a player shows one; a time that steps back is not shown.
    later = np.concatenate(([True], pts[1:] > np.maximum.accumulate(pts)[:-1]))
    stamps, pts = stamps[later], pts[later]
    marks = table.pts if source == "pts" else table.dts
    keys = [m for m, key in zip(marks, table.keyframe, strict=True) if key and m is not None]
    keyframe_pts = pts[np.isin(stamps, np.asarray(keys, dtype=np.int64))]
    return _Listing(pts, stamps, source, keyframe_pts)


def _decoded_stamps(path: Path, source: StampSource) -> list[int]:
    """Return the stamps of all sound pictures in the order in which the decoder yields them."""
    found: list[int] = []
    with open_container(path) as container:
        stream = video_stream(container, path)
        for _, frames in decode(container, stream, source):
            found.extend(frame.pts for frame in frames if frame.pts is not None)
    return found


def _presentation_times(stamps: IntArray, table: _PacketTable, stated: IntArray | None) -> IntArray:
    """Return the presentation time of each decoded picture, given in display order."""
    if stated is None:
        # Pictures are shown at the pace at which they are decoded, if in another order. Where
        # damage has left some out, their neighbours may be off by as many frames as are stored
        # out of order.
        return np.sort(stamps)
    marks = table.pts if not _has_duplicates(stated) else table.dts
    time_of = {mark: int(pts) for mark, pts in zip(marks, stated, strict=True)}
    return np.asarray([time_of.get(int(stamp), int(stamp)) for stamp in stamps], dtype=np.int64)


def _all_known(values: list[int | None]) -> IntArray | None:
    known = [value for value in values if value is not None]
    return np.asarray(known, dtype=np.int64) if len(known) == len(values) else None


def _has_duplicates(values: IntArray) -> bool:
    return len(np.unique(values)) != len(values)


def _no_picture(path: Path) -> ClipUnreadableError:
    return ClipUnreadableError(
        f"No picture of {shown_name(path)} can be decoded; copy it again from the camera, "
        "or export it as MP4 (H.264)."
    )


def _first_picture(path: Path, listing: _Listing) -> VideoFrame:
    with open_container(path) as container:
        stream = video_stream(container, path)
        for _, frames in decode(container, stream, listing.stamp_source):
            for frame in frames:
                return frame
    raise _no_picture(path)


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


def _shown_size(frame: VideoFrame, pixel_shape: Fraction, rotation: int) -> tuple[int, int]:
    width, height = frame.width, frame.height
    if pixel_shape > 1:
        width = round(width * pixel_shape)
    elif 0 < pixel_shape < 1:
        height = round(height / pixel_shape)
    return (height, width) if rotation in (90, 270) else (width, height)


def _frame_rate(time_s: FloatArray) -> float:
    """Return the mean rate over the intervals near the median one; pauses do not count."""
    if len(time_s) < 2:
        return 0.0
    intervals = np.diff(time_s)
    median = np.quantile(intervals, 0.5, method="lower")  # one of the intervals
    return float(1.0 / np.mean(intervals[np.abs(intervals - median) <= 0.5 * median]))

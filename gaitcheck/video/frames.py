"""The pictures of a video, as shown, found by their presentation time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from types import TracebackType
from typing import Self

import av
import cv2
import numpy as np
from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.reformatter import Interpolation, VideoReformatter
from av.video.stream import VideoStream

from gaitcheck.errors import ClipUnreadableError
from gaitcheck.video.colour import colour_matrix
from gaitcheck.video.source import decode, open_container, shown_name, video_stream
from gaitcheck.video.types import Picture, Video

# Without ACCURATE_RND swscale converts unscaled pictures ten times as fast, within 2 of 255.
_UNSCALED = Interpolation.BILINEAR
_SCALED = Interpolation.AREA | Interpolation.ACCURATE_RND
_TURNS = {
    90: cv2.ROTATE_90_CLOCKWISE,
    180: cv2.ROTATE_180,
    270: cv2.ROTATE_90_COUNTERCLOCKWISE,
}


class FrameReader:
    """Reads RGB pictures of a video as a player shows them; use it as a context manager.

    Frames are known by the time that the file states, never by counting, so a frame has the
    same pixels whichever way it is reached. Reading on in ascending order decodes the file
    once; going back, or far ahead, starts again at the keyframe before. A frame that cannot
    be decoded (damaged file) is left out: its index does not appear. Memory does not grow
    with the length of the video.

    Parameters
    ----------
    video : Video
        The probed file.
    max_side : int, optional
        Longest side in pixels of the pictures; larger ones are scaled down while they are
        decoded, smaller ones are never scaled up. By default, full resolution.

    Attributes
    ----------
    width, height : int
        Size in pixels of the pictures that are yielded.

    Raises
    ------
    ClipUnreadableError
        If the file can no longer be opened.
    """

    def __init__(self, video: Video, max_side: int | None = None) -> None:
        if max_side is not None and max_side < 1:
            raise ValueError("max_side is at least 1 pixel")
        self.video = video
        self.width, self.height = _scaled(video.width, video.height, max_side)
        self._reformatter = VideoReformatter()
        self._order = np.argsort(video.stamps)
        self._sorted_stamps = video.stamps[self._order]
        self._keyframes = np.searchsorted(video.pts, video.keyframe_pts)
        self._container: InputContainer | None = None
        self._stream: VideoStream | None = None
        self._decoded: Iterator[tuple[int, VideoFrame]] = iter(())
        self._held: tuple[int, VideoFrame] | None = None
        self._next: int | None = None  # the frame up to which the decoder has come; None: unopened
        self._began = 0  # the keyframe at which it began
        self._reached = 0  # from here to `_next` no frame can be decoded
        self._seekable = True
        self._ticket = 0
        self._shown: VideoFrame | None = None

    def __enter__(self) -> Self:
        self._open()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._decoded = iter(())
        self._held = self._shown = None
        self._next = None
        if self._container is not None:
            self._container.close()
            self._container = None

    def read(self, start: int, stop: int) -> Iterator[tuple[int, Picture]]:
        """Yield ``(index, picture)`` of the frames `start` to ``stop - 1`` in display order.

        Pictures are C-contiguous RGB arrays of shape (height, width, 3). A second read ends
        the first one.
        """
        if not 0 <= start <= stop <= self.video.frames:
            raise ValueError(
                f"frames {start} to {stop} are outside the {self.video.frames} of the video"
            )
        return self._read(start, stop)

    def _read(self, start: int, stop: int) -> Iterator[tuple[int, Picture]]:
        self._ticket += 1
        ticket = self._ticket
        if start == stop:
            return
        for index, frame in self._frames(start, stop):
            self._shown = frame
            yield index, self._picture(frame, self.width, self.height)
            if self._ticket != ticket:
                raise RuntimeError("another read of the same reader has begun")

    def read_at(self, indices: Sequence[int]) -> Iterator[tuple[int, Picture]]:
        """Yield ``(index, picture)`` of the frames named by ascending `indices`."""
        wanted = list(indices)
        if any(b <= a for a, b in pairwise(wanted)):
            raise ValueError("indices increase strictly")
        for index in wanted:
            yield from self.read(index, index + 1)

    def begin_anew(self, index: int) -> None:
        """Take another decoder from the last keyframe up to a frame on, if this comes from before.

        Of a damaged film one that has come past that keyframe may make other pictures.
        """
        if self._seekable and self._began < self.keyframe_before(index):
            self.close()

    def again(self, max_side: int) -> Picture:
        """Return the picture that was yielded last, as a reader of this `max_side` would."""
        if self._shown is None:
            raise RuntimeError("no picture has been read")
        size = _scaled(self.video.width, self.video.height, max_side)
        return self._picture(self._shown, *size)

    def _frames(self, start: int, stop: int) -> Iterator[tuple[int, VideoFrame]]:
        if not self._can_read_on(start):
            self._go_to(start)
        while True:
            item = self._held or next(self._decoded, None)
            self._held = None
            if item is None:
                self._next = self.video.frames
                return
            index, frame = item
            if index >= stop:
                self._held = item
                self._next = index
                return
            self._next = self._reached = index + 1
            if index >= start:
                yield index, frame
                if index == stop - 1:
                    return

    def _can_read_on(self, start: int) -> bool:
        """Return whether no keyframe lies between the decoder's place and `start`.

        It has also come as far where `start` is missing and would be so if it began once more.
        """
        if self._next is None:
            return False
        if self._next > start:
            same = not self._seekable or self._began == self.keyframe_before(start)
            return same and self._reached <= start
        return not self._seekable or self.keyframe_before(start) <= self._next

    def keyframe_before(self, index: int) -> int:
        """Return the last keyframe up to a frame."""
        at = int(np.searchsorted(self._keyframes, index, side="right")) - 1
        return int(self._keyframes[at]) if at >= 0 else 0

    def _go_to(self, index: int) -> None:
        """Start decoding at the last keyframe from which `index` comes out right."""
        later = self._keyframes[(self._keyframes > 0) & (self._keyframes <= index)]
        self._began = self.keyframe_before(index)
        if self._seekable:
            for keyframe in later[::-1]:
                if self._seek(int(keyframe), index):
                    return
            # Some files name keyframes at which the decoder cannot begin.
            self._seekable = len(later) == 0
        self._open()

    def _seek(self, keyframe: int, wanted: int) -> bool:
        """Seek to a keyframe; return whether decoding begins at one that is not past `wanted`."""
        container, stream = self._opened()
        try:
            container.seek(int(self.video.stamps[keyframe]), stream=stream)
        except av.error.FFmpegError:
            return False
        decoded = self._after_seek(wanted)
        first = next(decoded, None)
        if first is None:
            return False
        self._decoded, self._held = decoded, first
        self._next = self._reached = first[0]
        return True

    def _from_begin(self) -> Iterator[tuple[int, VideoFrame]]:
        """Yield the decoder's pictures with their indices."""
        container, stream = self._opened()
        last = -1
        for _, frames in decode(container, stream, self.video.stamp_source):
            for frame in frames:
                index = self._index_of(frame.pts)
                if index is not None and index > last:
                    last = index
                    yield index, frame

    def _after_seek(self, wanted: int) -> Iterator[tuple[int, VideoFrame]]:
        """Yield the decoder's pictures from the keyframe on at which a seek has landed.

        Pictures shown before that keyframe may lean on pictures that were not decoded; they
        are left out. Nothing is yielded where the seek went past `wanted`, or where the decoder
        does not begin with the keyframe itself.
        """
        container, stream = self._opened()
        landed: int | None = None
        last = -1
        for packet, frames in decode(container, stream, self.video.stamp_source):
            if landed is None:
                if packet is None or not packet.is_keyframe:
                    continue
                landed = self._index_of(packet.pts)
                if landed is None or landed > wanted:
                    return
                last = landed - 1
            for frame in frames:
                index = self._index_of(frame.pts)
                if index is None or index <= last:
                    continue
                if last < landed < index:
                    return
                last = index
                yield index, frame

    def _index_of(self, stamp: int | None) -> int | None:
        if stamp is None:
            return None
        at = int(np.searchsorted(self._sorted_stamps, stamp))
        if at == len(self._sorted_stamps) or self._sorted_stamps[at] != stamp:
            return None
        return int(self._order[at])

    def _open(self) -> None:
        self.close()
        path = self.video.path
        try:
            self._container = open_container(path)
        except (av.error.FFmpegError, OSError) as error:
            raise ClipUnreadableError(
                f"{shown_name(path)} can no longer be read; was it moved or changed?"
            ) from error
        self._stream = video_stream(self._container, path)
        self._decoded = self._from_begin()
        self._next = self._reached = 0

    def _opened(self) -> tuple[InputContainer, VideoStream]:
        if self._container is None or self._stream is None:
            self._open()
        assert self._container is not None
        assert self._stream is not None
        return self._container, self._stream

    def _picture(self, frame: VideoFrame, width: int, height: int) -> Picture:
        rotation = self.video.rotation_deg
        if rotation in (90, 270):
            width, height = height, width
        scaled = (width, height) != (frame.width, frame.height)
        rgb = self._reformatter.reformat(
            frame,
            width=width,
            height=height,
            format="rgb24",
            src_colorspace=colour_matrix(frame.colorspace, frame.width, frame.height),
            interpolation=_SCALED if scaled else _UNSCALED,
        )
        picture = np.asarray(rgb.to_ndarray(), dtype=np.uint8)
        if self.video.mirrored:
            picture = np.asarray(cv2.flip(picture, 1), dtype=np.uint8)
        if rotation:
            picture = np.asarray(cv2.rotate(picture, _TURNS[rotation]), dtype=np.uint8)
        return np.ascontiguousarray(picture)


def _scaled(width: int, height: int, max_side: int | None) -> tuple[int, int]:
    if max_side is None or max(width, height) <= max_side:
        return width, height
    scale = max_side / max(width, height)
    return max(1, round(width * scale)), max(1, round(height * scale))

"""Damaged files are read as far as they go, with gaps; what cannot be read is refused."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from gaitcheck.errors import ClipUnreadableError
from gaitcheck.video import FrameReader, Video, frames, probe_video
from gaitcheck.video.encode import Encoding, write_video
from tests.video.clips import FORMATS, Picture, numbered, read_number, write_format

COUNT = 60
GROUP = 12  # pictures from one keyframe to the next


def _grainy(number: int) -> Picture:
    """Draw a picture that takes some kilobytes to store."""
    grain = np.random.default_rng(number).integers(-30, 30, (128, 192, 1))
    return np.clip(numbered(number).astype(int) + grain, 0, 255).astype(np.uint8)


@pytest.fixture(scope="module")
def grainy(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], bytes]:
    """Write each format once and give its bytes."""
    folder = tmp_path_factory.mktemp("grainy")

    def write(name: str) -> bytes:
        return write_format(folder, name, drawn=map(_grainy, range(COUNT))).read_bytes()

    return functools.cache(write)


def _numbers(video: Video) -> dict[int, int]:
    with FrameReader(video) as reader:
        return {i: read_number(picture) for i, picture in reader.read(0, video.frames)}


@pytest.mark.parametrize("share", [0.5, 0.8, 0.98])
@pytest.mark.parametrize(
    "name",
    ["h264-mp4", "h264-mkv-open-gop", "hevc-mkv-10-bit", "vp9-webm", "av1-mp4", "h264-avi",
     "mpeg4-avi", "prores-mov", "h264-ts"],
)  # fmt: skip
def test_a_file_that_breaks_off_is_read_as_far_as_it_goes(
    tmp_path: Path, name: str, share: float, grainy: Callable[[str], bytes]
) -> None:
    data = grainy(name)
    path = tmp_path / f"cut.{FORMATS[name].ending}"
    path.write_bytes(data[: int(share * len(data))])
    video = probe_video(path)
    numbers = _numbers(video)
    assert share * COUNT - GROUP <= len(numbers) <= COUNT
    # Every picture stands at its own time; some may be missing near the end, where the times
    # of an AVI file are uncertain.
    tolerance = 0.1 if name.endswith("avi") else 2e-3
    for index, number in numbers.items():
        assert video.time_s[index] == pytest.approx(number / 30, abs=tolerance)
    assert video.frames - len(numbers) <= 2


def test_pictures_that_are_missing_are_not_looked_for_again_and_again(
    tmp_path: Path, grainy: Callable[[str], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, path = tmp_path / "whole.mp4", tmp_path / "damaged.mp4"
    data = bytearray(grainy("h264-mp4"))
    whole.write_bytes(data)
    with av.open(str(whole)) as container:
        packets = list(container.demux(video=0))[GROUP : 4 * GROUP]
    for packet in packets:
        assert packet.pos is not None
        data[packet.pos + 4 : packet.pos + packet.size] = bytes(packet.size - 4)
    path.write_bytes(data)
    video = probe_video(path)
    together = _numbers(video)
    assert len(together) < COUNT / 2
    decode, decoded = frames.decode, list[None]()

    def counted(*told: Any) -> Iterator[Any]:
        for item in decode(*told):
            decoded.append(None)
            yield item

    monkeypatch.setattr(frames, "decode", counted)
    with FrameReader(video) as reader:
        one_by_one = dict(reader.read_at(range(video.frames)))
    assert {i: read_number(picture) for i, picture in one_by_one.items()} == together
    assert len(decoded) < 3 * COUNT


def test_a_file_without_its_index_is_refused(tmp_path: Path, clip: Callable[[str], Path]) -> None:
    data = clip("h264-mp4").read_bytes()
    path = tmp_path / "broken.mp4"
    path.write_bytes(data[: data.index(b"moov") + 20])
    with pytest.raises(ClipUnreadableError, match="cut off"):
        probe_video(path)


def test_a_fragmented_recording_that_breaks_off(
    tmp_path: Path, grainy: Callable[[str], bytes]
) -> None:
    whole, cut = tmp_path / "whole.mp4", tmp_path / "cut.mp4"
    whole.write_bytes(grainy("h264-mp4"))
    options = {"movflags": "frag_keyframe+empty_moov"}
    with av.open(str(whole)) as source, av.open(str(cut), "w", options=options) as target:
        stream = target.add_stream_from_template(source.streams.video[0])
        for packet in source.demux(video=0):
            if packet.size:
                packet.stream = stream
                target.mux(packet)
    data = cut.read_bytes()
    cut.write_bytes(data[: len(data) * 7 // 10])
    numbers = _numbers(probe_video(cut))
    assert COUNT // 2 < len(numbers) < COUNT
    assert list(numbers.values())[: COUNT // 2] == list(range(COUNT // 2))


@pytest.mark.parametrize("name", ["h264-mp4", "h264-mkv-open-gop", "hevc-mp4", "mpeg4-avi"])
def test_damage_in_the_middle_leaves_a_gap(
    tmp_path: Path, name: str, grainy: Callable[[str], bytes]
) -> None:
    path = tmp_path / f"damaged.{FORMATS[name].ending}"
    path.write_bytes(grainy(name))
    with av.open(str(path)) as container:
        packets = [packet for packet in container.demux(video=0) if packet.size]
    hit = packets[GROUP * 2 + 3]
    data = bytearray(path.read_bytes())
    begin = data.index(bytes(hit))
    data[begin + 12 : begin + hit.size] = np.random.default_rng(7).bytes(hit.size - 12)
    path.write_bytes(data)
    video = probe_video(path)
    numbers = _numbers(video)
    before, after = range(GROUP * 2 - 4), range(GROUP * 3, COUNT)
    kept = {
        round(float(video.time_s[index]) * 30)
        for index, n in numbers.items()
        if video.time_s[index] == pytest.approx(n / 30, abs=2e-3)
    }
    assert kept >= set(before), "what comes before is kept"
    assert kept >= set(after), "reading goes on at the next keyframe"
    if name.startswith("h264"):  # the decoders of the others do not notice the damage
        assert len(kept) == len(numbers), "no picture is shown in another's place"
        assert len(numbers) < COUNT, "the damage shows as a gap"
    with FrameReader(video) as reader:
        later = {i: read_number(p) for i, p in reader.read(video.frames - GROUP, video.frames)}
        assert all(numbers[index] == number for index, number in later.items())


def test_a_clip_that_begins_between_keyframes(tmp_path: Path) -> None:
    """Pictures that lean on what was cut away are not listed."""
    whole, cut = write_format(tmp_path, "h264-mkv-open-gop"), tmp_path / "cut.mkv"
    with av.open(str(whole)) as source, av.open(str(cut), "w") as target:
        stream = target.add_stream_from_template(source.streams.video[0])
        for packet in source.demux(video=0):
            if packet.size and packet.pts is not None and packet.pts > 400:
                packet.stream = stream
                target.mux(packet)
    video = probe_video(cut)
    numbers = _numbers(video)
    assert list(numbers) == list(range(video.frames))
    assert set(numbers.values()) <= set(range(13, 40))
    assert set(numbers.values()) >= set(range(24, 40))


def test_no_picture_can_be_decoded(tmp_path: Path) -> None:
    path = tmp_path / "clip.mp4"
    write_video(path, map(_grainy, range(5)), 30, encoding=Encoding(options={"bf": "0"}))
    with av.open(str(path)) as container:
        packets = [packet for packet in container.demux(video=0) if packet.size]
    data = bytearray(path.read_bytes())
    for packet in packets:
        begin = data.index(bytes(packet))
        data[begin : begin + packet.size] = bytes(packet.size)
    path.write_bytes(data)
    with pytest.raises(ClipUnreadableError):
        probe_video(path)


PACKET = 188  # bytes of a packet of an MPEG transport stream


def _pid(packet: bytes) -> int:
    return (packet[1] & 0x1F) << 8 | packet[2]


def test_a_stream_that_begins_in_the_middle_of_the_file_does_not_matter(tmp_path: Path) -> None:
    """Camcorders that are switched over record so; a recording may also be joined from two."""
    clip = write_format(tmp_path, "h264-ts")
    sound = tmp_path / "sound.ts"
    with av.open(str(sound), "w") as container:
        streams = [container.add_stream("mp2", rate=48_000, layout="mono") for _ in range(3)]
        for number in range(20):
            for stream in streams:
                frame = av.AudioFrame(format="s16", layout="mono", samples=1152)
                frame.sample_rate, frame.pts = 48_000, number * 1152
                frame.planes[0].update(bytes(2 * 1152))
                container.mux(stream.encode(frame))
    data = sound.read_bytes()
    packets = [data[at : at + PACKET] for at in range(0, len(data), PACKET)]
    # Without the tables that announce them, and without the one whose number the pictures have.
    late = [packet for packet in packets if 0x100 < _pid(packet) < 0x110]
    joined = tmp_path / "joined.ts"
    pictures = clip.read_bytes()
    joined.write_bytes(pictures + b"".join(late))
    video, whole = probe_video(joined), probe_video(clip)
    assert video.time_s == pytest.approx(whole.time_s)
    assert _numbers(video) == _numbers(whole)


def test_an_error_that_ffmpeg_calls_a_lack_of_rights_is_one_of_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It says so of damaged headers too; whether the file may be read is known before."""
    clip = write_format(tmp_path, "h264-mp4")

    def refuse(path: Path) -> None:
        raise av.error.PermissionError(1, "Operation not permitted")

    monkeypatch.setattr("gaitcheck.video.probe.open_container", refuse)
    with pytest.raises(ClipUnreadableError, match="is not a video that can be read"):
        probe_video(clip)

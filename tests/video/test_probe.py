"""What is known of a clip before its pictures are read: size, rate, time of every frame."""

from __future__ import annotations

import hashlib
import pickle
import struct
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import gaitcheck.video.probe
from gaitcheck.video import FrameReader, Video, probe_video
from gaitcheck.video.encode import Encoding, write_video
from gaitcheck.video.source import decode
from tests.video.clips import (
    FORMATS,
    FRAMES,
    HEIGHT,
    WIDTH,
    colours_agree,
    corner_colours,
    numbered,
    pictures,
    read_number,
)

TURNS = (0, 90, 180, 270)


def _numbers(video: Video) -> list[int]:
    with FrameReader(video) as reader:
        return [read_number(picture) for _, picture in reader.read(0, video.frames)]


@pytest.mark.parametrize("name", FORMATS)
def test_lists_every_frame_that_the_decoder_yields(name: str, clip: Callable[[str], Path]) -> None:
    path = clip(name)
    video = probe_video(path)
    with av.open(str(path)) as container:
        decoded = sum(1 for _ in container.decode(video=0))
    assert video.frames == decoded == FRAMES
    assert _numbers(video) == list(range(FRAMES))


@pytest.mark.parametrize("name", FORMATS)
def test_states_size_rate_and_times(name: str, clip: Callable[[str], Path]) -> None:
    video = probe_video(clip(name))
    assert (video.width, video.height) == (WIDTH, HEIGHT)
    assert (video.rotation_deg, video.mirrored) == (0, False)
    tick = float(video.time_base)  # a millisecond in webm and mkv
    np.testing.assert_allclose(video.time_s, np.arange(FRAMES) / 30, atol=tick)
    assert video.fps == pytest.approx(30, abs=0.1)
    assert video.duration_s == pytest.approx(FRAMES / 30, abs=2 * tick)


@pytest.mark.parametrize(
    ("name", "codec"),
    [("h264-mp4", "h264"), ("vp9-webm", "vp9"), ("av1-mp4", "av1"), ("prores-mov", "prores")],
)
def test_names_the_codec(name: str, codec: str, clip: Callable[[str], Path]) -> None:
    assert probe_video(clip(name)).codec == codec


# Of all others the list of the frames is made by decoding.
INDEXED = sorted(n for n, f in FORMATS.items() if f.ending in ("mp4", "m4v", "mov", "mkv", "webm"))


@pytest.mark.parametrize("name", INDEXED)
def test_does_not_decode_the_whole_file(
    name: str, clip: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    count = [0]

    def counting(*arguments: Any) -> Iterator[Any]:
        for packet, frames in decode(*arguments):
            count[0] += len(frames)
            yield packet, frames

    monkeypatch.setattr(gaitcheck.video.probe, "decode", counting)
    probe_video(clip(name))
    assert count[0] <= FRAMES // 2


def test_names_the_checksum_and_the_keyframes(clip: Callable[[str], Path]) -> None:
    path = clip("hevc-mp4")
    video = probe_video(path)
    assert video.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert list(video.pts[[0, 12, 24]]) == list(video.keyframe_pts[:3])


def test_can_be_sent_to_another_process(clip: Callable[[str], Path]) -> None:
    video = probe_video(clip("h264-mp4"))
    copy = pickle.loads(pickle.dumps(video))
    assert copy.path == video.path
    np.testing.assert_array_equal(copy.pts, video.pts)


@pytest.mark.parametrize("ending", ["mp4", "mov"])
@pytest.mark.parametrize("mirrored", [False, True])
@pytest.mark.parametrize("turn", TURNS)
@pytest.mark.parametrize("size", [(WIDTH, HEIGHT), (HEIGHT, WIDTH)])
def test_shows_the_picture_upright(
    tmp_path: Path, ending: str, mirrored: bool, turn: int, size: tuple[int, int]
) -> None:
    # `numpy.rot90` turns counter-clockwise: the way back from the clockwise turn to be stated.
    stored = [np.rot90(numbered(n, *size), turn // 90) for n in range(3)]
    if mirrored:
        stored = [picture[:, ::-1] for picture in stored]
    path = tmp_path / f"turned.{ending}"
    write_video(
        path,
        [np.ascontiguousarray(picture) for picture in stored],
        30,
        rotation_deg=turn,
        mirrored=mirrored,
    )
    video = probe_video(path)
    assert (video.rotation_deg, video.mirrored) == (turn, mirrored)
    assert (video.width, video.height) == size
    with FrameReader(video) as reader:
        shown = [picture for _, picture in reader.read(0, 3)]
    assert [read_number(picture) for picture in shown] == [0, 1, 2]
    assert all(colours_agree(corner_colours(picture)) for picture in shown)
    assert all(picture.flags.c_contiguous for picture in shown)


@pytest.mark.parametrize(
    ("shape", "turn", "size"),
    [
        (Fraction(4, 3), 0, (256, 128)),
        (Fraction(3, 4), 0, (192, 171)),
        (Fraction(4, 3), 90, (128, 256)),
    ],
)
def test_applies_the_shape_of_the_pixels(
    tmp_path: Path, shape: Fraction, turn: int, size: tuple[int, int]
) -> None:
    path = tmp_path / "anamorphic.mp4"
    write_video(path, pictures(2), 30, encoding=Encoding(pixel_shape=shape), rotation_deg=turn)
    video = probe_video(path)
    assert (video.width, video.height) == size
    with FrameReader(video) as reader:
        _, picture = next(reader.read(0, 1))
    assert picture.shape == (size[1], size[0], 3)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(gaps=st.lists(st.integers(100, 90_000), min_size=1, max_size=30))
def test_keeps_uneven_times_exactly(tmp_path: Path, gaps: list[int]) -> None:
    ticks = np.concatenate(([0], np.cumsum(gaps)))
    path = tmp_path / "uneven.mp4"
    write_video(path, pictures(len(ticks), 64, 48), 30, times_s=list(ticks / 90_000))
    video = probe_video(path)
    np.testing.assert_allclose(video.time_s, ticks / 90_000, rtol=0, atol=1e-9)


def test_rate_is_not_misled_by_a_pause(tmp_path: Path) -> None:
    times = np.arange(40) / 240
    times[20:] += 3.0
    path = tmp_path / "pause.mp4"
    write_video(path, pictures(40), 240, times_s=list(times))
    video = probe_video(path)
    assert video.fps == pytest.approx(240, rel=1e-3)
    assert video.time_s[20] - video.time_s[19] == pytest.approx(3 + 1 / 240, abs=1e-4)


def test_reads_240_frames_a_second(tmp_path: Path) -> None:
    path = tmp_path / "fast.mov"
    write_video(path, pictures(240), 240)
    video = probe_video(path)
    assert (video.frames, video.fps) == (240, pytest.approx(240))
    np.testing.assert_allclose(video.time_s, np.arange(240) / 240, atol=1e-6)


def test_reads_4k(tmp_path: Path) -> None:
    path = tmp_path / "large.mp4"
    ultrafast = Encoding(options={"preset": "ultrafast"})
    write_video(path, pictures(3, 3840, 2160), 60, encoding=ultrafast, rotation_deg=90)
    video = probe_video(path)
    assert (video.width, video.height, video.frames) == (2160, 3840, 3)
    with FrameReader(video, max_side=640) as reader:
        assert [picture.shape for _, picture in reader.read(0, 3)] == [(640, 360, 3)] * 3


def test_first_frame_is_at_zero_when_the_file_starts_later(tmp_path: Path) -> None:
    path = tmp_path / "late.mkv"
    write_video(path, pictures(4), 30, times_s=[5.0, 5.1, 5.2, 5.3])
    np.testing.assert_allclose(probe_video(path).time_s, [0, 0.1, 0.2, 0.3], atol=1e-3)


def test_one_frame(tmp_path: Path) -> None:
    for ending in ("mp4", "avi", "mkv"):
        path = tmp_path / f"one.{ending}"
        write_video(path, pictures(1), 30)
        video = probe_video(path)
        assert (video.frames, video.fps, video.duration_s) == (1, 0.0, 0.0)
        assert _numbers(video) == [0]


@pytest.mark.parametrize("hidden", [1, 5, 12, 17])
def test_leaves_out_what_an_edit_list_hides(
    tmp_path: Path, clip: Callable[[str], Path], hidden: int
) -> None:
    """Phones trim a clip by stating where to begin; players do not show what comes before."""
    data = bytearray(clip("h264-mp4").read_bytes())
    at = data.index(b"elst") + 16
    (begin,) = struct.unpack_from(">i", data, at)
    tick = int(1 / probe_video(clip("h264-mp4")).time_base) // 30
    struct.pack_into(">i", data, at, begin + hidden * tick)
    path = tmp_path / "trimmed.mp4"
    path.write_bytes(data)
    video = probe_video(path)
    assert _numbers(video) == list(range(hidden, FRAMES))
    assert video.time_s[0] == 0
    with FrameReader(video) as reader:
        for index in range(video.frames - 1, -1, -1):
            _, picture = next(reader.read(index, index + 1))
            assert read_number(picture) == index + hidden


def test_frames_of_one_time_are_shown_once(tmp_path: Path) -> None:
    path = tmp_path / "twice.mp4"
    times = [0.0, 0.1, 0.3, 0.4, 0.6]
    write_video(path, pictures(5), 10, encoding=Encoding(options={"bf": "0"}), times_s=times)
    data = bytearray(path.read_bytes())
    at = data.index(b"stts") + 8
    (runs,) = struct.unpack_from(">i", data, at)
    assert runs >= 3
    struct.pack_into(">i", data, at + 8 * 2, 0)  # the second run of intervals becomes zero
    path.write_bytes(data)
    video = probe_video(path)
    assert np.all(np.diff(video.time_s) > 0)
    with FrameReader(video) as reader:
        assert [index for index, _ in reader.read(0, video.frames)] == list(range(video.frames))

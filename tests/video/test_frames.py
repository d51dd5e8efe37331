"""Pictures of a clip: the same whichever way they are reached, scaled, in true colours."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import gaitcheck.video.frames
from gaitcheck.errors import ClipUnreadableError
from gaitcheck.video import FrameReader, Video, probe_video
from gaitcheck.video.encode import Encoding, write_video
from tests.peak_memory import PRINT_PEAK_KB
from tests.video.clips import (
    FORMATS,
    FRAMES,
    WIDTH,
    Picture,
    colours_agree,
    corner_colours,
    pictures,
    read_number,
    write_format,
)


def _all_pictures(video: Video, **options: int) -> dict[int, Picture]:
    with FrameReader(video, **options) as reader:
        return {index: picture.copy() for index, picture in reader.read(0, video.frames)}


@pytest.mark.parametrize("name", FORMATS)
def test_same_pixels_whichever_way_a_frame_is_reached(
    name: str, clip: Callable[[str], Path]
) -> None:
    video = probe_video(clip(name))
    whole = _all_pictures(video)
    assert sorted(whole) == list(range(FRAMES))
    with FrameReader(video) as reader:
        for start in range(FRAMES - 1, -1, -1):  # backwards: every read seeks
            for index, picture in reader.read(start, min(start + 2, FRAMES)):
                np.testing.assert_array_equal(picture, whole[index])


@pytest.mark.parametrize("name", FORMATS)
def test_shows_the_colours_that_were_drawn(name: str, clip: Callable[[str], Path]) -> None:
    tolerance = 30 if name in ("mpeg4-avi", "mjpeg-avi") else 12
    video = probe_video(clip(name))
    with FrameReader(video) as reader:
        _, picture = next(reader.read(0, 1))
    assert colours_agree(corner_colours(picture), tolerance)


def test_high_definition_colours(tmp_path: Path) -> None:
    for name, codec, form in (("tagged.mp4", "h264", "yuv420p"), ("bare.avi", "mpeg4", "yuv420p")):
        path = tmp_path / name
        encoding = Encoding(codec, form, options={"b": "20M"})
        write_video(path, pictures(2, 1280, 720), 30, encoding=encoding)
        with FrameReader(probe_video(path)) as reader:
            _, picture = next(reader.read(0, 1))
        assert colours_agree(corner_colours(picture))


def test_hdr_gives_a_sane_picture(tmp_path: Path) -> None:
    ramp = np.broadcast_to(np.linspace(0, 255, 256).astype(np.uint8)[None, :, None], (64, 256, 3))
    params = "log-level=none:bframes=0:colorprim=bt2020:transfer=arib-std-b67:colormatrix=bt2020nc"
    path = tmp_path / "hdr.mkv"
    encoding = Encoding("libx265", "yuv420p10le", options={"x265-params": params})
    write_video(path, [np.ascontiguousarray(ramp)] * 2, 30, encoding=encoding)
    with FrameReader(probe_video(path)) as reader:
        _, picture = next(reader.read(1, 2))
    assert picture.dtype == np.uint8
    assert np.abs(picture[32].mean(axis=1) - ramp[32, :, 0]).max() < 16


@pytest.mark.parametrize("matrix", ["YCgCo", "bt2020c", "ICtCp", "fcc"])
def test_rare_colours_give_a_picture(tmp_path: Path, matrix: str) -> None:
    path = tmp_path / "rare.mkv"
    encoding = Encoding(options={"x264-params": f"colormatrix={matrix}"})
    write_video(path, pictures(2), 30, encoding=encoding)
    with FrameReader(probe_video(path)) as reader:
        _, picture = next(reader.read(1, 2))
    assert colours_agree(corner_colours(picture), 40)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("max_side", [64, 100, 191, 192, 500])
def test_scales_down_and_never_up(tmp_path: Path, turn: int, max_side: int) -> None:
    path = tmp_path / "clip.mp4"
    write_video(path, pictures(2), 30, rotation_deg=turn)
    video = probe_video(path)
    scale = min(1, max_side / WIDTH)
    with FrameReader(video, max_side=max_side) as reader:
        _, picture = next(reader.read(0, 1))
        assert picture.shape == (reader.height, reader.width, 3)
        assert reader.width == round(video.width * scale)
        assert reader.height == round(video.height * scale)
    assert max(picture.shape) == min(max_side, WIDTH)
    assert picture.flags.c_contiguous


def test_scaled_pictures_keep_colours_and_content(clip: Callable[[str], Path]) -> None:
    video = probe_video(clip("h264-mp4"))
    for picture in _all_pictures(video, max_side=96).values():
        assert colours_agree(corner_colours(picture), 20)
    numbers = [read_number(p) for p in _all_pictures(video, max_side=96).values()]
    assert numbers == list(range(FRAMES))


@cache
def _reference(name: str, folder: Path) -> tuple[Video, dict[int, Picture]]:
    video = probe_video(write_format(folder, name))
    return video, _all_pictures(video)


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
@pytest.mark.parametrize("name", ["h264-mp4-open-gop", "hevc-mkv-10-bit", "h264-avi", "vp9-webm"])
def test_any_reads_in_any_order(
    name: str, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    video, whole = _reference(name, tmp_path_factory.getbasetemp())
    bounds = st.tuples(st.integers(0, FRAMES), st.integers(0, FRAMES)).map(sorted)
    with FrameReader(video) as reader:
        for start, stop in data.draw(st.lists(bounds, min_size=1, max_size=5)):
            taken = data.draw(st.integers(0, FRAMES), label="pictures taken before giving up")
            read = reader.read(start, stop)
            for expected, (index, picture) in zip(range(start, stop)[:taken], read, strict=False):
                assert index == expected
                np.testing.assert_array_equal(picture, whole[index])


@pytest.fixture
def decoded(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Count the pictures that come out of the decoder."""
    count = [0]
    original = gaitcheck.video.frames.decode

    def counting(*arguments: Any) -> Iterator[Any]:
        for packet, frames in original(*arguments):
            count[0] += len(frames)
            yield packet, frames

    monkeypatch.setattr(gaitcheck.video.frames, "decode", counting)
    return count


@pytest.mark.parametrize("name", ["h264-mp4", "h264-mp4-one-keyframe", "h264-avi", "vp9-webm"])
def test_ascending_reads_decode_the_file_once(
    name: str, clip: Callable[[str], Path], decoded: list[int]
) -> None:
    video = probe_video(clip(name))
    with FrameReader(video) as reader:
        for start in range(0, FRAMES, 5):
            read = [index for index, _ in reader.read(start, start + 5)]
            assert read == list(range(start, start + 5))
    assert decoded[0] <= FRAMES


def test_a_frame_far_ahead_is_sought(clip: Callable[[str], Path], decoded: list[int]) -> None:
    video = probe_video(clip("h264-mp4"))
    with FrameReader(video) as reader:
        assert read_number(next(reader.read(FRAMES - 2, FRAMES))[1]) == FRAMES - 2
    assert decoded[0] < FRAMES // 2


def test_read_at_gives_the_frames_named(clip: Callable[[str], Path], decoded: list[int]) -> None:
    video = probe_video(clip("h264-mp4"))
    with FrameReader(video) as reader:
        found = [(index, read_number(picture)) for index, picture in reader.read_at([3, 4, 17, 39])]
        assert found == [(3, 3), (4, 4), (17, 17), (39, 39)]
        with pytest.raises(ValueError, match="increase"):
            list(reader.read_at([4, 3]))
        assert list(reader.read_at([])) == []
    assert decoded[0] <= FRAMES


@pytest.mark.parametrize(("start", "stop"), [(-1, 3), (0, FRAMES + 1), (5, 4)])
def test_refuses_frames_outside_the_video(
    start: int, stop: int, clip: Callable[[str], Path]
) -> None:
    with (
        FrameReader(probe_video(clip("h264-mp4"))) as reader,
        pytest.raises(ValueError, match="frames"),
    ):
        reader.read(start, stop)


def test_a_second_read_ends_the_first(clip: Callable[[str], Path]) -> None:
    with FrameReader(probe_video(clip("h264-mp4"))) as reader:
        first, second = reader.read(0, 5), reader.read(10, 12)
        next(first)
        next(second)
        with pytest.raises(RuntimeError, match="another read"):
            next(first)
        assert next(second)[0] == 11


def test_says_when_the_file_is_gone(tmp_path: Path) -> None:
    path = write_format(tmp_path, "h264-mp4")
    video = probe_video(path)
    path.unlink()
    with pytest.raises(ClipUnreadableError, match="moved or changed"), FrameReader(video):
        pass


_READ_ALL = """
import sys
from pathlib import Path
from gaitcheck.video import FrameReader, probe_video
video = probe_video(Path(sys.argv[1]))
with FrameReader(video) as reader:
    count = sum(1 for _ in reader.read(0, video.frames))
assert count == video.frames
"""


@pytest.mark.skipif(sys.platform != "linux", reason="peak memory is read the Linux way")
def test_memory_does_not_grow_with_the_length(tmp_path: Path) -> None:
    peak_kb = {}
    for count in (60, 600):
        path = tmp_path / f"{count}.mp4"
        encoding = Encoding(options={"preset": "ultrafast", "g": "30"})
        write_video(path, pictures(count, 640, 360), 30, encoding=encoding)
        command = [sys.executable, "-c", _READ_ALL + PRINT_PEAK_KB, str(path)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        peak_kb[count] = int(done.stdout)
    # The 540 pictures more would take 370 MB.
    assert peak_kb[600] - peak_kb[60] < 40_000

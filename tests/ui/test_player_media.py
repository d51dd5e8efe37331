"""The player's video: each frame of the source, at its own time, in a form that browsers play."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import av
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaitcheck.errors import CancelledError, ClipUnreadableError
from gaitcheck.ui.player import media
from gaitcheck.ui.player.media import (
    KEYFRAME_EVERY,
    player_scale,
    write_player_video,
)
from gaitcheck.video import FrameReader, Video, probe_video
from gaitcheck.video.encode import CLOCK, NO_PICTURE_GREY, frame_times_s, write_video
from tests.ui.player_clips import RATES, uneven_times_s
from tests.video.clips import (
    FORMATS,
    corner_colours,
    pictures,
    read_number,
    write_format,
)

FRAMES = 30


def make(clip: Path) -> tuple[Video, Video]:
    """Return the clip and the player's video made from it."""
    source = probe_video(clip)
    target = clip.with_name("player.mp4")
    write_player_video(source, target, lambda *_: None)
    return source, probe_video(target)


def numbers(video: Video) -> list[int]:
    with FrameReader(video) as reader:
        return [read_number(picture) for _, picture in reader.read(0, video.frames)]


@pytest.mark.parametrize("fps", RATES)
def test_every_frame_keeps_its_number_and_time(tmp_path: Path, fps: float) -> None:
    write_video(tmp_path / "clip.mp4", pictures(FRAMES), fps)
    source, made = make(tmp_path / "clip.mp4")
    assert numbers(made) == list(range(FRAMES))
    assert np.abs(made.time_s - source.time_s).max() < float(CLOCK)


def test_uneven_times_are_kept(tmp_path: Path) -> None:
    times = uneven_times_s(FRAMES)
    write_video(tmp_path / "clip.mp4", pictures(FRAMES), 30.0, times_s=times)
    source, made = make(tmp_path / "clip.mp4")
    assert numbers(made) == list(range(FRAMES))
    np.testing.assert_allclose(made.time_s, source.time_s, atol=float(CLOCK))
    np.testing.assert_allclose(made.time_s, frame_times_s(source), atol=1e-9)


@pytest.mark.parametrize("name", ["h264-mp4-open-gop", "hevc-mov-10-bit", "vp9-webm", "mpeg4-avi"])
def test_what_phones_and_editors_write_is_played(tmp_path: Path, name: str) -> None:
    assert name in FORMATS
    source, made = make(write_format(tmp_path, name, FRAMES))
    assert numbers(made) == list(range(source.frames))


@pytest.mark.parametrize("rotation", [90, 180, 270])
@pytest.mark.parametrize("mirrored", [False, True])
def test_the_picture_stands_upright(tmp_path: Path, rotation: int, mirrored: bool) -> None:
    clip = tmp_path / "clip.mp4"
    write_video(clip, pictures(4), 30.0, rotation_deg=rotation, mirrored=mirrored)
    source, made = make(clip)
    assert (made.rotation_deg, made.mirrored) == (0, False)
    assert (made.width, made.height) == (source.width, source.height)
    with FrameReader(source) as shown, FrameReader(made) as copy:
        (_, wanted), (_, found) = next(shown.read(0, 1)), next(copy.read(0, 1))
    seen = corner_colours(found)
    for name, colour in corner_colours(wanted).items():
        assert np.abs(np.subtract(seen[name], colour)).max() < 30


def test_browsers_can_play_it_and_seek_in_it(tmp_path: Path) -> None:
    write_video(tmp_path / "clip.mp4", pictures(FRAMES), 30.0)
    make(tmp_path / "clip.mp4")
    data = (tmp_path / "player.mp4").read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")
    assert probe_video(tmp_path / "player.mp4").pts[0] == 0
    with av.open(str(tmp_path / "player.mp4")) as container:
        stream = container.streams.video[0]
        assert (stream.codec_context.name, stream.pix_fmt) == ("h264", "yuv420p")
        assert len(container.streams) == 1
        packets = [packet for packet in container.demux(stream) if packet.size]
    assert all(packet.pts == packet.dts for packet in packets)
    keys = [i for i, packet in enumerate(packets) if packet.is_keyframe]
    assert np.diff([*keys, len(packets)]).max() <= KEYFRAME_EVERY


@pytest.mark.parametrize(("width", "height"), [(640, 360), (97, 65), (33, 200)])
def test_sizes_are_even_and_places_scale(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, width: int, height: int
) -> None:
    monkeypatch.setattr(media, "MAX_SIDE_PX", 128)
    clip = tmp_path / "clip.mkv"
    encoding = FORMATS["h264-mp4"].encoding
    even = (width + width % 2, height + height % 2)
    write_video(clip, pictures(3, *even), 30.0, encoding=encoding)
    source, made = make(clip)
    assert made.width % 2 == made.height % 2 == 0
    assert max(made.width, made.height) <= 128
    assert made.width == pytest.approx(source.width * player_scale(source), abs=2)
    assert made.height == pytest.approx(source.height * player_scale(source), abs=2)


def test_a_damaged_frame_is_grey_and_moves_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_video(tmp_path / "clip.mp4", pictures(FRAMES), 30.0)
    lost = {0, 7, 8, FRAMES - 1}
    whole = FrameReader.read

    def with_gaps(self: FrameReader, start: int, stop: int) -> object:
        return (item for item in whole(self, start, stop) if item[0] not in lost)

    source = probe_video(tmp_path / "clip.mp4")
    monkeypatch.setattr(FrameReader, "read", with_gaps)
    write_player_video(source, tmp_path / "player.mp4", lambda *_: None)
    monkeypatch.undo()
    made = probe_video(tmp_path / "player.mp4")
    assert made.frames == FRAMES
    with FrameReader(made) as reader:
        for index, picture in reader.read(0, FRAMES):
            if index in lost:
                assert np.abs(picture.astype(int) - NO_PICTURE_GREY).max() < 12
            else:
                assert read_number(picture) == index


def test_progress_is_told_to_the_end(tmp_path: Path) -> None:
    write_video(tmp_path / "clip.mp4", pictures(FRAMES), 30.0)
    told: list[tuple[int, int]] = []
    source = probe_video(tmp_path / "clip.mp4")
    write_player_video(
        source, tmp_path / "player.mp4", lambda done, total: told.append((done, total))
    )
    assert told[-1] == (FRAMES, FRAMES)
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert len(told) > 2


def test_work_that_breaks_off_leaves_nothing(tmp_path: Path) -> None:
    write_video(tmp_path / "clip.mp4", pictures(FRAMES), 30.0)
    source = probe_video(tmp_path / "clip.mp4")

    def stop(done: int, total: int) -> None:
        assert done < total
        raise CancelledError("as told")

    with pytest.raises(CancelledError):
        write_player_video(source, tmp_path / "player.mp4", stop)
    assert [path.name for path in tmp_path.iterdir()] == ["clip.mp4"]


def test_a_clip_that_is_gone_leaves_nothing(tmp_path: Path) -> None:
    write_video(tmp_path / "clip.mp4", pictures(4), 30.0)
    source = probe_video(tmp_path / "clip.mp4")
    (tmp_path / "clip.mp4").unlink()
    with pytest.raises(ClipUnreadableError):
        write_player_video(source, tmp_path / "player.mp4", lambda *_: None)
    assert list(tmp_path.iterdir()) == []


@given(st.lists(st.floats(1e-7, 2.0), min_size=1, max_size=40))
def test_frame_times_increase_on_the_clock(gaps: Sequence[float]) -> None:
    time_s = np.concatenate([[0.0], np.cumsum(gaps)])

    class Timed:
        def __init__(self) -> None:
            self.time_s = time_s

    found = np.array(frame_times_s(Timed()))  # type: ignore[arg-type]
    ticks = found / float(CLOCK)
    assert np.all(np.diff(ticks) > 0.5)
    assert np.allclose(ticks, np.rint(ticks), atol=1e-4)
    assert np.all(found - time_s < (len(gaps) + 1) * float(CLOCK))

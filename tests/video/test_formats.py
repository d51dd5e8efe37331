"""One list says which files are clips; what is in it is read."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from gaitcheck.errors import ClipUnreadableError
from gaitcheck.video import FrameReader, probe_video
from gaitcheck.video.encode import Encoding, write_video
from gaitcheck.video.formats import CLIP_ENDINGS, CONTAINERS, may_be_clip
from tests.ui.pages import open_page
from tests.video.clips import FORMATS, pictures, read_number


def test_the_page_takes_the_files_of_that_list() -> None:
    (uploader,) = open_page().get("file_uploader")
    assert [ending.lstrip(".") for ending in uploader.proto.type][: len(CLIP_ENDINGS)] == [
        *CLIP_ENDINGS
    ]


def test_each_ending_stands_in_the_list_once() -> None:
    assert len(CLIP_ENDINGS) == len(set(CLIP_ENDINGS))
    assert {"mp4", "mov", "mts", "m2ts", "3gp", "mpg", "wmv", "gif"} <= set(CLIP_ENDINGS)
    assert {kind.ending for kind in FORMATS.values()} <= set(CLIP_ENDINGS)


@pytest.mark.parametrize(
    ("name", "clip"),
    [("run.MP4", True), ("a.b.MTS", True), ("run", False), ("mp4", False), ("run.jpg", False)],
)
def test_a_clip_is_known_by_its_name(name: str, clip: bool) -> None:
    assert may_be_clip(Path(name)) is clip


@pytest.mark.parametrize("container", ["hls", "concat", "image2", "lavfi", "rawvideo"])
def test_what_can_point_elsewhere_is_not_in_the_list(container: str) -> None:
    assert container not in CONTAINERS


def test_a_gif_is_read_picture_by_picture_at_its_own_times(tmp_path: Path) -> None:
    path = tmp_path / "run.gif"
    write_video(path, pictures(20), 25.0, encoding=Encoding("gif", "rgb8"))
    video = probe_video(path)
    assert video.time_s == pytest.approx(np.arange(20) / 25, abs=0.011)
    with FrameReader(video) as reader:
        assert [read_number(picture) for _, picture in reader.read(0, 20)] == list(range(20))
        assert [read_number(picture) for _, picture in reader.read(7, 9)] == [7, 8]


def test_a_gif_that_stands_still_is_no_film(tmp_path: Path) -> None:
    path = tmp_path / "still.gif"
    write_video(path, pictures(1), 25.0, encoding=Encoding("gif", "rgb8"))
    assert probe_video(path).frames == 1


def test_more_pixels_than_are_accepted_are_refused_before_they_are_decoded(tmp_path: Path) -> None:
    path = tmp_path / "huge.mkv"
    write_video(path, pictures(2, 6016, 6016), 30, encoding=Encoding("mjpeg", "yuvj420p"))
    with pytest.raises(ClipUnreadableError, match="36 million pixels"):
        probe_video(path)


def test_more_pictures_than_are_accepted_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "many.mp4"
    write_video(path, pictures(12), 30)
    monkeypatch.setattr("gaitcheck.video.limits.MAX_FRAMES", 10)
    with pytest.raises(ClipUnreadableError, match="more than the 10 pictures"):
        probe_video(path)

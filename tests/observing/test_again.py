"""The second pass shows each frame once to all who want it, with any number of cores."""

from __future__ import annotations

import threading
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from gaitcheck.errors import CancelledError
from gaitcheck.observing import again
from gaitcheck.observing.again import Looker, _parts, look_again
from gaitcheck.progress import Progress, ignore_progress
from gaitcheck.video import FrameReader, Video, probe_video
from gaitcheck.video.types import Picture
from tests.examples import make_analysis, write_example_clip
from tests.video.clips import write_format


@pytest.fixture(scope="module")
def video(tmp_path_factory: pytest.TempPathFactory) -> Video:
    path = tmp_path_factory.mktemp("again") / "run.mp4"
    write_example_clip(path, make_analysis())
    return probe_video(path)


def seen_by(video: Video, frames: list[list[int]], workers: int | None) -> list[dict[int, float]]:
    """Show frames to some lookers; return the mean grey level of what each of them saw."""
    seen: list[dict[int, float]] = [{} for _ in frames]

    def noting(k: int) -> Looker:
        def look(index: int, picture: Picture, scale: float) -> None:
            assert scale == 1.0
            assert index not in seen[k]
            seen[k][index] = float(picture.mean())

        return Looker(frames[k], look, 1920)

    look_again(video, [noting(k) for k in range(len(frames))], ignore_progress, None, workers)
    return seen


def test_everybody_sees_what_they_want_once(video: Video) -> None:
    wanted = [[3, 4, 20], [], [4, 9]]
    one, two = (seen_by(video, wanted, workers) for workers in (1, 3))
    assert [sorted(seen) for seen in one] == wanted
    assert one == two
    assert one[0][4] == one[2][4]


def test_stretches_that_are_read_side_by_side_begin_at_keyframes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    video = probe_video(write_format(tmp_path, "h264-mp4"))
    wanted = [*range(3, video.frames - 1, 2)]
    keyframes = np.searchsorted(video.pts, video.keyframe_pts)
    assert len(keyframes) > 2
    for each in (1, 5, 50):
        monkeypatch.setattr(again, "STRETCH", each)
        parts = _parts(video, wanted)
        assert (len(parts) > 1) == (each < len(wanted))
        assert [frame for part in parts for frame in part] == wanted
        for before, after in pairwise(parts):
            assert any(before[-1] < keyframe <= after[0] for keyframe in keyframes)
    monkeypatch.setattr(again, "STRETCH", 5)
    one, three = (seen_by(video, [wanted, wanted[::2]], workers) for workers in (1, 3))
    assert sorted(one[0]) == wanted
    assert one == three


def test_nothing_wanted_opens_no_file() -> None:
    look_again(None, [Looker((), print, 1920)], ignore_progress, None)  # type: ignore[arg-type]


def test_an_error_of_a_looker_is_raised(video: Video) -> None:
    def fail(*_: object) -> None:
        raise ValueError("a bad picture")

    with pytest.raises(ValueError, match="a bad picture"):
        look_again(video, [Looker(range(30), fail, 1920)], ignore_progress, None)


def test_a_wish_to_stop_is_heard(video: Video) -> None:
    stop = threading.Event()
    seen = []

    def look(index: int, _picture: Picture, _scale: float) -> None:
        seen.append(index)
        stop.set()

    with pytest.raises(CancelledError):
        look_again(video, [Looker(range(video.frames), look, 1920)], ignore_progress, stop)
    assert len(seen) < video.frames


def test_progress_ends_at_its_total(video: Video) -> None:
    told: list[Progress] = []
    look_again(video, [Looker((5, 6, 30), lambda *_: None, 1920)], told.append, None)
    assert (told[-1].done, told[-1].total) == (3, 3)
    assert np.all(np.diff([progress.done for progress in told]) >= 0)


def test_each_sees_pictures_of_the_size_they_want(video: Video) -> None:
    seen: dict[int, tuple[np.ndarray, float]] = {}

    def of_side(side: int) -> Looker:
        def look(_index: int, picture: Picture, scale: float) -> None:
            seen[side] = picture, scale

        return Looker((7,), look, side)

    longest = max(video.width, video.height)
    sides = (longest, longest // 2)
    look_again(video, [of_side(side) for side in sides], ignore_progress, None)
    for side in sides:
        with FrameReader(video, side) as reader:
            ((_, alone),) = reader.read_at([7])
        picture, scale = seen[side]
        np.testing.assert_array_equal(picture, alone)
        assert scale == picture.shape[1] / video.width

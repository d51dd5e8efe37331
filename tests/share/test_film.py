"""The annotated film, decoded."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import av
import numpy as np
import pytest

from gaitcheck.errors import CancelledError, InputError, OutputError
from gaitcheck.model import Analysis, Landmarks
from gaitcheck.progress import Progress
from gaitcheck.share.film import write_film
from gaitcheck.share.write import write_annotated
from gaitcheck.store.result import load_result
from gaitcheck.video import FrameReader, Video, probe_video
from gaitcheck.video.encode import Encoding, write_video
from tests.examples import make_mixed_analysis, write_example_clip
from tests.share.reports import write_example_results

Pictures = dict[int, np.ndarray]


@pytest.fixture(scope="module")
def analysis() -> Analysis:
    return make_mixed_analysis()


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory, analysis: Analysis) -> Video:
    path = tmp_path_factory.mktemp("film") / "clip.mp4"
    return probe_video(write_example_clip(path, analysis))


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory, analysis: Analysis, clip: Video) -> Path:
    path = tmp_path_factory.mktemp("film") / "film.mp4"
    write_film(analysis, clip, path)
    return path


def pictures(video: Video) -> Pictures:
    with FrameReader(video) as reader:
        return {index: picture.astype(int) for index, picture in reader.read(0, video.frames)}


def around(picture: np.ndarray, place: np.ndarray, reach: int) -> np.ndarray:
    x, y = (round(float(v)) for v in place)
    return picture[max(y - reach, 0) : y + reach, max(x - reach, 0) : x + reach]


def test_the_film_has_the_clips_frames_at_the_clips_times(clip: Video, film: Path) -> None:
    made = probe_video(film)
    assert (made.frames, made.width, made.height) == (clip.frames, clip.width, clip.height)
    assert made.time_s == pytest.approx(clip.time_s, abs=1e-4)
    assert sorted(pictures(made)) == list(range(clip.frames))


def test_the_film_plays_everywhere_and_says_nothing_of_the_camera(film: Path) -> None:
    with av.open(str(film)) as container:
        (stream,) = container.streams
        assert stream.type == "video"
        assert stream.codec_context.name == "h264"
        assert stream.codec_context.pix_fmt == "yuv420p"
        assert set(container.metadata) <= {"major_brand", "minor_version", "compatible_brands"} | {
            "encoder"
        }
    data = film.read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")


def test_heads_are_changed_and_feet_are_not(
    monkeypatch: pytest.MonkeyPatch, analysis: Analysis, clip: Video
) -> None:
    """Compared before the codec, whose own changes are everywhere."""
    assert analysis.landmarks is not None
    drawn: list[list[np.ndarray]] = []

    def keep(_: Path, frames: Iterable[np.ndarray], *__: object, **___: object) -> None:
        drawn.append([frame.astype(int) for frame in frames])

    monkeypatch.setattr("gaitcheck.share.film.write_video", keep)
    for blur in (False, True):
        write_film(analysis, clip, Path("film.mp4"), blur=blur)
    for k, (shown, blurred) in enumerate(zip(*drawn, strict=True)):
        nose = analysis.landmarks.points[k, 0]
        assert np.abs(around(shown, nose, 12) - around(blurred, nose, 12)).mean() > 8
        lowest = round(analysis.landmarks.points[k, 23:25, 1].max())
        assert np.array_equal(shown[lowest:], blurred[lowest:])


def test_without_blurring_the_head_is_as_it_was(
    tmp_path: Path, analysis: Analysis, clip: Video
) -> None:
    assert analysis.landmarks is not None
    write_film(analysis, clip, tmp_path / "film.mp4", blur=False)
    before, after = pictures(clip), pictures(probe_video(tmp_path / "film.mp4"))
    for k in range(0, clip.frames, 7):
        nose = analysis.landmarks.points[k, 0]
        assert np.abs(around(before[k], nose, 12) - around(after[k], nose, 12)).mean() < 5


def test_no_frame_without_landmarks_is_bare(
    tmp_path: Path, analysis: Analysis, clip: Video
) -> None:
    assert analysis.landmarks is not None
    nose = analysis.landmarks.points[:, 0].copy()
    points = analysis.landmarks.points.copy()
    gone = [0, 1, 2, 20, 21, 22, 23, 24, 60, clip.frames - 2, clip.frames - 1]
    points[gone] = np.nan
    blind = replace(analysis, landmarks=replace(analysis.landmarks, points=points))
    write_film(blind, clip, tmp_path / "film.mp4")
    before, after = pictures(clip), pictures(probe_video(tmp_path / "film.mp4"))
    for k in gone:
        assert np.abs(around(before[k], nose[k], 12) - around(after[k], nose[k], 12)).mean() > 8


def test_labels_are_drawn_in_the_colour_of_the_strike(
    analysis: Analysis, clip: Video, film: Path
) -> None:
    after = pictures(probe_video(film))
    before = pictures(clip)
    orange = np.array([0xD5, 0x5E, 0x00])
    step = analysis.steps[0]
    assert step.strike == "heel"
    frame = round(step.contact_frame)
    lower = np.s_[clip.height // 2 :]
    for shown, many in ((before[frame], False), (after[frame], True)):
        close = np.abs(shown[lower] - orange).max(axis=-1) < 40
        assert (close.sum() > 200) == many


@pytest.mark.parametrize("step_ticks", [(3000,), (1500, 4500, 3003), (375,)])
def test_uneven_and_fast_times_are_kept(
    tmp_path: Path, analysis: Analysis, clip: Video, step_ticks: tuple[int, ...]
) -> None:
    steps = np.resize(step_ticks, clip.frames - 1)
    times = np.concatenate([[0], np.cumsum(steps)]) / 90_000
    frames = (picture.astype(np.uint8) for picture in pictures(clip).values())
    write_video(tmp_path / "uneven.mp4", frames, 30.0, times_s=times.tolist())
    uneven = probe_video(tmp_path / "uneven.mp4")
    assert analysis.landmarks is not None
    timed = replace(analysis, landmarks=replace(analysis.landmarks, time_s=uneven.time_s))
    write_film(timed, uneven, tmp_path / "film.mp4")
    made = probe_video(tmp_path / "film.mp4")
    assert made.time_s == pytest.approx(uneven.time_s, abs=1e-4)


def test_odd_sides_are_cut_to_even_ones(tmp_path: Path, analysis: Analysis, clip: Video) -> None:
    frames = [picture[:301, :501].astype(np.uint8).copy() for picture in pictures(clip).values()]
    write_video(
        tmp_path / "odd.mp4", frames, 30.0, encoding=Encoding("h264", "yuv444p", options={})
    )
    odd = probe_video(tmp_path / "odd.mp4")
    assert (odd.width, odd.height) == (501, 301)
    write_film(analysis, odd, tmp_path / "film.mp4")
    made = probe_video(tmp_path / "film.mp4")
    assert (made.width, made.height, made.frames) == (500, 300, clip.frames)


def test_progress_is_told_to_the_end(tmp_path: Path, analysis: Analysis, clip: Video) -> None:
    told: list[Progress] = []
    write_film(analysis, clip, tmp_path / "film.mp4", progress=told.append)
    assert told[0] == Progress("film", 0, clip.frames)
    assert told[-1] == Progress("film", clip.frames, clip.frames)
    assert [p.done for p in told] == sorted(p.done for p in told)


def test_somebody_never_found_cannot_be_blurred(
    tmp_path: Path, analysis: Analysis, clip: Video
) -> None:
    assert analysis.landmarks is not None
    nobody: Landmarks = replace(
        analysis.landmarks, points=np.full_like(analysis.landmarks.points, np.nan)
    )
    unseen = replace(analysis, landmarks=nobody)
    with pytest.raises(InputError, match="--show-faces"):
        write_film(unseen, clip, tmp_path / "film.mp4")
    write_film(unseen, clip, tmp_path / "film.mp4", blur=False)
    assert probe_video(tmp_path / "film.mp4").frames == clip.frames


def test_a_cancelled_film_leaves_the_earlier_one_and_nothing_else(tmp_path: Path) -> None:
    clip_path, results = write_example_results(tmp_path)
    out = tmp_path / "out"
    out.mkdir()
    (out / "film.mp4").write_bytes(b"earlier")
    stop = threading.Event()

    def stop_soon(progress: Progress) -> None:
        if progress.done > 5:
            stop.set()

    with pytest.raises(CancelledError):
        write_annotated(
            load_result(results),
            probe_video(clip_path),
            out / "film.mp4",
            progress=stop_soon,
            cancel=stop,
        )
    assert [path.name for path in out.iterdir()] == ["film.mp4"]
    assert (out / "film.mp4").read_bytes() == b"earlier"


def test_a_place_that_is_a_file_is_said_plainly(tmp_path: Path) -> None:
    clip_path, results = write_example_results(tmp_path)
    (tmp_path / "taken").write_text("mine")
    with pytest.raises(OutputError):
        write_annotated(
            load_result(results), probe_video(clip_path), tmp_path / "taken" / "film.mp4"
        )
    assert (tmp_path / "taken").read_text() == "mine"

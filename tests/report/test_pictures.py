"""The pictures, taken from clips whose frames can be told apart by their pixels."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from gaitcheck.errors import CancelledError, ClipUnreadableError
from gaitcheck.model import Analysis, FloatArray, FootTracks
from gaitcheck.progress import Progress
from gaitcheck.report import drawing, pictures
from gaitcheck.report.crops import PADDING_GREY
from gaitcheck.report.pictures import cut_strips, has_pictures, strip_name, write_pictures
from gaitcheck.video import Video, probe_video
from tests.examples import (
    FPS,
    HEIGHT,
    WIDTH,
    make_analysis,
    make_clip,
    make_mixed_analysis,
    make_step,
    make_stepless_analysis,
    write_clip,
    write_example_clip,
)

CODED_FRAMES = 60
GREY_STEP = 3


@pytest.fixture(scope="module")
def example_video(tmp_path_factory: pytest.TempPathFactory) -> Video:
    return probe_video(write_example_clip(tmp_path_factory.mktemp("clip") / "example run.mp4"))


@pytest.fixture(scope="module")
def coded_video(tmp_path_factory: pytest.TempPathFactory) -> Video:
    """Return a clip whose frame k is grey by k; a white square moves with the foot."""
    frames = []
    for k in range(CODED_FRAMES):
        frame = np.full((HEIGHT, WIDTH, 3), 40 + GREY_STEP * k, dtype=np.uint8)
        x, y = _square_at(k)
        frame[y - 4 : y + 4, x - 4 : x + 4] = 255
        frames.append(frame)
    path = tmp_path_factory.mktemp("clip") / "coded.mp4"
    return probe_video(write_clip(path, frames, fps=FPS))


def _square_at(frame: int) -> tuple[int, int]:
    return 20 + 10 * frame, 340 - 2 * frame


def _frame_of(crop: np.ndarray) -> int:
    """Read the frame number from the grey that covers most of the crop."""
    inside = crop[(crop != PADDING_GREY).any(axis=2)]
    return round((float(np.median(inside)) - 40) / GREY_STEP)


def _coded_analysis(contacts: list[float]) -> Analysis:
    """Return steps of the left foot, whose middle is the middle of the white square."""
    middle = np.array([_square_at(k) for k in range(CODED_FRAMES)]) - 0.5
    half = np.array([20.0, 0.0])
    nowhere: FloatArray = np.full((CODED_FRAMES, 2), np.nan)
    feet = FootTracks(
        heel={"left": middle - half, "right": nowhere},
        toe={"left": middle + half, "right": nowhere},
        ankle={"left": middle, "right": nowhere},
    )
    steps = [
        replace(make_step(index, "left", contact / FPS, "heel"), contact_frame=contact)
        for index, contact in enumerate(contacts)
    ]
    return make_analysis(clip=make_clip(frames=CODED_FRAMES), steps=tuple(steps), feet=feet)


@pytest.mark.parametrize("contacts", [[30.0], [6.2, 8.0, 29.6], [50.0, 10.0]])
def test_the_frame_shown_is_the_frame_asked_for(coded_video: Video, contacts: list[float]) -> None:
    strips = list(cut_strips(_coded_analysis(contacts), coded_video))
    assert len(strips) == len(contacts)
    for strip, contact in zip(strips, contacts, strict=True):
        nearest = round(contact)
        shown = [_frame_of(crop) for crop in strip.crops if crop is not None]
        assert shown == [nearest + k for k in range(-2, 3)]


def test_the_foot_lies_where_the_plan_says(coded_video: Video) -> None:
    strip = next(cut_strips(_coded_analysis([30.0]), coded_video))
    for panel, crop in zip(strip.plan.panels, strip.crops, strict=True):
        assert crop is not None
        assert panel.frame is not None
        white = np.argwhere(crop.min(axis=2) > 235).mean(axis=0)[::-1]
        middle = (np.array(panel.heel) + np.array(panel.toe)) / 2 - (panel.left, panel.top)
        assert white == pytest.approx(middle, abs=1)


def test_a_foot_at_the_border_is_padded(coded_video: Video) -> None:
    strip = next(cut_strips(_coded_analysis([2.0]), coded_video))
    crop = strip.crops[0]
    assert crop is not None
    side, panel = strip.plan.side_px, strip.plan.panels[0]
    assert crop.shape == (side, side, 3)
    assert panel.left < 0
    assert panel.top + side > HEIGHT
    is_padding = (crop == PADDING_GREY).all(axis=2)
    assert is_padding[:, : -panel.left].all()
    assert is_padding[HEIGHT - panel.top :].all()
    assert not is_padding[: HEIGHT - panel.top, -panel.left :].any()
    assert _frame_of(crop) == 0


def test_at_the_ends_of_the_clip_pictures_are_missing(coded_video: Video) -> None:
    first, last = cut_strips(_coded_analysis([0.0, 59.0]), coded_video)
    assert [crop is None for crop in first.crops] == [True, True, False, False, False]
    assert [crop is None for crop in last.crops] == [False, False, False, True, True]


def test_steps_of_an_unknown_foot_are_drawn_without_pictures(
    coded_video: Video, tmp_path: Path
) -> None:
    analysis = _coded_analysis([30.0])
    step = replace(analysis.steps[0], side="right")
    write_pictures(replace(analysis, steps=(step,)), coded_video, tmp_path)
    pixels = _pixels(tmp_path / "steps" / "000_right.jpg")
    middle = pixels[pixels.shape[0] // 2, 100]
    assert np.abs(middle.astype(int) - PADDING_GREY).max() < 6


def test_every_step_has_its_strip_and_the_sheet_all(example_video: Video, tmp_path: Path) -> None:
    analysis = make_mixed_analysis()
    write_pictures(analysis, example_video, tmp_path)
    names = sorted(path.name for path in (tmp_path / "steps").iterdir())
    assert names == [strip_name(step) for step in analysis.steps]
    assert names[:2] == ["000_left.jpg", "001_right.jpg"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["contacts.png", "steps"]
    sheet = _pixels(tmp_path / "contacts.png")
    assert sheet.shape[1] < 1600
    assert len({_pixels(tmp_path / "steps" / name).tobytes() for name in names}) == 8


def test_the_strip_shows_the_frames_of_its_step(coded_video: Video, tmp_path: Path) -> None:
    write_pictures(_coded_analysis([30.0]), coded_video, tmp_path)
    pixels = _pixels(tmp_path / "steps" / "000_left.jpg")
    panel = drawing.strip_panel_px(120)
    row = pixels[pixels.shape[0] // 2 - panel // 3]
    places = np.linspace(0, pixels.shape[1], 11)[1::2].astype(int)
    shown = [round((float(np.median(row[x - 20 : x + 20])) - 40) / GREY_STEP) for x in places]
    assert shown == [28, 29, 30, 31, 32]


def test_the_same_input_gives_the_same_pictures(example_video: Video, tmp_path: Path) -> None:
    contents = []
    for name in ("once", "twice"):
        folder = tmp_path / name
        folder.mkdir()
        write_pictures(make_analysis(), example_video, folder)
        contents.append([path.read_bytes() for path in sorted(folder.rglob("*.*g"))])
    assert len(contents[0]) == 9
    assert contents[0] == contents[1]


def test_the_sheet_holds_the_first_steps_only(
    coded_video: Video, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "SHEET_STEPS", 2)
    analysis = _coded_analysis([10.0, 20.0, 30.0])
    write_pictures(analysis, coded_video, tmp_path)
    assert len(list((tmp_path / "steps").iterdir())) == 3
    shown = [strip.plan.step for strip in cut_strips(analysis, coded_video)][:2]
    height = _pixels(tmp_path / "contacts.png").shape[0]
    (tmp_path / "whole").mkdir()
    monkeypatch.setattr(pictures, "SHEET_STEPS", 3)
    write_pictures(analysis, coded_video, tmp_path / "whole")
    assert len(shown) == 2
    assert height < _pixels(tmp_path / "whole" / "contacts.png").shape[0]


@pytest.mark.parametrize(
    "analysis", [make_stepless_analysis(), make_analysis(feet=None)], ids=["no steps", "no feet"]
)
def test_with_nothing_to_show_nothing_is_written(
    analysis: Analysis, example_video: Video, tmp_path: Path
) -> None:
    assert not has_pictures(analysis)
    write_pictures(analysis, example_video, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_progress_counts_the_steps(example_video: Video, tmp_path: Path) -> None:
    seen: list[Progress] = []
    write_pictures(make_analysis(), example_video, tmp_path, progress=seen.append)
    assert seen == [Progress("pictures", done, 8) for done in range(9)]


def test_cancelling_stops_the_job(example_video: Video, tmp_path: Path) -> None:
    cancel = threading.Event()

    def stop_at_the_third(progress: Progress) -> None:
        if progress.done == 3:
            cancel.set()

    with pytest.raises(CancelledError):
        write_pictures(
            make_analysis(), example_video, tmp_path, progress=stop_at_the_third, cancel=cancel
        )
    assert len(list((tmp_path / "steps").iterdir())) == 3


def test_a_clip_that_is_gone_is_said(tmp_path: Path) -> None:
    path = write_example_clip(tmp_path / "run.mp4")
    video = probe_video(path)
    path.unlink()
    with pytest.raises(ClipUnreadableError, match=r"run\.mp4"):
        write_pictures(make_analysis(), video, tmp_path)


def _pixels(path: Path) -> np.ndarray:
    with Image.open(path) as image:
        return np.asarray(image.convert("RGB"))

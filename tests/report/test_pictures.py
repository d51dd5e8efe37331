"""The bare pictures, from clips whose frames can be told apart by their pixels, and the sheet."""

from __future__ import annotations

import io
import json
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
from gaitcheck.report.crops import KEPT_NEIGHBOURS, PADDING_GREY, plan_crops
from gaitcheck.report.drawing import Strip
from gaitcheck.report.pictures import (
    CROPS_FORMAT,
    CROPS_NAME,
    KeptCrops,
    drawn_step,
    has_pictures,
    plan_kept,
    read_crops,
    strip_name,
    write_crops,
    write_sheet,
)
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
        replace(
            make_step(index, "left", contact / FPS, "heel"),
            contact_frame=contact,
            id=f"left-{index}",
        )
        for index, contact in enumerate(contacts)
    ]
    return make_analysis(
        clip=make_clip(frames=CODED_FRAMES), steps=tuple(steps), feet=feet, landmarks=None
    )


def _kept(analysis: Analysis, video: Video, folder: Path) -> KeptCrops:
    """Write the bare pictures of an analysis and read them back."""
    write_crops(analysis, video, folder)
    kept = read_crops(folder)
    assert kept is not None
    return kept


def _strips(analysis: Analysis, kept: KeptCrops) -> list[Strip]:
    return [kept.strip(plan) for plan in plan_kept(analysis, kept)]


def _shown(strip: Strip) -> list[int | None]:
    """Return the frames of a strip, from its pixels."""
    return [None if crop is None else _frame_of(crop) for crop in strip.crops]


@pytest.mark.parametrize("contacts", [[30.0], [6.2, 8.0, 29.6], [50.0, 10.0]])
def test_the_frame_shown_is_the_frame_asked_for(
    coded_video: Video, tmp_path: Path, contacts: list[float]
) -> None:
    analysis = _coded_analysis(contacts)
    strips = _strips(analysis, _kept(analysis, coded_video, tmp_path))
    assert len(strips) == len(contacts)
    for strip, contact in zip(strips, contacts, strict=True):
        nearest = round(contact)
        shown = [_frame_of(crop) for crop in strip.crops if crop is not None]
        assert shown == [nearest + k for k in range(-2, 3)]


def test_the_foot_lies_where_the_plan_says(coded_video: Video, tmp_path: Path) -> None:
    analysis = _coded_analysis([30.0])
    (strip,) = _strips(analysis, _kept(analysis, coded_video, tmp_path))
    for panel, crop in zip(strip.plan.panels, strip.crops, strict=True):
        assert crop is not None
        assert panel.frame is not None
        white = np.argwhere(crop.min(axis=2) > 235).mean(axis=0)[::-1]
        middle = (np.array(panel.heel) + np.array(panel.toe)) / 2 - (panel.left, panel.top)
        assert white == pytest.approx(middle, abs=1)


def test_a_foot_at_the_border_is_padded(coded_video: Video, tmp_path: Path) -> None:
    analysis = _coded_analysis([2.0])
    (strip,) = _strips(analysis, _kept(analysis, coded_video, tmp_path))
    crop = strip.crops[0]
    assert crop is not None
    side, panel = strip.plan.side_px, strip.plan.panels[0]
    assert crop.shape == (side, side, 3)
    assert panel.left < 0
    assert panel.top + side > HEIGHT
    # The pictures are kept as JPEG, which blurs the border of the picture by up to a block.
    is_padding = (np.abs(crop.astype(int) - PADDING_GREY) < 12).all(axis=2)
    assert is_padding[:, : -panel.left - 16].all()
    assert is_padding[HEIGHT - panel.top + 16 :].all()
    assert not is_padding[: HEIGHT - panel.top - 16, -panel.left + 16 :].any()
    assert _frame_of(crop) == 0


def test_at_the_ends_of_the_clip_pictures_are_missing(coded_video: Video, tmp_path: Path) -> None:
    analysis = _coded_analysis([0.0, 59.0])
    first, last = _strips(analysis, _kept(analysis, coded_video, tmp_path))
    assert [crop is None for crop in first.crops] == [True, True, False, False, False]
    assert [crop is None for crop in last.crops] == [False, False, False, True, True]


def test_steps_of_an_unknown_foot_are_drawn_without_pictures(
    coded_video: Video, tmp_path: Path
) -> None:
    analysis = _coded_analysis([30.0])
    step = replace(analysis.steps[0], side="right", id="right-0")
    analysis = replace(analysis, steps=(step,))
    kept = _kept(analysis, coded_video, tmp_path)
    assert not (tmp_path / "steps" / "right-0.jpg").exists()
    (strip,) = _strips(analysis, kept)
    assert strip.crops == (None,) * 5
    pixels = _decoded(drawn_step(strip))
    middle = pixels[pixels.shape[0] // 2, 100]
    assert np.abs(middle.astype(int) - PADDING_GREY).max() < 6


def test_every_step_has_its_strip_and_the_sheet_all(example_video: Video, tmp_path: Path) -> None:
    analysis = make_mixed_analysis()
    write_crops(analysis, example_video, tmp_path)
    write_sheet(analysis, tmp_path)
    names = sorted(path.name for path in (tmp_path / "steps").glob("*.jpg"))
    assert names == sorted(strip_name(step.id) for step in analysis.steps)
    assert names[:2] == ["left-0.jpg", "left-1.jpg"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["contacts.png", "steps"]
    assert {path.name for path in (tmp_path / "steps").iterdir()} == {*names, CROPS_NAME}
    sheet = _pixels(tmp_path / "contacts.png")
    assert sheet.shape[1] < 1600
    assert len({_pixels(tmp_path / "steps" / name).tobytes() for name in names}) == 8


def test_the_strip_shows_the_frames_of_its_step(coded_video: Video, tmp_path: Path) -> None:
    analysis = _coded_analysis([30.0])
    (strip,) = _strips(analysis, _kept(analysis, coded_video, tmp_path))
    pixels = _decoded(drawn_step(strip))
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
        write_crops(make_analysis(), example_video, folder)
        write_sheet(make_analysis(), folder)
        contents.append([path.read_bytes() for path in sorted(folder.rglob("*.*"))])
    assert len(contents[0]) == 10
    assert contents[0] == contents[1]


def test_the_sheet_holds_the_first_steps_only(
    coded_video: Video, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "SHEET_STEPS", 2)
    analysis = _coded_analysis([10.0, 20.0, 30.0])
    write_crops(analysis, coded_video, tmp_path)
    write_sheet(analysis, tmp_path)
    assert len(list((tmp_path / "steps").glob("*.jpg"))) == 3
    height = _pixels(tmp_path / "contacts.png").shape[0]
    monkeypatch.setattr(pictures, "SHEET_STEPS", 3)
    write_sheet(analysis, tmp_path)
    assert height < _pixels(tmp_path / "contacts.png").shape[0]


@pytest.mark.parametrize(
    "analysis", [make_stepless_analysis(), make_analysis(feet=None)], ids=["no steps", "no feet"]
)
def test_with_nothing_to_show_nothing_is_written(
    analysis: Analysis, example_video: Video, tmp_path: Path
) -> None:
    assert not has_pictures(analysis)
    write_crops(analysis, example_video, tmp_path)
    write_sheet(analysis, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_progress_counts_the_steps(example_video: Video, tmp_path: Path) -> None:
    seen: list[Progress] = []
    write_crops(make_analysis(), example_video, tmp_path, progress=seen.append)
    assert seen == [Progress("pictures", done, 8) for done in range(9)]


def test_cancelling_stops_the_job(example_video: Video, tmp_path: Path) -> None:
    cancel = threading.Event()

    def stop_at_the_third(progress: Progress) -> None:
        if progress.done == 3:
            cancel.set()

    with pytest.raises(CancelledError):
        write_crops(
            make_analysis(), example_video, tmp_path, progress=stop_at_the_third, cancel=cancel
        )
    assert len(list((tmp_path / "steps").iterdir())) == 3


def test_a_clip_that_is_gone_is_said(tmp_path: Path) -> None:
    path = write_example_clip(tmp_path / "run.mp4")
    video = probe_video(path)
    path.unlink()
    with pytest.raises(ClipUnreadableError, match=r"run\.mp4"):
        write_crops(make_analysis(), video, tmp_path)


def _decoded(data: bytes) -> np.ndarray:
    with Image.open(io.BytesIO(data)) as image:
        return np.asarray(image.convert("RGB"))


def _pixels(path: Path) -> np.ndarray:
    with Image.open(path) as image:
        return np.asarray(image.convert("RGB"))


def test_the_bare_pictures_are_what_the_clip_shows_and_nothing_else(
    coded_video: Video, tmp_path: Path
) -> None:
    kept = _kept(_coded_analysis([30.0]), coded_video, tmp_path)
    row, side = _pixels(tmp_path / "steps" / "left-0.jpg"), kept.plan.side_px
    places = kept.plan.places["left-0"]
    assert [place.frame for place in places] == list(
        range(30 - KEPT_NEIGHBOURS, 30 + KEPT_NEIGHBOURS + 1)
    )
    assert row.shape == (side, side * len(places), 3)
    for k, place in enumerate(places):
        crop = row[:, k * side : (k + 1) * side].astype(int)
        x, y = _square_at(place.frame)
        own = np.full((side, side, 3), 40 + GREY_STEP * place.frame)
        own[y - 4 - place.top : y + 4 - place.top, x - 4 - place.left : x + 4 - place.left] = 255
        beyond = max(0, place.top + side - HEIGHT)
        own[side - beyond :] = PADDING_GREY
        # No line, no frame, no letter: grey, the white square, and grey beyond the picture.
        assert np.median(np.abs(crop - own)) <= 2
        assert (np.abs(crop - own).max(axis=2) > 40).mean() < 0.01


def test_the_file_of_places_says_where_each_picture_lies(
    coded_video: Video, tmp_path: Path
) -> None:
    analysis = _coded_analysis([30.0, 59.0])
    kept = _kept(analysis, coded_video, tmp_path)
    assert kept.plan == plan_crops(analysis)
    document = json.loads((tmp_path / "steps" / CROPS_NAME).read_text())
    assert document["format"] == CROPS_FORMAT
    assert document["side_px"] == kept.plan.side_px
    assert [len(places) for places in document["places"].values()] == [9, 5]


@pytest.mark.parametrize(
    ("moved", "shown"),
    [
        (32.0, [30, 31, 32, 33, 34]),
        (27.6, [26, 27, 28, 29, 30]),
        (33.0, [31, 32, 33, 34, None]),
        (24.0, [None, None, None, None, 26]),
        (50.0, [None] * 5),
    ],
)
def test_a_contact_that_moved_shows_the_pictures_that_are_kept(
    coded_video: Video, tmp_path: Path, moved: float, shown: list[int | None]
) -> None:
    kept = _kept(_coded_analysis([30.0]), coded_video, tmp_path)
    (strip,) = _strips(_coded_analysis([moved]), kept)
    assert _shown(strip) == shown
    assert _decoded(drawn_step(strip)).ndim == 3
    panels = [panel for panel in strip.plan.panels if panel.frame is not None]
    for panel in panels:
        assert panel.frame is not None
        assert panel.offset_s == pytest.approx((panel.frame - moved) / FPS)
        assert np.isfinite(panel.heel).all()


def test_a_step_that_a_person_added_has_empty_panels(coded_video: Video, tmp_path: Path) -> None:
    kept = _kept(_coded_analysis([30.0]), coded_video, tmp_path)
    analysis = _coded_analysis([30.0, 45.0])
    added = replace(analysis.steps[1], id="left-at-45")
    first, second = _strips(replace(analysis, steps=(analysis.steps[0], added)), kept)
    assert _shown(first) == [28, 29, 30, 31, 32]
    assert second.crops == (None,) * 5


def test_a_step_that_is_gone_leaves_the_others_their_pictures(
    coded_video: Video, tmp_path: Path
) -> None:
    kept = _kept(_coded_analysis([10.0, 30.0]), coded_video, tmp_path)
    analysis = _coded_analysis([10.0, 30.0])
    last = replace(analysis.steps[1], index=0)
    (strip,) = _strips(replace(analysis, steps=(last,)), kept)
    assert _shown(strip) == [28, 29, 30, 31, 32]


@pytest.mark.parametrize("slow_motion", [0.5, 8.0])
def test_another_slow_motion_factor_needs_no_other_pictures(
    coded_video: Video, tmp_path: Path, slow_motion: float
) -> None:
    analysis = replace(_coded_analysis([30.0]), stride_time_s=5.0)
    kept = _kept(analysis, coded_video, tmp_path)
    slow = replace(analysis, clip=replace(analysis.clip, slow_motion=slow_motion))
    assert plan_crops(slow) == plan_crops(analysis)
    assert _shown(_strips(slow, kept)[0]) == _shown(_strips(analysis, kept)[0])
    assert None not in _shown(_strips(slow, kept)[0])


BROKEN_ROWS = {
    "gone": None,
    "empty": b"",
    "no picture": b"no picture",
    "cut off": b"\xff\xd8\xff\xe0 cut off",
}


@pytest.mark.parametrize("content", BROKEN_ROWS.values(), ids=BROKEN_ROWS)
def test_a_row_that_cannot_be_read_gives_empty_panels(
    coded_video: Video, tmp_path: Path, content: bytes | None
) -> None:
    analysis = _coded_analysis([10.0, 30.0])
    kept = _kept(analysis, coded_video, tmp_path)
    row = tmp_path / "steps" / "left-0.jpg"
    row.unlink()
    if content is not None:
        row.write_bytes(content)
    first, second = _strips(analysis, kept)
    assert first.crops == (None,) * 5
    assert _shown(second) == [28, 29, 30, 31, 32]
    write_sheet(analysis, tmp_path)
    assert _pixels(tmp_path / "contacts.png").ndim == 3


@pytest.mark.parametrize("step_id", ["a\0b", "../left-0", "x" * 5000, "/etc/passwd"])
def test_a_step_with_an_odd_id_has_empty_panels(
    coded_video: Video, tmp_path: Path, step_id: str
) -> None:
    analysis = _coded_analysis([30.0])
    kept = _kept(analysis, coded_video, tmp_path)
    odd = replace(analysis, steps=(replace(analysis.steps[0], id=step_id),))
    places = {step_id: kept.plan.places["left-0"]}
    (strip,) = _strips(odd, replace(kept, plan=replace(kept.plan, places=places)))
    assert strip.crops == (None,) * 5


def test_a_row_of_another_size_gives_empty_panels(coded_video: Video, tmp_path: Path) -> None:
    analysis = _coded_analysis([30.0])
    kept = _kept(analysis, coded_video, tmp_path)
    with Image.open(tmp_path / "steps" / "left-0.jpg") as image:
        narrower = image.crop((0, 0, image.width - 8, image.height))
    narrower.save(tmp_path / "steps" / "left-0.jpg")
    assert _strips(analysis, kept)[0].crops == (None,) * 5


BROKEN_PLACES = {
    "gone": None,
    "empty": b"",
    "no text": b"\xff\xfe",
    "no JSON": b"{",
    "deep": b"[" * 100_000,
    "a list": b"[]",
    "nothing": b"{}",
    "other format": b'{"format": "gaitcheck.crops/2", "side_px": 4, "places": {}}',
    "no size": b'{"format": "gaitcheck.crops/1", "places": {}}',
    "size of no number": b'{"format": "gaitcheck.crops/1", "side_px": [], "places": {}}',
    "endless size": b'{"format": "gaitcheck.crops/1", "side_px": 1e999, "places": {}}',
    "size of nothing": b'{"format": "gaitcheck.crops/1", "side_px": 0, "places": {}}',
    "size of a word": b'{"format": "gaitcheck.crops/1", "side_px": "big", "places": {}}',
    "places of no kind": b'{"format": "gaitcheck.crops/1", "side_px": 4, "places": []}',
    "a short place": b'{"format": "gaitcheck.crops/1", "side_px": 4, "places": {"left-0": [[1]]}}',
    "a place of words": b'{"format": "gaitcheck.crops/1", "side_px": 4, "places": {"a": ["abc"]}}',
}


@pytest.mark.parametrize("content", BROKEN_PLACES.values(), ids=BROKEN_PLACES)
def test_without_places_there_is_no_picture_and_no_error(
    tmp_path: Path, content: bytes | None
) -> None:
    (tmp_path / "steps").mkdir()
    if content is not None:
        (tmp_path / "steps" / CROPS_NAME).write_bytes(content)
    assert read_crops(tmp_path) is None
    write_sheet(make_analysis(), tmp_path)
    assert not (tmp_path / "contacts.png").exists()


def test_places_outside_the_clip_give_empty_panels(coded_video: Video, tmp_path: Path) -> None:
    analysis = _coded_analysis([30.0])
    _kept(analysis, coded_video, tmp_path)
    path = tmp_path / "steps" / CROPS_NAME
    document = json.loads(path.read_text())
    document["places"]["left-0"] = [[-4, 0, 0], [10**9, 0, 0]] * 4 + [[30, 0, 0]]
    path.write_text(json.dumps(document))
    kept = read_crops(tmp_path)
    assert kept is not None
    (strip,) = _strips(analysis, kept)
    assert [crop is None for crop in strip.crops] == [True, True, False, True, True]


def test_the_sheet_is_drawn_from_the_bare_pictures_alone(
    example_video: Video, tmp_path: Path
) -> None:
    analysis = make_analysis()
    write_crops(analysis, example_video, tmp_path)
    write_sheet(analysis, tmp_path)
    own = _pixels(tmp_path / "contacts.png")
    relabelled = make_analysis("toe", feet=analysis.feet)
    write_sheet(relabelled, tmp_path)
    other = _pixels(tmp_path / "contacts.png")
    assert own.shape == other.shape
    assert (own != other).any()
    write_sheet(analysis, tmp_path)
    assert (_pixels(tmp_path / "contacts.png") == own).all()
    for row in (tmp_path / "steps").glob("*.jpg"):
        row.unlink()
    write_sheet(analysis, tmp_path)
    empty = _pixels(tmp_path / "contacts.png")
    assert empty.shape == own.shape
    assert (empty == PADDING_GREY).all(axis=2).mean() > 0.3

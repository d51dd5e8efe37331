"""Strips and sheets of pictures: lines, frames and words that are drawn on them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, get_args

import numpy as np
import pytest
from PIL import Image, ImageDraw

from gaitcheck.model import Analysis, Step, StepStrike
from gaitcheck.report.colours import FOOT_LINE, STRIKE_COLOURS, to_rgb
from gaitcheck.report.crops import PADDING_GREY, PanelPlan, plan_strips
from gaitcheck.report.drawing import (
    PAPER,
    SHEET_PANEL_PX,
    Strip,
    draw_panel,
    draw_sheet,
    draw_strip,
    strip_panel_px,
    to_panel,
)
from gaitcheck.video.types import Picture
from tests.examples import (
    FPS,
    FRAMES,
    make_analysis,
    make_mixed_analysis,
    make_refused_analysis,
    make_unsure_analysis,
)

TIMES = np.arange(FRAMES) / FPS
GREY = 90


@pytest.fixture
def texts(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Record every text that is drawn."""
    drawn: list[str] = []
    draw_text = ImageDraw.ImageDraw.text

    def record(self: ImageDraw.ImageDraw, xy: Any, text: str, *args: Any, **kwargs: Any) -> None:
        drawn.append(text)
        draw_text(self, xy, text, *args, **kwargs)

    monkeypatch.setattr(ImageDraw.ImageDraw, "text", record)
    return drawn


def _grey(side_px: int) -> Picture:
    return np.full((side_px, side_px, 3), GREY, dtype=np.uint8)


def _strips(analysis: Analysis) -> list[Strip]:
    return [
        Strip(
            plan, tuple(_grey(plan.side_px) if p.frame is not None else None for p in plan.panels)
        )
        for plan in plan_strips(analysis, TIMES)
    ]


def _cells(analysis: Analysis) -> list[tuple[Step, Image.Image]]:
    return [
        (s.plan.step, draw_strip(s, SHEET_PANEL_PX, with_reason=False)) for s in _strips(analysis)
    ]


def _count(image: Image.Image, colour: str) -> int:
    return int((np.asarray(image) == to_rgb(colour)).all(axis=2).sum())


@pytest.mark.parametrize(("crop_px", "panel_px"), [(60, 200), (200, 200), (246, 246), (900, 480)])
def test_panels_keep_full_resolution_between_limits(crop_px: int, panel_px: int) -> None:
    assert strip_panel_px(crop_px) == panel_px


def test_the_foot_line_runs_from_heel_to_toe_and_nowhere_else() -> None:
    panel = PanelPlan(0, left=100, top=50, heel=(140.0, 150.0), toe=(260.0, 150.0))
    pixels = draw_panel(panel, _grey(200), 200, 200)
    drawn = np.argwhere((pixels != GREY).any(axis=2))
    assert drawn[:, 1].min() == pytest.approx(40, abs=3)
    assert drawn[:, 1].max() == pytest.approx(160, abs=3)
    assert abs(drawn[:, 0] - 100).max() <= 3
    assert pixels[100, 45:155] == pytest.approx(np.array([to_rgb(FOOT_LINE.fill)] * 110), abs=30)
    assert pixels[98:103, 100].min() < GREY / 2, "a dark outline"


@pytest.mark.parametrize("panel_px", [144, 200, 300])
def test_the_foot_line_keeps_its_place_at_every_size(panel_px: int) -> None:
    panel = PanelPlan(0, left=10, top=20, heel=(40.0, 60.0), toe=(100.0, 110.0))
    pixels = draw_panel(panel, _grey(120), 120, panel_px)
    drawn = np.argwhere((pixels != GREY).any(axis=2))[:, ::-1]
    heel = to_panel(panel.heel, panel, 120, panel_px)
    toe = to_panel(panel.toe, panel, 120, panel_px)
    assert drawn.min(axis=0) == pytest.approx(heel, abs=4)
    assert drawn.max(axis=0) == pytest.approx(toe, abs=4)
    assert heel == pytest.approx((30 * panel_px / 120, 40 * panel_px / 120), abs=1)


def test_a_faint_line_lets_the_picture_shine_through() -> None:
    panel = PanelPlan(0, heel=(40.0, 100.0), toe=(160.0, 100.0))
    strong, faint = (
        draw_panel(replace(panel, strength=strength), _grey(200), 200, 200).astype(int)
        for strength in (1.0, 0.4)
    )
    assert faint - GREY == pytest.approx(0.4 * (strong - GREY), abs=1)
    # A line that leaves the picture is cut off there.
    beyond = PanelPlan(0, heel=(-300.0, -200.0), toe=(-250.0, -210.0), strength=0.4)
    assert (draw_panel(beyond, _grey(200), 200, 200) == GREY).all()


def test_a_crop_is_never_written_to() -> None:
    crop = _grey(100)
    draw_panel(PanelPlan(0, heel=(10.0, 10.0), toe=(90.0, 90.0)), crop, 100, 100)
    assert (crop == GREY).all()


def test_without_the_foot_no_line_is_drawn() -> None:
    panel = PanelPlan(3, heel=(10.0, float("nan")), toe=(90.0, 90.0))
    assert (draw_panel(panel, _grey(100), 100, 100) == GREY).all()


def test_without_a_picture_the_panel_is_empty() -> None:
    assert (draw_panel(PanelPlan(None), None, 100, 144) == PADDING_GREY).all()


@pytest.mark.parametrize("strike", get_args(StepStrike))
def test_the_contact_is_framed_in_the_colour_of_its_strike(strike: StepStrike) -> None:
    strip = _strips(make_analysis(strike))[0]
    pixels = np.asarray(draw_strip(strip, 200))
    colour = np.array(to_rgb(STRIKE_COLOURS[strike].fill))
    middle = pixels[pixels.shape[0] // 2]
    framed = np.flatnonzero((middle == colour).all(axis=1))
    width = pixels.shape[1]
    assert len(framed) >= 8, "both sides of the frame"
    assert (framed > 2 * width / 5 - 10).all()
    assert (framed < 3 * width / 5 + 10).all()
    inner = middle[framed[0] : framed[-1]]
    assert (inner == GREY).all(axis=1).sum() > 150, "the frame stands outside of the picture"


def test_the_words_on_a_strip(texts: list[str]) -> None:
    draw_strip(_strips(make_analysis())[1], 200)
    drawn = " | ".join(texts)
    assert texts[0] == "heel  96 %"
    assert texts[1].split("   ") == ["right foot", "angle +18°", "0.56 s"]
    assert "step 2" in texts
    assert "contact: frame 17" in drawn
    assert "frame 15   -57 ms" in drawn
    assert "frame 19   +76 ms" in drawn


def test_an_unsure_step_says_its_probabilities_and_why(texts: list[str]) -> None:
    strip = _strips(make_unsure_analysis(quality=()))[0]
    step = replace(strip.plan.step, foot_strike_angle_deg=7.0)
    strip = replace(strip, plan=replace(strip.plan, step=step))
    with_reason = draw_strip(strip, 200)
    assert texts[0] == "unsure"
    assert "7°" in texts[1]
    assert "heel 45 %, midfoot 40 %, toe 15 %" in texts[1]
    assert texts[-1] == "Not sure: The foot is blurred at contact"
    assert draw_strip(strip, 200, with_reason=False).height < with_reason.height


def test_a_step_of_which_nothing_was_read_shows_no_shares(texts: list[str]) -> None:
    strip = _strips(make_unsure_analysis(quality=()))[0]
    step = strip.plan.step
    by_landmarks = {"heel": 0.0, "midfoot": 0.02, "toe": 0.98}
    for probability in (dict.fromkeys(step.probability, 1 / 3), by_landmarks):
        unread = replace(step, probability=probability)
        draw_strip(replace(strip, plan=replace(strip.plan, step=unread)), 200)
        assert "no angle" in texts[1]
        assert "%" not in texts[1]
        texts.clear()


def test_a_strip_of_a_refused_clip_shows_no_reading(texts: list[str]) -> None:
    draw_strip(_strips(make_refused_analysis())[0], 200)
    drawn = " ".join(texts)
    assert "left foot" in drawn
    assert "cannot be judged" in drawn
    assert "°" not in drawn
    assert "angle" not in drawn
    assert "midfoot" not in drawn


def test_a_long_reason_is_cut_and_plain(texts: list[str]) -> None:
    analysis = make_unsure_analysis()
    step = replace(analysis.steps[0], unsure_because=("It\u2019s \u2212 " + "far " * 200,))
    image = draw_strip(_strips(replace(analysis, steps=(step,)))[0], 200)
    assert texts[-1].startswith("Not sure: It's - far")
    assert texts[-1].endswith("...")
    last_column = np.asarray(image)[:, -3:]
    assert (last_column == PAPER).all()


def test_a_strip_says_where_there_is_no_picture(texts: list[str]) -> None:
    analysis = make_analysis()
    step = replace(analysis.steps[0], contact_frame=0.0)
    draw_strip(_strips(replace(analysis, steps=(step,)))[0], 200)
    assert texts.count("no picture") == 2


def test_a_frame_that_could_not_be_decoded_is_no_picture(texts: list[str]) -> None:
    strip = _strips(make_analysis())[0]
    draw_strip(replace(strip, crops=(None, *strip.crops[1:])), 200)
    assert texts.count("no picture") == 1
    assert "frame 4" not in " ".join(texts)


def test_the_sheet_shows_each_side_in_its_column(texts: list[str]) -> None:
    analysis = make_mixed_analysis()
    cells = _cells(analysis)
    sheet = draw_sheet(analysis, cells)
    assert "Foot contacts: 8 steps" in texts
    assert "Left foot: heel strike, 4 steps" in texts
    assert "Right foot: midfoot strike, 4 steps" in texts
    assert {"heel 4", "midfoot 4", "toe 0", "unsure 0"} <= set(texts)
    half = sheet.width // 2
    left, right = sheet.crop((0, 100, half, sheet.height)), sheet.crop((half, 100, *sheet.size))
    heel, midfoot = STRIKE_COLOURS["heel"].fill, STRIKE_COLOURS["midfoot"].fill
    assert _count(left, heel) > 1000
    assert _count(right, midfoot) > 1000
    assert _count(left, midfoot) == _count(right, heel) == 0
    assert sheet.width <= 1600


def test_the_sheet_of_a_refused_clip_counts_no_strikes(texts: list[str]) -> None:
    analysis = make_refused_analysis()
    draw_sheet(analysis, _cells(analysis))
    assert not {"heel 0", "unsure 8"} & set(texts)


def test_a_sheet_of_one_side_has_one_column() -> None:
    analysis = make_analysis()
    only = replace(analysis, steps=tuple(s for s in analysis.steps if s.side == "left"))
    cells = _cells(only)
    assert draw_sheet(only, cells).width < 2 * cells[0][1].width


def test_the_sheet_says_how_many_steps_it_leaves_out(texts: list[str]) -> None:
    analysis = make_analysis()
    draw_sheet(analysis, _cells(analysis)[:5])
    assert texts[-1].startswith("3 later steps not shown here")

"""Which pictures of a step are shown: their frames and times, and where they are cut."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaitcheck.model import Analysis, FloatArray, FootTracks, Side
from gaitcheck.report.crops import (
    CROP_FOOT_LENGTHS,
    PADDING_GREY,
    StripPlan,
    crop_side_px,
    cut,
    frame_spacing,
    nearest_frame,
    plan_strips,
)
from tests.examples import (
    FOOT_LENGTH,
    FPS,
    FRAMES,
    STRIDE_S,
    make_analysis,
    make_clip,
    make_refused_analysis,
    make_stepless_analysis,
)

TIMES = np.arange(FRAMES) / FPS


def _with_foot(analysis: Analysis, side: Side, heel: FloatArray, toe: FloatArray) -> Analysis:
    assert analysis.feet is not None
    feet = FootTracks(
        heel={**analysis.feet.heel, side: heel},
        toe={**analysis.feet.toe, side: toe},
        ankle=analysis.feet.ankle,
    )
    return replace(analysis, feet=feet)


def _tracks(analysis: Analysis, side: Side) -> tuple[FloatArray, FloatArray]:
    assert analysis.feet is not None
    return analysis.feet.heel[side].copy(), analysis.feet.toe[side].copy()


def _first_strip(analysis: Analysis) -> StripPlan:
    return plan_strips(analysis, TIMES)[0]


def test_the_contact_stands_in_the_middle_of_its_neighbours() -> None:
    strips = plan_strips(make_analysis(), TIMES)
    assert [strip.frames for strip in strips[:2]] == [(4, 5, 6, 7, 8), (15, 16, 17, 18, 19)]


def test_the_time_of_each_picture_counts_from_the_contact_between_frames() -> None:
    second = plan_strips(make_analysis(), TIMES)[1]
    offsets = [panel.offset_s for panel in second.panels]
    assert offsets == pytest.approx([k / FPS - 0.2 - 0.5 * 60 / 84 for k in range(15, 20)])


@pytest.mark.parametrize("stride_time_s", [None, 8 * STRIDE_S])
def test_slow_motion_shows_real_time_and_movement(stride_time_s: float | None) -> None:
    analysis = make_analysis(clip=make_clip(slow_motion=8.0), stride_time_s=stride_time_s)
    strip = plan_strips(analysis, TIMES)[2]
    assert strip.frames == (19, 23, 27, 31, 35)
    assert strip.panels[4].offset_s - strip.panels[0].offset_s == pytest.approx(16 / FPS / 8)


@pytest.mark.parametrize(
    ("fps", "spacing"),
    [(25, 1), (30, 1), (59.94, 1), (60, 1), (120, 2), (240, 4), (0, 1), (math.nan, 1)],
)
def test_neighbours_are_next_frames_up_to_60_a_second(fps: float, spacing: int) -> None:
    clip = make_clip(fps=fps)
    assert frame_spacing(make_analysis(clip=clip, stride_time_s=None)) == spacing
    assert frame_spacing(make_analysis(clip=clip, stride_time_s=0.7)) == spacing


@pytest.mark.parametrize(
    ("contact", "frame"), [(-0.4, 0), (6.0, 6), (6.49, 6), (6.5, 7), (7.5, 8), (89.9, 89)]
)
def test_the_frame_nearest_to_contact(contact: float, frame: int) -> None:
    assert nearest_frame(contact, 90) == frame


def test_crops_are_three_foot_lengths_and_one_size_for_all() -> None:
    strips = plan_strips(make_analysis(), TIMES)
    assert {strip.side_px for strip in strips} == {round(CROP_FOOT_LENGTHS * FOOT_LENGTH)}


def test_the_crop_is_centred_on_the_foot_at_contact() -> None:
    analysis = make_analysis()
    heel, toe = _tracks(analysis, "left")
    strip = _first_strip(analysis)
    panel = strip.panels[2]
    centre = (heel[6] + toe[6]) / 2
    assert panel.left + strip.side_px / 2 == pytest.approx(centre[0], abs=0.5)
    assert panel.top + strip.side_px / 2 == pytest.approx(centre[1], abs=0.5)
    assert panel.heel == pytest.approx(heel[6])
    assert panel.toe == pytest.approx(toe[6])


def test_the_crop_follows_the_foot_sideways_and_shows_it_come_down() -> None:
    heel = np.column_stack([np.arange(FRAMES) * 30.0, np.full(FRAMES, 200.0)])
    heel[4, 1], heel[5, 1] = 100.0, 190.0
    strip = _first_strip(_with_foot(make_analysis(), "left", heel, heel + np.array([42.0, 0.0])))
    assert np.diff([panel.left for panel in strip.panels]).tolist() == [30, 30, 30, 30]
    tops = [panel.top for panel in strip.panels]
    assert tops[1] == tops[2] == tops[3]
    assert tops[2] - tops[0] == 100 - FOOT_LENGTH / 2


def test_a_gap_keeps_the_crop_but_draws_no_line() -> None:
    heel, toe = _tracks(make_analysis(), "left")
    whole = _first_strip(make_analysis()).panels[1]
    heel[5] = np.nan
    panel = _first_strip(_with_foot(make_analysis(), "left", heel, toe)).panels[1]
    assert panel.frame == 5
    assert abs(panel.left - whole.left) < FOOT_LENGTH
    assert math.isnan(panel.heel[0])


def test_where_no_sole_was_seen_there_is_a_picture_but_no_line() -> None:
    analysis = make_analysis()
    assert analysis.feet is not None
    seen = analysis.feet.from_shoe["left"].copy()
    seen[5] = False
    unseen = replace(analysis, feet=replace(analysis.feet, from_shoe={"left": seen}))
    before, at, after = _first_strip(unseen).panels[:3]
    assert at.frame == 5
    assert math.isnan(at.heel[0])
    assert math.isnan(at.toe[0])
    assert (before.strength, at.strength, after.strength) == (1.0, 0.0, 1.0)


def test_a_refused_clip_has_its_crops_but_no_line() -> None:
    refused = make_refused_analysis()
    strip, judged = (_first_strip(a) for a in (refused, replace(refused, quality=())))
    assert [(p.frame, p.left, p.top) for p in strip.panels] == [
        (p.frame, p.left, p.top) for p in judged.panels
    ]
    assert all(math.isfinite(p.heel[0]) for p in judged.panels)
    assert all(math.isnan(p.heel[0]) and math.isnan(p.toe[0]) for p in strip.panels)


def test_a_foot_that_is_nowhere_gives_empty_panels() -> None:
    nowhere = np.full((FRAMES, 2), np.nan)
    strips = plan_strips(_with_foot(make_analysis(), "left", nowhere, nowhere), TIMES)
    assert strips[0].frames == ()
    assert len(strips[0].panels) == 5
    assert len(strips[1].frames) == 5


def test_before_the_clip_and_after_it_there_is_no_picture() -> None:
    analysis = make_analysis()
    first = replace(analysis.steps[0], contact_frame=0.2)
    last = replace(analysis.steps[-1], contact_frame=88.6)
    strips = plan_strips(replace(analysis, steps=(first, last)), TIMES)
    assert [panel.frame for panel in strips[0].panels] == [None, None, 0, 1, 2]
    assert [panel.frame for panel in strips[1].panels] == [87, 88, 89, None, None]


def test_tracks_may_end_before_the_clip() -> None:
    analysis = make_analysis()
    assert analysis.feet is not None
    short = {side: track[:40] for side, track in analysis.feet.heel.items()}
    toes = {side: track[:40] for side, track in analysis.feet.toe.items()}
    strips = plan_strips(replace(analysis, feet=FootTracks(short, toes, short)), TIMES)
    assert strips[3].frames == (36, 37, 38, 39)
    assert strips[-1].frames == ()


def test_without_steps_or_feet_there_is_nothing_to_plan() -> None:
    assert plan_strips(make_stepless_analysis(), TIMES) == ()
    assert plan_strips(make_analysis(feet=None), TIMES) == ()


def test_the_size_of_a_crop_has_limits() -> None:
    def feet(length: float) -> FootTracks:
        zero, far = np.zeros((4, 2)), np.tile([length, 0.0], (4, 1))
        return FootTracks(
            heel={"left": zero, "right": zero}, toe={"left": far, "right": far}, ankle={}
        )

    assert crop_side_px(feet(1.0), 640, 360) == 32
    assert crop_side_px(feet(math.nan), 640, 360) == 32
    assert crop_side_px(feet(50.0), 640, 360) == 150
    assert crop_side_px(feet(900.0), 640, 360) == 640


@given(st.integers(-80, 80), st.integers(-80, 80), st.integers(2, 60))
def test_a_cut_holds_the_picture_and_grey_beyond_it(left: int, top: int, side: int) -> None:
    height, width = 30, 50
    rows, columns = np.mgrid[:height, :width]
    picture = np.dstack([rows, columns, np.zeros_like(rows)]).astype(np.uint8)
    crop = cut(picture, left, top, side)
    assert crop.shape == (side, side, 3)
    for y, x in ((0, 0), (side - 1, side - 1), (side // 2, 0), (0, side // 2)):
        inside = 0 <= top + y < height and 0 <= left + x < width
        expected = (top + y, left + x, 0) if inside else (PADDING_GREY,) * 3
        assert tuple(crop[y, x]) == expected

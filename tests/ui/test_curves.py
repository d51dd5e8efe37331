"""The tab of curves: what it says, its charts, and the page run without a browser."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from gaitcheck.model import NO_STEPS, Analysis
from gaitcheck.report.colours import STRIKE_COLOURS, to_rgb
from gaitcheck.report.stride_plots import FootStrides, bin_angles, cut_strides, step_points
from gaitcheck.ui import charts, curves_words
from gaitcheck.ui.chart_look import DARK, LIGHT, Palette
from gaitcheck.words import evidence as texts
from tests.end_to_end.example_results import write_example_result
from tests.examples import make_analysis, make_stepless_analysis, make_unsure_analysis

APP = Path(__file__).parents[1] / "end_to_end" / "curves_app.py"
TEXT_CONTRAST, GRAPHICS_CONTRAST = 4.5, 3.0
"""WCAG 2.2, 1.4.3 and 1.4.11, level AA."""


def luminance(colour: str) -> float:
    shares = np.array(to_rgb(colour)) / 255
    linear = np.where(shares <= 0.04045, shares / 12.92, ((shares + 0.055) / 1.055) ** 2.4)
    return float(linear @ (0.2126, 0.7152, 0.0722))


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_everything_drawn_reads_on_its_ground(palette: Palette) -> None:
    for colour in (palette.ink, palette.mean, palette.second):
        assert contrast(colour, palette.ground) >= TEXT_CONTRAST
    marks = [palette.thin, *(STRIKE_COLOURS[label].fill for label in charts.LABELS)]
    for colour in marks:
        assert contrast(colour, palette.ground) >= GRAPHICS_CONTRAST


def test_labels_differ_in_shape_too() -> None:
    assert len(set(charts.SHAPES.values())) == len(charts.LABELS)


def rows_of(chart: dict[str, Any], layer: int) -> list[dict[str, Any]]:
    """Return the rows that a layer of a finished chart draws."""
    data = chart["layer"][layer]["data"]
    rows: list[dict[str, Any]] = data.get("values") or chart["datasets"][data["name"]]
    return rows


def line_layers(chart: dict[str, Any]) -> list[int]:
    kinds = [layer["mark"]["type"] for layer in chart["layer"]]
    return [place for place, kind in enumerate(kinds) if kind == "line"]


def test_a_chart_holds_single_strides_the_mean_contact_and_toe_off() -> None:
    analysis = make_analysis("heel")
    foot = cut_strides(analysis)[0]
    scale = charts.angle_range([foot])
    found = charts.angle_chart(foot, 18.0, scale, LIGHT, "Left").to_dict()
    said = json.dumps(found, ensure_ascii=False)
    for word in (texts.CONTACT, texts.TOE_OFF, "heel", "midfoot", "toe"):
        assert f'"name": "{word}"' in said
    single, mean = line_layers(found)
    assert {row["s"] for row in rows_of(found, single)} == set(range(len(foot.steps)))
    widths = [found["layer"][place]["mark"]["strokeWidth"] for place in (single, mean)]
    assert widths[1] > widths[0]
    assert scale[0] <= np.nanmin(foot.angle_deg) < np.nanmax(foot.angle_deg) <= scale[1]


def gappy(strides: int) -> FootStrides:
    foot = cut_strides(make_analysis("toe"))[0]
    repeated = {
        name: np.repeat(getattr(foot, name)[:1], strides, axis=0)
        for name in ("angle_deg", "heel", "toe")
    }
    repeated["angle_deg"][:, 10:20] = np.nan
    return replace(foot, steps=tuple(range(strides)), toe_off=None, **repeated)


def test_gaps_stay_gaps_and_long_clips_draw_a_sample() -> None:
    foot = gappy(500)
    scale = charts.angle_range([foot])
    found = charts.angle_chart(foot, None, scale, DARK, "").to_dict()
    single, mean = line_layers(found)
    assert len({row["s"] for row in rows_of(found, single)}) == charts.MOST_DRAWN
    assert [row["v"] for row in rows_of(found, mean)][10:20] == [None] * 10
    assert "NaN" not in json.dumps(found)
    said = curves_words.chart_notes([foot], make_analysis("toe"), charts.MOST_DRAWN)
    assert said["drawn"] == "40 of 500 strides are drawn; the mean is over all of them."


def test_unsure_steps_are_hollow_columns() -> None:
    analysis = make_analysis("heel")
    steps = tuple(replace(s, strike="unsure") if s.index == 0 else s for s in analysis.steps)
    points = step_points(replace(analysis, steps=steps))
    bins = bin_angles(points)
    found = charts.strikes_chart(
        bins, charts.contact_range(points), charts.tallest(bins), LIGHT, ""
    ).to_dict()
    rows = rows_of(found, 0)
    assert sum(row["count"] for row in rows) == len(points)
    assert {row["label"] for row in rows} == {"heel", "unsure"}
    assert "unsure" in json.dumps(found["layer"][0]["encoding"]["fillOpacity"])
    assert charts.tallest([]) == 0


def test_scales_of_nothing_still_show_the_borders() -> None:
    for low, high in (charts.contact_range([]), charts.angle_range([])):
        assert low < -1.6 < 8.0 < high
    low, high = charts.height_range([])
    assert low < 0.0 < high


def test_sentences_say_the_numbers() -> None:
    analysis = make_analysis("heel")
    feet, points = cut_strides(analysis), step_points(analysis)
    assert "left +18°; right +18°" in curves_words.say_angle(feet, analysis)
    sides = {**analysis.sides, "right": replace(analysis.sides["right"], strike="unsure")}
    doubtful = curves_words.say_angle(feet, replace(analysis, sides=sides))
    assert "left +18°; right +18°, unsure" in doubtful
    assert "the heel is lower" in curves_words.say_height(feet)
    assert "left 4 heel; right 4 heel" in curves_words.say_strikes(points)
    assert "the left foot has too few steps to tell" in curves_words.say_drift(points)
    toes = cut_strides(make_analysis("toe"))
    assert "the toes are lower" in curves_words.say_height(toes)
    both = curves_words.say_height((feet[0], toes[1]))
    assert "The lower line at contact touches first" in both
    unseen = replace(feet[0], heel=np.full_like(feet[0].heel, np.nan))
    assert curves_words.say_height([unseen]) == texts.SAYS_NO_HEIGHT


def test_pictures_have_words() -> None:
    analysis = make_analysis("heel")
    foot, points = cut_strides(analysis)[0], step_points(analysis)
    own = [point for point in points if point.side == "left"]
    angle = curves_words.alt_angle(foot, 18.0)
    assert "Left foot, foot angle over 3 strides of 0.71 s: +18° at contact" in angle
    assert "toe-off at 36 %" in angle
    assert "toes at 0.29 foot lengths" in curves_words.alt_height(foot)
    assert "4 heel" in curves_words.alt_strikes("left", own)
    assert "4 steps over 2.1 s" in curves_words.alt_drift("left", own)
    empty = replace(foot, **{n: np.full((1, 51), np.nan) for n in ("angle_deg", "heel", "toe")})
    assert "no angle" in curves_words.alt_angle(empty, None)
    assert "not measured" in curves_words.alt_height(empty)


def open_curves(monkeypatch: pytest.MonkeyPatch, folder: Path, analysis: Analysis) -> AppTest:
    write_example_result(folder, analysis)
    monkeypatch.setenv("GAITCHECK_TEST_RESULT", str(folder))
    page = AppTest.from_file(str(APP), default_timeout=60).run()
    assert not page.exception
    return page


def charts_on(page: AppTest) -> int:
    return len(page.get("vega_lite_chart"))


def said_on(page: AppTest) -> str:
    return unescape("\n".join(element.proto.body for element in page.get("html")))


def test_the_tab_shows_four_plots_of_both_feet(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    page = open_curves(monkeypatch, tmp_path / "run", make_analysis("mixed"))
    assert [heading.value for heading in page.subheader] == list(texts.TITLES.values())
    assert charts_on(page) == 8
    said = said_on(page)
    assert texts.FAR_NOTE.format(side="right") in said
    assert "left 4 heel; right 4 midfoot" in said


def in_slow_motion(analysis: Analysis) -> Analysis:
    return replace(analysis, clip=replace(analysis.clip, slow_motion=4.0))


@pytest.mark.parametrize(
    ("analysis", "plots", "sentence"),
    [
        (lambda: make_stepless_analysis(quality=()), 0, texts.NO_STEPS),
        (make_unsure_analysis, 0, texts.BLOCKED),
        (lambda: make_analysis("heel", feet=None), 4, texts.NO_FEET),
        (
            lambda: in_slow_motion(make_analysis("heel")),
            8,
            texts.SLOW_NOTE.format(pace="4× slow motion"),
        ),
    ],
    ids=["no steps", "blocked", "no feet", "slow motion"],
)
def test_the_tab_says_what_is_missing(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    analysis: Callable[[], Analysis],
    plots: int,
    sentence: str,
) -> None:
    page = open_curves(monkeypatch, tmp_path / "run", analysis())
    assert charts_on(page) == plots
    assert sentence in said_on(page)


def test_a_single_step_has_points_and_no_strides(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    analysis = make_analysis("heel")
    left = replace(analysis.sides["left"], steps=1)
    sides = {"left": left, "right": NO_STEPS}
    one = replace(analysis, steps=analysis.steps[:1], sides=sides)
    page = open_curves(monkeypatch, tmp_path / "run", one)
    assert texts.NO_STRIDES in said_on(page)
    assert charts_on(page) == 2
    assert texts.ONLY_STEP in said_on(page)


def test_cards_are_ordered_and_filtered_by_certainty(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    analysis = make_analysis("heel")
    steps = list(analysis.steps)
    steps[5] = replace(
        steps[5], strike="unsure", unsure_because=("the angle lies too near the border",)
    )
    page = open_curves(monkeypatch, tmp_path / "run", replace(analysis, steps=tuple(steps)))
    assert said_on(page).index("Step 1,") < said_on(page).index("Step 6,")
    groups = {group.label: group for group in page.get("button_group")}
    groups[texts.ORDER].set_value("unsure").run()  # type: ignore[union-attr]
    assert said_on(page).index("Step 6,") < said_on(page).index("Step 1,")
    assert "Evidence for a heel strike, the most likely here" in said_on(page)
    groups = {group.label: group for group in page.get("button_group")}
    groups[texts.FILTER_CERTAINTY].set_value(["unsure"]).run()  # type: ignore[union-attr]
    assert said_on(page).count("<article") == 1

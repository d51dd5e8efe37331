"""The tab of curves: the stride of each foot, how the steps are spread, and the clip over time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, Literal

import streamlit as st

from gaitcheck.model import SIDES, Analysis, Side
from gaitcheck.report.stride_plots import (
    FootStrides,
    StepPoint,
    bin_angles,
    cut_strides,
    step_points,
)
from gaitcheck.store.result import Result, with_tracks
from gaitcheck.ui import charts, curves_words
from gaitcheck.ui.chart_look import Palette, current_palette
from gaitcheck.ui.component import BASE_SCRIPT, component
from gaitcheck.ui.remembered import remembered
from gaitcheck.ui.style import paragraph
from gaitcheck.words import evidence as texts

Plot = Literal["angle", "height", "strikes", "drift"]

_KEPT: Final = "curves"
_PLOTS: Final = "curves_plots"
_SCRIPT: Final = Path(__file__).with_name("save_chart.js")
_STYLE: Final = _SCRIPT.with_suffix(".css")
_HTML: Final = '<div class="row"></div><p role="status"></p>'


@dataclass(frozen=True, slots=True)
class Curves:
    """What the plots of a result are drawn from; `analysis` is without its tracks."""

    analysis: Analysis
    tracked: bool
    feet: tuple[FootStrides, ...]
    points: tuple[StepPoint, ...]


@dataclass(frozen=True, slots=True)
class Panel:
    """The chart of one foot as Vega-Lite, with what it shows in words."""

    side: Side
    chart: dict[str, Any]
    words: str


def show_curves(result: Result) -> None:
    """Show all curves of a result, or why there are none."""
    if result.analysis.refused:
        st.html(paragraph(texts.BLOCKED))
        return
    curves = _curves(result)
    if not curves.points and not curves.feet:
        st.html(paragraph(texts.NO_STEPS))
        return
    palette = current_palette()
    notes = curves_words.chart_notes(curves.feet, curves.analysis, charts.MOST_DRAWN)
    lines = [notes[name] for name in ("far", "slow", "drawn") if name in notes]
    if curves.feet:
        lines = [texts.CURVES_HELP, texts.SWING_NOTE, *lines]
    if lines:
        st.html(paragraph(" ".join(lines), "gc-small"))
    if not curves.feet:
        st.html(paragraph(texts.NO_STRIDES if curves.tracked else texts.NO_FEET))
    for plot, panels in _plots(str(result.folder), curves, palette).items():
        _show(result.folder.name, plot, panels, palette, _say(curves, plot))


def _plots(key: str, curves: Curves, palette: Palette) -> dict[Plot, list[Panel]]:
    """Return the charts of all plots, made once in a session for each theme."""
    kept: dict[tuple[str, str], dict[Plot, list[Panel]]]
    kept = st.session_state.setdefault(_PLOTS, {})
    place = key, palette.ground
    if place not in kept:
        made: dict[Plot, list[Panel]] = {}
        if curves.feet:
            made["angle"] = angle_panels(curves, palette)
            made["height"] = height_panels(curves, palette)
        if curves.points:
            made["strikes"] = strikes_panels(curves, palette)
            made["drift"] = drift_panels(curves, palette)
        kept[place] = made
    return kept[place]


def angle_panels(curves: Curves, palette: Palette) -> list[Panel]:
    """Return the foot's angle over the stride, a chart for each foot."""
    scale = charts.angle_range(curves.feet)
    panels = []
    for foot in curves.feet:
        contact = curves_words.contact_angle(foot, curves.analysis)
        title = _title(curves, foot.side)
        chart = charts.angle_chart(foot, contact, scale, palette, title)
        panels.append(Panel(foot.side, chart.to_dict(), curves_words.alt_angle(foot, contact)))
    return panels


def height_panels(curves: Curves, palette: Palette) -> list[Panel]:
    """Return heel and toe over the stride, a chart for each foot."""
    scale = charts.height_range(curves.feet)
    return [
        Panel(
            foot.side,
            charts.height_chart(foot, scale, palette, _title(curves, foot.side)).to_dict(),
            curves_words.alt_height(foot),
        )
        for foot in curves.feet
    ]


def strikes_panels(curves: Curves, palette: Palette) -> list[Panel]:
    """Return the steps by angle, a chart for each foot, all with one scale."""
    scale = charts.contact_range(curves.points)
    bins = {side: bin_angles(own) for side, own in curves_words.by_foot(curves.points)}
    most = max(charts.tallest(found) for found in bins.values())
    return [
        Panel(
            side,
            charts.strikes_chart(bins[side], scale, most, palette, _title(curves, side)).to_dict(),
            curves_words.alt_strikes(side, own),
        )
        for side, own in curves_words.by_foot(curves.points)
    ]


def drift_panels(curves: Curves, palette: Palette) -> list[Panel]:
    """Return the steps over time, a chart for each foot, all with one scale."""
    scale = charts.contact_range(curves.points)
    clip = curves.analysis.clip
    last_s = max(point.time_s for point in curves.points)
    seconds = (0.0, max(clip.duration_s / clip.slow_motion, last_s))
    time = texts.AXES["time" if clip.slow_motion == 1.0 else "real_time"]
    return [
        Panel(
            side,
            charts.drift_chart(own, scale, seconds, time, palette, _title(curves, side)).to_dict(),
            curves_words.alt_drift(side, own),
        )
        for side, own in curves_words.by_foot(curves.points)
    ]


def _curves(result: Result) -> Curves:
    """Return what is drawn, worked out once in a session."""

    def work_out() -> Curves:
        tracked = with_tracks(result).analysis
        return Curves(
            analysis=replace(tracked, feet=None, landmarks=None),
            tracked=tracked.feet is not None,
            feet=cut_strides(tracked),
            points=step_points(tracked),
        )

    return remembered(_KEPT, result, work_out)


def _say(curves: Curves, plot: Plot) -> str:
    if plot == "angle":
        return curves_words.say_angle(curves.feet, curves.analysis)
    if plot == "height":
        return curves_words.say_height(curves.feet)
    say = curves_words.say_strikes if plot == "strikes" else curves_words.say_drift
    return say(curves.points)


def _title(curves: Curves, side: Side) -> str:
    near = curves.analysis.view.near_side
    name = texts.PANEL[side]
    return texts.PANEL_FAR.format(foot=name) if near in SIDES and near != side else name


def _show(name: str, plot: Plot, panels: Sequence[Panel], palette: Palette, sentence: str) -> None:
    """Show a plot: what it is, what to see, the chart of each foot, and the files of them."""
    st.subheader(texts.TITLES[plot], anchor=False)
    st.html(paragraph(sentence))
    # The class of a key is how the buttons below find the chart on the page.
    for column, panel in zip(st.columns(len(panels)), panels, strict=True):
        place = column.container(key=f"curve-{plot}-{panel.side}")
        place.vega_lite_chart(panel.chart, theme=None, alt=panel.words)
    offers = [
        {
            "key": f"curve-{plot}-{panel.side}",
            "name": f"{name}_{plot}_{panel.side}",
            "alt": panel.words,
            "words": {
                form: words.format(foot=texts.PANEL[panel.side].lower())
                for form, words in texts.SAVE.items()
            },
        }
        for panel in panels
    ]
    data = {
        "charts": offers,
        "title": texts.TITLES[plot],
        "ground": palette.ground,
        "failed": texts.SAVE_FAILED,
    }
    save = component("gaitcheck_save_chart", (BASE_SCRIPT, _SCRIPT), (_STYLE,), _HTML)
    save(key=f"save-{plot}", data=data)

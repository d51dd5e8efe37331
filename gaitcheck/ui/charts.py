"""The charts of a result in Altair, never told by colour alone.

Each function returns one panel for one foot, so that the panels of both feet stand beside each
other or, on a phone, below one another.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import altair as alt
import numpy as np

from gaitcheck.model import HEEL_ABOVE, TOE_BELOW, FloatArray, StepStrike, strike_ranges
from gaitcheck.report.colours import STRIKE_COLOURS
from gaitcheck.report.stride_plots import (
    BIN_DEG,
    GRID,
    AngleBin,
    FootStrides,
    StepPoint,
    mean_stride,
)
from gaitcheck.ui.chart_look import Palette, finish, inline
from gaitcheck.words import evidence as texts_evidence
from gaitcheck.words import page as texts

Range = tuple[float, float]

MOST_DRAWN: Final = 40
"""Single strides drawn behind the mean: more only make the picture black and the page slow."""
MARGIN_PCT: Final = 20.0
"""Room left of contact for the ranges of the strikes, % of the stride."""
COLUMN_GAP_DEG: Final = 0.12
"""Left free on both sides of a column, so that neighbours are told apart."""
_PHASES: Final = np.linspace(0.0, 100.0, GRID)
SHAPES: Final[dict[StepStrike, str]] = {
    "heel": "circle",
    "midfoot": "square",
    "toe": "triangle-up",
    "unsure": "cross",
}

LABELS: Final[tuple[StepStrike, ...]] = tuple(SHAPES)


def drawn(count: int) -> list[int]:
    """Return which of so many strides are drawn, evenly over the clip."""
    return sorted({int(i) for i in np.linspace(0, count - 1, min(count, MOST_DRAWN)).round()})


def angle_range(feet: Sequence[FootStrides]) -> Range:
    """Return the scale of angles that all strides of all feet fit, and the three ranges too."""
    return _whole([foot.angle_deg for foot in feet], (TOE_BELOW - 10.0, HEEL_ABOVE + 12.0), 10.0)


def height_range(feet: Sequence[FootStrides]) -> Range:
    """Return the scale of heights that all strides of all feet fit."""
    return _whole([v for foot in feet for v in (foot.heel, foot.toe)], (-0.1, 1.0), 0.25)


def contact_range(points: Sequence[StepPoint]) -> Range:
    """Return the scale of angles at contact, with room beyond both borders."""
    angles = np.array([point.angle_deg for point in points])
    room = np.concatenate([angles - BIN_DEG, angles + BIN_DEG])
    return _whole([room], (TOE_BELOW - 6.4, HEEL_ABOVE + 8.0), BIN_DEG * 2)


def tallest(bins: Sequence[AngleBin]) -> int:
    """Return how many steps are in the fullest bin, all labels together."""
    heights: dict[float, int] = {}
    for one in bins:
        heights[one.low_deg] = heights.get(one.low_deg, 0) + one.count
    return max(heights.values(), default=0)


def angle_chart(
    foot: FootStrides, contact_deg: float | None, scale: Range, palette: Palette, title: str
) -> alt.LayerChart:
    """Draw the angle of one foot over the stride, `contact_deg` as its result states it."""
    y = _y(texts_evidence.AXES["angle"], scale)
    lines = _strides(foot.angle_deg, y, palette.thin)
    mean = _line(_rows(mean_stride(foot.angle_deg)), y, palette.mean)
    layers = [*_ranges(scale, y, palette), _level(0.0, y, palette), lines]
    layers += [*_instants(foot, scale, palette), mean]
    if contact_deg is not None:
        dot = alt.Chart(inline([{"p": 0.0, "v": round(contact_deg, 1)}]))
        layers.append(
            dot.mark_point(
                filled=True, opacity=1.0, size=110, fill=palette.mean, stroke=palette.ground
            ).encode(x=_phase(), y=y, tooltip=[_tip("v", texts.ANGLE)])
        )
    return finish(layers, palette, title)


def height_chart(foot: FootStrides, scale: Range, palette: Palette, title: str) -> alt.LayerChart:
    """Draw the heights of heel (solid) and toe (dashed) of one foot over the stride."""
    y = _y(texts_evidence.AXES["height"], scale)
    layers = [_level(0.0, y, palette)]
    parts = (
        (foot.heel, texts_evidence.HEEL, palette.mean, [1, 0], -10),
        (foot.toe, texts_evidence.TOE, palette.second, [6, 4], 12),
    )
    for values, *_, dash, _off in parts:
        layers.append(_strides(values, y, palette.thin, dash))
    layers += _instants(foot, scale, palette)
    for values, name, colour, dash, off in parts:
        mean = mean_stride(values)
        layers.append(_line(_rows(mean), y, colour, dash))
        if np.isfinite(mean).any():
            top = int(np.nanargmax(mean))
            at = [{"p": float(_PHASES[top]), "v": round(float(mean[top]), 3), "name": name}]
            look = {"dy": off, "fontSize": 13, "fontWeight": "bold"}
            layers.append(_names(at, _phase(), y, colour, **look))
    return finish(layers, palette, title)


def strikes_chart(
    bins: Sequence[AngleBin], scale: Range, most: int, palette: Palette, title: str
) -> alt.LayerChart:
    """Draw how many steps of one foot have which angle; unsure steps are hollow columns."""
    rows: list[dict[str, Any]] = []
    stacked: dict[float, int] = {}
    for one in sorted(bins, key=lambda one: (one.low_deg, one.strike == "unsure", one.strike)):
        start = stacked.get(one.low_deg, 0)
        stacked[one.low_deg] = start + one.count
        rows.append(
            {
                "from": one.low_deg + COLUMN_GAP_DEG,
                "to": one.low_deg + BIN_DEG - COLUMN_GAP_DEG,
                "angle": one.low_deg + BIN_DEG / 2,
                "low": start,
                "high": start + one.count,
                "label": one.strike,
                "count": one.count,
            }
        )
    top = max(most, 1) * 1.25
    x = _x(texts_evidence.AXES["contact_angle"], scale)
    y_axis = alt.Axis(tickMinStep=1, format="d")
    y = alt.Y("low:Q", title=texts_evidence.AXES["count"], axis=y_axis).scale(domain=(0, top))
    columns = (
        alt.Chart(inline(rows))
        .mark_bar(strokeWidth=1.5)
        .encode(
            x=x("from:Q"),
            x2="to:Q",
            y=y,
            y2="high:Q",
            fill=_label_colour(),
            stroke=_label_colour(),
            fillOpacity=alt.condition("datum.label == 'unsure'", alt.value(0.0), alt.value(1.0)),
            tooltip=[
                _tip("angle", texts.ANGLE),
                alt.Tooltip("label:N", title=texts.FILTER_LABEL),
                alt.Tooltip("count:Q", title=texts.STEPS),
            ],
        )
    )
    names = [
        {"a": (low + high) / 2, "n": top, "name": strike}
        for strike, (low, high) in strike_ranges(*scale).items()
    ]
    words = _names(names, x("a:Q"), alt.Y("n:Q"), palette.ink, baseline="top", dy=3)
    borders = [{"a": border} for border in (TOE_BELOW, HEEL_ABOVE)]
    rules = (
        alt.Chart(inline(borders))
        .mark_rule(color=palette.ink, strokeDash=[5, 4])
        .encode(x=x("a:Q"))
    )
    return finish([columns, rules, words], palette, title)


def drift_chart(
    points: Sequence[StepPoint],
    scale: Range,
    seconds: Range,
    time_title: str,
    palette: Palette,
    title: str,
) -> alt.LayerChart:
    """Draw the angle of each step of one foot over time, its label as colour and shape."""
    y = _y(texts_evidence.AXES["contact_angle"], scale)
    x = alt.X("t:Q", title=time_title).scale(domain=seconds, nice=False)
    rows = [
        {
            "t": round(point.time_s, 3),
            "v": round(point.angle_deg, 1),
            "label": point.strike,
            "step": point.index + 1,
        }
        for point in points
    ]
    shape = alt.Shape("label:N", legend=None).scale(
        domain=list(LABELS), range=list(SHAPES.values())
    )
    dots = (
        alt.Chart(inline(rows))
        .mark_point(filled=True, opacity=1.0, size=100, stroke=palette.ground, strokeWidth=0.8)
        .encode(
            x=x,
            y=y,
            fill=_label_colour(),
            shape=shape,
            tooltip=[
                alt.Tooltip("step:Q", title=texts.STEPS.removesuffix("s")),
                _tip("v", texts.ANGLE),
                alt.Tooltip("label:N", title=texts.FILTER_LABEL),
            ],
        )
    )
    borders = [{"v": TOE_BELOW}, {"v": HEEL_ABOVE}]
    rules = alt.Chart(inline(borders)).mark_rule(color=palette.ink, strokeDash=[5, 4]).encode(y=y)
    # Beside the borders, where the fewest dots lie.
    middle = (TOE_BELOW + HEEL_ABOVE) / 2
    places = (("heel", HEEL_ABOVE, -9), ("midfoot", middle, 0), ("toe", TOE_BELOW, 10))
    layers = [rules, dots]
    for strike, at, below in places:
        name = {"t": seconds[1], "v": at, "name": f"{strike} range"}
        layers.append(_names([name], x, y, palette.ink, align="right", dx=-4, dy=below))
    return finish(layers, palette, title)


def _whole(values: Sequence[FloatArray], least: Range, step: float) -> Range:
    """Return the ends of a scale in whole steps that holds `least` and all that is known."""
    known = np.concatenate([np.ravel(v) for v in values]) if values else np.array([])
    known = np.concatenate([known[np.isfinite(known)], least])
    low, high = np.floor(known.min() / step) * step, np.ceil(known.max() / step) * step
    return float(low), float(high)


def _rows(values: FloatArray, stride: int = 0) -> list[dict[str, Any]]:
    """Return one line as rows; a value that is not known stays in as a gap."""
    return [
        {"p": float(phase), "v": round(float(v), 3) if np.isfinite(v) else None, "s": stride}
        for phase, v in zip(_PHASES, values, strict=True)
    ]


def _phase() -> alt.X:
    axis = alt.Axis(values=[0, 20, 40, 60, 80, 100])
    return alt.X("p:Q", title=texts_evidence.AXES["phase"], axis=axis).scale(
        domain=(-MARGIN_PCT, 100), nice=False
    )


def _x(title: str, scale: Range) -> Any:
    return lambda field: alt.X(field, title=title).scale(domain=scale, nice=False)


def _y(title: str, scale: Range) -> alt.Y:
    return alt.Y("v:Q", title=title).scale(domain=scale, nice=False)


def _tip(field: str, title: str) -> alt.Tooltip:
    return alt.Tooltip(f"{field}:Q", title=title, format="+.0f")


def _label_colour() -> alt.Fill:
    return alt.Fill("label:N", legend=None).scale(
        domain=list(LABELS), range=[STRIKE_COLOURS[label].fill for label in LABELS]
    )


def _strides(values: FloatArray, y: alt.Y, colour: str, dash: Sequence[int] = (1, 0)) -> alt.Chart:
    rows = [row for k in drawn(len(values)) for row in _rows(values[k], k)]
    chart: alt.Chart = _line(rows, y, colour, dash, width=1, opacity=0.55).encode(detail="s:N")
    return chart


def _line(
    rows: Sequence[dict[str, Any]],
    y: alt.Y,
    colour: str,
    dash: Sequence[int] = (1, 0),
    width: float = 3.2,
    opacity: float | alt.UndefinedType = alt.Undefined,
) -> alt.Chart:
    line = alt.Chart(inline(rows)).mark_line(
        color=colour,
        strokeWidth=width,
        opacity=opacity,
        strokeDash=list(dash),
        invalid="break-paths-show-path-domains",
    )
    chart: alt.Chart = line.encode(x=_phase(), y=y)
    return chart


def _level(value: float, y: alt.Y, palette: Palette) -> alt.Chart:
    data = alt.Chart(inline([{"v": value}]))
    chart: alt.Chart = data.mark_rule(color=palette.ink, opacity=0.6).encode(y=y)
    return chart


def _ranges(scale: Range, y: alt.Y, palette: Palette) -> list[alt.Chart]:
    """Return the ranges of the strikes left of contact, each with its name."""
    zones = [
        {"p": -MARGIN_PCT, "to": 0.0, "v": max(low, TOE_BELOW - 10.0), "top": high, "label": strike}
        for strike, (low, high) in strike_ranges(*scale).items()
    ]
    names = [
        {"p": -MARGIN_PCT / 2, "v": (zone["v"] + zone["top"]) / 2, "name": zone["label"]}  # type: ignore[operator]
        for zone in zones
    ]
    data = alt.Chart(inline(zones))
    return [
        data.mark_rect(opacity=0.28).encode(
            x=_phase(), x2="to:Q", y=y, y2="top:Q", fill=_label_colour()
        ),
        _names(names, _phase(), y, palette.ink, fontSize=11),
    ]


def _instants(foot: FootStrides, scale: Range, palette: Palette) -> list[alt.Chart]:
    """Return vertical lines at contact and toe-off, with their names."""
    rows = [{"p": 0.0, "v": scale[0], "name": texts_evidence.CONTACT}]
    if foot.toe_off is not None:
        rows.append({"p": 100 * foot.toe_off, "v": scale[0], "name": texts_evidence.TOE_OFF})
    lines = alt.Chart(inline(rows)).mark_rule(color=palette.ink, strokeDash=[3, 4])
    y = alt.Y("v:Q").scale(domain=scale, nice=False)
    return [
        lines.encode(x=_phase()),
        _names(rows, _phase(), y, palette.ink, align="left", dx=5, dy=-9),
    ]


def _names(
    rows: Sequence[dict[str, Any]], x: alt.X, y: alt.Y, colour: str, **look: Any
) -> alt.Chart:
    """Write the names of rows at their places."""
    words = alt.Chart(inline(rows)).mark_text(**{"fontSize": 12, "color": colour, **look})
    chart: alt.Chart = words.encode(x=x, y=y, text="name:N")
    return chart

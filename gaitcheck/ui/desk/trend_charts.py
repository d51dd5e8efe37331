"""Charts of one athlete over time, in the one look of all charts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final

import altair as alt

from gaitcheck.compare.course import Course, as_change, judged, said_interval, said_value
from gaitcheck.compare.sentence import scale_and_unit
from gaitcheck.desk.trends import LABELS, History, Visit, conditions, count_steps, marks_of
from gaitcheck.model import STRIKES, Side
from gaitcheck.report.colours import STRIKE_COLOURS
from gaitcheck.ui.chart_look import Palette, finish, inline
from gaitcheck.ui.charts import Range
from gaitcheck.words import desk as texts

_SHAPES: Final = {
    "first": "square",
    "larger": "triangle-up",
    "within": "circle",
    "unknown": "cross",
}
_FILLED: Final = ("first", "larger")
_BREAK: Final = "\n"
LEAST_NAMED: Final = 0.15
"""Share of the steps from which there is room for the name in a column."""
_WITHOUT_NUMBER: Final = "substring(datum.label, 3)"
"""Runs of one day are told apart by a number in front, which is not shown."""


def run_facts(visit: Visit) -> str:
    """Return the conditions of a run, and whether a person corrected it."""
    by_person = texts.CLIP_PERSON if visit.kept.by_person else ""
    return ", ".join(part for part in (conditions(visit), by_person) if part)


def figure_chart(
    course: Course, history: History, scale: Range, palette: Palette, title: str
) -> alt.LayerChart:
    """Draw a figure of one foot over the days, with its intervals, cues, shoes and speed."""
    factor, digits, unit = scale_and_unit(as_change(course))
    rows: list[dict[str, Any]] = []
    for point in course.shown:
        assert point.value is not None
        visit, half = history.visits[point.clip], point.half
        rows.append(
            {
                "day": _day(visit),
                "v": round(factor * point.value, digits + 2),
                "low": None if half is None else factor * (point.value - half),
                "high": None if half is None else factor * (point.value + half),
                "judged": judged(point),
                "is": texts.JUDGED.get(judged(point), texts.FIRST),
                "said": said_value(course, point),
                "interval": said_interval(course, point),
                "run": f"{visit.session.day}: {run_facts(visit)}",
            }
        )
    y = alt.Y("v:Q", title=unit or " ").scale(domain=scale, nice=False, zero=False)
    x = _x(history)
    data = alt.Chart(inline(rows))
    dots = data.mark_point(size=130, strokeWidth=2, opacity=1.0, stroke=palette.mean).encode(
        x=x,
        y=y,
        shape=alt.Shape("judged:N", legend=None).scale(
            domain=list(_SHAPES), range=list(_SHAPES.values())
        ),
        fill=alt.Fill("judged:N", legend=None).scale(
            domain=list(_SHAPES),
            range=[palette.mean if name in _FILLED else palette.ground for name in _SHAPES],
        ),
        tooltip=[
            alt.Tooltip("run:N", title=texts.TREND_COLUMNS[0]),
            alt.Tooltip("said:N", title=texts.TREND_COLUMNS[2]),
            alt.Tooltip("interval:N", title=texts.TREND_COLUMNS[3]),
            alt.Tooltip("is:N", title=texts.TREND_COLUMNS[4]),
        ],
    )
    bars = data.mark_rule(color=palette.mean, strokeWidth=1.6).encode(
        x=x, y=alt.Y("low:Q"), y2=alt.Y2("high:Q")
    )
    line = data.mark_line(color=palette.thin, strokeWidth=1.2).encode(x=x, y=y)
    marks = _marks(history, palette, scale[1])
    return finish([*marks, line, bars, dots], palette, title)


def mix_chart(history: History, side: Side, palette: Palette, title: str) -> alt.LayerChart:
    """Draw how the steps of one foot land, run by run; unsure steps are hollow."""
    rows: list[dict[str, Any]] = []
    for number, visit in enumerate(history.visits):
        start = 0.0
        counts = count_steps(visit, side)
        for label in LABELS:
            share = counts[label] / max(sum(counts.values()), 1)
            rows.append(
                {
                    "run": f"{number + 1:02} {visit.session.day:%d %b}",
                    "label": label,
                    "low": start,
                    "high": start + share,
                    "count": counts[label],
                }
            )
            start += share
    colour = alt.Scale(domain=list(LABELS), range=[STRIKE_COLOURS[label].fill for label in LABELS])
    bars = (
        alt.Chart(inline([row for row in rows if row["count"]]))
        .mark_bar(strokeWidth=1.5)
        .encode(
            x=alt.X("run:N", title=None, sort=None, axis=alt.Axis(labelExpr=_WITHOUT_NUMBER)),
            y=alt.Y("low:Q", title=texts.AXIS_SHARE, axis=alt.Axis(format="%")).scale(
                domain=(0, 1)
            ),
            y2=alt.Y2("high:Q"),
            fill=alt.Fill("label:N", legend=None).scale(colour),
            stroke=alt.Stroke("label:N", legend=None).scale(colour),
            fillOpacity=alt.condition("datum.label == 'unsure'", alt.value(0.0), alt.value(1.0)),
            tooltip=[
                alt.Tooltip("label:N", title=texts.MIX),
                alt.Tooltip("count:Q", title=texts.AXIS_SHARE),
            ],
        )
    )
    named = [
        row | {"mid": (row["low"] + row["high"]) / 2}
        for row in rows
        if row["high"] - row["low"] > LEAST_NAMED
    ]
    words = (
        alt.Chart(inline(named))
        .mark_text(fontSize=12)
        .encode(
            x=alt.X("run:N", sort=None),
            y=alt.Y("mid:Q"),
            text=alt.Text("label:N"),
            color=alt.Color("label:N", legend=None).scale(
                domain=list(LABELS),
                range=[*(STRIKE_COLOURS[s].ink for s in STRIKES), palette.ink],
            ),
        )
    )
    return finish([bars, words], palette, title)


def _x(history: History) -> alt.X:
    days = [visit.session.day for visit in history.visits]
    room = dt.timedelta(days=max(1, (max(days) - min(days)).days // 12))
    ends = (min(days) - room, max(days) + room)
    return alt.X("day:T", title=None, axis=alt.Axis(format="%d %b", tickCount=6)).scale(
        domain=[_moment(end) for end in ends], nice=False
    )


def _moment(day: dt.date) -> alt.DateTime:
    return alt.DateTime(year=day.year, month=day.month, date=day.day)


def _day(visit: Visit) -> str:
    """Return a day as Vega reads it in local time: without the hour it takes it for UTC."""
    return f"{visit.session.day}T00:00"


def _marks(history: History, palette: Palette, top: float) -> Sequence[alt.Chart]:
    """Return a line with its words where a cue was first given, or shoes or speed changed.

    The words stand on the side of the line where there is more room; every other mark's below
    those of the one before, which may be close.
    """
    days = [visit.session.day for visit in history.visits]
    middle = min(days) + (max(days) - min(days)) / 2
    rows: list[dict[str, Any]] = []
    above = 0
    for visit, said in marks_of(history):
        words = _BREAK * above + _BREAK.join(said)
        late = visit.session.day > middle
        rows.append({"day": _day(visit), "v": top, "said": words, "late": late})
        above = 0 if above else len(said)
    if not rows:
        return ()
    x = _x(history)
    lines = alt.Chart(inline(rows)).mark_rule(color=palette.ink, strokeDash=[4, 4]).encode(x=x)
    return (lines, *(_words(rows, x, palette, late=late) for late in (False, True)))


def _words(rows: list[dict[str, Any]], x: alt.X, palette: Palette, *, late: bool) -> alt.Chart:
    said = alt.Chart(inline([row for row in rows if row["late"] == late])).mark_text(
        align="right" if late else "left",
        baseline="top",
        lineBreak=_BREAK,
        dx=-4 if late else 4,
        dy=2,
        fontSize=12,
        color=palette.ink,
        limit=160,
    )
    shown: alt.Chart = said.encode(x=x, y=alt.Y("v:Q"), text=alt.Text("said:N"))
    return shown

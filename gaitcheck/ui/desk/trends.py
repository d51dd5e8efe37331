"""Each figure of an athlete over time: a chart for each foot, the words, the table."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Final

import streamlit as st

from gaitcheck.compare.course import Course, figure_range, judged, said_interval, said_value
from gaitcheck.compare.quantities import ANGLE_NAME, SHARE, Quantity
from gaitcheck.desk.trends import LABELS, History, count_steps
from gaitcheck.model import SIDES, Side
from gaitcheck.ui.chart_look import Palette, current_palette
from gaitcheck.ui.desk.trend_charts import figure_chart, mix_chart, run_facts
from gaitcheck.ui.pieces import table
from gaitcheck.ui.style import paragraph
from gaitcheck.words import desk as texts

FIRST_FIGURES: Final = (ANGLE_NAME, "cadence", "contact_time", "overstride")
"""Those that are offered first, in this order."""


@st.fragment
def show_trends(history: History) -> None:
    """Show one figure at a time over all runs."""
    st.header(texts.TREND_TITLE, anchor=False)
    figures = _figures(history)
    # What a coach asks first stands first: how steep, and on which part of the foot.
    titles = [*list(figures)[:1], texts.MIX, *list(figures)[1:]]
    chosen = st.selectbox(texts.TREND_FIGURE, titles, key="trend-figure")
    palette = current_palette()
    if chosen == texts.MIX:
        _show_mix(history, palette)
        return
    courses = [history.figures.follow(quantity) for quantity in figures[chosen]]
    scale = figure_range(courses)
    for column, course in zip(st.columns(len(courses)), courses, strict=True):
        foot = texts.FOOT[course.quantity.side]
        title = foot[0].upper() + foot[1:]
        chart = figure_chart(course, history, scale, palette, title)
        place = column.container(key=f"trend-{course.quantity.key}")
        place.vega_lite_chart(chart.to_dict(validate=False), theme=None, alt=_say(course, history))
    st.html(paragraph(texts.TREND_HELP, "gc-small") + paragraph(texts.TREND_NOISE, "gc-small"))
    with st.expander(texts.TREND_TABLE):
        st.html(_table(texts.TREND_COLUMNS, _rows(courses, history)))


def _figures(history: History) -> dict[str, list[Quantity]]:
    """Return the quantities by the title of their figure: both feet of one together."""
    found: dict[str, list[Quantity]] = {}
    for quantity in history.figures.quantities:
        if not quantity.key.startswith(SHARE):
            found.setdefault(quantity.title, []).append(quantity)

    def rank(title: str) -> int:
        key = found[title][0].key
        return next((k for k, n in enumerate(FIRST_FIGURES) if key.startswith(n)), len(found))

    return {title: found[title] for title in sorted(found, key=rank)}


def _say(course: Course, history: History) -> str:
    values = "; ".join(
        f"{history.visits[point.clip].session.day} {said_value(course, point)} "
        f"({texts.JUDGED.get(judged(point), texts.FIRST)})"
        for point in course.shown
    )
    return texts.TREND_ALT.format(
        figure=course.quantity.title,
        foot=texts.FOOT[course.quantity.side],
        count=len(course.shown),
        values=values,
    )


def _rows(courses: Sequence[Course], history: History) -> list[tuple[str, ...]]:
    return [
        (
            str(history.visits[point.clip].session.day),
            texts.FOOT[course.quantity.side],
            said_value(course, point),
            said_interval(course, point),
            texts.JUDGED.get(judged(point), texts.FIRST),
            run_facts(history.visits[point.clip]),
        )
        for course in courses
        for point in course.shown
    ]


def _show_mix(history: History, palette: Palette) -> None:
    rows = []
    for column, side in zip(st.columns(2), SIDES, strict=True):
        foot = texts.FOOT[side]
        chart = mix_chart(history, side, palette, foot[0].upper() + foot[1:])
        own = [_mix_row(history, number, side) for number in range(len(history.visits))]
        words = texts.TREND_ALT.format(
            figure=texts.MIX,
            foot=foot,
            count=len(own),
            values="; ".join(
                f"{row[0]} "
                + ", ".join(f"{n} {label}" for n, label in zip(row[2:6], LABELS, strict=True))
                for row in own
            ),
        )
        place = column.container(key=f"trend-mix-{side}")
        place.vega_lite_chart(chart.to_dict(validate=False), theme=None, alt=words)
        rows += own
    st.html(paragraph(texts.MIX_HELP, "gc-small"))
    with st.expander(texts.TREND_TABLE):
        st.html(_table(texts.MIX_COLUMNS, rows))


def _mix_row(history: History, number: int, side: Side) -> tuple[str, ...]:
    visit = history.visits[number]
    counts = count_steps(visit, side)
    shares = [str(counts[label]) for label in LABELS]
    return (str(visit.session.day), texts.FOOT[side], *shares, run_facts(visit))


def _table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table that looks like that of changes."""
    body = "".join(
        f'<tr role="row"><th role="rowheader" scope="row"><bdi>{escape(row[0])}</bdi></th>'
        + "".join(
            f'<td role="cell" data-label="{escape(name, quote=True)}">'
            f"<span><bdi>{escape(cell)}</bdi></span></td>"
            for name, cell in zip(columns[1:], row[1:], strict=True)
        )
        + "</tr>"
        for row in rows
    )
    return table(columns, body, "gc-changes")

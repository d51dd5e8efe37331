"""The running-form report: figures per side with interval, usual range, drawing and definition."""

from __future__ import annotations

from html import escape
from typing import Final

import streamlit as st

from gaitcheck.gait.metrics import Definition
from gaitcheck.report.form import (
    FormRow,
    figure,
    form_rows,
    shown_unit,
    sureness,
    usual,
)
from gaitcheck.report.form_curves import CURVE_TITLES, draw_curve
from gaitcheck.report.form_drawings import draw_metric
from gaitcheck.types import Analysis, Metric
from gaitcheck.ui.pieces import svg_image, with_ink
from gaitcheck.ui.style import paragraph

INTRODUCTION: Final = (
    "Each figure stands with half its 95 % interval. Usual ranges are means of groups of runners "
    "at about this speed: something to compare with, no target and no grade."
)
NOTHING: Final = "The running form could not be measured in this clip."
COLUMNS: Final = ("Figure", "Left", "Right", "Difference", "Usual", "Measured")
EXPLAINED: Final = "What each figure means, and how it was measured"
TABLE: Final = "The figures as a table, which scrolls sideways where the page is narrow"
CURVES: Final = "Joint angles over the stride, left against right"
MISSING: Final = "What could not be measured, and why"
STYLE: Final = """<style>
.gc-form { overflow-x: auto; }
.gc-form table { border-collapse: collapse; width: 100%; font-size: .92rem; }
.gc-form th, .gc-form td { text-align: left; padding: .35rem .7rem .35rem 0; vertical-align: top;
  border-bottom: 1px solid rgba(128,128,128,.25); white-space: nowrap; }
.gc-form th[scope=row] { white-space: normal; font-weight: 600; min-width: 9rem; }
.gc-form .gc-low { opacity: .6; }
.gc-figure { display: flex; gap: 1rem; align-items: flex-start; flex-wrap: wrap; }
.gc-figure img { width: 11rem; flex: none; }
.gc-figure > div { flex: 1 1 16rem; min-width: 0; }
</style>"""


def show_form(analysis: Analysis) -> None:
    """Show the running-form report of an analysis."""
    rows = form_rows(analysis)
    measured = [row for row in rows if row.measured]
    if not measured:
        st.html(paragraph(NOTHING))
    else:
        st.html(STYLE + paragraph(INTRODUCTION, "gc-small") + form_table(measured))
        if analysis.curves:
            with st.expander(CURVES):
                st.html("".join(_picture(*drawn) for drawn in _curves(analysis)))
        with st.expander(EXPLAINED):
            st.html("".join(_explained(row) for row in _once(measured)))
    if missing := [row for row in _once(rows) if row.reasons]:
        with st.expander(MISSING):
            st.html("".join(_missing(row) for row in missing))


def form_table(rows: list[FormRow]) -> str:
    """Return the figures as an HTML table."""
    head = "".join(f'<th scope="col">{escape(title)}</th>' for title in COLUMNS)
    return (
        f'<div class="gc-form" tabindex="0" role="group" aria-label="{TABLE}"><table>'
        f"<thead><tr>{head}</tr></thead>"
        f"<tbody>{''.join(map(_table_row, rows))}</tbody></table></div>"
    )


def _table_row(row: FormRow) -> str:
    unit = shown_unit(row.unit)
    title = f"{row.definition.title} ({unit})" if unit else row.definition.title
    cells = (
        ((row.whole, 'colspan="3"'),)
        if row.whole is not None
        else ((row.left, ""), (row.right, ""), (row.difference, ""))
    )
    figures = "".join(_cell(metric, row.definition, attribute) for metric, attribute in cells)
    return (
        f'<tr><th scope="row">{escape(title)}</th>{figures}<td>{escape(usual(row))}</td>'
        f"<td>{escape(sureness(row))}</td></tr>"
    )


def _cell(metric: Metric | None, definition: Definition, attribute: str) -> str:
    low = metric is not None and metric.reliability == "low"
    title = "; ".join(metric.limits) if metric is not None else ""
    return (
        f'<td {attribute} class="{"gc-low" if low else ""}" '
        f'title="{escape(title, quote=True)}">{escape(figure(metric, definition))}</td>'
    )


def _once(rows: list[FormRow]) -> list[FormRow]:
    """Return the first row of each metric."""
    return list({row.definition.name: row for row in reversed(rows)}.values())[::-1]


def _explained(row: FormRow) -> str:
    definition = row.definition
    limits = dict.fromkeys(limit for m in row.metrics if m.value is not None for limit in m.limits)
    counts = ", ".join(str(m.n) for m in row.metrics if m.value is not None)
    facts = [f"How: {definition.method}", f"Steps or strides: {counts}."]
    if limits:
        facts.append(f"Less certain because: {'; '.join(limits)}.")
    facts.append(f"Source: {definition.source}.")
    text = paragraph(definition.meaning) + "".join(paragraph(f, "gc-small") for f in facts)
    drawing = svg_image(
        with_ink(draw_metric(definition.drawing, definition.title)), definition.title, ""
    )
    return (
        f'<section class="gc-card gc-figure">{drawing}'
        f"<div><h3>{escape(definition.title)}</h3>{text}</div></section>"
    )


def _missing(row: FormRow) -> str:
    return paragraph(f"{row.definition.title}: {' '.join(row.reasons)}", "gc-small")


def _curves(analysis: Analysis) -> list[tuple[str, str]]:
    return [
        (draw_curve(analysis.curves, name), title)
        for name, title in CURVE_TITLES.items()
        if any(key.startswith(name) for key in analysis.curves)
    ]


def _picture(svg: str, title: str) -> str:
    return f"<section><h3>{escape(title)}</h3>{svg_image(with_ink(svg), title)}</section>"

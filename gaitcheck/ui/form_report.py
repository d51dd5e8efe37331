"""The running-form report: figures per side with interval, usual range, drawing and definition."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Final

import streamlit as st

from gaitcheck.model import Analysis, Metric
from gaitcheck.report.form import (
    FormRow,
    figure,
    form_rows,
    sureness,
    usual,
)
from gaitcheck.report.form_curves import draw_curve
from gaitcheck.report.form_drawings import DRAWINGS, draw_panels
from gaitcheck.ui.pieces import panels_image, svg_image, table, with_ink
from gaitcheck.ui.style import paragraph
from gaitcheck.words import form as texts
from gaitcheck.words.drawings import CURVE_TITLES

STYLE: Final = """<style>
.gc-form { overflow-x: auto; }
.gc-form table { border-collapse: collapse; width: 100%; font-size: .92rem; }
.gc-form th, .gc-form td { text-align: left; padding: .35rem .7rem .35rem 0; vertical-align: top;
  border-bottom: 1px solid rgba(128,128,128,.25); white-space: nowrap; }
.gc-form td { font-variant-numeric: tabular-nums; }
.gc-form th[scope=row] { white-space: normal; font-weight: 600; min-width: 9rem; }
.gc-form .gc-low { opacity: .7; }
.gc-form .gc-whole { opacity: .8; font-size: .8125rem; margin-left: .6rem; }
.gc-figure { display: flex; gap: 1rem; align-items: flex-start; flex-wrap: wrap;
  margin-bottom: .8rem; }
.gc-figure > div:last-child { flex: 1 1 16rem; min-width: 0; }
@media (max-width: 640px) {
  .gc-form thead { position: absolute; width: 1px; height: 1px; overflow: hidden;
    clip-path: inset(50%); }
  .gc-form table, .gc-form tbody { display: block; }
  .gc-form tr { display: grid; grid-template-columns: repeat(3, 1fr); gap: .15rem .6rem;
    padding: .6rem 0; border-bottom: 1px solid rgba(128,128,128,.35); }
  .gc-form th[scope=row], .gc-form td { border: 0; padding: 0; min-width: 0; }
  .gc-form th[scope=row] { grid-column: 1 / -1; }
  .gc-form td::before { content: attr(data-label); display: block; font-size: .8125rem;
    opacity: .8; }
  .gc-form td:empty, .gc-form .gc-whole { display: none; }
}
</style>"""


def show_form(analysis: Analysis) -> None:
    """Show the running-form report of an analysis."""
    rows = form_rows(analysis)
    measured = [row for row in rows if row.measured]
    if not measured:
        st.html(paragraph(texts.NOTHING))
    else:
        st.html(STYLE + paragraph(texts.INTRODUCTION, "gc-small") + form_table(measured))
        if analysis.curves:
            with st.expander(texts.CURVES):
                shown = "".join(_picture(*drawn) for drawn in _curves(analysis))
                st.html(f'<div class="gc-grid gc-gallery">{shown}</div>')
        with st.expander(texts.EXPLAINED):
            st.html("".join(_explained(row) for row in _once(measured)))
    if missing := [row for row in _once(rows) if row.reasons]:
        with st.expander(texts.MISSING):
            st.html(_missing(missing))


def form_table(rows: list[FormRow]) -> str:
    """Return the figures as an HTML table; on a phone each row becomes a small block."""
    return (
        f'<div class="gc-form" tabindex="0" role="group" aria-label="{texts.TABLE}">'
        f"{table(texts.COLUMNS, ''.join(map(_table_row, rows)))}</div>"
    )


def _table_row(row: FormRow) -> str:
    _, left, right, difference, typical, measured = texts.COLUMNS
    if row.whole is not None:
        # On a phone the word stands above the figure, as "Left" and "Right" do.
        beside = f'<span class="gc-whole">{texts.WHOLE.lower()}</span>'
        figures = _cell(row, row.whole, texts.WHOLE, 'colspan="3"', beside)
    else:
        figures = (
            _cell(row, row.left, left)
            + _cell(row, row.right, right)
            + _cell(row, row.difference, difference)
        )
    return (
        f'<tr role="row"><th role="rowheader" scope="row">{escape(row.title)}</th>{figures}'
        f"{_said(typical, usual(row))}{_said(measured, sureness(row))}</tr>"
    )


def _cell(
    row: FormRow,
    metric: Metric | None,
    label: str,
    attribute: str = "",
    beside: str = "",
) -> str:
    low = metric is not None and metric.reliability == "low"
    title = "; ".join(metric.limits) if metric is not None else ""
    return (
        f'<td role="cell" {attribute} data-label="{label}" class="{"gc-low" if low else ""}" '
        f'title="{escape(title, quote=True)}">{escape(figure(metric, row.definition))}{beside}</td>'
    )


def _said(label: str, words: str) -> str:
    return f'<td role="cell" data-label="{label}">{escape(words)}</td>'


def _once(rows: list[FormRow]) -> list[FormRow]:
    """Return the first row of each metric."""
    return list({row.definition.name: row for row in reversed(rows)}.values())[::-1]


def _explained(row: FormRow) -> str:
    definition, said = row.definition, row.words
    limits = dict.fromkeys(limit for m in row.metrics if m.value is not None for limit in m.limits)
    counts = ", ".join(str(m.n) for m in row.metrics if m.value is not None)
    facts = [texts.HOW.format(method=said.method), texts.COUNTS.format(counts=counts)]
    if limits:
        facts.append(texts.LESS_CERTAIN.format(limits="; ".join(limits)))
    facts.append(texts.SOURCE.format(source=definition.source))
    text = paragraph(said.meaning) + "".join(paragraph(f, "gc-small") for f in facts)
    captions = (panel.caption for panel in DRAWINGS[definition.drawing])
    panels = zip(draw_panels(definition.drawing), captions, strict=True)
    drawing = panels_image(panels, texts.DRAWN.format(title=said.title))
    return (
        f'<section class="gc-card gc-figure">{drawing}'
        f"<div><h3>{escape(said.title)}</h3>{text}</div></section>"
    )


def _missing(rows: Iterable[FormRow]) -> str:
    """Return why figures are missing, each reason once with the figures it is about."""
    titles: dict[str, list[str]] = {}
    for row in rows:
        titles.setdefault(" ".join(row.reasons), []).append(row.words.title)
    return "".join(
        f'<p class="gc-small"><strong>{escape(", ".join(of))}</strong>: {escape(reason)}</p>'
        for reason, of in titles.items()
    )


def _curves(analysis: Analysis) -> list[tuple[str, str]]:
    return [
        (draw_curve(analysis.curves, name), title)
        for name, title in CURVE_TITLES.items()
        if any(key.startswith(name) for key in analysis.curves)
    ]


def _picture(svg: str, title: str) -> str:
    return f"<section><h3>{escape(title)}</h3>{svg_image(with_ink(svg), title)}</section>"

"""Pieces of HTML that several pages share: drawings, titled texts, sources. All text is escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape
from typing import Final

import streamlit as st

from gaitcheck.advice import Point, Source
from gaitcheck.ui.style import data_address, paragraph
from gaitcheck.words import page as texts

_SHAPE: Final = re.compile(r'viewBox="\S+ \S+ (\d+)\S* (\d+)\S*"')

# No one grey reads on white and on dark: 4.5 to 1 on both is more than the two are apart.
_FILL_OF_WORDS: Final = re.compile(r'(<text\b[^>]* fill=")#[0-9a-f]{6}')


def svg_image(svg: str, alt: str, kind: str = "gc-drawing") -> str:
    """Return a drawing as a picture; the page strips SVG that stands in its HTML."""
    alt = escape(alt, quote=True)
    # With its shape known beforehand, what stands below does not move when the picture is there.
    shape = _SHAPE.search(svg)
    size = "" if shape is None else f' width="{shape[1]}" height="{shape[2]}"'
    return f'<img class="{kind}" alt="{alt}"{size} src="{svg_address(svg)}">'


def svg_address(svg: str) -> str:
    """Return a drawing as an address that holds it whole."""
    return data_address("image/svg+xml", svg.encode())


def panels_image(panels: Iterable[tuple[str, str]], alt: str, kind: str = "") -> str:
    """Return drawings beside each other as one picture, each over its caption.

    The captions are words of the page, so that they keep their size where the drawings shrink.
    """
    shown = "".join(
        f"<span>{svg_image(svg, '', '')}<span>{escape(caption)}</span></span>"
        for svg, caption in panels
    )
    alt = escape(alt, quote=True)
    return f'<div class="gc-panels {kind}" role="img" aria-label="{alt}">{shown}</div>'


def with_ink(svg: str) -> str:
    """Return a drawing whose ink and words are of the page's ink; a picture does not inherit it."""
    ink = "#e8eeec" if st.context.theme.type == "dark" else "#1b2a2f"
    return _FILL_OF_WORDS.sub(rf"\g<1>{ink}", svg.replace("currentColor", ink))


def card(title: str, body: str, kind: str = "", heading: str = "h3") -> str:
    """Return a card with a title under a heading of a level, and a body of HTML."""
    return f'<section class="gc-card {kind}"><{heading}>{escape(title)}</{heading}>{body}</section>'


def table(columns: Sequence[str], rows: str, kind: str = "") -> str:
    """Return a table with rows of HTML, whose style sheet makes them blocks on a phone."""
    head = "".join(f'<th scope="col">{escape(title)}</th>' for title in columns)
    # The roles keep it a table for screen readers there too.
    return (
        f'<table class="{kind}" role="table"><thead><tr role="row">{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )


def titled(point: Point) -> str:
    """Return a point as a paragraph that begins with its title."""
    return f"<p><strong>{escape(point.title)}.</strong> {escape(point.text)}</p>"


def source_line(source: str) -> str:
    """Return where something comes from, in small print."""
    return paragraph(f"{texts.SOURCE}{source}", "gc-small")


def linked_source(source: Source) -> str:
    """Return where something comes from, in small print; a study is linked by its DOI."""
    link = "" if source.doi is None else f", {doi_link(source.doi)}"
    return f'<p class="gc-small">{escape(texts.SOURCE + source.citation)}{link}</p>'


def doi_link(doi: str) -> str:
    """Return a link to a study; nothing is fetched before the reader follows it."""
    address = escape(f"https://doi.org/{doi}", quote=True)
    return f'<a href="{address}" target="_blank" rel="noopener noreferrer">doi:{escape(doi)}</a>'

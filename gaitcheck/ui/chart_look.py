"""The one look of all charts, light and dark."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import altair as alt
import streamlit as st
from altair.utils import schemapi

# Every part of a chart would be held against Vega-Lite's schema when it is made: half of the time a
# chart takes. Tests hold the whole of each against it.
schemapi.DEBUG_MODE = False

HEIGHT_PX: Final = 320


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours of a theme as ``#rrggbb``; `ink`, `mean` and `second` read on `ground`."""

    ground: str
    ink: str
    grid: str
    thin: str
    mean: str
    second: str


LIGHT: Final = Palette("#ffffff", "#1b2a2f", "#dfe6e4", "#7f8d90", "#0f6b5c", "#8a3f00")
DARK: Final = Palette("#12191c", "#e8eeec", "#2a363a", "#7b898d", "#5fd0b9", "#ffb27a")


def current_palette() -> Palette:
    """Return the colours of the theme that the page is shown in."""
    return DARK if st.context.theme.type == "dark" else LIGHT


def inline(rows: Sequence[dict[str, Any]]) -> alt.InlineData:
    """Return rows as the data of a chart.

    Altair copies the lists in a chart, row by row, with each of its steps; a tuple it leaves alone.
    """
    return alt.InlineData(values=tuple(rows))


def finish(layers: Sequence[alt.Chart], palette: Palette, title: str) -> alt.LayerChart:
    """Lay the layers over each other in the one look of all charts."""
    font = "'Source Sans', 'Source Sans 3', sans-serif"
    axis = alt.AxisConfig(
        labelColor=palette.ink,
        titleColor=palette.ink,
        labelFontSize=12,
        titleFontSize=12,
        titleFontWeight="normal",
        titlePadding=10,
        gridColor=palette.grid,
        domainColor=palette.ink,
        tickColor=palette.ink,
        labelOverlap=True,
    )
    config = alt.Config(
        font=font,
        view=alt.ViewConfig(stroke=None),
        title=alt.TitleConfig(color=palette.ink, fontSize=15, anchor="start", fontWeight=600),
        axis=axis,
    )
    finished = alt.layer(
        *layers,
        height=HEIGHT_PX,
        title=title,
        background=palette.ground,
        config=config,
        # SVG whatever the number of marks: it is what is saved, and what screen readers read.
        usermeta={"embedOptions": {"renderer": "svg"}},
    )
    assert isinstance(finished, alt.LayerChart)  # it would be another with facets
    return finished

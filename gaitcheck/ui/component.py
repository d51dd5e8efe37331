"""Our own Streamlit components: scripts and styles that lie beside the code which mounts them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

BASE_STYLE: Final = Path(__file__).with_name("base.css")
"""What the larger components look like alike: theme colours, type, focus, buttons."""
BASE_SCRIPT: Final = Path(__file__).with_name("base.js")
"""What scripts of components share; it goes before them."""


@cache
def component(
    name: str, scripts: tuple[Path, ...], styles: tuple[Path, ...] = (), html: str | None = None
) -> ComponentRenderer:
    """Return a component, registered once, by the first page that needs it.

    Parameters
    ----------
    name : str
    scripts, styles : tuple of Path
        Joined in this order; the last script has the component's function.
    html : str, optional
        What it holds before its script has run.
    """
    return st.components.v2.component(
        name, html=html, css=_joined(styles) if styles else None, js=_joined(scripts)
    )


def _joined(files: tuple[Path, ...]) -> str:
    return "\n".join(file.read_text(encoding="utf-8") for file in files)

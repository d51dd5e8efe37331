"""Landing at the section that the page's address names, also when the page is only being built."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

_SCRIPT: Final = Path(__file__).with_name("landing.js")
_RENDERER: ComponentRenderer | None = None


def land_at_section() -> None:
    """Go to the section in the address; stands at the end of a page whose headings have anchors."""
    global _RENDERER  # noqa: PLW0603 - registered once, by the first page that needs it
    if _RENDERER is None:
        script = _SCRIPT.read_text(encoding="utf-8")
        _RENDERER = st.components.v2.component("gaitcheck_landing", js=script)
    _RENDERER(key="landing")

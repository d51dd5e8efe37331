"""Keeping what the app adds to the page's address from being a step for the back button."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

_SCRIPT: Final = Path(__file__).with_name("address.js")
_RENDERER: ComponentRenderer | None = None


def keep_back_button_short() -> None:
    """Have the browser replace the address where the app only adds a name to it."""
    global _RENDERER  # noqa: PLW0603 - registered once, by the first page that needs it
    if _RENDERER is None:
        script = _SCRIPT.read_text(encoding="utf-8")
        _RENDERER = st.components.v2.component("gaitcheck_address", js=script)
    _RENDERER(key="address")

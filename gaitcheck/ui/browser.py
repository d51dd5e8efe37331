"""What the browser has to do for the app: keep the way back short."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from gaitcheck.ui.component import component

_SCRIPT: Final = Path(__file__).with_name("browser.js")


def help_browser() -> None:
    """Have the browser replace the address where the app only adds a name to it."""
    component("gaitcheck_browser", (_SCRIPT,))(key="browser")

"""What the browser has to do for the app: keep the way back short, and land where it should."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from gaitcheck.ui.component import component

_HERE: Final = Path(__file__).parent


def help_browser() -> None:
    """Have the browser replace the address where the app only adds a name to it."""
    component("gaitcheck_browser", (_HERE / "browser.js",))(key="browser")


def land_at_section() -> None:
    """Go to the section in the address, also when the page is only being built.

    Stands at the end of a page whose headings have anchors.
    """
    component("gaitcheck_landing", (_HERE / "landing.js",))(key="landing")

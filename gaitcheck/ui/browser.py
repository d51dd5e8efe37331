"""What the browser has to do for the app: keep the way back short, and notice an empty page."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from gaitcheck.ui.component import component

PAGE_KEY: Final = "gc-page"
"""Key of the container that holds what a page shows; the script looks into it."""
_SCRIPT: Final = Path(__file__).with_name("browser.js")


def help_browser() -> None:
    """Have the browser replace the address where the app only adds a name, and mend empty pages.

    Notes
    -----
    A part of a page that asks again by itself may ask once more while the app is on its way to
    another page. Streamlit answers for the page that was left, and takes the new one's contents
    away. The script notices that, and asks for the page again. On a slow computer Streamlit's
    page may even stumble over such an answer ("Bad delta path index") and leave nothing at all:
    then the page is loaded again, and its address brings back what it showed.
    """
    component("gaitcheck_browser", (_SCRIPT,))(key="browser", on_again_change=_nothing)


def _nothing() -> None:
    """Do nothing: running the app again is all that was asked for."""

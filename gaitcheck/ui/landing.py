"""Landing at the section that the page's address names, also when the page is only being built."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from gaitcheck.ui.component import component

_SCRIPT: Final = Path(__file__).with_name("landing.js")


def land_at_section() -> None:
    """Go to the section in the address; stands at the end of a page whose headings have anchors."""
    component("gaitcheck_landing", (_SCRIPT,))(key="landing")

"""A progress bar that moves by itself, and has the page drawn anew once something has changed.

Streamlit's own way, a part of the page that runs again every second, may be answered while another
page is on its way, and then takes its contents away or breaks it ("Bad delta path index"). Here the
browser asks the server past Streamlit (`gaitcheck.ui.watched`), and Streamlit only where the state
has changed and nothing else is under way.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Final

import streamlit as st

from gaitcheck.ui.component import BASE_SCRIPT, component
from gaitcheck.ui.watched import Glance, Watch

MAKING: Final = "making"
"""The state of what is on its way in the background."""

_HERE: Final = Path(__file__).parent
_WATCHES: Final = "watches"


def show_bar(key: str, drawn: str, look: Callable[[], Glance]) -> None:
    """Show how far something is, and run this part of the page again when its state changes.

    Parameters
    ----------
    key : str
        Of what is watched, on this page.
    drawn : str
        The state for which the page is being drawn: not the one at this moment, which may be a
        later one already.
    look : callable
        Returns how it stands; asked from other threads, for as long as the page is open.
    """
    watches: dict[str, Watch] = st.session_state.setdefault(_WATCHES, {})
    watch = watches.setdefault(key, Watch(look))
    watch.look = look
    scripts = (BASE_SCRIPT, _HERE / "watching.js")
    mount = component("gaitcheck_watching", scripts, (_HERE / "watching.css",))
    data = {"address": watch.address, **asdict(look()), "state": drawn}
    mount(key=f"watch-{key}", data=data, on_changed_change=_nothing)


def _nothing() -> None:
    """Do nothing: running again is all that was asked for."""

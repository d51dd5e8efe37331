"""How the pages are served: what stands before Streamlit, and what starts and ends with it."""

from __future__ import annotations

import asyncio
import threading
import time
import urllib.request
import webbrowser
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

import streamlit as st
from starlette.middleware import Middleware
from streamlit.starlette import App

from gaitcheck.ui import health, watched
from gaitcheck.ui.access.guard import OnlyTheirs
from gaitcheck.ui.session import close_visits
from gaitcheck.ui.uploads import UploadsToDisk
from gaitcheck.ui.workspace import clear_leftovers

PAGE: Final = Path(__file__).with_name("page.py")
MIDDLEWARE: Final = (Middleware(OnlyTheirs), Middleware(UploadsToDisk))
ROUTES: Final = (*health.ROUTES, *watched.ROUTES)

_START_S: Final = 60.0


@asynccontextmanager
async def lifespan(app: App) -> AsyncIterator[None]:  # noqa: ARG001 - the form of a lifespan
    """Begin and end in order: no visitor's files from before, and none afterwards.

    The browser is opened too, unless headless.
    """
    await asyncio.to_thread(clear_leftovers)
    if not st.get_option("server.headless"):
        threading.Thread(target=_open_browser, daemon=True).start()
    try:
        yield
    finally:
        await asyncio.to_thread(close_visits)


def _open_browser() -> None:
    """Open the page once the server answers."""
    end = time.monotonic() + _START_S
    while time.monotonic() < end:
        # The port is asked for each time: it moves on where the first one is taken.
        url = f"http://{st.get_option('server.address')}:{st.get_option('server.port')}"
        try:
            with urllib.request.urlopen(f"{url}/_stcore/health", timeout=1):  # noqa: S310 - ours
                webbrowser.open(url)
                return
        except OSError:
            time.sleep(0.2)

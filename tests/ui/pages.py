"""The pages of the app opened without a browser, and what they say."""

from __future__ import annotations

import json
from html import unescape
from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Selectbox
from streamlit.util import calc_hash

from gaitcheck.ui.session import WORKSPACE
from gaitcheck.ui.workspace import Workspace
from gaitcheck.words import page as texts

FAKE_APP = Path(__file__).parents[1] / "end_to_end" / "fake_app.py"
WAIT_S = 120.0


def open_page(visit: Workspace | None = None, name: str = "", **query: str) -> AppTest:
    """Open a page by its address: where clips are brought, or another one by its name."""
    page = AppTest.from_file(str(FAKE_APP), default_timeout=60)
    if visit is not None:
        page.session_state[WORKSPACE] = visit
    if name:
        page._page_hash = calc_hash(name)
    page.query_params.update(query)
    page.run()
    assert not page.exception
    return page


def open_result(visit: Workspace) -> AppTest:
    """Open the page that shows results."""
    return open_page(visit, "result")


def everything(page: AppTest) -> str:
    """Return all that the page says, HTML included."""
    said = [element.value for element in (*page.markdown, *page.caption, *page.header)]
    said += [element.value for element in (*page.warning, *page.error)]
    said += [element.proto.body for element in page.get("html")]
    return unescape("\n".join(said))


def bars(page: AppTest) -> list[dict[str, Any]]:
    """Return what each progress bar on the page was drawn with."""
    told = [element.proto.json for element in page.get("bidi_component")]
    return [data for text in told if text and "share" in (data := json.loads(text))]


def choice_of_result(page: AppTest) -> Selectbox[str]:
    (choice,) = (box for box in page.selectbox if box.label == texts.CHOOSE_RESULT)
    return choice

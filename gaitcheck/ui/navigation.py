"""The pages by name, and the ways from one to another."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final, Literal, NoReturn

import streamlit as st

from gaitcheck.ui.session import VISIT
from gaitcheck.ui.workspace import Entry, Workspace
from gaitcheck.words import page as texts

PageName = Literal["analyze", "result", "compare", "desk", "learn"]
RESULT: Final = "result"
"""The name of the result in the page's address."""
ICONS: Final[Mapping[PageName, str]] = {
    "analyze": ":material/movie:",
    "result": ":material/footprint:",
    "compare": ":material/compare:",
    "desk": ":material/folder_shared:",
    "learn": ":material/menu_book:",
}
ATHLETE: Final = "athlete"
"""The name of the athlete in the desk's address."""
CLIP: Final = "clip"
"""The name of the clip that is reviewed there."""
_PAGES: Final = "pages"


def make_pages(shows: Mapping[PageName, Callable[[], None]]) -> list[st.Page]:
    """Return the pages in their order; the first one is where a visit begins."""
    pages = {
        name: st.Page(
            show,
            title=texts.PAGES[name],
            icon=ICONS[name],
            url_path=name,
            default=number == 0,
        )
        for number, (name, show) in enumerate(shows.items())
    }
    st.session_state[_PAGES] = pages
    return list(pages.values())


def show_places(pages: Sequence[st.Page]) -> None:
    """Show the ways to the pages where the screen is so narrow that Streamlit folds its own."""
    with st.container(horizontal=True, key="gc-places"):
        for page in pages:
            st.page_link(page)


def go_to_result(workspace: Workspace, entry: Entry) -> NoReturn:
    """Leave this page for a result."""
    page = st.session_state[_PAGES]["result"]
    st.switch_page(page, query_params={VISIT: workspace.id, RESULT: entry.id})


def go_to_athlete(athlete_id: str) -> NoReturn:
    """Leave this page for an athlete on the desk."""
    st.switch_page(st.session_state[_PAGES]["desk"], query_params={ATHLETE: athlete_id})


def go_to_analyze() -> NoReturn:
    """Leave this page for the one on which clips are brought."""
    st.switch_page(st.session_state[_PAGES]["analyze"])


def go_to_learn() -> NoReturn:
    """Leave this page for the one that explains."""
    st.switch_page(st.session_state[_PAGES]["learn"])

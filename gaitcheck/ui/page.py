"""The app: its look, its pages, and what stands under each of them."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from gaitcheck.jobs import CommandBuilder, analyze_command
from gaitcheck.ui.access.guard import PAGES
from gaitcheck.ui.access.login import let_in, show_who
from gaitcheck.ui.browser import help_browser
from gaitcheck.ui.desk.place import may_keep
from gaitcheck.ui.navigation import PageName, make_pages, show_places
from gaitcheck.ui.session import current_workspace, remember_in_address
from gaitcheck.ui.style import STYLE, paragraph
from gaitcheck.ui.views.analyze import show_analyze
from gaitcheck.ui.views.compare import show_compare
from gaitcheck.ui.views.desk import show_desk
from gaitcheck.ui.views.learn import show_learn
from gaitcheck.ui.views.result import show_result
from gaitcheck.ui.workspace import Workspace
from gaitcheck.words import page as texts


def run(command: CommandBuilder = analyze_command) -> None:
    """Show the app; `command` says how an analysis is started."""
    st.set_page_config(page_icon="👟", layout="centered")
    st.html(STYLE)
    who = let_in()
    with PAGES.drawn(who):
        _show(current_workspace(command, who), who)
    st.html(f'<div class="gc-footer">{paragraph(texts.FOOTER)}{paragraph(texts.PRIVACY)}</div>')
    # Last, where the little room that it takes is nobody's.
    help_browser()


def _show(workspace: Workspace, who: str) -> None:
    """Show the page that the address names, and the ways to the others."""
    workspace.tidy()
    shows: dict[PageName, Callable[[], None]] = {
        "analyze": lambda: show_analyze(workspace),
        "result": lambda: show_result(workspace),
        "compare": lambda: show_compare(workspace),
        "desk": lambda: show_desk(workspace),
        "learn": show_learn,
    }
    if not may_keep():
        del shows["desk"]
    pages = make_pages(shows)
    page = st.navigation(pages, position="top")
    st.set_page_config(page_title=texts.PAGE_TITLE.format(page=page.title))
    show_places(pages)
    show_who(who)
    page.run()
    remember_in_address(workspace)


if __name__ == "__main__":
    run()

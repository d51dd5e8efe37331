"""The page of gaitcheck, from top to bottom."""

from __future__ import annotations

import streamlit as st

from gaitcheck.ui import texts
from gaitcheck.ui.answer import show_answer
from gaitcheck.ui.care import show_filming
from gaitcheck.ui.intake import show_intake
from gaitcheck.ui.jobs import CommandBuilder, analyze_command
from gaitcheck.ui.outcome import choose_entry, show_trouble
from gaitcheck.ui.session import current_workspace
from gaitcheck.ui.style import STYLE, paragraph
from gaitcheck.ui.waiting import show_waiting


def run(command: CommandBuilder = analyze_command) -> None:
    """Show the page; `command` says how an analysis is started."""
    st.set_page_config(page_title=texts.PAGE_TITLE, page_icon="👟", layout="centered")
    st.html(STYLE)
    st.title(texts.TITLE, anchor=False)
    st.html(paragraph(texts.PROMISE, "gc-promise"))

    workspace = current_workspace(command)
    workspace.tidy()
    if workspace.entries:
        with st.expander(texts.ANOTHER_CLIP, expanded=bool(workspace.ready)):
            show_intake(workspace)
    else:
        show_intake(workspace)
        show_filming(expanded=True)

    show_waiting(workspace)
    entry = choose_entry(workspace)
    if entry is not None and workspace.status(entry).state == "done":
        show_answer(workspace, entry)
    elif entry is not None:
        show_trouble(workspace, entry)
    st.html(f'<div class="gc-footer">{paragraph(texts.FOOTER)}{paragraph(texts.PRIVACY)}</div>')


if __name__ == "__main__":
    run()

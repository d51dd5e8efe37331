"""Two pages: the first waits for something, and leads to the second once it is there.

Three bars wait for it, as for clips that are done at the same moment.
"""

from __future__ import annotations

import time

import streamlit as st

from gaitcheck.ui.browser import help_browser
from gaitcheck.ui.watched import Glance
from gaitcheck.ui.watching import show_bar

WAIT_S = 2.0


def _first() -> None:
    there_s = st.session_state.setdefault("there", time.time() + WAIT_S)
    if time.time() > there_s:
        st.switch_page(PAGES[1])

    def look() -> Glance:
        left_s = there_s - time.time()
        share = 1 - max(left_s, 0.0) / WAIT_S
        return Glance("there" if left_s < 0 else "waiting", share, f"waiting: {100 * share:.0f} %")

    for key in ("something", "the same", "and again"):
        show_bar(key, "waiting", look)


def _second() -> None:
    st.session_state.pop("there", None)
    for _ in range(10):
        time.sleep(0.1)
        st.write("more")
    st.write("the second page")


PAGES = [
    st.Page(_first, title="First", url_path="first", default=True),
    st.Page(_second, title="Second", url_path="second"),
]
page = st.navigation(PAGES)
page.run()
help_browser()

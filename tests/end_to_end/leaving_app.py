"""Two pages: the first asks again all the time and leads to the second, which takes a while."""

from __future__ import annotations

import time

import streamlit as st

from gaitcheck.ui.browser import PAGE_KEY, help_browser


@st.fragment(run_every=0.1)
def _ask_again() -> None:
    st.write("waiting")
    if time.time() > st.session_state["leave"]:
        st.rerun(scope="app")


def _first() -> None:
    if time.time() > st.session_state.setdefault("leave", time.time() + 2.0):
        st.switch_page(PAGES[1])
    _ask_again()


def _second() -> None:
    for _ in range(10):
        time.sleep(0.1)
        st.write("more")
    st.write("the second page")


PAGES = [
    st.Page(_first, title="First", url_path="first", default=True),
    st.Page(_second, title="Second", url_path="second"),
]
page = st.navigation(PAGES)
with st.container(key=PAGE_KEY):
    page.run()
help_browser()

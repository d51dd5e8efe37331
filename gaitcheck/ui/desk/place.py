"""The desk of this computer, opened for the page; only where nobody else can reach the page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import streamlit as st

from gaitcheck.desk.place import find_place
from gaitcheck.errors import InputError
from gaitcheck.ui import texts_desk as texts
from gaitcheck.ui.style import plain

if TYPE_CHECKING:
    from gaitcheck.desk.desk import Desk

_THIS_COMPUTER: Final = ("127.0.0.1", "localhost", "::1")


def is_alone() -> bool:
    """Return whether only this computer reaches the page: there is no login that tells people."""
    return st.get_option("server.address") in _THIS_COMPUTER


def has_desk() -> bool:
    """Return whether a desk has been made; none is made by looking."""
    try:
        return find_place().exists
    except InputError:
        return True  # opening it says what is wrong


def open_here() -> Desk | None:
    """Return the desk, or say why it cannot be opened."""
    try:
        return _desk(find_place().name)
    except InputError as error:
        st.error(f"**{texts.TROUBLE}**\n\n{plain(str(error))}", icon=":material/error:")
        return None


@contextmanager
def plainly() -> Iterator[None]:
    """Say what could not be done, in a box on the page."""
    try:
        yield
    except InputError as error:
        st.error(plain(str(error)), icon=":material/error:")


@st.cache_resource(show_spinner=False)
def _desk(name: str) -> Desk:  # noqa: ARG001 - the cache's key
    from gaitcheck.desk.desk import open_desk

    return open_desk()

"""The desk opened for who asks: alone on this computer, or logged in; else there is none."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import streamlit as st

from gaitcheck.desk.place import find_place
from gaitcheck.desk.who import LOCAL
from gaitcheck.errors import DeskError, InputError
from gaitcheck.ui.access.login import has_login, who_asks
from gaitcheck.ui.style import plain
from gaitcheck.words import desk as texts
from gaitcheck.words.access import NOT_ALONE

if TYPE_CHECKING:
    from gaitcheck.desk.desk import Desk

_THIS_COMPUTER: Final = ("127.0.0.1", "localhost", "::1")


def is_alone() -> bool:
    """Return whether only this computer reaches the page."""
    return st.get_option("server.address") in _THIS_COMPUTER


def may_keep() -> bool:
    """Return whether there can be a desk: somebody is alone here, or logged in."""
    return is_alone() or has_login()


def has_desk() -> bool:
    """Return whether a desk has been made; none is made by looking."""
    try:
        return find_place().exists
    except InputError:
        return True  # opening it says what is wrong


def open_here() -> Desk | None:
    """Return the desk as the person sees it who asks, or say why it cannot be opened."""
    try:
        who = who_asks()
        if who == LOCAL and not is_alone():
            raise DeskError(NOT_ALONE)
        return _desk(find_place().name).seen_by(who)
    except InputError as error:
        st.error(f"**{texts.TROUBLE}**\n\n{plain(str(error))}", icon=":material/error:")
        return None


@contextmanager
def show_errors() -> Iterator[None]:
    """Say what could not be done, in a box on the page."""
    try:
        yield
    except InputError as error:
        st.error(plain(str(error)), icon=":material/error:")


@st.cache_resource(show_spinner=False)
def _desk(name: str) -> Desk:  # noqa: ARG001 - the cache's key
    from gaitcheck.desk.desk import open_desk

    return open_desk()

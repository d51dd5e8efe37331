"""The login of a shared server: Streamlit's own, by OpenID Connect, where ``secrets.toml`` has one.

Alone on a computer there is none, and nobody is asked anything.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Final, NoReturn

import streamlit as st
from streamlit.errors import StreamlitAuthError

from gaitcheck.desk.who import LOCAL
from gaitcheck.errors import InputError
from gaitcheck.ui.access.rules import LoginRefusedError, LoginRules, person_of, read_rules
from gaitcheck.ui.style import paragraph, plain
from gaitcheck.words import access as words
from gaitcheck.words import page as texts

_PROVIDER: Final = "auth"
_OWN: Final = "gaitcheck"
"""Sections of ``secrets.toml``: Streamlit's for the provider, and who may come in."""
_UNREADABLE: Final = (OSError, UnicodeError)
"""How Streamlit says that there are no secrets, and that a file of them cannot be read."""


class NotLoggedInError(InputError):
    """There is a login, and nobody has logged in."""


def has_login() -> bool:
    """Return whether people log in here.

    A file of secrets that cannot be read counts: it may be the one that asks for a login.
    """
    try:
        return _PROVIDER in st.secrets
    except _UNREADABLE:
        return any(Path(place).exists() for place in st.get_option("secrets.files"))


def login_rules() -> LoginRules:
    """Return what ``secrets.toml`` says of who may come in.

    Raises
    ------
    LoginRefusedError
        When it says nothing that can be used.
    """
    try:
        return read_rules(st.secrets.get(_OWN, {}))
    except _UNREADABLE as error:
        raise LoginRefusedError(words.UNREADABLE) from error


def who_asks() -> str:
    """Return who asks: an address, or `LOCAL` where there is no login.

    Raises
    ------
    NotLoggedInError
        When there is a login, and nobody has logged in.
    LoginRefusedError
        When whoever has may not come in.
    """
    if not has_login():
        return LOCAL
    rules = login_rules()
    said = st.user.to_dict()
    if said.get("is_logged_in") is not True:
        raise NotLoggedInError(words.NOT_LOGGED_IN)
    return person_of(said, rules)


def let_in() -> str:
    """Return who asks; whoever may not come in sees the login and nothing else."""
    try:
        return who_asks()
    except NotLoggedInError:
        _ask_to_log_in()
    except LoginRefusedError as error:
        _refuse(str(error))


def show_who(who: str) -> None:
    """Show who is logged in, and the way out."""
    if who == LOCAL:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="gc-who-is-in"):
        st.html(paragraph(words.WHO.format(who=who), "gc-small"))
        offer_log_out()


def offer_log_out() -> None:
    """Offer to log out."""
    if st.button(words.LOG_OUT, key="log-out", icon=":material/logout:", type="tertiary"):
        st.logout()


def _ask_to_log_in() -> NoReturn:
    _only(words.TITLE, words.PROMISE)
    if st.button(words.LOG_IN, type="primary", key="log-in", icon=":material/login:"):
        try:
            st.login()
        except StreamlitAuthError as error:
            why = str(error).strip().partition("\n")[0]
            st.error(plain(words.NO_LOGIN.format(why=why)))
    st.stop()


def _refuse(why: str) -> NoReturn:
    _only(words.REFUSED, why)
    with suppress(*_UNREADABLE):
        if st.user.get("is_logged_in"):
            offer_log_out()
    st.stop()


def _only(title: str, said: str) -> None:
    # One page for every address: none is missing, and none says more than another.
    st.set_page_config(page_title=texts.PAGE_TITLE.format(page=title))
    st.title(title, anchor=False)
    st.html(paragraph(said))

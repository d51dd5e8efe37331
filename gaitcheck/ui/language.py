"""The language of a result's first screen: the address names it, and it stays for the visit."""

from __future__ import annotations

from typing import Final

import streamlit as st

from gaitcheck.words import page as texts
from gaitcheck.words.languages import ENGLISH, LANGUAGES

LANGUAGE: Final = "lang"
"""The name of the language in the page's address."""
_KEPT: Final = "language"
_CHOICE: Final = "language_choice"


def current_language() -> str:
    """Return the language that the address names, or was chosen before; English at first."""
    asked = st.query_params.get(LANGUAGE, "")
    if asked in LANGUAGES:
        st.session_state[_KEPT] = asked
    kept: str = st.session_state.get(_KEPT, ENGLISH)
    return kept


def choose_language() -> None:
    """Offer the languages, small and at the end of the answer."""
    st.session_state[_CHOICE] = current_language()
    st.segmented_control(
        texts.LANGUAGE,
        list(LANGUAGES),
        format_func=LANGUAGES.__getitem__,
        key=_CHOICE,
        on_change=_put_choice_in_address,
        help=texts.LANGUAGE_HELP,
    )


def _put_choice_in_address() -> None:
    # A click on the language that is chosen already chooses none.
    st.query_params[LANGUAGE] = st.session_state[_CHOICE] or current_language()

"""What was made of a result, kept for the session and made anew once a person has corrected it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import TypeVar

import streamlit as st

from gaitcheck.store.corrections import to_corrections_bytes
from gaitcheck.store.result import Result

Made = TypeVar("Made")


def remembered(name: str, result: Result, make: Callable[[], Made]) -> Made:
    """Return what `make` makes of a result, made once in a session for each state of the result.

    Parameters
    ----------
    name : str
        Of what is kept.
    result : Result
        As `result_of` returns it.
    make : callable
    """
    kept: dict[str, tuple[object, Made]] = st.session_state.setdefault(name, {})
    key = str(result.folder)
    found = kept.get(key)
    if found is None or found[0] is not result.analysis:
        found = result.analysis, make()
        kept[key] = found
    return found[1]


def forget(name: str, result: Result) -> None:
    """Have what was made of a result made anew."""
    st.session_state.get(name, {}).pop(str(result.folder), None)


def state_suffix(result: Result) -> str:
    """Return what tells files of one state of a result from those of others, for their names."""
    said = result.analysis.corrections
    if not said:
        return ""
    return f"-{hashlib.sha256(to_corrections_bytes(said)).hexdigest()[:16]}"

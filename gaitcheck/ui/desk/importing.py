"""Results that lie in a folder of this computer, taken to the desk."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Final

import streamlit as st

from gaitcheck.desk.who import LOCAL
from gaitcheck.errors import InputError
from gaitcheck.ui.access.login import who_asks
from gaitcheck.ui.desk.keep import ask_who_ran, athlete_names
from gaitcheck.ui.desk.place import open_here, show_errors
from gaitcheck.ui.style import paragraph, plain
from gaitcheck.words import desk as texts

if TYPE_CHECKING:
    from gaitcheck.desk.desk import Desk

_SAID: Final = "import-said"
"""What became of the last import: the page is drawn anew with whom it has put on the desk."""


def offer_import() -> None:
    """Offer it to whoever is alone on this computer: nobody else may name folders of it."""
    if who_asks() != LOCAL:
        return
    kept, troubles = st.session_state.pop(_SAID, ("", ()))
    if kept:
        st.success(plain(kept), icon=":material/bookmark_added:")
    for trouble in troubles:
        st.warning(plain(texts.IMPORT_TROUBLE.format(trouble=trouble)))
    with st.expander(texts.IMPORT_TITLE), show_errors():
        st.html(paragraph(texts.IMPORT_TEXT, "gc-small"))
        names = athlete_names()
        with st.form("desk-import", border=False):
            who = ask_who_ran(names, "import-who")
            folder = st.text_input(texts.IMPORT_FOLDER, key="import-folder")
            films = st.text_input(texts.IMPORT_FILMS, key="import-films")
            sent = st.form_submit_button(texts.IMPORT)
        desk = open_here() if sent else None
        if desk is not None:
            _import(desk, who, folder, films)


def _import(desk: Desk, who: tuple[str, str], folder: str, films: str) -> None:
    from gaitcheck.desk.athletes import get_athlete, save_athlete
    from gaitcheck.desk.importing import find_results, import_results
    from gaitcheck.desk.records import Athlete, Session
    from gaitcheck.desk.removal import delete_for_good

    place = _folder(folder)
    if place is None or not any(find_results(place)):
        raise InputError(texts.IMPORT_NONE.format(folder=folder))
    beside = _folder(films)
    if films.strip() and beside is None:
        raise InputError(texts.IMPORT_NO_FOLDER.format(folder=films))
    athlete_id, name = who
    athlete = get_athlete(desk, athlete_id) if athlete_id else save_athlete(desk, Athlete(name))
    today = dt.datetime.now().astimezone().date()
    like = Session(athlete.id, today)
    found = list(import_results(desk, [place], like, films=beside))
    kept = sum(one.kept is not None for one in found)
    if not kept and not athlete_id:  # nobody is left on the desk without a run
        delete_for_good(desk, athlete_id=athlete.id)
    st.session_state[_SAID] = (
        texts.IMPORTED.format(name=athlete.name, count=kept) if kept else "",
        [f"{one.folder}: {one.trouble}" for one in found if one.kept is None],
    )
    st.rerun()


def _folder(named: str) -> Path | None:
    """Return a folder that was typed, or pasted with the quotation marks that a system adds."""
    named = named.strip().strip("\"'")
    folder = Path(named).expanduser() if named else None
    return folder if folder is not None and folder.is_dir() else None

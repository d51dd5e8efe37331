"""One athlete: what changed, each figure over time, the sessions, and what is known."""

from __future__ import annotations

from html import escape
from typing import Final

import streamlit as st

from gaitcheck.compare import compare_analyses
from gaitcheck.desk.athletes import get_athlete, save_athlete
from gaitcheck.desk.desk import Desk
from gaitcheck.desk.person import export_athlete
from gaitcheck.desk.records import Athlete
from gaitcheck.desk.removal import delete_for_good, what_goes
from gaitcheck.desk.sharing import is_own
from gaitcheck.desk.trends import History, compare_cue, cue_words, cues_of, load_history, span_words
from gaitcheck.errors import InputError, NotOnDeskError
from gaitcheck.store.leftovers import scratch_folder
from gaitcheck.ui.compare_tables import STYLE as COMPARE_STYLE
from gaitcheck.ui.compare_tables import change_table, changes_card
from gaitcheck.ui.desk.forms import ask_athlete
from gaitcheck.ui.desk.keep import shortened
from gaitcheck.ui.desk.notes import show_notes
from gaitcheck.ui.desk.place import show_errors
from gaitcheck.ui.desk.report import offer_report
from gaitcheck.ui.desk.sessions import show_sessions
from gaitcheck.ui.desk.sharing import show_sharing
from gaitcheck.ui.desk.trends import show_trends
from gaitcheck.ui.metronome.component import show_metronome
from gaitcheck.ui.navigation import ATHLETE, go_to_analyze
from gaitcheck.ui.style import paragraph, plain
from gaitcheck.words import desk as texts
from gaitcheck.words.access import SHARED_TO_YOU

STYLE: Final = """<style>
[data-testid="stMain"] h1.gc-name { padding: 0; overflow-wrap: anywhere; }
.gc-notes { white-space: pre-wrap; overflow-wrap: anywhere; max-height: 16rem; overflow-y: auto; }
</style>"""


def show_athlete(desk: Desk, athlete_id: str) -> None:
    """Show an athlete, or say that there is none."""
    if st.button(texts.BACK, icon=":material/arrow_back:", key="desk-back", type="tertiary"):
        leave()
    try:
        athlete = get_athlete(desk, athlete_id)
        history = load_history(desk, athlete_id)
    except NotOnDeskError:
        st.warning(texts.GONE)
        return
    except InputError as error:
        st.error(plain(str(error)), icon=":material/error:")
        return
    st.html(f'{COMPARE_STYLE}{STYLE}<h1 class="gc-name"><bdi>{escape(athlete.name)}</bdi></h1>')
    if athlete.notes:
        st.html(f'<p class="gc-text gc-notes" dir="auto">{escape(athlete.notes)}</p>')
    if not history.visits:
        st.html(paragraph(texts.NO_RUN))
        if st.button(texts.EMPTY_BRING, type="primary", key="athlete-bring"):
            go_to_analyze()
    else:
        _show_changes(history)
        _show_cues(history)
        show_metronome(history.visits[-1].analysis, f"metronome-{athlete.id}")
        show_trends(history)
        offer_report(desk, athlete)
        show_sessions(desk, history)
    show_notes(desk, athlete, history)
    _show_known(desk, athlete)


def leave() -> None:
    """Go back to the list."""
    st.query_params.pop(ATHLETE, None)
    st.rerun()


def _show_changes(history: History) -> None:
    st.header(texts.CHANGED_TITLE, anchor=False)
    first, last = history.visits[0], history.visits[-1]
    if first is last:
        st.html(paragraph(texts.ONE_RUN))
        return
    st.html(
        paragraph(span_words(first.session, last.session))
        + changes_card(compare_analyses(first.analysis, last.analysis))
    )


def _show_cues(history: History) -> None:
    cues = cues_of(history)
    if not cues:
        return
    st.header(texts.CUE_TITLE, anchor=False)
    for cue in cues:
        with st.expander(texts.CUE_BUTTON.format(cue=plain(shortened(cue)))):
            told = compare_cue(history, cue)
            cautions = "".join(f"<li>{escape(caution)}</li>" for caution in told.cautions)
            larger = told.comparison.of("larger")
            table = change_table(larger, "larger") if larger else ""
            st.html(
                f"{paragraph(cue_words(told))}"
                f"{paragraph(told.comparison.sentence, 'gc-change-sentence')}"
                f"{table}<h3>{escape(texts.CAUTIONS)}</h3><ul>{cautions}</ul>",
                width="stretch",
            )


def _show_known(desk: Desk, athlete: Athlete) -> None:
    with st.expander(texts.ATHLETE_EDIT.format(name=plain(shortened(athlete.name)))), show_errors():
        wanted = ask_athlete(athlete, f"athlete-{athlete.id}-{athlete.version}")
        if wanted is not None:
            save_athlete(desk, wanted)
            st.rerun()
    _offer_export(desk, athlete)
    if not is_own(desk, athlete.id):
        st.html(paragraph(SHARED_TO_YOU, "gc-small"))
        return
    show_sharing(desk, athlete)
    with st.expander(texts.DELETE_TITLE), show_errors():
        removal = what_goes(desk, athlete_id=athlete.id)
        said = texts.DELETE_WHAT.format(
            name=athlete.name, size=f"{removal.size_bytes / 1e6:.1f}", **removal.counts
        )
        st.html(paragraph(said))
        sure = st.checkbox(texts.DELETE_SURE, key=f"sure-{athlete.id}")
        if st.button(texts.DELETE, key=f"delete-{athlete.id}", disabled=not sure):
            delete_for_good(desk, athlete_id=athlete.id)
            leave()


def _offer_export(desk: Desk, athlete: Athlete) -> None:
    """Offer all that is kept of an athlete; it is gathered when it is asked for."""

    def gather() -> bytes:
        with scratch_folder() as folder:
            path = folder / "athlete.zip"
            export_athlete(desk, athlete.id, path)
            return path.read_bytes()

    st.download_button(
        texts.EXPORT.format(name=plain(shortened(athlete.name))),
        gather,
        "athlete.zip",
        "application/zip",
        on_click="ignore",
        key=f"export-{athlete.id}",
    )

"""*Keep this result*: one click, with athlete and session filled in by what is known."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

import streamlit as st

from gaitcheck.apart import run_apart
from gaitcheck.desk.records import KeptResult, Session
from gaitcheck.errors import InputError
from gaitcheck.store.result import Result
from gaitcheck.ui.desk.forms import CONDITIONS_ASKED, ask_conditions
from gaitcheck.ui.desk.place import has_desk, may_keep, open_here, show_errors
from gaitcheck.ui.navigation import go_to_athlete
from gaitcheck.ui.outcome import result_of
from gaitcheck.ui.style import paragraph, plain
from gaitcheck.ui.workspace import Entry, Workspace
from gaitcheck.words import desk as texts

LAST_ATHLETE: Final = "desk-last-athlete"
_KEPT: Final = "desk-kept"
_DAYS: Final = "desk-days"
_ASKED: Final = "desk-asked"
"""By entry: under which key it was asked, what was typed before, what was known, what was said."""
LONGEST_WAIT_S: Final = 10.0
_NAME_SHOWN: Final = 60


def point_to_keep(entry: Entry, result: Result) -> None:
    """Lead to where a result can be kept, which stands far below on a phone; nothing once it is."""
    if may_keep() and _this(entry, result) not in st.session_state.get(_KEPT, {}):
        st.html(f'<p class="gc-small"><a href="#{_anchor(entry)}">{texts.KEEP_POINTER}</a></p>')


def _anchor(entry: Entry) -> str:
    return f"keep-{entry.id}"


@st.fragment
def offer_keep(workspace: Workspace, entry: Entry, result: Result) -> None:
    """Offer to keep a result; once it is kept, say so and lead to the athlete."""
    if not may_keep():
        return
    with st.container(border=True, key=f"gc-keep-{entry.id}"):
        kept = st.session_state.setdefault(_KEPT, {}).get(_this(entry, result))
        if kept is not None:
            _say_kept(entry, *kept)
            return
        st.header(texts.KEEP_TITLE, anchor=_anchor(entry))
        st.html(paragraph(texts.KEEP_TEXT, "gc-small"))
        with show_errors():
            _ask(workspace, entry, result)


def _this(entry: Entry, result: Result) -> tuple[str, object]:
    """Return what tells a result from the same one with other corrections."""
    return entry.id, result.analysis.corrections


def _say_kept(entry: Entry, athlete_id: str, name: str, day: dt.date) -> None:
    st.success(plain(texts.KEPT.format(name=name, day=day)), icon=":material/bookmark_added:")
    label = texts.GO_DESK.format(name=plain(shortened(name)))
    if st.button(label, key=f"keep-go-{entry.id}"):
        go_to_athlete(athlete_id)


def _ask(workspace: Workspace, entry: Entry, result: Result) -> None:
    """Show what is known, and keep the result when the button is pressed."""
    names = athlete_names()
    who, when, button = st.columns([3, 2, 2], vertical_alignment="bottom")
    with who:
        last = st.session_state.get(LAST_ATHLETE, "")
        athlete_id, name = ask_who_ran(names, f"keep-who-{entry.id}", last)
    day = when.date_input(texts.KEEP_DAY, _day(entry), key=f"keep-day-{entry.id}")
    pressed = button.button(
        texts.KEEP_BUTTON,
        type="primary",
        key=f"keep-{entry.id}",
        icon=":material/bookmark_add:",
        width="stretch",
    )
    with st.expander(texts.KEEP_MORE):
        known = _known(athlete_id, entry, day)
        said = _asked(entry, known, f"keep-{entry.id}-{athlete_id}-{known.id}")
    film = st.checkbox(
        texts.KEEP_FILM.format(size=f"{entry.clip.size / 1e6:.0f}"),
        value=True,
        key=f"keep-film-{entry.id}",
    )
    others = _others(workspace, entry)
    if others:
        words = texts.KEEP_OTHERS if len(others) > 1 else texts.KEEP_OTHER
        label = words.format(count=len(others))
        others = others if st.checkbox(label, key=f"keep-others-{entry.id}") else []
    if pressed:
        kept = _keep(entry, result, (athlete_id, name), said, film=film)
        for other in others:
            _keep_along(other, entry, kept, film=film)
        st.rerun()


def _asked(entry: Entry, known: Session, key: str) -> Session:
    """Ask for the conditions; what was typed stays where another athlete or day is chosen then."""
    asked = st.session_state.setdefault(_ASKED, {})
    last, typed, was, said = asked.get(entry.id, (key, {}, known, known))
    if last != key:
        changed = (name for name in CONDITIONS_ASKED if getattr(said, name) != getattr(was, name))
        typed = {name: getattr(said, name) for name in changed}
    said = ask_conditions(dataclasses.replace(known, **typed), key)
    asked[entry.id] = (key, typed, known, said)
    return said


def _others(workspace: Workspace, entry: Entry) -> list[Entry]:
    """Return the last result of each other clip of this visit that is not on the desk yet."""
    done = {
        other.clip.id: other
        for other in workspace.entries
        if workspace.status(other).state == "done" and other.clip.id != entry.clip.id
    }
    kept = {entry_id for entry_id, _ in st.session_state[_KEPT]}
    return [other for other in done.values() if other.id not in kept]


def athlete_names() -> dict[str, str]:
    """Return the names of the athletes by id; those of one name are told apart by their ids."""
    if not has_desk():
        return {}
    desk = open_here()
    if desk is None:
        raise InputError(texts.TROUBLE)
    from gaitcheck.desk.athletes import find_names

    names = find_names(desk)
    often = Counter(names.values())
    return {one: name if often[name] == 1 else f"{name} ({one[:6]})" for one, name in names.items()}


def ask_who_ran(names: Mapping[str, str], key: str, last: str = "") -> tuple[str, str]:
    """Ask whose a run is; return the athlete's id, empty for somebody new, and the name.

    Parameters
    ----------
    names : mapping of str to str
        Those of `athlete_names`.
    key : str
        Of the field.
    last : str
        Id of the athlete who is chosen at first.
    """
    offered = [*_first_choice(list(names)), *names.values()]
    name = st.selectbox(
        texts.KEEP_WHO,
        offered,
        index=offered.index(names[last]) if last in names else 0,
        accept_new_options=True,
        help=texts.KEEP_WHO_HELP,
        key=key,
    )
    return next((one for one, held in names.items() if held == name), ""), name or ""


def _first_choice(ids: Sequence[str]) -> list[str]:
    """Return who is offered where nobody is on the desk yet, or nobody but the demo's athletes."""
    desk = open_here() if ids else None
    if desk is None:
        return [texts.ME]
    from gaitcheck.desk.athletes import find_drawn

    return [texts.ME] if ids[0] in find_drawn(desk) else []


def _day(entry: Entry) -> dt.date:
    """Return the day that the clip notes, asked for once; today without one."""
    known: dict[str, str | None] = st.session_state.setdefault(_DAYS, {})
    if entry.clip.id not in known:
        from gaitcheck.video.recorded import read_day

        try:
            known[entry.clip.id] = run_apart(read_day, entry.clip.path, longest_s=LONGEST_WAIT_S)
        except InputError:
            known[entry.clip.id] = None
    noted = known[entry.clip.id]
    today = dt.datetime.now().astimezone().date()
    return today if noted is None else dt.date.fromisoformat(noted)


def _known(athlete_id: str, entry: Entry, day: dt.date) -> Session:
    """Return a session with what is known: shoes and surface of the last one, the belt's speed."""
    like = Session(athlete_id, day, speed_kmh=entry.options.belt_kmh)
    desk = open_here() if athlete_id else None
    if desk is None:
        return like
    from gaitcheck.desk.importing import session_on
    from gaitcheck.desk.sessions import find_sessions

    earlier = [one for one in find_sessions(desk, athlete_id) if one.day <= day]
    if earlier:
        last = earlier[-1]
        like = dataclasses.replace(like, shoes=last.shoes, surface=last.surface)
    return session_on(desk, like, day)


def _keep_along(other: Entry, entry: Entry, kept: KeptResult, *, film: bool) -> None:
    """Keep another result of the visit with one: in its session where both were filmed that day."""
    from gaitcheck.desk.sessions import get_session

    desk = open_here()
    if desk is None:
        raise InputError(texts.TROUBLE)
    day = _day(other)
    together = day == _day(entry)
    session = (
        get_session(desk, kept.session_id) if together else _known(kept.athlete_id, other, day)
    )
    own = (kept.athlete_id, "")
    _keep(other, result_of(other), own, session, film=film)


def _keep(
    entry: Entry, result: Result, who: tuple[str, str], session: Session, *, film: bool
) -> KeptResult:
    from gaitcheck.desk.athletes import get_athlete, save_athlete
    from gaitcheck.desk.keeping import keep_result
    from gaitcheck.desk.records import Athlete, fold
    from gaitcheck.desk.removal import delete_for_good
    from gaitcheck.desk.sessions import get_session, save_session

    desk = open_here()
    if desk is None:
        raise InputError(texts.TROUBLE)
    athlete_id, name = who
    if athlete_id:
        athlete = get_athlete(desk, athlete_id)
    else:
        athlete = save_athlete(desk, Athlete(name, height_cm=result.analysis.height_cm))
    session = dataclasses.replace(session, athlete_id=athlete.id)
    if session.id and fold(get_session(desk, session.id).cue) != fold(session.cue):
        # Filmed before and after a cue on one day: the clips are told apart by their sessions.
        session = dataclasses.replace(session, id="", version=0)
    elif session.id:
        session = save_session(desk, session)
    try:
        kept = keep_result(desk, result.folder, session, film=entry.clip.path if film else None)
    except InputError:
        if not athlete_id:  # nobody is left on the desk without the run that was meant
            delete_for_good(desk, athlete_id=athlete.id)
        raise
    st.session_state[LAST_ATHLETE] = athlete.id
    st.session_state[_KEPT][_this(entry, result)] = (athlete.id, athlete.name, kept.day)
    return kept


def shortened(name: str) -> str:
    """Return a name that fits a button."""
    return name if len(name) <= _NAME_SHOWN else f"{name[: _NAME_SHOWN - 1]}…"

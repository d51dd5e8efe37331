"""Athletes, sessions and notes: rules, search, two coaches at once, rights."""

from __future__ import annotations

import datetime as dt
import sqlite3
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from gaitcheck.desk.athletes import (
    find_athletes,
    get_athlete,
    name_athlete,
    save_athlete,
)
from gaitcheck.desk.desk import Desk
from gaitcheck.desk.kept import find_kept, get_kept, load_analyses
from gaitcheck.desk.records import Athlete, Note, Session, fold
from gaitcheck.desk.removal import delete_for_good, what_goes
from gaitcheck.desk.reviews import read_review, save_review
from gaitcheck.desk.sessions import (
    delete_note,
    find_notes,
    find_sessions,
    get_session,
    save_note,
    save_session,
)
from gaitcheck.desk.sharing import share_athlete
from gaitcheck.desk.trends import load_history
from gaitcheck.errors import ConflictError, DeskError, InputError, NotOnDeskError
from gaitcheck.model import Correction
from tests.desk.results import DAY, an_athlete, keep_example

HOSTILE = (
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "Robert'); DROP TABLE athlete;--",
    "\u202eflow sdrawkcab\u202c",
    "🏃🏽‍♀️🦶" * 20,
    '=HYPERLINK("http://example.invalid","x")',
    "%_%\\",
    "مرحبا بالعالم",
)


def test_an_athlete_comes_back_as_saved(desk: Desk) -> None:
    saved = an_athlete(
        desk, "Åsa", height_cm=170.5, leg_cm=88, notes="a\nb", tags=("x", "club", "x")
    )
    assert saved == get_athlete(desk, saved.id)
    assert (saved.tags, saved.version) == (("club", "x"), 1)
    changed = save_athlete(desk, replace(saved, height_cm=None, tags=("y",), archived=True))
    assert changed == get_athlete(desk, saved.id)
    assert (changed.height_cm, changed.tags, changed.version) == (None, ("y",), 2)


@pytest.mark.parametrize(
    "fields",
    [
        {"name": "  "},
        {"name": "x" * 201},
        {"name": "x", "height_cm": 20.0},
        {"name": "x", "height_cm": float("nan")},
        {"name": "x", "leg_cm": 500.0},
        {"name": "x", "notes": "x" * 200_001},
        {"name": "x", "tags": tuple(map(str, range(51)))},
    ],
)
def test_an_athlete_that_makes_no_sense_is_refused(fields: dict[str, object]) -> None:
    with pytest.raises(InputError):
        Athlete(**fields)  # type: ignore[arg-type]


@given(name=st.text(max_size=300), notes=st.text(max_size=300))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_whatever_is_typed_is_refused_or_comes_back(desk: Desk, name: str, notes: str) -> None:
    try:
        wanted = Athlete(name, notes=notes)
    except InputError:
        return
    saved = save_athlete(desk, wanted)
    assert get_athlete(desk, saved.id) == replace(wanted, id=saved.id, version=1)
    assert any(one.athlete.id == saved.id for one in find_athletes(desk, wanted.name, most=1000)[0])


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_are_texts(desk: Desk, text: str) -> None:
    ann = an_athlete(desk)
    saved = an_athlete(desk, text, notes=text * 3, tags=(text,))
    assert get_athlete(desk, saved.id).name == " ".join(text.strip("\u202e\u202c").split())
    assert [one.athlete.id for one in find_athletes(desk, text)[0]] == [saved.id]
    assert [one.athlete.id for one in find_athletes(desk, tag=text)[0]] == [saved.id]
    assert get_athlete(desk, ann.id).name == "Ann"


@pytest.mark.parametrize("turn", "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
def test_no_text_turns_what_stands_beside_it_around(turn: str) -> None:
    """Else "9.5 km/h" behind the name of a shoe would read 5.9, as it does in any page or chart."""
    said = f"{turn}red"
    session = Session("a", DAY, shoes=said, surface=said, cue=said, pain_where=said, notes=said)
    assert {session.shoes, session.surface, session.cue, session.pain_where} == {"red"}
    ann = Athlete(said, notes=said, tags=(said,))
    assert (ann.name, ann.notes, ann.tags, session.notes) == ("red", "red", ("red",), "red")
    corrected = Correction("note", "left-1", who=said, note=said)
    assert (Note("a", said).text, corrected.who, corrected.note) == ("red", "red", "red")
    assert fold(said) == "red"


def test_a_note_of_100_kilobytes_is_kept(desk: Desk) -> None:
    ann = an_athlete(desk)
    long = "🦶 ungewöhnlich & <b>long</b>\n" * 4000
    save_note(desk, Note(ann.id, long))
    assert find_notes(desk, ann.id)[0].text == long


def test_search_takes_every_word_in_any_case_from_name_and_tags(desk: Desk) -> None:
    for name, tags in (("Ann Lee", ("Club",)), ("ANNA Ström", ()), ("Bob 100%", ("club",))):
        an_athlete(desk, name, tags=tags)

    def names(*args: str, **kwargs: object) -> list[str]:
        return [one.athlete.name for one in find_athletes(desk, *args, **kwargs)[0]]  # type: ignore[arg-type]

    assert names() == ["Ann Lee", "ANNA Ström", "Bob 100%"]
    assert names("ann") == ["Ann Lee", "ANNA Ström"]
    assert names("STRÖM anna") == ["ANNA Ström"]
    assert names("club") == ["Ann Lee", "Bob 100%"]
    assert names("club ann") == ["Ann Lee"]
    assert names("0%") == ["Bob 100%"]
    assert names("_") == []
    assert names(tag="CLUB") == ["Ann Lee", "Bob 100%"]


def test_a_page_of_the_list_and_the_archive(desk: Desk) -> None:
    for number in range(7):
        an_athlete(desk, f"runner {number}", archived=number == 3)
    page, total = find_athletes(desk, most=4, skip=4)
    assert ([one.athlete.name for one in page], total) == (["runner 5", "runner 6"], 6)
    (archived,), _ = find_athletes(desk, archived=True)
    assert archived.athlete.name == "runner 3"


def test_the_list_tells_sessions_last_day_and_last_verdict(desk: Desk) -> None:
    ann = an_athlete(desk)
    keep_example(desk, ann, 1, day=DAY)
    keep_example(desk, ann, 2, day=DAY + dt.timedelta(7))
    save_session(desk, Session(ann.id, DAY - dt.timedelta(1)))
    (found,), _ = find_athletes(desk)
    assert (found.sessions, found.last_day) == (3, DAY + dt.timedelta(7))
    assert found.strike == "heel"


def test_a_name_finds_the_one_athlete(desk: Desk) -> None:
    ann = an_athlete(desk, "Ann")
    bob = an_athlete(desk, "Bob")
    an_athlete(desk, "BOB")
    assert name_athlete(desk, " aNN ") == ann
    assert name_athlete(desk, bob.id) == bob
    with pytest.raises(InputError, match=bob.id):
        name_athlete(desk, "bob")
    with pytest.raises(InputError, match="no athlete"):
        name_athlete(desk, "Eve")


def test_a_session_comes_back_as_saved(desk: Desk) -> None:
    ann = an_athlete(desk)
    wanted = Session(
        ann.id,
        *(DAY, "red", 10.5, "treadmill", -1.5, "quicker steps"),
        pain=True,
        pain_where="left heel",
        notes="x",
    )
    saved = save_session(desk, wanted)
    assert saved == replace(wanted, id=saved.id, version=1) == get_session(desk, saved.id)
    changed = save_session(desk, replace(saved, pain=None, speed_kmh=None))
    assert find_sessions(desk, ann.id) == (changed,)


@pytest.mark.parametrize("what", ["athlete", "tags", "session", "note", "review"])
def test_two_coaches_do_not_overwrite_each_other(desk: Desk, what: str) -> None:
    ann = an_athlete(desk, tags=("old",))
    if what in ("athlete", "tags"):
        one, other = {
            "athlete": (replace(ann, notes="one"), replace(ann, notes="other")),
            "tags": (replace(ann, tags=("one",)), replace(ann, tags=("other",))),
        }[what]
        save_athlete(desk, one)
        with pytest.raises(ConflictError):
            save_athlete(desk, other)
        assert get_athlete(desk, ann.id) == replace(one, version=2)
    elif what == "session":
        held = save_session(desk, Session(ann.id, DAY))
        save_session(desk, replace(held, shoes="one"))
        with pytest.raises(ConflictError):
            save_session(desk, replace(held, shoes="other"))
        assert get_session(desk, held.id).shoes == "one"
    elif what == "note":
        note = save_note(desk, Note(ann.id, "first"))
        save_note(desk, replace(note, text="one"))
        with pytest.raises(ConflictError):
            save_note(desk, replace(note, text="other"))
        assert [one.text for one in find_notes(desk, ann.id)] == ["one"]
    else:
        kept = keep_example(desk, ann)
        seen = read_review(desk, kept.id)
        save_review(desk, kept.id, (), seen.version)
        with pytest.raises(ConflictError):
            save_review(desk, kept.id, (), seen.version)


def test_a_coach_sees_only_the_own_athletes_whatever_is_guessed(desk: Desk) -> None:
    ann = an_athlete(desk)
    kept = keep_example(desk, ann)
    note = save_note(desk, Note(ann.id, "private", clip_id=kept.id))
    thief = desk.seen_by("mallory")
    own = an_athlete(thief, "Own")
    assert [one.athlete.name for one in find_athletes(thief)[0]] == ["Own"]
    assert find_athletes(thief, "Ann")[1] == 0
    assert find_kept(thief) == find_kept(thief, athlete_id=ann.id) == ()
    assert find_kept(thief, session_id=kept.session_id) == ()
    session = get_session(desk, kept.session_id)
    attempts = (
        lambda: get_athlete(thief, ann.id),
        lambda: save_athlete(thief, replace(ann, notes="mine")),
        lambda: share_athlete(thief, ann.id, "mallory"),
        lambda: find_sessions(thief, ann.id),
        lambda: get_session(thief, kept.session_id),
        lambda: save_session(thief, replace(session, notes="mine")),
        lambda: save_session(thief, replace(session, athlete_id=own.id)),
        lambda: save_session(thief, Session(ann.id, DAY)),
        lambda: find_notes(thief, ann.id),
        lambda: save_note(thief, Note(ann.id, "mine")),
        lambda: save_note(thief, Note(own.id, "mine", clip_id=kept.id)),
        lambda: save_note(thief, replace(note, athlete_id=own.id, clip_id="", text="mine")),
        lambda: delete_note(thief, note.id),
        lambda: get_kept(thief, kept.id),
        lambda: load_analyses(thief, [kept]),
        lambda: load_history(thief, ann.id),
        lambda: read_review(thief, kept.id),
        lambda: save_review(thief, kept.id, (), 0),
        lambda: what_goes(thief, athlete_id=ann.id),
        lambda: delete_for_good(thief, athlete_id=ann.id),
        lambda: delete_for_good(thief, session_id=kept.session_id),
        lambda: delete_for_good(thief, clip_id=kept.id),
        lambda: keep_example(thief, ann),
    )
    for attempt in attempts:
        with pytest.raises(NotOnDeskError):
            attempt()
    assert get_athlete(desk, ann.id) == ann
    assert find_kept(desk) == (kept,)
    assert find_notes(desk, ann.id) == (note,)


def test_who_is_let_in_may_see_and_change_but_not_delete(desk: Desk) -> None:
    ann = an_athlete(desk)
    kept = keep_example(desk, ann)
    guest = desk.seen_by("guest")
    share_athlete(desk, ann.id, "guest")
    share_athlete(desk, ann.id, "guest")
    assert find_kept(guest) == (kept,)
    assert save_athlete(guest, replace(ann, notes="by the guest")).version == 2
    for attempt in (
        lambda: delete_for_good(guest, athlete_id=ann.id),
        lambda: share_athlete(guest, ann.id, "friend"),
    ):
        with pytest.raises(NotOnDeskError):
            attempt()


def test_a_disk_without_room_to_forget_a_deletion_is_said(sqlite_desk: Desk) -> None:
    def fill(connection: object, cursor: object, statement: str, *_: object) -> None:
        if "wal_checkpoint" in statement:
            raise sqlite3.OperationalError("database or disk is full")

    ann = an_athlete(sqlite_desk)
    event.listen(sqlite_desk.engine, "before_cursor_execute", fill)
    with pytest.raises(DeskError, match="is full or broken"):
        delete_for_good(sqlite_desk, athlete_id=ann.id)
    assert find_athletes(sqlite_desk) == ((), 0)


def test_what_was_deleted_meanwhile_takes_nothing_more(desk: Desk) -> None:
    ann = an_athlete(desk)
    delete_for_good(desk, athlete_id=ann.id)
    with pytest.raises(NotOnDeskError):
        save_session(desk, Session(ann.id, DAY))
    with pytest.raises(NotOnDeskError):
        save_athlete(desk, ann)


def test_folding_knows_no_case() -> None:
    assert fold("STRASSE Å") == fold("straße Å")

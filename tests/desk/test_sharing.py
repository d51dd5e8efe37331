"""Sharing, handing over, and every other way by which a stranger could come to an athlete."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaitcheck.desk.athletes import find_athletes, get_athlete, name_athlete
from gaitcheck.desk.demo import clear_demo, has_demo
from gaitcheck.desk.desk import LOCAL, Desk
from gaitcheck.desk.kept import (
    files_of,
    find_kept,
    get_kept,
    load_analyses,
    load_kept_observation,
    write_kept,
)
from gaitcheck.desk.person import export_athlete
from gaitcheck.desk.records import Note, Session
from gaitcheck.desk.rejudge import rejudge
from gaitcheck.desk.removal import delete_for_good, what_goes
from gaitcheck.desk.reviews import judge_kept
from gaitcheck.desk.sessions import find_notes, find_sessions, get_session, save_note, save_session
from gaitcheck.desk.sharing import (
    give_athlete,
    is_own,
    share_athlete,
    shared_with,
    unshare_athlete,
)
from gaitcheck.desk.who import is_email_address, known_as
from gaitcheck.errors import InputError, NotOnDeskError
from tests.desk.results import DAY, an_athlete, keep_example


def test_an_athlete_is_shared_and_shared_no_more(desk: Desk) -> None:
    ann = an_athlete(desk)
    share_athlete(desk, ann.id, " Guest@Club.example ")
    share_athlete(desk, ann.id, LOCAL)  # the owner needs no leave
    assert shared_with(desk, ann.id) == ("guest@club.example",)
    guest = desk.seen_by("GUEST@club.example")
    assert get_athlete(guest, ann.id) == ann
    assert (is_own(desk, ann.id), is_own(guest, ann.id)) == (True, False)
    unshare_athlete(desk, ann.id, "Guest@club.example")
    unshare_athlete(desk, ann.id, "guest@club.example")
    assert shared_with(desk, ann.id) == ()
    for asked in (get_athlete, is_own):
        with pytest.raises(NotOnDeskError):
            asked(guest, ann.id)
    with pytest.raises(InputError, match="who is meant"):
        share_athlete(desk, ann.id, "  ")


def test_an_athlete_is_handed_over_with_all_that_is_kept(desk: Desk) -> None:
    ann = an_athlete(desk)
    kept = keep_example(desk, ann)
    share_athlete(desk, ann.id, "guest@club.example")
    give_athlete(desk, ann.id, "Coach@club.example")
    coach = desk.seen_by("coach@club.example")
    assert find_kept(coach) == (kept,)
    for other in (desk, desk.seen_by("guest@club.example")):
        assert find_athletes(other) == ((), 0)
        assert find_kept(other) == ()


@pytest.mark.parametrize("attempt", [shared_with, is_own])
def test_who_does_not_see_an_athlete_learns_nothing_of_it(desk: Desk, attempt: object) -> None:
    ann = an_athlete(desk)
    with pytest.raises(NotOnDeskError, match="no such athlete"):
        attempt(desk.seen_by("mallory@club.example"), ann.id)  # type: ignore[operator]


def test_a_guest_neither_shares_on_nor_takes_an_athlete_or_a_session(desk: Desk) -> None:
    ann = an_athlete(desk)
    kept = keep_example(desk, ann)
    note = save_note(desk, Note(ann.id, "of Ann"))
    share_athlete(desk, ann.id, "guest")
    guest = desk.seen_by("guest")
    own = an_athlete(guest, "Own")
    session = get_session(guest, kept.session_id)
    for attempt in (
        lambda: shared_with(guest, ann.id),
        lambda: share_athlete(guest, ann.id, "friend"),
        lambda: unshare_athlete(guest, ann.id, "guest"),
        lambda: give_athlete(guest, ann.id, "guest"),
        lambda: save_session(guest, replace(session, athlete_id=own.id)),
    ):
        with pytest.raises(NotOnDeskError):
            attempt()
    with pytest.raises(InputError, match="another athlete"):
        save_note(guest, replace(note, athlete_id=own.id))
    assert get_session(desk, kept.session_id) == session
    assert find_notes(desk, ann.id) == (note,)


def test_nothing_of_another_is_had_by_what_was_guessed(desk: Desk, tmp_path: Path) -> None:
    ann = an_athlete(desk)
    kept = keep_example(desk, ann)
    save_note(desk, Note(ann.id, "private", clip_id=kept.id))
    thief = desk.seen_by("mallory@club.example")
    own = an_athlete(thief, "Own")
    mine = keep_example(thief, own, 7)
    # A record that was put together by hand names one's own athlete and another's clip.
    forged = replace(kept, athlete_id=own.id, session_id=mine.session_id)
    for attempt in (
        lambda: load_analyses(thief, [forged]),
        lambda: load_analyses(thief, [replace(mine, analysis_id=kept.analysis_id)]),
        lambda: files_of(thief, kept.id),
        lambda: write_kept(thief, kept.id, tmp_path / "stolen"),
        lambda: load_kept_observation(thief, kept.id),
        lambda: judge_kept(thief, kept.id, ()),
        lambda: export_athlete(thief, ann.id, tmp_path / "stolen.zip"),
        lambda: keep_example(thief, replace(own, id=ann.id)),
        lambda: save_session(thief, Session(own.id, DAY, id=kept.session_id, version=1)),
    ):
        with pytest.raises(NotOnDeskError):
            attempt()
    assert not list(tmp_path.glob("stolen*"))
    with pytest.raises(InputError, match="no athlete"):
        name_athlete(thief, ann.id)
    assert rejudge(thief, ann.id, everything=True) == ()
    assert find_notes(thief, own.id, clip_id=kept.id) == ()
    assert [one.id for one in find_kept(thief)] == [mine.id]
    assert not has_demo(thief)
    assert clear_demo(thief) == 0
    assert get_kept(desk, kept.id) == kept


def test_every_guessed_id_says_the_same(desk: Desk) -> None:
    """So that nobody can tell what is another's from what is nowhere."""
    ann = an_athlete(desk)
    kept = keep_example(desk, ann)
    thief = desk.seen_by("mallory@club.example")

    def said(clip: str, session: str, athlete: str) -> list[str]:
        found = []
        for attempt in (
            lambda: get_kept(thief, clip),
            lambda: get_session(thief, session),
            lambda: find_sessions(thief, athlete),
        ):
            with pytest.raises(NotOnDeskError) as refused:
                attempt()
            found.append(str(refused.value))
        return found

    assert said(kept.id, kept.session_id, ann.id) == said("0" * 24, "' OR 1=1 --", "%")


def test_the_size_of_what_goes_does_not_tell_what_others_keep(desk: Desk) -> None:
    mallory = desk.seen_by("mallory@club.example")
    own = an_athlete(mallory, "Own")
    keep_example(mallory, own, 3)
    alone = what_goes(mallory, athlete_id=own.id)
    ann = an_athlete(desk)
    theirs = keep_example(desk, ann, 3)  # the very same files
    assert what_goes(mallory, athlete_id=own.id) == alone
    delete_for_good(mallory, athlete_id=own.id)
    load_analyses(desk, [theirs])  # and they are there still


def test_addresses_are_the_same_in_any_case_but_only_in_ascii() -> None:
    assert known_as(" Ann@Club.EXAMPLE ") == "ann@club.example"
    # These become an ASCII "k" and "s" where case is folded by Unicode.
    for letter in ("\u212a", "\u017f"):
        assert known_as(f"{letter}im@club.example") == f"{letter}im@club.example"
    assert known_as("Ann") == "Ann"


@given(st.text(max_size=40))
def test_an_address_is_never_the_local_owner_nor_two_people(text: str) -> None:
    if is_email_address(text):
        assert known_as(text) != LOCAL
        assert text.count("@") == 1
        assert known_as(known_as(text)) == known_as(text)
        assert len(text.splitlines()) == 1


@pytest.mark.parametrize(
    "text", ["", "ann", "@club.example", "ann@", "a@b@c", "a b@c", "a\n@c", "a\u202e@c", "a" * 300]
)
def test_what_is_no_address(text: str) -> None:
    assert not is_email_address(text)

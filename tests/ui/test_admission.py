"""Who may upload how much: nothing beyond a visitor's room, however many files come at once."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaitcheck.ui import admission as rules
from gaitcheck.ui.admission import Admission, RefusedError

MOST = 1000


@dataclass
class Visit:
    left: int = 10 * MOST
    closed: bool = False

    def room(self) -> int:
        return self.left


@dataclass
class Clock:
    now: float = 0.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Door:
    """An admission, and the uploads that are on their way through it."""

    clock: Clock = field(default_factory=Clock)
    inside: ExitStack = field(default_factory=ExitStack)

    def __post_init__(self) -> None:
        self.admission = Admission(self.clock)

    def enter(self, session: str, stated: int | None = 1) -> int:
        """Let an upload in that stays; return how large it may be, or minus the status."""
        try:
            return self.inside.enter_context(self.admission.admit(session, stated, MOST))
        except RefusedError as refused:
            return -refused.status


@pytest.fixture
def door() -> Door:
    return Door()


def test_only_sessions_of_open_visits_upload(door: Door) -> None:
    visit = Visit()
    assert door.enter("a") == -403
    door.admission.open("a", visit)
    assert door.enter("a") == MOST
    visit.closed = True
    assert door.enter("a") == -403


def test_an_upload_is_no_larger_than_any_may_be(door: Door) -> None:
    door.admission.open("a", Visit())
    assert door.enter("a", MOST + 1) == -413
    assert door.enter("a", MOST) == MOST
    assert door.enter("a", None) == MOST


@given(st.lists(st.none() | st.integers(0, 2 * MOST), max_size=30))
def test_what_arrives_at_once_never_exceeds_the_room(uploads: list[int | None]) -> None:
    door, visit = Door(), Visit(left=3 * MOST)
    door.admission.open("a", visit)
    arriving = 0
    for stated in uploads:
        most = door.enter("a", stated)
        assert most <= MOST
        if most > 0:
            arriving += most if stated is None else stated
        assert arriving <= visit.left


def test_a_visitor_has_so_many_on_their_way_and_others_are_not_held_up(door: Door) -> None:
    for name in "ab":
        door.admission.open(name, Visit())
    assert all(door.enter("a") > 0 for _ in range(rules.MAX_ARRIVING_EACH))
    assert door.enter("a") == -429
    assert door.enter("b") > 0
    door.inside.close()
    assert door.enter("a") > 0


def test_the_server_takes_so_many_at_once(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "MAX_ARRIVING", 3)
    for number in range(4):
        door.admission.open(str(number), Visit())
    assert [door.enter(str(number)) for number in range(4)] == [MOST, MOST, MOST, -503]


def test_so_many_begin_in_a_minute(door: Door) -> None:
    door.admission.open("a", Visit())
    for _ in range(rules.MAX_A_MINUTE):
        with door.admission.admit("a", 1, MOST):
            door.clock.now += 0.5
    assert door.enter("a") == -429
    door.clock.now += 60 - 0.5 * rules.MAX_A_MINUTE
    assert door.enter("a") > 0

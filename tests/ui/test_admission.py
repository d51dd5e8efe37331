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


@dataclass(eq=False)
class Visit:
    left: int = 10 * MOST
    closed: bool = False
    who: str = ""

    @property
    def owner(self) -> str:
        return self.who or str(id(self))

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

    def enter(self, session: str, stated: int | None = 1, address: str = "") -> int:
        """Let an upload in that stays; return how large it may be, or minus the status."""
        try:
            admitted = self.admission.admit(session, stated, MOST, 0, address)
            return self.inside.enter_context(admitted)
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


@pytest.mark.parametrize("same", ["visit", "person"])
def test_more_tabs_are_no_more_visitors(same: str, door: Door) -> None:
    """A second tab shows the same visit; who logs in has several visits, and is one person."""
    first = Visit(who="ann")
    tabs = [first, first if same == "visit" else Visit(who="ann")]
    for name, visit in zip("ab", tabs, strict=True):
        door.admission.open(name, visit)
    came = [door.enter("ab"[number % 2]) for number in range(rules.MAX_ARRIVING_EACH + 1)]
    assert came[-1] == -429
    assert -429 not in came[:-1]
    door.inside.close()
    for number in range(rules.MAX_A_MINUTE - rules.MAX_ARRIVING_EACH):
        with door.admission.admit("ab"[number % 2], 1, MOST):
            pass
    assert (door.enter("a"), door.enter("b")) == (-429, -429)


def test_two_tabs_of_a_visit_share_its_room(door: Door) -> None:
    visit = Visit(left=MOST)
    for name in "ab":
        door.admission.open(name, visit)
    assert door.enter("a", MOST) == MOST
    assert door.enter("b", 1) == -413
    assert set(door.admission.sessions("a")) == {"a", "b"}


def test_ever_new_visits_from_one_address_are_counted_together(door: Door) -> None:
    def upload(number: int, address: str) -> int:
        door.admission.open(str(number), Visit())
        return door.enter(str(number), 1, address)

    most = rules.MAX_ARRIVING_ADDRESS
    assert all(upload(number, "192.0.2.1") > 0 for number in range(most))
    assert upload(most, "192.0.2.1") == -429
    assert upload(most + 1, "192.0.2.2") > 0
    door.inside.close()
    for number in range(rules.MAX_A_MINUTE_ADDRESS - most):
        door.admission.open(str(number), Visit())
        with door.admission.admit(str(number), 1, MOST, 0, "192.0.2.1"):
            pass
    assert upload(0, "192.0.2.1") == -429
    door.clock.now += 60
    assert upload(0, "192.0.2.1") > 0

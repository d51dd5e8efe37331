"""The queue: fair between owners, in order within one, nothing lost, and true about what comes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaitcheck.jobs.queue import FairQueue, starting_times

SLOTS = 2
OWNERS = "abcde"

Clip = tuple[str, int]
"""Its owner and its number among the owner's clips."""


@dataclass
class Server:
    """A queue with two places to work, and what has happened there."""

    queue: FairQueue[Clip] = field(default_factory=FairQueue)
    in_work: list[Clip] = field(default_factory=list)
    begun: list[Clip] = field(default_factory=list)
    sent: Counter[str] = field(default_factory=Counter)
    overtaken: dict[str, Counter[str]] = field(default_factory=dict)

    def owners_in_work(self) -> list[str]:
        return [owner for owner, _ in self.in_work]

    def send(self, owner: str) -> None:
        self.queue.add(owner, (owner, self.sent[owner]))
        self.sent[owner] += 1
        self.begin()

    def end(self, which: int) -> None:
        if self.in_work:
            self.in_work.pop(which % len(self.in_work))
            self.begin()

    def begin(self) -> None:
        while len(self.queue) and len(self.in_work) < SLOTS:
            idle = {o for o in OWNERS if self.queue.count(o) and o not in self.owners_in_work()}
            owner, clip = self.queue.take(self.owners_in_work())
            assert clip[0] == owner
            self.in_work.append(clip)
            self.begun.append(clip)
            for other in idle - {owner}:
                self.overtaken.setdefault(other, Counter())[owner] += 1
            self.overtaken.pop(owner, None)
            for counts in self.overtaken.values():
                assert max(counts.values()) <= 1, "an idle owner was overtaken twice by another"


happenings = st.lists(
    st.one_of(
        st.tuples(st.just("send"), st.sampled_from(OWNERS)),
        st.tuples(st.just("end"), st.integers(0, SLOTS - 1)),
    ),
    max_size=80,
)


def after(events: list[tuple[str, str | int]]) -> Server:
    server = Server()
    for what, which in events:
        if what == "send":
            server.send(str(which))
        else:
            server.end(int(which))
    return server


@given(happenings)
def test_who_has_nothing_in_work_is_overtaken_by_each_other_once_at_most(
    events: list[tuple[str, str | int]],
) -> None:
    after(events)


@given(happenings)
def test_nothing_is_lost_or_taken_twice_and_each_owner_s_order_is_kept(
    events: list[tuple[str, str | int]],
) -> None:
    server = after(events)
    assert not len(server.queue) or len(server.in_work) == SLOTS, "a place stands empty"
    while server.in_work:
        server.end(0)
    assert len(server.queue) == 0
    for owner in OWNERS:
        own = [number for name, number in server.begun if name == owner]
        assert own == list(range(server.sent[owner]))


@given(happenings)
def test_the_order_that_is_told_is_the_order_that_comes(
    events: list[tuple[str, str | int]],
) -> None:
    server = after(events)
    told, before = server.queue.order(server.owners_in_work()), len(server.begun)
    while server.in_work:
        server.end(0)
    assert server.begun[before:] == told


@given(happenings, st.data())
def test_what_is_removed_never_comes(
    events: list[tuple[str, str | int]], data: st.DataObject
) -> None:
    server = after(events)
    waiting = server.queue.order()
    gone = data.draw(st.lists(st.sampled_from(waiting), unique=True)) if waiting else []
    for clip in gone:
        assert server.queue.remove(clip)
        assert not server.queue.remove(clip)
    assert sorted(server.queue.order()) == sorted(set(waiting) - set(gone))


@pytest.mark.parametrize("clips", [10, 20])
def test_one_clip_is_next_however_many_another_has_sent(clips: int) -> None:
    server = Server()
    for _ in range(clips):
        server.send("a")
    server.send("b")
    server.send("c")
    # A place of each: whoever has two at work gets no third before those who have none.
    assert server.queue.order(server.owners_in_work())[:3] == [("b", 0), ("a", 2), ("c", 0)]
    server.end(0)
    assert server.begun[-1] == ("b", 0)


def test_nothing_comes_from_an_empty_queue() -> None:
    with pytest.raises(IndexError):
        FairQueue[str]().take()


@given(
    st.lists(st.floats(0, 100), min_size=1, max_size=4),
    st.integers(0, 30),
    st.floats(0.1, 100),
)
def test_turns_come_one_after_the_other_as_places_become_free(
    free_s: list[float], count: int, each_s: float
) -> None:
    times = starting_times(free_s, count, each_s)
    assert len(times) == count
    assert times == sorted(times)
    assert all(time >= min(free_s) for time in times)
    assert times[:1] == [min(free_s)][:count]
    # No more begin in the time of one than there are places.
    for first, later in zip(times, times[len(free_s) :], strict=False):
        assert later >= first + each_s - 1e-9

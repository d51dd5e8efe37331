"""Who is next: what several owners have waiting is served in turn; nobody holds up the others."""

from __future__ import annotations

import heapq
from collections import Counter, OrderedDict, deque
from collections.abc import Iterable, Mapping, Sequence
from typing import Generic, TypeVar

Item = TypeVar("Item")


class FairQueue(Generic[Item]):
    """What waits, by owner.

    Next is the owner with the least in work; among equals the one whose turn has not come for
    longest. Within an owner the order is that of arrival. So an owner with nothing in work is
    overtaken by each other owner once at most.
    """

    def __init__(self) -> None:
        # Owners in the order of their turns; one who has been served goes to the end.
        self._waiting: OrderedDict[str, deque[Item]] = OrderedDict()

    def __len__(self) -> int:
        return sum(map(len, self._waiting.values()))

    def count(self, owner: str) -> int:
        """Return how many items of an owner wait."""
        return len(self._waiting.get(owner, ()))

    def add(self, owner: str, item: Item) -> None:
        """Put an item behind all others of its owner."""
        self._waiting.setdefault(owner, deque()).append(item)

    def remove(self, item: Item) -> bool:
        """Take an item out; return whether it was waiting."""
        for owner, items in self._waiting.items():
            if item in items:
                items.remove(item)
                if not items:
                    del self._waiting[owner]
                return True
        return False

    def take(self, in_work: Iterable[str] = ()) -> tuple[str, Item]:
        """Take the next item out; return it with its owner.

        Parameters
        ----------
        in_work : iterable of str
            The owner of each item that is being worked on.

        Raises
        ------
        IndexError
            Nothing waits.
        """
        owner = _next_owner(self._waiting, Counter(in_work))
        items = self._waiting[owner]
        item = items.popleft()
        if items:
            self._waiting.move_to_end(owner)
        else:
            del self._waiting[owner]
        return owner, item

    def order(self, in_work: Sequence[str] = ()) -> list[Item]:
        """Return what waits in the order in which it will be taken, if nothing more arrives.

        Parameters
        ----------
        in_work : sequence of str
            The owner of each item that is being worked on, in the order in which they will end.
        """
        ahead: FairQueue[Item] = FairQueue()
        for owner, items in self._waiting.items():
            ahead._waiting[owner] = deque(items)
        busy, found = deque(in_work), []
        while len(ahead):
            if busy:
                busy.popleft()
            owner, item = ahead.take(busy)
            if in_work:
                busy.append(owner)
            found.append(item)
        return found


def _next_owner(turns: Iterable[str], in_work: Mapping[str, int]) -> str:
    owners = list(turns)
    if not owners:
        raise IndexError("nothing waits")
    return min(owners, key=lambda owner: in_work.get(owner, 0))  # the first among equals


def starting_times(free_s: Sequence[float], count: int, each_s: float) -> list[float]:
    """Return in how many seconds each of some waiting items will start.

    Parameters
    ----------
    free_s : sequence of float
        In how many seconds each place becomes free.
    count : int
        How many wait.
    each_s : float
        How long each of them takes.
    """
    places = list(free_s)
    heapq.heapify(places)
    return [heapq.heapreplace(places, places[0] + each_s) for _ in range(count)]

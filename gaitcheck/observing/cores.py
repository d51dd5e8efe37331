"""How the work is spread over the cores of this machine."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from queue import Empty, SimpleQueue
from typing import Generic, TypeVar

import cv2
from threadpoolctl import threadpool_limits

T = TypeVar("T")


class ObjectPool(Generic[T]):
    """Things that only one thread at a time may use, made when all others are in use.

    Parameters
    ----------
    make : callable
        Makes one more.
    """

    def __init__(self, make: Callable[[], T]) -> None:
        self._make = make
        self._idle: SimpleQueue[T] = SimpleQueue()

    @contextmanager
    def one(self) -> Iterator[T]:
        """Lend one for a while."""
        try:
            thing = self._idle.get_nowait()
        except Empty:
            thing = self._make()
        yield thing
        self._idle.put(thing)


def usable_cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextmanager
def one_core_each() -> Iterator[None]:
    """Let OpenCV and BLAS keep to the thread that calls them.

    The work is divided into threads of our own: more of theirs would only wait for each other.
    """
    before = cv2.getNumThreads()
    cv2.setNumThreads(1)
    try:
        with threadpool_limits(limits=1):
            yield
    finally:
        cv2.setNumThreads(before)

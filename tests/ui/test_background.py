"""Work in the background: its states, its progress, its end."""

from __future__ import annotations

import threading
import time

import pytest

from gaitcheck.errors import InputError
from gaitcheck.progress import CancelSignal, stop_if_cancelled
from gaitcheck.ui.background import Background, Note

WAIT_S = 30.0


def run(work: object, wanted: object = lambda: True) -> Background:
    made = Background(work, wanted)  # type: ignore[arg-type]
    made.start()
    return made


def test_work_that_ends_is_done_and_its_progress_never_goes_back() -> None:
    seen = []

    def work(note: Note, cancel: CancelSignal) -> None:
        for share in (0.2, 0.6, 0.4, 1.2):
            note(share)
            seen.append(made.share_done)

    made = Background(work, lambda: True)
    made.start()
    assert made.wait(WAIT_S)
    assert made.state == "done"
    assert seen == [0.2, 0.6, 0.6, 1.0]


def test_what_cannot_be_done_says_why() -> None:
    def work(note: Note, cancel: CancelSignal) -> None:
        raise InputError("The clip is gone.")

    made = run(work)
    assert made.wait(WAIT_S)
    assert (made.state, made.message) == ("failed", "The clip is gone.")


def test_a_fault_of_ours_is_failed_without_its_words(caplog: pytest.LogCaptureFixture) -> None:
    def work(note: Note, cancel: CancelSignal) -> None:
        raise RuntimeError("secret")

    made = run(work)
    assert made.wait(WAIT_S)
    assert (made.state, made.message) == ("failed", "")
    assert "secret" in caplog.text


@pytest.mark.parametrize("how", ["cancel", "unwanted"])
def test_stopping(how: str) -> None:
    begun, wanted = threading.Event(), [True]

    def work(note: Note, cancel: CancelSignal) -> None:
        begun.set()
        while True:
            stop_if_cancelled(cancel)
            time.sleep(0.01)

    made = run(work, lambda: wanted[0])
    assert begun.wait(WAIT_S)
    if how == "cancel":
        made.cancel()
    else:
        wanted[0] = False
    assert made.wait(WAIT_S)
    assert made.state == "cancelled"


def test_one_at_a_time_and_the_next_can_be_called_off_while_it_waits() -> None:
    go_on, begun = threading.Event(), threading.Event()

    def first(note: Note, cancel: CancelSignal) -> None:
        begun.set()
        go_on.wait(WAIT_S)

    one = run(first)
    assert begun.wait(WAIT_S)
    two = run(first)
    time.sleep(0.1)
    assert two.state == "waiting"
    two.cancel()
    assert two.wait(WAIT_S)
    assert two.state == "cancelled"
    go_on.set()
    assert one.wait(WAIT_S)
    assert one.state == "done"

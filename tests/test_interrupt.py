"""Ctrl-C and SIGTERM, in processes of their own."""

from __future__ import annotations

import signal
import subprocess
import sys
import textwrap

import pytest

from gaitcheck.interrupt import Interrupt

POLLING = """
    print("ready", flush=True)
    while not interrupt.is_set():
        time.sleep(0.01)
    print("stopped in order", flush=True)
"""
STUBBORN = """
    print("ready", flush=True)
    while True:
        time.sleep(0.01)
"""


def start(body: str, grace_s: float) -> subprocess.Popen[str]:
    program = "\n".join(
        [
            "import os, sys, time",
            "from gaitcheck.interrupt import Interrupt",
            "clean_up = lambda: os.write(1, b'cleaned\\n')",
            f"with Interrupt(clean_up, grace_s={grace_s}) as interrupt:",
            textwrap.indent(textwrap.dedent(body), "    "),
            "sys.exit(interrupt.exit_status)",
        ]
    )
    process = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_work_that_polls_stops_in_order(number: signal.Signals, status: int) -> None:
    with start(POLLING, grace_s=60) as process:
        process.send_signal(number)
        out, _ = process.communicate(timeout=60)
    assert (out, process.returncode) == ("stopped in order\n", status)


def test_work_that_does_not_stop_is_ended_after_the_grace_time() -> None:
    with start(STUBBORN, grace_s=0.2) as process:
        process.send_signal(signal.SIGTERM)
        out, _ = process.communicate(timeout=60)
    assert (out, process.returncode) == ("cleaned\n", 143)


def test_a_second_signal_ends_the_process_at_once() -> None:
    with start(STUBBORN, grace_s=600) as process:
        process.send_signal(signal.SIGTERM)
        process.send_signal(signal.SIGINT)
        out, _ = process.communicate(timeout=60)
    assert out == "cleaned\n"
    assert process.returncode in {130, 143}


def test_the_handlers_are_put_back() -> None:
    before = signal.getsignal(signal.SIGTERM)
    with Interrupt() as interrupt:
        assert not interrupt.is_set()
        assert signal.getsignal(signal.SIGTERM) is not before
    assert signal.getsignal(signal.SIGTERM) is before

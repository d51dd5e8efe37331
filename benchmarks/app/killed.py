"""Kill the app and its analyses, again and again: ``python -m benchmarks.app.killed [TIMES]``.

A visitor has a clip analysed; after a random while the server, the analysis or one of its workers
is killed (SIGKILL). A page may then show the whole result, equal to the one that is made in peace,
or say in one sentence that it did not work, and nothing else. What was started has to end by
itself, and a new server leaves nothing of the old one. Fifty times by default; the exit status is
1 where anything is amiss. Needs Linux, and Chromium or Chrome.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, Literal, get_args

from playwright.sync_api import Browser, expect, sync_playwright

from benchmarks.app.load import analyse_alone
from benchmarks.app.processes import Process, processes_of
from tests.conftest import find_chromium
from tests.end_to_end.browser import CHROMIUM_ARGUMENTS, ROOT, Server, Visit, serve, visit
from tests.end_to_end.command import excerpt
from tests.kept import KEPT

Victim = Literal["server", "analysis", "worker"]

TIMES: Final = 50
WAIT_S: Final = 180.0
_WORKER: Final = "gaitcheck.observing.pose.worker"
_ANALYSIS: Final = "-m gaitcheck analyze"


def kill(victim: Victim, server: Server, chance: random.Random) -> bool:
    """Kill one process of that kind; return whether there was one."""
    found = [process for process in processes_of(server.temporary) if _is(process, victim, server)]
    if not found:
        return False
    with suppress(ProcessLookupError):  # it has just ended by itself
        os.kill(chance.choice(found).pid, signal.SIGKILL)
    return True


def _is(process: Process, victim: Victim, server: Server) -> bool:
    if victim == "server":
        return process.pid == server.process.pid
    return (_WORKER if victim == "worker" else _ANALYSIS) in process.command


def seconds_until_alone(server: Server) -> float:
    """Wait until nothing runs that the server has started; return how long it took.

    Raises
    ------
    RuntimeError
        Something never ended.
    """
    begin = time.monotonic()
    while left := [p for p in processes_of(server.temporary) if p.pid != server.process.pid]:
        if time.monotonic() - begin > WAIT_S:
            raise RuntimeError(f"still running: {left}")
        time.sleep(0.1)
    return time.monotonic() - begin


def outcome_of(app: Visit, alone: Any) -> str:
    """Wait for what the page says in the end; a result has to be the whole one."""
    page = app.page
    ended = page.locator(".gc-verdict").or_(page.get_by_test_id("stAlert").first)
    expect(ended.first).to_be_visible(timeout=1000 * WAIT_S)
    if page.locator(".gc-verdict").count():
        (path,) = app.server.temporary.glob("gaitcheck-app-*/*/results/*/*/analysis.json")
        return "whole result" if json.loads(path.read_bytes()) == alone else "ANOTHER RESULT"
    said = page.get_by_test_id("stAlert").first.inner_text()
    bad = "Traceback" in said or not said.strip()
    return "SAID BADLY" if bad else "said that it did not work"


def left_in(temporary: Path) -> list[str]:
    """Return what lies in the folder beside the log of the server that has just started."""
    return [path.name for path in temporary.iterdir() if path.name != "server.log"]


def kill_once(
    browser: Browser,
    temporary: Path,
    clip: Path,
    alone: Any,
    chance: random.Random,
    longest_s: float,
) -> tuple[Victim, str, float]:
    """Kill something under a visitor; return what, what the page said, how long others lived."""
    victim: Victim = chance.choice(get_args(Victim))
    with serve(ROOT / "app.py", temporary) as server:
        if left := left_in(temporary):
            return victim, f"LEFT BY THE ONE BEFORE {left}", 0.0
        with visit(browser, server) as app:
            app.upload(clip)
            app.start()
            app.page.get_by_role("progressbar").wait_for()
            time.sleep(chance.uniform(0, longest_s))
            if not kill(victim, server, chance):
                return victim, f"none at that moment; {outcome_of(app, alone)}", 0.0
            if victim == "server":
                app.errors.clear()
                server.process.wait()
                lived_s = seconds_until_alone(server)
                app.page.goto("about:blank")
                app.errors.clear()
                return victim, "gone", lived_s
            outcome = outcome_of(app, alone)
            return victim, outcome, seconds_until_alone(server)


def main(times: int) -> int:
    """Kill so often, and return the exit status."""
    counts: Counter[tuple[str, str]] = Counter()
    longest_s: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        os.environ[KEPT] = str(folder / "kept")
        temporary = folder / "server"
        temporary.mkdir()
        browser = playwright.chromium.launch(
            executable_path=find_chromium(), args=CHROMIUM_ARGUMENTS
        )
        clip = excerpt()
        alone, alone_s = analyse_alone(clip, folder / "alone")
        print(f"alone the clip takes {alone_s:.1f} s", flush=True)
        for seed in range(times):
            victim, outcome, lived_s = kill_once(
                browser, temporary, clip, alone, random.Random(seed), alone_s
            )
            counts[victim, outcome] += 1
            longest_s[victim] = max(longest_s.get(victim, 0.0), lived_s)
            print(
                f"{seed + 1}: {victim}: {outcome}; others ended {lived_s:.1f} s later", flush=True
            )
        with serve(ROOT / "app.py", temporary):
            left = left_in(temporary)
        browser.close()
    for (killed, outcome), count in sorted(counts.items()):
        print(f"{killed}: {outcome}: {count}")
    print(f"what was started ended by itself after so many seconds at most: {longest_s}")
    print(f"left at the end: {left}")
    amiss = [outcome for _, outcome in counts if outcome.split()[0].isupper()]
    return 1 if amiss or left else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else TIMES))

"""Many visitors at once: ``python -m benchmarks.app.load [--visitors 20] [--minutes 30]``.

So many browsers upload the same clip to one server and have it analysed at the same moment; who has
a result comes again as a new visitor, for so many minutes. Printed are whether each result is the
one that the command makes of the clip alone, how long the visitors waited for the first answer and
for the result, what the server took of memory over time, and which processes and files are left
once it was stopped. The exit status is 1 where anything is amiss.

Needs Linux, and Chromium or Chrome.
"""

from __future__ import annotations

import argparse
import glob
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Browser, sync_playwright

from benchmarks.app.processes import Process, Sample, Watch, processes_of, watching
from gaitcheck.samples import SAMPLES_FOLDER
from tests.conftest import find_chromium
from tests.end_to_end.browser import CHROMIUM_ARGUMENTS, ROOT, Server, Visit, serve

CLIP: Final = SAMPLES_FOLDER / "heel_treadmill_left.mp4"
LONGEST_S: Final = 3600.0
STEP_MS: Final = 100
ROWS: Final = 12
"""How many moments of memory are printed."""
_VERDICT: Final = ".gc-verdict h1"
_SO_FAR: Final = ".gc-so-far"


@dataclass
class Visitor:
    """One browser session, and when it saw what; who comes again begins anew."""

    visit: Visit
    begun_s: float = 0.0
    waiting: bool = False
    firsts_s: list[float] = field(default_factory=list)
    results_s: list[float] = field(default_factory=list)
    _saw_first: bool = False

    def come(self, clip: Path) -> None:
        """Open the page as somebody new, and bring a clip."""
        self.visit.page.goto(self.visit.server.url)
        self.visit.page.get_by_test_id("stFileUploader").wait_for()
        self.visit.upload(clip)

    def start(self) -> None:
        """Have it analysed."""
        self.begun_s, self.waiting, self._saw_first = time.monotonic(), True, False
        self.visit.start()

    def look(self) -> None:
        """Note what is there by now."""
        now = time.monotonic() - self.begun_s
        if not self._saw_first and self.visit.page.locator(_SO_FAR).count():
            self._saw_first = True
            self.firsts_s.append(now)
        if self.visit.page.locator(_VERDICT).count():
            self.results_s.append(now)
            self.waiting = False


@dataclass
class Outcome:
    """What one run has shown."""

    visitors: list[Visitor] = field(default_factory=list)
    documents: dict[Path, Any] = field(default_factory=dict)
    analyses: int = 0
    watch: Watch = field(default_factory=Watch)
    processes: list[Process] = field(default_factory=list)
    files: list[str] = field(default_factory=list)


def analyse_alone(clip: Path, folder: Path) -> tuple[Any, float]:
    """Return what the command makes of a clip while nothing else runs here, and its seconds."""
    begin = time.monotonic()
    command = [sys.executable, "-m", "gaitcheck", "analyze", str(clip), "--no-cache"]
    subprocess.run([*command, "--out", str(folder)], check=True, capture_output=True)
    (document,) = folder.glob("*/analysis.json")
    return json.loads(document.read_bytes()), time.monotonic() - begin


def run(clip: Path, count: int, minutes: float, temporary: Path) -> Outcome:
    """Let so many visitors come at once, again and again; stop the server when all are served."""
    outcome = Outcome()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_chromium(), args=CHROMIUM_ARGUMENTS
        )
        with (
            serve(ROOT / "app.py", temporary) as server,
            watching(server.process.pid, temporary) as outcome.watch,
        ):
            outcome.visitors = [_visitor(browser, server) for _ in range(count)]
            for visitor in outcome.visitors:
                visitor.come(clip)
            for visitor in outcome.visitors:
                visitor.start()
            _serve_all(outcome, clip, time.monotonic() + 60 * minutes, temporary)
        browser.close()
    outcome.processes = processes_of(temporary)
    outcome.files = [
        str(path.relative_to(temporary))
        for path in temporary.rglob("*")
        if path.name != "server.log"
    ]
    return outcome


def _visitor(browser: Browser, server: Server) -> Visitor:
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.set_default_timeout(1000 * LONGEST_S)
    visit = Visit(page, server)
    page.on("pageerror", lambda error: visit.errors.append(str(error)))
    return Visitor(visit)


def _serve_all(outcome: Outcome, clip: Path, come_until: float, temporary: Path) -> None:
    """Wait until everybody has a result; who has one before `come_until` comes again."""
    outcome.analyses = len(outcome.visitors)
    while waiting := [visitor for visitor in outcome.visitors if visitor.waiting]:
        if time.monotonic() > come_until + LONGEST_S:
            return
        for visitor in waiting:
            visitor.look()
            if visitor.waiting:
                continue
            # Now: what a visitor leaves goes a while later.
            # By the clip's name: a folder that is being written has another one.
            places = f"gaitcheck-app-*/*/results/*/{glob.escape(clip.stem)}/analysis.json"
            new = [path for path in temporary.glob(places) if path not in outcome.documents]
            outcome.documents |= {path: json.loads(path.read_bytes()) for path in new}
            if time.monotonic() < come_until:
                outcome.analyses += 1
                visitor.come(clip)
                visitor.start()
        waiting[0].visit.page.wait_for_timeout(STEP_MS)


def report(outcome: Outcome, alone: Any, alone_s: float) -> bool:
    """Print what was seen; return whether all is as it should be."""
    visitors, wanted = outcome.visitors, outcome.analyses
    equal = sum(document == alone for document in outcome.documents.values())
    print(f"{len(visitors)} visitors; the clip alone, by the command, takes {alone_s:.1f} s")
    print(f"results equal to the one made alone: {equal} of {wanted}")
    _print_seconds("first answer", wanted, [s for one in visitors for s in one.firsts_s])
    _print_seconds("result on the page", wanted, [s for one in visitors for s in one.results_s])
    errors = [error for visitor in visitors for error in visitor.visit.errors]
    print(f"errors in the pages: {len(errors)} {errors[:3] or ''}")
    _print_memory(outcome.watch.samples)
    zombies = outcome.watch.worst_zombies()
    print(f"a process that had ended was not collected for {zombies} s at most")
    print(f"left when the server was stopped: {len(outcome.processes)} processes", end=", ")
    print(f"{len(outcome.files)} files and folders {outcome.files[:5] or ''}")
    served = sum(len(visitor.results_s) for visitor in visitors) == wanted
    clean = not (errors or outcome.processes or outcome.files)
    return served and clean and equal == wanted == len(outcome.documents)


def _print_seconds(what: str, wanted: int, seconds: Sequence[float]) -> None:
    known = sorted(seconds)
    if not known:
        print(f"{what}: nobody had one")
        return
    print(
        f"{what}: soonest {known[0]:.1f} s, median {statistics.median(known):.1f} s, "
        f"worst {known[-1]:.1f} s (seen {len(known)} times of {wanted})"
    )


def _print_memory(samples: Sequence[Sample]) -> None:
    print("memory, MB:  after s   server   its analyses")
    for sample in samples[:: max(1, len(samples) // ROWS)]:
        print(f"{sample.after_s:20.0f} {sample.server_mb:8.0f} {sample.analyses_mb:14.0f}")
    if samples:
        server, analyses = (
            max(values)
            for values in zip(*((s.server_mb, s.analyses_mb) for s in samples), strict=True)
        )
        print(f"{'at most':>20} {server:8.0f} {analyses:14.0f}")


def main() -> int:
    """Run it and return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--visitors", type=int, default=20)
    parser.add_argument("--minutes", type=float, default=0.0, help="how long they come again")
    parser.add_argument("--clip", type=Path, default=CLIP)
    told = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        alone, alone_s = analyse_alone(told.clip, folder / "alone")
        temporary = folder / "server"
        temporary.mkdir()
        outcome = run(told.clip, told.visitors, told.minutes, temporary)
    return 0 if report(outcome, alone, alone_s) else 1


if __name__ == "__main__":
    sys.exit(main())

"""What a server and all that it has started take, and what is left of them (Linux)."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

_PROC: Final = Path("/proc")
_EVERY_S: Final = 1.0
_MB: Final = 1000.0


@dataclass(frozen=True)
class Process:
    """One process of a server."""

    pid: int
    command: str
    zombie: bool
    memory_mb: float
    """Its own memory, and its share of what it has in common with others."""


def processes_of(temporary: Path) -> list[Process]:
    """Return the processes whose temporary files go to a folder: a server and all it started."""
    found = []
    for folder in _PROC.iterdir():
        # A process may end while one looks.
        with suppress(OSError, ValueError):
            if folder.name.isdigit() and _writes_below(temporary, folder):
                found.append(_read(folder))
    return found


def _writes_below(temporary: Path, folder: Path) -> bool:
    """Return whether a process has its temporary files there, as analyses have in their results."""
    mark = os.fsencode(f"TMPDIR={temporary}/")
    variables = (folder / "environ").read_bytes().split(b"\0")
    return any((one + b"/").startswith(mark) for one in variables)


def zombies_of(parent: int) -> int:
    """Return how many children of a process have ended and were not collected."""
    count = 0
    for folder in _PROC.iterdir():
        with suppress(OSError, IndexError):
            if folder.name.isdigit():
                state, its_parent = (folder / "stat").read_text().rsplit(")", 1)[1].split()[:2]
                count += state == "Z" and int(its_parent) == parent
    return count


def _read(folder: Path) -> Process:
    command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    state = (folder / "stat").read_text().rsplit(")", 1)[1].split()[0]
    rollup = (folder / "smaps_rollup").read_text().splitlines()
    pss_kb = next((int(line.split()[1]) for line in rollup if line.startswith("Pss:")), 0)
    return Process(int(folder.name), command, state == "Z", pss_kb / _MB)


@dataclass(frozen=True)
class Sample:
    """Memory at one moment, megabytes."""

    after_s: float
    server_mb: float
    analyses_mb: float
    zombies: int


@dataclass
class Watch:
    """Memory over time."""

    samples: list[Sample] = field(default_factory=list)

    def worst_zombies(self) -> int:
        """Return for how many looks in a row there was a child that had not been collected."""
        worst = now = 0
        for sample in self.samples:
            now = now + 1 if sample.zombies else 0
            worst = max(worst, now)
        return worst


@contextmanager
def watching(server: int, temporary: Path) -> Iterator[Watch]:
    """Look at a server's memory every second while the block runs."""
    watch, over, begin = Watch(), threading.Event(), time.monotonic()

    def look() -> None:
        while not over.wait(_EVERY_S):
            found = processes_of(temporary)
            own = sum(process.memory_mb for process in found if process.pid == server)
            all_mb = sum(process.memory_mb for process in found)
            after_s = time.monotonic() - begin
            watch.samples.append(Sample(after_s, own, all_mb - own, zombies_of(server)))

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield watch
    finally:
        over.set()
        thread.join()

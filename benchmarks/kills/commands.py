"""Commands that are killed: analyze, batch, report; each begins with what the last has left."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from benchmarks.app.processes import processes_of
from benchmarks.kills.look import (
    Peace,
    differences,
    gaitcheck,
    kill,
    leftovers,
    rows,
    wait_until_gone,
)

TO_THE_END: Final = 1 / 4
"""How often a command is let run to its end after a kill: what the kill has left must go."""
LATEST: Final = 1.6
"""The last moment for a kill, in what the command took in peace: other work may slow it down."""


@dataclass
class Struck:
    """What came of one kill."""

    victim: str
    ended_s: float = 0.0
    came: str = ""
    faults: list[str] = field(default_factory=list)


@dataclass
class Commands:
    """Commands of a user who tries again until it works.

    Parameters
    ----------
    folder : Path
    peace : Peace
    """

    folder: Path
    peace: Peace

    def __post_init__(self) -> None:
        self._temporary = self.folder / "tmp"
        self._temporary.mkdir(parents=True, exist_ok=True)

    def analysis(self, chance: random.Random) -> Struck:
        """Kill ``gaitcheck analyze`` or one of its workers; it may keep what it has seen."""
        clip, out = self.peace.clips[0], self.folder / "analysis"
        cache = self.folder / "cache"
        if chance.random() < 0.5:  # otherwise it begins with what the one before has kept
            shutil.rmtree(cache, ignore_errors=True)
        arguments = ("analyze", clip, "--out", out)
        struck = self._strike(arguments, self.peace.analysis_s, chance)
        place, whole = out / clip.stem, self.peace.results / clip.stem
        if place.exists():
            struck.came = "a whole result is there"
            struck.faults += differences(place, whole)
        if chance.random() < TO_THE_END:
            self._to_the_end(arguments, struck, 0)
            struck.faults += differences(place, whole) + leftovers(out, self._temporary)
            shutil.rmtree(out)
        return struck

    def batch(self, chance: random.Random) -> Struck:
        """Kill ``gaitcheck batch``, or what it has started."""
        out = self.folder / "batch"
        arguments = ("batch", self.peace.clips[0].parent, "--no-cache", "--out", out)
        struck = self._strike(arguments, self.peace.batch_s, chance)
        said = self._said()
        told = [clip for clip in self.peace.clips if f"{clip.name}: heel" in said]
        shown = [clip for clip in self.peace.clips if (out / clip.stem).exists()]
        struck.came = f"{len(shown)} results are there"
        struck.faults += [f"{c.name} was told and is lost" for c in told if c not in shown]
        for clip in shown:
            struck.faults += differences(out / clip.stem, self.peace.results / clip.stem)
        if (out / "clips.csv").exists() and rows(out / "clips.csv") > len(self.peace.clips):
            struck.faults.append("the table has more rows than clips")
        if chance.random() < TO_THE_END:
            self._to_the_end(arguments, struck, 0)
            if f"{len(shown)} of them before" not in self._said() and shown:
                struck.faults.append("a result that was there was made again")
            struck.faults += leftovers(out, self._temporary)
            for clip in self.peace.clips:
                struck.faults += differences(out / clip.stem, self.peace.results / clip.stem)
            if rows(out / "clips.csv") != len(self.peace.clips):
                struck.faults.append("the table is not whole")
            shutil.rmtree(out)
        return struck

    def report(self, chance: random.Random) -> Struck:
        """Kill ``gaitcheck report``."""
        clip, out = self.peace.clips[0], self.folder / "reports"
        result = self.peace.results / clip.stem
        arguments = ("report", result, "--clip", clip, "--out", out)
        struck = self._strike(arguments, self.peace.report_s, chance)
        told = [Path(line) for line in self._said().splitlines() if line.endswith((".pdf", ".mp4"))]
        struck.faults += [f"{path.name} was told and is lost" for path in told if not path.exists()]
        whole = sorted(path.name for path in self.peace.reports.iterdir())
        shown = [name for name in whole if (out / name).exists()]
        struck.came = f"{len(shown)} of {len(whole)} reports are there"
        struck.faults += self._differing(out, shown)
        if chance.random() < TO_THE_END:
            self._to_the_end(arguments, struck, 0)
            struck.faults += leftovers(out, self._temporary) + self._differing(out, whole)
            shutil.rmtree(out)
        return struck

    def _differing(self, out: Path, names: Sequence[str]) -> list[str]:
        return [
            f"{name} is not as it is made in peace"
            for name in names
            if (out / name).read_bytes() != (self.peace.reports / name).read_bytes()
        ]

    def _strike(
        self, arguments: Sequence[str | Path], usual_s: float, chance: random.Random
    ) -> Struck:
        """Start a command, kill it or something of it after a random while, wait for the rest."""
        process = self._start(arguments)
        moment = chance.uniform(0.0, LATEST * usual_s)
        end = time.monotonic() + moment
        while process.poll() is None and time.monotonic() < end:
            time.sleep(0.01)
        if process.poll() is not None:  # this machine was quicker this time, or less was left to do
            return self._strike(arguments, usual_s / 2, chance)
        found = [one for one in processes_of(self._temporary) if one.pid != process.pid]
        victim = chance.choice(found) if found and chance.random() < 0.3 else None
        struck = Struck(f"{arguments[0]}" if victim is None else f"started by {arguments[0]}")
        kill(process.pid if victim is None else victim.pid)
        status = process.wait()
        if victim is not None and status not in (0, 1, 3):
            struck.faults.append(f"exit status {status} where {victim.command} was killed")
        if "Traceback" in self._said():
            struck.faults.append("a traceback")
        struck.ended_s, left = wait_until_gone(self._temporary)
        struck.faults += [f"still running: {one.command}" for one in left]
        return struck

    def _to_the_end(self, arguments: Sequence[str | Path], struck: Struck, expected: int) -> None:
        status = self._start(arguments).wait()
        struck.came += ", then made whole"
        if status != expected:
            struck.faults.append(f"tried again, exit status {status}: {self._said()[-500:]}")

    def _start(self, arguments: Sequence[str | Path]) -> subprocess.Popen[bytes]:
        places = {"TMPDIR": self._temporary, "GAITCHECK_CACHE_DIR": self.folder / "cache"}
        with (self.folder / "said.txt").open("wb") as said:
            return subprocess.Popen(
                gaitcheck(*arguments),
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.STDOUT,
                env=os.environ | {name: str(place) for name, place in places.items()},
            )

    def _said(self) -> str:
        return (self.folder / "said.txt").read_text(encoding="utf-8", errors="replace")

"""The app that is killed: its server, or an analysis, a worker, the making of a film."""

from __future__ import annotations

import json
import os
import random
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal

from benchmarks.app.processes import Process, processes_of
from benchmarks.kills.commands import Struck
from benchmarks.kills.look import LONGEST_S, Peace, kill, wait_until_gone
from gaitcheck.desk.desk import open_desk
from gaitcheck.desk.kept import files_of, find_kept, load_analyses

Victim = Literal["server", "analysis", "worker", "film"]

LATEST: Final = 1.6
"""The last moment for a kill, in what the work took in peace."""
FILM_S: Final = 2.0
"""About what the film for the player takes."""
WAIT_S: Final = 900.0
"""Longest wait for the visitor, on a machine that has much else to do."""
AT_START: Final = 0.1
"""How often a server is killed while it starts."""
_MARKS: Final = {
    "analysis": "-m gaitcheck analyze",
    "worker": "-m gaitcheck.observing.pose.worker",
    "film": "-m gaitcheck.apart",
}
_LOOK_EVERY_S: Final = 0.02


@dataclass
class App:
    """A server with its visitor, started anew whenever it was killed.

    Parameters
    ----------
    folder : Path
    peace : Peace
    """

    folder: Path
    peace: Peace
    _server: subprocess.Popen[bytes] | None = None
    _kept: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._temporary = self.folder / "tmp"
        self._temporary.mkdir(parents=True, exist_ok=True)
        self._said = self.folder / "said.jsonl"
        self._said.unlink(missing_ok=True)

    def strike(self, victim: Victim, chance: random.Random) -> Struck:
        """Kill one process at a random moment of its work; look at what the others do then."""
        struck = Struck(victim)
        if victim == "server" and chance.random() < AT_START:
            self._start()
            time.sleep(chance.uniform(0.0, self.peace.analysis_s))
        else:
            struck.faults += self._ready()
            begins = "filming" if victim == "film" else "begun"
            self._wait_for(begins, self._count(begins) + 1)
            usual_s = FILM_S if victim == "film" else self.peace.analysis_s
            time.sleep(chance.uniform(0.0, LATEST * usual_s))
        if victim == "server":
            self._end_server(struck)
        else:
            self._strike_analysis(victim, chance, struck)
        struck.faults += [line["fault"] for line in self._lines() if line["what"] == "fault"]
        return struck

    def end(self) -> list[str]:
        """Start once more, end in peace; return what is lost or left."""
        faults = self._ready()
        self.close()
        _, left = wait_until_gone(self._temporary)
        faults += [f"still running: {one.command}" for one in left]
        faults += [f"{path} was left" for path in self._temporary.iterdir()]
        return faults + self._lost()

    def close(self) -> None:
        """End the server, if there is one."""
        if self._server is not None:
            self._server.terminate()
            self._server.wait(LONGEST_S)
            self._server = None

    def _end_server(self, struck: Struck) -> None:
        assert self._server is not None
        kill(self._server.pid)
        self._server.wait()
        self._server = None
        struck.ended_s, left = wait_until_gone(self._temporary)
        struck.faults += [f"still running: {one.command}" for one in left]
        struck.faults += self._lost()
        struck.came = f"{len(self._kept)} kept results are there"

    def _strike_analysis(self, victim: Victim, chance: random.Random, struck: Struck) -> None:
        assert self._server is not None
        ends = "film" if victim == "film" else "ended"
        found: list[Process] = []
        while not found:  # it may not have begun, or have ended: then the next one is meant
            time.sleep(_LOOK_EVERY_S)
            ended = self._count(ends)
            found = [one for one in processes_of(self._temporary) if _MARKS[victim] in one.command]
        others = [one.pid for one in processes_of(self._temporary) if one.pid != self._server.pid]
        kill(chance.choice(found).pid)
        begin = time.monotonic()
        line = self._wait_for(ends, ended + 1)
        struck.came = "it is whole" if line["state"] == "done" else "said that it did not work"
        struck.faults += line["faults"]
        if line["state"] not in ("done", "failed", "unusable"):
            struck.faults.append(f"the job is {line['state']}")
        if ends == "ended" and line["state"] != "done" and not _is_a_sentence(line["message"]):
            struck.faults.append(f"said badly: {line['message']!r}")
        while left := [one for one in processes_of(self._temporary) if one.pid in others]:
            if time.monotonic() - begin > LONGEST_S:
                struck.faults += [f"still running: {one.command}" for one in left]
                break
            time.sleep(_LOOK_EVERY_S)
        struck.ended_s = time.monotonic() - begin

    def _ready(self) -> list[str]:
        """Have a server with its visitor; return what it has not cleared of the one before."""
        if self._server is not None:
            return []
        ready = self._count("ready")
        own = f"gaitcheck-app-{self._start()}-"
        self._wait_for("ready", ready + 1)
        return [
            f"{path} was left by the one before"
            for path in self._temporary.iterdir()
            if not path.name.startswith(own)
        ]

    def _start(self) -> int:
        """Start a server with its visitor; return the number of its process."""
        clip = self.peace.clips[0]
        arguments = (_free_port(), clip, self.peace.results / clip.stem, self.folder / "desk")
        with (self.folder / "server.log").open("ab") as log:
            server = subprocess.Popen(
                [
                    sys.executable,
                    "-m",
                    "benchmarks.kills.visited",
                    *map(str, arguments),
                    self._said,
                ],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=os.environ
                | {"TMPDIR": str(self._temporary), "STREAMLIT_SERVER_HEADLESS": "true"},
            )
        self._server = server
        return server.pid

    def _lost(self) -> list[str]:
        """Return what the desk has lost of what it had acknowledged, and what is not whole."""
        self._kept = [line["id"] for line in self._lines() if line["what"] == "kept"]
        with open_desk(self.folder / "desk") as desk:
            held = find_kept(desk)
            faults = [f"{id_} is lost" for id_ in {*self._kept} - {one.id for one in held}]
            if len(load_analyses(desk, held)) != len(held):
                faults.append("the desk holds a result that is not whole")
            named = {digest for one in held for digest in files_of(desk, one.id).values()}
            if set(desk.files.digests()) != named or desk.files.unfinished:
                faults.append("the desk holds files that belong to nothing")
        return faults

    def _lines(self) -> list[dict[str, Any]]:
        if not self._said.exists():
            return []
        lines = self._said.read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines if line.endswith("}")]

    def _count(self, what: str) -> int:
        return sum(line["what"] == what for line in self._lines())

    def _wait_for(self, what: str, count: int) -> dict[str, Any]:
        """Wait until something was said so often, and return the last of it."""
        end = time.monotonic() + WAIT_S
        while True:
            found = [line for line in self._lines() if line["what"] == what]
            if len(found) >= count:
                return found[count - 1]
            if time.monotonic() > end:
                raise RuntimeError(f"no {what} in {WAIT_S:g} s: {self._lines()[-3:]}")
            time.sleep(_LOOK_EVERY_S)


def _is_a_sentence(message: str) -> bool:
    return message.endswith(".") and len(message.splitlines()) == 1 and "Traceback" not in message


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])

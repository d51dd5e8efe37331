"""Kill parts of gaitcheck at random moments: ``python -m benchmarks.kills [--times 200]``.

By turns the app's server, an analysis that it runs, a worker of one, the process that makes a film,
the commands analyze, batch and report, and a process that writes to a desk are killed (SIGKILL).
Counted is what must not be: something acknowledged that is lost, something shown that is not what
is made in peace, a process that does not end, a leftover that is there after the next start. Which
is killed, and when, depends on the seed and the number of the kill; what is done is written to
``results.jsonl`` in the folder, and the same call goes on there. Needs Linux; no browser. The exit
status is 1 where anything is amiss.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from benchmarks.kills.app import App
from benchmarks.kills.commands import Commands, Struck
from benchmarks.kills.look import in_peace
from tests.desk.killed import check, kill_once

TIMES: Final = 200
ORDER: Final = (
    *("server", "desk", "analyze", "analysis", "desk", "batch"),
    *("worker", "desk", "film", "report", "desk"),
)
Strike = Callable[[random.Random], Struck]


class DeskWriter:
    """A process that writes to a desk, see `tests.desk.killed`.

    Parameters
    ----------
    folder : Path
        A new one.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._said: list[tuple[str, ...]] = []

    def strike(self, chance: random.Random) -> Struck:
        """Kill it at a random moment."""
        new = kill_once(self._folder, chance.randrange(1, 10**6))
        self._said += new
        struck = Struck("desk writer", came="nothing is lost")
        try:
            check(self._folder, self._said)
        except AssertionError as error:
            struck.faults.append(str(error))
        return struck


def main() -> int:
    """Kill so often, print the counts, and return the exit status."""
    asked = _arguments()
    folder: Path = asked.folder.absolute() / str(asked.seed)
    peace = in_peace(folder / "peace")
    print(f"in peace: {peace.analysis_s:.1f} s, {peace.batch_s:.1f} s, {peace.report_s:.1f} s")
    records = _records(folder / "results.jsonl")
    for name in ("app", "commands", "desk"):
        shutil.rmtree(folder / name, ignore_errors=True)
    app, commands = App(folder / "app", peace), Commands(folder / "commands", peace)
    kinds: Mapping[str, Strike] = {
        "server": lambda chance: app.strike("server", chance),
        "analyze": commands.analysis,
        "analysis": lambda chance: app.strike("analysis", chance),
        "batch": commands.batch,
        "worker": lambda chance: app.strike("worker", chance),
        "film": lambda chance: app.strike("film", chance),
        "report": commands.report,
        "desk": DeskWriter(folder / "desk").strike,
    }
    names = [name for name in ORDER if asked.only in (None, name)]
    with (
        closing(app),
        (folder / "results.jsonl").open("a", encoding="utf-8") as log,
    ):
        for number in range(asked.first, asked.first + asked.times):
            kind = names[number % len(names)]
            if f"{number} {kind}" in records:
                continue
            struck = kinds[kind](random.Random(f"{asked.seed} {number}"))
            record = {"key": f"{number} {kind}", "kind": kind, **asdict(struck)}
            records[record["key"]] = record
            log.write(json.dumps(record) + "\n")
            log.flush()
            print(
                f"{number + 1}: {kind}: {struck.victim}: {struck.came}", *struck.faults, flush=True
            )
        left = app.end()
    return _count(list(records.values()), left)


def _count(records: list[dict[str, Any]], left: list[str]) -> int:
    print(f"{len(records)} kills: {dict(Counter(record['victim'] for record in records))}")
    for (kind, came), count in sorted(Counter((r["kind"], r["came"]) for r in records).items()):
        print(f"{kind}: {came}: {count}")
    longest = max((record["ended_s"] for record in records), default=0.0)
    print(f"what had been started ended by itself after {longest:.1f} s at most")
    faults = [fault for record in records for fault in record["faults"]] + left
    print(f"faults: {len(faults)}", *faults, sep="\n")
    return 1 if faults else 0


def _records(path: Path) -> dict[str, dict[str, Any]]:
    if not path.exists():
        return {}
    lines = path.read_text(encoding="utf-8").splitlines()
    found = [json.loads(line) for line in lines if line.endswith("}")]
    return {record["key"]: record for record in found}


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks.kills", description=__doc__)
    parser.add_argument("--times", type=int, default=TIMES, help="how often to kill")
    parser.add_argument("--first", type=int, default=0, help="number of the first kill")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", help="one kind alone")
    parser.add_argument("--folder", type=Path, default=Path(".kills"), help="what is kept")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())

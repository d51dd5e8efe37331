"""``make fuzz``: spoil clips, run each through the program, count what goes wrong.

Each clip depends on the seed and its number alone. What is done is written to ``results.jsonl`` in
the folder: the same call goes on where the one before was stopped.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from fuzz_clips.mutate import mutant
from fuzz_clips.seeds import KINDS, write_seeds
from fuzz_clips.trial import Command, Outcome, Reader

TIMES: Final = 2.0
"""A spoilt clip may take so many times what the whole clip takes, and a little:"""
MORE_S: Final = 3.0
MORE_MB: Final = 100.0
TRUTH: Final = {kind.name: kind.truth for kind in KINDS}


def faults(outcome: Outcome, whole: Outcome, kind: str) -> list[str]:
    """Return what is wrong with what came of a clip."""
    found = []
    if outcome.outcome not in ("read", "analysed", "refused"):
        found.append(outcome.outcome)
    if outcome.cpu_s > TIMES * whole.cpu_s + MORE_S:
        found.append(f"{outcome.cpu_s:.1f} s, the whole clip {whole.cpu_s:.1f}")
    if outcome.memory_mb > TIMES * whole.memory_mb + MORE_MB:
        found.append(f"{outcome.memory_mb:.0f} MB, the whole clip {whole.memory_mb:.0f}")
    if outcome.outcome == "refused" and len(outcome.said.splitlines()) != 1:
        found.append("refused in more than one line")
    if outcome.left:
        found.append(f"left {', '.join(outcome.left)}")
    if outcome.verdict not in (None, "unsure", TRUTH[kind]):
        found.append(f"a wrong verdict: {outcome.verdict}")
    return found


def main() -> int:
    """Run what is asked for and print the counts; the exit status says whether any is wrong."""
    asked = _arguments()
    folder: Path = asked.folder / f"{asked.level}-{asked.seed}"
    folder.mkdir(parents=True, exist_ok=True)
    whole = write_seeds(asked.folder / "whole")
    trial = Reader() if asked.level == "read" else Command()
    records = _records(folder / "results.jsonl")
    try:
        with (folder / "results.jsonl").open("a", encoding="utf-8") as log:

            def note(key: str, outcome: Outcome, wrong: list[str], done: str) -> None:
                record = {"key": key, "done": done, "faults": wrong, **asdict(outcome)}
                records[key] = record
                log.write(json.dumps(record) + "\n")
                log.flush()

            for name, path in whole.items():
                if name not in records:
                    outcome = trial.try_clip(path)
                    note(name, outcome, faults(outcome, outcome, name), "nothing")
            for number in range(asked.first, asked.first + asked.count):
                if str(number) in records:
                    continue
                path, done = mutant(number, asked.seed, whole, folder)
                kind = done.split(" of ")[1]
                outcome = trial.try_clip(path)
                before = Outcome(**{k: records[kind][k] for k in ("outcome", "cpu_s", "memory_mb")})
                wrong = faults(outcome, before, kind)
                note(str(number), outcome, wrong, done)
                if wrong:
                    sys.stdout.write(f"{path.name}, {done}: {'; '.join(wrong)}\n")
                    sys.stdout.flush()
                else:
                    path.unlink()
    finally:
        trial.close()
    return _count(records)


def _records(path: Path) -> dict[str, dict[str, Any]]:
    if not path.exists():
        return {}
    lines = path.read_text(encoding="utf-8").splitlines()
    found = [json.loads(line) for line in lines if line.endswith("}")]
    return {record["key"]: record for record in found}


def _count(records: dict[str, dict[str, Any]]) -> int:
    tried = [record for key, record in records.items() if key.isdigit()]
    outcomes = Counter(record["outcome"] for record in tried)
    wrong = [record for record in tried if record["faults"]]
    said = ", ".join(f"{count} {outcome}" for outcome, count in outcomes.most_common())
    sys.stdout.write(f"{len(tried)} spoilt clips: {said or 'none'}. Faults: {len(wrong)}.\n")
    return 1 if wrong else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="fuzz_clips", description=__doc__)
    parser.add_argument("--count", type=int, default=1000, help="how many clips")
    parser.add_argument("--first", type=int, default=0, help="number of the first one")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--level",
        choices=("read", "command"),
        default="command",
        help="read: only read every picture; command: the whole of gaitcheck analyze",
    )
    parser.add_argument("--folder", type=Path, default=Path(".fuzz"), help="what is kept")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())

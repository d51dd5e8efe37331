"""Kill a process that writes to a desk, again and again, and look at what is left.

``python -m benchmarks.desk.killed [TIMES]``: two hundred times by default. Whoever was killed may
lose what it had not been told was written, and nothing else; no file may be left that no row names.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from pathlib import Path

from gaitcheck.desk.files import FileStore
from tests.desk.killed import check, kill_once

TIMES = 200


def main(times: int) -> None:
    """Kill so often, and say what the writers had done."""
    done: Counter[str] = Counter()
    said: list[tuple[str, ...]] = []
    unfinished = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "desk"
        for seed in range(times):
            new = kill_once(folder, seed)
            done.update(line[0] for line in new)
            said += new
            unfinished += FileStore(folder / "files").unfinished
            check(folder, said)
            if (seed + 1) % 20 == 0:
                print(f"{seed + 1} killed: {dict(done)}, {unfinished} amid files", flush=True)
    print(f"Killed {times} times: nothing lost, no orphan.")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else TIMES)

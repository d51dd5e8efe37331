"""Kill a process that writes to a desk, again and again, and look at what is left.

``python -m benchmarks.desk.killed [TIMES] [--s3]``: two hundred times by default, with the files in
a folder or in an S3 server of this computer. Whoever was killed may lose what it had not been told
was written, and nothing else; no file may be left that no row names.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from collections import Counter
from contextlib import ExitStack
from pathlib import Path

from gaitcheck.desk.files_elsewhere import files_at
from gaitcheck.desk.place import FILES, find_place
from gaitcheck.store.cache import FOLDER_VARIABLE
from tests.batching.clusters import s3_environment, s3_server
from tests.desk.killed import check, kill_once

TIMES = 200


def main() -> None:
    """Kill so often, and say what the writers had done."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("times", type=int, nargs="?", default=TIMES)
    parser.add_argument("--s3", action="store_true", help="the files in S3")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, ExitStack() as servers:
        if args.s3:
            address = servers.enter_context(s3_server(Path(name)))
            os.environ.update(s3_environment(address))
            os.environ.update({FILES: "s3://club", FOLDER_VARIABLE: str(Path(name) / "cache")})
            import s3fs

            s3fs.S3FileSystem().mkdir("club")
        # Opening a store takes longer than a writer lives: there it is killed once it writes.
        _kill(Path(name) / "desk", args.times, "kept" if args.s3 else "ready")


def _kill(folder: Path, times: int, first: str) -> None:
    done: Counter[str] = Counter()
    said: list[tuple[str, ...]] = []
    unfinished = 0
    for seed in range(times):
        new = kill_once(folder, seed, os.environ.copy(), first=first)
        done.update(line[0] for line in new)
        said += new
        unfinished += files_at(find_place(folder).files).unfinished
        check(folder, said)
        if (seed + 1) % 20 == 0:
            print(f"{seed + 1} killed: {dict(done)}, {unfinished} amid files", flush=True)
    print(f"Killed {times} times: nothing lost, no orphan.")


if __name__ == "__main__":
    main()

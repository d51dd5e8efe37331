"""Let a disk fill up at every write: ``python -m benchmarks.small_disk [--steps 12]``.

Each command writes to a real file system that is too small (tmpfs, mounted for its process alone),
from one of a few kilobytes up to one that is just large enough. Where a command fails it has to say
so in one line with exit status 2 (a batch, which goes on with other clips: 3) and leave nothing
half done; an earlier result has to stay as it was; a desk has to open, and to hold whole results
only. Needs Linux and the right to mount (root, or user namespaces). The exit status is 1 where
anything is amiss.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Final

from benchmarks.kills.look import Peace, differences, gaitcheck, in_peace, leftovers
from gaitcheck.desk.desk import open_desk
from gaitcheck.desk.kept import files_of, find_kept, load_analyses
from gaitcheck.errors import DeskError, OutputError

STEPS: Final = 12
LARGEST_KB: Final = 4096
ONE_LINE: Final = (2, 3)
"""Exit statuses with which a command may say that there is no room."""


@dataclass
class Tried:
    """What came of one command on one disk."""

    command: str
    size_kb: int
    status: int = -1
    said: str = ""
    faults: list[str] = field(default_factory=list)


def commands(peace: Peace, disk: Path) -> dict[str, list[str]]:
    """Return the commands that write, by name; all write to the disk."""
    clip, out = peace.clips[0], disk / "out"
    result = peace.results / clip.stem
    return {
        "analyze": gaitcheck("analyze", clip, "--out", out),
        "judge": gaitcheck("judge", result, "--out", out),
        "batch": gaitcheck("batch", clip, "--out", out, "--workers", "1"),
        "report": gaitcheck("report", result, "--clip", clip, "--out", out),
        "export": gaitcheck("export", result, "--out", out),
        "keep": gaitcheck("keep", result, "--athlete", "Ann", "--new", "--desk", disk / "desk"),
    }


def inside(name: str, size_kb: int, folder: Path, disk: Path) -> Tried:
    """Mount the disk, which goes with this process, run the command on it, look at what is left."""
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size_kb}k", "none", str(disk)]
    subprocess.run(mount, check=True)
    peace = in_peace(folder)
    tried = Tried(name, size_kb)
    environment = os.environ | {"GAITCHECK_CACHE_DIR": str(folder / "cache"), "TMPDIR": str(disk)}
    done = subprocess.run(
        commands(peace, disk)[name],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    tried.status, tried.said = done.returncode, done.stderr.strip()
    tried.faults += leftovers(disk)
    if tried.status != 0:
        if tried.status not in ONE_LINE:
            tried.faults.append(f"exit status {tried.status}")
        if "Traceback" in tried.said or not tried.said:
            tried.faults.append("said badly")
    shown = disk / "out" / peace.clips[0].stem
    if shown.exists() and name in ("analyze", "batch", "judge"):
        tried.faults += differences(shown, peace.results / peace.clips[0].stem)
    if name == "keep":
        tried.faults += _wrong_with_desk(disk / "desk", told=tried.status == 0)
    return tried


def _wrong_with_desk(place: Path, *, told: bool) -> list[str]:
    try:
        with open_desk(place) as desk:
            kept = find_kept(desk)
            named = {digest for one in kept for digest in files_of(desk, one.id).values()}
            faults = [] if len(load_analyses(desk, kept)) == len(kept) else ["half a result"]
            faults += ["files that belong to nothing"] * (set(desk.files.digests()) != named)
    except (DeskError, OutputError) as error:  # no room even for an empty one
        return [f"the desk does not open: {error}"] if told else []
    return faults + ["what was kept is lost"] * (told and not kept)


def on_small_disk(name: str, size_kb: int, folder: Path, disk: Path) -> Tried:
    """Run a command on a disk of so many kilobytes in a process that has it alone."""
    program = [sys.executable, "-m", __spec__.name, "--inside", name, str(size_kb)]
    namespace = ["unshare", "--mount"] if os.geteuid() == 0 else ["unshare", "-rm"]
    done = subprocess.run(
        [*namespace, *program, str(folder), str(disk)], capture_output=True, text=True, check=True
    )
    return Tried(**json.loads(done.stdout.splitlines()[-1]))


def run(steps: int, only: str | None, folder: Path) -> int:
    """Try all commands or one on disks of every size; print counts, return the exit status."""
    peace = in_peace(folder)
    disk = folder / "disk"
    disk.mkdir()
    cached = {"GAITCHECK_CACHE_DIR": str(folder / "cache")}
    seen = gaitcheck("analyze", peace.clips[0], "--out", folder / "seen")
    subprocess.run(seen, check=True, capture_output=True, env=os.environ | cached)
    counts: Counter[tuple[str, int]] = Counter()
    faults: list[str] = []
    for name in commands(peace, disk):
        for step in range(steps if only in (None, name) else 0):
            # Even steps of the ratio: the first files are small, the last ones large.
            size_kb = round(8 * (LARGEST_KB / 8) ** (step / (steps - 1)))
            tried = on_small_disk(name, size_kb, folder, disk)
            counts[name, tried.status] += 1
            wrong = "; ".join(tried.faults)
            faults += [f"{name}, {size_kb} KB: {wrong}"] if wrong else []
            print(f"{name}, {size_kb} KB: {tried.status} {tried.said[-150:]!r} {wrong}", flush=True)
    for (name, status), count in sorted(counts.items()):
        print(f"{name}: exit status {status}: {count}")
    print(f"faults: {len(faults)}", *faults, sep="\n")
    return 1 if faults else 0


def main() -> int:
    """Run as told."""
    parser = argparse.ArgumentParser(prog="benchmarks.small_disk", description=__doc__)
    parser.add_argument("--steps", type=int, default=STEPS, help="how many sizes of the disk")
    parser.add_argument("--only", help="one command alone")
    parser.add_argument("--inside", nargs=4, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.inside:
        name, size_kb, folder, disk = asked.inside
        print(json.dumps(asdict(inside(name, int(size_kb), Path(folder), Path(disk)))))
        return 0
    with tempfile.TemporaryDirectory() as name:
        return run(asked.steps, asked.only, Path(name))


if __name__ == "__main__":
    sys.exit(main())

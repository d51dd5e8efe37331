"""Let a disk fill up at every write: ``python -m benchmarks.small_disk [--steps 12]``.

Each command writes to a real file system that is too small (tmpfs, mounted for its process alone),
from one of a few kilobytes up to one that is just large enough. Where a command fails it has to say
so in one line with exit status 2 (a batch, which goes on with other clips: 3) and leave nothing
half done: what is shown is as it is made in peace, an archive is whole or not there, a desk opens
once there is room again, and holds whole results only, and what it held before. Needs Linux and the
right to mount (root, or user namespaces). The exit status is 1 where anything is amiss.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Final

from benchmarks.kills.look import Peace, differences, gaitcheck, in_peace, leftovers
from gaitcheck.desk.desk import open_desk
from gaitcheck.desk.kept import files_of, find_kept, load_analyses
from gaitcheck.errors import DeskError, OutputError
from gaitcheck.samples import SAMPLES_FOLDER

STEPS: Final = 12
LARGEST_KB: Final = 4096
ONE_LINE: Final = (2, 3)
"""Exit statuses with which a command may say that there is no room."""
ON_DISK_BEFORE: Final = ("rejudge", "edit")
"""Commands that change a desk that lies on the disk; the room is what is left beside it."""
SAMPLE: Final = "heel_road_right"
ROOM_AGAIN: Final = "64m"


@dataclass
class Tried:
    """What came of one command on one disk."""

    command: str
    size_kb: int
    status: int = -1
    said: str = ""
    faults: list[str] = field(default_factory=list)


def commands(peace: Peace, folder: Path, disk: Path) -> dict[str, list[str]]:
    """Return the commands that write, by name; all write to the disk."""
    clip, out, desk = peace.clips[0], disk / "out", disk / "desk"
    result, kept = peace.results / clip.stem, ("--desk", folder / "kept")
    return {
        "analyze": gaitcheck("analyze", clip, "--out", out),
        "judge": gaitcheck("judge", result, "--out", out),
        "batch": gaitcheck("batch", clip, "--out", out, "--workers", "1"),
        "report": gaitcheck("report", result, "--clip", clip, "--out", out),
        "export": gaitcheck("export", result, "--out", out),
        "samples": gaitcheck("samples", SAMPLE, "--to", out),
        "keep": gaitcheck(*_keep(peace), "--desk", desk),
        "rejudge": gaitcheck("rejudge", "--everything", "--desk", desk),
        "edit": gaitcheck("athletes", "edit", "Ann", "--notes", 4000 * "a", "--desk", desk),
        "restore": gaitcheck("restore", folder / "kept.zip", "--desk", desk),
        "backup": gaitcheck("backup", disk / "kept.zip", *kept),
        "athlete": gaitcheck("athletes", "export", "Ann", "--out", disk / "ann.zip", *kept),
        "athlete's report": gaitcheck("athletes", "report", "Ann", "--out", out, *kept),
    }


def _keep(peace: Peace) -> tuple[str | Path, ...]:
    films = ("--films", peace.clips[0].parent)
    return ("keep", peace.results / peace.clips[0].stem, *films, "--athlete", "Ann", "--new")


def inside(name: str, size_kb: int, folder: Path, disk: Path) -> Tried:
    """Mount the disk, which goes with this process, run the command on it, look at what is left."""
    desk, before = folder / "kept", name in ON_DISK_BEFORE
    held_kb = _blocks_kb(desk) if before else 0
    mount = ["mount", "-t", "tmpfs", "-o", f"size={held_kb + size_kb}k", "none", str(disk)]
    subprocess.run(mount, check=True)
    if before:
        shutil.copytree(desk, disk / "desk")
    peace = in_peace(folder)
    tried = Tried(name, size_kb)
    environment = os.environ | {"GAITCHECK_CACHE_DIR": str(folder / "cache"), "TMPDIR": str(disk)}
    done = subprocess.run(
        commands(peace, folder, disk)[name],
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
    if name in ("keep", "restore", *ON_DISK_BEFORE):
        told = before or tried.status == 0
        subprocess.run(["mount", "-o", f"remount,size={ROOM_AGAIN}", str(disk)], check=True)
        tried.faults += _wrong_with_desk(disk / "desk", told=told)
    for path in (disk / "out").glob(f"{SAMPLE}*"):
        if path.read_bytes() != (SAMPLES_FOLDER / path.name).read_bytes():
            tried.faults.append(f"{path.name} is not the sample")
    tried.faults += [f"{path.name} is broken" for path in disk.glob("*.zip") if not _whole(path)]
    return tried


def _blocks_kb(folder: Path) -> int:
    """Return what a folder takes of a disk that gives out whole blocks."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return sum(4 * -(-path.stat().st_size // 4096) for path in files)


def _whole(archive: Path) -> bool:
    try:
        with zipfile.ZipFile(archive) as opened:
            return opened.testzip() is None
    except zipfile.BadZipFile:
        return False


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


def run(steps: int, only: Sequence[str] | None, folder: Path) -> int:
    """Try all commands or some on disks of every size; print counts, return the exit status."""
    peace = in_peace(folder)
    disk = folder / "disk"
    disk.mkdir()
    cached = {"GAITCHECK_CACHE_DIR": str(folder / "cache")}
    for command in (
        gaitcheck("analyze", peace.clips[0], "--out", folder / "seen"),
        gaitcheck(*_keep(peace), "--desk", folder / "kept"),
        gaitcheck("backup", folder / "kept.zip", "--desk", folder / "kept"),
    ):
        subprocess.run(command, check=True, capture_output=True, env=os.environ | cached)
    counts: Counter[tuple[str, int]] = Counter()
    faults: list[str] = []
    for name in commands(peace, folder, disk):
        for step in range(steps if only is None or name in only else 0):
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
    parser.add_argument("--only", nargs="+", help="some commands alone")
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

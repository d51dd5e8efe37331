"""List the licences of everything in ``uv.lock``, from what is installed: it needs no network.

``python -m tools.list_licences`` writes ``docs/licences.md``; ``--texts FILE`` gathers the licence
texts of what is installed, for whoever passes an installation on (the container does).
"""

from __future__ import annotations

import argparse
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib import metadata
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).parents[1]
PAGE: Final = ROOT / "docs" / "licences.md"
LOCK: Final = ROOT / "uv.lock"
OWN: Final = "gaitcheck"
SAID_BY_HAND: Final = {
    "axe-playwright-python": "MIT",
    "colorama": "BSD-3-Clause",
    "deepmerge": "MIT",
    "ezc3d": "MIT",
    "markdown": "BSD-3-Clause",
    "opencv-contrib-python": "Apache-2.0",
    "pymdown-extensions": "MIT",
    "python-dateutil": "Apache-2.0 OR BSD-3-Clause",
    "tomli": "MIT",
    "tzdata": "Apache-2.0",
    "zensical": "MIT",
}
"""Read in their licence files: their metadata say nothing, or they are installed elsewhere only."""
UNNAMED: Final = "not stated"
INTRODUCTION: Final = """# Licences of what gaitcheck uses

This page is written by `make licences`, from `uv.lock` and the metadata of what is installed; it
needs no network. The texts themselves lie in each package's `dist-info` folder; the container holds
them in one file, `/opt/gaitcheck/THIRD-PARTY-LICENCES.txt`.

gaitcheck itself is under Apache-2.0, and so are the pose model, the sole reader and the foot
finder; the font of the reports is under the SIL Open Font License. PyAV (`av`) is under
BSD-3-Clause, but its wheels carry FFmpeg with x264 and x265, which are under the GPL (version 2
or later): whoever passes on a container or an installation with these wheels passes those on
under the GPL. gaitcheck's own wheel
holds none of them.
"""
_HEAD: Final = "\n| package | version | licence |\n|---|---|---|\n"
_TEXT_FILE: Final = re.compile(r"licen[cs]e|copying|notice|authors", re.IGNORECASE)
_CODE: Final = (".py", ".pyc", ".so", ".js")
_LONGEST_NAME: Final = 60

Locked = Mapping[str, Sequence[Mapping[str, Any]]]


def read_lock(path: Path = LOCK) -> Locked:
    """Return the packages of the lock file by name: more than one where Pythons need their own."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    for package in tomllib.loads(path.read_text(encoding="utf-8"))["package"]:
        found.setdefault(package["name"], []).append(package)
    return found


def used_by_program(lock: Locked) -> set[str]:
    """Return the names of all that the program needs, with every extra, on any system."""
    found: set[str] = set()
    (own,) = lock[OWN]
    waiting = [(OWN, tuple(own.get("optional-dependencies", ())))]
    seen: set[tuple[str, tuple[str, ...]]] = set()
    while waiting:
        name, extras = waiting.pop()
        if (name, extras) in seen:
            continue
        seen.add((name, extras))
        found.add(name)
        needs = [need for package in lock[name] for need in _needs(package, extras)]
        waiting += [(need["name"], tuple(need.get("extra", ()))) for need in needs]
    return found - {OWN}


def _needs(package: Mapping[str, Any], extras: Iterable[str]) -> Iterator[Mapping[str, Any]]:
    yield from package.get("dependencies", ())
    for extra in extras:
        yield from package.get("optional-dependencies", {}).get(extra, ())


def licence_of(name: str) -> str:
    """Return the licence of a package in a few words, as its own metadata say it."""
    if name in SAID_BY_HAND:
        return SAID_BY_HAND[name]
    try:
        said = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return UNNAMED
    if "License-Expression" in said:
        return said["License-Expression"]
    classified = [
        entry.rpartition(" :: ")[2]
        for entry in said.get_all("Classifier") or ()
        if entry.startswith("License :: ") and not entry.endswith("OSI Approved")
    ]
    if classified:
        return ", ".join(classified)
    # Some put the whole text there.
    stated = said["License"].strip() if "License" in said else ""
    return stated if stated and len(stated) <= _LONGEST_NAME and "\n" not in stated else UNNAMED


def page(lock: Locked) -> str:
    """Return the text of ``docs/licences.md``."""
    used = used_by_program(lock)
    others = lock.keys() - used - {OWN}
    return (
        f"{INTRODUCTION}\n## What the program uses\n{_HEAD}{_rows(lock, used)}"
        f"\n## What only its tests and tools use\n{_HEAD}{_rows(lock, others)}"
    )


def _rows(lock: Locked, names: Iterable[str]) -> str:
    return "".join(
        f"| {name} | {', '.join(one['version'] for one in lock[name])} | {licence_of(name)} |\n"
        for name in sorted(names)
    )


def texts(names: Iterable[str]) -> Iterator[str]:
    """Yield the licence texts of those packages that are installed."""
    for name in sorted(names):
        try:
            files = metadata.files(name) or []
        except metadata.PackageNotFoundError:
            continue
        yield f"{'=' * 80}\n{name} {metadata.version(name)}: {licence_of(name)}\n{'=' * 80}\n"
        for file in files:
            if _TEXT_FILE.search(file.name) and file.suffix not in _CODE:
                place = Path(str(file.locate()))
                yield f"--- {file}\n{place.read_text(encoding='utf-8', errors='replace')}\n"


def main() -> None:
    """Write the page, or the texts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=Path, metavar="FILE", help="write the licence texts here")
    asked = parser.parse_args()
    lock = read_lock()
    if asked.texts is not None:
        asked.texts.write_text("\n".join(texts(used_by_program(lock))), encoding="utf-8")
        return
    PAGE.write_text(page(lock), encoding="utf-8")


if __name__ == "__main__":
    main()

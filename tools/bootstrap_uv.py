"""Put uv, which builds the environment from uv.lock, into a folder of the checkout.

`make` runs this before anything else, with any Python 3.11 or newer and nothing but the standard
library. The first way that works is taken:

1. the folder already holds a uv that is new enough;
2. a uv that is new enough is on the PATH: the folder links to it;
3. a virtual environment of its own, and its pip;
4. the pip of this Python (Debian's Python without python3-venv cannot make 3).

Nothing outside the folder is changed.

Usage: ``python3 tools/bootstrap_uv.py FOLDER``; uv is then ``FOLDER/bin/uv``.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

UV_VERSION = "0.13.9"
LEAST_PYTHON = (3, 11)
PIP_OPTIONS = ("--quiet", "--disable-pip-version-check", "--no-input", "--only-binary=:all:")


def is_new_enough(uv: str | Path) -> bool:
    """Return whether this uv runs and is not older than the pinned version."""
    try:
        answer = subprocess.run([uv, "--version"], capture_output=True, text=True, check=True)
        found = tuple(int(part) for part in answer.stdout.split()[1].split("."))
    except (OSError, subprocess.CalledProcessError, IndexError, ValueError):
        return False
    return found >= tuple(int(part) for part in UV_VERSION.split("."))


def run(*command: str | Path) -> bool:
    """Run a command with all its output on standard error; return whether it worked."""
    return subprocess.run(command, stdout=sys.stderr, check=False).returncode == 0


def link_from_path(folder: Path) -> None:
    """Link to a uv that the machine already has."""
    uv = shutil.which("uv")
    if uv is not None and is_new_enough(uv):
        (folder / "bin").mkdir()
        (folder / "bin" / "uv").symlink_to(uv)


def install_in_venv(folder: Path) -> None:
    """Install uv with the pip of a new virtual environment."""
    if importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip"):
        print(f"Installing uv {UV_VERSION} into {folder} ...", file=sys.stderr)
        if run(sys.executable, "-m", "venv", folder):
            pip = (folder / "bin" / "python", "-m", "pip")
            run(*pip, "install", *PIP_OPTIONS, f"uv=={UV_VERSION}")


def install_beside(folder: Path) -> None:
    """Install uv with the pip of this Python, which leaves the system as it is."""
    if importlib.util.find_spec("pip"):
        print(f"Installing uv {UV_VERSION} into {folder} ...", file=sys.stderr)
        pip = (sys.executable, "-m", "pip")
        run(*pip, "install", *PIP_OPTIONS, "--target", folder, f"uv=={UV_VERSION}")


def main() -> None:
    """Install uv unless the folder already holds one that is new enough."""
    if sys.version_info < LEAST_PYTHON:
        sys.exit(
            f"gaitcheck needs Python 3.11 or newer; {sys.executable} is "
            f"{'.'.join(map(str, sys.version_info[:3]))}. "
            "Name another one: make PYTHON=/path/to/python3.12 ..."
        )
    os.environ.pop("PIP_USER", None)
    os.environ.pop("PIP_TARGET", None)
    folder = Path(sys.argv[1])
    uv = folder / "bin" / "uv"
    if is_new_enough(uv):
        return
    for way in (link_from_path, install_in_venv, install_beside):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        way(folder)
        if is_new_enough(uv):
            return
    sys.exit(
        f"uv {UV_VERSION} could not be installed into {folder}. Is the network up? "
        "Does Python have its venv module (Debian and Ubuntu: apt-get install python3-venv)?"
    )


if __name__ == "__main__":
    main()

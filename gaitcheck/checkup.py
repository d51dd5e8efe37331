"""What this computer has for gaitcheck and what is missing: no names, no paths, no network."""

from __future__ import annotations

import hashlib
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import metadata, resources
from pathlib import Path
from typing import Final

from gaitcheck import __version__
from gaitcheck.confine import can_confine
from gaitcheck.errors import ModelError

LIBRARIES: Final = (
    *("av", "mediapipe", "numpy", "opencv-python", "pillow", "pyarrow", "scipy", "starlette"),
    *("streamlit", "typer", "typst", "ezc3d"),
)
OPTIONAL: Final = frozenset({"ezc3d"})
"""Missing where there is no build of them: one export is missing then."""
READ: Final = (
    *("h264", "hevc", "vp9", "vp8", "av1", "prores", "mpeg4", "mpeg2video", "mjpeg", "h263"),
    *("wmv2", "vc1", "gif"),
)
WRITTEN: Final = ("libx264",)
FONTS: Final = ("Inter-Regular.otf", "Inter-SemiBold.otf")
LEAST_FREE_MB: Final = 500
"""Below that results and the films of a visit may not fit."""
START_S: Final = 120.0
_START: Final = "from gaitcheck.observing.pose.worker import try_out; try_out()"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the checkup; `missing` says what to do where something is not as it should be."""

    about: str
    found: str
    missing: str = ""


def check_up() -> Iterator[Finding]:
    """Yield all findings, one after the other: some take seconds."""
    for check in CHECKS:
        yield from check()


def _program() -> Iterator[Finding]:
    yield Finding("gaitcheck", __version__)
    yield Finding("Python", platform.python_version())
    yield Finding("system", f"{platform.system()} {platform.release()}, {platform.machine()}")
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    yield Finding("processor", f"{cores} cores to use; no graphics card is needed or used")
    if hasattr(os, "sysconf") and "SC_PHYS_PAGES" in os.sysconf_names:
        memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
        yield Finding("memory", f"{memory / 2**30:.1f} GB")


def _libraries() -> Iterator[Finding]:
    for name in LIBRARIES:
        try:
            yield Finding(name, metadata.version(name))
        except metadata.PackageNotFoundError:
            wanted = "" if name in OPTIONAL else f"Install {name}, or gaitcheck again."
            yield Finding(name, "not installed", wanted)


def _codecs() -> Iterator[Finding]:
    try:
        import av
    except ImportError as error:
        yield Finding("FFmpeg", f"cannot be loaded ({error})", "Install PyAV (av) again.")
        return
    codec, util = (av.library_versions[f"lib{part}"] for part in ("avcodec", "avutil"))
    said = f"libavcodec {'.'.join(map(str, codec))}, libavutil {'.'.join(map(str, util))}"
    yield Finding("FFmpeg", said)
    for about, names, mode in (("reads", READ, "r"), ("writes", WRITTEN, "w")):
        lacking = [name for name in names if not _has_codec(name, mode)]
        there = ", ".join(name for name in names if name not in lacking)
        wanted = "Install PyAV's own wheel: pip install --force-reinstall av." if lacking else ""
        lacks = f"; not {', '.join(lacking)}" if lacking else ""
        yield Finding(about, f"{there}{lacks}", wanted)


def _has_codec(name: str, mode: str) -> bool:
    import av

    try:
        av.Codec(name, "r" if mode == "r" else "w")
    except ValueError:
        return False
    return True


def _models() -> Iterator[Finding]:
    from gaitcheck.observing.pose.model import BUNDLE_SHA256, bundled_model

    again = "It is damaged or missing: install gaitcheck again."
    pose = bundled_model()
    digest = _digest(pose)
    yield Finding(pose.name, digest, "" if digest == BUNDLE_SHA256 else again)
    try:
        from gaitcheck.observing.sole.weights import bundled_weights

        bundled_weights()
        said, wanted = "loads, and reads its test picture as it should", ""
    except (ModelError, ImportError) as error:
        said, wanted = f"does not load ({error})", again
    yield Finding("sole reader", said, wanted)


def _digest(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return "cannot be read"


def _pose() -> Iterator[Finding]:
    """Start MediaPipe in a process of its own: what it lacks ends the process."""
    try:
        tried = subprocess.run(
            [sys.executable, "-c", _START], capture_output=True, timeout=START_S, check=False
        )
    except subprocess.TimeoutExpired:
        yield Finding("finding runners", "does not start", "Close other programs and try again.")
        return
    if tried.returncode == 0:
        yield Finding("finding runners", "MediaPipe starts")
        return
    lines = tried.stderr.decode("utf-8", "replace").strip().splitlines()
    last = lines[-1].strip() if lines else f"exit status {tried.returncode}"
    hint = "Install the library that is named" if ".so" in last else "Install mediapipe again"
    yield Finding("finding runners", f"MediaPipe does not start: {last}", f"{hint}.")


def _confinement() -> Iterator[Finding]:
    """Say what holds an analysis of the app: no fault where nothing does, but worth knowing."""
    can = can_confine()
    held = [
        said
        for said, holds in (
            ("write only their results", can.writing),
            ("reach no network", can.network),
        )
        if holds
    ]
    yield Finding("analyses of the app", ", ".join(held) or "are not held back by this system")


def _fonts() -> Iterator[Finding]:
    folder = resources.files("gaitcheck.share") / "fonts"
    lacking = [name for name in FONTS if not (folder / name).is_file()]
    if lacking:
        yield Finding("fonts", f"not {', '.join(lacking)}", "Install gaitcheck again.")
    else:
        yield Finding("fonts", ", ".join(Path(name).stem for name in FONTS))


def _disk() -> Iterator[Finding]:
    for about, place in (("temporary folder", tempfile.gettempdir), ("this folder", os.getcwd)):
        yield _free(about, place)


def _free(about: str, place: Callable[[], str]) -> Finding:
    try:
        folder = place()
        free_mb = shutil.disk_usage(folder).free / 1e6
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        return Finding(
            about, f"cannot be written ({error.strerror})", "Change its rights, or free some space."
        )
    wanted = "Free some space." if free_mb < LEAST_FREE_MB else ""
    return Finding(about, f"can be written, {free_mb / 1000:.1f} GB free", wanted)


CHECKS: Final = (_program, _libraries, _codecs, _models, _pose, _confinement, _fonts, _disk)

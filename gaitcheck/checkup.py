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
from gaitcheck.words import checkup as words

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
    yield Finding(words.SYSTEM, f"{platform.system()} {platform.release()}, {platform.machine()}")
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    yield Finding(words.PROCESSOR, words.CORES.format(cores=cores))
    if hasattr(os, "sysconf") and "SC_PHYS_PAGES" in os.sysconf_names:
        memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
        yield Finding(words.MEMORY, words.GIGABYTES.format(size=memory / 2**30))


def _libraries() -> Iterator[Finding]:
    for name in LIBRARIES:
        try:
            yield Finding(name, metadata.version(name))
        except metadata.PackageNotFoundError:
            wanted = "" if name in OPTIONAL else words.INSTALL_LIBRARY.format(name=name)
            yield Finding(name, words.NOT_INSTALLED, wanted)


def _codecs() -> Iterator[Finding]:
    try:
        import av
    except ImportError as error:
        yield Finding("FFmpeg", words.NOT_LOADED.format(error=error), words.INSTALL_AV)
        return
    codec, util = (av.library_versions[f"lib{part}"] for part in ("avcodec", "avutil"))
    said = f"libavcodec {'.'.join(map(str, codec))}, libavutil {'.'.join(map(str, util))}"
    yield Finding("FFmpeg", said)
    for about, names, mode in ((words.READS, READ, "r"), (words.WRITES, WRITTEN, "w")):
        lacking = [name for name in names if not _has_codec(name, mode)]
        there = ", ".join(name for name in names if name not in lacking)
        if lacking:
            said = words.LACKS_TOO.format(there=there, names=", ".join(lacking))
            yield Finding(about, said, words.INSTALL_CODECS)
        else:
            yield Finding(about, there)


def _has_codec(name: str, mode: str) -> bool:
    import av

    try:
        av.Codec(name, "r" if mode == "r" else "w")
    except ValueError:
        return False
    return True


def _models() -> Iterator[Finding]:
    from gaitcheck.observing.pose.model import BUNDLE_SHA256, bundled_model

    pose = bundled_model()
    digest = _digest(pose)
    yield Finding(pose.name, digest, "" if digest == BUNDLE_SHA256 else words.INSTALL_MODEL)
    yield from _networks()


def _networks() -> Iterator[Finding]:
    """Load both networks of ours, which read a pattern whose answer is known as they start."""
    try:
        from gaitcheck.observing.feet.finder import FootFinder
        from gaitcheck.observing.sole import SoleReader
    except ImportError as error:
        said = words.NOT_LOADED.format(error=error)
        yield Finding(words.SOLE_READER, said, words.INSTALL_MODEL)
        return
    for about, network in ((words.SOLE_READER, SoleReader), (words.FOOT_FINDER, FootFinder)):
        try:
            network()
        except ModelError as error:
            said = words.NOT_LOADED.format(error=error)
            yield Finding(about, said, words.INSTALL_MODEL)
        else:
            yield Finding(about, words.NETWORK_WORKS)


def _digest(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return words.UNREADABLE


def _pose() -> Iterator[Finding]:
    """Start MediaPipe in a process of its own: what it lacks ends the process."""
    try:
        tried = subprocess.run(
            [sys.executable, "-c", _START], capture_output=True, timeout=START_S, check=False
        )
    except subprocess.TimeoutExpired:
        yield Finding(words.RUNNERS, words.STARTS_NOT_IN_TIME, words.CLOSE_OTHERS)
        return
    if tried.returncode == 0:
        yield Finding(words.RUNNERS, words.STARTS)
        return
    lines = tried.stderr.decode("utf-8", "replace").strip().splitlines()
    last = lines[-1].strip() if lines else words.EXIT_STATUS.format(status=tried.returncode)
    yield Finding(words.RUNNERS, words.STARTS_NOT.format(last=last), _what_helps(last))


def _what_helps(last: str) -> str:
    from gaitcheck.ending import NO_SYS, lacks_sys

    if lacks_sys():
        return NO_SYS
    return words.INSTALL_NAMED if ".so" in last else words.INSTALL_MEDIAPIPE


def _confinement() -> Iterator[Finding]:
    """Say what holds an analysis of the app: no fault where nothing does, but worth knowing."""
    can = can_confine()
    held = [
        said
        for said, holds in (
            (words.WRITE_ONLY_RESULTS, can.writing),
            (words.REACH_NO_NETWORK, can.network),
        )
        if holds
    ]
    yield Finding(words.CONFINED, ", ".join(held) or words.NOT_CONFINED)


def _fonts() -> Iterator[Finding]:
    folder = resources.files("gaitcheck.share") / "fonts"
    lacking = [name for name in FONTS if not (folder / name).is_file()]
    if lacking:
        yield Finding(words.FONTS, words.LACKS.format(names=", ".join(lacking)), words.INSTALL)
    else:
        yield Finding(words.FONTS, ", ".join(Path(name).stem for name in FONTS))


def _disk() -> Iterator[Finding]:
    for about, place in ((words.TEMPORARY, tempfile.gettempdir), (words.HERE, os.getcwd)):
        yield _free(about, place)


def _free(about: str, place: Callable[[], str]) -> Finding:
    try:
        folder = place()
        free_mb = shutil.disk_usage(folder).free / 1e6
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        said = words.NOT_WRITABLE.format(error=error.strerror)
        return Finding(about, said, words.MAKE_WRITABLE)
    wanted = words.FREE_SPACE if free_mb < LEAST_FREE_MB else ""
    return Finding(about, words.WRITABLE.format(free=free_mb / 1000), wanted)


CHECKS: Final = (_program, _libraries, _codecs, _models, _pose, _confinement, _fonts, _disk)

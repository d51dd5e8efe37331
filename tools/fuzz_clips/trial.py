"""One spoilt clip after the other through the program, by itself or through the whole command."""

from __future__ import annotations

import json
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
LONGEST_S: Final = {"read": 120.0, "command": 600.0}
TRACEBACK: Final = "Traceback (most recent call last)"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one clip."""

    outcome: str
    said: str = ""
    cpu_s: float = 0.0
    memory_mb: float = 0.0
    verdict: str | None = None
    left: tuple[str, ...] = ()


@dataclass(slots=True)
class Reader:
    """A process that reads clip after clip; a new one takes over where it dies or hangs."""

    _process: subprocess.Popen[bytes] | None = None

    def try_clip(self, path: Path) -> Outcome:
        """Read one clip."""
        if self._process is None:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "fuzz_clips.child"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=_environment(),
            )
        process = self._process
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(f"{path}\n".encode())
        process.stdin.flush()
        ready, _, _ = select.select([process.stdout], [], [], LONGEST_S["read"])
        line = process.stdout.readline() if ready else b""
        if line:
            return Outcome(**json.loads(line))
        self.close()
        return Outcome("hang" if not ready else f"ended by {process.returncode}")

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None


@dataclass(slots=True)
class Command:
    """The whole command, in a folder of its own for each clip."""

    workers: int = 1

    def try_clip(self, path: Path) -> Outcome:
        """Analyse one clip."""
        place = Path(tempfile.mkdtemp(prefix="fuzz-"))
        temporary, results = place / "tmp", place / "results"
        temporary.mkdir()
        errors = place / "stderr"
        command = [sys.executable, "-m", "gaitcheck", "analyze", str(path), "--out", str(results)]
        command += ["--workers", str(self.workers), "--json", "--progress", "none", "--no-cache"]
        with errors.open("wb") as stderr, (place / "stdout").open("wb") as stdout:
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=stdout,
                stderr=stderr,
                env=_environment() | {"TMPDIR": str(temporary)},
                start_new_session=True,
            )
            try:
                status, used = _wait(process)
            except BaseException:
                # Stopped in the middle: what was started ends too.
                os.killpg(process.pid, signal.SIGKILL)
                shutil.rmtree(place)
                raise
        said = errors.read_text(encoding="utf-8", errors="replace").strip()
        left = [f"tmp/{p.name}" for p in temporary.iterdir()]
        done = [p.name for p in results.iterdir()] if results.is_dir() else []
        left += [f"results/{name}" for name in done if name != path.stem or status != 0]
        outcome = Outcome(
            _named(status, said),
            said[-2000:],
            round(used.ru_utime + used.ru_stime, 2),
            round(used.ru_maxrss / 1024, 1),
            _verdict(place / "stdout") if status == 0 else None,
            tuple(left),
        )
        shutil.rmtree(place)
        return outcome

    def close(self) -> None:
        """Nothing is open."""


def _named(status: int | None, said: str) -> str:
    if status is None:
        return "hang"
    if TRACEBACK in said:
        return "traceback"
    return {0: "analysed", 2: "refused"}.get(status, f"exit status {status}")


def _wait(process: subprocess.Popen[bytes]) -> tuple[int | None, os.struct_rusage]:  # type: ignore[name-defined]
    """Wait for the end, at most so long; return the exit status and what was used."""
    end = time.monotonic() + LONGEST_S["command"]
    hung = False
    while True:
        pid, status, used = os.wait4(process.pid, os.WNOHANG)
        if pid:
            process.returncode = os.waitstatus_to_exitcode(status)
            return (None if hung else process.returncode), used
        if time.monotonic() > end and not hung:
            hung = True
            os.killpg(process.pid, signal.SIGKILL)
        time.sleep(0.05)


def _verdict(stdout: Path) -> str | None:
    try:
        document = json.loads(stdout.read_text(encoding="utf-8"))
    except ValueError:
        return None
    return str(document["verdict"]["strike"])


def _environment() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tools'}"}

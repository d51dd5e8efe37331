"""A file that claims to hold more than memory can takes no more than its share."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
from pathlib import Path

import pytest

from gaitcheck import memory
from gaitcheck.memory import hold_memory
from tests.video.clips import write_format

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="no such limit")
CLAIMED = 20_000_000  # pictures, of 58 bytes each in FFmpeg's table
LIMIT = 1 << 30


def claiming(folder: Path) -> Path:
    """Return a clip of some kilobytes whose tables say that it holds `CLAIMED` pictures."""
    path = write_format(folder, "h264-mp4")
    data = bytearray(path.read_bytes())
    struct.pack_into(">II", data, data.index(b"stsz") + 8, 1, CLAIMED)
    struct.pack_into(">III", data, data.index(b"stsc") + 12, 1, CLAIMED, 1)
    path.write_bytes(data)
    return path


def test_a_file_takes_no_more_than_its_share_and_is_refused_in_a_sentence(tmp_path: Path) -> None:
    clip = claiming(tmp_path)
    code = (
        "import gaitcheck.memory, gaitcheck.cli\n"
        f"gaitcheck.memory.MOST_BYTES = {LIMIT}\n"
        "try:\n    gaitcheck.cli.main()\n"
        "finally:\n"
        "    from resource import RUSAGE_CHILDREN, getrusage\n"
        "    print(getrusage(RUSAGE_CHILDREN).ru_maxrss)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "analyze", str(clip), "--out", str(tmp_path / "out")],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ,
    )
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert int(done.stdout) * 1024 < LIMIT
    assert not (tmp_path / "out" / clip.stem).exists()


def test_the_limit_is_never_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    hold_memory()
    assert resource.getrlimit(resource.RLIMIT_DATA)[0] <= memory.MOST_BYTES
    lower = memory.MOST_BYTES - 4096
    resource.setrlimit(resource.RLIMIT_DATA, (lower, hard))
    hold_memory()
    assert resource.getrlimit(resource.RLIMIT_DATA)[0] == lower

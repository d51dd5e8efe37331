"""A clock that jumps while a clip is analysed, by days and both ways, changes nothing.

Needs libfaketime (on Debian and Ubuntu the package `faketime`).
"""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from tests.end_to_end.command import SAMPLE, analysed_sample, run

LIBRARIES = (*Path("/usr/lib").glob("*/faketime/libfaketime.so.1"),)

pytestmark = [pytest.mark.slow, pytest.mark.long]


@pytest.mark.skipif(not LIBRARIES, reason="no libfaketime on this machine")
def test_a_clock_that_jumps_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = (analysed_sample().results / "analysis.json").read_bytes()
    clock = tmp_path / "clock"
    clock.write_text("+0\n")
    monkeypatch.setenv("LD_PRELOAD", str(LIBRARIES[0]))
    monkeypatch.setenv("FAKETIME_TIMESTAMP_FILE", str(clock))
    monkeypatch.setenv("FAKETIME_NO_CACHE", "1")
    monkeypatch.setenv("DONT_FAKE_MONOTONIC", "1")
    jumps = [
        threading.Timer(after, clock.write_text, [f"{days}d\n"])
        for after, days in ((2.0, "+10"), (4.0, "-20"), (6.0, "+400"))
    ]
    for jump in jumps:
        jump.start()
    place = tmp_path / "work"
    place.mkdir()
    done = run("analyze", SAMPLE, "--out", "results", "--progress", "none", cwd=place)
    for jump in jumps:
        jump.join()
    assert (done.returncode, done.stderr) == (0, "")
    assert (place / "results" / SAMPLE.stem / "analysis.json").read_bytes() == whole
    assert list((tmp_path / "work-tmp").iterdir()) == []

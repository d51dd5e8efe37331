"""Killed at a random moment, the desk has lost nothing that was written, and holds no orphan."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.desk.killed import check, kill_once

KILLS = 4
"""Few here; ``python -m benchmarks.desk.killed`` does two hundred."""


@pytest.mark.slow
def test_a_desk_outlives_those_who_write_to_it(tmp_path: Path) -> None:
    said: list[tuple[str, ...]] = []
    for seed in range(KILLS):
        # On a busy machine a second may not be enough to write anything: one has the time it needs.
        said += kill_once(tmp_path / "desk", seed, first="said" if seed == 1 else "ready")
        check(tmp_path / "desk", said)
    assert any(line[0] == "said" for line in said)


@pytest.mark.slow
@pytest.mark.long
def test_so_does_one_with_its_files_in_s3(
    tmp_path: Path, bucket: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GAITCHECK_DESK_FILES", f"{bucket}/killed")
    monkeypatch.setenv("GAITCHECK_CACHE_DIR", str(tmp_path / "cache"))
    said: list[tuple[str, ...]] = []
    for seed in range(1, KILLS):
        said += kill_once(tmp_path / "desk", seed, os.environ.copy(), first="kept")
        check(tmp_path / "desk", said)
    assert any(line[0] == "kept" for line in said)

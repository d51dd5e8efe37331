"""``/healthz``: queue, workers and disk, and nothing of visitors."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest

from gaitcheck.jobs import Job, JobRequest, JobRunner, Load
from gaitcheck.ui import health


def ask() -> tuple[int, dict[str, Any]]:
    response = health.answer(Mock())
    return response.status_code, json.loads(bytes(response.body))


def test_a_server_at_rest_is_well(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "server_loads", list)
    status, found = ask()
    assert status == 200
    assert found["status"] == "ok"
    (queue,) = found["queue"]
    assert (queue["waiting"], queue["running"], queue["most"]) == (0, 0, 2)
    assert found["disk"]["free_mb"] > 0


def test_a_full_disk_is_not_well(monkeypatch: pytest.MonkeyPatch) -> None:
    for free in (3.0, None):
        monkeypatch.setattr(health, "_free_mb", lambda free=free: free)
        status, found = ask()
        assert (status, found["status"]) == (503, "disk full")


def until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_jobs_that_wait_and_run_are_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = [sys.executable, "-c", "import time; time.sleep(600)"]
    runner = JobRunner(lambda _: command, max_running=1)
    monkeypatch.setattr(health, "server_loads", lambda: [runner.load()])
    secret = tmp_path / "anna.mp4"
    jobs: list[Job] = [runner.submit(JobRequest(secret, tmp_path / str(k))) for k in range(3)]
    try:
        until(lambda: jobs[0].status().state == "running")
        load = runner.load()
        assert (load.waiting, load.running, load.most, load.lost) == (2, 1, 1, 0)
        assert load.oldest_s >= 0
        assert ask()[1]["queue"][0]["waiting"] == 2
        assert "anna" not in str(ask())
    finally:
        runner.cancel_all()
    until(lambda: runner.load() == Load(0, 0, 1))

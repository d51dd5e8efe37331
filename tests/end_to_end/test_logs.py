"""The log of the real command and the real app: whatever names say, it holds none of them."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from gaitcheck.desk.athletes import save_athlete
from gaitcheck.desk.desk import open_desk
from gaitcheck.desk.records import Athlete
from gaitcheck.words import page as texts
from tests.end_to_end.browser import ROOT, Server, free_port, visit, wait_until_healthy
from tests.end_to_end.command import COMMAND, empty_scene, run

pytestmark = pytest.mark.slow

SECRET = "Anna"
NAMES = (
    f'{SECRET}\n{{"gaitcheck-log": "error", "event": "forged"}}\n.mp4',
    f'{SECRET}\ngaitcheck-log 2026-03-01 error forged",\r"x": "\x1b[31m\x1b]0;y\x07.mp4',
    f"\u202e{SECRET}\u2028\u0085{{}}\u2066.mp4",
)
EVENTS = {"begin", "stage", "end", "process", "trouble"}


def assert_log(lines: Iterable[str]) -> list[dict[str, object]]:
    """Hold lines of a log against what may be in one, and return them."""
    found = [json.loads(line) for line in lines]
    assert {line["event"] for line in found} <= EVENTS
    assert all(SECRET not in str(line) and "forged" not in str(line) for line in found)
    return found


@pytest.mark.parametrize("form", ["json", pytest.param("text", marks=pytest.mark.long)])
def test_a_clips_name_writes_no_line_of_the_log(form: str, tmp_path: Path) -> None:
    for name in NAMES:
        shutil.copy(empty_scene(), tmp_path / name)
    (tmp_path / f"no film {NAMES[0]}").write_bytes(b"no film")
    clips = sorted(path.name for path in tmp_path.iterdir())
    log = ("--log-level", "info", "--log-format", form, "--progress", "json", "--no-cache")
    log += ("--workers", "1")
    said = run("analyze", *(f"./{clip}" for clip in clips), *log, "--out", "out", cwd=tmp_path)
    assert "\x1b" not in said.stderr
    lines = said.stderr.splitlines()
    logged = [line for line in lines if line.startswith(("gaitcheck-log", '{"gaitcheck-log"'))]
    ends = [line for line in logged if "analysis=" in line or '"analysis"' in line]
    assert ends == logged  # each has the id of an analysis, which no name knows
    assert not [line for line in logged if SECRET in line or "forged" in line]
    if form == "json":
        assert sum(line["event"] == "end" for line in assert_log(logged)) == len(clips)
    others = [line for line in lines if line not in logged]
    assert all(line.startswith(("gaitcheck: ", '{"stage": ')) for line in others)


@pytest.mark.browser
def test_the_log_of_the_app_holds_nobodys_name(browser: Browser, tmp_path: Path) -> None:
    """Films, athletes and notes of hostile names; each line of the log is whole JSON."""
    desk, name = tmp_path / "desk", NAMES[0].replace("\n", " ")
    with open_desk(desk) as opened:
        save_athlete(opened, Athlete(name, notes=NAMES[1], tags=(SECRET,)))
    port = free_port()
    own = {"HOME": str(tmp_path), "TMPDIR": str(tmp_path), "GAITCHECK_DESK": str(desk)}
    command = [COMMAND, "app", "--port", str(port), "--log-level", "info", "--log-format", "json"]
    place = tmp_path / "log"
    with place.open("wb") as log:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=os.environ | own | {"STREAMLIT_SERVER_HEADLESS": "true"},
            stdout=subprocess.DEVNULL,
            stderr=log,
        )
    try:
        server = Server(f"http://127.0.0.1:{port}", process, tmp_path)
        wait_until_healthy(server.url, process)
        with visit(browser, server) as app:
            film = {"name": NAMES[1], "mimeType": "video/mp4", "buffer": empty_scene().read_bytes()}
            app.page.set_input_files("input[type=file]", [film])  # type: ignore[arg-type]
            app.page.get_by_role("button", name="Remove").first.wait_for()
            app.start()
            verdict = app.page.locator(".gc-verdict")
            unsure = texts.VERDICT_SENTENCE["unsure"]
            expect(verdict).to_contain_text(unsure, timeout=300_000)
            expect(app.page.locator(".gc-note.blocker").first).to_be_visible()
            app.page.goto(f"{server.url}/desk")
            app.page.get_by_text(SECRET).first.wait_for()
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)
    found = assert_log(filter(None, place.read_text().splitlines()))
    assert {"begin", "end"} <= {line["event"] for line in found}

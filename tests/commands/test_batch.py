"""``gaitcheck batch`` over stand-ins for analyses: what it says, and its exit status."""

from __future__ import annotations

import json
import signal
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

import gaitcheck.batching.run
from gaitcheck.cli import app
from gaitcheck.model import ClipOptions
from tests.batching.examples import Stand, clips_in


@pytest.fixture
def stand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stand:
    stand = Stand(tmp_path / "stand")
    monkeypatch.setattr(gaitcheck.batching.run, "analyze_command", stand.command)
    monkeypatch.chdir(tmp_path)
    return stand


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["batch", *arguments])


def test_every_clip_is_a_line_and_the_table_is_named(stand: Stand) -> None:
    clips_in(Path("clips"), a="1", b="1")
    result = run("clips", "--out", "out")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.splitlines() == [
        "clips/a.mp4: heel, 95%",
        "clips/b.mp4: heel, 95% (the same clip as clips/a.mp4)",
        "",
        "2 of 2 clips analysed; 0 set aside.",
        f"Table: {Path('out/clips.csv').absolute()}",
    ]


def test_clips_that_are_set_aside_are_status_3(stand: Stand) -> None:
    clips_in(Path("clips"), a="1", bad="unusable")
    result = run("clips", "--out", "out")
    assert result.exit_code == 3
    assert result.stderr == "gaitcheck: clips/bad.mp4 is set aside: it holds no video.\n"
    assert "1 of 2 clips analysed; 1 set aside." in result.stdout
    again = run("clips", "--out", "out")
    assert again.exit_code == 3
    assert "1 of 2 clips analysed, 1 of them before; 1 set aside." in again.stdout


def test_progress_for_programs(stand: Stand) -> None:
    clips_in(Path("clips"), a="1")
    result = run("clips", "--out", "out", "--progress", "json")
    told = [json.loads(line) for line in result.stderr.splitlines()]
    assert (told[0]["total"], told[-1]["done"], told[-1]["share_done"]) == (1, 1, 1.0)


def test_bars_show_all_and_each_with_the_time_left(stand: Stand) -> None:
    clips_in(Path("clips"), **{"[bold]": "slow", "bad": "unusable"})
    result = run("clips", "--out", "out", "--progress", "bar", "--workers", "1")
    assert result.exit_code == 3
    assert "2 of 2 clips, 1 set aside" in result.stderr
    assert "clips/[bold].mp4" in result.stderr
    assert "left" in result.stderr


def test_the_options_reach_the_analyses(stand: Stand) -> None:
    clips_in(Path("clips"), a="1")
    run(
        *("clips", "--out", "out", "--slow-motion", "4", "--height", "171", "--belt-speed", "10"),
        *("--mirrored", "--no-cache", "--workers", "3"),
    )
    (request,) = stand.requests
    assert request.options == ClipOptions(4.0, None, 171.0, 10.0, mirrored=True)
    assert (request.cache, request.workers) == (False, 3)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["empty", "--out", "out"], "There is no clip in empty: "),
        (["nowhere", "--out", "out"], "There is no clip, folder or list nowhere; check the path."),
        (["clips", "--out", "clips/a.mp4"], "a.mp4 cannot be written in "),
        (["clips", "--out", "out", "--height", "5"], "The runner's height lies between"),
        (["clips", "--out", "out", "--model", "none.task"], "The pose model none.task does not"),
    ],
)
def test_what_cannot_begin_is_one_line_and_status_2(
    stand: Stand, arguments: list[str], message: str
) -> None:
    Path("empty").mkdir()
    clips_in(Path("clips"), a="1")
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"gaitcheck: {message}")
    assert len(result.stderr.splitlines()) == 1
    assert stand.started == []


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_stops_the_batch_and_keeps_what_is_finished(
    stand: Stand, monkeypatch: pytest.MonkeyPatch, number: signal.Signals, status: int
) -> None:
    clips_in(Path("clips"), a="first, as it is long", b="wait")
    told = gaitcheck.batching.run.Course._note

    def note(*arguments: Any, **more: Any) -> None:
        told(*arguments, **more)
        signal.raise_signal(number)

    monkeypatch.setattr(gaitcheck.batching.run.Course, "_note", note)
    result = run("clips", "--out", "out", "--workers", "1")
    assert result.exit_code == status
    assert result.stderr == (
        "gaitcheck: stopped. Finished clips are kept: run the same command again to go on.\n"
    )
    assert Path("out/a/analysis.json").exists()
    assert not Path("out/b").exists()

"""``gaitcheck report``: arguments, answers, exit status, what is on disk."""

from __future__ import annotations

import signal
from contextlib import nullcontext
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from gaitcheck.cli import app
from gaitcheck.commands import report
from gaitcheck.progress import Progress
from gaitcheck.store.feet import FEET_NAME
from gaitcheck.store.observation import OBSERVATION_NAME
from gaitcheck.store.result import load_result
from gaitcheck.store.serialize import to_json_bytes
from gaitcheck.video import probe_video
from tests.examples import FRAMES, make_stepless_analysis
from tests.share.reports import write_example_results
from tests.store.first import write_first_result

PDF, HTML, MP4 = (
    "example run_report.pdf",
    "example run_report.html",
    "example run_annotated.mp4",
)


@pytest.fixture
def results(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write_example_results(tmp_path)
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    return tmp_path / "results" / "example run"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["report", *map(str, arguments)])


def names(folder: str = "out") -> list[str]:
    return sorted(path.name for path in Path(folder).iterdir())


def test_all_reports_are_written_and_named(results: Path) -> None:
    result = run(results / "analysis.json", "--out", "out")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.splitlines() == [str(Path("out", name)) for name in (PDF, HTML, MP4)]
    assert names() == sorted([PDF, HTML, MP4])
    assert probe_video(Path("out", MP4)).frames == FRAMES
    assert Path("out", PDF).read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize(("option", "name"), [("--pdf", PDF), ("--html", HTML), ("--mp4", MP4)])
def test_one_report_alone(results: Path, option: str, name: str) -> None:
    result = run(results, "--out", "deep/er/out", option)
    assert (result.exit_code, result.stderr) == (0, "")
    assert names("deep/er/out") == [name]


def test_without_the_clip_there_are_the_documents_and_a_word(results: Path) -> None:
    (results.parents[1] / "example run.mp4").unlink()
    result = run(results, "--out", "out")
    assert result.exit_code == 0
    assert "the annotated film is left out. The clip example run.mp4 is not" in result.stderr
    assert names() == sorted([PDF, HTML])


def test_a_film_that_was_asked_for_needs_its_clip(results: Path) -> None:
    (results.parents[1] / "example run.mp4").unlink()
    result = run(results, "--out", "out", "--mp4", "--pdf")
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 1
    assert "--clip PATH" in result.stderr
    assert not Path("out").exists()


def test_the_clip_may_have_moved(results: Path) -> None:
    clip = results.parents[1] / "example run.mp4"
    clip.rename("moved.mp4")
    assert run(results, "--out", "out", "--mp4", "--clip", "moved.mp4").exit_code == 0
    assert names() == [MP4]


def test_an_older_result_gives_documents_without_pictures(results: Path) -> None:
    (results / OBSERVATION_NAME).unlink()
    result = run(results, "--out", "out")
    assert result.exit_code == 0
    assert "With --show-faces" in result.stderr
    assert "pictures of the steps are left out" in result.stderr
    assert b"data:image/jpeg" not in Path("out", HTML).read_bytes()
    shown = run(results, "--out", "out", "--html", "--show-faces")
    assert (shown.exit_code, shown.stderr) == (0, "")
    assert b"data:image/jpeg" in Path("out", HTML).read_bytes()


def test_without_feet_there_are_documents_without_pictures(results: Path) -> None:
    (results / FEET_NAME).unlink()
    for options in ([], ["--show-faces"]):
        result = run(results, "--out", "out", "--html", *options)
        assert result.exit_code == 0
        assert "pictures of the steps are left out. feet.npz" in result.stderr
        assert "--show-faces" not in result.stderr
        assert b"data:image/jpeg" not in Path("out", HTML).read_bytes()


def test_a_result_of_the_first_contract_has_its_documents_and_its_film(results: Path) -> None:
    analysis = load_result(results).analysis
    write_first_result(results.parent / "old", analysis)
    result = run(results.parent / "old", "--out", "out")
    assert (result.exit_code, result.stderr) == (0, "")
    assert names() == sorted([PDF, HTML, MP4])


def test_a_clip_without_a_runner_has_a_report_too(results: Path) -> None:
    Path("empty").mkdir()
    Path("empty/analysis.json").write_bytes(to_json_bytes(make_stepless_analysis()))
    result = run("empty", "--out", "out")
    assert result.exit_code == 0
    assert len(result.stderr.splitlines()) == 1
    assert names() == sorted([PDF, HTML])


def test_bad_input_is_one_line_and_status_2(results: Path) -> None:
    Path("no.json").write_text("{")
    Path("other.json").write_text("{}")
    Path("taken").write_text("mine")
    clip = results.parents[1] / "example run.mp4"
    for arguments in (
        ("nowhere.json", "--out", "out"),
        ("no.json", "--out", "out"),
        ("other.json", "--out", "out"),
        (clip, "--out", "out"),
        (results, "--out", "taken"),
        (results, "--out", "out", "--mp4", "--clip", "nowhere.mp4"),
        (results, "--out", "out", "--mp4", "--clip", "no.json"),
    ):
        result = run(*arguments)
        assert (result.exit_code, result.stdout) == (2, ""), arguments
        assert result.stderr.startswith("gaitcheck: "), arguments
        assert len(result.stderr.splitlines()) == 1, arguments
    assert Path("taken").read_text() == "mine"
    assert not Path("out").exists()


def test_a_signal_stops_the_film(results: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(progress: Progress) -> None:
        if progress.done == 3:
            signal.raise_signal(signal.SIGTERM)

    monkeypatch.setattr(report, "show_progress", lambda *_: nullcontext(stop))
    result = run(results, "--out", "out", "--mp4")
    assert (result.exit_code, result.stdout) == (143, "")
    assert result.stderr.startswith("gaitcheck: stopped")
    assert names() == []


def test_a_fault_of_ours_is_one_line(results: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise KeyError("x")

    monkeypatch.setattr("gaitcheck.share.write.write_documents", fail)
    result = run(results, "--out", "out", "--pdf")
    assert result.exit_code == 1
    assert len(result.stderr.splitlines()) == 1
    assert "--debug" in result.stderr


def test_help_names_what_is_written() -> None:
    result = CliRunner().invoke(app, ["report", "--help"])
    assert result.exit_code == 0
    assert "Examples" in result.stdout
    assert "--show-faces" in result.stdout

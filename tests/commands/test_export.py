"""``gaitcheck export``: answers, exit status, one line for each fault."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from gaitcheck.cli import app
from gaitcheck.export import FORMATS, find_formats
from gaitcheck.store.feet import write_feet
from gaitcheck.store.observation import write_observation
from gaitcheck.store.serialize import to_json_bytes
from tests.export.trials import make_trial


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["export", *arguments])


@pytest.fixture(autouse=True)
def _workplace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    trial = make_trial()
    Path("run").mkdir()
    Path("run/analysis.json").write_bytes(to_json_bytes(trial.analysis))
    assert trial.observation is not None
    assert trial.analysis.feet is not None
    write_observation(Path("run"), trial.observation)
    write_feet(Path("run"), trial.analysis.feet, trial.analysis.clip)


def test_every_format_is_written_and_named() -> None:
    result = run("run/analysis.json", "--out", "out")
    assert (result.exit_code, result.stderr) == (0, "")
    names = [f.file_name for f in find_formats([])]
    assert [Path(line) for line in result.stdout.splitlines()] == [Path("out") / n for n in names]
    assert sorted(path.name for path in Path("out").iterdir()) == sorted(names)


def test_a_result_may_be_named_by_its_folder() -> None:
    result = run("run", "--out", "out", "--format", "trc")
    assert (result.exit_code, result.stderr) == (0, "")
    assert [path.name for path in Path("out").iterdir()] == ["landmarks.trc"]


def test_only_what_was_asked_for_is_written() -> None:
    result = run("run/analysis.json", "--out", "out", "--format", "mot", "-f", "trc")
    assert result.exit_code == 0
    assert {path.name for path in Path("out").iterdir()} == {"joint_angles.mot", "landmarks.trc"}


def _break(path: str, content: bytes | None) -> None:
    Path(path).unlink()
    if content is not None:
        Path(path).write_bytes(content)


@pytest.mark.parametrize(
    ("victim", "content", "words"),
    [
        ("run/analysis.json", None, "There is no file"),
        ("run/analysis.json", b"{", "holds no JSON"),
        ("run/analysis.json", b"{}", "no analysis of gaitcheck"),
        ("run/observation.npz", None, "There is no observation.npz in run"),
        ("run/observation.npz", b"PK", "damaged"),
        ("run/feet.npz", None, "feet.npz is not in run"),
        ("run/feet.npz", b"PK", "damaged"),
    ],
)
def test_files_that_cannot_be_used_are_one_line_and_status_2(
    victim: str, content: bytes | None, words: str
) -> None:
    _break(victim, content)
    result = run("run/analysis.json", "--out", "out")
    assert (result.exit_code, result.stdout) == (2, "")
    assert words in result.stderr
    assert result.stderr.count("\n") == 1
    assert not Path("out").exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["steps", "--out", "out"], "There is no file steps"),
        (["run/analysis.json", "--out", "out", "--format", "xls"], "There is no format xls"),
        (["run/analysis.json", "--out", "run/analysis.json"], "cannot be written"),
    ],
)
def test_a_wrong_call_is_one_line_and_status_2(arguments: list[str], words: str) -> None:
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert words in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_fault_of_ours_is_one_line_and_status_1(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: object) -> bytes:
        raise ZeroDivisionError("oh")

    broken = tuple(replace(f, write=fail) for f in FORMATS)
    monkeypatch.setattr("gaitcheck.export.registry.FORMATS", broken)
    result = run("run/analysis.json", "--out", "out")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "internal error while working on" in result.stderr
    assert result.stderr.count("\n") == 1


def test_help_names_every_format() -> None:
    result = run("--help")
    assert result.exit_code == 0
    assert "Examples" in result.stdout
    assert all(f.name in result.stdout for f in FORMATS)

"""The log: one id for each analysis, its stages and its end, and nothing about whom it was of."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from gaitcheck.errors import CancelledError, ClipUnreadableError
from gaitcheck.journal import (
    FORM,
    LEVEL,
    LogForm,
    LogLevel,
    is_log_line,
    keep_log,
    log_facts_alone,
    logged_analysis,
    write_log,
)
from gaitcheck.progress import Progress


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(LEVEL, raising=False)
    monkeypatch.delenv(FORM, raising=False)


def ask(monkeypatch: pytest.MonkeyPatch, level: LogLevel, form: LogForm = LogForm.JSON) -> None:
    monkeypatch.setenv(LEVEL, level)
    monkeypatch.setenv(FORM, form)


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_nothing_is_logged_unless_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    with logged_analysis() as log:
        log.follow(lambda _: None)(Progress("pose", 0, 1))
    assert capsys.readouterr().err == ""


def test_an_analysis_is_begin_stages_and_end_under_one_id(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ask(monkeypatch, LogLevel.INFO)
    passed: list[Progress] = []
    with logged_analysis() as log:
        note = log.follow(passed.append)
        for stage in ("reading", "pose", "pose", "shoes"):
            note(Progress(stage, 1, 2))  # type: ignore[arg-type]
    found = lines(capsys)
    assert [line["event"] for line in found] == ["begin", "stage", "stage", "stage", "end"]
    assert [line.get("stage") for line in found[1:4]] == ["reading", "pose", "shoes"]
    assert {line["analysis"] for line in found} == {log.id}
    assert found[-1]["ending"] == "analysed"
    assert all(float(str(line["seconds"])) >= 0 for line in found[1:])
    assert len(passed) == 4
    with logged_analysis() as other:
        pass
    assert other.id != log.id


@pytest.mark.parametrize(
    ("error", "ending"),
    [
        (CancelledError("stopped"), "cancelled"),
        (ClipUnreadableError("Anna at the lake.mp4 is no video"), "unusable"),
        (KeyError("/home/anna/lake.mp4"), "fault"),
    ],
)
def test_how_it_ends_is_told_without_what_the_error_says(
    error: Exception,
    ending: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    ask(monkeypatch, LogLevel.INFO)
    with pytest.raises(type(error)), logged_analysis():
        raise error
    said = capsys.readouterr().err
    assert json.loads(said.splitlines()[-1])["ending"] == ending
    assert "lake" not in said
    assert "anna" not in said.lower()


def test_errors_alone(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    ask(monkeypatch, LogLevel.ERROR)
    with logged_analysis():
        pass
    with pytest.raises(KeyError), logged_analysis():
        raise KeyError
    (line,) = lines(capsys)
    assert (line["ending"], line["error"]) == ("fault", "KeyError")


@pytest.mark.parametrize("form", LogForm)
def test_lines_of_the_log_are_told_from_others(
    form: LogForm, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ask(monkeypatch, LogLevel.INFO, form)
    write_log(LogLevel.INFO, "begin", analysis="abc")
    (line,) = capsys.readouterr().err.splitlines()
    assert is_log_line(line)
    assert "abc" in line
    for other in ('{"stage": "pose", "done": 0, "total": 1}', "gaitcheck: no video", ""):
        assert not is_log_line(other)


def test_what_is_told_holds_for_processes_that_are_started_and_nothing_told_leaves_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import os

    ask(monkeypatch, LogLevel.INFO, LogForm.TEXT)
    keep_log(None, LogForm.JSON)
    assert (os.environ[LEVEL], os.environ[FORM]) == ("info", "json")


HOSTILE = '\u202eAnna\n{"gaitcheck-log": "info"}\x1b[31m", "x": "\u2028.mp4'


@pytest.fixture
def facts_alone() -> Iterator[Callable[[], None]]:
    yield log_facts_alone
    logging.setLogRecordFactory(logging.LogRecord)
    logging.disable(logging.NOTSET)


@pytest.mark.parametrize("form", LogForm)
def test_what_others_log_comes_as_one_line_without_their_words(
    form: LogForm,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    facts_alone: Callable[[], None],
) -> None:
    ask(monkeypatch, LogLevel.INFO, form)
    facts_alone()
    logger = logging.getLogger("a.library")
    handler = logging.StreamHandler(sys.stderr)
    monkeypatch.setattr(logger, "handlers", [handler])
    monkeypatch.setattr(logger, "propagate", False)
    try:
        raise KeyError(HOSTILE)
    except KeyError:
        logger.exception("Trouble with %s", HOSTILE)
    logger.warning(HOSTILE)
    said = capsys.readouterr().err
    assert len(said.splitlines()) == 2
    assert all(map(is_log_line, said.splitlines()))
    assert said.isascii()
    assert "Anna" not in said
    assert "KeyError" in said
    assert "test_journal.py:" in said
    if form is LogForm.JSON:
        first, second = (json.loads(line) for line in said.splitlines())
        assert (first["gaitcheck-log"], first["by"]) == ("error", "a.library")
        assert (second["gaitcheck-log"], "error" in second) == ("info", False)


def test_without_a_log_others_keep_their_words(
    facts_alone: Callable[[], None],
) -> None:
    facts_alone()
    assert logging.getLogRecordFactory() is logging.LogRecord


def test_errors_alone_of_others_too(
    monkeypatch: pytest.MonkeyPatch, facts_alone: Callable[[], None]
) -> None:
    ask(monkeypatch, LogLevel.ERROR)
    facts_alone()
    logger = logging.getLogger("a.library")
    assert not logger.isEnabledFor(logging.WARNING)
    assert logger.isEnabledFor(logging.ERROR)


def test_no_other_line_of_the_package_goes_to_the_log() -> None:
    """File names must not get in: who writes to it is known."""
    package = Path(__file__).parents[1] / "gaitcheck"
    users = {
        path.name
        for path in package.rglob("*.py")
        if "write_log(" in path.read_text(encoding="utf-8")
    }
    assert users == {"journal.py"}

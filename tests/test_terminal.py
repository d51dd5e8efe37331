"""Progress reports and error lines."""

from __future__ import annotations

import io
import json
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaitcheck.progress import STAGE_SHARE, Progress, Stage
from gaitcheck.terminal import (
    DESK_SHARE,
    FILM_SHARE,
    JsonLines,
    ProgressStyle,
    Share,
    complain,
    printable,
    show_progress,
)
from gaitcheck.words import terminal as words


@given(st.text())
def test_a_complaint_is_always_one_printable_line(text: str) -> None:
    line = printable(text)
    assert line.isprintable()
    assert len(line.splitlines()) <= 1


def test_a_complaint_goes_to_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    complain("two\nlines \x1b[31m")
    assert capsys.readouterr() == ("", "gaitcheck: two lines \\x1b[31m\n")


def test_json_lines_are_throttled_but_keep_start_and_end() -> None:
    stream = io.StringIO()
    report = JsonLines("run.mp4", stream)
    for stage in ("reading", "pose"):
        for done in range(1001):
            report(Progress(stage, done, 1000))
    lines = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert lines[0] == {"stage": "reading", "done": 0, "total": 1000, "clip": "run.mp4"}
    assert lines[-1] == {"stage": "pose", "done": 1000, "total": 1000, "clip": "run.mp4"}
    assert [line["stage"] for line in lines].count("pose") >= 2
    assert len(lines) < 200


def test_the_shares_of_the_stages_make_a_whole() -> None:
    assert sum(STAGE_SHARE.values()) == pytest.approx(1.0)
    assert {*STAGE_SHARE, *FILM_SHARE, *DESK_SHARE} == set(words.STAGES) == set(get_args(Stage))


@given(st.integers(0, 50), st.integers(1, 50))
def test_the_share_done_grows_to_one(done: int, total: int) -> None:
    share, found = Share(), [0.0]
    for stage in STAGE_SHARE:
        found += [share.update(Progress(stage, step, total)) for step in (0, min(done, total))]
    found.append(share.update(Progress("pictures", 1, 1)))
    assert found == sorted(found)
    assert found[-1] <= 1.0 + 1e-9


def test_a_stage_of_unknown_length_counts_as_not_begun() -> None:
    assert Share().update(Progress("reading", 3, 0)) == 0.0


def test_nothing_is_shown_where_there_is_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    with show_progress(ProgressStyle.AUTO, "run.mp4") as report:
        report(Progress("pose", 1, 2))
    assert capsys.readouterr() == ("", "")


def test_the_bar_names_the_clip_and_the_stage(capsys: pytest.CaptureFixture[str]) -> None:
    with show_progress(ProgressStyle.BAR, "a [bold] name.mp4") as report:
        report(Progress("pose", 1, 2))
        report(Progress("pose", 2, 2))
    assert "a [bold] name.mp4: finding the runner" in capsys.readouterr().err

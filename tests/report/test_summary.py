"""The summary in the terminal: what it says, in which order, in short lines."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given

from gaitcheck.model import Analysis, QualityNote
from gaitcheck.report.summary import WIDTH, summarize
from tests.examples import (
    make_analysis,
    make_clip,
    make_mixed_analysis,
    make_stepless_analysis,
    make_unsure_analysis,
)
from tests.report.strategies import analyses


def test_the_verdict_comes_first_with_its_confidence_and_reason() -> None:
    lines = summarize(make_analysis()).splitlines()
    assert lines[0] == "example run.mp4: heel strike, very sure (95 %)."
    assert lines[1] == "All 8 steps land on the heel."


def test_an_unsure_verdict_has_no_percent_that_could_be_taken_for_an_answer() -> None:
    text = summarize(make_unsure_analysis())
    assert text.startswith("example run.mp4: not sure how the feet land.\n")
    assert "%" not in text
    assert "too blurred" in text.splitlines()[1]


def test_each_side_has_a_row() -> None:
    rows = [line.split() for line in summarize(make_mixed_analysis()).splitlines()]
    assert rows[4][:5] == ["left", "heel", "strike", "95", "%"]
    assert rows[4][5:] == ["+18°", "(+15°", "to", "+21°)", "257", "ms", "4"]
    assert rows[5][:5] == ["right", "midfoot", "strike", "80", "%"]


def test_the_columns_stand_below_each_other() -> None:
    lines = summarize(make_mixed_analysis()).splitlines()[3:6]
    assert lines[0].index("steps") == lines[1].rindex("4") == lines[2].rindex("4")
    assert lines[1].index("257 ms") == lines[2].index("257 ms") == lines[0].index("on the ground")


def test_the_gravest_note_comes_first_with_its_remedy() -> None:
    text = summarize(make_unsure_analysis())
    assert text.index("Problem: The feet are blurred") < text.index("Caution: The clip has 30")
    assert "Film in bright light" in text


def test_the_command_line_names_its_option() -> None:
    notes = (QualityNote("bystanders", "info", "There are 3 people.", "Say whom you mean."),)
    text = summarize(make_analysis(quality=notes))
    assert "Say whom you mean. The option for it is --runner N." in text
    assert "option" not in summarize(make_analysis())


def test_advice_is_named() -> None:
    assert "- Warm up with high knees" in summarize(make_analysis()).splitlines()


def test_the_place_of_the_pictures_is_said() -> None:
    folder = Path("results") / "run"
    last = summarize(make_analysis(), folder).splitlines()[-1]
    assert str(folder / "contacts.png") in last
    assert str(folder / "steps") in last
    assert "8 steps" in last


def test_without_pictures_that_is_said() -> None:
    stepless = summarize(make_stepless_analysis())
    assert stepless.endswith("No step was found, so there are no pictures.")
    assert "contacts.png" not in stepless
    assert "Cadence: not measured." in stepless
    assert "on the ground" not in stepless
    assert "so there are no pictures" in summarize(make_analysis(feet=None))


def test_slow_motion_is_explained() -> None:
    text = summarize(make_analysis(clip=make_clip(slow_motion=2.0)))
    assert "2× slow motion" in text
    assert "slowed" not in summarize(make_analysis())


@pytest.mark.parametrize("analysis", [make_analysis(), make_unsure_analysis()])
def test_lines_are_short(analysis: Analysis) -> None:
    assert all(len(line) <= WIDTH for line in summarize(analysis).splitlines()[:-1])


@given(analyses())
def test_any_analysis_has_a_summary(analysis: Analysis) -> None:
    text = summarize(analysis)
    assert "how the feet land" in text or "sure (" in text.replace("\n", " ")
    assert not text.endswith("\n")

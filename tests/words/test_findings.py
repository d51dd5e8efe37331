"""Each finding of the clip doctor has its sentences, and each sentence its finding."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

import gaitcheck.gait
from gaitcheck.model import Finding, Reason
from gaitcheck.words.findings import FINDINGS, say_finding
from gaitcheck.words.reasons import VERDICTS, say_reason

GAIT = Path(gaitcheck.gait.__file__).parent
FOUND_BY = {"info", "warning", "blocker", "note"}


def codes_in_code() -> Iterator[str]:
    """Yield the code of every finding that the clip doctor makes."""
    for path in (GAIT / "quality").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            made = isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
            if made and node.func.id in FOUND_BY and isinstance(node.args[0], ast.Constant):
                yield node.args[0].value


def names_in(words: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(words) if name}


def test_each_finding_has_sentences_and_none_is_left_over() -> None:
    said = {key.partition(".")[0] for key in FINDINGS}
    assert set(codes_in_code()) == said


@pytest.mark.parametrize("key", FINDINGS)
def test_a_finding_is_said_in_whole_sentences(key: str) -> None:
    code, _, variant = key.partition(".")
    words = FINDINGS[key]
    values = dict.fromkeys(names_in(words.message) | names_in(words.remedy), 7.0)
    if "places" in values:
        values["places"] = ((1, 20.0), (2, 80.0))  # type: ignore[assignment]
    note = say_finding(Finding(code, "info", variant, values))
    for sentence in (note.message, note.remedy):
        assert re.fullmatch(r"[A-Z0-9][^{}]*\.", sentence)
        assert "--" not in sentence, "said in the app and in reports too"


def test_reasons_name_the_feet_their_strikes_and_angles() -> None:
    seen = {"left_strike": "heel", "left_deg": 12.4, "right_strike": "heel", "right_deg": 9.6}
    assert say_reason(Reason("both_alike", seen)) == (
        "Both feet land on the heel (left +12 degrees at contact, right +10 degrees at contact)."
    )


def test_a_foot_without_an_angle_is_as_a_person_saw_it() -> None:
    seen = {"foot": "right", "own_strike": "toe", "own_deg": float("nan")}
    assert say_reason(Reason("alone", seen)) == (
        "The right foot lands on the toes (as a person saw it); the other foot could not be judged."
    )


@pytest.mark.parametrize("words", VERDICTS.values())
def test_a_reason_is_one_sentence(words: str) -> None:
    assert re.fullmatch(r"[A-Z{].*\.", words)

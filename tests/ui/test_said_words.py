"""Who said what, beside the machine's own answer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gaitcheck.model import Correction, Verdict, VerdictStrike
from gaitcheck.ui.said_words import said_words, who_said
from tests.examples import make_analysis

ANN = (Correction("confirm", "left-1", who="Ann"),)


@pytest.mark.parametrize(
    ("own", "machine", "expected"),
    [
        ("heel", "unsure", "You said: heel; gaitcheck was unsure."),
        ("toe", "heel", "You said: toe; gaitcheck said heel."),
        ("heel", "heel", "You checked it: heel, as gaitcheck says."),
        (
            "unsure",
            "heel",
            "You saw some steps differently, so this stays undecided; gaitcheck said heel.",
        ),
        ("unsure", "unsure", "You looked at it; it stays open."),
        ("mixed", "heel", "You said: mixed; gaitcheck said heel."),
    ],
)
def test_both_answers_are_said(own: VerdictStrike, machine: VerdictStrike, expected: str) -> None:
    alone = Verdict(machine, 0.9, "Because.")
    assert said_words(Verdict(own, 0.9, "Because.", True, alone), ()) == expected


def test_nothing_is_said_where_nobody_looked() -> None:
    assert said_words(make_analysis().verdict, ()) == ""


def test_an_added_step_says_so() -> None:
    step = replace(make_analysis().steps[0], by_person=True, machine=None)
    assert said_words(step, ANN) == "Ann added this step; gaitcheck had not seen it."


def test_names_are_said_where_they_were_given() -> None:
    assert who_said(()) == "You"
    bob = Correction("confirm", "left-2", who=" Bob ")
    assert who_said([*ANN, bob, *ANN]) == "Ann and Bob"

"""Words of a result: percent, angles, confidence, colours that can be read."""

from __future__ import annotations

import dataclasses
import math
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaitcheck.model import VerdictStrike
from gaitcheck.report.colours import FOOT_LINE, STRIKE_COLOURS, StrikeColour, to_rgb
from gaitcheck.words.results import (
    ONE_FOOT_CLEAR,
    VERDICT_SENTENCE,
    VERDICT_WORDS,
    angle_words,
    confidence_words,
    counted,
    pace_words,
    percent,
    reason_words,
    verdict_sentence,
)
from tests.examples import make_analysis, make_unsure_analysis


def test_an_unsure_clip_with_one_labelled_foot_does_not_say_that_it_shows_nothing() -> None:
    unsure = make_unsure_analysis()
    assert verdict_sentence(unsure) == VERDICT_SENTENCE["unsure"]
    heel = make_analysis().sides["left"]
    assert heel.strike == "heel"
    one = dataclasses.replace(unsure, sides={**unsure.sides, "left": heel})
    assert verdict_sentence(one) == ONE_FOOT_CLEAR
    both = dataclasses.replace(one, sides={"left": heel, "right": heel})
    assert verdict_sentence(both) == VERDICT_SENTENCE["unsure"]
    assert verdict_sentence(make_analysis()) == VERDICT_SENTENCE["heel"]


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (0.0, "0 %"),
        (0.004, "< 1 %"),
        (0.01, "1 %"),
        (0.834, "83 %"),
        (0.99, "99 %"),
        (0.9999, "> 99 %"),
        (1.0, "100 %"),
    ],
)
def test_percent_never_rounds_to_certainty(share: float, words: str) -> None:
    assert percent(share) == words


@pytest.mark.parametrize(
    ("angle", "words"),
    [
        (21.4, "+21°"),
        (-7.0, "−7°"),
        (0.3, "0°"),
        (-0.3, "0°"),
        (None, "no angle"),
        (math.nan, "no angle"),
        (math.inf, "no angle"),
    ],
)
def test_an_angle_has_its_sign(angle: float | None, words: str) -> None:
    assert angle_words(angle) == words


@pytest.mark.parametrize(
    ("confidence", "words"),
    [
        (1.0, "very sure"),
        (0.95, "very sure"),
        (0.94, "fairly sure"),
        (0.7, "somewhat sure"),
        (0.59, "not sure"),
        (0.0, "not sure"),
    ],
)
def test_confidence_in_words(confidence: float, words: str) -> None:
    assert confidence_words(confidence) == words


@given(st.floats(0, 1))
def test_every_confidence_has_words(confidence: float) -> None:
    assert confidence_words(confidence).endswith("sure")


def test_plurals() -> None:
    assert [counted(n, "step") for n in (0, 1, 2)] == ["0 steps", "1 step", "2 steps"]


def test_every_strike_has_words_and_a_colour_of_its_own() -> None:
    strikes = set(get_args(VerdictStrike))
    assert set(VERDICT_WORDS) == set(STRIKE_COLOURS) == strikes
    assert len({colour.fill for colour in STRIKE_COLOURS.values()}) == len(strikes)


@pytest.mark.parametrize("colour", [*STRIKE_COLOURS.values(), FOOT_LINE])
def test_the_ink_reads_on_its_fill(colour: StrikeColour) -> None:
    bright, dark = sorted(map(_luminance, (colour.fill, colour.ink)), reverse=True)
    assert (bright + 0.05) / (dark + 0.05) >= 4.5


def _luminance(colour: str) -> float:
    """Return the relative luminance of WCAG 2.2."""
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
        for c in (channel / 255 for channel in to_rgb(colour))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize(
    ("factor", "words"),
    [(4.0, "4× slow motion"), (8.25, "8.25× slow motion"), (0.58, "1.72× time lapse")],
)
def test_a_clip_is_slowed_down_or_sped_up(factor: float, words: str) -> None:
    assert pace_words(factor) == words


def test_reasons_stand_in_one_line() -> None:
    assert reason_words(()) == ""
    assert (
        reason_words(("blurred_foot", "The foot is hidden.")) == "blurred foot; The foot is hidden"
    )

"""What the step cards say."""

from __future__ import annotations

from dataclasses import replace

from gaitcheck.model import Step
from gaitcheck.report.evidence import Margin, StepEvidence
from gaitcheck.ui.evidence_words import argue, degrees, place_words
from gaitcheck.words import evidence as texts
from tests.examples import make_step

CLEAR = StepEvidence(
    likeliest="heel",
    other=None,
    source="shoe",
    margin=Margin("heel", 9.0, 3.0),
    alike=7,
    others=7,
    apart_deg=0.5,
    far=False,
)


def step(angle: float | None = 17.0, **changes: object) -> Step:
    return replace(make_step(0, "left", 0.2, "heel"), foot_strike_angle_deg=angle, **changes)


def test_a_clear_step_has_nothing_against_it() -> None:
    said = argue(step(), CLEAR)
    assert said.heading == "Evidence for a heel strike"
    assert said.speaks_for == (
        "+17°, 9° above the heel border of +8°: that is 3.0 times the uncertainty of ± 3°.",
        "The shoe itself was followed in the pictures.",
        "All 7 other steps of this foot land the same way.",
    )
    assert said.speaks_against == ()


def test_an_angle_within_its_uncertainty_speaks_against() -> None:
    said = argue(step(10.0), replace(CLEAR, margin=Margin("heel", 2.0, 5.0)))
    near = "+10°, 2° above the heel border of +8°: that is within the uncertainty of ± 5°."
    assert said.speaks_against == (near,)
    assert near not in said.speaks_for


def test_an_angle_on_the_other_side_speaks_against() -> None:
    said = argue(step(7.0), replace(CLEAR, margin=Margin("heel", -1.0, 5.0)))
    assert said.speaks_against[0].startswith("+7°, 1.0° short of the heel border of +8°")


def test_without_a_known_uncertainty_the_place_stands_alone() -> None:
    said = argue(step(), replace(CLEAR, margin=Margin("heel", 9.0, None)))
    assert said.speaks_for[0] == "+17°, 9° above the heel border of +8°."


def test_landmarks_alone_speak_against_and_name_no_border() -> None:
    said = argue(step(), replace(CLEAR, source="landmarks", margin=None))
    assert said.speaks_against == (texts.LANDMARKS_ONLY.format(angle="+17°"),)
    assert texts.SHOE_FOLLOWED not in said.speaks_for


def test_nothing_is_said_of_a_source_that_is_not_known() -> None:
    said = argue(step(), replace(CLEAR, source=None))
    assert texts.SHOE_FOLLOWED not in said.speaks_for
    assert said.speaks_against == ()


def test_an_angle_just_within_its_uncertainty_is_said_so() -> None:
    said = argue(step(14.6), replace(CLEAR, margin=Margin("heel", 6.6, 6.9)))
    assert said.speaks_against[0].endswith(": that is about as much as the uncertainty of ± 7°.")


def test_a_step_that_was_not_seen_names_no_strike() -> None:
    found = replace(CLEAR, likeliest=None, source=None, margin=None)
    said = argue(step(None, strike="unsure"), found)
    assert said.heading == texts.SPEAKS_FOR_ANY
    assert said.speaks_for == ()
    assert said.speaks_against == (texts.NO_ANGLE, texts.ALL_ALIKELY)


def test_the_other_steps_agree_or_not() -> None:
    def against(**changes: object) -> tuple[str, ...]:
        return argue(step(), replace(CLEAR, **changes)).speaks_against

    assert against(alike=6) == ()
    assert against(alike=2) == ("Only 2 of 7 other steps of this foot land the same way.",)
    both = argue(step(), replace(CLEAR, alike=2, others=2))
    assert texts.BOTH_ALIKE in both.speaks_for
    assert against(alike=0) == (texts.NONE_ALIKE,)
    assert against(alike=0, others=0, apart_deg=None) == (texts.ONLY_STEP,)
    assert against(apart_deg=-5.2) == ("The angle is 5° lower than in the foot's other steps.",)
    assert against(apart_deg=6.0) == ("The angle is 6° higher than in the foot's other steps.",)


def test_an_unsure_step_names_what_comes_nearest() -> None:
    found = replace(CLEAR, likeliest="midfoot", other=("heel", 0.4), margin=None, far=True)
    said = argue(step(None, strike="unsure"), found)
    assert said.heading == "Evidence for a midfoot strike, the most likely here"
    assert said.speaks_against == (
        texts.NO_ANGLE,
        "The probability of a heel strike is still 40 %.",
        texts.FAR,
    )


def test_every_strike_has_its_place_in_words() -> None:
    assert "in the midfoot range, 5° below the heel border of +8°" in place_words(
        3.0, "midfoot", Margin("heel", 5.0, 2.0)
    )
    assert "in the midfoot range, 1.6° above the toe border of −1.6°" in place_words(
        0.0, "midfoot", Margin("toe", 1.6, 2.0)
    )
    assert place_words(-9.0, "toe", Margin("toe", 7.4, 2.0)) == (
        "−9°, 7° below the toe border of −1.6°"
    )
    assert place_words(12.0, "midfoot", Margin("heel", -4.0, 2.0)) == (
        "+12°, 4° above the heel border of +8°"
    )
    assert degrees(0.0) == "0.0°"

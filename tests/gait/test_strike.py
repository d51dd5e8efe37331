"""Angles to labels."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaitcheck.gait.landing import Landing
from gaitcheck.gait.strike import (
    SURE_ENOUGH,
    Angle,
    label,
    most_likely,
    shoe_angle,
    strike_probability,
)

angles = st.floats(-40, 50)
spreads = st.floats(0.5, 15)


@given(angles, spreads)
def test_probabilities_are_probabilities(value: float, spread: float) -> None:
    probability = strike_probability(Angle(value, spread, spread))
    assert sum(probability.values()) == pytest.approx(1.0)
    assert all(0 <= share <= 1 for share in probability.values())


@given(angles, st.floats(0.1, 20), spreads)
def test_a_larger_angle_never_speaks_less_for_the_heel(
    value: float, more: float, spread: float
) -> None:
    lower = strike_probability(Angle(value, spread, spread))
    higher = strike_probability(Angle(value + more, spread, spread))
    assert higher["heel"] >= lower["heel"] - 1e-9


@pytest.mark.parametrize(("value", "strike"), [(27.0, "heel"), (35.0, "heel"), (-9.0, "toe")])
def test_clear_angles(value: float, strike: str) -> None:
    assert label(strike_probability(Angle(value, 3.5, 1.5))) == strike


@pytest.mark.parametrize("value", [1.0, 5.0, 10.0, 18.0])
def test_angles_between_two_strikes_are_unsure(value: float) -> None:
    assert label(strike_probability(Angle(value, 3.5, 1.5))) == "unsure"


@given(angles, st.floats(12, 40))
def test_a_wide_uncertainty_never_gives_midfoot(value: float, spread: float) -> None:
    assert label(strike_probability(Angle(value, spread, spread))) != "midfoot"


def test_label_needs_the_stated_probability() -> None:
    just = {"heel": SURE_ENOUGH, "midfoot": 1 - SURE_ENOUGH, "toe": 0.0}
    below = {"heel": SURE_ENOUGH - 0.01, "midfoot": 0.2, "toe": 0.11}
    assert label(just) == "heel"
    assert label(below) == "unsure"
    assert most_likely(below) == ("heel", SURE_ENOUGH - 0.01)


def landing_at(pitch_deg: float) -> Landing:
    return Landing(
        contact=0.0,
        contact_spread=0.005,
        pitch_deg=pitch_deg,
        pitch_noise_deg=0.5,
        reading_noise_deg=1.0,
        shifts_deg=(-0.5, 0.0, 0.5),
        height=0.0,
        anchor=0.9,
        gap_deg=0.0,
        halves_deg=0.0,
        steps={},
        looks=40,
        bend=np.zeros(5),
    )


def test_a_toe_striker_may_never_have_lain_flat() -> None:
    flat, toe = (shoe_angle(landing_at(pitch), near=True, steps=10) for pitch in (3.0, -9.0))
    assert toe.most_spread > flat.most_spread + 1
    assert toe.interval[0] < -13
    # Only downwards: the doubt is whether the toes point down even more.
    assert toe.interval[1] - toe.value == pytest.approx(flat.interval[1] - flat.value, rel=0.05)
    assert most_likely(strike_probability(toe))[1] > 0.97  # the doubt is about how steep alone


@given(st.floats(-20, 20), spreads, st.floats(0, 4))
def test_a_heel_that_may_be_up_speaks_for_toe_alone(
    value: float, spread: float, below: float
) -> None:
    plain = strike_probability(Angle(value, spread, spread, source="shoe"))
    doubted = strike_probability(Angle(value, spread, spread, spread_below=below, source="shoe"))
    assert doubted["toe"] >= plain["toe"] - 1e-9
    assert doubted["midfoot"] <= plain["midfoot"] + 1e-9
    assert sum(doubted.values()) == pytest.approx(1.0)


def test_just_above_the_border_a_toe_striker_may_read_as_midfoot() -> None:
    # Read half a degree below zero: a toe striker of -3 whose heel never came down reads so too.
    doubtful, clear = (shoe_angle(landing_at(pitch), near=True, steps=10) for pitch in (0.0, 3.5))
    certain = dataclasses.replace(doubtful, spread_below=0.0)
    assert strike_probability(doubtful)["toe"] > 1.5 * strike_probability(certain)["toe"] > 0.05
    assert strike_probability(clear)["toe"] < 0.01


def test_shoes_that_look_alike_are_read_more_surely() -> None:
    alike, hardly = (
        shoe_angle(dataclasses.replace(landing_at(5.0), anchor=anchor), near=True, steps=10)
        for anchor in (0.95, 0.7)
    )
    assert alike.spread < 1.5
    assert hardly.spread > 5

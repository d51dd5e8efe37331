"""What speaks for and against the label of a step."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from gaitcheck.model import (
    HEEL_ABOVE,
    SIDES,
    STRIKES,
    TOE_BELOW,
    Analysis,
    AngleSource,
    FootTracks,
    Side,
    SoleTrack,
    Strike,
    View,
)
from gaitcheck.report.evidence import (
    FAINT,
    FAINT_FROM_DEG,
    UNSURE,
    certainty,
    find_margin,
    gather_evidence,
    is_near,
    least_sure_first,
    line_strength,
    near_foot,
    sole_seen,
)
from tests.examples import (
    PROBABILITY,
    STEP_HALF_DEG,
    make_analysis,
    make_step,
    make_stepless_analysis,
    make_unsure_analysis,
)


# On a border itself the distance to either side is nought.
@given(angle=st.floats(-40, 50).filter(lambda angle: angle not in (HEEL_ABOVE, TOE_BELOW)))
def test_the_strike_of_an_angle_lies_on_its_own_side_of_the_border(angle: float) -> None:
    strike: Strike = "heel" if angle > HEEL_ABOVE else "toe" if angle < TOE_BELOW else "midfoot"
    for other in STRIKES:
        assert (find_margin(other, angle).distance_deg >= 0) == (other == strike)


def test_the_nearest_border_counts_for_a_midfoot_strike() -> None:
    assert find_margin("midfoot", 6.0).border == "heel"
    assert find_margin("midfoot", 6.0).distance_deg == pytest.approx(2.0)
    assert find_margin("midfoot", 0.0).border == "toe"
    assert find_margin("midfoot", 0.0).distance_deg == pytest.approx(1.6)


def test_a_margin_is_clear_only_beyond_a_known_uncertainty() -> None:
    assert find_margin("heel", 18.0, 9.0).clear
    assert not find_margin("heel", 18.0, 11.0).clear
    assert not find_margin("heel", 18.0).clear


def test_evidence_of_a_clear_heel_striker() -> None:
    analysis = make_analysis("heel")
    evidence = gather_evidence(analysis)
    assert len(evidence) == len(analysis.steps) == 8
    first = evidence[0]
    assert (first.likeliest, first.source, first.other) == ("heel", "shoe", None)
    assert (first.alike, first.others) == (3, 3)
    assert first.margin is not None
    assert first.margin.uncertainty_deg == pytest.approx(STEP_HALF_DEG)
    assert first.margin.distance_deg == pytest.approx(17.6 - HEEL_ABOVE)
    assert [found.far for found in evidence[:2]] == [False, True]


def test_steps_are_compared_with_the_other_steps_of_the_same_foot_only() -> None:
    analysis = make_analysis("mixed")
    odd = replace(
        analysis.steps[0], strike="toe", probability=PROBABILITY["toe"], foot_strike_angle_deg=-7.0
    )
    evidence = gather_evidence(replace(analysis, steps=(odd, *analysis.steps[1:])))
    assert (evidence[0].alike, evidence[0].others) == (0, 3)
    assert evidence[0].apart_deg == pytest.approx(-7.0 - 18.0, abs=0.5)
    assert (evidence[2].alike, evidence[2].others) == (2, 3)
    assert (evidence[1].alike, evidence[1].others) == (3, 3)


@pytest.mark.parametrize("angle", [None, math.nan])
def test_of_an_unsure_step_without_an_angle_nothing_is_told(angle: float | None) -> None:
    analysis = make_unsure_analysis()
    steps = tuple(replace(step, foot_strike_angle_deg=angle) for step in analysis.steps)
    for found in gather_evidence(replace(analysis, steps=steps)):
        assert found.margin is None
        assert found.apart_deg is None
        assert (found.likeliest, found.other) == (None, None)


def test_no_strike_is_named_where_none_is_likelier() -> None:
    analysis = make_analysis("heel")
    even: dict[Strike, float] = {"heel": 0.334, "midfoot": 0.333, "toe": 0.333}
    unseen = replace(
        analysis.steps[0], strike="unsure", probability=even, foot_strike_angle_deg=None
    )
    found = gather_evidence(replace(analysis, steps=(unseen, *analysis.steps[1:])))[0]
    assert (found.likeliest, found.other, found.source, found.margin) == (None,) * 4


def test_a_single_step_has_no_others_and_no_steps_no_evidence() -> None:
    analysis = make_analysis("toe")
    (only,) = gather_evidence(replace(analysis, steps=analysis.steps[:1]))
    assert (only.alike, only.others, only.apart_deg) == (0, 0, None)
    assert gather_evidence(make_stepless_analysis()) == ()


def from_source(source: AngleSource | None) -> Analysis:
    analysis = make_analysis("heel")
    steps = tuple(replace(step, angle_source=source) for step in analysis.steps)
    return replace(analysis, steps=steps)


def test_landmarks_alone_give_no_margin_because_their_angles_are_not_the_true_ones() -> None:
    for found in gather_evidence(from_source("landmarks")):
        assert found.source == "landmarks"
        assert found.margin is None


@pytest.mark.parametrize("source", ["shoe", "person", None])
def test_the_source_of_an_angle_is_that_of_its_step(source: AngleSource | None) -> None:
    # None: an old result does not tell.
    for found in gather_evidence(from_source(source)):
        assert found.source == source
        assert found.margin is not None


def test_every_step_has_its_own_source() -> None:
    analysis = make_analysis("heel")
    first = replace(analysis.steps[0], angle_source="landmarks")
    evidence = gather_evidence(replace(analysis, steps=(first, *analysis.steps[1:])))
    assert [found.source for found in evidence[:3]] == ["landmarks", "shoe", "shoe"]
    assert evidence[0].margin is None
    assert evidence[1].margin is not None


@pytest.mark.parametrize(
    ("angle", "half_deg"),
    [(17.0, 9.0), (7.0, 2.0)],
    ids=["down to the border", "up to the border"],
)
def test_the_half_of_the_interval_that_points_to_the_border_counts(
    angle: float, half_deg: float
) -> None:
    analysis = make_analysis("heel")
    step = replace(
        analysis.steps[0],
        foot_strike_angle_deg=angle,
        foot_strike_angle_ci95_deg=(angle - 9.0, angle + 2.0),
    )
    found = gather_evidence(replace(analysis, steps=(step,)))[0]
    assert found.margin is not None
    assert found.margin.uncertainty_deg == pytest.approx(half_deg)


def test_without_an_interval_a_margin_is_never_clear() -> None:
    analysis = make_analysis("heel")
    step = replace(analysis.steps[0], foot_strike_angle_ci95_deg=None)
    found = gather_evidence(replace(analysis, steps=(step,)))[0]
    assert found.margin is not None
    assert (found.margin.uncertainty_deg, found.margin.clear) == (None, False)


def test_the_least_sure_steps_come_first() -> None:
    analysis = make_analysis("heel")
    sure, rather, unsure = analysis.steps[:3]
    rather = replace(rather, probability={"heel": 0.8, "midfoot": 0.2, "toe": 0.0})
    # Unsure for another reason than its probability.
    unsure = replace(unsure, strike="unsure")
    assert sorted([sure, rather, unsure], key=least_sure_first) == [unsure, rather, sure]
    assert [certainty(s) for s in (sure, rather, unsure)] == ["very sure", "fairly sure", UNSURE]


def read_sole(sd_deg: NDArray[np.float64]) -> SoleTrack:
    there = np.zeros((len(sd_deg), 2))
    nought = np.zeros(len(sd_deg))
    return SoleTrack(there, there, there, nought, sd_deg, nought + 1)


def test_a_line_is_drawn_where_the_sole_was_seen_and_faint_where_it_was_read_uncertainly() -> None:
    analysis = make_analysis("heel")
    assert analysis.feet is not None
    seen = np.zeros(analysis.clip.frames, dtype=bool)
    seen[[3, 4]] = True
    sd_deg = np.full(analysis.clip.frames, 2.0)
    sd_deg[[4, 5]] = FAINT_FROM_DEG + 1
    sources: dict[Side, AngleSource] = {"left": "sole", "right": "landmarks"}
    analysis = replace(
        analysis,
        sides={s: replace(found, angle_source=sources[s]) for s, found in analysis.sides.items()},
        soles={"left": read_sole(sd_deg)},
        feet=replace(analysis.feet, from_shoe={"left": seen}),
    )
    assert [sole_seen(analysis, "left")[k] for k in (2, 3, 4, 5)] == [False, True, True, False]
    assert line_strength(analysis, "left")[2:6].tolist() == [0, 1, FAINT, 0]
    # Nothing was seen of the other foot.
    assert not line_strength(analysis, "right").any()


def test_a_shoe_that_was_followed_has_its_line_whatever_its_sole_was_read_as() -> None:
    analysis = make_analysis("heel")
    sd_deg = np.full(analysis.clip.frames, FAINT_FROM_DEG + 1)
    analysis = replace(analysis, soles={"left": read_sole(sd_deg)})
    assert (line_strength(analysis, "left") == 1).all()


def test_the_line_of_a_followed_shoe_is_faint_where_something_hides_its_sole() -> None:
    analysis = make_analysis("heel")
    sole = read_sole(np.full(analysis.clip.frames, 2.0))
    seen = sole.seen.copy()
    seen[3:5] = 0.2
    heel = sole.heel.copy()
    heel[4] = np.nan  # nobody looked
    analysis = replace(analysis, soles={"left": replace(sole, seen=seen, heel=heel)})
    assert line_strength(analysis, "left")[2:6].tolist() == [1, FAINT, 1, 1]


def test_results_from_before_soles_were_noted_keep_the_lines_of_feet_read_by_them() -> None:
    analysis = make_analysis("heel")
    assert analysis.feet is not None
    unnoted = {side: np.zeros(analysis.clip.frames, dtype=bool) for side in SIDES}
    sources: dict[Side, AngleSource] = {"left": "sole", "right": "landmarks"}
    old = replace(
        analysis,
        sides={s: replace(found, angle_source=sources[s]) for s, found in analysis.sides.items()},
        feet=replace(analysis.feet, from_shoe=unnoted),
    )
    assert (line_strength(old, "left") == 1).all()
    assert not line_strength(old, "right").any()


def test_results_that_do_not_tell_where_a_line_comes_from_show_all_of_it() -> None:
    analysis = make_analysis("heel")
    assert analysis.feet is not None
    old = replace(analysis, feet=replace(analysis.feet, from_shoe={}))
    assert (line_strength(old, "left") == 1).all()
    assert not sole_seen(old, "left").any()


def test_on_the_way_back_the_other_foot_is_the_nearer_one() -> None:
    steps = tuple(
        make_step(k, side, 0.1 * k, "heel") for k, side in enumerate(("left", "right") * 2)
    )
    frames = [round(step.contact_frame) for step in steps]
    heel = np.zeros((max(frames) + 1, 2))
    ways = np.ones(len(heel))
    ways[frames[2:]] = -1.0
    toe = heel + np.stack([20.0 * ways, np.zeros(len(heel))], axis=1)
    feet = FootTracks(
        dict.fromkeys(SIDES, heel), dict.fromkeys(SIDES, toe), dict.fromkeys(SIDES, heel)
    )
    there = make_analysis(steps=steps, view=View("side", "right", "right"), feet=feet)
    assert [near_foot(there, step) for step in steps] == ["right", "right", "left", "left"]
    assert [is_near(there, side) for side in SIDES] == [None, None]
    once = replace(there, steps=steps[:2])
    assert [is_near(once, side) for side in SIDES] == [False, True]
    for unknown in (
        replace(there, view=View("front", "unknown", "unknown")),
        replace(there, view=View("side", "right", "unknown")),
    ):
        assert {near_foot(unknown, step) for step in steps} == {None}
        assert is_near(unknown, "left") is None
    untold = replace(there, feet=None)
    assert {near_foot(untold, step) for step in steps} == {"right"}

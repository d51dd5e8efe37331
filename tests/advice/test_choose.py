"""The advice that goes with every possible answer."""

from __future__ import annotations

from itertools import product
from typing import get_args

import pytest

from gaitcheck.advice import choose_advice
from gaitcheck.model import AdviceItem, Metric, Side, SideResult, Verdict, VerdictStrike

STRIKES: tuple[VerdictStrike, ...] = get_args(VerdictStrike)
OPTIONS: tuple[VerdictStrike | None, ...] = (*STRIKES, None)


def advise(
    verdict: VerdictStrike,
    left: VerdictStrike | None = None,
    right: VerdictStrike | None = None,
) -> tuple[AdviceItem, ...]:
    feet: dict[Side, VerdictStrike | None] = {"left": left, "right": right}
    sides = {side: SideResult(strike, 0.8, 6) for side, strike in feet.items() if strike}
    return choose_advice(Verdict(verdict, 0.8, "because"), sides)


def ids(items: tuple[AdviceItem, ...]) -> list[str]:
    return [item.id for item in items]


@pytest.mark.parametrize(("verdict", "left", "right"), list(product(STRIKES, OPTIONS, OPTIONS)))
def test_every_combination_is_short_sourced_and_ends_with_the_caveat(
    verdict: VerdictStrike, left: VerdictStrike | None, right: VerdictStrike | None
) -> None:
    items = advise(verdict, left, right)
    assert 2 <= len(items) <= 4
    assert len(set(ids(items))) == len(items)
    assert [item.id.startswith("research.") for item in items] == [False] * (len(items) - 1) + [
        True
    ]
    for item in items:
        assert item.title
        assert item.text
        assert item.source


@pytest.mark.parametrize(("left", "right"), list(product(OPTIONS, OPTIONS)))
def test_an_unsure_clip_never_asks_for_a_change(
    left: VerdictStrike | None, right: VerdictStrike | None
) -> None:
    items = advise("unsure", left, right)
    assert ids(items)[:2] == ["technique.film_again", "technique.general"]
    assert not any(item.id.startswith("technique.aim_midfoot") for item in items)


@pytest.mark.parametrize("strike", ["heel", "toe", "mixed"])
def test_both_feet_alike_get_the_risk_and_the_aim(strike: VerdictStrike) -> None:
    expected = [f"technique.{strike}", "technique.aim_midfoot", "research.no_promise"]
    assert ids(advise(strike, strike, strike)) == expected
    assert ids(advise(strike)) == expected


def test_midfoot_runners_are_told_to_keep_it() -> None:
    items = advise("midfoot", "midfoot", "midfoot")
    assert ids(items) == ["technique.midfoot", "research.no_promise"]


def test_feet_that_differ_are_advised_one_by_one() -> None:
    items = advise("mixed", "heel", "midfoot")
    assert ids(items)[:3] == [
        "technique.heel.left",
        "technique.midfoot.right",
        "technique.aim_midfoot.left",
    ]
    assert items[0].title.startswith("Left foot: ")
    assert items[1].title.startswith("Right foot: ")


def test_two_ways_to_change_share_one_aim() -> None:
    assert ids(advise("mixed", "toe", "heel"))[:3] == [
        "technique.toe.left",
        "technique.heel.right",
        "technique.aim_midfoot",
    ]


@pytest.mark.parametrize("right", ["unsure", None])
def test_a_foot_that_was_not_judged_keeps_its_technique(
    right: VerdictStrike | None,
) -> None:
    assert ids(advise("heel", "heel", right))[:3] == [
        "technique.heel.left",
        "technique.aim_midfoot.left",
        "technique.not_judged.right",
    ]


def test_the_article_speaks_first_and_is_named() -> None:
    first = advise("heel", "heel", "heel")[0]
    assert "Preventing Heel Pain For Runners" in first.source


def form(ahead: float, cadence: float = 164.0, reliability: str = "high") -> dict[str, Metric]:
    usual = (0.20, 0.30)
    found = Metric(ahead, "leg lengths", reliability=reliability, typical=usual)  # type: ignore[arg-type]
    return {
        "cadence": Metric(cadence, "steps/min", typical=(157.0, 176.0)),
        "overstride_left": found,
        "overstride_right": found,
    }


def with_form(strike: VerdictStrike, metrics: dict[str, Metric]) -> tuple[AdviceItem, ...]:
    sides: dict[Side, SideResult] = {s: SideResult(strike, 0.8, 6) for s in ("left", "right")}
    return choose_advice(Verdict(strike, 0.8, "because"), sides, metrics)


def test_a_heel_striker_far_ahead_of_the_hip_is_told_of_quicker_steps() -> None:
    items = with_form("heel", form(0.36))
    assert ids(items) == [
        "technique.heel",
        "technique.aim_midfoot",
        "research.step_rate",
        "research.no_promise",
    ]
    cue = items[2]
    assert "0.36" in cue.text
    assert "172 to 180" in cue.text
    assert "limited evidence" in cue.text
    assert "doi" in cue.source


@pytest.mark.parametrize(
    ("strike", "metrics"),
    [
        ("heel", form(0.25)),
        ("heel", form(0.36, cadence=185.0)),
        ("heel", form(0.36, reliability="low")),
        ("heel", {}),
        ("midfoot", form(0.36)),
        ("toe", form(0.36)),
        ("unsure", form(0.36)),
    ],
)
def test_nobody_else_is(strike: VerdictStrike, metrics: dict[str, Metric]) -> None:
    assert "research.step_rate" not in ids(with_form(strike, metrics))


def test_there_are_never_more_than_three_points() -> None:
    sides = {"left": SideResult("heel", 0.8, 6), "right": SideResult("toe", 0.8, 6)}
    items = choose_advice(Verdict("mixed", 0.8, "because"), sides, form(0.4))  # type: ignore[arg-type]
    assert len(items) == 4

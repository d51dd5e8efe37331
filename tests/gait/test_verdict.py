"""From angles to verdicts."""

from __future__ import annotations

import pytest

from gaitcheck.gait.measure import measure_gait
from gaitcheck.gait.two_feet import alone_confidence
from gaitcheck.gait.verdict import judge_clip, label_steps, summarise_sides
from gaitcheck.model import Verdict
from tests.gait.synthetic import Runner, landmarks_of


def verdict_of(runner: Runner) -> Verdict:
    gait = measure_gait(landmarks_of(runner))
    return judge_clip(gait, summarise_sides(gait, (), 1.0), ())


@pytest.mark.parametrize(("angle", "strike"), [(30.0, "heel"), (-12.0, "toe")])
def test_a_clear_runner(angle: float, strike: str) -> None:
    verdict = verdict_of(Runner(left_angle=angle, right_angle=angle, noise_px=1.0))
    assert verdict.strike == strike
    assert verdict.confidence >= 0.8


def test_clearly_different_feet_are_mixed() -> None:
    verdict = verdict_of(Runner(left_angle=30.0, right_angle=-12.0))
    assert verdict.strike == "mixed"
    assert "left" in verdict.reason
    assert "right" in verdict.reason


@pytest.mark.parametrize("angle", [3.0, 9.0, 18.0])
def test_landmarks_alone_hardly_ever_decide_and_say_so(angle: float) -> None:
    verdict = verdict_of(Runner(left_angle=angle, right_angle=angle))
    assert verdict.strike == "unsure"
    assert "shoes could not be followed" in verdict.reason


@pytest.mark.parametrize("angle", [-12.0, -2.0, 3.0, 9.0, 20.0])
def test_heel_and_toe_strikers_are_never_taken_for_each_other(angle: float) -> None:
    for seed in range(3):
        runner = Runner(left_angle=angle, right_angle=angle, noise_px=4.0, seed=seed)
        strike = verdict_of(runner).strike
        assert (
            strike
            in {
                -12.0: {"toe", "unsure"},
                -2.0: {"toe", "midfoot", "unsure"},
                3.0: {"midfoot", "unsure"},
                9.0: {"heel", "midfoot", "unsure"},
                20.0: {"heel", "unsure"},
            }[angle]
        )


def test_two_blurred_contacts_are_not_enough() -> None:
    verdict = verdict_of(Runner(left_angle=20.0, right_angle=20.0, seconds=1.3))
    assert verdict.strike == "unsure"


def test_steps_are_ordered_numbered_and_explained() -> None:
    gait = measure_gait(landmarks_of(Runner(left_angle=20.0, right_angle=9.0)))
    steps = label_steps(gait, ())
    assert [step.index for step in steps] == list(range(len(steps)))
    times = [step.contact_time_s for step in steps]
    assert times == sorted(times)
    assert [step.side for step in steps[:4]] in (
        ["left", "right", "left", "right"],
        ["right", "left", "right", "left"],
    )
    for step in steps:
        assert (step.strike == "unsure") == bool(step.unsure_because)
        assert step.toe_off_time_s is None or step.toe_off_time_s > step.contact_time_s


def test_an_angle_that_landmarks_alone_read_is_stated_only_where_it_decides() -> None:
    vague = measure_gait(landmarks_of(Runner(left_angle=9.0, right_angle=9.0)))
    for side in summarise_sides(vague, (), 1.0).values():
        assert side.strike == "unsure"
        assert side.foot_strike_angle_deg is None
        assert side.foot_strike_angle_ci95_deg is None
    assert all(step.foot_strike_angle_deg is None for step in label_steps(vague, ()))
    steep = measure_gait(landmarks_of(Runner(left_angle=34.0, right_angle=34.0)))
    for side in summarise_sides(steep, (), 1.0).values():
        assert side.strike == "heel"
        assert side.foot_strike_angle_ci95_deg is not None
        low, high = side.foot_strike_angle_ci95_deg
        assert low < 34.0 < high
        assert high - low > 20


def test_a_lone_foot_speaks_for_both_the_less_the_rarer_its_strike_is_on_both() -> None:
    heel, toe = (alone_confidence(strike, 0.95, None) for strike in ("heel", "toe"))
    assert toe < 0.8 < heel < 0.95
    assert alone_confidence("toe", 0.95, 0.7) == pytest.approx(0.95 * 0.7, abs=0.001)

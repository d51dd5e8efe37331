"""The movements that are no run: legs of one length, feet that hardly tilt and never land."""

from __future__ import annotations

from typing import get_args

import numpy as np
import pytest
from render.catalogue import exercise_specs
from render.exercise import Exercise, mover
from render.leg import LegLengths
from render.motion import Motion
from render.sole import Sole
from render.spec import SIDES, ClipSpec, ExerciseName, from_mapping

from gaitcheck.gait.measure import LEAST_TILT_DEG

LEGS = LegLengths(thigh=0.43, shank=0.435, hip_half_width=0.105)
KINDS = [name for name in get_args(ExerciseName) if name != "none"]
TIMES = np.arange(0.0, 4.0, 0.01)


def made(kind: str, seed: int = 1) -> ClipSpec:
    data = {"name": "e", "seed": seed, "motion": {"exercise": kind}, "video": {"duration_s": 4}}
    return from_mapping(ClipSpec, data)


@pytest.mark.parametrize("kind", KINDS)
def test_bones_keep_their_length_and_feet_hardly_tilt(kind: str) -> None:
    low = mover(made(kind), LEGS, Sole()).at(TIMES)
    for foot in low.feet.values():
        assert np.allclose(np.linalg.norm(foot.knee - foot.hip, axis=1), LEGS.thigh)
        assert np.allclose(np.linalg.norm(foot.ankle - foot.knee, axis=1), LEGS.shank)
        assert np.ptp(foot.pitch) < LEAST_TILT_DEG
        assert not foot.contact.any()


@pytest.mark.parametrize("kind", KINDS)
def test_the_feet_take_turns_but_with_a_rope(kind: str) -> None:
    low = mover(made(kind), LEGS, Sole()).at(TIMES)
    heights = [low.feet[side].origin[:, 1] for side in SIDES]
    together = float(np.corrcoef(*heights)[0, 1])
    assert together > 0.9 if kind == "rope" else together < 0.1


def test_pedals_go_back_below_and_forward_above() -> None:
    foot = mover(made("bike"), LEGS, Sole()).at(TIMES).feet["right"]
    ahead, height = np.gradient(foot.ankle[:, 0]), foot.ankle[:, 1]
    low, high = np.quantile(height, [0.1, 0.9])
    assert (ahead[height < low] < 0).all()
    assert (ahead[height > high] > 0).all()


def test_people_differ_in_pace_and_reach() -> None:
    spans = {
        round(
            float(np.ptp(mover(made("bike", seed), LEGS, Sole()).at(TIMES).feet["left"].ankle)), 4
        )
        for seed in range(5)
    }
    assert len(spans) == 5


def test_the_gait_is_that_of_the_turns() -> None:
    made_of = mover(made("bike"), LEGS, Sole())
    ahead = made_of.at(TIMES).feet["right"].ankle[:, 0]
    tops = np.flatnonzero(np.diff(np.sign(np.diff(ahead))) < 0)
    turn_s = float(np.diff(TIMES[tops]).mean())
    assert made_of.gait.stride_s == pytest.approx(turn_s, abs=0.02)
    assert made_of.gait.contact_s == 0.0


def test_a_spec_without_an_exercise_runs() -> None:
    assert isinstance(mover(made("none"), LEGS, Sole()), Motion)
    assert isinstance(mover(made("rope"), LEGS, Sole()), Exercise)


def test_the_drawn_set_takes_the_exercises_in_turn() -> None:
    specs = exercise_specs(2 * len(KINDS))
    assert [spec.motion.exercise for spec in specs] == 2 * KINDS
    assert len({spec.seed for spec in specs}) == len(specs)
    assert {spec.scene.kind for spec in specs} == {"treadmill"}

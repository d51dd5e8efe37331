"""Specs drawn for tuning and testing: varied, apart, always the same."""

from __future__ import annotations

from collections import Counter

from render.catalogue import drawn_spec
from render.spec import strike_label


def test_a_drawn_spec_is_always_the_same() -> None:
    assert drawn_spec("tune", 7) == drawn_spec("tune", 7)


def test_tuning_and_testing_share_no_seed_and_no_runner() -> None:
    tune = [drawn_spec("tune", k) for k in range(20)]
    test = [drawn_spec("test", k) for k in range(20)]
    assert not {s.seed for s in tune} & {s.seed for s in test}
    assert not {s.runner for s in tune} & {s.runner for s in test}
    assert not {s.camera for s in tune} & {s.camera for s in test}


def test_every_class_side_and_both_sexes_are_drawn() -> None:
    specs = [drawn_spec("test", k) for k in range(30)]
    labels = Counter(strike_label(s.motion.left.foot_strike_angle_deg) for s in specs)
    assert min(labels[k] for k in ("heel", "midfoot", "toe")) == 10
    assert {s.camera.near_side for s in specs} == {"left", "right"}
    assert {s.runner.sex for s in specs} == {"female", "male"}
    assert {s.video.fps for s in specs} == {30.0, 60.0, 120.0}
    mixed = [
        s
        for s in specs
        if strike_label(s.motion.left.foot_strike_angle_deg)
        != strike_label(s.motion.right.foot_strike_angle_deg)
    ]
    assert 3 <= len(mixed) <= 8

"""Specs drawn for tuning and testing: varied, apart, always the same."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from render.catalogue import drawn_spec, fast_specs, redrawn, turned_specs
from render.spec import strike_label


def test_a_drawn_spec_is_always_the_same() -> None:
    assert drawn_spec("tune", 7) == drawn_spec("tune", 7)


def test_tuning_and_testing_share_no_seed_and_no_runner() -> None:
    tune = [drawn_spec("tune", k) for k in range(20)]
    test = [drawn_spec("test", k) for k in range(20)]
    assert not {s.seed for s in tune} & {s.seed for s in test}
    assert not {s.runner for s in tune} & {s.runner for s in test}
    assert not {s.camera for s in tune} & {s.camera for s in test}


def test_the_test_set_holds_looks_that_tuning_never_has() -> None:
    tune = {drawn_spec("tune", k).runner.shoe for k in range(60)}
    test = {drawn_spec("test", k).runner.shoe for k in range(60)}
    assert test - tune


def test_every_class_side_and_both_sexes_are_drawn() -> None:
    specs = [drawn_spec("test", k) for k in range(30)]
    labels = Counter(strike_label(s.motion.left.foot_strike_angle_deg) for s in specs)
    assert min(labels[k] for k in ("heel", "midfoot", "toe")) >= 5
    assert {s.camera.near_side for s in specs} == {"left", "right"}
    assert {s.runner.sex for s in specs} == {"female", "male"}
    assert {s.video.fps for s in specs} == {30.0, 60.0, 120.0}
    mixed = [
        s
        for s in specs
        if strike_label(s.motion.left.foot_strike_angle_deg)
        != strike_label(s.motion.right.foot_strike_angle_deg)
    ]
    assert 5 <= len(mixed) <= 18


def test_angles_near_the_borders_are_drawn_too() -> None:
    angles = np.array([drawn_spec("tune", k).motion.left.foot_strike_angle_deg for k in range(60)])
    for border in (-1.6, 8.0):
        assert np.abs(angles - border).min() < 1.0


def test_a_motion_that_no_leg_can_do_is_drawn_again_gentler() -> None:
    spec = drawn_spec("tune", 3)
    again = redrawn(spec, 5)
    assert again == redrawn(spec, 5)
    assert again.motion.speed_mps < spec.motion.speed_mps
    assert again.motion.left.foot_strike_angle_deg == spec.motion.left.foot_strike_angle_deg
    assert (again.runner, again.camera, again.seed) == (spec.runner, spec.camera, spec.seed)


def test_fast_clips_show_other_test_runners_for_ten_strides() -> None:
    specs = fast_specs(3)
    assert {spec.video.fps for spec in specs} == {120.0}
    assert all(spec.name.startswith("test_") for spec in specs)
    others = {drawn_spec("test", index).seed for index in range(60)}
    assert not others & {spec.seed for spec in specs}
    for spec in specs:
        assert spec.video.duration_s * spec.motion.cadence_spm / 120 > 10
        assert spec.camera.exposure_s < 1 / spec.video.fps


def test_turned_clips_differ_from_their_level_twin_in_one_thing() -> None:
    specs = turned_specs(2)
    assert len({spec.name for spec in specs}) == 10
    for level, *changed in (specs[:5], specs[5:]):
        assert (level.camera.yaw_deg, level.camera.roll_deg, level.scene.incline_deg) == (0, 0, 0)
        yaw, roll, incline, light = changed
        assert replace(yaw.camera, yaw_deg=0.0) == level.camera
        assert replace(roll.camera, roll_deg=0.0) == level.camera
        assert replace(incline.scene, incline_deg=0.0) == level.scene
        assert yaw.camera.yaw_deg == 15.0
        assert roll.camera.roll_deg == 5.0
        assert incline.scene.incline_deg == pytest.approx(np.degrees(np.arctan(0.10)), abs=0.05)
        assert light.camera.exposure_s == 0.003
        assert light.scene.brightness == 1.0
        assert replace(light.scene, brightness=level.scene.brightness) == level.scene
        assert {(s.seed, s.runner, s.motion) for s in changed} == {
            (level.seed, level.runner, level.motion)
        }

"""Registration finds how far a drawn shoe is turned and shifted."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gaitcheck.observing.shoe.register import Template, apply, compose, inverse, resample, shoe_mask
from tests.observing.shoe.drawn_shoe import draw_shoe

poses = st.tuples(st.floats(-8, 8), st.floats(-6, 6), st.floats(-20, 30)).map(np.array)
FLAT = Template(draw_shoe(np.zeros(3)), shoe_mask(np.zeros(3)))


@given(poses, poses)
def test_poses_form_a_group(one: np.ndarray, other: np.ndarray) -> None:
    point = np.array([12.0, -5.0])
    assert apply(compose(one, other), point) == pytest.approx(apply(one, apply(other, point)))
    assert compose(one, inverse(one)) == pytest.approx(np.zeros(3), abs=1e-9)


def test_toes_up_is_positive() -> None:
    toe = np.array([20.0, 0.0])
    assert apply(np.array([0.0, 0.0, 10.0]), toe)[1] < 0  # higher in the picture


@settings(max_examples=25, deadline=None)
@given(poses)
def test_a_turned_and_shifted_shoe_is_found(pose: np.ndarray) -> None:
    near = pose + np.array([2.0, -1.5, 5.0])
    found, likeness = FLAT.find(draw_shoe(pose, seed=1), near)
    assert found[2] == pytest.approx(pose[2], abs=0.5)
    assert found[:2] == pytest.approx(pose[:2], abs=0.4)
    assert likeness > 0.95


@pytest.mark.parametrize("angle", [-9.0, 3.0, 18.0])
def test_a_ground_line_that_does_not_turn_hardly_matters(angle: float) -> None:
    template = Template(draw_shoe(np.zeros(3), ground_y=9.0), shoe_mask(np.zeros(3)))
    patch = draw_shoe(np.array([1.0, -2.0, angle]), ground_y=10.0, seed=2)
    found, _ = template.find_best(patch, [np.array([0.0, 0.0, a]) for a in (0.0, 12.0, -8.0)])
    assert found[2] == pytest.approx(angle, abs=0.8)


@pytest.mark.parametrize("pose", [(22.0, 14.0, -18.0), (-20.0, -12.0, 9.0)])
def test_a_shoe_far_off_is_found(pose: tuple[float, float, float]) -> None:
    patch = draw_shoe(np.array(pose), seed=4)
    assert FLAT.find(patch, np.zeros(3))[1] < 0.9
    found, likeness = FLAT.find_anywhere(patch, (-24.0, -16.0, -8.0, 0.0, 8.0))
    assert found == pytest.approx(np.array(pose), abs=0.5)
    assert likeness > 0.95


@pytest.mark.parametrize("slope", [0.0, 2.0])
def test_a_picture_that_does_not_tell_where_it_lies_keeps_the_shoe_in_it(slope: float) -> None:
    ramp = slope * np.arange(128, dtype=np.float32)
    plain = np.ascontiguousarray(np.broadcast_to(ramp[None, :, None], (96, 128, 3)))
    template = Template(plain, shoe_mask(np.zeros(3)))
    found, likeness = template.find(plain, np.array([0.0, 0.0, 3.0]))
    assert np.isfinite(found).all()
    assert np.isfinite(likeness)
    assert np.isfinite(template.look_around(plain, (0.0, 8.0))).all()


def test_light_does_not_matter() -> None:
    patch = draw_shoe(np.array([2.0, 1.0, 12.0]), seed=3)
    plain, _ = FLAT.find(patch, np.array([0.0, 0.0, 8.0]))
    dim, likeness = FLAT.find(0.6 * patch + 20, np.array([0.0, 0.0, 8.0]))
    assert dim == pytest.approx(plain, abs=0.05)
    assert likeness > 0.95


def test_another_picture_is_not_like_the_shoe() -> None:
    noise = np.random.default_rng(0).normal(100, 40, (96, 128, 3)).astype(np.float32)
    _, likeness = FLAT.find_best(noise, [np.array([0.0, 0.0, a]) for a in (-10.0, 0.0, 10.0)])
    assert likeness < 0.5


def test_resampling_at_the_identity_changes_nothing() -> None:
    patch = draw_shoe(np.zeros(3))
    assert resample(patch, np.zeros(3)) == pytest.approx(patch)

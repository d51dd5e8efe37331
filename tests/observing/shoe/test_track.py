"""A drawn shoe is followed through a whole landing, over many steps."""

from __future__ import annotations

import dataclasses

import cv2
import numpy as np
import pytest

from gaitcheck.observing.shoe.register import PATCH_FOOT, Template, shoe_mask
from gaitcheck.observing.shoe.track import follow_shoe
from gaitcheck.observing.shoe.types import LookPlan
from tests.observing.shoe.drawn_shoe import draw_shoe

FOOT = 80.0


def true_pitch(offset: np.ndarray, at_contact: float) -> np.ndarray:
    """Constant before contact, flat from 0.06 strides after it."""
    return np.interp(offset, [-0.1, 0.0, 0.06, 0.2], [at_contact, at_contact, 0.0, 0.0])


def landing(
    at_contact: float, *, astray: bool = False, smear: float = 0.0
) -> tuple[LookPlan, dict[int, np.ndarray]]:
    """Draw a landing; with landmarks astray while the foot is flat, or smeared by a long shutter.

    `smear` is how far the flat foot moves while the shutter is open, patch pixels.
    """
    rng = np.random.default_rng(5)
    offset = np.sort(rng.uniform(-0.09, 0.17, 60))
    shifts = rng.normal(0, 2.0, (60, 2))
    frames = np.arange(60)
    flat = (offset > 0.09) & (offset < 0.16)
    pitch = true_pitch(offset, at_contact)
    # Near its turning point the foot is slow, on the belt it has the belt's speed.
    speed = np.interp(offset, [-0.1, -0.04, 0.03], [0.2, 0.0, -0.4])
    if astray:
        away = np.interp(offset, [0.02, 0.06], [0.0, 1.0])
        shifts += away[:, None] * [10.0, 13.0]
    plan = LookPlan(
        side="left",
        frames=frames,
        phase=offset.copy(),
        offset=offset,
        centre=np.stack([100 - 400 * offset, np.full(60, -300.0)], axis=1),
        foot_length=FOOT,
        speed=speed,
        pitch_deg=np.where(flat, -40.0, at_contact) if astray else np.zeros(60),
        flat=flat,
        mirrored=False,
    )
    patches = {
        int(k): draw_shoe(np.array([*shifts[k], pitch[k]]), ground_y=11.0, seed=int(k))
        for k in frames
    }
    return plan, {k: smeared(patch, smear * speed[k] / 0.4) for k, patch in patches.items()}


def smeared(patch: np.ndarray, way: float) -> np.ndarray:
    """Move the picture while the shutter is open, patch pixels."""
    size = 2 * round(2 * abs(way)) + 1  # half pixels, an odd number of them
    large = cv2.resize(patch, None, fx=4, fy=1, interpolation=cv2.INTER_LINEAR)
    return cv2.resize(cv2.blur(large, (size, 1)), patch.shape[1::-1], interpolation=cv2.INTER_AREA)


@pytest.mark.parametrize("at_contact", [-10.0, 2.0, 22.0])
def test_the_angle_is_read_in_every_picture(at_contact: float) -> None:
    plan, patches = landing(at_contact)
    track = follow_shoe(plan, patches)
    assert track is not None
    error = track.pitch_deg - true_pitch(plan.offset, at_contact)
    assert np.sqrt(np.mean((error - np.median(error)) ** 2)) < 0.6
    assert abs(np.median(error)) < 0.7
    assert np.median(track.anchor) > 0.8


@pytest.mark.parametrize("at_contact", [-8.0, 18.0])
def test_landmarks_that_leave_the_flat_foot_do_not_lose_the_shoe(at_contact: float) -> None:
    plan, patches = landing(at_contact, astray=True)
    track = follow_shoe(plan, patches)
    assert track is not None
    error = track.pitch_deg - true_pitch(plan.offset, at_contact)
    assert np.sqrt(np.mean((error - np.median(error)) ** 2)) < 1.0
    assert np.median(track.anchor) > 0.8


def test_a_smeared_flat_shoe_is_compared_with_a_landing_one_as_smeared() -> None:
    plan, patches = landing(12.0, smear=11.0)
    landed = np.abs(plan.offset) < 0.05
    track = follow_shoe(plan, patches)
    as_filmed = follow_shoe(dataclasses.replace(plan, speed=np.zeros(60)), patches)
    assert track is not None
    assert as_filmed is not None
    assert np.median(track.anchor[landed]) > np.median(as_filmed.anchor[landed]) + 0.02
    error = (track.pitch_deg - true_pitch(plan.offset, 12.0))[landed]
    assert abs(np.median(error)) < 1.0


def test_the_sole_moves_with_the_shoe() -> None:
    plan, patches = landing(15.0)
    track = follow_shoe(plan, patches)
    assert track is not None
    assert np.linalg.norm(track.toe - track.heel, axis=1) == pytest.approx(1.04)
    rise = np.degrees(np.arctan2(*(track.toe - track.heel).T[::-1]))
    assert rise == pytest.approx(track.pitch_deg, abs=1e-6)
    middle = (track.heel + track.toe) / 2 * FOOT
    assert np.abs(middle - plan.centre).max() < 15 * FOOT / PATCH_FOOT


def test_missing_pictures_are_left_out() -> None:
    plan, patches = landing(15.0)
    for frame in (3, 20, 41):
        del patches[frame]
    track = follow_shoe(plan, patches)
    assert track is not None
    assert not set(track.frames.tolist()) & {3, 20, 41}
    assert follow_shoe(plan, {}) is None


@pytest.mark.parametrize("way", [(90.0, 0.0), (-90.0, 20.0), (0.0, 70.0), (-60.0, -60.0)])
def test_a_shoe_that_leaves_the_picture_is_followed_no_further(way: tuple[float, float]) -> None:
    plan, patches = landing(6.0)
    gone = np.clip((0.06 - plan.offset) / 0.15, 0.0, 1.0)
    moved = {
        k: cv2.warpAffine(
            patch,
            np.array([[1.0, 0.0, gone[k] * way[0]], [0.0, 1.0, gone[k] * way[1]]]),
            patch.shape[1::-1],
            borderMode=cv2.BORDER_REPLICATE,
        )
        for k, patch in patches.items()
    }
    track = follow_shoe(plan, moved)
    assert track is not None
    assert set(track.frames[plan.flat[track.frames]]) == set(np.flatnonzero(plan.flat))
    astray = track.anchor[track.offset < -0.075]
    assert not (astray > 0.6).any()


def test_nothing_is_found_with_a_template_that_a_turn_takes_out_of_the_picture() -> None:
    corner = np.array([-41.7, 57.9, 4.1])
    template = Template(draw_shoe(np.zeros(3)), shoe_mask(corner))
    found = template.look_around(draw_shoe(np.zeros(3)), (-10.0, -5.0, 0.0, 5.0, 10.0))
    assert np.isfinite(found).all()


def test_pictures_of_anything_are_no_error_and_resemble_no_shoe() -> None:
    plan, patches = landing(6.0)
    rng = np.random.default_rng(1)
    anything = {
        k: cv2.GaussianBlur(rng.uniform(0, 255, patch.shape).astype(np.float32), (0, 0), 3.0)
        for k, patch in patches.items()
    }
    track = follow_shoe(plan, anything)
    if track is not None:
        assert np.median(track.anchor[track.offset < 0.02]) < 0.6

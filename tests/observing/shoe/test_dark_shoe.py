"""A dark shoe under a bright leg: the leg must not lead the search."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from gaitcheck.observing.shoe.patches import even_contrast
from gaitcheck.observing.shoe.register import PATCH_FOOT, Template, shoe_mask
from tests.observing.shoe.drawn_shoe import draw_shoe


def dark_with_bright_leg(angle: float, leg_lean: float, seed: int) -> np.ndarray:
    patch = 22 + 0.14 * draw_shoe(np.array([0.0, 0.0, angle]), seed=seed)
    lean = np.radians(leg_lean)
    foot = np.array([63.5 - 0.3 * PATCH_FOOT, 47.5 - 0.28 * PATCH_FOOT])
    up = np.array([np.sin(lean), -np.cos(lean)]) * 60
    ends = [tuple(np.round(p).astype(int).tolist()) for p in (foot, foot + up)]
    cv2.line(patch, ends[0], ends[1], (200.0, 160.0, 130.0), 16)
    noise = np.random.default_rng(seed).normal(0, 1.0, patch.shape)
    return even_contrast((patch + noise).astype(np.float32))


@pytest.mark.parametrize("angle", [-8.0, 6.0, 15.0])
def test_the_shoe_is_followed_not_the_leg(angle: float) -> None:
    template = Template(dark_with_bright_leg(0.0, 0.0, 1), shoe_mask(np.zeros(3)))
    patch = dark_with_bright_leg(angle, -18.0, 2)
    # The leg itself turned by -18 degrees.
    found, _ = template.find_best(patch, [np.array([0.0, 0.0, a]) for a in (0.0, 10.0, -8.0)])
    assert found[2] == pytest.approx(angle, abs=3.0)


def test_even_contrast_forgets_brightness() -> None:
    patch = draw_shoe(np.zeros(3))
    assert even_contrast(patch + 60) == pytest.approx(even_contrast(patch), abs=1e-2)
    assert np.abs(even_contrast(np.full_like(patch, 90.0))).max() < 1e-3

"""Feet are cut out upright, at one scale, facing right."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from gaitcheck.observing.shoe.patches import Cuts, cut_patch, smooth
from gaitcheck.observing.shoe.register import PATCH_FOOT, PATCH_HEIGHT, PATCH_WIDTH


def picture_with_dots(mirrored: bool) -> np.ndarray:
    """A heel (red) at x = 300 and a toe (green) 90 pixels ahead of it, at y = 400."""
    picture = np.zeros((600, 800, 3), dtype=np.uint8)
    ahead = -90 if mirrored else 90
    cv2.circle(picture, (400, 400), 6, (255, 0, 0), -1)
    cv2.circle(picture, (400 + ahead, 400), 6, (0, 255, 0), -1)
    return picture


@pytest.mark.parametrize("mirrored", [False, True])
def test_a_foot_is_cut_out_facing_right(mirrored: bool) -> None:
    picture = picture_with_dots(mirrored)
    sign = -1.0 if mirrored else 1.0
    centre = np.array([sign * 400 + 45, -400.0])  # gait frame
    patch = cut_patch(picture, centre, 90.0, mirrored)
    assert patch.shape == (PATCH_HEIGHT, PATCH_WIDTH, 3)
    middle = np.array([(PATCH_WIDTH - 1) / 2, (PATCH_HEIGHT - 1) / 2])
    for channel, offset in ((0, -0.5), (1, 0.5)):
        weight = patch[:, :, channel]
        y, x = np.indices(weight.shape)
        found = np.array([(x * weight).sum(), (y * weight).sum()]) / weight.sum()
        assert found - middle == pytest.approx([offset * PATCH_FOOT, 0.0], abs=0.6)


def test_a_foot_at_the_edge_is_no_error() -> None:
    picture = picture_with_dots(mirrored=False)
    for x, y in ((0.0, 0.0), (800.0, -600.0), (-500.0, 300.0)):
        assert np.isfinite(cut_patch(picture, np.array([x, y]), 90.0, False)).all()


def test_patches_are_kept_as_they_were_cut() -> None:
    cut = cut_patch(picture_with_dots(mirrored=False), np.array([445.0, -400.0]), 90.0, False)
    kept = Cuts()
    kept.keep(7, cut)
    assert cut.dtype == np.uint8
    assert (list(kept), len(kept), 7 in kept, 8 in kept) == ([7], 1, True, False)
    np.testing.assert_array_equal(kept[7], smooth(cut))
    assert kept[7].dtype == np.float32

"""The background's motion on pictures moved by a known amount."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from gaitcheck.observing.pose.background import Motion, Thumbnail, background_motion, thumbnail


def textured(seed: int = 0) -> np.ndarray:
    rng = np.random.default_rng(seed)
    blocks = rng.integers(0, 255, (30, 40), dtype=np.uint8)
    return cv2.resize(blocks, (320, 240), interpolation=cv2.INTER_CUBIC)


def moved(picture: np.ndarray, dx: float, dy: float) -> np.ndarray:
    matrix = np.array([[1.0, 0.0, dx], [0.0, 1.0, dy]])
    return cv2.warpAffine(picture, matrix, (320, 240), borderMode=cv2.BORDER_REPLICATE)


def everywhere(grey: np.ndarray) -> Thumbnail:
    return Thumbnail(grey, np.full(grey.shape, 255, dtype=np.uint8))


@pytest.mark.parametrize(("dx", "dy"), [(0.0, 0.0), (1.5, 0.0), (-2.25, 0.75), (0.0, 4.0)])
def test_a_known_shift_is_found(dx: float, dy: float) -> None:
    picture = textured()
    motion = background_motion(everywhere(picture), everywhere(moved(picture, dx, dy)))
    assert motion.x == pytest.approx(dx, abs=0.1)
    assert motion.y == pytest.approx(dy, abs=0.1)
    assert motion.steady > 0.8
    assert motion.zoom == pytest.approx(0.0, abs=0.002)


@pytest.mark.parametrize("zoom", [-0.01, 0.01, 0.02])
def test_a_known_zoom_is_found(zoom: float) -> None:
    picture = textured()
    matrix = cv2.getRotationMatrix2D((160.0, 120.0), 0.0, 1 + zoom)
    larger = cv2.warpAffine(picture, matrix, (320, 240), borderMode=cv2.BORDER_REPLICATE)
    motion = background_motion(everywhere(picture), everywhere(larger))
    assert motion.zoom == pytest.approx(zoom, abs=0.003)


def test_a_cut_leaves_nothing_in_common() -> None:
    assert background_motion(everywhere(textured(0)), everywhere(textured(1))).steady < 0.3


def test_a_plain_wall_counts_as_resting() -> None:
    wall = np.full((240, 320), 128, dtype=np.uint8)
    assert background_motion(everywhere(wall), everywhere(wall)) == Motion(0.0, 0.0, 1.0, 0.0)


def test_the_runner_is_left_out() -> None:
    picture = np.stack([textured()] * 3, axis=-1)
    points = np.zeros((33, 4))
    points[:, 0] = np.linspace(100, 180, 33)
    points[:, 1] = np.linspace(40, 200, 33)
    small = thumbnail(picture, points)
    assert small.background[120, 140] == 0
    assert small.background[10, 10] == 255
    assert thumbnail(picture, None).background.min() == 255


def test_a_runner_that_moves_does_not_move_the_background() -> None:
    still, running = textured(0), textured(0).copy()
    running[40:200, 100:200] = moved(still, 12.0, 0.0)[40:200, 100:200]
    mask = np.full(still.shape, 255, dtype=np.uint8)
    mask[30:210, 80:215] = 0
    motion = background_motion(Thumbnail(still, mask), Thumbnail(running, mask))
    assert (motion.x, motion.y) == pytest.approx((0.0, 0.0), abs=0.05)
    assert motion.steady > 0.9

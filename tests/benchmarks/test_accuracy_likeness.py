"""How a clip looks to the pose model."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.accuracy.likeness import look_at
from tests.gait.synthetic import Runner, landmarks_of


def test_near_and_far_foot_are_told_apart_and_exchanged_legs_counted() -> None:
    landmarks = landmarks_of(Runner(noise_px=0.5))
    plain = look_at("plain", landmarks)
    assert plain is not None
    visibility = landmarks.visibility.copy()
    visibility[:, [27, 29, 31]] = 0.6
    visibility[:, [28, 30, 32]] = 0.9
    points = landmarks.points.copy()
    points[:5] = np.nan
    row = look_at("one", replace(landmarks, visibility=visibility, points=points))
    assert row is not None
    assert sorted((row.near, row.far)) == pytest.approx([0.6, 0.9])
    assert row.found == pytest.approx(1 - 5 / len(points))
    exchanged = landmarks.points.copy()
    start = len(exchanged) // 2
    for index in (25, 27, 29, 31):
        exchanged[start : start + 3, [index, index + 1]] = exchanged[
            start : start + 3, [index + 1, index]
        ]
    mixed = look_at("mixed", replace(landmarks, points=exchanged))
    assert mixed is not None
    assert mixed.exchanged > plain.exchanged


def test_a_clip_without_a_near_side_has_no_row() -> None:
    landmarks = landmarks_of(Runner(noise_px=0.5))
    nobody = replace(landmarks, points=np.full_like(landmarks.points, np.nan))
    assert look_at("nobody", nobody) is None

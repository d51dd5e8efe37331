"""The leg's metrics on legs of known angles, and on a leg that is taken for the other one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gaitcheck.gait.metrics import measure_curves, measure_metrics
from gaitcheck.gait.metrics.leg import ankle_ahead, hip_flexion, knee_flexion, shank_angle
from gaitcheck.model import Landmarks
from tests.gait.metrics.runners import film, form_of
from tests.gait.synthetic import LEG, Runner

RUNNER = Runner(fps=60.0, noise_px=1.0)


def posed(thigh_deg: float, shank_deg: float, lean_deg: float = 0.0) -> Landmarks:
    """Return a runner whose left leg and trunk hold these angles, forward positive."""
    landmarks = film(RUNNER)
    points = landmarks.points.copy()

    def down(angle: float, length: float) -> np.ndarray:
        return length * np.array([np.sin(np.radians(angle)), np.cos(np.radians(angle))])

    points[:, 25] = points[:, 23] + down(thigh_deg, LEG / 2)
    points[:, 27] = points[:, 25] + down(shank_deg, LEG / 2)
    pelvis = (points[:, 23] + points[:, 24]) / 2
    for shoulder in (11, 12):
        points[:, shoulder] = pelvis - down(-lean_deg, 200.0)
    return replace(landmarks, points=points)


@pytest.mark.parametrize(("thigh", "shank", "lean"), [(30.0, -20.0, 0.0), (-15.0, -40.0, 8.0)])
def test_angles_of_a_known_pose(thigh: float, shank: float, lean: float) -> None:
    form = form_of(film(RUNNER), 60.0)
    points = posed(thigh, shank, lean).points * [1.0, -1.0]
    leg = replace(
        form.sides["left"].leg, hip=points[:, 23], knee=points[:, 25], ankle=points[:, 27]
    )
    side = replace(form.sides["left"], leg=leg)
    still = replace(
        form,
        leg_px=LEG,
        pelvis=(points[:, 23] + points[:, 24]) / 2,
        shoulders=points[:, 11],
        sides={"left": side},
    )
    assert np.median(knee_flexion(still, "left")) == pytest.approx(thigh - shank, abs=0.1)
    assert np.median(shank_angle(still, "left")) == pytest.approx(shank, abs=0.1)
    assert np.median(hip_flexion(still, "left")) == pytest.approx(thigh + lean, abs=1.0)
    ahead = (np.sin(np.radians(thigh)) + np.sin(np.radians(shank))) / 2
    assert np.median(ankle_ahead(still, "left")) == pytest.approx(ahead, abs=0.01)


def confused_in_swing() -> Landmarks:
    """Straighten the right knee as it swings past the left one, as the other leg's is."""
    landmarks = film(RUNNER)
    points = landmarks.points.copy()
    share = np.mod(RUNNER.phase("right", landmarks.time_s), 1.0)
    passing = np.exp(-(((share - 0.68) / 0.05) ** 2))[:, None]
    straight = (points[:, 24] + points[:, 28]) / 2
    points[:, 26] += passing * (straight - points[:, 26])
    return replace(landmarks, points=points)


def test_a_leg_taken_for_the_other_one_gives_no_swing() -> None:
    form = form_of(confused_in_swing(), 60.0)
    metrics, curves = measure_metrics(form, ()), measure_curves(form, ())
    assert metrics["knee_flexion_swing_left"].value is not None
    assert metrics["knee_flexion_swing_right"].value is None
    assert metrics["knee_flexion_swing_right"].limits == ("legs_confused",)
    assert metrics["knee_flexion_swing_difference"].value is None
    assert "knee_flexion_left" in curves
    assert "knee_flexion_right" not in curves

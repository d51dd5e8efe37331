"""Synthetic runners for the metric tests: with a trunk, arms and a knee that bends."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from gaitcheck.gait.measure import measure_gait
from gaitcheck.gait.metrics import Form, measure_metrics, read_form
from gaitcheck.gait.push_off import ToeOff
from gaitcheck.model import Landmarks, Metric
from tests.gait.synthetic import Runner, landmarks_of

PAIRS: Final = 33
# MediaPipe's right partner of each left landmark, and the other way round.
MIRROR: Final = [0, 4, 5, 6, 1, 2, 3, 8, 7, 10, 9] + [
    i + 1 if i % 2 else i - 1 for i in range(11, PAIRS)
]


def with_arms(landmarks: Landmarks, runner: Runner) -> Landmarks:
    """Give a runner a head, and arms that swing through 40 degrees against the legs."""
    points = landmarks.points.copy()
    for shoulder, side in ((11, "left"), (12, "right")):
        phase = runner.phase(side, landmarks.time_s)  # type: ignore[arg-type]
        angle = np.radians(-20 * np.cos(2 * np.pi * phase))
        arm = 100 * np.stack([runner.facing * np.sin(angle), np.cos(angle)], axis=1)
        points[:, shoulder + 2] = points[:, shoulder] + arm
        points[:, shoulder + 4] = points[:, shoulder] + arm + [runner.facing * 60.0, 20.0] + arm
    points[:, :11] = (points[:, 11] + points[:, 12])[:, None] / 2 - [0.0, 130.0]
    return replace(landmarks, points=points)


def film(runner: Runner) -> Landmarks:
    """Return a runner's landmarks, arms included."""
    return with_arms(landmarks_of(runner), runner)


def form_of(
    landmarks: Landmarks,
    fps: float,
    slow_motion: float = 1.0,
    height_m: float | None = None,
    *,
    landed: bool = True,
) -> Form:
    """Return what the metrics see, as if the shoes had been followed at toe-off.

    And through the landing too, unless `landed` says that they were not.
    """
    gait = measure_gait(landmarks)
    form = read_form(
        gait,
        landmarks,
        real_fps=fps * slow_motion,
        slow_motion=slow_motion,
        height_m=height_m,
    )
    assert form is not None
    seen = ToeOff(at=0.0, spread=0.011, sole_deg=-55.0, sole_spread_deg=4.0, looks=20)
    sides = {side: replace(own, push_off=seen) for side, own in form.sides.items()}
    if landed:
        for side, own in sides.items():
            sides[side] = replace(own, angle=replace(gait.sides[side].angle, source="shoe"))
    return replace(form, sides=sides)


def metrics_of(runner: Runner, slow_motion: float = 1.0) -> dict[str, Metric]:
    """Return a runner's metrics."""
    return measure_metrics(form_of(film(runner), runner.fps, slow_motion), ())


def mirrored(landmarks: Landmarks) -> Landmarks:
    """Return the clip as a mirror shows it: left is right, and the running goes the other way."""
    points = landmarks.points[:, MIRROR].copy()
    points[..., 0] = landmarks.width - points[..., 0]
    return replace(
        landmarks,
        points=points,
        depth=landmarks.depth[:, MIRROR],
        visibility=landmarks.visibility[:, MIRROR],
    )

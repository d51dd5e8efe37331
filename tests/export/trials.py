"""Analyses to export: the example runner with gaps, in slow motion, facing either way."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from gaitcheck.export import Trial
from gaitcheck.judging import judge
from gaitcheck.model import ClipOptions, FloatArray, Landmarks
from gaitcheck.model.precision import keep_precision
from tests.examples import WIDTH, make_analysis, make_clip, make_observation

GAP = (10, 11, 12, 50)
"""Frames in which the example runner was not found."""


def make_landmarks() -> Landmarks:
    """Return the example runner's landmarks with `GAP`, as they are kept; it runs to the left."""
    landmarks = make_analysis().landmarks
    assert landmarks is not None
    points, visibility = landmarks.points.copy(), landmarks.visibility.copy()
    points[list(GAP)] = np.nan
    visibility[list(GAP)] = np.nan
    return keep_precision(replace(landmarks, points=points, visibility=visibility))


def make_trial(
    landmarks: Landmarks | None = None,
    *,
    slow_motion: float = 1.0,
    height_cm: float | None = None,
) -> Trial:
    """Return the example analysis ready for export, with the feet as they are judged."""
    analysis = make_analysis(
        clip=make_clip(slow_motion=slow_motion),
        landmarks=landmarks or make_landmarks(),
        options=ClipOptions(height_cm=height_cm),
    )
    observation = make_observation(analysis)
    return Trial(replace(analysis, feet=judge(observation).feet), observation)


def mirrored(landmarks: Landmarks) -> Landmarks:
    """Return the landmarks of the runner facing the other way."""
    return replace(landmarks, points=landmarks.points * [-1, 1] + [WIDTH, 0])


def with_times(landmarks: Landmarks, time_s: FloatArray) -> Landmarks:
    """Return the landmarks with other file times."""
    return replace(landmarks, time_s=time_s)


def expected_points(trial: Trial) -> FloatArray:
    """Return the gait view in leg lengths as it must be for the runner who faces left."""
    landmarks = make_landmarks()
    thigh = np.linalg.norm(landmarks.points[:, 23:25] - landmarks.points[:, 25:27], axis=-1)
    shank = np.linalg.norm(landmarks.points[:, 25:27] - landmarks.points[:, 27:29], axis=-1)
    leg_px = np.nanmedian(thigh + shank)
    upright = (landmarks.points - [landmarks.width, landmarks.height]) * [-1, -1]
    return np.asarray(upright / leg_px)

"""Evidence of synthetic clips: one that has nothing wrong, to spoil in one way each."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from gaitcheck.gait.measure import measure_gait
from gaitcheck.gait.metrics import read_form
from gaitcheck.gait.pace import SPEED_UNKNOWN
from gaitcheck.gait.quality import Evidence, check_quality
from gaitcheck.model import Landmarks, PictureQuality, QualityNote, Tracking
from gaitcheck.words.findings import say_finding
from tests.gait.metrics.runners import with_arms
from tests.gait.synthetic import Runner, landmarks_of, observation_of, tracking_of

RUNNER = Runner(noise_px=1.0, seconds=12.0)


def clear_quality(frames: int) -> PictureQuality:
    """Return bright, sharp pictures that all differ."""
    rng = np.random.default_rng(0)
    return PictureQuality(
        brightness=np.full(frames, 110.0),
        black=np.full(frames, 0.02),
        white=np.full(frames, 0.01),
        bare=np.full(frames, 0.1),
        change=rng.uniform(5.0, 12.0, frames),
        blur=np.full((frames, 2), 0.012),
        foot_change=np.full((frames, 2), 3.0),
        zoom=np.zeros(frames),
    )


def good(runner: Runner = RUNNER) -> Tracking:
    """Return a clip without a fault."""
    return tracking_of_pictures(with_arms(landmarks_of(runner), runner))


def tracking_of_pictures(landmarks: Landmarks) -> Tracking:
    """Wrap landmarks with pictures that are clear."""
    return replace(tracking_of(landmarks), picture_quality=clear_quality(len(landmarks.time_s)))


def evidence_of(tracking: Tracking, *, fps: float = 30.0, **changes: Any) -> Evidence:
    """Return what the doctor sees; `changes` are of the observation or of what the user said."""
    gait = measure_gait(tracking.landmarks)
    slow = changes.pop("slow", None) or (gait.pace.slow if gait.pace else SPEED_UNKNOWN)
    form = read_form(
        gait,
        tracking.landmarks,
        real_fps=fps * slow.factor,
        slow_motion=slow.factor,
        height_m=changes.pop("height_m", None),
        camera_shift=tracking.camera_shift,
    )
    belt_kmh = changes.pop("belt_kmh", None)
    return Evidence(observation_of(tracking, fps=fps, **changes), gait, form, slow, belt_kmh)


def notes_of(tracking: Tracking, **changes: Any) -> tuple[QualityNote, ...]:
    """Return what the doctor says."""
    return tuple(say_finding(found) for found in check_quality(evidence_of(tracking, **changes)))


def codes_of(tracking: Tracking, **changes: Any) -> set[str]:
    """Return the codes of what the doctor says."""
    return {note.code for note in notes_of(tracking, **changes)}

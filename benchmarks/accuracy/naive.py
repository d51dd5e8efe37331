"""The rules that open tools use, written from their description: the line to beat.

Each finds a contact where a point of the foot is lowest in the picture and labels the foot by how
it lies in that one frame, against the picture's horizon.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from scipy.signal import find_peaks

from benchmarks.accuracy.answers import Answer, FoundStep
from benchmarks.accuracy.truth import commonest
from gaitcheck.gait.body import facing_sign
from gaitcheck.model import ANKLE, HEEL, SIDES, TOE, FloatArray, Landmarks, Side, Strike

# Degrees in the picture, toes up positive.
IMAGE_CUTOFFS: Final = (8.0, -5.0)
# Heel and toe count as level within this share of the picture's height.
LEVEL_SHARE: Final = 0.01


@dataclass(frozen=True, slots=True)
class NaiveRule:
    """Which point is lowest at contact, and how the foot is labelled there.

    `least_gap_s` is the least real time between two lowest points that count as two contacts.
    """

    name: str
    lowest: Literal["ankle", "heel"]
    label: Literal["angle", "height"]
    least_gap_s: float


RULES: Final = (
    NaiveRule("lowest ankle, angle in the picture", "ankle", "angle", 0.3),
    NaiveRule("lowest heel, heel-toe height", "heel", "height", 0.4),
    NaiveRule("lowest ankle, heel-toe height", "ankle", "height", 0.4),
)
_POINT: Final = {"ankle": ANKLE, "heel": HEEL}


def judge_by_rule(rule: NaiveRule, landmarks: Landmarks, slow_motion: float) -> Answer:
    """Return what a naive rule says about a run."""
    sign = facing_sign(landmarks)
    steps: list[FoundStep] = []
    for offset, side in enumerate(SIDES):
        heel, toe = (landmarks.points[:, index + offset] for index in (HEEL, TOE))
        angle = picture_angle(heel, toe, sign)
        drop = (heel - toe)[:, 1] / landmarks.height
        label = _by_angle(angle) if rule.label == "angle" else _by_height(drop)
        lowest = landmarks.points[:, _POINT[rule.lowest] + offset, 1]
        for frame in lowest_frames(lowest, landmarks.time_s / slow_motion, rule.least_gap_s):
            strike = label(frame)
            steps.append(
                FoundStep(
                    side=side,
                    contact_s=float(landmarks.time_s[frame]) / slow_motion,
                    toe_off_s=float("nan"),
                    angle_deg=float(angle[frame]),
                    strike=strike,
                    likeliest=strike,
                    probability=None,
                )
            )
    steps.sort(key=lambda step: step.contact_s)
    return Answer(
        steps=tuple(steps),
        verdict=commonest([step.likeliest for step in steps]) or "unsure",
        confidence=1.0,
        refused=(),
        cadence_spm=_cadence(steps),
        foot_angle_deg=_mean_angles(steps),
        foot_contact_s={},
    )


def picture_angle(heel: FloatArray, toe: FloatArray, facing: int) -> FloatArray:
    """Return the angle of heel to toe against the picture's horizon, degrees, toes up positive."""
    ahead = (toe - heel)[:, 0] * facing
    up = (heel - toe)[:, 1]
    return np.degrees(np.arctan2(up, ahead))


def lowest_frames(y: FloatArray, time_s: FloatArray, least_gap_s: float) -> list[int]:
    """Return the frames in which a point is lowest in the picture (`y` grows downwards)."""
    known = np.isfinite(y)
    if known.sum() < 3:
        return []
    filled = np.interp(np.arange(len(y)), np.flatnonzero(known), y[known])
    gap = max(1, round(least_gap_s / float(np.median(np.diff(time_s)))))
    peaks, _ = find_peaks(filled, distance=gap)
    return [int(peak) for peak in peaks if known[peak]]


def _by_angle(angle: FloatArray) -> Callable[[int], Strike]:
    heel_above, toe_below = IMAGE_CUTOFFS

    def label(frame: int) -> Strike:
        if angle[frame] > heel_above:
            return "heel"
        return "toe" if angle[frame] < toe_below else "midfoot"

    return label


def _by_height(drop: FloatArray) -> Callable[[int], Strike]:
    def label(frame: int) -> Strike:
        if drop[frame] > LEVEL_SHARE:
            return "heel"
        return "toe" if drop[frame] < -LEVEL_SHARE else "midfoot"

    return label


def _cadence(steps: list[FoundStep]) -> float:
    if len(steps) < 2:
        return float("nan")
    return 60.0 * (len(steps) - 1) / (steps[-1].contact_s - steps[0].contact_s)


def _mean_angles(steps: list[FoundStep]) -> Mapping[Side, float]:
    return {
        side: float(np.nanmean([step.angle_deg for step in steps if step.side == side]))
        for side in SIDES
        if any(np.isfinite(step.angle_deg) for step in steps if step.side == side)
    }

"""The naive rules on a foot whose motion is known."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from benchmarks.accuracy.naive import RULES, judge_by_rule, lowest_frames, picture_angle
from gaitcheck.model import ANKLE, HEEL, TOE, Landmarks


def bouncing(pitch_deg: float, fps: float = 30.0, facing: int = 1) -> Landmarks:
    """Both ankles bounce 1.4 times a second, lowest at known instants; the foot keeps its angle."""
    time_s = np.arange(90) / fps
    points = np.full((90, 33, 2), 300.0)
    for offset, delay in ((0, 0.0), (1, 0.357)):
        y = 700 + 50 * np.cos(2 * np.pi * 1.4 * (time_s - 0.3 - delay))
        ankle = np.stack([np.full(90, 300.0), y], axis=1)
        turn = np.radians(pitch_deg)
        foot = 80 * np.array([facing * np.cos(turn), -np.sin(turn)])
        points[:, ANKLE + offset], points[:, HEEL + offset] = ankle, ankle
        points[:, TOE + offset] = ankle + foot
    return Landmarks(time_s, points, np.zeros((90, 33)), np.ones((90, 33)), 720, 1000)


@pytest.mark.parametrize("facing", [1, -1])
@pytest.mark.parametrize(("pitch", "strike"), [(15.0, "heel"), (1.0, "midfoot"), (-15.0, "toe")])
def test_every_rule_reads_a_clean_foot(pitch: float, strike: str, facing: int) -> None:
    for rule in RULES:
        answer = judge_by_rule(rule, bouncing(pitch, facing=facing), 1.0)
        assert answer.verdict == strike
        left = [step.contact_s for step in answer.steps if step.side == "left"]
        assert left == pytest.approx(0.3 + np.arange(4) / 1.4, abs=0.02)
        assert answer.steps[0].angle_deg == pytest.approx(pitch)


def test_slow_motion_is_taken_out() -> None:
    filmed = bouncing(15.0)
    slowed = dataclasses.replace(filmed, time_s=2 * filmed.time_s)
    answer = judge_by_rule(RULES[0], slowed, 2.0)
    assert answer.cadence_spm == pytest.approx(168.0, abs=10.0)


def test_unseen_points_give_no_contact() -> None:
    assert lowest_frames(np.full(10, np.nan), np.arange(10) / 30, 0.2) == []
    level = picture_angle(np.zeros((1, 2)), np.array([[np.nan, 0.0]]), 1)
    assert np.isnan(level).all()

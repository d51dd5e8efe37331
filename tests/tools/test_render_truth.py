"""The truth of a clip: the camera's geometry, exact times, and what the file says."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest
from render.camera import facing, incline_matrix, view_at
from render.leg import LegLengths
from render.motion import Motion
from render.sole import Sole
from render.spec import SIDES, ClipSpec, from_mapping, strike_label
from render.truth import JOINTS, clip_truth, foot_points

LEGS = LegLengths(thigh=0.43, shank=0.435, hip_half_width=0.105)


class StandInPose:
    """Joints alone: the truth asks nothing else of a pose."""

    def __init__(self) -> None:
        self.joints = {
            f"{side}_{joint}": np.array([0.0, 1.0, 0.1 if side == "right" else -0.1])
            for side in SIDES
            for joint in JOINTS
        }


def truth_of(**data: Any) -> tuple[ClipSpec, Motion, dict[str, Any]]:
    spec = from_mapping(ClipSpec, {"name": "t", "seed": 2, **data})
    motion = Motion(spec, LEGS, Sole())
    times = np.arange(spec.video.frames) / spec.video.fps
    poses: Any = [StandInPose() for _ in times]
    return spec, motion, clip_truth(spec, motion, motion.at(times), poses, times)


def test_a_point_on_the_axis_appears_in_the_middle() -> None:
    spec = from_mapping(ClipSpec, {"name": "c", "camera": {"height_m": 0.85}})
    view = view_at(spec, 0.0)
    middle = view.project(np.array([[0.0, 0.85, 0.0]]))[0]
    assert middle == pytest.approx([spec.video.width / 2, spec.video.height / 2])
    metre = view.project(np.array([[1.0, 0.85, 0.0]]))[0]
    assert metre[0] - middle[0] == pytest.approx(view.focal_px / spec.camera.distance_m)


def test_the_clip_matrix_agrees_with_the_projection() -> None:
    spec = from_mapping(
        ClipSpec, {"name": "c", "camera": {"yaw_deg": 20, "roll_deg": 3, "shake_deg": 0.5}}
    )
    view = view_at(spec, 0.7)
    points = np.random.default_rng(1).uniform(-0.8, 1.5, (20, 3))
    clip = np.c_[points, np.ones(20)] @ view.clip_matrix().astype(np.float64).T
    ndc = clip[:, :2] / clip[:, 3:]
    size = np.array([spec.video.width, spec.video.height])
    pixels = (ndc * [1, -1] + 1) / 2 * size
    assert np.allclose(pixels, view.project(points), atol=0.01)


@pytest.mark.parametrize(("near", "way", "sign"), [("right", "right", 1), ("left", "left", -1)])
def test_the_near_side_fixes_the_facing(near: str, way: str, sign: int) -> None:
    spec, _, truth = truth_of(camera={"near_side": near}, video={"duration_s": 1})
    assert facing(spec.camera) == way == truth["view"]["facing"]
    x = view_at(spec, 0.0).project(np.array([[0.0, 1, 0], [0.5, 1, 0]]))[:, 0]
    assert np.sign(x[1] - x[0]) == sign


@pytest.mark.parametrize(
    ("yaw", "plane"),
    [(0, "side"), (20, "oblique"), (-160, "oblique"), (90, "front"), (180, "side")],
)
def test_the_plane_follows_the_yaw(yaw: float, plane: str) -> None:
    _, _, truth = truth_of(camera={"yaw_deg": yaw}, video={"duration_s": 0.5})
    assert truth["view"]["plane"] == plane


def test_steps_alternate_and_carry_the_rule_s_label() -> None:
    _, motion, truth = truth_of(
        motion={"left": {"foot_strike_angle_deg": -6}, "right": {"foot_strike_angle_deg": 4}}
    )
    sides = [s["side"] for s in truth["steps"]]
    assert all(a != b for a, b in itertools.pairwise(sides))
    assert len(sides) == pytest.approx(8.0 * 2 / motion.gait.stride_s, abs=1.1)
    for step in truth["steps"]:
        assert step["strike"] == strike_label(step["foot_strike_angle_deg"])
        assert step["strike"] == ("toe" if step["side"] == "left" else "midfoot")
    assert truth["motion"]["cadence_spm"] == pytest.approx(120 / motion.gait.stride_s, rel=0.02)


def test_contact_flags_agree_with_the_step_times() -> None:
    _, _, truth = truth_of()
    time = np.array(truth["frames"]["time_s"])
    for step in truth["steps"][:-2]:
        flag = np.array(truth["frames"][step["side"]]["contact"])
        inside = (time >= step["contact_time_s"]) & (time < step["toe_off_time_s"])
        assert flag[inside].all()
        first = int(np.argmax(inside))
        assert first == 0 or not flag[first - 1]


def test_slow_motion_stretches_file_time_only() -> None:
    _, _, truth = truth_of(video={"fps": 120, "tagged_fps": 30, "duration_s": 6})
    assert truth["clip"]["slow_motion"] == 4.0
    assert truth["clip"]["fps_file"] == 30.0
    assert np.diff(truth["frames"]["time_s"]) == pytest.approx(1 / 30, abs=2e-6)
    for step in truth["steps"]:
        assert step["contact_time_s"] == pytest.approx(4 * step["contact_real_time_s"], abs=1e-5)
        assert step["contact_frame"] == pytest.approx(30 * step["contact_time_s"], abs=1e-3)
    assert 150 < truth["motion"]["cadence_spm"] < 185


def test_the_angle_is_relative_to_the_belt_whatever_its_incline() -> None:
    flat = truth_of(scene={"incline_deg": 0})[2]
    steep = truth_of(scene={"incline_deg": 6})[2]
    for side in SIDES:
        angles = [np.array(t["frames"][side]["sole_angle_deg"]) for t in (flat, steep)]
        on = np.array(flat["frames"][side]["contact"])
        assert np.allclose(angles[0][on], angles[1][on], atol=0.01)
    up = incline_matrix(6.0) @ np.array([1.0, 0.0, 0.0])
    assert np.degrees(np.arctan2(up[1], up[0])) == pytest.approx(6.0)


def test_heel_ball_and_toe_lie_along_the_sole() -> None:
    spec = from_mapping(ClipSpec, {"name": "t"})
    motion = Motion(spec, LEGS, Sole())
    low = motion.at(np.linspace(0, 2, 100))
    for side in SIDES:
        points = foot_points(motion, low, side)
        flat = np.abs(low.feet[side].pitch) < 1e-9
        assert flat.any()
        assert (points["toe"] - points["ball"])[flat] @ motion.foot_forward(side) == pytest.approx(
            0.09, abs=0.01
        )
        assert (points["heel"][flat][:, 1] < 0.01).all()
        assert (points["heel"][:, 0] < points["toe"][:, 0]).mean() > 0.9

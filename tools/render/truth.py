"""Exact truth of a rendered clip, as plain data for ``<name>.truth.json``."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from render import spec as specs
from render.camera import facing, incline_matrix, view_at
from render.motion import LowerBody, Mover
from render.pose import BodyPose
from render.sole import rotate
from render.spec import SIDES, ClipSpec, Side

FloatArray = NDArray[np.float64]

SCHEMA = "gaitcheck.truth/1"
JOINTS = ("ankle", "knee", "hip", "shoulder", "elbow")
"""Centres given per side, after the rear end, the ball and the front tip of the outsole (middle of
its width)."""


def foot_points(motion: Mover, low: LowerBody, side: Side) -> dict[str, FloatArray]:
    """Return heel, ball and toe of one sole in the belt frame, (n, 3) each."""
    sole, foot = motion.sole, low.feet[side]
    ahead, up = motion.foot_forward(side), np.array([0.0, 1.0, 0.0])
    r, a = sole.bevel_radius, np.radians(sole.bevel_angle_deg)
    heel = rotate(foot.pitch, -r * float(np.sin(a)), r * float(1 - np.cos(a)))
    ball = rotate(foot.pitch, sole.ball, 0.0)
    toe = ball + rotate(foot.toe_angle, sole.toe_length + sole.bumper, sole.bumper)
    return {
        name: foot.origin + p[:, :1] * ahead + p[:, 1:] * up
        for name, p in (("heel", heel), ("ball", ball), ("toe", toe))
    }


def clip_truth(
    spec: ClipSpec, motion: Mover, low: LowerBody, poses: list[BodyPose], times: FloatArray
) -> dict[str, Any]:
    """Return the truth of a clip; ``times`` are the frames' real times (middle of exposure).

    Lists hold one entry per frame. Step times are exact: ``*_time_s`` in file time,
    ``*_real_time_s`` in real time since the first frame.
    """
    slow = spec.video.slow_motion
    turn = incline_matrix(spec.scene.incline_deg)
    views = [view_at(spec, float(t)) for t in times]
    frames: dict[str, Any] = {"time_s": _rounded(times * slow, 6)}
    for side in SIDES:
        points = foot_points(motion, low, side)
        for joint in JOINTS:
            points[joint] = np.array([pose.joints[f"{side}_{joint}"] for pose in poses])
        shown = {
            name: _rounded(
                np.array([v.project((turn @ p)[None])[0] for v, p in zip(views, xyz, strict=True)]),
                2,
            )
            for name, xyz in points.items()
        }
        frames[side] = {
            **shown,
            "sole_angle_deg": _rounded(low.feet[side].pitch, 3),
            "contact": [bool(c) for c in low.feet[side].contact],
        }
    video = spec.video
    return {
        "schema": SCHEMA,
        "name": spec.name,
        "note": spec.note,
        "clip": {
            "width": video.width,
            "height": video.height,
            "fps_filmed": video.fps,
            "fps_file": video.fps / slow,
            "frames": len(times),
            "duration_s": len(times) * slow / video.fps,
            "slow_motion": slow,
        },
        "view": _view(spec),
        "motion": _motion(spec, motion, times),
        "steps": _steps(spec, motion, times),
        "frames": frames,
        "spec": specs.to_mapping(spec),
    }


def _view(spec: ClipSpec) -> dict[str, Any]:
    yaw = abs((spec.camera.yaw_deg + 180) % 360 - 180)
    off = min(yaw, 180 - yaw)
    plane = "side" if off <= 10 else "oblique" if off <= 55 else "front" if yaw <= 90 else "rear"
    if plane in {"oblique", "side"}:
        return {
            "plane": plane,
            "facing": facing(spec.camera),
            "near_side": spec.camera.near_side,
            "yaw_deg": spec.camera.yaw_deg,
        }
    return {"plane": plane, "facing": None, "near_side": None, "yaw_deg": spec.camera.yaw_deg}


def _motion(spec: ClipSpec, motion: Mover, times: FloatArray) -> dict[str, Any]:
    end = float(times[-1])
    inside = [s.contact_s for s in motion.steps if 0.0 <= s.contact_s <= end]
    gaps = np.diff(inside)
    pelvis = motion.pelvis_at(np.arange(0.0, max(end, 0.01), 0.002))
    cadence = 60.0 / float(gaps.mean()) if len(gaps) else 120.0 / motion.gait.stride_s
    return {
        "scene": spec.scene.kind,
        "speed_mps": spec.motion.speed_mps,
        "incline_deg": spec.scene.incline_deg,
        "cadence_spm": round(cadence, 3),
        "duty_factor": round(motion.gait.contact_s / motion.gait.stride_s, 4),
        "vertical_oscillation_m": round(_oscillation(pelvis[:, 1], motion.gait.stride_s), 4),
        "trunk_lean_deg": spec.motion.trunk_lean_deg,
        "leg_length_m": round(motion.legs.total, 4),
    }


def _oscillation(height: FloatArray, stride_s: float) -> float:
    n = max(int(stride_s / 2 / 0.002), 2)
    parts = [np.ptp(height[k : k + n]) for k in range(0, max(len(height) - n, 1), n)]
    return float(np.mean(parts))


def _steps(spec: ClipSpec, motion: Mover, times: FloatArray) -> list[dict[str, Any]]:
    slow, end = spec.video.slow_motion, float(times[-1])
    steps: list[dict[str, Any]] = []
    for step in motion.steps:
        if not 0.0 <= step.contact_s <= end:
            continue
        complete = step.toe_off_s <= end
        steps.append(
            {
                "index": len(steps),
                "side": step.side,
                "contact_time_s": round(step.contact_s * slow, 6),
                "toe_off_time_s": round(step.toe_off_s * slow, 6) if complete else None,
                "contact_real_time_s": round(step.contact_s, 6),
                "toe_off_real_time_s": round(step.toe_off_s, 6) if complete else None,
                "contact_frame": round(step.contact_s * spec.video.fps, 4),
                "foot_strike_angle_deg": round(step.foot_strike_angle_deg, 3),
                "strike": step.label,
            }
        )
    return steps


def _rounded(values: FloatArray, digits: int) -> list[Any]:
    out: list[Any] = np.round(values, digits).tolist()
    return out

"""From the lower body's motion to a transform of every bone, upper body included."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from render.motion import LowerBody
from render.rig import BONES, SPINE, Rig
from render.spec import SIDES, MotionSpec, Side
from render.turns import turn_about, turn_x, turn_y, turn_z

FloatArray = NDArray[np.float64]

FORWARD = np.array([1.0, 0.0, 0.0])
UP = np.array([0.0, 1.0, 0.0])
RIGHT = np.array([0.0, 0.0, 1.0])
PELVIS_TILT_DEG = 6.0
"""Forward tilt of the pelvis beyond the trunk's lean."""


@dataclass(frozen=True)
class BodyPose:
    """One instant: a rotation (3, 3) and a head position (3,) per bone, and named joints."""

    rotation: dict[str, FloatArray]
    position: dict[str, FloatArray]
    joints: dict[str, FloatArray]


def _cross(a: FloatArray, b: FloatArray) -> FloatArray:
    """Return the cross product of two vectors (numpy's own is slow on single vectors)."""
    return np.array(
        [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
    )


def _frame(along: FloatArray, hinge: FloatArray) -> FloatArray:
    a = along / np.linalg.norm(along)
    h = hinge - a * float(hinge @ a)
    h = h / np.linalg.norm(h)
    return np.stack([a, h, _cross(a, h)], axis=1)


def _aim(rest: FloatArray, rest_hinge: FloatArray, to: FloatArray, hinge: FloatArray) -> FloatArray:
    turned: FloatArray = _frame(to, hinge) @ _frame(rest, rest_hinge).T
    return turned


def pose_body(rig: Rig, motion: MotionSpec, low: LowerBody, i: int) -> BodyPose:
    """Return the pose at instant ``i`` of a lower-body motion (belt frame)."""
    rot: dict[str, FloatArray] = {}
    pos: dict[str, FloatArray] = {}
    phase = float(low.phase[i])
    lean = motion.trunk_lean_deg + 1.2 * float(np.cos(4 * np.pi * (phase - 0.12)))
    yaw, tilt = float(low.pelvis_yaw_deg[i]), float(low.pelvis_list_deg[i])
    rest_hips = 0.5 * (rig.rest("upperleg01.L") + rig.rest("upperleg01.R"))
    rot["root"] = turn_y(yaw) @ turn_x(-tilt) @ turn_z(-PELVIS_TILT_DEG - 0.5 * lean)
    pos["root"] = low.pelvis[i] + rot["root"] @ (rig.rest("root") - rest_hips)
    _pose_trunk(rig, rot, pos, lean, yaw, tilt)
    for side in SIDES:
        _pose_leg(rig, rot, pos, low, side, i)
        _pose_arm(rig, rot, pos, motion, side, phase)
    return BodyPose(rot, pos, _joints(pos, low, i))


def _carry(rig: Rig, rot: dict[str, FloatArray], pos: dict[str, FloatArray], bone: str,
           parent: str) -> None:  # fmt: skip
    pos[bone] = pos[parent] + rot[parent] @ (rig.rest(bone) - rig.rest(parent))


def _pose_trunk(rig: Rig, rot: dict[str, FloatArray], pos: dict[str, FloatArray], lean: float,
                yaw: float, tilt: float) -> None:  # fmt: skip
    chest_yaw = -1.4 * yaw
    parent = "root"
    for k, bone in enumerate(SPINE, start=1):
        share = k / len(SPINE)
        bend = -(PELVIS_TILT_DEG + 0.5 * lean) * (1 - share) - lean * share
        rot[bone] = (
            turn_y(yaw + (chest_yaw - yaw) * share) @ turn_x(-tilt * (1 - share)) @ turn_z(bend)
        )
        _carry(rig, rot, pos, bone, parent)
        parent = bone
    for bone, share, up in (("neck01", 0.5, 1.0), ("head", 0.0, 3.0)):
        rot[bone] = turn_y(chest_yaw * share * 0.5) @ turn_z(-lean * 0.5 * share - up)
        _carry(rig, rot, pos, bone, parent)
        parent = bone


def _pose_leg(rig: Rig, rot: dict[str, FloatArray], pos: dict[str, FloatArray], low: LowerBody,
              side: Side, i: int) -> None:  # fmt: skip
    s = "R" if side == "right" else "L"
    foot = low.feet[side]
    hip, knee, ankle = foot.hip[i], foot.knee[i], foot.ankle[i]
    pos[f"upperleg01.{s}"], pos[f"lowerleg01.{s}"] = hip, knee
    hinge = turn_x(float(-foot.roll[i])) @ RIGHT
    names = [f"{bone}.{s}" for bone in ("upperleg01", "lowerleg01", "foot")]
    for bone, follow, start, end in (
        (names[0], names[1], hip, knee),
        (names[1], names[2], knee, ankle),
    ):
        rest = rig.rest(follow) - rig.rest(bone)
        rot[bone] = _aim(rest, RIGHT, end - start, hinge)
    pos[names[2]] = ankle


def place_shoe(pose: BodyPose, low: LowerBody, side: Side, i: int, forward: FloatArray,
               ball: float) -> None:  # fmt: skip
    """Add the foot and the shoe's two bones (rear and toe part), drawn in the sole's frame."""
    s = "R" if side == "right" else "L"
    foot = low.feet[side]
    yaw = turn_y(float(np.degrees(np.arctan2(-forward[2], forward[0]))))
    rear = yaw @ turn_z(float(foot.pitch[i]))
    pose.rotation[f"shoe.{s}"], pose.position[f"shoe.{s}"] = rear, foot.origin[i]
    pose.rotation[f"foot.{s}"], pose.position[f"foot.{s}"] = rear, foot.ankle[i]
    bend = float(foot.toe_angle[i])
    pose.rotation[f"shoe_toe.{s}"] = yaw @ turn_z(bend)
    pose.position[f"shoe_toe.{s}"] = foot.origin[i] + rear @ np.array([ball, 0.0, 0.0])


def _pose_arm(rig: Rig, rot: dict[str, FloatArray], pos: dict[str, FloatArray],
              motion: MotionSpec, side: Side, phase: float) -> None:  # fmt: skip
    s, sign = ("R", 1.0) if side == "right" else ("L", -1.0)
    names = [f"{bone}.{s}" for bone in ("clavicle", "upperarm01", "lowerarm01", "wrist")]
    own = phase if side == "right" else phase + 0.5
    swing = -8.0 - motion.arm_swing_deg * float(np.cos(2 * np.pi * (own - 0.02)))
    bend = motion.elbow_deg + 9.0 * float(np.cos(2 * np.pi * (own - 0.45)))
    chest = rot["spine01"]
    _carry(rig, rot, pos, names[0], "spine01")
    rot[names[0]] = chest @ turn_y(sign * (1.5 + 0.10 * swing)) @ turn_x(sign * 3.0)
    _carry(rig, rot, pos, names[1], names[0])
    # Upper arm: hangs, a little away from the body, swung about the sideways axis.
    out = turn_x(sign * -19.0)
    axis = chest @ turn_z(swing) @ out
    rest_arm = rig.rest(names[2]) - rig.rest(names[1])
    rest_fore = rig.rest(names[3]) - rig.rest(names[2])
    rest_hinge = _cross(rest_arm, FORWARD) * -1.0
    hinge = axis @ turn_y(sign * 14.0) @ RIGHT
    rot[names[1]] = _aim(rest_arm, rest_hinge * np.sign(rest_hinge[2]), axis @ -UP, hinge)
    _carry(rig, rot, pos, names[2], names[1])
    fore = turn_about(hinge, bend) @ (axis @ -UP)
    rest_fore_hinge = _cross(rest_fore, FORWARD)
    rot[names[2]] = _aim(rest_fore, rest_fore_hinge * np.sign(rest_fore_hinge[2]), fore, hinge)
    _carry(rig, rot, pos, names[3], names[2])
    rot[names[3]] = rot[names[2]]


def _joints(pos: dict[str, FloatArray], low: LowerBody, i: int) -> dict[str, FloatArray]:
    joints: dict[str, FloatArray] = {}
    for side in SIDES:
        s = "R" if side == "right" else "L"
        foot = low.feet[side]
        joints[f"{side}_hip"], joints[f"{side}_knee"] = foot.hip[i], foot.knee[i]
        joints[f"{side}_ankle"] = foot.ankle[i]
        joints[f"{side}_shoulder"] = pos[f"upperarm01.{s}"]
        joints[f"{side}_elbow"], joints[f"{side}_wrist"] = (
            pos[f"lowerarm01.{s}"],
            pos[f"wrist.{s}"],
        )
    return joints


def bone_matrices(rig: Rig, pose: BodyPose) -> NDArray[np.float32]:
    """Return (bones, 4, 4) matrices that take rest vertices to the belt frame.

    Shoe meshes are drawn in the sole's own frame, with the toe part risen by the toe spring.
    """
    out = np.zeros((len(BONES), 4, 4), dtype=np.float32)
    for k, bone in enumerate(BONES):
        r, p = pose.rotation[bone], pose.position[bone]
        if bone.startswith("shoe."):
            home = np.zeros(3)
        elif bone.startswith("shoe_toe."):
            home, r = np.array([rig.sole.ball, 0.0, 0.0]), r @ turn_z(-rig.sole.toe_spring_deg)
        else:
            home = rig.rest(bone)
        out[k, :3, :3] = r
        out[k, :3, 3] = p - r @ home
        out[k, 3, 3] = 1.0
    return out

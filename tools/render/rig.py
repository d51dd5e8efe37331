"""The runner's reduced rig: few bones, their rest frames, and the vertex weights on them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from render.assets import RestBody
from render.leg import LegLengths
from render.sole import Sole

FloatArray = NDArray[np.float64]

SPINE = ("spine05", "spine04", "spine03", "spine02", "spine01")
BONES: tuple[str, ...] = (
    "root", *SPINE, "neck01", "head",
    *(f"{bone}.{s}" for s in "LR" for bone in (
        "clavicle", "upperarm01", "lowerarm01", "wrist", "upperleg01", "lowerleg01", "foot",
        "shoe", "shoe_toe")),
)  # fmt: skip
"""Bones that are posed; every other bone of the rig follows the nearest of these above it."""

_JOINED = {
    "pelvis": "root", "breast": "spine02", "shoulder01": "clavicle", "upperarm02": "upperarm01",
    "lowerarm02": "lowerarm01", "upperleg02": "upperleg01", "lowerleg02": "lowerleg01",
    "neck02": "neck01", "neck03": "neck01",
}  # fmt: skip


@dataclass(frozen=True)
class Rig:
    """A body ready to be posed."""

    body: RestBody
    legs: LegLengths
    sole: Sole
    vertex_weights: NDArray[np.float32]
    """Shape (vertices, bones)."""

    def rest(self, joint: str) -> FloatArray:
        """Return a bone's head at rest."""
        return self.body.heads[joint]


def build_rig(body: RestBody, toe_spring_deg: float) -> Rig:
    """Return the reduced rig of a body."""
    index = {name: i for i, name in enumerate(BONES)}
    weights = np.zeros((len(body.vertices), len(BONES)), dtype=np.float32)
    for bone, (ids, values) in body.weights.items():
        column = weights[:, index[_posed_bone(bone, body)]]
        np.add.at(column, ids, values)
    total = weights.sum(axis=1, keepdims=True)
    weights = np.where(total > 0, weights / np.maximum(total, 1e-9), 0.0).astype(np.float32)
    bare = total[:, 0] <= 0
    weights[bare, index["head"]] = 1.0
    thigh, shank = _length(body, "upperleg01", "lowerleg01"), _length(body, "lowerleg01", "foot")
    half = abs(float(body.heads["upperleg01.R"][2] - body.heads["upperleg01.L"][2])) / 2
    return Rig(
        body=body,
        legs=LegLengths(thigh=thigh, shank=shank, hip_half_width=half),
        sole=Sole(toe_spring_deg=toe_spring_deg).scaled(body.shoe_scale),
        vertex_weights=weights,
    )


def _length(body: RestBody, upper: str, lower: str) -> float:
    return float(np.linalg.norm(body.heads[f"{lower}.R"] - body.heads[f"{upper}.R"]))


def _posed_bone(bone: str, body: RestBody) -> str:
    at: str | None = bone
    while at is not None:
        if at in BONES:
            return at
        stem, _, side = at.partition(".")
        if stem in _JOINED:
            joined = _JOINED[stem]
            return joined if joined in BONES else f"{joined}.{side}"
        at = body.parents[at]
    return "root"

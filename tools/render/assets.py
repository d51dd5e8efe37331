"""Read MakeHuman's CC0 base mesh, targets, skeleton and weights."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from render.errors import AssetsError
from render.sole import REFERENCE_FOOT_M
from render.spec import RunnerSpec

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

BODY_VERTICES = 13380
"""The base mesh's first vertices are the body; the rest are helpers."""
EYES = (14598, 14742)
"""Vertex range of the two eye balls."""
NEEDED = ("base.obj", "default.mhskel", "default_weights.mhw")


@dataclass(frozen=True)
class RestBody:
    """A runner's body at rest in metres: x forward, y up, z to the right, soles near y = 0."""

    vertices: FloatArray
    triangles: IntArray
    joints: dict[str, FloatArray]
    heads: dict[str, FloatArray]
    tails: dict[str, FloatArray]
    parents: dict[str, str | None]
    weights: dict[str, tuple[IntArray, FloatArray]]
    foot_length: float
    height: float

    @property
    def shoe_scale(self) -> float:
        """Size of the shoe against the reference shoe; the base mesh draws small feet for women."""
        return 0.5 * self.foot_length / REFERENCE_FOOT_M + 0.5 * self.height / 1.75


def load_body(folder: Path, runner: RunnerSpec) -> RestBody:
    """Return the body of a runner from the folder of MakeHuman assets.

    Raises
    ------
    AssetsError
        When a file is missing; the message says where the public finds them.
    """
    person = f"{runner.ancestry}-{runner.sex}-young.target"
    slim = f"universal-{runner.sex}-young-maxmuscle-minweight.target"
    for name in (*NEEDED, person, slim):
        if not (folder / name).is_file():
            raise AssetsError(
                f"{folder} has no {name}; get MakeHuman's CC0 assets as docs/sample-clips.md says."
            )
    raw, quads = _read_obj(folder / "base.obj")
    raw = raw + _read_target(folder / person, len(raw))
    raw = raw + runner.muscle * _read_target(folder / slim, len(raw))
    body = raw[:BODY_VERTICES]
    scale = runner.height_m / float(np.ptp(body[:, 1]))
    ground = float(body[:, 1].min())
    points = np.stack([raw[:, 2], raw[:, 1] - ground, -raw[:, 0]], axis=1) * scale
    skeleton = json.loads((folder / "default.mhskel").read_text(encoding="utf-8"))
    joints = {name: points[np.array(ids)].mean(axis=0) for name, ids in skeleton["joints"].items()}
    bones = skeleton["bones"]
    table = json.loads((folder / "default_weights.mhw").read_text(encoding="utf-8"))["weights"]
    foot = points[:BODY_VERTICES]
    foot = foot[foot[:, 1] < 0.07 * runner.height_m / 1.75]
    keep = _is_shown(quads)
    return RestBody(
        vertices=points,
        triangles=_triangulate(quads[keep]),
        joints=joints,
        heads={name: joints[bone["head"]] for name, bone in bones.items()},
        tails={name: joints[bone["tail"]] for name, bone in bones.items()},
        parents={name: bone["parent"] for name, bone in bones.items()},
        weights={name: _pairs(rows) for name, rows in table.items()},
        foot_length=float(np.ptp(foot[:, 0])),
        height=runner.height_m,
    )


def _pairs(rows: list[list[float]]) -> tuple[IntArray, FloatArray]:
    data = np.array(rows, dtype=np.float64).reshape(-1, 2)
    return data[:, 0].astype(np.int64), data[:, 1]


def _is_shown(quads: IntArray) -> NDArray[np.bool_]:
    body = quads < BODY_VERTICES
    eyes = (quads >= EYES[0]) & (quads < EYES[1])
    shown: NDArray[np.bool_] = np.logical_or(body.all(axis=1), eyes.all(axis=1))
    return shown


def _triangulate(quads: IntArray) -> IntArray:
    return np.concatenate([quads[:, [0, 1, 2]], quads[:, [0, 2, 3]]])


def _read_obj(path: Path) -> tuple[FloatArray, IntArray]:
    vertices: list[list[float]] = []
    faces: list[list[int]] = []
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("v "):
                vertices.append([float(part) for part in line.split()[1:4]])
            elif line.startswith("f "):
                face = [int(part.split("/")[0]) - 1 for part in line.split()[1:]]
                faces.append(face if len(face) == 4 else [*face, face[-1]])
    return np.array(vertices), np.array(faces, dtype=np.int64)


def _read_target(path: Path, count: int) -> FloatArray:
    moved = np.zeros((count, 3))
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            parts = line.split()
            if len(parts) == 4 and not line.startswith("#"):
                moved[int(parts[0])] = [float(p) for p in parts[1:]]
    return moved

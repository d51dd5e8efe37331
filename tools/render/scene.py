"""What stands around the runner: treadmill and room, or road and park."""

from __future__ import annotations

import numpy as np

from render.camera import incline_matrix
from render.mesh import Mesh, ball, box, join, rod
from render.spec import ClipSpec

PLAIN, BELT, FLOOR, WALL, ROAD, GRASS = 0.0, 1.0, 2.0, 3.0, 4.0, 5.0
"""Procedural surfaces of the shader."""

BELT_HEIGHT_M = 0.19
"""Height of the belt above the room's floor."""
BELT_REACH_M = 0.93
"""The visible belt lies within this distance fore and aft of its middle."""
BELT_HALF_WIDTH_M = 0.26
SCENERY_PERIOD_M = 24.0
"""The park repeats after this length."""


def treadmill(spec: ClipSpec) -> Mesh:
    """Return the treadmill in the belt frame."""
    dark, machine = "#1b1b1d", spec.scene.machine
    parts = [
        box((-0.05, -0.012, 0), (1.72, 0.024, 0.50), "#2a2a2c", gloss=0.05, pattern=BELT),
        box((0.0, -0.10, 0), (1.80, 0.12, 0.60), dark),
    ]
    for side in (-1.0, 1.0):
        parts.append(box((-0.02, -0.004, side * 0.315), (1.84, 0.05, 0.115), machine))
        parts.append(box((-0.1, 0.0225, side * 0.315), (1.5, 0.004, 0.07), "#5a5c60"))
        parts.append(rod((0.98, 0.02, side * 0.37), (0.80, 1.12, side * 0.34), 0.028, machine))
        reach = -0.25 if spec.scene.long_rails else 0.42
        parts.append(rod((0.80, 1.02, side * 0.35), (reach, 0.95, side * 0.35), 0.02, dark))
        if spec.scene.long_rails:
            parts.append(rod((-0.25, 0.95, side * 0.35), (-0.32, 0.02, side * 0.35), 0.02, dark))
    parts += [
        box((1.02, 0.03, 0), (0.36, 0.17, 0.66), machine, turn_z_deg=-6, gloss=0.4),
        rod((-0.91, -0.03, -0.27), (-0.91, -0.03, 0.27), 0.03, dark),
        box((0.82, 1.16, 0), (0.10, 0.30, 0.72), machine, turn_z_deg=28, gloss=0.4),
        box((0.765, 1.19, 0), (0.02, 0.16, 0.36), "#27507a", turn_z_deg=28, gloss=0.9),
        box((0.76, 1.04, 0), (0.16, 0.05, 0.70), machine, turn_z_deg=10),
    ]
    return join(parts)


def wall_z(spec: ClipSpec) -> float:
    """Return where the wall behind the runner stands."""
    far = -1.0 if spec.camera.near_side == "right" else 1.0
    return far * float(np.random.default_rng([spec.seed, 30]).uniform(1.3, 2.0))


def room(spec: ClipSpec) -> Mesh:
    """Return floor, walls and a few things against them, in the world frame."""
    rng = np.random.default_rng([spec.seed, 31])
    far = -1.0 if spec.camera.near_side == "right" else 1.0
    floor, back = -BELT_HEIGHT_M, wall_z(spec)
    near = -far * (spec.camera.distance_m + 1.2)
    wide = 3.2 + spec.camera.distance_m * 0.5
    middle, deep = (back + near) / 2, abs(back - near)
    wall = spec.scene.wall
    parts = [
        box((0, floor - 0.05, middle), (2 * wide, 0.1, deep), spec.scene.floor, pattern=FLOOR,
            gloss=0.15),
        box((0, 1.3, back + far * 0.05), (2 * wide, 3.2, 0.1), wall, pattern=WALL),
        box((0, 1.3, near - far * 0.05), (2 * wide, 3.2, 0.1), wall, pattern=WALL),
        box((wide, 1.3, middle), (0.1, 3.2, deep), wall, pattern=WALL),
        box((-wide, 1.3, middle), (0.1, 3.2, deep), wall, pattern=WALL),
        box((0, floor + 0.05, back - far * 0.01), (2 * wide, 0.1, 0.02), "#dddad2"),
        box((0, 2.75, middle), (2 * wide, 0.1, deep), "#d8d6d0"),
    ]  # fmt: skip
    colours = ["#8a5a34", "#e4e0d6", "#3f6a7d", "#7c3b33", "#5b6b45", "#c9a86a", "#50545c"]
    x = -wide + 0.5
    while x < wide - 0.5:
        kind = rng.integers(5)
        w = float(rng.uniform(0.3, 0.9))
        colour = colours[int(rng.integers(len(colours)))]
        at = x + w / 2
        if kind == 0:
            h = float(rng.uniform(0.5, 1.0))
            parts.append(box((at, 1.5 + h / 2 - 0.4, back - far * 0.02), (w, h, 0.03), colour))
            parts.append(
                box((at, 1.5 + h / 2 - 0.4, back - far * 0.04), (w * 0.85, h * 0.88, 0.01),
                    "#e9e6df")
            )  # fmt: skip
        elif kind == 1:
            h = float(rng.uniform(0.3, 0.8))
            parts.append(box((at, floor + h / 2, back - far * 0.22), (w, h, 0.4), colour))
        elif kind == 2:
            parts.append(
                box((at, 1.75, back - far * 0.17), (w, 0.75, 0.3), colours[int(rng.integers(2))])
            )
        elif kind == 3:
            h = float(rng.uniform(1.4, 1.9))
            parts.append(box((at, floor + h / 2, back - far * 0.2), (0.45, h, 0.35), colour))
        x += w + float(rng.uniform(0.15, 0.9))
    return join(parts)


def park(spec: ClipSpec) -> Mesh:
    """Return one period of road, grass, posts and trees, on the ground plane y = 0."""
    rng = np.random.default_rng([spec.seed, 32])
    far = -1.0 if spec.camera.near_side == "right" else 1.0
    span = SCENERY_PERIOD_M
    parts = [
        box((0, -0.05, 0), (span, 0.1, 3.4), spec.scene.floor, pattern=ROAD, gloss=0.05),
        box((0, -0.07, far * 21.7), (span, 0.1, 40.0), "#5d7a3e", pattern=GRASS),
        box((0, -0.07, -far * 21.7), (span, 0.1, 40.0), "#5d7a3e", pattern=GRASS),
        box((0, 0.02, far * 1.75), (span, 0.1, 0.12), "#a9a69e"),
        box((0, 0.02, -far * 1.75), (span, 0.1, 0.12), "#a9a69e"),
    ]
    for k in range(8):
        x = -span / 2 + (k + 0.5) * span / 8
        parts.append(rod((x, 0, far * 2.6), (x, 1.05, far * 2.6), 0.045, "#6e5136"))
    parts.append(box((0, 0.9, far * 2.6), (span, 0.08, 0.04), "#7d5f41"))
    parts.append(box((0, 0.55, far * 2.6), (span, 0.08, 0.04), "#7d5f41"))
    for _ in range(9):
        x, z = float(rng.uniform(-span / 2, span / 2)), far * float(rng.uniform(4.5, 16))
        h = float(rng.uniform(2.5, 5.0))
        crown = ["#3f6130", "#527438", "#6b8440"][int(rng.integers(3))]
        parts.append(rod((x, 0, z), (x, h, z), 0.13, "#54402e"))
        size = float(rng.uniform(1.0, 1.9))
        parts.append(
            ball((x, h + 0.5 * size, z), (size, size * 0.9, size), crown, rough=0.06,
                 seed=int(rng.integers(1 << 30)), pattern=GRASS)
        )  # fmt: skip
    parts.append(box((0, 1.5, far * 20.0), (span, 3.0, 0.5), "#47603a", pattern=GRASS))
    return join(parts)


def still_meshes(spec: ClipSpec) -> tuple[Mesh, Mesh | None]:
    """Return the world-fixed mesh and, over ground, none; both in the world frame."""
    if spec.scene.kind == "ground":
        return park(spec), None
    machine = treadmill(spec)
    turn = incline_matrix(spec.scene.incline_deg)
    turned = Mesh(
        machine.vertices @ turn.T,
        machine.normals @ turn.T,
        machine.colours,
        machine.gloss,
        machine.pattern,
        machine.triangles,
    )
    return room(spec), turned

"""A running shoe around the sole's profile, drawn in the sole's frame (left or right)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from render.mesh import Mesh, linear_rgb, vertex_normals
from render.rig import BONES
from render.sole import Sole
from render.spec import RunnerSpec, Side

FloatArray = NDArray[np.float64]

# Stations from heel to toe as share of the shoe's length: half width of the sole, height of the
# sole's top above its bottom, height of the upper's top above the sole's bottom plane, and
# half width of the upper. Reference shoe, metres.
_STATIONS = (0.0, 0.03, 0.09, 0.2, 0.31, 0.42, 0.55, 0.68, 0.8, 0.9, 0.96, 1.0)
_SOLE_HALF = (0.014, 0.029, 0.035, 0.037, 0.036, 0.037, 0.042, 0.047, 0.044, 0.036, 0.025, 0.008)
_THICK = (0.022, 0.030, 0.033, 0.032, 0.030, 0.028, 0.026, 0.024, 0.021, 0.018, 0.014, 0.008)
_TOP = (0.082, 0.098, 0.100, 0.092, 0.103, 0.098, 0.080, 0.066, 0.057, 0.050, 0.040, 0.027)
_UPPER_HALF = (0.010, 0.024, 0.030, 0.033, 0.033, 0.034, 0.039, 0.044, 0.041, 0.033, 0.022, 0.006)
_BLEND = 0.022
"""The shoe bends over this half length around the ball (m)."""


def _bottom(sole: Sole, x: FloatArray) -> FloatArray:
    r, back = sole.bevel_radius, sole.heel_back
    arc = r - np.sqrt(np.maximum(r**2 - np.minimum(x, 0.0) ** 2, 0.0))
    arc = np.where(x < -back, arc + 2.0 * (-back - x), arc)
    spring = np.tan(np.radians(sole.toe_spring_deg)) * np.maximum(x - sole.ball, 0.0)
    over = np.maximum(x - sole.ball - sole.toe_length, 0.0)
    bottom: FloatArray = arc + spring + over * np.tan(np.radians(45.0))
    return bottom


def shoe_mesh(sole: Sole, runner: RunnerSpec, side: Side, scale: float) -> Mesh:
    """Return the shoe; ``scale`` is foot length over the reference foot length."""
    back = -sole.heel_back - 0.004 * scale
    front = sole.ball + (sole.toe_length + sole.bumper) * float(
        np.cos(np.radians(sole.toe_spring_deg))
    )
    share = np.unique(np.concatenate([np.linspace(0, 0.1, 7), np.linspace(0.1, 0.9, 33),
                                      np.linspace(0.9, 1.0, 9)]))  # fmt: skip
    x = back + share * (front - back)
    half, thick, height, up = (
        np.interp(share, _STATIONS, table) * scale
        for table in (_SOLE_HALF, _THICK, _TOP, _UPPER_HALF)
    )
    bottom = _bottom(sole, x)
    rise = np.tan(np.radians(sole.toe_spring_deg)) * np.maximum(x - sole.ball, 0.0)
    sole_top = np.maximum(runner.sole_thickness * thick + rise, bottom + 0.004 * scale)
    top = np.maximum(height + rise, sole_top + 0.004 * scale)
    h = top - sole_top
    # Rings of one half section, bottom centre to top centre: (half width, height, colour).
    rubber, foam = linear_rgb(runner.outsole), linear_rgb(runner.midsole)
    cloth, mark = linear_rgb(runner.shoe), linear_rgb(runner.shoe_accent)
    lip = np.minimum(bottom + 0.005 * scale, sole_top)
    rings = [
        (0 * half, bottom, rubber), (0.93 * half, bottom, rubber), (0.985 * half, lip, rubber),
        (0.985 * half, lip, foam), (1.02 * half, 0.5 * (lip + sole_top), foam),
        (0.97 * half, sole_top, foam), (0.95 * up, sole_top, cloth),
        (up, sole_top + 0.3 * h, cloth), (0.90 * up, sole_top + 0.62 * h, cloth),
        (0.68 * up, sole_top + 0.88 * h, cloth), (0.35 * up, sole_top + 0.98 * h, cloth),
        (0 * up, top, cloth),
    ]  # fmt: skip
    lean = 1.0 if side == "right" else -1.0
    inner = 0.006 * scale * np.sin(np.pi * np.clip(share * 1.15 - 0.15, 0, 1))
    columns, colours = [], []
    for sign, order in ((1.0, range(len(rings))), (-1.0, reversed(range(len(rings))))):
        for k in order:
            width, level, colour = rings[k]
            z = sign * width - lean * inner
            columns.append(np.stack([x, level, z], axis=-1))
            tint = np.broadcast_to(colour, (len(x), 3)).copy()
            if k in (7, 8):
                stripe = (np.abs(share - 0.50 - 0.10 * (k - 7.5)) < 0.035) | (share < 0.07)
                tint[stripe] = mark
            colours.append(tint)
    grid = np.stack(columns, axis=1)
    rows, cols = grid.shape[:2]
    i, j = np.meshgrid(np.arange(rows - 1), np.arange(cols), indexing="ij")
    a, b = (i * cols + j).ravel(), (i * cols + (j + 1) % cols).ravel()
    triangles = np.concatenate(
        [np.stack([a, a + cols, b], axis=1), np.stack([b, a + cols, b + cols], axis=1)]
    )
    vertices = grid.reshape(-1, 3)
    return Mesh(
        vertices=vertices,
        normals=vertex_normals(vertices, triangles),
        colours=np.stack(colours, axis=1).reshape(-1, 3),
        gloss=np.full(len(vertices), 0.15),
        pattern=np.zeros(len(vertices)),
        triangles=triangles,
        weights=_weights(sole, vertices, side, scale),
    )


def _weights(sole: Sole, vertices: FloatArray, side: Side, scale: float) -> NDArray[np.float32]:
    s = "R" if side == "right" else "L"
    t = np.clip((vertices[:, 0] - sole.ball) / (2 * _BLEND * scale) + 0.5, 0.0, 1.0)
    # The sole itself hinges at the ball exactly, so that what touches the belt is exact.
    low = vertices[:, 1] < 0.012 * scale + np.maximum(vertices[:, 0] - sole.ball, 0.0)
    t = np.where(low, (vertices[:, 0] > sole.ball).astype(np.float64), t * t * (3 - 2 * t))
    weights = np.zeros((len(vertices), len(BONES)), dtype=np.float32)
    weights[:, BONES.index(f"shoe.{s}")] = 1 - t
    weights[:, BONES.index(f"shoe_toe.{s}")] = t
    return weights

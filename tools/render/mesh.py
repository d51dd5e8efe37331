"""Triangle meshes with colour, gloss, pattern and bone weights; boxes and other simple solids."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]


@dataclass(frozen=True)
class Mesh:
    """Vertices (n, 3), normals (n, 3), linear colours (n, 3), gloss (n,), pattern (n,).

    ``weights`` (n, bones) is None for meshes that do not bend. ``pattern`` picks a procedural
    surface in the shader (0 plain).
    """

    vertices: FloatArray
    normals: FloatArray
    colours: FloatArray
    gloss: FloatArray
    pattern: FloatArray
    triangles: IntArray
    weights: NDArray[np.float32] | None = None


def linear_rgb(colour: str) -> FloatArray:
    """Return a ``#rrggbb`` colour as linear light (3,)."""
    c = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255.0
    linear: FloatArray = np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)
    return linear


def vertex_normals(vertices: FloatArray, triangles: IntArray) -> FloatArray:
    """Return area-weighted unit normals (n, 3)."""
    a, b, c = (vertices[triangles[:, k]] for k in range(3))
    face = np.cross(b - a, c - a)
    normals = np.zeros_like(vertices)
    for k in range(3):
        np.add.at(normals, triangles[:, k], face)
    length = np.linalg.norm(normals, axis=1, keepdims=True)
    unit: FloatArray = normals / np.maximum(length, 1e-12)
    return unit


def plain(
    vertices: FloatArray,
    triangles: IntArray,
    colour: str | FloatArray,
    *,
    gloss: float = 0.1,
    pattern: float = 0.0,
    weights: NDArray[np.float32] | None = None,
) -> Mesh:
    """Return a smooth mesh of one colour (or one colour per vertex)."""
    n = len(vertices)
    rgb = linear_rgb(colour) if isinstance(colour, str) else colour
    return Mesh(
        vertices,
        vertex_normals(vertices, triangles),
        np.broadcast_to(rgb, (n, 3)).copy(),
        np.full(n, gloss),
        np.full(n, pattern),
        triangles,
        weights,
    )


def join(meshes: Sequence[Mesh]) -> Mesh:
    """Return several meshes as one (all bending or none)."""
    start = np.cumsum([0, *(len(m.vertices) for m in meshes)])
    weights = [m.weights for m in meshes if m.weights is not None]
    return Mesh(
        np.concatenate([m.vertices for m in meshes]),
        np.concatenate([m.normals for m in meshes]),
        np.concatenate([m.colours for m in meshes]),
        np.concatenate([m.gloss for m in meshes]),
        np.concatenate([m.pattern for m in meshes]),
        np.concatenate([m.triangles + s for m, s in zip(meshes, start, strict=False)]),
        np.concatenate(weights) if weights else None,
    )


_CORNERS = np.array([[x, y, z] for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)]) / 2.0
_FACES = ((0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3))


def box(
    centre: Sequence[float],
    size: Sequence[float],
    colour: str,
    *,
    gloss: float = 0.15,
    pattern: float = 0.0,
    turn_z_deg: float = 0.0,
) -> Mesh:
    """Return a box with flat faces, turned about the sideways axis."""
    a = np.radians(turn_z_deg)
    spin = np.array([[np.cos(a), -np.sin(a), 0], [np.sin(a), np.cos(a), 0], [0, 0, 1]])
    corners = (_CORNERS * np.asarray(size)) @ spin.T + np.asarray(centre)
    vertices: list[FloatArray] = []
    triangles: list[list[int]] = []
    for face in _FACES:
        k = len(vertices)
        vertices.extend(corners[list(face)])
        triangles.extend([[k, k + 1, k + 2], [k, k + 2, k + 3]])
    return plain(np.array(vertices), np.array(triangles), colour, gloss=gloss, pattern=pattern)


def rod(start: Sequence[float], end: Sequence[float], radius: float, colour: str) -> Mesh:
    """Return a round bar between two points."""
    a, b = np.asarray(start, dtype=np.float64), np.asarray(end, dtype=np.float64)
    along = (b - a) / np.linalg.norm(b - a)
    helper = np.array([0.0, 0.0, 1.0]) if abs(along[2]) < 0.9 else np.array([0.0, 1.0, 0.0])
    u = np.cross(along, helper)
    u = u / np.linalg.norm(u)
    v = np.cross(along, u)
    turn = np.linspace(0, 2 * np.pi, 12, endpoint=False)
    ring = radius * (np.cos(turn)[:, None] * u + np.sin(turn)[:, None] * v)
    vertices = np.concatenate([a + ring, b + ring])
    k = np.arange(12)
    n = (k + 1) % 12
    triangles = np.concatenate(
        [np.stack([k, n, k + 12], axis=1), np.stack([n, n + 12, k + 12], axis=1)]
    )
    return plain(vertices, triangles, colour, gloss=0.5)


def ball(centre: Sequence[float], radii: Sequence[float], colour: str, *, rough: float = 0.0,
         seed: int = 0, pattern: float = 0.0) -> Mesh:  # fmt: skip
    """Return an ellipsoid; ``rough`` dents it (tree crowns, hair)."""
    lat, lon = np.meshgrid(np.linspace(0, np.pi, 13), np.linspace(0, 2 * np.pi, 19), indexing="ij")
    p = np.stack([np.sin(lat) * np.cos(lon), np.cos(lat), np.sin(lat) * np.sin(lon)], axis=-1)
    dent = 1 + rough * np.random.default_rng(seed).normal(size=lat.shape)
    dent[:, -1] = dent[:, 0]
    p = (p * dent[..., None]).reshape(-1, 3) * np.asarray(radii) + np.asarray(centre)
    i, j = np.meshgrid(np.arange(12), np.arange(18), indexing="ij")
    k = (i * 19 + j).ravel()
    triangles = np.concatenate(
        [np.stack([k, k + 1, k + 19], axis=1), np.stack([k + 1, k + 20, k + 19], axis=1)]
    )
    return plain(p, triangles, colour, gloss=0.05, pattern=pattern)

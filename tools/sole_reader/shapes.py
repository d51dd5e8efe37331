"""Random shoes and legs as meshes: x forward, y up, z to the camera, unit = the shoe's length."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
Kind = Literal["run", "thick", "flat", "high", "spike", "bare", "child", "trail"]

KINDS: Final[tuple[Kind, ...]] = (
    "run", "run", "run", "run", "thick", "thick", "flat", "high", "spike", "bare", "child", "trail",
)  # fmt: skip

# Rows of the picture that is wrapped around foot and leg, as shares of its height.
OUTSOLE_ROWS: Final = (0.004, 0.086)
MIDSOLE_ROWS: Final = (0.102, 0.273)
UPPER_ROWS: Final = (0.289, 0.648)
LEG_ROWS: Final = (0.664, 0.996)
# Where the rear part of the sole ends and the front part begins, and where that ends.
REAR_END: Final = 0.42
FRONT_END: Final = 0.86

# Stations from heel to toe and half widths of sole and upper there.
_STATIONS: Final = (0.0, 0.03, 0.09, 0.2, 0.31, 0.42, 0.55, 0.68, 0.8, 0.9, 0.96, 1.0)
_SOLE_HALF: Final = (
    0.05, 0.1, 0.122, 0.13, 0.124, 0.126, 0.146, 0.165, 0.153, 0.125, 0.085, 0.028,
)  # fmt: skip
_UPPER_HALF: Final = (
    0.035, 0.085, 0.105, 0.116, 0.115, 0.118, 0.136, 0.154, 0.142, 0.115, 0.076, 0.02,
)  # fmt: skip
# Thickness under heel and ball, (least, most) each.
_THICKNESS: Final[dict[Kind, tuple[float, float, float, float]]] = {
    "run": (0.085, 0.165, 0.05, 0.105),
    "thick": (0.11, 0.2, 0.085, 0.165),
    "flat": (0.03, 0.08, 0.03, 0.07),
    "high": (0.05, 0.13, 0.04, 0.1),
    "spike": (0.03, 0.075, 0.018, 0.045),
    "bare": (0.05, 0.075, 0.04, 0.06),
    "child": (0.06, 0.15, 0.05, 0.12),
    "trail": (0.08, 0.15, 0.06, 0.11),
}


@dataclass(frozen=True)
class Mesh:
    """Triangles with what the shader needs.

    Attributes
    ----------
    vertices : array, shape (n, 3)
    coat : array, shape (n, 2)
        Place in the picture that is wrapped around it, 0..1.
    part : array, shape (n, 2)
        1 where the vertex belongs to the rear part, or the front part, of the sole's side.
    triangles : array of int, shape (m, 3)
    """

    vertices: FloatArray
    coat: FloatArray
    part: FloatArray
    triangles: IntArray


@dataclass(frozen=True)
class Shoe:
    """A shoe or a bare foot, not bent.

    Attributes
    ----------
    kind : str
    mesh : Mesh
    edges : dict of int to array, shape (3, 3)
        Heel bottom, ball bottom and toe tip on the edge of the sole with z of that sign.
    ball : tuple of float
        x and y of the line around which the toes bend.
    ankle : tuple of float
        x and y where the leg begins.
    width : float
        Half width at the ball.
    """

    kind: Kind
    mesh: Mesh
    edges: dict[int, FloatArray]
    ball: tuple[float, float]
    ankle: tuple[float, float]
    width: float


@dataclass(frozen=True)
class Dress:
    """What the legs wear: heights are shoe lengths above the ankle."""

    girth: float
    depth: float
    sock: float
    trousers: float
    loose: float


def grid_triangles(rows: int, columns: int) -> IntArray:
    """Return the triangles of a grid whose last column joins the first."""
    i, j = np.meshgrid(np.arange(rows - 1), np.arange(columns), indexing="ij")
    p, q = (i * columns + j).ravel(), (i * columns + (j + 1) % columns).ravel()
    return np.concatenate(
        [np.stack([p, p + columns, q], axis=1), np.stack([q, p + columns, q + columns], axis=1)]
    )


def vertex_normals(vertices: FloatArray, triangles: IntArray) -> FloatArray:
    """Return unit normals, the mean of the triangles around each vertex."""
    a, b, c = (vertices[triangles[:, k]] for k in range(3))
    face = np.cross(b - a, c - a)
    normals = np.zeros_like(vertices)
    for k in range(3):
        for axis in range(3):
            normals[:, axis] += np.bincount(
                triangles[:, k], weights=face[:, axis], minlength=len(vertices)
            )
    unit: FloatArray = normals / (np.linalg.norm(normals, axis=1, keepdims=True) + 1e-9)
    return unit


def draw_shoe(rng: np.random.Generator) -> Shoe:
    """Return a random shoe."""
    kind: Kind = KINDS[rng.integers(len(KINDS))]
    u = rng.uniform
    bare = kind == "bare"
    wide = u(1.08, 1.3) if kind == "child" else u(0.85, 1.13)
    tall = u(1.15, 1.45) if kind == "child" else u(0.88, 1.15)
    x = np.unique(np.concatenate([np.linspace(0, 0.1, 6), np.linspace(0.1, 0.9, 24),
                                  np.linspace(0.9, 1, 7)]))  # fmt: skip
    half = np.interp(x, _STATIONS, _SOLE_HALF) * wide * (1 + u(-0.12, 0.12) * np.sin(np.pi * x))
    upper_half = np.interp(x, _STATIONS, _UPPER_HALF) * wide * u(0.92, 1.06)
    heel_low, heel_high, fore_low, fore_high = _THICKNESS[kind]
    heel, fore = u(heel_low, heel_high), u(fore_low, fore_high)
    fore = min(fore, heel * 1.05)
    thick = np.interp(x, [0, 0.15, 0.45, 0.7, 0.9, 1],
                      [heel * u(0.7, 1.05), heel, 0.55 * heel + 0.45 * fore, fore,
                       fore * u(0.75, 1.0), fore * u(0.35, 0.8)])  # fmt: skip
    ball, bevel_end = u(0.64, 0.73), max(u(0.03, 0.16), 0.02)
    bottom, rise = _bottom(rng, kind, x, ball, bevel_end)
    top = _top(rng, kind, x) * tall + (thick - 0.09) * 0.5 + rise
    sole_top = np.maximum(thick + rise, bottom + 0.01)
    if not bare and rng.random() < 0.5:
        # The midsole climbs around heel or toe.
        sole_top = sole_top + u(0, 0.08) * np.clip(1 - x / u(0.15, 0.4), 0, 1) ** 1.5
        sole_top = sole_top + u(0, 0.04) * np.clip((x - 0.8) / 0.2, 0, 1) ** 2
    top = np.maximum(top, sole_top + 0.015)
    height = top - sole_top
    lip = np.minimum(bottom + u(0.006, 0.04), 0.5 * (bottom + sole_top))
    flare, waist = u(0.9, 1.14), u(0.85, 1.05)
    if bare:
        flare, waist = u(1.0, 1.08), 1.0
    inner = rng.choice([-1, 1]) * u(0.0, 0.035) * np.sin(np.pi * np.clip(x * 1.15 - 0.15, 0, 1))
    zero = np.zeros_like(x)
    middle = lip + u(0.35, 0.65) * (sole_top - lip)
    # Rings of one half section from the bottom's centre to the top's: half width, height, part, v.
    rings = [
        (zero, bottom, "out", 0.0), (0.93 * half, bottom, "out", 0.45),
        (0.985 * half * flare, lip, "out", 1.0), (0.985 * half * flare, lip, "mid", 0.0),
        (1.0 * half * 0.5 * (flare + waist), middle, "mid", 0.5), (0.97 * half * waist, sole_top,
        "mid", 1.0), (0.97 * upper_half, sole_top, "up", 0.0),
        (upper_half, sole_top + 0.3 * height, "up", 0.3),
        (0.9 * upper_half, sole_top + 0.62 * height, "up", 0.62),
        (0.68 * upper_half, sole_top + 0.88 * height, "up", 0.88),
        (0.35 * upper_half, sole_top + 0.98 * height, "up", 0.98), (zero, top, "up", 1.0),
    ]  # fmt: skip
    rows = {"out": OUTSOLE_ROWS, "mid": MIDSOLE_ROWS, "up": UPPER_ROWS}
    columns, coats, parts = [], [], []
    for sign, order in ((1.0, range(12)), (-1.0, range(11, -1, -1))):
        for k in order:
            wide_here, level, name, v = rings[k]
            low, high = rows[name]
            columns.append(np.stack([x, level + zero, sign * wide_here + inner], axis=1))
            coats.append(np.stack([0.004 + 0.992 * x, zero + low + v * (high - low)], axis=1))
            side = 1.0 if name == "mid" or (name == "out" and k > 0) else 0.0
            front = (x >= REAR_END) & (x < FRONT_END)
            parts.append(np.stack([side * (x < REAR_END), side * front], axis=1))
    grid = np.stack(columns, axis=1)
    mesh = Mesh(
        vertices=grid.reshape(-1, 3),
        coat=np.stack(coats, axis=1).reshape(-1, 2),
        part=np.stack(parts, axis=1).reshape(-1, 2).astype(np.float64),
        triangles=grid_triangles(*grid.shape[:2]),
    )

    def on_edge(at: float, sign: int) -> FloatArray:
        z = sign * np.interp(at, x, 0.95 * half) + np.interp(at, x, inner)
        return np.array([at, np.interp(at, x, bottom), z])

    tip = np.array([1.0, 0.5 * (bottom[-1] + top[-1]), inner[-1]])
    heel_at = max(bevel_end, 0.10)
    edges = {s: np.stack([on_edge(heel_at, s), on_edge(ball, s), tip]) for s in (1, -1)}
    return Shoe(
        kind=kind,
        mesh=mesh,
        edges=edges,
        ball=(ball, float(np.interp(ball, x, bottom))),
        ankle=(u(0.2, 0.29), u(0.27, 0.36) * (1.1 if kind == "child" else 1) + (heel - 0.09) * 0.7),
        width=float(half.max()),
    )


def _bottom(
    rng: np.random.Generator, kind: Kind, x: FloatArray, ball: float, bevel_end: float
) -> tuple[FloatArray, FloatArray]:
    """Return the height of the sole's bottom, and how much the toe spring lifts everything."""
    u = rng.uniform
    bevel = u(0, 0.025) if kind == "bare" else u(0, 0.09) if kind == "thick" else u(0, 0.06)
    bottom = bevel * np.clip((bevel_end - x) / bevel_end, 0, 1) ** u(1.2, 2.6)
    spring = np.radians(u(8, 22) if kind == "spike" else u(0, 5) if kind == "bare" else u(2, 15))
    ahead = np.clip(x - ball, 0, None)
    curve = u(0, 1)
    bottom = bottom + np.tan(spring) * ahead * (1 - curve + curve * ahead / (1 - ball) * 1.3)
    bottom = bottom + np.clip(x - 0.94, 0, None) * u(0.2, 1.2)
    if rng.random() < 0.5:
        arch = np.clip(np.sin(np.pi * np.clip((x - 0.2) / (ball - 0.25), 0, 1)), 0, 1)
        bottom = bottom + u(0, 0.035 if kind == "bare" else 0.026) * arch
    if kind == "trail" or rng.random() < 0.06:
        bottom = bottom + u(0.004, 0.014) * (np.arange(len(x)) % 2)
    rise: FloatArray = np.tan(spring) * ahead
    return bottom, rise


def _top(rng: np.random.Generator, kind: Kind, x: FloatArray) -> FloatArray:
    """Return the height of the upper's top above the sole's bottom plane."""
    u = rng.uniform
    collar, tongue, box, dip = u(0.27, 0.43), u(0.35, 0.56), u(0.14, 0.25), u(0, 0.06)
    if kind == "high":
        collar, tongue, dip = u(0.42, 0.68), u(0.45, 0.7), 0.0
    if kind == "bare":
        collar, tongue, box, dip = u(0.24, 0.3), u(0.3, 0.38), u(0.085, 0.14), 0.0
    top: FloatArray = np.interp(
        x,
        [0, 0.03, 0.1, 0.2, 0.33, 0.45, 0.58, 0.7, 0.82, 0.92, 0.97, 1],
        [
            collar * u(0.8, 1.08), collar * u(0.95, 1.08), collar, collar - dip,
            tongue * u(0.9, 1.02), tongue * u(0.78, 0.93), tongue * u(0.55, 0.72) + 0.02,
            0.5 * (tongue * 0.6 + box), box * u(0.98, 1.08), box * u(0.82, 0.95), box * 0.68,
            box * 0.42,
        ],
    )  # fmt: skip
    return top


def draw_dress(rng: np.random.Generator) -> Dress:
    """Return random socks and trousers on a random leg."""
    u = rng.uniform
    m = rng.random()
    sock = u(-0.2, 0.15) if m < 0.5 else u(0.15, 0.7) if m < 0.8 else u(0.7, 2.2)
    trousers = 9.0 if rng.random() < 0.62 else u(-0.12, 1.6)
    loose = u(0.005, 0.03) if rng.random() < 0.6 else u(0.03, 0.16)
    return Dress(u(0.72, 1.3), u(0.8, 1.05), sock, trousers, loose)


def leg_mesh(shoe: Shoe, dress: Dress, lean: float) -> Mesh:
    """Return the leg above the ankle, leaning forward by `lean` radians against the shoe's up."""
    height = np.concatenate([[-0.14, -0.06], np.linspace(0, 2.6, 14)])
    n = 14
    reach = dress.girth * np.interp(height, [-0.2, 0, 0.15, 0.5, 1, 1.5, 2.6],
                                    [0.15, 0.135, 0.112, 0.14, 0.2, 0.2, 0.19])  # fmt: skip
    calf = dress.girth * np.interp(height, [0, 0.4, 1, 1.6, 2.6], [0, 0, -0.07, -0.05, 0.02])
    cloth = np.where(height < dress.sock, 0.006, 0.0)
    cloth = np.where(height > dress.trousers, dress.loose, cloth)
    across, along = reach * dress.depth + cloth, reach + cloth
    angle = np.linspace(0, 2 * np.pi, n, endpoint=False)
    bx = calf[:, None] + along[:, None] * np.cos(angle)
    by = np.repeat(height[:, None], n, axis=1)
    x = shoe.ankle[0] + np.cos(lean) * bx + np.sin(lean) * by
    y = shoe.ankle[1] - np.sin(lean) * bx + np.cos(lean) * by
    z = across[:, None] * np.sin(angle)
    low, high = LEG_ROWS
    turn = 0.004 + 0.992 * np.abs(np.linspace(-1, 1, n, endpoint=False))
    row = low + (high - low) * np.clip((height + 0.2) / 2.8, 0, 1)
    coat = np.stack([np.repeat(turn[None], len(height), axis=0),
                     np.repeat(row[:, None], n, axis=1)], axis=-1)  # fmt: skip
    return Mesh(
        vertices=np.stack([x, y, z], axis=-1).reshape(-1, 3),
        coat=coat.reshape(-1, 2),
        part=np.zeros((n * len(height), 2)),
        triangles=grid_triangles(len(height), n),
    )


def bend_toes(points: FloatArray, shoe: Shoe, angle: float) -> FloatArray:
    """Bend what lies in front of the ball by `angle` radians, toes up positive."""
    w = np.clip((points[:, 0] - shoe.ball[0]) / 0.12 + 0.5, 0, 1)
    a = angle * w * w * (3 - 2 * w)
    dx, dy = points[:, 0] - shoe.ball[0], points[:, 1] - shoe.ball[1]
    bent = points.copy()
    bent[:, 0] = shoe.ball[0] + np.cos(a) * dx - np.sin(a) * dy
    bent[:, 1] = shoe.ball[1] + np.sin(a) * dx + np.cos(a) * dy
    return bent

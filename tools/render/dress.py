"""Skin, hair and clothes of a runner, cut from the body mesh."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix

from render.assets import EYES
from render.hands import curled_vertices
from render.mesh import Mesh, ball, join, linear_rgb, plain, vertex_normals
from render.rig import BONES, Rig
from render.shaders import TWO_SIDED
from render.shoe import shoe_mesh
from render.spec import SIDES, RunnerSpec

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
Mask = NDArray[np.bool_]


def dressed_runner(rig: Rig, runner: RunnerSpec) -> Mesh:
    """Return the whole runner as one bending mesh."""
    cut = _Cut(rig, runner)
    parts = [
        cut.skin(),
        cut.eyes(),
        cut.garment(cut.shirt_region(), runner.shirt, cut.shirt_ease()),
        cut.garment(cut.shorts_region(), runner.shorts, cut.shorts_ease()),
        cut.garment(cut.sock_region(), runner.socks, np.full(cut.count, 0.003), smooth=1),
        cut.garment(cut.hair_region(), runner.hair, cut.hair_ease(), smooth=2, gloss=0.25),
    ]
    if runner.ponytail:
        parts.append(cut.ponytail())
    scale = rig.body.shoe_scale
    parts += [shoe_mesh(rig.sole, runner, side, scale) for side in SIDES]
    return join(parts)


class _Cut:
    """Regions of the rest body, as masks over its vertices."""

    def __init__(self, rig: Rig, runner: RunnerSpec) -> None:
        self.rig, self.runner = rig, runner
        self.v = curled_vertices(rig.body)
        self.count = len(self.v)
        self.tri = rig.body.triangles
        self.normals = vertex_normals(self.v, self.tri)
        self.unit = runner.height_m / 1.75
        self.hip_y = float(rig.rest("upperleg01.R")[1])
        self.knee_y = float(rig.rest("lowerleg01.R")[1])
        self.ankle_y = float(rig.rest("foot.R")[1])
        self.weights = rig.vertex_weights

    def weight(self, *stems: str) -> FloatArray:
        """Return the summed weight of bones whose name starts with one of ``stems``."""
        ids = [i for i, name in enumerate(BONES) if name.startswith(stems)]
        total: FloatArray = self.rig.vertex_weights[:, ids].sum(axis=1).astype(np.float64)
        return total

    def pick(self, inside: Mask) -> IntArray:
        """Return the triangles whose corners all lie in a region."""
        chosen: IntArray = self.tri[inside[self.tri].all(axis=1)]
        return chosen

    def is_eye(self) -> Mask:
        ids = np.arange(self.count)
        eye: Mask = (ids >= EYES[0]) & (ids < EYES[1])
        return eye

    def in_shoe(self) -> Mask:
        inside: Mask = (self.weight("foot") > 0.6) & (self.v[:, 1] < 0.9 * self.ankle_y)
        return inside

    def shirt_region(self) -> Mask:
        arm = self._along_arm()
        trunk = self.weight("spine", "clavicle", "root", "upperleg") > 0.5
        high = self.v[:, 1] > self.hip_y - 0.02 * self.unit
        torso = trunk & high & (self.weight("neck", "head") < 0.35)
        sleeve = (self.weight("upperarm") > 0.3) & (arm < self.runner.sleeve)
        region: Mask = (torso | sleeve) & ~self.is_eye() & (self.weight("lowerarm") < 0.3)
        return region

    def shorts_region(self) -> Mask:
        low = self.hip_y - self.runner.shorts_leg * (self.hip_y - self.knee_y)
        height = self.v[:, 1]
        body = self.weight("root", "upperleg", "spine05", "spine04", "lowerleg") > 0.6
        region: Mask = (height > low) & (height < self.hip_y + 0.10 * self.unit) & body
        return region & (self.weight("upperarm", "lowerarm", "wrist") < 0.01)

    def sock_region(self) -> Mask:
        top = self.ankle_y + 0.075 * self.unit
        region: Mask = (self.v[:, 1] < top) & (self.weight("lowerleg", "foot") > 0.9)
        return region & ~self.in_shoe()

    def hair_region(self) -> Mask:
        eye = 0.5 * (self.v[EYES[0] : EYES[1]].max(axis=0) + self.v[EYES[0] : EYES[1]].min(axis=0))
        top = self.v[self.weight("head") > 0.9][:, 1].max()
        x, y = self.v[:, 0], self.v[:, 1]
        # The hairline runs from above the forehead over the ear down to the nape.
        back = (eye[0] - x) / (0.17 * self.unit)
        border = eye[1] + self.unit * np.interp(
            back, (-0.1, 0.12, 0.28, 0.42, 0.55, 0.75, 1.0),
            (0.058, 0.050, 0.036, -0.012, -0.004, -0.055, -0.075),
        )  # fmt: skip
        region: Mask = (y > border) & (self.weight("head") > 0.6) & ~self.is_eye() & (y <= top)
        return region

    def _along_arm(self) -> FloatArray:
        along = np.zeros(self.count)
        for s in "LR":
            start, end = self.rig.rest(f"upperarm01.{s}"), self.rig.rest(f"lowerarm01.{s}")
            axis = end - start
            own = self.v[:, 2] > 0 if s == "R" else self.v[:, 2] <= 0
            along = np.where(own, (self.v - start) @ axis / float(axis @ axis), along)
        return along

    def shirt_ease(self) -> FloatArray:
        """Return the shirt's distance from the skin: looser towards hem and sleeve ends."""
        below = np.clip((self.hip_y + 0.30 * self.unit - self.v[:, 1]) / (0.3 * self.unit), 0, 1)
        sleeve = np.clip(self._along_arm(), 0, 1) * (self.weight("upperarm") > 0.5)
        ease: FloatArray = (0.009 + 0.012 * below + 0.010 * sleeve) * self.unit
        return ease

    def shorts_ease(self) -> FloatArray:
        """Return the shorts' distance from the skin: snug waist, wide legs."""
        below = np.clip((self.hip_y + 0.05 - self.v[:, 1]) / (0.28 * self.unit), 0, 1)
        ease: FloatArray = (0.006 + 0.017 * below) * self.unit
        return ease

    def hair_ease(self) -> FloatArray:
        return np.full(self.count, 0.013 * self.unit)

    def skin(self) -> Mesh:
        worn = self.shirt_region() | self.shorts_region() | self.hair_region()
        covered = self._shrunk(worn, 2) | self.in_shoe() | self.is_eye()
        triangles = self.tri[~covered[self.tri].any(axis=1)]
        colours = np.broadcast_to(linear_rgb(self.runner.skin), (self.count, 3)).copy()
        self._paint_face(colours)
        return self._mesh(self.v, self.normals, triangles, colours, 0.22)

    def _paint_face(self, colours: FloatArray) -> None:
        eyes = self.v[EYES[0] : EYES[1]]
        head = self.weight("head") > 0.8
        mouth = np.mean(
            [p for name, p in self.rig.body.joints.items() if name.startswith("oris")], axis=0
        )
        for side in (-1.0, 1.0):
            eye = eyes[eyes[:, 2] * side > 0].mean(axis=0)
            away = self.v - (eye + np.array([0.02, 0.022, side * 0.004]) * self.unit)
            brow = head & (np.abs(away[:, 1]) < 0.005) & (np.abs(away[:, 2]) < 0.02)
            colours[brow & (away[:, 0] > -0.03)] *= 0.35
        lips = self.v - mouth
        near = head & (np.abs(lips[:, 1]) < 0.009) & (np.abs(lips[:, 2]) < 0.022)
        colours[near & (lips[:, 0] > -0.01)] *= np.array([0.85, 0.55, 0.55])

    def eyes(self) -> Mesh:
        eye = self.is_eye()
        triangles = self.pick(eye)
        colours = np.full((self.count, 3), 0.75)
        front = self.v[:, 0] > self.v[eye][:, 0].max() - 0.0035 * self.unit
        colours[front] = (0.03, 0.02, 0.015)
        return self._mesh(self.v, self.normals, triangles, colours, 0.8)

    def garment(self, region: Mask, colour: str, ease: FloatArray, *, smooth: int = 6,
                gloss: float = 0.03) -> Mesh:  # fmt: skip
        """Return cloth over a region: the skin smoothed, then moved out by ``ease``."""
        triangles = self.pick(region)
        moved = self._smoothed(self.v, triangles, smooth)
        normals = vertex_normals(moved, triangles)
        moved = moved + normals * ease[:, None]
        normals = vertex_normals(moved, triangles)
        return self._mesh(moved, normals, triangles, colour, gloss, TWO_SIDED)

    def ponytail(self) -> Mesh:
        head = self.v[self.weight("head") > 0.9]
        at = np.array([head[:, 0].min() - 0.01, head[:, 1].max() - 0.10 * self.unit, 0.0])
        parts = [
            ball(at + np.array([-0.012 * k, -0.030 * k, 0.0]),
                 (0.024 - 0.002 * k, 0.030, 0.022 - 0.002 * k), self.runner.hair)
            for k in range(6)
        ]  # fmt: skip
        tail = join(parts)
        weights = np.zeros((len(tail.vertices), len(BONES)), dtype=np.float32)
        weights[:, BONES.index("head")] = 1.0
        return plain(tail.vertices, tail.triangles, self.runner.hair, gloss=0.2, weights=weights)

    def _neighbours(self, triangles: IntArray) -> coo_matrix:
        a = triangles[:, [0, 1, 2, 1, 2, 0]].ravel()
        b = triangles[:, [1, 2, 0, 0, 1, 2]].ravel()
        return coo_matrix((np.ones(len(a)), (a, b)), shape=(self.count, self.count))

    def _smoothed(self, v: FloatArray, triangles: IntArray, rounds: int) -> FloatArray:
        near = self._neighbours(triangles).tocsr()
        near.data[:] = 1.0
        count = np.asarray(near.sum(axis=1)).ravel()
        moved = v.copy()
        for _ in range(rounds):
            mean = (near @ moved) / np.maximum(count, 1.0)[:, None]
            moved = np.where(count[:, None] > 0, 0.5 * moved + 0.5 * mean, moved)
        return moved

    def _shrunk(self, region: Mask, rounds: int) -> Mask:
        near = self._neighbours(self.tri).tocsr()
        outside = (~region).astype(np.float64)
        for _ in range(rounds):
            outside = ((near @ outside + outside) > 0).astype(np.float64)
        inside: Mask = outside == 0
        return inside

    def _mesh(self, v: FloatArray, normals: FloatArray, triangles: IntArray,
              colour: str | FloatArray, gloss: float, pattern: float = 0.0) -> Mesh:  # fmt: skip
        used, packed = np.unique(triangles, return_inverse=True)
        rgb = linear_rgb(colour) if isinstance(colour, str) else colour[used]
        n = len(used)
        return Mesh(
            v[used],
            normals[used],
            np.broadcast_to(rgb, (n, 3)).copy(),
            np.full(n, gloss),
            np.full(n, pattern),
            packed.reshape(-1, 3).astype(np.int64),
            self.weights[used],
        )

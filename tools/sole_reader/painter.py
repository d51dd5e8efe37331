"""Fills posed meshes with OpenGL (software EGL will do): picture and map of the sole's parts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from render.draw import open_context

from sole_reader.shapes import FloatArray, Mesh, vertex_normals

CANVAS: Final = 224
"""Side of the layer, pixels."""
PER_LENGTH: Final = 72.0
"""Pixels per shoe length where the shoe is."""
MIDDLE: Final = (112.0, 126.0)
"""Where the shoe's middle lies on the layer."""
SAMPLES: Final = 4
SHADOW: Final = CANVAS // 2
"""Side of the layer's shadow, pixels."""
_MOST_VERTICES: Final = 4000
_MOST_TRIANGLES: Final = 8000

_VERTEX: Final = """#version 330
in vec3 place; in vec3 up; in vec2 coat; in vec2 part;
out vec3 normal; out vec2 at; out vec2 piece;
void main() { gl_Position = vec4(place, 1.0); normal = up; at = coat; piece = part; }
"""
_FRAGMENT: Final = """#version 330
in vec3 normal; in vec2 at; in vec2 piece;
layout(location = 0) out vec4 pixel; layout(location = 1) out vec4 mark;
uniform sampler2D skin; uniform vec3 sun; uniform float own; uniform int flat_fill;
uniform float sky; uniform float direct; uniform float gloss;
void main() {
    if (flat_fill == 1) { pixel = vec4(1.0); mark = vec4(1.0); return; }
    vec3 n = normalize(normal);
    vec3 c = texture(skin, at).rgb;
    float light = max(dot(n, sun), 0.0);
    vec3 r = reflect(-sun, n);
    float shine = pow(max(r.z * 0.96 + 0.2 * r.y, 0.0), 12.0) * gloss;
    float open = 0.35 + 0.65 * (0.5 + 0.5 * n.y);
    pixel = vec4(clamp(c * (sky * open + direct * light) + shine, 0.0, 1.0), 1.0);
    mark = vec4(step(0.5, piece.x) * own, step(0.5, piece.y) * own, own, 1.0);
}
"""


@dataclass(frozen=True)
class Camera:
    """A camera that looks at the shoe from `distance` shoe lengths, `elevation` radians above.

    `middle` is where the origin lies on the layer, `per_length` how many pixels a shoe length has.
    """

    elevation: float
    distance: float
    middle: tuple[float, float] = MIDDLE
    per_length: float = PER_LENGTH

    def project(self, points: FloatArray) -> FloatArray:
        """Return x and y on the layer and the distance, shape (n, 3)."""
        c, s = np.cos(self.elevation), np.sin(self.elevation)
        up = c * points[:, 1] - s * points[:, 2]
        near = s * points[:, 1] + c * points[:, 2]
        depth = np.maximum(self.distance - near, 0.2)
        scale = self.per_length * self.distance / depth
        x, y = self.middle
        return np.stack([x + scale * points[:, 0], y - scale * up, depth], axis=1)


@dataclass(frozen=True)
class Light:
    """Direction of the sun, its power, the sky's, and the gloss of the surface."""

    sun: FloatArray
    direct: float
    sky: float
    gloss: float


class Painter:
    """An OpenGL context with the buffers for one layer of `canvas` pixels a side."""

    def __init__(self, canvas: int = CANVAS) -> None:
        self._canvas, self._half = canvas, canvas // 2
        self._gl: Any = open_context()
        gl = self._gl
        self._program = gl.program(vertex_shader=_VERTEX, fragment_shader=_FRAGMENT)
        size = (canvas, canvas)
        self._smooth = gl.framebuffer(
            [gl.renderbuffer(size, 4, samples=SAMPLES) for _ in range(2)],
            gl.depth_renderbuffer(size, samples=SAMPLES),
        )
        self._plain = gl.framebuffer([gl.renderbuffer(size, 4) for _ in range(2)])
        # Shadows get blurred anyway: half the size, no smoothing.
        self._dim = gl.framebuffer([gl.renderbuffer((self._half, self._half), 4)])
        self._vertices = gl.buffer(reserve=4 * 10 * _MOST_VERTICES)
        self._indices = gl.buffer(reserve=4 * 3 * _MOST_TRIANGLES)
        self._array = gl.vertex_array(
            self._program,
            [(self._vertices, "3f 3f 2f 2f", "place", "up", "coat", "part")],
            self._indices,
        )
        self._coat = gl.texture((256, 256), 3, alignment=1)
        self._coat.repeat_x = self._coat.repeat_y = False
        gl.enable(gl.DEPTH_TEST)

    def wrap(self, coat: NDArray[np.uint8]) -> None:
        """Use this picture for what is filled next."""
        self._coat.write(np.ascontiguousarray(coat).tobytes())
        self._coat.use(0)

    def clear(self, *, shadow: bool = False) -> None:
        """Begin a new layer, or the shadow of one."""
        target = self._dim if shadow else self._smooth
        target.use()
        target.clear(0.0, 0.0, 0.0, 0.0, depth=1.0)

    def fill(self, mesh: Mesh, camera: Camera, light: Light | None, *, own: float = 1.0) -> None:
        """Fill a posed mesh, its parts marked with `own`; without light plainly, as a shadow."""
        seen = camera.project(mesh.vertices)
        half = self._canvas / 2
        place = np.stack(
            [seen[:, 0] / half - 1, 1 - seen[:, 1] / half, seen[:, 2] / camera.distance / 2 - 0.5],
            axis=1,
        )
        normals = (
            vertex_normals(mesh.vertices, mesh.triangles)
            if light is not None
            else np.zeros_like(place)
        )
        data = np.concatenate([place, normals, mesh.coat, mesh.part], axis=1)
        self._vertices.write(data.astype(np.float32).tobytes())
        self._indices.write(mesh.triangles.astype(np.int32).tobytes())
        program = self._program
        program["flat_fill"].value = int(light is None)
        program["own"].value = own
        if light is not None:
            program["sun"].value = tuple(light.sun)
            program["direct"].value = light.direct
            program["sky"].value = light.sky
            program["gloss"].value = light.gloss
        self._array.render(vertices=mesh.triangles.size)

    def read(self) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
        """Return the picture (RGBA) and the map of parts, both of shape (canvas, canvas, 4)."""
        self._gl.copy_framebuffer(self._plain, self._smooth)
        picture, parts = (
            np.frombuffer(
                self._plain.read(components=4, attachment=k, alignment=1), dtype=np.uint8
            ).reshape(self._canvas, self._canvas, 4)[::-1]
            for k in (0, 1)
        )
        return picture.copy(), parts.copy()

    def read_shadow(self) -> NDArray[np.uint8]:
        """Return the shadow, at half the size."""
        raw = self._dim.read(components=1, alignment=1)
        return np.frombuffer(raw, dtype=np.uint8).reshape(self._half, self._half)[::-1].copy()

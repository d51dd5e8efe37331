"""Draw frames with OpenGL (software EGL will do): shadow map, sub-frames averaged linearly."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from render import shaders
from render.area import Rectangle, moving_areas
from render.assets import load_body
from render.camera import incline_matrix, view_at
from render.dress import dressed_runner
from render.errors import AssetsError
from render.exercise import mover
from render.mesh import Mesh
from render.pose import BodyPose, bone_matrices, place_shoe, pose_body
from render.rig import BONES, Rig, build_rig
from render.scene import SCENERY_PERIOD_M, still_meshes, wall_z
from render.spec import SIDES, ClipSpec

FloatArray = NDArray[np.float64]

SHADOW_SIZE = 768
SHADOW_REACH_M = 1.9
"""Half the width of the lit area that casts shadows, around the runner."""
GRAIN_SPARE = 64
"""The noise plane is this much larger than the picture (pixels)."""
DEPTH = -1
"""Stands for the shadow pass among the procedural surfaces."""


def open_context() -> Any:
    """Return an OpenGL context without a window.

    Raises
    ------
    AssetsError
        When no OpenGL driver is found.
    """
    try:
        import moderngl

        settings: dict[str, Any] = {"standalone": True, "require": 330, "backend": "egl"}
        return moderngl.create_context(**settings)
    except Exception as error:
        raise AssetsError(
            "No OpenGL for rendering: install moderngl and Mesa's software driver "
            "(Debian: libegl1 libgl1-mesa-dri)."
        ) from error


class Studio:
    """A runner in a scene, ready to be filmed."""

    def __init__(self, spec: ClipSpec, assets: Path) -> None:
        self.spec = spec
        self.rig: Rig = build_rig(load_body(assets, spec.runner), spec.runner.toe_spring_deg)
        self.motion = mover(spec, self.rig.legs, self.rig.sole)
        self.context = open_context()
        self.context.enable(self.context.DEPTH_TEST)
        self._programs: dict[tuple[bool, int], Any] = {}
        still, machine = still_meshes(spec)
        self._runner = self._upload(dressed_runner(self.rig, spec.runner))
        self._machine = [] if machine is None else self._upload(machine)
        self._still = self._upload(still)
        size = (spec.video.width, spec.video.height)
        self._target = self.context.simple_framebuffer(size, components=3)
        self._shadow_map = self.context.depth_texture((SHADOW_SIZE, SHADOW_SIZE))
        self._shadow_map.compare_func = "<="
        self._shadow = self.context.framebuffer(depth_attachment=self._shadow_map)
        self._to_linear = (np.arange(256, dtype=np.float32) / 255.0) ** 2
        n = spec.camera.subframes
        rng = np.random.default_rng([spec.seed, 40])
        self._offsets = (np.arange(n) + 0.5) / n - 0.5
        self._spread = (rng.permutation(n) + 0.5) / n - 0.5
        plane = (size[1] + GRAIN_SPARE, size[0] + GRAIN_SPARE)
        fine = rng.standard_normal((*plane, 1), dtype=np.float32)
        tint = rng.standard_normal((*plane, 3), dtype=np.float32)
        grain = spec.camera.noise * (0.8 * fine + 0.4 * tint)
        self._noise: NDArray[np.float32] = grain.astype(np.float32)
        self._whole: Rectangle = (0, 0, *size)
        self._still_camera = (
            spec.scene.kind == "treadmill"
            and spec.camera.shake_deg == 0.0
            and spec.camera.follow_m == 0.0
        )
        self._backdrop: NDArray[np.float32] | None = None
        self._sky = (0.62, 0.74, 0.88) if spec.scene.kind == "ground" else (0.5, 0.5, 0.5)

    def close(self) -> None:
        """Release the OpenGL context."""
        self.context.release()

    def _program(self, skinned: bool, pattern: int) -> Any:
        if (skinned, pattern) not in self._programs:
            depth = pattern == DEPTH
            self._programs[skinned, pattern] = self.context.program(
                vertex_shader=shaders.vertex_shader(skinned=skinned, depth=depth),
                fragment_shader=(
                    shaders.DEPTH_FRAGMENT if depth else shaders.fragment_shader(pattern)
                ),
            )
        return self._programs[skinned, pattern]

    def _upload(self, mesh: Mesh) -> list[_Drawable]:
        """Return a drawable per procedural surface, the one for shadows first."""
        columns = [mesh.vertices, mesh.normals, mesh.colours, mesh.gloss[:, None]]
        names, form = ["in_position", "in_normal", "in_colour", "in_surface"], "3f 3f 3f 1f"
        shadow_names, shadow_form = ["in_position"], "3f 28x"
        skinned = mesh.weights is not None
        if mesh.weights is not None:
            top = np.argsort(-mesh.weights, axis=1)[:, :4]
            value = np.take_along_axis(mesh.weights, top, axis=1)
            columns += [top.astype(np.float64), value / value.sum(axis=1, keepdims=True)]
            names, form = [*names, "in_index", "in_weight"], form + " 4f 4f"
            shadow_names, shadow_form = ["in_position", "in_index", "in_weight"], "3f 28x 4f 4f"
        data = self.context.buffer(np.concatenate(columns, axis=1).astype("f4").tobytes())
        corner = mesh.pattern[mesh.triangles[:, 0]]
        groups = [(DEPTH, mesh.triangles)]
        groups += [(int(k), mesh.triangles[corner == k]) for k in np.unique(corner)]
        drawables = []
        for pattern, triangles in groups:
            program = self._program(skinned, pattern)
            layout = (shadow_form, shadow_names) if pattern == DEPTH else (form, names)
            array = self.context.vertex_array(
                program,
                [(data, layout[0], *layout[1])],
                self.context.buffer(triangles.astype("i4").tobytes()),
            )
            closed = skinned and pattern not in (DEPTH, shaders.TWO_SIDED)
            drawables.append(_Drawable(program, array, closed))
        return drawables

    def pose_at(self, times: FloatArray) -> list[BodyPose]:
        """Return the runner's pose (belt frame) at real times."""
        low = self.motion.at(times)
        poses = []
        for i in range(len(times)):
            pose = pose_body(self.rig, self.spec.motion, low, i)
            for side in SIDES:
                forward = self.motion.foot_forward(side)
                place_shoe(pose, low, side, i, forward, self.rig.sole.ball)
            poses.append(pose)
        return poses

    def frame(self, time_s: float) -> NDArray[np.uint8]:
        """Return the picture (height, width, 3) of one exposure centred on a real time."""
        camera, video = self.spec.camera, self.spec.video
        times = time_s + self._offsets * camera.exposure_s
        poses = self.pose_at(times)
        if self._still_camera:
            if self._backdrop is None:
                self._backdrop = self._exposure(times, None, [self._whole])
            total: NDArray[np.float32] = self._backdrop.copy()
            areas = self._moving_areas(poses, time_s)
        else:
            total = np.zeros((video.height, video.width, 3), dtype=np.float32)
            areas = [self._whole]
        fresh = self._exposure(times, poses, areas)
        for left, top, right, bottom in areas:
            total[top:bottom, left:right] = fresh[top:bottom, left:right]
        picture: NDArray[np.float32] = np.sqrt(total) * np.float32(255.0)
        if camera.noise > 0:
            picture += self._grain(time_s)
        np.rint(picture, out=picture)
        np.clip(picture, 0.0, 255.0, out=picture)
        return picture.astype(np.uint8)

    def _grain(self, time_s: float) -> NDArray[np.float32]:
        """Return sensor noise: a window of one large noise plane, moved at random per frame."""
        height, width = self.spec.video.height, self.spec.video.width
        rng = np.random.default_rng([self.spec.seed, 41, round(time_s * 1e6)])
        y, x = rng.integers(0, GRAIN_SPARE, 2)
        grain: NDArray[np.float32] = self._noise[y : y + height, x : x + width]
        return -grain if rng.integers(2) else grain

    def _moving_areas(self, poses: list[BodyPose], time_s: float) -> list[Rectangle]:
        turn = incline_matrix(self.spec.scene.incline_deg)
        joints = np.array([p for pose in poses for p in pose.position.values()])
        sun = _sun_direction(self.spec, (0.0, 0.0))
        return moving_areas(
            view_at(self.spec, time_s), joints @ turn.T, sun, wall_z(self.spec), turn
        )

    def _exposure(
        self, times: FloatArray, poses: list[BodyPose] | None, areas: list[Rectangle]
    ) -> NDArray[np.float32]:
        """Return the mean light over the sub-frames; right inside the areas only."""
        height, width = self.spec.video.height, self.spec.video.width
        total = np.zeros((height, width, 3), dtype=np.float32)
        n = len(times)
        for k in range(n):
            jitter = (float(self._offsets[k]), float(self._spread[k]))
            self._aim(float(times[k]), None if poses is None else poses[k], jitter)
            for area in areas:
                left, top, right, bottom = area
                # The first area holds the whole runner; the belt beside it shows none.
                first = area == areas[0]
                shot = self._shot(float(times[k]), area, runner=first and poses is not None)
                light = self._to_linear[shot]
                if first:
                    total[top:bottom, left:right] += light
                else:
                    self._add_beside(total, areas[0], area, light)
        total /= np.float32(n)
        return total

    @staticmethod
    def _add_beside(
        total: NDArray[np.float32], first: Rectangle, area: Rectangle, shot: NDArray[np.float32]
    ) -> None:
        """Add a shot where it does not overlap the first area (which has its own)."""
        left, top, right, bottom = area
        free = np.ones(shot.shape[:2], dtype=bool)
        free[
            max(first[1] - top, 0) : max(first[3] - top, 0),
            max(first[0] - left, 0) : max(first[2] - left, 0),
        ] = False
        total[top:bottom, left:right][free] += shot[free]

    def _aim(self, t: float, pose: BodyPose | None, jitter: tuple[float, float]) -> None:
        """Set the shaders' values for one instant and draw the shadow map."""
        spec = self.spec
        view = view_at(spec, t)
        sun = _sun_direction(spec, jitter)
        turn = np.eye(4)
        turn[:3, :3] = incline_matrix(spec.scene.incline_deg)
        bones = np.zeros((shaders.MAX_BONES, 4, 4), dtype="f4")
        if pose is not None:
            bones[: len(BONES)] = bone_matrices(self.rig, pose)
        sky = spec.scene.brightness * (1.0 - 0.55 * spec.scene.contrast)
        power = spec.scene.brightness * (0.35 + 1.1 * spec.scene.contrast)
        values: dict[str, NDArray[Any]] = {
            "light": _light_matrix(sun).T, "clip": view.clip_matrix(jitter).T, "eye": view.eye,
            "sun": sun, "travel": np.array(spec.motion.speed_mps * t), "sky_power": np.array(sky),
            "sun_power": np.array(power), "bones": bones.transpose(0, 2, 1),
        }  # fmt: skip
        near = 1.0 if spec.camera.near_side == "right" else -1.0
        for (skinned, _), program in self._programs.items():
            for name, value in values.items():
                _set(program, name, value)
            _set(program, "near_side", np.array(near))
            _set(program, "far_shade", np.array(spec.scene.far_shade if skinned else 0.0))
            _set(program, "model", turn.T if skinned else np.eye(4))
        self._shadow.use()
        self._shadow.clear(depth=1.0)
        for part in (*self._machine[:1], *(self._runner[:1] if pose is not None else ())):
            part.array.render()

    def _shot(self, t: float, area: Rectangle, *, runner: bool) -> NDArray[np.uint8]:
        left, top, right, bottom = area
        box = (left, self.spec.video.height - bottom, right - left, bottom - top)
        self._target.use()
        self._target.scissor = box
        self._target.clear(*self._sky, viewport=box)
        self._shadow_map.use(0)
        for part in (*(self._runner[1:] if runner else ()), *self._machine[1:]):
            if part.closed:
                self.context.enable(self.context.CULL_FACE)
            part.array.render()
            self.context.disable(self.context.CULL_FACE)
        self._draw_still(t)
        data = self._target.read(components=3, viewport=box, alignment=1)
        return np.frombuffer(data, dtype=np.uint8).reshape(box[3], box[2], 3)[::-1]

    def _draw_still(self, t: float) -> None:
        if self.spec.scene.kind != "ground":
            for part in self._still[1:]:
                part.array.render()
            return
        turn = np.eye(4)
        turn[:3, :3] = incline_matrix(self.spec.scene.incline_deg)
        shift = -(self.spec.motion.speed_mps * t % SCENERY_PERIOD_M)
        for part in self._still[1:]:
            for k in (-1, 0, 1, 2):
                move = np.eye(4)
                move[0, 3] = shift + k * SCENERY_PERIOD_M
                _set(part.program, "model", (turn @ move).T)
                part.array.render()


@dataclass(frozen=True)
class _Drawable:
    program: Any
    array: Any
    closed: bool


def _set(program: Any, name: str, value: NDArray[Any]) -> None:
    if name in program:
        program[name].write(np.ascontiguousarray(value, dtype="f4").tobytes())


def _sun_direction(spec: ClipSpec, jitter: tuple[float, float]) -> FloatArray:
    """Return the unit vector to the light; it wanders over sub-frames so shadows are soft."""
    side = 1.0 if spec.camera.near_side == "right" else -1.0
    azimuth = np.radians(spec.scene.light_azimuth_deg + 3.0 * jitter[0])
    height = np.radians(spec.scene.light_height_deg + 3.0 * jitter[1])
    return np.array(
        [np.sin(azimuth) * np.cos(height), np.sin(height), side * np.cos(azimuth) * np.cos(height)]
    )


def _light_matrix(sun: FloatArray) -> FloatArray:
    centre = np.array([0.0, 0.8, 0.0])
    helper = np.array([1.0, 0.0, 0.0])
    right = np.cross(helper, sun)
    right = right / np.linalg.norm(right)
    rows = np.stack([right, np.cross(sun, right), sun])
    m = np.eye(4)
    m[:3, :3] = rows / SHADOW_REACH_M
    m[2, :3] = -sun / 6.0
    m[:3, 3] = -m[:3, :3] @ centre
    return m

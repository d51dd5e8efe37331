"""One drawn foot: shape, coat, pose, camera and light, as a layer with its labels."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sole_reader.coats import draw_coat
from sole_reader.painter import PER_LENGTH, Camera, Light, Painter
from sole_reader.shapes import (
    Dress,
    FloatArray,
    Mesh,
    Shoe,
    bend_toes,
    draw_dress,
    draw_shoe,
    leg_mesh,
)

_PIVOT: Final = np.array([0.45, 0.12, 0.0])
LEAST_GAP: Final = 0.6
"""The other foot's middle lies at least this far from the own one's, shoe lengths."""


@dataclass(frozen=True)
class Layer:
    """A drawn foot on nothing.

    Attributes
    ----------
    picture : array of uint8, shape (224, 224, 4)
        RGB and cover.
    parts : array of uint8, shape (224, 224, 2)
        Rear and front part of the sole's side where they can be seen, 0..255.
    shadow : array of uint8, shape (112, 112)
    points : array, shape (3, 2)
        Heel bottom, ball bottom and toe tip on the edge nearer to the camera.
    whole : tuple of float
        Area of rear and front part if no other leg stood in front, pixels.
    ground : tuple of float
        Where the ground lies below the foot's middle.
    other : tuple of float or None
        Middle of the other foot, None where there is none.
    profile : bool
        False for a foot turned so far that no sole is seen from the side.
    """

    picture: NDArray[np.uint8]
    parts: NDArray[np.uint8]
    shadow: NDArray[np.uint8]
    points: FloatArray
    whole: tuple[float, float]
    ground: tuple[float, float]
    other: tuple[float, float] | None = None
    profile: bool = True


@dataclass(frozen=True)
class Pose:
    """Angles of a limb, radians: pitch, lean of the leg, bend of the toes, roll, turn."""

    pitch: float
    lean: float
    bend: float
    roll: float
    turn: float


def draw_pose(rng: np.random.Generator) -> Pose:
    """Return a random pose; about half of them are near contact or in stance."""
    u = rng.uniform
    m = rng.random()
    if m < 0.5:
        pitch = u(-30, 34)
    elif m < 0.6:
        pitch = rng.normal(0, 5)
    elif m < 0.8:
        pitch = u(-68, -6)
    else:
        pitch = u(-88, 48)
    k = rng.random()
    if pitch < -10 and k < 0.5:
        bend = np.clip(-pitch - u(0, 25), 0, 48)  # the toes still lie on the ground
    elif k < 0.75:
        bend = max(rng.normal(0, 4), -9)
    else:
        bend = u(-14, 26)
    lean = -0.35 * pitch + rng.normal(5, 15) if rng.random() < 0.65 else u(-38, 48)
    turn = np.clip(rng.normal(0, 13), -34, 34) if rng.random() < 0.92 else u(-42, 42)
    roll = rng.normal(0, 6) if rng.random() < 0.8 else u(-24, 24)
    a = np.radians([pitch, lean, bend, roll, turn])
    return Pose(*(float(v) for v in a))


def _turned(axis: int, angle: float) -> FloatArray:
    c, s = np.cos(angle), np.sin(angle)
    i, j = [(1, 2), (2, 0), (0, 1)][axis]
    matrix = np.eye(3)
    matrix[i, i] = matrix[j, j] = c
    matrix[i, j], matrix[j, i] = -s, s
    return matrix


def posed(shoe: Shoe, dress: Dress, pose: Pose) -> tuple[Mesh, FloatArray, int]:
    """Return shoe and leg in place, the labelled points, and how many vertices are the shoe's."""
    leg = leg_mesh(shoe, dress, pose.lean + pose.pitch)
    foot = bend_toes(shoe.mesh.vertices, shoe, pose.bend)
    matrix = _turned(1, pose.turn) @ _turned(2, pose.pitch) @ _turned(0, pose.roll)
    vertices = (np.concatenate([foot, leg.vertices]) - _PIVOT) @ matrix.T
    edge = (bend_toes(shoe.edges[1], shoe, pose.bend) - _PIVOT) @ matrix.T
    mesh = Mesh(
        vertices=vertices,
        coat=np.concatenate([shoe.mesh.coat, leg.coat]),
        part=np.concatenate([shoe.mesh.part, leg.part]),
        triangles=np.concatenate([shoe.mesh.triangles, leg.triangles + len(foot)]),
    )
    return mesh, edge, len(foot)


def draw_light(rng: np.random.Generator) -> Light:
    """Return random light from above."""
    u = rng.uniform
    sun = np.array([rng.normal(0, 0.7), u(0.2, 1), rng.normal(0.25, 0.6)])
    sky = u(0.25, 1.0)
    return Light(
        sun=sun / np.linalg.norm(sun),
        direct=u(0, 1.1) * (1.25 - 0.6 * sky),
        sky=sky,
        gloss=u(0, 0.35) if rng.random() < 0.5 else 0.0,
    )


def draw_camera(rng: np.random.Generator) -> Camera:
    """Return a random camera, mostly a little above the foot."""
    u = rng.uniform
    high = u(-4, 14) if rng.random() < 0.75 else u(-10, 28)
    return Camera(float(np.radians(high)), u(5, 26))


def draw_layers(rng: np.random.Generator, painter: Painter, views: int) -> list[Layer]:
    """Return one shoe in several poses, cameras and lights."""
    shoe, dress = draw_shoe(rng), draw_dress(rng)
    coat = draw_coat(rng, shoe.kind, dress)
    return [_draw_layer(rng, painter, shoe, dress, coat) for _ in range(views)]


def _draw_layer(
    rng: np.random.Generator,
    painter: Painter,
    shoe: Shoe,
    dress: Dress,
    coat: NDArray[np.uint8],
) -> Layer:
    pose, camera, light = draw_pose(rng), draw_camera(rng), draw_light(rng)
    profile = rng.random() > 0.025
    if not profile:
        pose = replace(pose, turn=float(np.radians(rng.choice([-1, 1]) * rng.uniform(66, 100))))
    mesh, edge, n = posed(shoe, dress, pose)
    points = camera.project(edge)[:, :2]
    lowest = float(mesh.vertices[:n, 1].min())
    m = rng.random()
    ground = lowest - (0 if m < 0.6 else rng.uniform(0, 0.14 if m < 0.8 else 0.9))
    painter.clear()
    painter.wrap(coat)
    painter.fill(mesh, camera, light)
    picture, parts = painter.read()
    whole = (float(parts[..., 0].sum()) / 255, float(parts[..., 1].sum()) / 255)
    casting = [mesh]
    beside: tuple[float, float] | None = None
    if rng.random() < 0.45:
        other = _other_leg(rng, shoe, dress, pose, ground)
        gap = camera.project(other.vertices[:n].mean(axis=0)[None])[0, :2]
        own = camera.project(mesh.vertices[:n].mean(axis=0)[None])[0, :2]
        if np.linalg.norm(gap - own) > LEAST_GAP * PER_LENGTH:
            if rng.random() < 0.15:
                painter.wrap(draw_coat(rng, shoe.kind, dress))
            painter.fill(other, camera, light, own=0.0)
            casting.append(other)
            beside = (float(gap[0]), float(gap[1]))
            picture, parts = painter.read()
    shadow = _shadow(rng, painter, casting, camera, ground)
    below = camera.project(np.array([[0.0, ground, 0.0]]))[0]
    return Layer(
        picture=picture,
        parts=parts[..., :2].copy(),
        shadow=shadow,
        points=points,
        whole=whole,
        ground=(float(below[0]), float(below[1])),
        other=beside,
        profile=profile,
    )


def _other_leg(
    rng: np.random.Generator, shoe: Shoe, dress: Dress, pose: Pose, ground: float
) -> Mesh:
    """Return the other leg, behind (three in four) or in front of the own one."""
    u = rng.uniform
    pitch = np.radians(u(-75, 35))
    other = Pose(
        pitch=float(pitch),
        lean=float(-0.4 * pitch + np.radians(rng.normal(5, 20))),
        bend=float(np.radians(u(0, 10))),
        roll=0.0,
        turn=pose.turn + float(np.radians(rng.normal(0, 6))),
    )
    mesh, _, n = posed(shoe, dress, other)
    front = rng.random() < 0.28
    step = np.array([
        rng.choice([-1, 1]) * u(0.2 if front else 0.0, 2.4),
        ground - mesh.vertices[:n, 1].min() + max(0.0, rng.normal(0.2, 0.5)),
        u(0.4, 1.0) * (1 if front else -1),
    ])  # fmt: skip
    return replace(mesh, vertices=mesh.vertices + step)


def _shadow(
    rng: np.random.Generator,
    painter: Painter,
    casting: list[Mesh],
    camera: Camera,
    ground: float,
) -> NDArray[np.uint8]:
    """Return the shadow on the ground."""
    sun = np.array([rng.normal(0, 0.7), rng.uniform(0.35, 1), rng.normal(0, 0.6)])
    painter.clear(shadow=True)
    for mesh in casting:
        height = (mesh.vertices[:, 1] - ground)[:, None]
        fallen = replace(mesh, vertices=mesh.vertices - height * sun / sun[1])
        painter.fill(fallen, camera, None)
    return painter.read_shadow()

"""Pictures of legs on random grounds, with the places of the shoes that can be seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray
from sole_reader.coats import draw_coat, shoe_colour
from sole_reader.figure import draw_light
from sole_reader.grounds import Grounds
from sole_reader.lens import blurred, change_light, film, light_patches, line_kernel
from sole_reader.occluders import Place, draw_occluder
from sole_reader.painter import Camera, Light, Painter
from sole_reader.shapes import Dress, Shoe, draw_dress, draw_shoe

from foot_finder.legs import LegDrawn, pose_legs

FloatArray = NDArray[np.floating[Any]]

SIZE: Final = 128
"""Side of a scene, pixels."""
LENGTHS: Final = (13.0, 36.0)
"""Shortest and longest shoe, pixels."""
FEET: Final = 4
"""Most feet whose labels are kept."""
# Share of the scenes without anybody.
EMPTY: Final = 0.2
# Share of the sole's side that must be seen for a foot to count, and from which it may.
SEEN: Final = 0.4
UNSEEN: Final = 0.12


@dataclass(frozen=True)
class Scene:
    """A picture and its feet.

    Attributes
    ----------
    picture : array of uint8, shape (128, 128, 3)
    feet : array of float32, shape (4, 6)
        x and y of heel bottom and toe tip, pixels; share of the sole that is seen; length of the
        shoe. NaN where there are fewer feet.
    """

    picture: NDArray[np.uint8]
    feet: NDArray[np.float32]


@dataclass(frozen=True)
class Wearer:
    """Shoe, dress, and the pictures that are wrapped around legs and thighs."""

    shoe: Shoe
    dress: Dress
    coat: NDArray[np.uint8]
    shorts: NDArray[np.uint8]


def draw_wearer(rng: np.random.Generator) -> Wearer:
    """Return a random runner's outfit."""
    shoe, dress = draw_shoe(rng), draw_dress(rng)
    coat = draw_coat(rng, shoe.kind, dress)
    bare = rng.random() < 0.5
    shorts = coat if bare else draw_coat(rng, shoe.kind, replace(dress, trousers=-0.2))
    return Wearer(shoe, dress, coat, shorts)


def draw_scene(
    rng: np.random.Generator, painter: Painter, grounds: Grounds, wearers: Sequence[Wearer]
) -> Scene:
    """Return a random scene: mostly one runner, sometimes nobody or two."""
    u = rng.uniform
    length = float(np.exp(u(*np.log(LENGTHS))))
    elevation = np.radians(u(-3, 10) if rng.random() < 0.8 else u(-8, 24))
    roll = float(np.radians(np.clip(rng.normal(0, 3), -12, 12)))
    floor = u(0.3, 1.05) * SIZE
    picture = _background(rng, grounds, floor, length, roll)
    feet: list[FloatArray] = []
    m = rng.random()
    for _ in range(0 if m < EMPTY else 1 if m < 0.93 else 2):
        # A runner stands a little nearer or farther than the other one.
        tall = length * float(np.exp(rng.normal(0, 0.1)))
        wearer = wearers[int(rng.integers(len(wearers)))]
        camera = Camera(
            float(elevation),
            u(5, 26),
            middle=(u(-0.1, 1.1) * SIZE, floor + rng.normal(0, 0.15) * tall),
            per_length=tall,
        )
        picture, seen = _add_runner(rng, painter, camera, picture, floor, wearer)
        feet += seen
    picture = _turned(picture, feet, roll)
    if rng.random() < 0.15:
        picture = light_patches(rng, picture)
    picture, feet = _covered(rng, picture, feet, grounds, length)
    stored = film(rng, change_light(rng, picture.astype(np.float32)), length)
    return _finished(rng, stored, feet)


def _add_runner(
    rng: np.random.Generator,
    painter: Painter,
    camera: Camera,
    picture: FloatArray,
    floor: float,
    wearer: Wearer,
) -> tuple[FloatArray, list[FloatArray]]:
    """Return the picture with two legs in it, and their feet: (heel, toe, share seen, length)."""
    turn = float(np.radians(np.clip(rng.normal(0, 12), -32, 32)))
    light = draw_light(rng)
    legs = pose_legs(rng, wearer.shoe, wearer.dress, turn)
    alone = [_sole_area(painter, [leg], camera, light, wearer)[0] for leg in legs]
    both = _sole_area(painter, list(legs), camera, light, wearer)
    layer = painter.read()[0].astype(np.float32) / 255
    shade = _shadow(rng, painter, legs, camera)
    if rng.random() < 0.3:
        way = rng.normal(0, 0.3) if rng.random() < 0.8 else rng.uniform(0, np.pi)
        kernel = line_kernel(abs(rng.normal(0, 0.12)) * camera.per_length + 0.5, way)
        layer = np.asarray(cv2.filter2D(layer, -1, kernel), dtype=np.float32)
    gain = rng.choice([1.0, rng.uniform(0.3, 1.6)])
    layer[..., :3] = np.minimum(layer[..., :3] * gain, layer[..., 3:])
    picture = picture * (1 - rng.uniform(0, 0.75) * shade[..., None])
    picture = layer[..., :3] + picture * (1 - layer[..., 3:])
    if rng.random() < 0.12:
        picture = _mirrored(rng, picture, layer, floor)
    feet = []
    for k, leg in enumerate(legs):
        ends = camera.project(leg.points[[0, 2]])[:, :2]
        share = both[k] / max(alone[k], 4.0)
        feet.append(np.array([*ends.ravel(), min(share, 1.0), camera.per_length]))
    return np.clip(picture, 0, 1), feet


def _sole_area(
    painter: Painter,
    legs: list[LegDrawn],
    camera: Camera,
    light: Light,
    wearer: Wearer,
) -> list[float]:
    """Fill legs and return how many pixels of each sole's side are seen."""
    painter.clear()
    for k, leg in enumerate(legs):
        painter.wrap(wearer.coat)
        painter.fill(leg.mesh, camera, light, own=1.0 - 0.5 * k)
        painter.wrap(wearer.shorts)
        painter.fill(leg.thigh, camera, light, own=0.0)
    parts = painter.read()[1][..., :2].max(axis=2)
    # The first leg is marked 255, the second one half of it.
    return [float((parts > 190).sum()), float(((parts > 60) & (parts <= 190)).sum())]


def _shadow(
    rng: np.random.Generator, painter: Painter, legs: tuple[LegDrawn, LegDrawn], camera: Camera
) -> FloatArray:
    sun = np.array([rng.normal(0, 0.7), rng.uniform(0.35, 1), rng.normal(0, 0.6)])
    painter.clear(shadow=True)
    for leg in legs:
        for mesh in (leg.mesh, leg.thigh):
            fallen = mesh.vertices - mesh.vertices[:, 1:2] * sun / sun[1]
            painter.fill(replace(mesh, vertices=fallen), camera, None)
    raw = painter.read_shadow().astype(np.float32) / 255
    shade = cv2.resize(raw, (SIZE, SIZE), interpolation=cv2.INTER_LINEAR)
    return blurred(np.asarray(shade), float(np.exp(rng.uniform(-1, 1.2))))


def _mirrored(
    rng: np.random.Generator, picture: FloatArray, layer: FloatArray, floor: float
) -> FloatArray:
    """Return the picture with the legs' image in wet ground."""
    rows = np.clip(2 * round(floor) - np.arange(SIZE), 0, SIZE - 1)
    mirror = blurred(np.ascontiguousarray(layer[rows]), rng.uniform(0.4, 2.0))
    mirror = mirror * ((np.arange(SIZE) > floor)[:, None, None] * (1 - layer[..., 3:]))
    share = rng.uniform(0.15, 0.8)
    return np.asarray(mirror[..., :3] * share + picture * (1 - share * mirror[..., 3:]))


def _background(
    rng: np.random.Generator, grounds: Grounds, floor: float, length: float, roll: float
) -> FloatArray:
    """Return ground, what stands behind it, and things with edges: belts, posts, kerbs, boxes."""
    u = rng.uniform
    picture = grounds.cut(rng, SIZE, 0.0, lying=True)
    rows = np.arange(SIZE, dtype=np.float32)[:, None]
    for _ in range(int(rng.integers(0, 4))):
        edge = floor - np.exp(u(np.log(0.05), np.log(4.0))) * length
        if rng.random() < 0.25:
            edge = floor + u(0.1, 1.5) * length
            share = np.clip((rows - edge) / u(0.6, 5) + 0.5, 0, 1)
        else:
            share = np.clip((edge - rows) / u(0.6, 5) + 0.5, 0, 1)
        behind = grounds.cut(rng, SIZE, rng.normal(0, 0.05), lying=False)
        share = np.broadcast_to(share, (SIZE, SIZE))[..., None]
        picture = picture * (1 - share) + behind * share
    for _ in range(int(rng.integers(0, 6)) if rng.random() < 0.6 else 0):
        picture = _patched(rng, picture, grounds, length)
    picture = np.ascontiguousarray(picture, dtype=np.float32)
    for _ in range(int(rng.integers(0, 7))):
        colour = shoe_colour(rng).tolist()
        x, y = u(0, SIZE, 2)
        wide, tall = np.exp(u(-1.2, 1.6, 2)) * length
        k = rng.random()
        if k < 0.4:
            low, high = (int(x), int(y)), (int(x + wide), int(y + tall))
            cv2.rectangle(picture, low, high, colour, -1, cv2.LINE_AA)
        elif k < 0.6:
            axes = (int(wide / 2) + 1, int(tall / 4) + 1)
            cv2.ellipse(
                picture, (int(x), int(y)), axes, u(-30, 30), 0, 360, colour, -1, cv2.LINE_AA
            )
        elif k < 0.8:
            way = rng.normal(0, 0.1) + (np.pi / 2 if rng.random() < 0.5 else 0)
            step = 200 * np.array([np.cos(way), np.sin(way)])
            centre = np.array([x, y])
            ends = np.round([centre - step, centre + step]).astype(int).tolist()
            cv2.line(picture, ends[0], ends[1], colour, int(u(1, 0.4 * length)), cv2.LINE_AA)
        else:
            corners = np.array([x, y]) + rng.normal(0, 0.6 * length, (int(rng.integers(3, 7)), 2))
            cv2.fillPoly(picture, [np.round(corners).astype(np.int32)], colour, cv2.LINE_AA)
    m = rng.random()
    if m < 0.2:
        kernel = line_kernel(u(2, 12), -roll + rng.normal(0, 0.06))
        picture = np.asarray(cv2.filter2D(picture, -1, kernel), dtype=np.float32)
    elif m < 0.45:
        picture = blurred(picture, u(0.5, 3.0))
    return np.clip(picture, 0, 1)


def _patched(
    rng: np.random.Generator, picture: FloatArray, grounds: Grounds, length: float
) -> FloatArray:
    """Return the picture with something that has a pattern, an outline and perhaps a shadow."""
    cover = np.zeros((SIZE, SIZE), dtype=np.float32)
    size = float(np.exp(rng.uniform(-1.2, 1.3))) * length
    corners = int(rng.integers(3, 10))
    around = np.sort(rng.uniform(0, 2 * np.pi, corners))
    reach = size * rng.uniform(0.3, 1.0, corners)
    flat = rng.uniform(0.25, 1.5)
    outline = np.stack([reach * np.cos(around), flat * reach * np.sin(around)], axis=1)
    outline = outline + rng.uniform(0, SIZE, 2)
    cv2.fillPoly(cover, [np.round(4 * outline).astype(np.int32)], 1.0, cv2.LINE_AA, 2)
    if rng.random() < 0.5:
        cover = blurred(cover, rng.uniform(0.4, 2.0))
    if rng.random() < 0.4:
        down = int(rng.uniform(0.05, 0.3) * size) + 1
        shade = blurred(np.roll(cover, down, axis=0), rng.uniform(0.5, 3.0))
        picture = picture * (1 - rng.uniform(0.1, 0.8) * shade[..., None])
    thing = grounds.cut(rng, SIZE, rng.uniform(-1.5, 1.5), lying=False) * rng.uniform(0.4, 1.6)
    return picture * (1 - cover[..., None]) + thing * cover[..., None]


def _turned(picture: FloatArray, feet: list[FloatArray], roll: float) -> FloatArray:
    """Return the picture as a rolled camera sees it; the feet turn with it."""
    middle = (SIZE - 1) / 2
    matrix = cv2.getRotationMatrix2D((middle, middle), float(np.degrees(roll)), 1.0)
    turned = cv2.warpAffine(
        picture.astype(np.float32), matrix, (SIZE, SIZE), borderMode=cv2.BORDER_REFLECT_101
    )
    for foot in feet:
        ends = foot[:4].reshape(2, 2) @ matrix[:, :2].T + matrix[:, 2]
        foot[:4] = ends.ravel()
        # Half of a shoe that leaves the picture is not seen.
        foot[4] *= ((ends > -1) & (ends < SIZE)).all(axis=1).mean()
    return np.asarray(turned)


def _covered(
    rng: np.random.Generator,
    picture: FloatArray,
    feet: list[FloatArray],
    grounds: Grounds,
    length: float,
) -> tuple[FloatArray, list[FloatArray]]:
    """Return the picture with things in front of some feet."""
    if not feet or rng.random() > 0.22:
        return picture, feet
    chosen = feet[int(rng.integers(len(feet)))]
    ends = chosen[:4].reshape(2, 2)
    points = np.array([ends[0], ends[0] + 0.62 * (ends[1] - ends[0]), ends[1]])
    thing, cover = draw_occluder(rng, Place(points, length, SIZE), grounds)
    picture = picture * (1 - cover[..., None]) + thing * cover[..., None]
    for foot in feet:
        heel, toe = foot[:2], foot[2:4]
        way = [heel + t * (toe - heel) for t in np.linspace(0, 1, 9)]
        at = np.clip(np.round(way), 0, SIZE - 1).astype(int)
        foot[4] *= float(1 - cover[at[:, 1], at[:, 0]].mean())
    return picture, feet


def _finished(rng: np.random.Generator, stored: NDArray[np.uint8], feet: list[FloatArray]) -> Scene:
    """Mirror half of the scenes, and bring the feet into one array."""
    rows = np.full((FEET, 6), np.nan, dtype=np.float32)
    for k, foot in enumerate(feet[:FEET]):
        rows[k] = foot
    if rng.random() < 0.5:
        stored = np.ascontiguousarray(stored[:, ::-1])
        rows[:, [0, 2]] = SIZE - 1 - rows[:, [0, 2]]
    return Scene(stored, rows)

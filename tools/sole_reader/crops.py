"""From layers to the crops that the network sees, with labels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from sole_reader.figure import Layer
from sole_reader.grounds import Grounds
from sole_reader.lens import blurred, change_light, film, light_patches, line_kernel
from sole_reader.occluders import Place, draw_occluder
from sole_reader.painter import PER_LENGTH

FloatArray = NDArray[np.floating[Any]]

SIZE: Final = 96
"""Side of a crop, pixels."""
OUTSIDE: Final = 127
"""Grey of what lies outside the picture."""
# Length of the shoe on the crop at the first look and at the second, closer one, pixels.
FIRST: Final = 45.0
SECOND: Final = 58.0


@dataclass(frozen=True)
class Sample:
    """A crop with its labels.

    Attributes
    ----------
    picture : array of uint8, shape (96, 96, 3)
        RGB.
    points : array of float32, shape (6,)
        x and y of heel bottom, ball bottom and toe tip, pixels of the crop (centre of the first
        pixel is 0).
    seen : tuple of float
        Share of the sole's rear and front part that can be seen, 0..1.
    foot : bool
        Whether there is a foot in profile at the crop's middle at all.
    """

    picture: NDArray[np.uint8]
    points: FloatArray
    seen: tuple[float, float]
    foot: bool


@dataclass(frozen=True)
class _View:
    """Where the layer lies on the crop."""

    angle: float
    scale: float
    matrix: NDArray[np.float64]

    def move(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        moved: NDArray[np.float64] = points @ self.matrix[:, :2].T + self.matrix[:, 2]
        return moved


def _similarity(
    angle: float, scale: float, source: NDArray[np.float64], target: NDArray[np.float64]
) -> NDArray[np.float64]:
    c, s = np.cos(angle), np.sin(angle)
    turn = scale * np.array([[c, s], [-s, c]])
    return np.hstack([turn, (target - turn @ source)[:, None]])


def _draw_view(rng: np.random.Generator, layer: Layer, *, away: bool) -> _View:
    """Return a random place; `away` leaves the foot outside or at the rim of the crop."""
    angle = np.clip(rng.normal(0, 5), -16, 16) if rng.random() < 0.92 else rng.uniform(-26, 26)
    if rng.random() < 0.5:
        length = FIRST * np.exp(np.clip(rng.normal(0, 0.17), -0.4, 0.4))
    else:
        length = SECOND * np.exp(np.clip(rng.normal(0, 0.1), -0.25, 0.2))
    if away:
        way = rng.uniform(0, 2 * np.pi)
        offset = rng.uniform(0.95, 2.2) * np.array([np.cos(way), np.sin(way)])
    elif rng.random() < 0.86:
        offset = np.clip(rng.normal(0, 0.12, 2), -0.35, 0.35)
    else:
        offset = rng.uniform(-0.42, 0.42, 2)
    angle = float(np.radians(angle))
    middle = (layer.points[0] + layer.points[2]) / 2
    target = np.array([(SIZE - 1) / 2, (SIZE - 1) / 2]) + offset * length
    scale = length / PER_LENGTH
    view = _View(angle, scale, _similarity(angle, scale, middle, target))
    if layer.other is not None and not away:
        # The foot that is meant is the one nearer to the crop's middle.
        gap = np.linalg.norm(view.move(np.array([layer.other]))[0] - (SIZE - 1) / 2)
        if gap < 1.4 * np.linalg.norm(offset) * length + 0.2 * length:
            target = np.full(2, (SIZE - 1) / 2) + 0.25 * offset * length
            view = _View(angle, scale, _similarity(angle, scale, middle, target))
    return view


def _warp(source: NDArray[np.uint8], matrix: NDArray[np.float64]) -> FloatArray:
    warped = cv2.warpAffine(
        source, matrix, (SIZE, SIZE), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT
    )
    return warped.astype(np.float32) / 255


def _moving(rng: np.random.Generator, layer: Layer, view: _View) -> FloatArray:
    """Return colour and cover of the foot, perhaps blurred by its motion."""
    if rng.random() > 0.45:
        return _warp(layer.picture, view.matrix)
    ghost = rng.random() < 0.1  # two frames blended into one
    length, count = min(abs(rng.normal(0, 4.5)), 13.0), 2 if ghost else 5
    way = rng.normal(0, 0.35) if rng.random() < 0.7 else rng.uniform(0, np.pi)
    turn = np.radians(rng.normal(0, 2.2)) if rng.random() < 0.6 else 0.0
    pivot = layer.points[int(rng.integers(2))]
    home = view.move(pivot)
    total = np.zeros((SIZE, SIZE, 4), dtype=np.float32)
    for t in np.linspace(-0.5, 0.5, count):
        target = home + t * length * np.array([np.cos(way), np.sin(way)])
        total += _warp(
            layer.picture, _similarity(view.angle + 2 * t * turn, view.scale, pivot, target)
        )
    total /= count
    if not ghost and length > 6:
        total = np.asarray(cv2.filter2D(total, -1, line_kernel(length / 4, way)), dtype=np.float32)
    return total


def _background(
    rng: np.random.Generator, grounds: Grounds, view: _View, depth: FloatArray, length: float
) -> FloatArray:
    """Return ground, what stands behind it, lines and edges."""
    u = rng.uniform
    picture = grounds.cut(rng, SIZE, view.angle, lying=True)
    down = np.array([np.sin(view.angle), np.cos(view.angle)])
    across = np.arange(SIZE, dtype=np.float32)[None, :]
    for _ in range(
        1 if rng.random() < 0.42 else int(rng.integers(0, 4)) if rng.random() < 0.3 else 0
    ):
        # The far side of the ground: a wall, a lawn, the sky, the other end of a belt.
        edge = -np.exp(u(np.log(0.03), np.log(2.2))) * length
        if rng.random() < 0.25:
            edge = u(0.02, 0.8) * length
            share = np.clip((depth - edge) / u(0.6, 6) + 0.5, 0, 1)[..., None]
        else:
            share = np.clip((edge - depth) / u(0.6, 6) + 0.5, 0, 1)[..., None]
        behind = grounds.cut(rng, SIZE, view.angle + rng.normal(0, 0.05), lying=False)
        picture = picture * (1 - share) + behind * share
    for _ in range(int(rng.integers(0, 4)) if rng.random() < 0.5 else 0):
        angle = -view.angle + (rng.normal(0, 0.12) if rng.random() < 0.7 else u(0, np.pi))
        x, y = u(0, SIZE), (SIZE - 1) / 2 + u(-1.0, 0.9) * length
        step = 150 * np.array([np.cos(angle), np.sin(angle)])
        centre = np.array([x, y])
        ends = np.round(np.stack([centre - step, centre + step])).astype(int).tolist()
        colour = np.full(3, u(0, 1)) if rng.random() < 0.7 else rng.random(3)
        picture = np.ascontiguousarray(picture)
        cv2.line(picture, ends[0], ends[1], colour.tolist(), int(u(1, 8)), cv2.LINE_AA)
    if rng.random() < 0.4:
        picture = picture * (1 + u(-0.5, 0.5) * (depth / SIZE)
                             + u(-0.4, 0.4) * (across / SIZE - 0.5))[..., None]  # fmt: skip
    m = rng.random()
    if m < 0.22:
        kernel = line_kernel(u(2, 15), np.arctan2(-down[0], down[1]) + rng.normal(0, 0.06))
        picture = np.asarray(cv2.filter2D(picture, -1, kernel), dtype=np.float32)
    elif m < 0.45:
        picture = blurred(picture.astype(np.float32), u(0.5, 3.5))
    return picture.astype(np.float32)


def _sole_colour(rng: np.random.Generator, layer: Layer) -> FloatArray | None:
    """Return the mean colour of the lower or whole sole, None where too little is seen."""
    mask = layer.parts[..., int(rng.integers(2))] > 200
    if mask.sum() < 30:
        return None
    if rng.random() < 0.6:
        rows = np.flatnonzero(mask.any(axis=1))
        mask[: int(rows[0] + 0.5 * (rows[-1] - rows[0]))] = False
    if mask.sum() < 15:
        return None
    colour: FloatArray = layer.picture[mask][:, :3].mean(axis=0).astype(np.float32) / 255
    return colour


def _exposure(rng: np.random.Generator) -> tuple[float, float]:
    """Return how bright foot and background are: silhouettes, night, glare."""
    u = rng.uniform
    m = rng.random()
    if m < 0.09:
        return u(0.02, 0.25), u(0.7, 1.3)  # against the light
    if m < 0.14:
        return u(0.1, 0.45), u(0.1, 0.45)  # dark on dark
    if m < 0.24:
        return u(1.2, 2.4), u(0.8, 1.6)
    if m < 0.6:
        return u(0.5, 1.2), 1.0
    return 1.0, 1.0


def _stand(
    rng: np.random.Generator,
    layer: Layer,
    view: _View,
    foot: FloatArray,
    picture: FloatArray,
    depth: FloatArray,
) -> FloatArray:
    """Return the background with the foot's shadow and mirror image."""
    u = rng.uniform
    if rng.random() < 0.75:
        half = view.matrix @ np.array([[2.0, 0, 0.5], [0, 2.0, 0.5], [0, 0, 1]])
        shade = blurred(_warp(layer.shadow, half), np.exp(u(-1, 1.6)))
        picture = picture * (1 - u(0.05, 0.85) * shade[..., None])
    if rng.random() < 0.4:
        near = np.roll(foot[..., 3], int(u(1, 4)), axis=0)
        near = blurred(near, u(1, 4)) * (depth > -3)
        picture = picture * (1 - u(0.1, 0.8) * near[..., None])
    if rng.random() < 0.14:
        flip = np.array([[1, 0, 0], [0, -1, 2 * layer.ground[1]], [0, 0, 1]])
        mirror = _warp(layer.picture, view.matrix @ flip)
        if rng.random() < 0.5:
            waves = rng.normal(0, u(0.2, 2.0), SIZE).astype(np.float32)
            x, y = np.meshgrid(np.arange(SIZE, dtype=np.float32), np.arange(SIZE, dtype=np.float32))
            mirror = np.asarray(
                cv2.remap(mirror, x + waves[:, None], y, cv2.INTER_LINEAR), dtype=np.float32
            )
        mirror = blurred(mirror, u(0.3, 2.5))
        share = u(0.15, 0.85)
        picture = mirror[..., :3] * share + picture * (1 - share * mirror[..., 3:])
    return picture.astype(np.float32)


def _cut_off(rng: np.random.Generator, picture: NDArray[np.uint8], place: Place) -> FloatArray:
    """Fill one side as outside the picture (or a black bar); return what is inside, 0..1."""
    inside = np.ones((SIZE, SIZE), dtype=np.float32)
    m, s = rng.random(), place.length
    if m < 0.6:
        row = int(np.clip(place.low + rng.uniform(-0.6, 0.7) * s, 0, SIZE))
        area = (slice(row, None), slice(None))
    elif m < 0.95:
        column = int(np.clip(place.middle[0] + rng.normal(0, 0.5) * s, 0, SIZE))
        left = rng.random() < 0.5
        area = (slice(None), slice(None, column) if left else slice(column, None))
    else:
        row = int(np.clip(place.low - rng.uniform(0.1, 1.2) * s, 0, SIZE))
        area = (slice(None, row), slice(None))
    k = rng.random()
    if k < 0.75:
        picture[area] = OUTSIDE
    elif k < 0.93:
        picture[area] = int(rng.uniform(0, 24))
    else:
        picture[area] = rng.integers(0, 256, 3)
    inside[area] = 0
    return inside


def _contrast(stored: NDArray[np.uint8], place: Place) -> float:
    """Return 0 where nothing at all stands out around the foot, 1 where something does."""
    low = np.clip(place.points.min(axis=0) - 0.25 * place.length, 0, SIZE - 8).astype(int)
    high = np.clip(place.points.max(axis=0) + 0.25 * place.length, 8, SIZE).astype(int)
    part = stored[low[1] : high[1], low[0] : high[0]].astype(np.float32)
    if not part.size:
        return 0.0
    spread = float(blurred(part, 1.5).std(axis=(0, 1)).max())
    return float(np.clip((spread - 1.5) / 2.5, 0, 1))


def _stands_out(foot: FloatArray, background: FloatArray, gain: float) -> float:
    """Return 0 where the foot has the colours of what is behind it, 1 where it stands out."""
    cover = foot[..., 3]
    area = float(cover.sum())
    if area < 1:
        return 0.0
    apart = np.abs(foot[..., :3] - background * cover[..., None]).max(axis=2)
    level = 255 * gain * float(np.sqrt(np.square(apart).sum() / area))
    return float(np.clip((level - 4) / 8, 0, 1))


def draw_crop(rng: np.random.Generator, layers: list[Layer], grounds: Grounds) -> Sample:
    """Return a crop of a random layer."""
    layer = layers[int(rng.integers(len(layers)))]
    m = rng.random()
    away, empty = m < 0.055, 0.055 <= m < 0.075
    view = _draw_view(rng, layer, away=away)
    length = PER_LENGTH * view.scale
    points = view.move(layer.points)
    place = Place(points, length, SIZE)
    ground = view.move(np.array([layer.ground]))[0]
    y, x = np.mgrid[0:SIZE, 0:SIZE].astype(np.float32)
    depth = (x - ground[0]) * np.sin(view.angle) + (y - ground[1]) * np.cos(view.angle)

    background = _background(rng, grounds, view, depth, length)
    foot = np.zeros((SIZE, SIZE, 4), dtype=np.float32) if empty else _moving(rng, layer, view)
    gain, back_gain = _exposure(rng)
    foot[..., :3] = np.minimum(foot[..., :3] * gain, foot[..., 3:])
    background = np.clip(background * back_gain, 0, 1)
    if rng.random() < 0.32:
        # The ground has the colour of the sole: the edge nearly vanishes.
        colour = _sole_colour(rng, layer)
        if colour is not None:
            weak = (background - background.mean(axis=(0, 1))) * rng.uniform(0.1, 1)
            reach = rng.choice([0.07, 0.2])
            background = weak + np.minimum(colour * gain, 1) * rng.uniform(1 - reach, 1 + reach)
            background = np.clip(background, 0, 1)
    if not empty:
        background = _stand(rng, layer, view, foot, background, depth)
    picture: FloatArray = np.clip(foot[..., :3] + background * (1 - foot[..., 3:]), 0, 1)
    if rng.random() < 0.12:
        picture = light_patches(rng, picture)
    if rng.random() < 0.07:
        share = rng.uniform(0.2, 0.65)
        picture = picture * (1 - share) + share * background.mean(axis=(0, 1))

    open_share = np.ones((SIZE, SIZE), dtype=np.float32)
    for _ in range(int(rng.integers(1, 3)) if rng.random() < 0.3 else 0):
        thing, cover = draw_occluder(rng, place, grounds)
        picture = picture * (1 - cover[..., None]) + thing * cover[..., None]
        open_share *= 1 - cover
    before = float(picture.std())
    picture = change_light(rng, picture.astype(np.float32))
    stands_out = _stands_out(foot, background, float(picture.std()) / max(before, 1e-3))
    stored = film(rng, picture, length)
    if rng.random() < 0.16:
        open_share *= _cut_off(rng, stored, place)

    shown = _warp(layer.parts, view.matrix) * open_share[..., None]
    rear, front = (
        float(np.clip(shown[..., k].sum() / max(layer.whole[k] * view.scale**2, 4.0), 0, 1))
        for k in (0, 1)
    )
    plain = _contrast(stored, place) * stands_out
    rear, front = rear * plain, front * plain
    is_foot = layer.profile and not away and not empty
    return Sample(
        picture=stored,
        points=points.astype(np.float32).ravel(),
        seen=(rear, front) if is_foot else (0.0, 0.0),
        foot=is_foot,
    )

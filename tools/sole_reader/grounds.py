"""Pictures of grounds and of what stands behind, made of our own noise."""

from __future__ import annotations

from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from sole_reader.coats import smooth_noise

FloatArray = NDArray[np.floating[Any]]

SIZE: Final = 256
KINDS: Final = (
    "grey", "grey", "asphalt", "sand", "grass", "track", "any", "slabs", "belt", "water", "leaves",
    "plain",
)  # fmt: skip
HELD_OUT: Final = ("planks", "cobbles", "rubble")
"""Grounds that validation alone uses."""


def _fractal(rng: np.random.Generator) -> FloatArray:
    """Return noise of several sizes, zero mean, unit spread."""
    field = np.zeros((SIZE, SIZE), dtype=np.float32)
    stretch = rng.uniform(1, 6) if rng.random() < 0.6 else 1.0
    cells, power, fall = rng.uniform(2, 40), 1.0, rng.uniform(0.45, 0.95)
    for _ in range(int(rng.integers(2, 5))):
        ny = min(SIZE, cells * stretch)
        field += power * smooth_noise(rng, (SIZE, SIZE), min(SIZE, cells), ny)
        power, cells = power * fall, cells * rng.uniform(1.7, 3.2)
    scaled: FloatArray = (field - field.mean()) / (field.std() + 1e-6)
    return scaled


def _base(rng: np.random.Generator, kind: str) -> FloatArray:
    u = rng.uniform
    table = {
        "sand": np.array([0.8, 0.7, 0.58]) * u(0.4, 1.15),
        "grass": np.array([0.33, 0.42, 0.18]) * u(0.3, 1.6),
        "leaves": np.array([0.45, 0.33, 0.2]) * u(0.3, 1.4),
        "track": np.array([0.62, 0.28, 0.2]) * u(0.5, 1.4),
        "water": np.array([0.45, 0.52, 0.56]) * u(0.3, 1.7),
        "belt": np.full(3, u(0.02, 0.22)),
        "planks": np.array([0.55, 0.4, 0.28]) * u(0.4, 1.5),
    }
    if kind in table:
        base = table[kind] * (1 + rng.normal(0, 0.06, 3))
    elif kind in {"any", "plain"}:
        base = rng.random(3) if rng.random() < 0.5 else np.full(3, u(0.03, 1.0))
    else:
        base = np.full(3, u(0.12, 0.95)) * (1 + rng.normal(0, 0.05, 3))
    return np.clip(base, 0.005, 1).astype(np.float32)


def draw_ground(rng: np.random.Generator, kind: str) -> NDArray[np.uint8]:
    """Return a picture of a ground, shape (256, 256, 3), RGB."""
    u = rng.uniform
    base = _base(rng, kind)
    other = base * (1 + rng.normal(0, 0.35)) + rng.normal(0, 0.06, 3).astype(np.float32)
    field = _fractal(rng)
    contrast = u(0.0, 0.08) if kind == "plain" else u(0.02, 0.5)
    share = np.clip(0.5 + contrast * field, 0, 1)[..., None]
    picture = base * share + other * (1 - share) + contrast * 0.25 * field[..., None] * base
    if kind in {"asphalt", "rubble", "leaves"}:
        grain = smooth_noise(rng, (SIZE, SIZE), u(60, 256), u(60, 256))
        picture *= (1 + u(0.1, 0.6) * np.clip(grain, -2, 2))[..., None]
    if kind in {"grass", "leaves"} or rng.random() < 0.15:
        _draw_blades(rng, picture, base)
    if kind in {"slabs", "planks", "cobbles"} or rng.random() < 0.08:
        _draw_joints(rng, picture, base)
    if kind in {"rubble", "any"} and rng.random() < 0.7:
        for _ in range(int(rng.integers(1, 9))):
            corner = rng.integers(0, SIZE, 2)
            far = corner + rng.integers(5, 120, 2)
            cv2.rectangle(picture, corner.tolist(), far.tolist(), rng.random(3).tolist(), -1)
    if kind == "belt":
        for _ in range(int(rng.integers(0, 4))):
            y = int(u(0, SIZE))
            cv2.line(picture, (0, y), (SIZE, y), rng.random(3).tolist(), int(u(1, 4)))
    return np.asarray(np.clip(picture, 0, 1) * 255, dtype=np.uint8)


def _draw_blades(rng: np.random.Generator, picture: FloatArray, base: FloatArray) -> None:
    u = rng.uniform
    for _ in range(int(u(50, 500))):
        x, y = rng.integers(0, SIZE, 2).tolist()
        angle = u(-0.6, 0.6) + (np.pi / 2 if rng.random() < 0.7 else 0)
        length = u(3, 22)
        end = (int(x + length * np.cos(angle)), int(y + length * np.sin(angle)))
        colour = np.clip(base * u(0.4, 1.9) + rng.normal(0, 0.05, 3), 0, 1)
        cv2.line(picture, (x, y), end, colour.tolist(), 1, cv2.LINE_AA)


def _draw_joints(rng: np.random.Generator, picture: FloatArray, base: FloatArray) -> None:
    u = rng.uniform
    width, height, slant = int(u(20, 140)), int(u(12, 90)), u(-0.5, 0.5)
    colour, thick = np.clip(base * u(0.2, 1.6), 0, 1).tolist(), int(u(1, 4))
    for y in range(0, SIZE, height):
        cv2.line(picture, (0, y), (SIZE, y), colour, thick, cv2.LINE_AA)
    for x in range(-SIZE, 2 * SIZE, width):
        cv2.line(picture, (x, 0), (int(x + slant * SIZE), SIZE), colour, thick, cv2.LINE_AA)


class Grounds:
    """A store of grounds from one seed."""

    def __init__(self, seed: int, count: int, kinds: tuple[str, ...] = KINDS) -> None:
        rng = np.random.default_rng([seed, 77])
        self._pictures = [draw_ground(rng, kinds[k % len(kinds)]) for k in range(count)]

    def cut(self, rng: np.random.Generator, size: int, angle: float, *, lying: bool) -> FloatArray:
        """Return a square of a random ground, 0..1, turned by `angle`; `lying` foreshortens it."""
        picture = self._pictures[rng.integers(len(self._pictures))]
        zoom = np.exp(rng.uniform(-1.1, 0.9))
        along = zoom * (np.exp(rng.uniform(0, 1.2)) if lying else 1)
        c, s = np.cos(angle), np.sin(angle)
        matrix = np.array([[c / along, -s / along], [s / zoom, c / zoom]])
        centre = rng.uniform(60, 196, 2)
        offset = centre - matrix @ np.array([size / 2, size / 2])
        cut = cv2.warpAffine(
            picture,
            np.hstack([matrix, offset[:, None]]),
            (size, size),
            flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
            borderMode=cv2.BORDER_REFLECT_101,
        )
        return np.asarray(cut.astype(np.float32) / 255, dtype=np.float32)

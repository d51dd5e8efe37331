"""Things in front of the foot: each returns its picture and its cover on the crop."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from sole_reader.coats import SKIN, shoe_colour, smooth_noise
from sole_reader.grounds import Grounds

FloatArray = NDArray[np.floating[Any]]

_LETTERS: Final = np.array(list("ABCDEFGHIKLMNOPRSTUVWXYZ0123456789abcdeghknorstuxyz.:/-%"))


@dataclass(frozen=True)
class Place:
    """Where the foot is on the crop: its points, its length and the crop's size, pixels."""

    points: NDArray[np.float64]
    length: float
    size: int

    @property
    def middle(self) -> NDArray[np.float64]:
        """Middle of the sole."""
        middle: NDArray[np.float64] = self.points[:2].mean(axis=0)
        return middle

    @property
    def low(self) -> float:
        """Lowest of heel and ball."""
        return float(self.points[:2, 1].max())


Drawn = tuple[FloatArray, FloatArray]


def _fill(rng: np.random.Generator, place: Place, grounds: Grounds) -> FloatArray:
    """Return what the thing is made of."""
    n = place.size
    m = rng.random()
    if m < 0.45:
        picture = np.broadcast_to(shoe_colour(rng), (n, n, 3)).copy()
        if rng.random() < 0.5:
            ramp = np.linspace(rng.uniform(0.4, 1.4), rng.uniform(0.4, 1.4), n)
            picture *= ramp[None, :, None] if rng.random() < 0.6 else ramp[:, None, None]
    elif m < 0.85:
        picture = grounds.cut(rng, n, rng.uniform(-0.3, 0.3), lying=False)
        picture = picture * rng.uniform(0.4, 1.3)
    else:
        picture = np.broadcast_to(np.float32(SKIN * rng.uniform(0.25, 1.1)), (n, n, 3)).copy()
        picture *= 1 + 0.1 * smooth_noise(rng, (n, n), 5, 5)[..., None]
    return np.clip(picture, 0, 1).astype(np.float32)


def _blank(place: Place) -> FloatArray:
    return np.zeros((place.size, place.size), dtype=np.float32)


def _polygon(cover: FloatArray, points: NDArray[np.float64]) -> None:
    fixed = np.round(points * 16).astype(np.int32)
    cv2.fillPoly(cover, [fixed], 1.0, cv2.LINE_AA, shift=4)


def _bar(cover: FloatArray, a: NDArray[np.float64], b: NDArray[np.float64], wide: float) -> None:
    along = (b - a) / (np.linalg.norm(b - a) + 1e-9)
    across = np.array([-along[1], along[0]]) * wide / 2
    _polygon(cover, np.stack([a + across, b + across, b - across, a - across]))


def post(rng: np.random.Generator, place: Place, grounds: Grounds) -> Drawn:
    """Return one or more upright bars: posts, uprights, fences, legs of furniture."""
    cover, s = _blank(place), place.length
    lean = rng.normal(0, 0.08) if rng.random() < 0.8 else rng.normal(0, 0.4)
    wide = s * np.exp(rng.uniform(np.log(0.04), np.log(1.3)))
    gap = wide * rng.uniform(1.6, 5)
    x = place.middle[0] + rng.normal(0, 0.4) * s
    for k in range(1 if rng.random() < 0.75 else int(rng.integers(2, 6))):
        top = np.array([x + k * gap, -20.0])
        foot = np.array([x + k * gap + lean * place.size, place.size + 20.0])
        if rng.random() < 0.2:
            foot = top + (foot - top) * rng.uniform(0.4, 0.9)
        _bar(cover, top, foot, wide)
    return _fill(rng, place, grounds), cover


def rail(rng: np.random.Generator, place: Place, grounds: Grounds) -> Drawn:
    """Return one or more level bars: rails, lines, the edge of a belt's deck."""
    cover, s = _blank(place), place.length
    slope = rng.normal(0, 0.1) if rng.random() < 0.8 else rng.normal(0, 0.5)
    wide = s * np.exp(rng.uniform(np.log(0.03), np.log(0.8)))
    y = place.low + rng.normal(-0.1, 0.3) * s
    for k in range(1 if rng.random() < 0.8 else int(rng.integers(2, 4))):
        level = y + k * wide * rng.uniform(1.5, 4)
        left = np.array([-20.0, level - slope * place.size])
        right = np.array([place.size + 20.0, level + slope * place.size])
        _bar(cover, left, right, wide)
    return _fill(rng, place, grounds), cover


def block(rng: np.random.Generator, place: Place, grounds: Grounds) -> Drawn:
    """Return a large thing from one side or from below: hood, kerb, wall, snow, a person."""
    cover, n = _blank(place), place.size
    m = rng.random()
    if m < 0.5:
        edge = place.low + rng.normal(-0.15, 0.3) * place.length
        slope = rng.normal(0, 0.12) * n
        points = np.array([[-5, edge - slope], [n + 5, edge + slope], [n + 5, n + 5], [-5, n + 5]])
    else:
        edge = place.middle[0] + rng.normal(0, 0.5) * place.length
        slope, far = rng.normal(0, 0.2) * n, (-5 if m < 0.75 else n + 5)
        points = np.array([[edge - slope, -5], [edge + slope, n + 5], [far, n + 5], [far, -5]])
    _polygon(cover, points)
    if rng.random() < 0.3:
        cover = np.asarray(cv2.GaussianBlur(cover, (0, 0), rng.uniform(0.5, 6)), dtype=np.float32)
    return _fill(rng, place, grounds), cover


def blob(rng: np.random.Generator, place: Place, grounds: Grounds) -> Drawn:
    """Return a shape without a name: stone, plant, bag, hand, ball."""
    cover, s = _blank(place), place.length
    centre = place.middle + rng.normal(0, 0.35, 2) * s
    size = s * np.exp(rng.uniform(np.log(0.08), np.log(1.0)))
    if rng.random() < 0.4:
        axes = np.maximum(np.round(size * rng.uniform(0.4, 1.0, 2) * 16), 8).astype(int)
        where = np.round(centre * 16).astype(int)
        turn = float(rng.uniform(0, 180))
        cv2.ellipse(cover, where.tolist(), axes.tolist(), turn, 0, 360, 1.0, -1, cv2.LINE_AA, 4)
    else:
        n = int(rng.integers(3, 11))
        angle = np.sort(rng.uniform(0, 2 * np.pi, n))
        reach = size * rng.uniform(0.4, 1.2, n)
        corners = np.stack([np.cos(angle) * reach, np.sin(angle) * reach * rng.uniform(0.3, 1)], 1)
        _polygon(cover, centre + corners)
    return _fill(rng, place, grounds), cover


def grass(rng: np.random.Generator, place: Place, grounds: Grounds) -> Drawn:
    """Return blades that grow from below the foot."""
    cover, n, s = _blank(place), place.size, place.length
    picture = _fill(rng, place, grounds)
    base = np.array([0.33, 0.42, 0.18]) * rng.uniform(0.3, 1.7) * (1 + rng.normal(0, 0.15, 3))
    tall = s * rng.uniform(0.05, 0.6)
    root = place.low + rng.uniform(-0.05, 0.3) * s
    for _ in range(int(rng.uniform(10, 160))):
        x, lean = rng.uniform(-5, n + 5), rng.normal(0, 0.4)
        length = tall * rng.uniform(0.4, 1.2)
        low = np.array([x, root + rng.uniform(0, 0.3) * s])
        high = low + length * np.array([np.sin(lean), -np.cos(lean)])
        colour = np.clip(base * rng.uniform(0.5, 1.6), 0, 1).tolist()
        a, b, thick = np.round(low).astype(int).tolist(), np.round(high).astype(int).tolist(), 1
        thick = int(rng.integers(1, 3))
        cv2.line(picture, a, b, colour, thick, cv2.LINE_AA)
        cv2.line(cover, a, b, 1.0, thick, cv2.LINE_AA)
    if rng.random() < 0.6:
        cover[max(int(root), 0) :] = np.maximum(cover[max(int(root), 0) :], rng.uniform(0.5, 1))
    return picture, cover


def water(rng: np.random.Generator, place: Place, grounds: Grounds) -> Drawn:
    """Return water, snow, sand or dust that rises over the sole, with an uneven edge."""
    n, s = place.size, place.length
    rough = rng.uniform(0, 0.12) * s * smooth_noise(rng, (1, n), rng.uniform(3, 40), 2)[0]
    edge = place.low + rng.normal(-0.1, 0.22) * s + rough
    rows = np.arange(n, dtype=np.float32)[:, None]
    cover = np.clip((rows - edge[None]) / rng.uniform(0.5, 5) + 0.5, 0, 1) * rng.uniform(0.5, 1)
    picture = grounds.cut(rng, n, 0.0, lying=True)
    if rng.random() < 0.4:
        for _ in range(int(rng.uniform(5, 60))):
            where = np.round(place.middle + rng.normal(0, 0.6, 2) * s).astype(int).tolist()
            cv2.circle(picture, where, int(rng.integers(1, 4)), (0.9, 0.92, 0.95), -1, cv2.LINE_AA)
            cv2.circle(cover, where, int(rng.integers(1, 4)), float(rng.uniform(0.3, 1)), -1)
    return picture, cover.astype(np.float32)


def chain(rng: np.random.Generator, place: Place, grounds: Grounds) -> Drawn:
    """Return a chain, a net or a wire fence."""
    cover, n, s = _blank(place), place.size, place.length
    thick = max(1, int(rng.uniform(0.5, 3)))
    if rng.random() < 0.5:
        t = np.linspace(-0.1, 1.1, int(rng.uniform(8, 26)))
        sag, slope = rng.uniform(0, 0.5) * s, rng.normal(0, 0.2) * n
        y = place.low + rng.normal(-0.1, 0.3) * s + sag * (1 - (2 * t - 1) ** 2) + slope * (t - 0.5)
        for k, (a, b) in enumerate(zip(t * n, y, strict=True)):
            axes = (int(n / len(t) * 0.65), int(n / len(t) * (0.4 if k % 2 else 0.15)) + 1)
            cv2.ellipse(cover, (int(a), int(b)), axes, 0, 0, 360, 1.0, thick, cv2.LINE_AA)
    else:
        step, slant = rng.uniform(0.15, 0.7) * s, rng.uniform(0.3, 1.2)
        for x in np.arange(-2 * n, 2 * n, max(step, 4)):
            for way in (-1, 1):
                far = (int(x + way * slant * n), n)
                cv2.line(cover, (int(x), 0), far, 1.0, thick, cv2.LINE_AA)
    return _fill(rng, place, grounds), cover


def caption(rng: np.random.Generator, place: Place, _: Grounds) -> Drawn:
    """Return letters, with or without a box: captions, watermarks, clocks."""
    s = place.length
    text = "".join(rng.choice(_LETTERS, int(rng.integers(2, 14))))
    font = int(rng.choice([cv2.FONT_HERSHEY_SIMPLEX, cv2.FONT_HERSHEY_DUPLEX,
                           cv2.FONT_HERSHEY_COMPLEX, cv2.FONT_HERSHEY_TRIPLEX]))  # fmt: skip
    scale, thick = s * rng.uniform(0.006, 0.04), int(rng.integers(1, 6))
    wide, tall = cv2.getTextSize(text, font, scale, thick)[0]
    x = int(place.middle[0] - wide * rng.uniform(0, 1))
    y = int(place.low + rng.normal(-0.05, 0.3) * s + tall / 2)
    strength = rng.uniform(0.25, 1) if rng.random() < 0.5 else 1.0
    colour = np.full(3, rng.choice([0.0, 1.0])) if rng.random() < 0.6 else shoe_colour(rng)
    size = (place.size, place.size, 3)
    picture: FloatArray = np.broadcast_to(colour.astype(np.float32), size).copy()
    if rng.random() < 0.4:
        pad = int(rng.uniform(2, 10))
        box_colour, box = shoe_colour(rng), _blank(place)
        cv2.rectangle(box, (x - pad, y - tall - pad), (x + wide + pad, y + pad), 1.0, -1)
        letters = _letters(place, text, (x, y), font, scale, thick)
        picture = box_colour * (1 - letters[..., None]) + picture * letters[..., None]
        return picture.astype(np.float32), box * np.float32(strength)
    cover = _letters(place, text, (x, y), font, scale, thick)
    return picture, cover * np.float32(strength)


def _letters(
    place: Place, text: str, at: tuple[int, int], font: int, scale: float, thick: int
) -> FloatArray:
    plane = np.zeros((place.size, place.size), dtype=np.uint8)
    cv2.putText(plane, text, at, font, scale, 255, thick, cv2.LINE_AA)
    return plane.astype(np.float32) / 255


def drawn_line(rng: np.random.Generator, place: Place, grounds: Grounds) -> Drawn:
    """Return lines that somebody drew over the film: angles, arrows, circles, a skeleton."""
    cover, s = _blank(place), place.length
    thick = int(rng.integers(1, 5))
    if rng.random() < 0.3:
        centre = np.round(place.middle + rng.normal(0, 0.3, 2) * s).astype(int).tolist()
        cv2.circle(cover, centre, int(s * rng.uniform(0.1, 0.9)), 1.0, thick, cv2.LINE_AA)
    else:
        points = place.middle + rng.normal(0, 0.7, (int(rng.integers(2, 5)), 2)) * s
        fixed = np.round(points).astype(np.int32)
        cv2.polylines(cover, [fixed], False, 1.0, thick, cv2.LINE_AA)
        if rng.random() < 0.4:
            for point in fixed.tolist():
                cv2.circle(cover, point, thick + 2, 1.0, -1, cv2.LINE_AA)
    return _fill(rng, place, grounds), cover


def legs(rng: np.random.Generator, place: Place, grounds: Grounds) -> Drawn:
    """Return somebody's leg in front: a tapered limb, bare or clothed, that leans and may bend."""
    cover, n, s = _blank(place), place.size, place.length
    x = place.middle[0] + rng.normal(0, 0.5) * s
    wide, lean = s * rng.uniform(0.22, 0.8), rng.normal(0, 0.3)
    knee = np.array([x, rng.uniform(0, 0.8) * n])
    top = knee + n * np.array([np.sin(lean), -np.cos(lean)])
    bend = lean + rng.normal(0, 0.4)
    low = knee + n * np.array([-np.sin(bend), np.cos(bend)])
    thin = rng.uniform(0.5, 1.0)
    for a, b, first, second in ((top, knee, 1.2, 1.0), (knee, low, 1.0, thin)):
        along = (b - a) / np.linalg.norm(b - a)
        across = np.array([-along[1], along[0]]) * wide / 2
        corners = np.stack([a + first * across, b + second * across,
                            b - second * across, a - first * across])  # fmt: skip
        _polygon(cover, corners)
    picture = _fill(rng, place, grounds)
    if rng.random() < 0.5:
        skin = SKIN * rng.uniform(0.25, 1.1) * (1 + rng.normal(0, 0.07, 3))
        shade = 1 + 0.25 * np.cos((np.arange(n) - x) / wide * 2.2)[None, :, None]
        picture = np.broadcast_to(skin * shade * 0.8, (n, n, 3)).copy()
    return np.clip(picture, 0, 1).astype(np.float32), cover


KINDS: Final[tuple[Callable[[np.random.Generator, Place, Grounds], Drawn], ...]] = (
    post, post, rail, rail, block, block, blob, blob, grass, grass, water, water, chain, caption,
    caption, drawn_line, legs, legs,
)  # fmt: skip


def draw_occluder(rng: np.random.Generator, place: Place, grounds: Grounds) -> Drawn:
    """Return a random thing in front: its picture (n, n, 3) and its cover (n, n), both 0..1."""
    picture, cover = KINDS[rng.integers(len(KINDS))](rng, place, grounds)
    soft = rng.uniform(0.4, 0.8) if rng.random() < 0.7 else rng.uniform(0.8, 2.5)
    cover = np.asarray(cv2.GaussianBlur(cover, (0, 0), soft), dtype=np.float32)
    return picture, np.clip(cover, 0, 1)

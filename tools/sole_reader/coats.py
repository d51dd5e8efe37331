"""The picture that is wrapped around a foot and its leg: colours, borders, stripes, logos, dirt."""

from __future__ import annotations

from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from sole_reader.shapes import (
    LEG_ROWS,
    MIDSOLE_ROWS,
    OUTSOLE_ROWS,
    UPPER_ROWS,
    Dress,
    Kind,
)

FloatArray = NDArray[np.floating[Any]]
Colour = NDArray[np.float32]

SIZE: Final = 256
SKIN: Final = np.array([0.86, 0.62, 0.48], dtype=np.float32)


def shoe_colour(rng: np.random.Generator) -> Colour:
    """Return a colour as shoes have it: whites, blacks, greys, brights."""
    m = rng.random()
    if m < 0.3:
        colour = np.full(3, rng.uniform(0.72, 1.0)) * (1 + rng.normal(0, 0.03, 3))
    elif m < 0.5:
        colour = np.full(3, rng.uniform(0.01, 0.2)) * (1 + rng.normal(0, 0.1, 3))
    elif m < 0.62:
        colour = np.full(3, rng.uniform(0.2, 0.72)) * (1 + rng.normal(0, 0.05, 3))
    else:
        hue, saturation, value = rng.random() * 179, rng.uniform(70, 255), rng.uniform(50, 255)
        hsv = np.array([[[hue, saturation, value]]], dtype=np.uint8)
        colour = cv2.cvtColor(hsv, cv2.COLOR_HSV2RGB)[0, 0] / 255.0
    return np.clip(colour, 0.008, 1).astype(np.float32)


def skin_colour(rng: np.random.Generator) -> Colour:
    """Return a colour of skin, from very dark to very light."""
    colour = SKIN * rng.uniform(0.2, 1.1) * (1 + rng.normal(0, 0.07, 3))
    return np.clip(colour, 0.008, 1).astype(np.float32)


def smooth_noise(
    rng: np.random.Generator, shape: tuple[int, int], nx: float, ny: float
) -> FloatArray:
    """Return noise of about unit spread with `nx` by `ny` cells."""
    cells = rng.normal(0, 1, (max(2, int(ny)), max(2, int(nx)))).astype(np.float32)
    return np.asarray(
        cv2.resize(cells, (shape[1], shape[0]), interpolation=cv2.INTER_LINEAR), dtype=np.float32
    )


def _rows(part: tuple[float, float]) -> slice:
    return slice(round(part[0] * SIZE) - 1, round(part[1] * SIZE) + 2)


def draw_coat(rng: np.random.Generator, kind: Kind, dress: Dress) -> NDArray[np.uint8]:
    """Return the picture, shape (256, 256, 3), RGB."""
    coat = np.zeros((SIZE, SIZE, 3), dtype=np.float32)
    skin = skin_colour(rng)
    if kind == "bare":
        _paint_bare(rng, coat, skin)
    else:
        _paint_upper(rng, coat[_rows(UPPER_ROWS)])
        _paint_midsole(rng, coat)
        _paint_outsole(rng, coat)
        if rng.random() < 0.3:
            _paint_heel_pad(rng, coat)
    _paint_leg(rng, coat[_rows(LEG_ROWS)], skin, dress, bare=kind == "bare")
    if rng.random() < 0.3:
        # Dirt: most of it low on the shoe.
        dirt = np.array([0.45, 0.38, 0.28], dtype=np.float32) * rng.uniform(0.3, 1.4)
        spots = smooth_noise(rng, (SIZE, SIZE), rng.uniform(6, 60), rng.uniform(6, 60))
        share = np.clip((spots - rng.uniform(0, 1.6)) * 2, 0, 1)[..., None] * rng.uniform(0.2, 0.9)
        coat = coat * (1 - share) + share * dirt
    grain = 1 + rng.uniform(0, 0.12) * smooth_noise(rng, (SIZE, SIZE), 90, 90)
    return (np.clip(coat * grain[..., None], 0, 1) * 255).astype(np.uint8)


def _paint_bare(rng: np.random.Generator, coat: FloatArray, skin: Colour) -> None:
    coat[:] = skin
    coat *= 1 + 0.08 * smooth_noise(rng, (SIZE, SIZE), 12, 12)[..., None]
    pale = np.clip(skin * rng.uniform(0.9, 1.35), 0, 1)
    coat[_rows(OUTSOLE_ROWS)] = pale
    if rng.random() < 0.5:
        # Toes: darker clefts.
        for k in range(1, 5):
            x = int(SIZE * (0.86 + 0.03 * k))
            cv2.line(coat, (x, 40), (x, 130), (0.55 * skin).tolist(), 2)


def _paint_upper(rng: np.random.Generator, area: FloatArray) -> None:
    """Rows run from the midsole (0) to the tongue."""
    h, w = area.shape[:2]
    u = rng.uniform
    base = shoe_colour(rng)
    area[:] = base
    m = rng.random()
    if m < 0.2:
        other = shoe_colour(rng)
        area[:] = np.where(
            smooth_noise(rng, (h, w), u(5, 40), u(3, 20))[..., None] > u(-0.5, 1), other, base
        )
    elif m < 0.32:
        ramp = np.linspace(0, 1, w, dtype=np.float32)[None, :, None]
        area[:] = base * (1 - ramp) + shoe_colour(rng) * ramp
    for _ in range(rng.integers(0, 5)):
        n = int(rng.integers(3, 7))
        centre = np.array([u(0, w), u(0, h)])
        points = centre + rng.normal(0, 1, (n, 2)) * np.array([u(8, 70), u(5, 40)])
        cv2.fillPoly(
            area, [np.round(points).astype(np.int32)], shoe_colour(rng).tolist(), cv2.LINE_AA
        )
    for _ in range(rng.integers(0, 4)):
        # Stripes and swooshes.
        along = np.linspace(u(0, 0.6), u(0.4, 1), 12)
        bow = u(0, 1) + np.linspace(u(-1, 1), u(-1, 1), 12) ** 2 * u(-1, 1)
        points = np.stack([along * w, bow * h], axis=1)
        cv2.polylines(
            area,
            [np.round(points).astype(np.int32)],
            False,
            shoe_colour(rng).tolist(),
            int(u(1, 12)),
            cv2.LINE_AA,
        )
    if rng.random() < 0.3:
        # The same stripe three or four times, slanting.
        x0, step, slant, width = u(0.25, 0.5) * w, u(10, 22), u(-25, 25), int(u(3, 10))
        stripe = shoe_colour(rng).tolist()
        for k in range(int(rng.integers(2, 5))):
            cv2.line(
                area,
                (int(x0 + k * step), 0),
                (int(x0 + k * step + slant), int(0.8 * h)),
                stripe,
                width,
                cv2.LINE_AA,
            )
    if rng.random() < 0.4:
        area[:, : int(u(0.05, 0.3) * w)] = shoe_colour(rng)
    if rng.random() < 0.35:
        area[:, int(u(0.78, 0.95) * w) :] = shoe_colour(rng)
    if rng.random() < 0.4:
        # A band just above the midsole: what is easily taken for the sole's edge.
        area[: int(u(0.06, 0.4) * h)] = shoe_colour(rng)
    if rng.random() < 0.6:
        laces = shoe_colour(rng)
        for x in np.arange(u(0.35, 0.42), 0.68, u(0.025, 0.05)):
            cv2.line(area, (int(x * w), int(0.84 * h)), (int((x + 0.01) * w), h), laces.tolist(), 2)
    if rng.random() < 0.5:
        area[int(u(0.8, 0.95) * h) :, : int(0.45 * w)] = shoe_colour(rng)


def _paint_midsole(rng: np.random.Generator, coat: FloatArray) -> None:
    """Rows run from the outsole (0) to the upper."""
    rows = _rows(MIDSOLE_ROWS)
    area = coat[rows]
    h, w = area.shape[:2]
    u = rng.uniform
    m = rng.random()
    base = shoe_colour(rng)
    if m < 0.42:
        base = np.full(3, u(0.75, 1.0), dtype=np.float32)
    elif m < 0.54:
        base = coat[_rows(UPPER_ROWS)][4, w // 3].copy()  # as the upper
    area[:] = base
    if rng.random() < 0.4:
        # Two tones, one above the other; the border may slope: a heel wedge.
        left, right = u(0.05, 0.95) * h, u(0.05, 0.95) * h
        points = np.array([[0, 0], [w, 0], [w, right], [w * u(0.2, 0.8), u(0, 1) * h], [0, left]])
        cv2.fillPoly(area, [points.astype(np.int32)], shoe_colour(rng).tolist(), cv2.LINE_AA)
    if rng.random() < 0.3:
        # Another colour at the heel or the toes.
        x, slant = u(0.15, 0.85) * w, u(-30, 30)
        far = 0 if rng.random() < 0.5 else w
        points = np.array([[far, 0], [x, 0], [x + slant, h], [far, h]])
        cv2.fillPoly(area, [points.astype(np.int32)], shoe_colour(rng).tolist(), cv2.LINE_AA)
    if rng.random() < 0.22:
        spots = smooth_noise(rng, (h, w), u(30, 128), u(6, 22))
        area[spots > u(0.6, 1.6)] = shoe_colour(rng)
    if rng.random() < 0.2:
        for x in np.arange(0, w, u(8, 40)):
            cv2.line(area, (int(x), 0), (int(x + u(-6, 6)), h), (0.6 * base).tolist(), int(u(1, 4)))
    for low, high in ((0.0, 0.14), (0.86, 1.0)):
        # A border below or above, often dark.
        if rng.random() < 0.25:
            colour = shoe_colour(rng) if rng.random() < 0.5 else np.full(3, u(0.02, 0.2))
            area[int(low * h) : max(int(high * h), int(low * h) + 2)] = colour
    for _ in range(int(rng.integers(0, 3)) if rng.random() < 0.4 else 0):
        y, bow = u(0.15, 0.85) * h, u(-0.4, 0.4) * h
        t = np.linspace(0, 1, 14)
        points = np.stack([t * w, y + bow * np.sin(np.pi * t * u(0.6, 2.2))], axis=1)
        cv2.polylines(
            area,
            [points.astype(np.int32)],
            False,
            shoe_colour(rng).tolist(),
            int(u(1, 6)),
            cv2.LINE_AA,
        )


def _paint_outsole(rng: np.random.Generator, coat: FloatArray) -> None:
    area = coat[_rows(OUTSOLE_ROWS)]
    h, w = area.shape[:2]
    m = rng.random()
    middle = coat[_rows(MIDSOLE_ROWS)]
    if m < 0.3:
        area[:] = np.full(3, rng.uniform(0.01, 0.2), dtype=np.float32)
    elif m < 0.55:
        area[:] = middle[:1]  # no border to the midsole
    else:
        area[:] = shoe_colour(rng)
    if rng.random() < 0.35:
        # Rubber only in places.
        for _ in range(int(rng.integers(1, 4))):
            x = int(rng.uniform(0, w))
            area[:, x : x + int(rng.uniform(15, 90))] = shoe_colour(rng)
    if rng.random() < 0.4:
        period = rng.uniform(3, 16)
        lugs = (np.arange(w) % period) < period * rng.uniform(0.3, 0.7)
        area[:, lugs] *= rng.uniform(0.3, 0.9)
    if rng.random() < 0.25:
        # Rubber that climbs over the toes, or around the heel.
        x = int(rng.uniform(0.86, 0.95) * w)
        coat[_rows(MIDSOLE_ROWS), x:] = area[h // 2, -1]


def _paint_heel_pad(rng: np.random.Generator, coat: FloatArray) -> None:
    """Paint a foam heel down to the ground, under a band that sweeps from it to the toes.

    On ground of the foam's colour the band is easily taken for the sole's edge.
    """
    area = coat[_rows((OUTSOLE_ROWS[0], MIDSOLE_ROWS[1]))]
    h, w = area.shape[:2]
    u = rng.uniform
    foam = np.full(3, u(0.6, 1.0)) if rng.random() < 0.6 else shoe_colour(rng)
    along = np.linspace(0, 1, w, dtype=np.float32)
    # Height of the border above the ground, from the heel's (share of the sole) down to nothing.
    end = u(0.4, 1.0)
    top = u(0.5, 1.0) * h * np.clip(1 - along / end, 0, 1) ** u(0.5, 1.8)
    rows = np.arange(h, dtype=np.float32)[:, None]
    share = np.clip((top[None] - rows) / u(1, 12) + 0.5, 0, 1)[..., None]
    if rng.random() < 0.6:
        band = shoe_colour(rng)
        fade = (along / max(end, 0.1)).clip(0, 1)[None, :, None] if rng.random() < 0.5 else 1.0
        area[:] = area * (1 - fade) + band * fade
    area[:] = area * (1 - share) + foam * share
    if rng.random() < 0.4:
        # Rubber under the toes alone.
        area[: int(u(0.1, 0.45) * h), int(u(0.55, 0.9) * w) :] = shoe_colour(rng)


def _paint_leg(
    rng: np.random.Generator, area: FloatArray, skin: Colour, dress: Dress, *, bare: bool
) -> None:
    """Rows run from 0.2 shoe lengths below the ankle to 2.6 above."""
    h, w = area.shape[:2]
    area[:] = skin
    area *= 1 + 0.06 * smooth_noise(rng, (h, w), 8, 12)[..., None]

    def row(height: float) -> int:
        return int(np.clip((height + 0.2) / 2.8, 0, 1) * h)

    if not bare:
        sock = shoe_colour(rng)
        area[: row(dress.sock)] = sock
        if rng.random() < 0.3:
            period = max(2, int(rng.uniform(3, 14)))
            stripes = (np.arange(h) % period) < period // 2
            stripes[row(dress.sock) :] = False
            area[stripes] = shoe_colour(rng)
    if dress.trousers < 5:
        cloth = area[row(dress.trousers) :]
        cloth[:] = shoe_colour(rng) if rng.random() < 0.5 else np.full(3, rng.uniform(0.01, 0.2))
        if cloth.size:
            cloth *= 1 + 0.15 * smooth_noise(rng, cloth.shape[:2], 6, 10)[..., None]
            if rng.random() < 0.3:
                x = int(rng.uniform(0, w))
                cloth[:, x : x + int(rng.uniform(4, 40))] = shoe_colour(rng)

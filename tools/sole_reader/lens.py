"""What camera and file do to a picture: blur, light, few pixels, sharpening, noise, compression."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.floating[Any]]


def line_kernel(length: float, angle: float) -> FloatArray:
    """Return the kernel of a blur along a line, `length` pixels at `angle` radians."""
    half = int(np.ceil(length)) + 1
    kernel = np.zeros((2 * half + 1, 2 * half + 1), dtype=np.float32)
    t = np.linspace(-0.5, 0.5, 4 * half + 1) * length
    x, y = half + t * np.cos(angle), half + t * np.sin(angle)
    ix, iy = np.floor(x).astype(int), np.floor(y).astype(int)
    fx, fy = x - ix, y - iy
    for dx, wx in ((0, 1 - fx), (1, fx)):
        for dy, wy in ((0, 1 - fy), (1, fy)):
            jx, jy = np.minimum(ix + dx, 2 * half), np.minimum(iy + dy, 2 * half)
            np.add.at(kernel, (jy, jx), (wx * wy).astype(np.float32))
    return np.asarray(kernel / kernel.sum(), dtype=np.float32)


def blurred(picture: FloatArray, sigma: float) -> FloatArray:
    """Return the picture with a Gaussian blur."""
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), sigma), dtype=np.float32)


def change_light(rng: np.random.Generator, picture: FloatArray) -> FloatArray:
    """Return the picture under another exposure, gamma, white balance, contrast, colour, haze."""
    u = rng.uniform
    if rng.random() < 0.5:
        picture = picture * u(0.5, 1.6)
    if rng.random() < 0.5:
        picture = np.clip(picture, 0, 1) ** np.exp(u(-0.6, 0.6))
    if rng.random() < 0.6:
        picture = picture * (1 + rng.normal(0, 0.08, 3))
    if rng.random() < 0.5:
        picture = (picture - 0.5) * u(0.55, 1.5) + 0.5 + u(-0.12, 0.12)
    if rng.random() < 0.35:
        grey = picture.mean(axis=2, keepdims=True)
        picture = grey + (picture - grey) * (0.0 if rng.random() < 0.2 else u(0.0, 1.6))
    if rng.random() < 0.08:
        share = u(0.15, 0.45)
        picture = picture * (1 - share) + share * u(0.4, 1)
    if rng.random() < 0.03:
        # Coloured light.
        picture = picture * rng.uniform(0.4, 1.2, 3)
    return np.clip(picture, 0, 1).astype(np.float32)


def light_patches(rng: np.random.Generator, picture: FloatArray) -> FloatArray:
    """Return the picture with shadows of trees, rails or people across it."""
    h, w = picture.shape[:2]
    cover = np.zeros((h, w), dtype=np.float32)
    for _ in range(int(rng.integers(1, 5))):
        centre, size = rng.uniform(0, w, 2), rng.uniform(4, 60)
        corners = centre + rng.normal(0, size, (int(rng.integers(3, 7)), 2))
        cv2.fillPoly(cover, [np.round(corners).astype(np.int32)], 1.0)
    cover = blurred(cover, rng.uniform(0.7, 5))
    factor = rng.uniform(0.25, 0.85) if rng.random() < 0.7 else rng.uniform(1.2, 2.2)
    lit: FloatArray = (picture * (1 + (factor - 1) * cover[..., None])).astype(np.float32)
    return lit


def film(rng: np.random.Generator, picture: FloatArray, shoe_pixels: float) -> NDArray[np.uint8]:
    """Return what a camera and its file leave of it.

    `shoe_pixels` is the shoe's length on the crop: the film holds 20 to 100 pixels of it.
    """
    size, u = picture.shape[0], rng.uniform
    scale = np.exp(u(np.log(20), np.log(100))) / shoe_pixels
    if rng.random() < 0.35:
        picture = blurred(picture, u(0.4, 1.7) * (1 if rng.random() < 0.85 else 1.7))
    if scale < 1:
        small = max(12, round(size * scale))
        picture = np.asarray(
            cv2.resize(picture, (small, small), interpolation=cv2.INTER_AREA), dtype=np.float32
        )
    if rng.random() < 0.3:
        picture = picture + u(0.3, 1.6) * (picture - blurred(picture, u(0.7, 1.6)))
    if rng.random() < 0.6:
        spread = np.exp(u(np.log(0.003), np.log(0.05)))
        grain = rng.normal(
            0, spread, picture.shape if rng.random() < 0.6 else (*picture.shape[:2], 1)
        )
        picture = picture + grain
    stored = (np.clip(picture, 0, 1) * 255).astype(np.uint8)
    if rng.random() < 0.75:
        quality = int(np.clip(u(10, 92), 8, 95))
        ok, data = cv2.imencode(".jpg", stored, [cv2.IMWRITE_JPEG_QUALITY, quality])
        if ok:
            stored = np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), dtype=np.uint8)
    if rng.random() < 0.02:
        stored[1::2] = np.roll(stored[1::2], int(rng.integers(1, 4)), axis=1)  # interlaced
    if stored.shape[0] != size:
        how = cv2.INTER_CUBIC if rng.random() < 0.4 else cv2.INTER_LINEAR
        stored = np.asarray(cv2.resize(stored, (size, size), interpolation=how), dtype=np.uint8)
    return stored

"""Films as people post them, made of labelled clips: ``python -m benchmarks.as_posted``.

What an editing program, a screen or a wall of a gym makes of a clip: a blurred copy of itself
beside it, an enlarged inset, two views side by side, a mirror, a replay in slow motion, pictures
blended, dropped or few, a tilted camera, dusk without colours, a small film enlarged, a screen that
is filmed, what a messenger makes of a film. The runner lands as before, so the labels hold; nothing
here tuned an answer. A film that is played backward shows no landing, and gets none.
"""

from __future__ import annotations

import itertools
import sys
import tempfile
from dataclasses import replace
from math import ceil
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.made_films import LONGEST_STRIDES, REFUSED, Film, Kinds, Source, even, judge_films
from benchmarks.occluded import Base, Random
from gaitcheck.model import Side
from gaitcheck.video import FrameReader, probe_video
from gaitcheck.video.encode import Encoding, write_video
from gaitcheck.video.types import Picture

# Pictures a second of a film with few of them.
FEW: Final = 15.0
REPLAY_STRIDES: Final = 3.0
# Longest side of what messengers send, pixels, and how strongly they compress it (x264's CRF).
SENT_SIDE: Final = (640, 848)
SENT_RATE_FACTOR: Final = (29, 35)


def filled_sides(source: Source, rng: Random) -> Film:
    """Show the clip in the middle of a blurred, enlarged copy that fills the other format."""
    return [_filled(picture) for picture in _long(source, rng)], source.video.fps


def inset(source: Source, rng: Random) -> Film:
    """Show the lower half again, smaller, in an upper corner."""
    left = bool(rng.integers(2))
    return [_with_inset(picture, left=left) for picture in _long(source, rng)], source.video.fps


def side_by_side(source: Source, rng: Random) -> Film:
    """Show the clip beside itself, some pictures later."""
    pictures = _long(source, rng)
    late = int(rng.integers(1, source.stride))
    pairs = zip(pictures[:-late], pictures[late:], strict=True)
    return [np.ascontiguousarray(np.hstack(pair)) for pair in pairs], source.video.fps


def wall_mirror(source: Source, rng: Random) -> Film:
    """Show a fainter, smaller reflection of the scene in its upper part."""
    strength = float(rng.uniform(0.35, 0.6))
    return [_reflected(picture, strength) for picture in _long(source, rng)], source.video.fps


def replay(source: Source, rng: Random) -> Film:
    """Play some strides, then once more at a quarter of the speed, blended."""
    pictures = source.pictures(*source.part(REPLAY_STRIDES, rng))
    return [*pictures, *_blended(pictures, 4)], source.video.fps


def blended(source: Source, rng: Random) -> Film:
    """Play at half the speed, with blends of two pictures between them."""
    return _blended(_long(source, rng), 2), source.video.fps


def few_pictures(source: Source, rng: Random) -> Film:
    """Keep at most 15 pictures a second."""
    every = max(round(source.video.fps / FEW), 1)
    return _long(source, rng)[::every], source.video.fps / every


def dropped(source: Source, rng: Random) -> Film:
    """Leave out an eighth of the pictures without a word: the rest plays evenly."""
    pictures = _long(source, rng)
    kept = rng.random(len(pictures)) > 1 / 8
    return [p for p, keep in zip(pictures, kept, strict=True) if keep], source.video.fps


def tilted(source: Source, rng: Random) -> Film:
    """Hold the camera askew by up to 15 degrees."""
    turn = float(rng.uniform(6, 15) * rng.choice([-1, 1]))
    return [_turned(picture, turn) for picture in _long(source, rng)], source.video.fps


def dusk(source: Source, rng: Random) -> Film:
    """Take the colours and most of the light, and add grain."""
    return [_dark(picture, rng) for picture in _long(source, rng)], source.video.fps


def enlarged(source: Source, rng: Random) -> Film:
    """Store the clip 300 pixels high, and enlarge it again."""
    return [_coarse(picture, 300) for picture in _long(source, rng)], source.video.fps


def off_a_screen(source: Source, rng: Random) -> Film:
    """Film the clip from a flickering screen, from a little aside."""
    pictures = _long(source, rng)
    height, width = pictures[0].shape[:2]
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    inner = corners * 0.9 + 0.05 * np.array([width, height], dtype=np.float32)
    aside = inner + rng.uniform(-0.03, 0.03, (4, 2)).astype(np.float32) * height
    matrix = cv2.getPerspectiveTransform(corners, aside.astype(np.float32))
    flicker = 1 + 0.08 * np.sin(2 * np.pi * rng.uniform(0.1, 0.4) * np.arange(len(pictures)))
    shown = [
        np.clip(cv2.warpPerspective(picture, matrix, (width, height)) * light, 0, 255)
        for picture, light in zip(pictures, 0.9 * flicker, strict=True)
    ]
    return [picture.astype(np.uint8) for picture in shown], source.video.fps


def backward(source: Source, rng: Random) -> Film:
    """Play the clip from its end to its beginning."""
    return _long(source, rng)[::-1], source.video.fps


def messenger(source: Source, rng: Random) -> Film:
    """Shrink the clip and compress it strongly."""
    side, rate_factor = (int(rng.integers(*limits)) for limits in (SENT_SIDE, SENT_RATE_FACTOR))
    pictures = [_small(picture, side) for picture in _long(source, rng)]
    encoding = Encoding("libx264", options={"crf": str(rate_factor)})
    with tempfile.TemporaryDirectory() as folder:
        sent = Path(folder) / "sent.mp4"
        write_video(sent, pictures, source.video.fps, encoding=encoding)
        with FrameReader(probe_video(sent)) as reader:
            return [np.array(shown) for _, shown in reader.read(0, len(pictures))], source.video.fps


KINDS: Final[Kinds] = {
    "filled sides": filled_sides,
    "inset": inset,
    "side by side": side_by_side,
    "wall mirror": wall_mirror,
    "replay": replay,
    "blended": blended,
    "few pictures": few_pictures,
    "dropped": dropped,
    "tilted": tilted,
    "dusk": dusk,
    "enlarged": enlarged,
    "off a screen": off_a_screen,
    "backward": backward,
    "messenger": messenger,
}


def as_shown(base: Base, kind: str) -> Base:
    """Return what is true of a film: of one played backward no strike is."""
    if kind != "backward":
        return base
    nobody: dict[Side, tuple[str, ...]] = dict.fromkeys(base.feet, REFUSED)
    return replace(base, verdicts=REFUSED, feet=nobody)


def _long(source: Source, rng: Random) -> list[Picture]:
    return source.pictures(*source.part(LONGEST_STRIDES, rng))


def _filled(picture: Picture) -> Picture:
    height, width = picture.shape[:2]
    wide = width >= height
    tall = even(1.4 * width if wide else height)
    broad = even(width if wide else 1.6 * height)
    factor = max(tall / height, broad / width)
    small = cv2.resize(picture, None, fx=1 / 8, fy=1 / 8, interpolation=cv2.INTER_AREA)
    soft = cv2.GaussianBlur(small, (0, 0), height / 320) // 2
    large = cv2.resize(soft, (ceil(factor * width), ceil(factor * height)))
    y, x = ((have - want) // 2 for have, want in zip(large.shape, (tall, broad), strict=False))
    filled = large[y : y + tall, x : x + broad]
    top, left = (tall - height) // 2, (broad - width) // 2
    filled[top : top + height, left : left + width] = picture
    return np.asarray(filled, dtype=np.uint8)


def _with_inset(picture: Picture, *, left: bool) -> Picture:
    height, width = picture.shape[:2]
    lower = picture[height // 2 :, width // 6 : width - width // 6]
    small = cv2.resize(lower, None, fx=0.45, fy=0.45, interpolation=cv2.INTER_AREA)
    tall, broad = small.shape[:2]
    shown = picture.copy()
    start = 8 if left else width - broad - 8
    shown[8 : 8 + tall, start : start + broad] = small
    return shown


def _reflected(picture: Picture, strength: float) -> Picture:
    width = picture.shape[1]
    small = cv2.resize(picture[:, ::-1], None, fx=0.6, fy=0.6, interpolation=cv2.INTER_AREA)
    tall, broad = small.shape[:2]
    left = (width - broad) // 2
    shown = picture.astype(np.float32)
    wall = shown[:tall, left : left + broad]
    wall += strength * (small - wall)
    return shown.astype(np.uint8)


def _blended(pictures: list[Picture], times: int) -> list[Picture]:
    """Return pictures with blends of neighbours between them."""
    shown: list[Picture] = []
    for one, other in itertools.pairwise(pictures):
        for k in range(times):
            mixed = cv2.addWeighted(one, 1 - k / times, other, k / times, 0.0)
            shown.append(np.asarray(mixed, dtype=np.uint8))
    return shown


def _turned(picture: Picture, turn_deg: float) -> Picture:
    height, width = picture.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), turn_deg, 1.0)
    turned = cv2.warpAffine(picture, matrix, (width, height), borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(turned, dtype=np.uint8)


def _dark(picture: Picture, rng: Random) -> Picture:
    grey: NDArray[np.float32] = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY).astype(np.float32)
    noisy = 0.35 * grey + rng.normal(0, 3, grey.shape)
    level = np.clip(noisy, 0, 255).astype(np.uint8)
    return np.ascontiguousarray(np.repeat(level[..., None], 3, axis=2))


def _small(picture: Picture, side: int) -> Picture:
    height, width = picture.shape[:2]
    factor = min(side / max(height, width), 1.0)
    size = even(width * factor), even(height * factor)
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def _coarse(picture: Picture, height: int) -> Picture:
    tall, width = picture.shape[:2]
    factor = min(height / tall, 1.0)
    small = cv2.resize(picture, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.resize(small, (width, tall), interpolation=cv2.INTER_CUBIC))


if __name__ == "__main__":
    sys.exit(judge_films("as_posted", str(__doc__), KINDS, as_shown))

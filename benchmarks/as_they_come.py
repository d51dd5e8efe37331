"""Films as they come, cut from labelled clips: ``python -m benchmarks.as_they_come``.

A clip that is judged whole is cut to what a friend's phone would have kept: two strides, the legs
alone, feet that leave the picture, several passes in both directions, jump cuts, a change of speed,
doubled pictures. The runner lands as before, so the labels hold; nothing here tuned an answer.
Clips that must be refused are cut likewise, and must be refused still.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import Final

import cv2
import numpy as np

from benchmarks.made_films import LONGEST_STRIDES, Film, Kinds, Source, even, judge_films
from benchmarks.occluded import Base, Random
from gaitcheck.model import HIP, KNEE
from gaitcheck.video.types import Picture

KEPT_ABOVE: Final = 0.3
# Share of the picture that a cut leaves at least, where the joint lies below the picture.
LEAST_LEFT: Final = 0.1


def short(source: Source, rng: Random) -> Film:
    """Keep two strides and a half: two or three steps of each foot."""
    return source.pictures(*source.part(2.5, rng)), source.video.fps


def legs_alone(source: Source, rng: Random) -> Film:
    """Cut the picture off above the hips."""
    return _cut_above(source, rng, HIP), source.video.fps


def shins_alone(source: Source, rng: Random) -> Film:
    """Cut the picture off above the knees."""
    return _cut_above(source, rng, KNEE), source.video.fps


def feet_leave(source: Source, rng: Random) -> Film:
    """Tilt the camera up until the feet are gone, and down again."""
    start, stop = source.part(LONGEST_STRIDES, rng)
    pictures = source.pictures(start, stop)
    height = pictures[0].shape[0]
    taken = even(0.72 * height)
    begin = rng.uniform(0, 2 * np.pi)
    swing = np.sin(begin + 2 * np.pi * np.arange(len(pictures)) / len(pictures))
    tops = np.rint((height - taken) * np.clip(0.5 + 0.75 * swing, 0, 1)).astype(int)
    cut = [p[top : top + taken] for p, top in zip(pictures, tops, strict=True)]
    return cut, source.video.fps


def both_ways(source: Source, rng: Random) -> Film:
    """Join a pass to one side and one to the other."""
    there, back = (source.pictures(*source.part(2.5, rng)) for _ in range(2))
    return [*there, *(np.ascontiguousarray(p[:, ::-1]) for p in back)], source.video.fps


def jump_cuts(source: Source, rng: Random) -> Film:
    """Join three pieces of two strides and a half; the last one is seen larger."""
    pieces = [source.pictures(*source.part(2.5, rng)) for _ in range(3)]
    larger = [_larger(picture, 1.15) for picture in pieces[2]]
    return [*pieces[0], *pieces[1], *larger], source.video.fps


def ramp(source: Source, rng: Random) -> Film:
    """Play the second half at half the speed, every picture shown twice."""
    pictures = source.pictures(*source.part(LONGEST_STRIDES, rng))
    half = len(pictures) // 2
    return [*pictures[:half], *(p for p in pictures[half:] for _ in range(2))], source.video.fps


def doubled(source: Source, rng: Random) -> Film:
    """Show every fourth picture twice, as where a film of 24 a second is stored at 30."""
    pictures = source.pictures(*source.part(LONGEST_STRIDES, rng))
    shown = [p for k, p in enumerate(pictures) for _ in range(2 if k % 4 == 3 else 1)]
    return shown, source.video.fps * 1.25


def follows(source: Source, rng: Random) -> Film:
    """Follow by hand: the picture wanders and sways."""
    pictures = source.pictures(*source.part(LONGEST_STRIDES, rng))
    height, width = pictures[0].shape[:2]
    tall, wide = even(0.88 * height), even(0.88 * width)
    time = np.arange(len(pictures)) / source.stride
    sway = [
        np.sin(2 * np.pi * (rng.uniform(0.15, 0.4) * time + rng.uniform()))
        + 0.12 * np.sin(2 * np.pi * (rng.uniform(1.2, 2.8) * time + rng.uniform()))
        for _ in range(2)
    ]
    x, y = (
        np.rint((room / 2) * np.clip(1 + s / 1.12, 0, 2)).astype(int)
        for room, s in zip((width - wide, height - tall), sway, strict=True)
    )
    cut = [p[b : b + tall, a : a + wide] for p, a, b in zip(pictures, x, y, strict=True)]
    return cut, source.video.fps


KINDS: Final[Kinds] = {
    "short": short,
    "legs alone": legs_alone,
    "feet leave": feet_leave,
    "both ways": both_ways,
    "jump cuts": jump_cuts,
    "ramp": ramp,
    "doubled": doubled,
    "follows": follows,
    "shins alone": shins_alone,
}


def _cut_above(source: Source, rng: Random, joint: int) -> list[Picture]:
    pictures = source.pictures(*source.part(LONGEST_STRIDES, rng))
    landmarks = source.analysis.landmarks
    height = pictures[0].shape[0]
    joints = np.full(1, np.nan) if landmarks is None else landmarks.points[:, joint, 1]
    top = float(np.nanmedian(joints)) if np.isfinite(joints).any() else KEPT_ABOVE * height
    tall = min(even(max(height - top, LEAST_LEFT * height)), height)
    return [picture[height - tall :] for picture in pictures]


def _larger(picture: Picture, factor: float) -> Picture:
    height, width = picture.shape[:2]
    tall, wide = round(height / factor), round(width / factor)
    left = (width - wide) // 2
    part = picture[height - tall :, left : left + wide]
    return np.asarray(cv2.resize(part, (width, height), interpolation=cv2.INTER_CUBIC))


def as_shown(base: Base, kind: str) -> Base:
    """Return what is true of a film; which foot is which, nobody knows of a mirrored pass."""
    if kind != "both ways":
        return base
    either = tuple({strike for strikes in base.feet.values() for strike in strikes})
    return replace(base, feet=dict.fromkeys(base.feet, either))


if __name__ == "__main__":
    sys.exit(judge_films("as_they_come", str(__doc__), KINDS, as_shown))

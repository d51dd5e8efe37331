"""Films as they come, cut from labelled clips: ``python -m benchmarks.as_they_come``.

A clip that is judged whole is cut to what a friend's phone would have kept: two strides, the legs
alone, feet that leave the picture, several passes in both directions, jump cuts, a change of speed,
doubled pictures. The runner lands as before, so the labels hold; nothing here tuned an answer.
Clips that must be refused are cut likewise, and must be refused still.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import cv2
import numpy as np

from benchmarks.accuracy.tables import markdown_table
from benchmarks.accuracy.tracking import default_cache, observed
from benchmarks.occluded import RATE_FACTOR, Base, Random, judge_film, real_bases, sample_bases
from benchmarks.places import REAL, SAMPLES
from gaitcheck.judging import judge
from gaitcheck.model import HIP, KNEE, STRIKES, Analysis
from gaitcheck.video import FrameReader, Video, probe_video
from gaitcheck.video.encode import Encoding, write_video
from gaitcheck.video.types import Picture

LONGEST_STRIDES: Final = 6.0
KEPT_ABOVE: Final = 0.3
# Share of the picture that a cut leaves at least, where the joint lies below the picture.
LEAST_LEFT: Final = 0.1
# Drawn clips from which a film of each kind is cut.
DRAWN_EACH: Final = 3
# Clips that must be refused, likewise.
REFUSED_EACH: Final = 5

Film = tuple[list[Picture], float]


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """A judged clip, and its pictures on demand."""

    video: Video
    analysis: Analysis

    @property
    def stride(self) -> int:
        """Frames of a stride."""
        seconds = self.analysis.stride_time_s or 0.7
        return max(round(seconds * self.video.fps), 4)

    def part(self, strides: float, rng: Random) -> tuple[int, int]:
        """Return the frames of a part so many strides long, where steps were found."""
        length = min(round(strides * self.stride), self.video.frames)
        found = [step.contact_frame for step in self.analysis.steps]
        low, high = (min(found), max(found)) if found else (0.0, float(self.video.frames))
        first = max(round(low - 0.4 * self.stride), 0)
        last = min(round(high + 0.5 * self.stride), self.video.frames) - length
        start = int(rng.integers(first, last + 1)) if last > first else min(first, max(last, 0))
        return start, min(start + length, self.video.frames)

    def pictures(self, start: int, stop: int) -> list[Picture]:
        """Return the pictures of some frames."""
        with FrameReader(self.video) as reader:
            return [np.array(picture) for _, picture in reader.read(start, stop)]


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
    taken = _even(0.72 * height)
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
    tall, wide = _even(0.88 * height), _even(0.88 * width)
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


KINDS: Final[Mapping[str, Callable[[Source, Random], Film]]] = {
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
    tall = min(_even(max(height - top, LEAST_LEFT * height)), height)
    return [picture[height - tall :] for picture in pictures]


def _larger(picture: Picture, factor: float) -> Picture:
    height, width = picture.shape[:2]
    tall, wide = round(height / factor), round(width / factor)
    left = (width - wide) // 2
    part = picture[height - tall :, left : left + wide]
    return np.asarray(cv2.resize(part, (width, height), interpolation=cv2.INTER_CUBIC))


def _even(size: float) -> int:
    return max(2 * round(size / 2), 2)


def make_film(base: Base, kind: str, number: int, seed: int, cache: Path) -> Path:
    """Write one film, unless it is there already."""
    path = cache / "as_they_come" / f"{base.clip.stem}_{seed}_{number:03d}.mp4"
    if path.is_file():
        return path
    source = Source(probe_video(base.clip), judge(observed(base.clip, cache)))
    pictures, fps = KINDS[kind](source, np.random.default_rng((seed, number)))
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{os.getpid()}.{path.name}")
    encoding = Encoding("libx264", options={"crf": str(RATE_FACTOR), "preset": "veryfast"})
    write_video(part, _even_sized(pictures), fps, encoding=encoding)
    part.replace(path)
    return path


def _even_sized(pictures: Sequence[Picture]) -> Iterator[Picture]:
    for picture in pictures:
        height, width = (side - side % 2 for side in picture.shape[:2])
        yield np.ascontiguousarray(picture[:height, :width])


def as_shown(base: Base, kind: str) -> Base:
    """Return what is true of a film; which foot is which, nobody knows of a mirrored pass."""
    if kind != "both ways":
        return base
    either = tuple({strike for strikes in base.feet.values() for strike in strikes})
    return replace(base, feet=dict.fromkeys(base.feet, either))


def films(
    real: Sequence[Base], refused: Sequence[Base], drawn: Sequence[Base], seed: int
) -> Iterator[tuple[str, Base]]:
    """Yield every kind of film of every real clip, and of some that must be refused and drawn."""
    rng = np.random.default_rng(seed)
    for kind in KINDS:
        for base in real:
            yield kind, base
        for chosen in rng.permutation(len(refused))[:REFUSED_EACH]:
            yield kind, refused[int(chosen)]
        for chosen in rng.permutation(len(drawn))[:DRAWN_EACH]:
            yield kind, drawn[int(chosen)]


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; the exit status is 1 where anything was judged wrong."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.as_they_come", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--cache", type=Path, default=default_cache())
    options = parser.parse_args(arguments)
    real = [b for folder in REAL for b in real_bases(folder)]
    refused = [b for b in real if b.verdicts == ("unsure",)]
    judged = [b for b in real if b.verdicts[0] in STRIKES]
    judged = [b for b in judged if judge(observed(b.clip, options.cache)).verdict.strike in STRIKES]
    drawn = sample_bases(SAMPLES)
    rows = {kind: [0] * 8 for kind in KINDS}
    for number, (kind, base) in enumerate(films(judged, refused, drawn, options.seed)):
        film = make_film(base, kind, number, options.seed, options.cache)
        outcome = judge_film(as_shown(base, kind), kind, film, options.cache)
        wrong = outcome.wrong_verdict or outcome.wrong_feet
        sys.stderr.write(f"{'WRONG ' if wrong else ''}{outcome.said}\n")
        sys.stderr.flush()
        group = 2 if not base.real else 1 if base in refused else 0
        labelled = " unsure 0.00" not in outcome.said
        row = rows[kind]
        row[2 * group] += 1
        row[2 * group + 1] += labelled
        row[6] += outcome.wrong_verdict
        row[7] += outcome.wrong_feet
    rows["all"] = [sum(row[k] for row in rows.values()) for k in range(8)]
    head = ["film", "real", "labelled", "to refuse", "labelled", "drawn", "labelled"]
    table = [[kind, *(str(count) for count in row)] for kind, row in rows.items()]
    sys.stdout.write(markdown_table([*head, "wrong verdicts", "wrong feet"], table))
    return int(any(rows["all"][6:]))


if __name__ == "__main__":
    sys.exit(main())

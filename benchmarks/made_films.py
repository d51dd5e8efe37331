"""Films made of labelled clips, kind by kind, and what becomes of their labels.

What is made tunes no answer: see `benchmarks.as_they_come` and `benchmarks.as_posted`.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from benchmarks.accuracy.tables import markdown_table
from benchmarks.accuracy.tracking import default_cache, observed
from benchmarks.occluded import RATE_FACTOR, Base, Random, judge_film, real_bases, sample_bases
from benchmarks.places import REAL, SAMPLES
from gaitcheck.judging import judge
from gaitcheck.model import STRIKES, Analysis
from gaitcheck.video import FrameReader, Video, probe_video
from gaitcheck.video.encode import Encoding, write_video
from gaitcheck.video.types import Picture

LONGEST_STRIDES: Final = 6.0
# Drawn clips from which a film of each kind is cut.
DRAWN_EACH: Final = 3
# Clips that must be refused, likewise.
REFUSED_EACH: Final = 5
# The right verdicts of a clip that must be refused.
REFUSED: Final[tuple[str, ...]] = ("unsure",)

Film = tuple[list[Picture], float]


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """A judged clip, and its pictures on demand.

    The analysis may be that of the clip from which this one was made: then its steps are not here,
    and a part may lie `anywhere`.
    """

    video: Video
    analysis: Analysis
    anywhere: bool = False

    @property
    def stride(self) -> int:
        """Frames of a stride."""
        seconds = self.analysis.stride_time_s or 0.7
        return max(round(seconds * self.video.fps), 4)

    def part(self, strides: float, rng: Random) -> tuple[int, int]:
        """Return the frames of a part so many strides long, where steps were found."""
        length = min(round(strides * self.stride), self.video.frames)
        found = [] if self.anywhere else [step.contact_frame for step in self.analysis.steps]
        low, high = (min(found), max(found)) if found else (0.0, float(self.video.frames))
        first = max(round(low - 0.4 * self.stride), 0)
        last = min(round(high + 0.5 * self.stride), self.video.frames) - length
        start = int(rng.integers(first, last + 1)) if last > first else min(first, max(last, 0))
        return start, min(start + length, self.video.frames)

    def pictures(self, start: int, stop: int) -> list[Picture]:
        """Return the pictures of some frames."""
        with FrameReader(self.video) as reader:
            return [np.array(picture) for _, picture in reader.read(start, stop)]


Maker = Callable[[Source, Random], Film]
Kinds = Mapping[str, Maker]


def even(size: float) -> int:
    """Return the even number of pixels nearest to a size, at least 2."""
    return max(2 * round(size / 2), 2)


def make_film(base: Base, make: Maker, number: int, seed: int, cache: Path) -> Path:
    """Write one film into a folder `made` of the cache, unless it is there already."""
    path = cache / "made" / f"{base.clip.stem}_{make.__name__}_{seed}_{number:03d}.mp4"
    if path.is_file():
        return path
    source = Source(probe_video(base.clip), judge(observed(base.clip, cache)))
    pictures, fps = make(source, np.random.default_rng((seed, number)))
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{os.getpid()}.{path.name}")
    encoding = Encoding("libx264", options={"crf": str(RATE_FACTOR), "preset": "veryfast"})
    write_video(part, even_sized(pictures), fps, encoding=encoding)
    part.replace(path)
    return path


def even_sized(pictures: Sequence[Picture]) -> Iterator[Picture]:
    """Yield pictures without a last row or column that makes a side odd."""
    for picture in pictures:
        height, width = (side - side % 2 for side in picture.shape[:2])
        yield np.ascontiguousarray(picture[:height, :width])


def films(
    kinds: Kinds, real: Sequence[Base], refused: Sequence[Base], drawn: Sequence[Base], seed: int
) -> Iterator[tuple[str, Base]]:
    """Yield every kind of film of every real clip, and of some that must be refused and drawn."""
    rng = np.random.default_rng(seed)
    for kind in kinds:
        for base in real:
            yield kind, base
        for chosen in rng.permutation(len(refused))[:REFUSED_EACH]:
            yield kind, refused[int(chosen)]
        for chosen in rng.permutation(len(drawn))[:DRAWN_EACH]:
            yield kind, drawn[int(chosen)]


def judge_films(
    name: str,
    description: str,
    kinds: Kinds,
    as_shown: Callable[[Base, str], Base],
    arguments: Sequence[str] | None = None,
) -> int:
    """Print what becomes of every kind of film; return 1 where anything was judged wrong.

    Parameters
    ----------
    name, description : str
        Of the command.
    kinds : mapping of str to callable
        Makes a film of a clip.
    as_shown : callable
        What is true of a film of that kind, from what is true of its clip.
    arguments : sequence of str, optional
        By default those of the command line.
    """
    parser = argparse.ArgumentParser(prog=f"python -m benchmarks.{name}", description=description)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kinds", nargs="*", choices=list(kinds), help="by default all")
    parser.add_argument("--cache", type=Path, default=default_cache())
    options = parser.parse_args(arguments)
    real = [b for folder in REAL for b in real_bases(folder)]
    refused = [b for b in real if b.verdicts == REFUSED]
    judged = [b for b in real if b.verdicts[0] in STRIKES]
    judged = [b for b in judged if judge(observed(b.clip, options.cache)).verdict.strike in STRIKES]
    drawn = sample_bases(SAMPLES)
    rows = {kind: [0] * 8 for kind in options.kinds or kinds}
    for number, (kind, base) in enumerate(films(kinds, judged, refused, drawn, options.seed)):
        if kind not in rows:
            continue
        film = make_film(base, kinds[kind], number, options.seed, options.cache)
        shown = as_shown(base, kind)
        outcome = judge_film(shown, kind, film, options.cache)
        wrong = outcome.wrong_verdict or outcome.wrong_feet
        sys.stderr.write(f"{'WRONG ' if wrong else ''}{outcome.said}\n")
        sys.stderr.flush()
        group = 1 if shown.verdicts == REFUSED else 0 if base.real else 2
        row = rows[kind]
        row[2 * group] += 1
        row[2 * group + 1] += outcome.labelled
        row[6] += outcome.wrong_verdict
        row[7] += outcome.wrong_feet
    rows["all"] = [sum(row[k] for row in rows.values()) for k in range(8)]
    head = ["film", "real", "labelled", "to refuse", "labelled", "drawn", "labelled"]
    table = [[kind, *(str(count) for count in row)] for kind, row in rows.items()]
    sys.stdout.write(markdown_table([*head, "wrong verdicts", "wrong feet"], table))
    return int(any(rows["all"][6:]))

"""How well shoes are found where the picture shows no body: ``python -m benchmarks.foot_finder``.

Takes the pictures of real clips in which soles were marked by eye (see `benchmarks.sole_pitch`),
cuts them off at the knees of the marked foot, and asks the finder. A mark that is clear to see
counts as found where a shoe was found whose middle lies within a third of a shoe's length of it and
which points the same way. No mark and no picture trained the network.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from benchmarks.accuracy.tables import markdown_table
from benchmarks.sole_pitch import MARKS, Mark, find_clip, read_marks
from gaitcheck.observing.cores import one_core_each
from gaitcheck.observing.feet.finder import SIDES_PX, FootFinder, best_sides
from gaitcheck.observing.feet.types import FootFound
from gaitcheck.video import FrameReader, Video, probe_video
from gaitcheck.video.types import Picture

# Where the picture is cut off, shoe lengths above the sole's middle.
KNEE: Final = 3.0
NEAR: Final = 0.34
# Score from which a found shoe counts.
SURE: Final = 0.4


@dataclass(frozen=True, slots=True)
class Row:
    """What became of the marks of one clip."""

    clip: str
    sides: tuple[int, ...]
    marks: int
    found: int
    told: int
    off: tuple[float, ...]

    def cells(self) -> list[str]:
        """Return the row of the table."""
        return [
            self.clip,
            ", ".join(map(str, self.sides)) or "–",
            str(self.marks),
            f"{100 * self.found / max(self.marks, 1):.0f} %",
            f"{self.told / max(self.marks, 1):.1f}",
            f"{np.median(self.off):.2f}" if self.off else "–",
        ]


def rows(finder: FootFinder) -> Iterator[Row]:
    """Yield the figures of every clip with marks."""
    marks = [m for path in MARKS if path.is_file() for m in read_marks(path)]
    clear = [m for m in marks if m.clear and m.facing is not None]
    for clip in sorted({m.clip for m in clear}):
        path = find_clip(clip)
        if path is not None:
            yield _row(finder, path, [m for m in clear if m.clip == clip])


def _row(finder: FootFinder, path: Path, marks: Sequence[Mark]) -> Row:
    video = probe_video(path)
    shown = dict(_cut_off(video, marks))
    longest = max(video.width, video.height)
    tried = [
        [(s, finder.find(picture, round(s * max(picture.shape) / longest))) for s in SIDES_PX]
        for picture in shown.values()
    ]
    sides = best_sides(tried, longest)
    if not sides:
        return Row(path.stem, (), len(marks), 0, 0, ())
    told, off = 0, []
    for mark in marks:
        picture = shown[mark]
        feet = finder.find(picture, *(round(side * max(picture.shape) / longest) for side in sides))
        feet = [foot for foot in feet if foot.score >= SURE]
        told += len(feet)
        gaps = [_gap(foot, mark, video.height - picture.shape[0]) for foot in feet]
        if gaps and min(gaps) < NEAR:
            off.append(min(gaps))
    return Row(path.stem, sides, len(marks), len(off), told, tuple(off))


def _cut_off(video: Video, marks: Sequence[Mark]) -> Iterator[tuple[Mark, Picture]]:
    with FrameReader(video) as reader:
        for index, picture in reader.read_at(sorted({mark.frame for mark in marks})):
            for mark in marks:
                if mark.frame == index:
                    top = round(mark.middle[1] - KNEE * mark.shoe_length)
                    yield mark, np.array(picture[max(top, 0) :])


def _gap(foot: FootFound, mark: Mark, top: int) -> float:
    """Return how far a shoe lies from the mark, shoe lengths; infinity if it points elsewhere."""
    way = foot.toe[0] - foot.heel[0]
    if (way > 0) != (mark.facing == "right"):
        return float("inf")
    middle = np.add(foot.middle, [0, top])
    return float(np.hypot(*(middle - mark.middle)) / mark.shoe_length)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.foot_finder", description=__doc__)
    parser.add_argument("--weights", type=Path)
    options = parser.parse_args(arguments)
    with one_core_each():
        found = list(rows(FootFinder(options.weights)))
    head = ["clip", "sizes", "marks", "found", "told of in a picture", "off (shoe lengths)"]
    total = Row(
        "all",
        (),
        sum(row.marks for row in found),
        sum(row.found for row in found),
        sum(row.told for row in found),
        tuple(gap for row in found for gap in row.off),
    )
    sys.stdout.write(markdown_table(head, [row.cells() for row in [*found, total]]))
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Films cut as they come and then posted: ``python -m benchmarks.edited_twice``.

Each film of `benchmarks.as_posted` is made of one of `benchmarks.as_they_come`, drawn by the seed:
a dusky copy of two strides, a mirror beside the legs alone, a messenger's copy of jump cuts. What
each edit leaves to be seen may be little, so that many of these films rightly get no label; none
may get a wrong one.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Final

from benchmarks import as_posted, as_they_come
from benchmarks.made_films import Film, Kinds, Maker, Source, even_sized, judge_films
from benchmarks.occluded import Base, Random
from gaitcheck.video import probe_video
from gaitcheck.video.encode import write_video


def after_another(make: Maker) -> Maker:
    """Return what makes a film of a film that was cut before."""

    def make_of_cut(source: Source, rng: Random) -> Film:
        kinds = list(as_they_come.KINDS.values())
        pictures, fps = kinds[int(rng.integers(len(kinds)))](source, rng)
        with tempfile.TemporaryDirectory() as folder:
            cut = Path(folder) / "cut.mp4"
            write_video(cut, even_sized(pictures), fps)
            return make(Source(probe_video(cut), source.analysis, anywhere=True), rng)

    make_of_cut.__name__ = f"cut_{make.__name__}"
    return make_of_cut


KINDS: Final[Kinds] = {
    kind: after_another(make) for kind, make in as_posted.KINDS.items() if kind != "backward"
}


def as_shown(base: Base, _: str) -> Base:
    """Return what is true of a film: any may be of a pass each way, one of them mirrored."""
    return as_they_come.as_shown(base, "both ways")


if __name__ == "__main__":
    sys.exit(judge_films("edited_twice", str(__doc__), KINDS, as_shown))

"""Every labelled real clip, a row each: ``python -m benchmarks.real_film``.

Looks in ``../shared/clips`` and ``../shared/film``. Only figures are printed, no pictures.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.accuracy.document_clips import real_section
from benchmarks.accuracy.real import judge_real_clips
from benchmarks.accuracy.tracking import default_cache
from benchmarks.places import REAL


def _say(name: str) -> None:
    sys.stderr.write(f"{name}\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; the exit status is 1 where a verdict is wrong."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.real_film", description=__doc__)
    parser.add_argument("--cache", type=Path, default=default_cache())
    options = parser.parse_args(arguments)
    clips = [clip for folder in REAL for clip in judge_real_clips(folder, options.cache, _say)]
    if not clips:
        sys.stdout.write("There are no labelled real clips beside the project.\n")
        return 0
    sys.stdout.write(f"{real_section(clips)}\n")
    return int(any(clip.outcome == "wrong" for clip in clips))


if __name__ == "__main__":
    sys.exit(main())

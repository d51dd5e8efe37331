"""Every labelled real clip, a row each: ``python -m benchmarks.real_film``.

Looks in ``../shared/clips`` and ``../shared/film``. Only figures are printed, no pictures.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np

from benchmarks.accuracy.real import RealClip, judge_real_clips
from benchmarks.accuracy.sets import GAITCHECK
from benchmarks.accuracy.tables import markdown_table
from benchmarks.accuracy.tracking import default_cache
from gaitcheck.model import STRIKES

SHARED: Final = Path(__file__).parents[2] / "shared"
FOLDERS: Final = (SHARED / "clips", SHARED / "film")


def row_of(clip: RealClip) -> list[str]:
    """Return what a clip shows, what is right, what was answered, and how far contacts are off."""
    errors = np.abs(clip.contact_errors)
    return [
        clip.name,
        " or ".join(clip.accepted),
        f"{clip.verdicts[GAITCHECK]} {clip.confidence:.2f}",
        clip.outcome,
        f"{np.median(errors):.1f} / {errors.max():.1f} ({len(errors)})" if len(errors) else "",
    ]


def sentence_of(clips: Sequence[RealClip]) -> str:
    """Return in one line how many clips a person can judge, and how many were."""
    possible = [clip for clip in clips if clip.accepted[0] in (*STRIKES, "mixed")]
    labelled = [clip for clip in possible if clip.verdicts[GAITCHECK] != "unsure"]
    wrong = sum(clip.outcome == "wrong" for clip in clips)
    errors = np.abs([error for clip in clips for error in clip.contact_errors])
    near = f"{100 * np.mean(errors <= 1):.0f} % within one" if len(errors) else ""
    return (
        f"{len(clips)} clips: of {len(possible)} that a person labels {len(labelled)} got a label; "
        f"{wrong} wrong. Contacts: median error "
        f"{np.median(errors) if len(errors) else np.nan:.1f} frames, {near}."
    )


def _say(name: str) -> None:
    sys.stderr.write(f"{name}\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; the exit status is 1 where a verdict is wrong."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.real_film", description=__doc__)
    parser.add_argument("--cache", type=Path, default=default_cache())
    options = parser.parse_args(arguments)
    clips = [clip for folder in FOLDERS for clip in judge_real_clips(folder, options.cache, _say)]
    if not clips:
        sys.stdout.write("There are no labelled real clips beside the project.\n")
        return 0
    head = ["clip", "right", "answer", "outcome", "contact error, frames: median / most (n)"]
    sys.stdout.write(markdown_table(head, [row_of(clip) for clip in clips]))
    sys.stdout.write(f"\n{sentence_of(clips)}\n")
    return int(any(clip.outcome == "wrong" for clip in clips))


if __name__ == "__main__":
    sys.exit(main())

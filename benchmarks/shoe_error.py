"""Print how far angles from the shoe lie from the truth, by how alike the shoe looks at contact.

``python -m benchmarks.shoe_error CLIP...`` looks at the shoes of rendered clips and compares each
foot's mean angle with the truth beside the clip. For each range of likeness it prints the number
of feet, the error in the mean square, the largest one, the stated uncertainty, the error in units
of it, and the share of feet inside the 95 % interval. `SHOE_SPREAD` in `gaitcheck.gait.strike`
rests on the tuning clips, turned ones included.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np

from benchmarks.accuracy.tracking import default_cache, observed
from benchmarks.accuracy.truth import read_truth, truth_path
from gaitcheck.judging import measure_observed

LIKENESS: Final = (0.60, 0.70, 0.78, 0.84, 0.90, 0.95, 1.01)


@dataclass(frozen=True, slots=True)
class FootError:
    """One foot: likeness of its shoe at contact, error and uncertainty of its angle, degrees."""

    likeness: float
    error_deg: float
    spread_deg: float
    within: bool


def feet_of(clip: Path) -> Iterator[FootError]:
    """Yield the feet of a clip whose angle comes from the shoe."""
    truth = read_truth(truth_path(clip))
    gait = measure_observed(observed(clip, default_cache()))
    for side, measure in gait.sides.items():
        if measure.landing is None or not truth.foot(side):
            continue
        true = float(np.mean([step.angle_deg for step in truth.foot(side)]))
        low, high = measure.angle.interval
        yield FootError(
            likeness=measure.landing.anchor,
            error_deg=measure.angle.value - true,
            spread_deg=measure.angle.spread,
            within=low <= true <= high,
        )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("clips", type=Path, nargs="+")
    clips = [clip for clip in parser.parse_args().clips if read_truth(truth_path(clip)).usable]
    feet = [foot for clip in clips for foot in feet_of(clip)]
    heads = ("feet", "RMS deg", "largest", "stated", "in units", "within")
    print(f"{'likeness':14s}" + "".join(f"{head:>10s}" for head in heads))
    for low, high in pairwise(LIKENESS):
        own = [foot for foot in feet if low <= foot.likeness < high]
        if not own:
            continue
        error, spread = (
            np.array([getattr(f, k) for f in own]) for k in ("error_deg", "spread_deg")
        )
        figures = (
            np.sqrt(np.mean(error**2)),
            np.abs(error).max(),
            spread.mean(),
            np.sqrt(np.mean((error / spread) ** 2)),
            np.mean([foot.within for foot in own]),
        )
        cells = "".join(f"{figure:10.2f}" for figure in figures)
        print(f"{low:.2f} to {high:.2f}{len(own):>12d}{cells}")


if __name__ == "__main__":
    main()

"""How the rendered clips look to the pose model, beside real ones.

Run with ``python -m benchmarks.accuracy.likeness CLIP ...``: it prints the share of frames with a
person, the visibility of near and far foot, and the share of frames with exchanged legs.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from benchmarks.accuracy.tracking import default_cache, tracked
from gaitcheck.gait.body import to_body
from gaitcheck.gait.legs import find_swaps
from gaitcheck.gait.measure import measure_gait
from gaitcheck.model import SIDES, Landmarks, Side

# MediaPipe's left ankle, heel and foot index; the right ones follow each.
FOOT: Final = (27, 29, 31)


@dataclass(frozen=True, slots=True)
class Likeness:
    """What the pose model makes of one clip: shares of frames, and visibilities 0..1."""

    name: str
    found: float
    near: float
    far: float
    exchanged: float


def look_at(name: str, landmarks: Landmarks) -> Likeness | None:
    """Return how a clip looks to the pose model; None where no near side is seen."""
    near = measure_gait(landmarks).view.view.near_side
    if near not in SIDES:
        return None
    far: Side = "right" if near == "left" else "left"
    return Likeness(
        name=name,
        found=float(np.isfinite(landmarks.points[:, 0, 0]).mean()),
        near=_visibility(landmarks, near),
        far=_visibility(landmarks, far),
        exchanged=float(find_swaps(to_body(landmarks)).mean()),
    )


def _visibility(landmarks: Landmarks, side: Side) -> float:
    points = [index + (side == "right") for index in FOOT]
    return float(np.nanmedian(landmarks.visibility[:, points]))


def main(names: list[str]) -> int:
    """Print a line for each clip, then medians and ranges over all."""
    cache = default_cache()
    rows = []
    for name in names:
        _, tracking = tracked(Path(name), cache)
        row = look_at(Path(name).stem, tracking.landmarks)
        if row is not None:
            rows.append(row)
            print(f"{row.name:<36}{_write([row.found, row.near, row.far, row.exchanged])}")
    table = np.array([[row.found, row.near, row.far, row.exchanged] for row in rows])
    for words, values in (
        ("median", np.median(table, axis=0)),
        ("lowest", table.min(axis=0)),
        ("highest", table.max(axis=0)),
    ):
        print(f"{words:<36}{_write(values)}")
    return 0


def _write(values: np.ndarray | list[float]) -> str:
    found, near, far, exchanged = values
    return f"found {found:.3f}  near {near:.2f}  far {far:.2f}  exchanged {exchanged:.3f}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

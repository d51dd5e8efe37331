"""How few steps soles need: ``python -m benchmarks.few_steps``.

Rendered clips of known truth are cut to a few strides, from landmarks and soles that were seen
before, and judged on their soles alone, as where no shoe can be followed. Real shoes are read less
well than drawn ones: see `benchmarks.sole_pitch` for those.
"""

from __future__ import annotations

import argparse
import dataclasses
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from benchmarks.accuracy.tables import markdown_table
from benchmarks.accuracy.tracking import default_cache, observed
from benchmarks.accuracy.truth import Truth, commonest, read_truth
from benchmarks.places import SAMPLES
from gaitcheck.gait.measure import measure_gait
from gaitcheck.gait.refine import refine_gait
from gaitcheck.gait.sole_tracks import soles_of_legs
from gaitcheck.gait.verdict import summarise_sides
from gaitcheck.model import SIDES, Tracking

STRIDES: Final = (2.2, 4.2, np.inf)
STARTS: Final = 3


@dataclass(frozen=True, slots=True)
class Foot:
    """One foot of one cut clip: what was read, against the truth."""

    strides: float
    error_deg: float
    spread_deg: float
    labelled: bool
    wrong: bool


def cut_frames(seen: Any, start: int, stop: int, frames: int) -> Any:
    """Return what was seen in some of the frames: arrays of a value per frame are cut."""
    if isinstance(seen, np.ndarray):
        return seen[start:stop] if seen.ndim and len(seen) == frames else seen
    if dataclasses.is_dataclass(seen) and not isinstance(seen, type):
        parts = {f.name: getattr(seen, f.name) for f in dataclasses.fields(seen)}
        return dataclasses.replace(
            seen, **{name: cut_frames(part, start, stop, frames) for name, part in parts.items()}
        )
    if isinstance(seen, Mapping):
        return {name: cut_frames(part, start, stop, frames) for name, part in seen.items()}
    return seen


def feet_of(tracking: Tracking, truth: Truth, seed: int) -> Iterator[Foot]:
    """Yield every foot of every cut of a clip that its soles tell something of."""
    rng = np.random.default_rng(seed)
    frames = len(tracking.landmarks.time_s)
    whole = measure_gait(tracking.landmarks)
    if whole.cycle is None:
        return
    for strides in STRIDES:
        length = frames
        if np.isfinite(strides):
            length = min(round(strides * whole.cycle.stride_frames), frames)
        starts = {0} if length == frames else set(rng.integers(0, frames - length + 1, STARTS))
        for start in sorted(starts):
            part = cut_frames(tracking, start, start + length, frames)
            yield from _feet(part, truth, strides)


def _feet(tracking: Tracking, truth: Truth, strides: float) -> Iterator[Foot]:
    gait = measure_gait(tracking.landmarks)
    soles = soles_of_legs(tracking.soles, tracking.landmarks, gait.body)
    gait = refine_gait(gait, {}, soles=soles, shift=tracking.camera_shift)
    results = summarise_sides(gait, (), 1.0)
    for side in SIDES:
        steps = truth.foot(side)
        if side not in gait.sides or gait.sides[side].sole is None or not steps:
            continue
        angle, strike = gait.sides[side].angle, results[side].strike
        error = angle.value - float(np.mean([step.angle_deg for step in steps]))
        right = commonest([step.strike for step in steps])
        labelled = strike != "unsure"
        yield Foot(strides, error, angle.spread, labelled, labelled and strike != right)


def row_of(strides: float, feet: Sequence[Foot]) -> list[str]:
    """Return the row of one length."""
    errors = np.array([foot.error_deg for foot in feet])
    beside = np.abs(errors) <= 2 * np.array([foot.spread_deg for foot in feet])
    return [
        "all" if not np.isfinite(strides) else f"{strides:g}",
        str(len(feet)),
        f"{np.sqrt(np.mean(errors**2)):.1f}",
        f"{np.percentile(np.abs(errors), 90):.1f}",
        f"{errors.mean():+.1f}",
        f"{100 * beside.mean():.0f} %",
        str(sum(foot.labelled for foot in feet)),
        str(sum(foot.wrong for foot in feet)),
    ]


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; the exit status is 1 where a foot was labelled wrong."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.few_steps", description=__doc__)
    parser.add_argument("--clips", type=Path, nargs="*", default=[SAMPLES])
    parser.add_argument("--cache", type=Path, default=default_cache())
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args(arguments)
    feet: list[Foot] = []
    for path in sorted(p for folder in options.clips for p in folder.glob("*.truth.json")):
        truth = read_truth(path)
        if truth.usable:
            clip = path.with_name(path.name.replace(".truth.json", ".mp4"))
            tracking = observed(clip, options.cache).tracking
            feet += feet_of(tracking, truth, options.seed)
    head = ["strides", "feet read", "RMSE", "90 %", "bias", "inside 2 sd", "labelled", "wrong"]
    rows = [row_of(n, own) for n in STRIDES if (own := [f for f in feet if f.strides == n])]
    sys.stdout.write(markdown_table(head, rows))
    return int(any(foot.wrong for foot in feet))


if __name__ == "__main__":
    sys.exit(main())

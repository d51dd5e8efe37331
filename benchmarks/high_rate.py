"""What a film of a high rate loses, and saves, by poses in only some of its frames.

``python -m benchmarks.high_rate CLIP...`` takes rendered clips with their truth beside them
(``tools/render_runner.py``), looks at each once with the pose in every frame and once as usual, and
prints what it took and how far contacts, contact times and angles are off.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.accuracy.tables import markdown_table
from benchmarks.accuracy.truth import Truth, read_truth
from gaitcheck.judging import judge
from gaitcheck.model import SIDES, Analysis, ClipOptions, Observation
from gaitcheck.observing.clip import observe
from gaitcheck.store.observation import load_observation, save_observation

# A step found further from every true one of that foot than this is another one, seconds.
NEAREST_S = 0.12


@dataclass(frozen=True, slots=True)
class Look:
    """A clip looked at in one way."""

    processor_s: float
    analysis: Analysis


def look(path: Path, *, every_frame: bool) -> Look:
    """Observe and judge a clip."""
    before = _processor_s()
    seen = observe(path, ClipOptions(every_frame=every_frame))
    took = _processor_s() - before
    return Look(took, judge(_stored(seen)))


def _stored(seen: Observation) -> Observation:
    with tempfile.TemporaryDirectory() as folder:
        save_observation(seen, Path(folder) / "seen.npz")
        return load_observation(Path(folder) / "seen.npz")


def _processor_s() -> float:
    usage = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(used.ru_utime + used.ru_stime for used in usage)


def errors(analysis: Analysis, truth: Truth) -> tuple[float, float, float, int]:
    """Return errors of contacts and contact times (ms, root mean square), of angles, and steps."""
    slow = truth.slow_motion
    contact, stance = [], []
    for step in analysis.steps:
        known = truth.foot(step.side)
        nearest = min(known, key=lambda true: abs(true.contact_s * slow - step.contact_time_s))
        late = step.contact_time_s / slow - nearest.contact_s
        if abs(late) > NEAREST_S:
            continue
        contact.append(late)
        if step.toe_off_time_s is not None and np.isfinite(nearest.toe_off_s):
            stance.append(step.toe_off_time_s / slow - nearest.toe_off_s - late)
    angle = [
        result.foot_strike_angle_deg - float(np.mean([true.angle_deg for true in truth.foot(side)]))
        for side in SIDES
        if (result := analysis.sides[side]).foot_strike_angle_deg is not None
    ]
    return 1000 * _rms(contact), 1000 * _rms(stance), _rms(angle), len(contact)


def _rms(values: Sequence[float]) -> float:
    return float(np.sqrt(np.mean(np.square(values)))) if len(values) else float("nan")


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.high_rate", description=__doc__)
    parser.add_argument("clips", type=Path, nargs="+")
    options = parser.parse_args(arguments)
    rows = []
    for clip in options.clips:
        truth = read_truth(clip.with_suffix(".truth.json"))
        every, usual = (look(clip, every_frame=every) for every in (True, False))
        for name, seen in (("every frame", every), ("usual", usual)):
            contact, stance, angle, steps = errors(seen.analysis, truth)
            verdict, share = seen.analysis.verdict, seen.processor_s / every.processor_s
            rows.append(
                [
                    clip.stem,
                    f"{truth.fps:.0f}",
                    name,
                    f"{seen.processor_s:.1f}",
                    f"{share:.2f}",
                    f"{truth.verdict} / {verdict.strike} {verdict.confidence:.2f}",
                    f"{steps} of {len(truth.steps)}",
                    f"{contact:.1f}",
                    f"{stance:.1f}",
                    f"{angle:.1f}",
                ]
            )
    head = ["clip", "fps", "poses", "processor s", "share", "truth / verdict", "steps"]
    head += ["contact ms", "contact time ms", "angle deg"]
    sys.stdout.write(f"{markdown_table(head, rows)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

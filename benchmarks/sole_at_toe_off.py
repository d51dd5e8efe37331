"""Print the angle of the sole at toe-off in the force-plate trials, and how fast it turns then.

``python -m benchmarks.sole_at_toe_off MOCAP`` prints, for each foot of each trial, the mean angle
of the sole at toe-off against the same foot lying flat, and its rate of turning just after;
`gaitcheck.gait.push_off` rests on them.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from benchmarks.accuracy.mocap import read_capture, trial_names
from gaitcheck.model import SIDES

JUST_AFTER_S = 0.005


def main() -> None:
    """Print the table and the mean and spread over feet."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("mocap", type=Path)
    folder = parser.parse_args().mocap
    angles, rates = [], []
    for name in trial_names(folder):
        trial = read_capture(folder, name)
        for side in SIDES:
            steps = [step for step in trial.steps if step.side == side]
            off = np.array([step.toe_off_s for step in steps if np.isfinite(step.toe_off_s)])
            stride_s = float(np.median(np.diff([step.contact_s for step in steps])))
            sole = np.interp(off, trial.time_s, trial.sole_deg[side])
            after = np.interp(off + JUST_AFTER_S, trial.time_s, trial.sole_deg[side])
            rate = float(np.mean(after - sole)) / JUST_AFTER_S * stride_s
            angles.append(float(np.mean(sole)))
            rates.append(rate)
            print(f"{name:14s}{side:6s}{angles[-1]:8.1f} deg{rate:8.0f} deg per stride")
    for words, values in (("angle", angles), ("rate per stride", rates)):
        print(f"{words}: mean {np.mean(values):.1f}, spread {np.std(values, ddof=1):.1f}")


if __name__ == "__main__":
    main()

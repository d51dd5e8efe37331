"""Write ``gaitcheck/report/strike_examples.json``: one foot of each strike, from the sample truth.

The drawings that explain the strikes are made from it; the truth files themselves do not come with
the installed package. Run ``python -m tools.write_strike_examples`` after the samples changed.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

ROOT: Final = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tools"))

from render.shoe import shoe_mesh  # noqa: E402 - found by the line above
from render.sole import Sole  # noqa: E402
from render.spec import RunnerSpec  # noqa: E402

FloatArray = NDArray[np.float64]

SAMPLES: Final = ROOT / "sample_videos"
TARGET: Final = ROOT / "gaitcheck" / "report" / "strike_examples.json"
SCHEMA: Final = "gaitcheck.strike_examples/1"
# A level treadmill seen square from the side; the near foot of each.
CLIPS: Final = {
    "heel": "heel_treadmill_left",
    "midfoot": "midfoot_treadmill_right",
    "toe": "toe_treadmill_right",
}
PHASE: Final = np.round(np.arange(-0.15, 0.851, 0.01), 2)
"""Share of the stride after contact at which the mean angle is given."""
BANDWIDTH: Final = 0.01
"""Of the smoothing over all strides: about a quarter of a frame at 30 pictures a second."""
SOLE_TOP_RING: Final = 5
"""Where the midsole ends in the rings of `shoe_mesh`, bottom first."""


def main() -> None:
    """Write the file."""
    TARGET.write_text(strike_examples_text(), encoding="utf-8")


def strike_examples_text() -> str:
    """Return the content of the file."""
    data = {
        "schema": SCHEMA,
        "phase": PHASE.tolist(),
        "shoe": _shoe(),
        "strikes": {strike: _example(name) for strike, name in CLIPS.items()},
    }
    return json.dumps(data, separators=(",", ":")) + "\n"


def _example(name: str) -> dict[str, Any]:
    truth = json.loads((SAMPLES / f"{name}.truth.json").read_text(encoding="utf-8"))
    side = truth["view"]["near_side"]
    steps = [step for step in truth["steps"] if step["side"] == side]
    frames = {key: np.array(values) for key, values in truth["frames"][side].items()}
    time = np.array(truth["frames"]["time_s"])
    contacts = np.array([step["contact_time_s"] for step in steps])
    strides = np.diff(contacts)
    contact_deg = float(np.mean([step["foot_strike_angle_deg"] for step in steps]))
    leaves = [step["toe_off_time_s"] or np.nan for step in steps]
    stance = np.array(leaves[:-1]) - contacts[:-1]
    return {
        "clip": name,
        "steps": len(steps),
        "contact_deg": round(contact_deg, 1),
        "shank_deg": round(_shank_deg(frames, time, contacts, truth["view"]["facing"]), 1),
        "toe_off_phase": round(float(np.nanmean(stance / strides)), 3),
        "sole_deg": _mean_stride(time, frames["sole_angle_deg"], contacts, contact_deg),
    }


def _shank_deg(
    frames: dict[str, FloatArray], time: FloatArray, contacts: FloatArray, facing: str
) -> float:
    """Return how far the knee is ahead of the ankle at contact, degrees from the vertical."""
    ahead = (frames["knee"] - frames["ankle"]) * (1.0 if facing == "right" else -1.0, -1.0)
    x, y = (np.interp(contacts, time, ahead[:, axis]) for axis in (0, 1))
    return float(np.degrees(np.arctan2(x, y)).mean())


def _mean_stride(
    time: FloatArray, angle: FloatArray, contacts: FloatArray, contact_deg: float
) -> list[float]:
    """Lay all strides over one another; contact is a corner, so its sides are fitted apart."""
    starts, strides = contacts[:-1, None], np.diff(contacts)[:, None]
    phases = (time[None, :] - starts) / strides
    used = (phases > PHASE[0] - 0.05) & (phases < PHASE[-1] + 0.05)
    phase, values = phases[used], np.broadcast_to(angle, phases.shape)[used]
    return [
        round(contact_deg if at == 0 else _local_line(phase, values, float(at)), 1) for at in PHASE
    ]


def _local_line(phase: FloatArray, values: FloatArray, at: float) -> float:
    """Return the local linear fit at a phase, over the samples on the same side of contact."""
    beside = (phase < 0) == (at < 0)
    apart = phase[beside] - at
    weight = np.exp(-0.5 * (apart / BANDWIDTH) ** 2)
    slope_and_value = np.polyfit(apart, values[beside], 1, w=np.sqrt(weight))
    return float(slope_and_value[1])


def _shoe() -> dict[str, Any]:
    """Return the outlines of the drawn shoe, flat, in metres: x forward, y up, origin at the heel.

    `bottom` is the lower edge of the sole, `midsole` its upper one, `top` the upper's.
    """
    sole = Sole()
    mesh = shoe_mesh(sole, RunnerSpec(), "right", 1.0)
    xs = np.unique(mesh.vertices[:, 0])
    grid = mesh.vertices.reshape(len(xs), -1, 3)
    edges = {"bottom": grid[:, 0], "midsole": grid[:, SOLE_TOP_RING]}
    edges["top"] = grid[np.arange(len(xs)), grid[:, :, 1].argmax(axis=1)]
    outlines = {key: np.round(points[:, :2], 4).tolist() for key, points in edges.items()}
    return {"ankle": [sole.ankle_x, sole.ankle_y], **outlines}


if __name__ == "__main__":
    main()

"""Treadmill running with motion capture and force plates.

Fukuchi, Fukuchi & Duarte 2017, "A public dataset of running biomechanics and the effects of running
speed on lower extremity kinematics and kinetics", PeerJ 5:e3298, doi 10.7717/peerj.3298, data
figshare 4543435, CC BY 4.0.
"""

from __future__ import annotations

import csv
import gzip
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from benchmarks.accuracy.truth import TrueStep, strike_of
from gaitcheck.model import SIDES, FloatArray, Side

JOINTS: Final = ("hip", "knee", "ankle", "heel", "toe")
_LETTER: Final[Mapping[Side, str]] = {"left": "L", "right": "R"}
# A foot is flat in this part of contact time.
FLAT_PHASE: Final = (0.3, 0.5)
# The metatarsal heads, where the markers sit, lie at this share of a shoe's length.
METATARSALS: Final = 0.72


@dataclass(frozen=True, slots=True, eq=False)
class Capture:
    """One trial.

    Attributes
    ----------
    name, runner : str
    time_s : array, shape (samples,)
    joints : mapping of side to array, shape (samples, joints of `JOINTS`, 2)
        Metres in the sagittal plane: x = running direction, y upwards; heel and toe are the ends
        of the shoe, the toe lengthened from the metatarsal heads.
    sole_deg : mapping of side to array, shape (samples,)
        Angle of the foot against its own flat phase, toes up positive.
    steps : tuple of TrueStep
        From the force plate; doubtful ones left out.
    """

    name: str
    runner: str
    time_s: FloatArray
    joints: Mapping[Side, FloatArray]
    sole_deg: Mapping[Side, FloatArray]
    steps: tuple[TrueStep, ...]


def trial_names(folder: Path) -> tuple[str, ...]:
    """Return the trials in a folder."""
    return tuple(sorted(path.name.removesuffix(".csv.gz") for path in folder.glob("rbds*.csv.gz")))


def read_capture(folder: Path, name: str) -> Capture:
    """Read one trial: ``<name>.csv.gz`` and ``<name>_events.csv``."""
    with gzip.open(folder / f"{name}.csv.gz", "rt", encoding="utf-8", newline="") as stream:
        rows = csv.reader(stream)
        header = next(rows)
        values = np.array([[float(cell) if cell else np.nan for cell in row] for row in rows])
    column = {title: values[:, i] for i, title in enumerate(header)}
    time_s = column["time"]
    steps = _read_steps(folder / f"{name}_events.csv")
    joints = {side: _joints(column, _LETTER[side]) for side in SIDES}
    return Capture(
        name=name,
        runner=name.partition("_")[0],
        time_s=time_s,
        joints=joints,
        sole_deg={
            side: _sole(joints[side], time_s, [s for s in steps if s.side == side])
            for side in SIDES
        },
        steps=steps,
    )


def _joints(column: Mapping[str, FloatArray], letter: str) -> FloatArray:
    points = {
        joint: np.stack([column[f"{letter}_{joint}_{axis}"] for axis in "xy"], axis=1)
        for joint in JOINTS
    }
    points["toe"] = points["heel"] + (points["toe"] - points["heel"]) / METATARSALS
    return np.stack([points[joint] for joint in JOINTS], axis=1)


def _sole(joints: FloatArray, time_s: FloatArray, steps: list[TrueStep]) -> FloatArray:
    line = joints[:, JOINTS.index("toe")] - joints[:, JOINTS.index("heel")]
    pitch = np.degrees(np.arctan2(line[:, 1], line[:, 0]))
    flat = np.zeros(len(time_s), dtype=bool)
    for step in steps:
        share = (time_s - step.contact_s) / (step.toe_off_s - step.contact_s)
        flat |= (share >= FLAT_PHASE[0]) & (share <= FLAT_PHASE[1])
    return np.asarray((pitch - np.median(pitch[flat]) + 200.0) % 360.0 - 200.0)


def _read_steps(path: Path) -> tuple[TrueStep, ...]:
    with path.open(encoding="utf-8", newline="") as stream:
        events = list(csv.DictReader(stream))
    steps: list[TrueStep] = []
    for side in SIDES:
        own = [event for event in events if event["side"] == _LETTER[side]]
        for i, event in enumerate(own):
            if event["event"] != "IC" or event["suspect"] == "1" or not event["fsa_deg"]:
                continue
            time = float(event["time"])
            after = own[i + 1] if i + 1 < len(own) else None
            lifts = after is not None and after["event"] == "TO" and after["suspect"] != "1"
            toe_off = float(after["time"]) if after is not None and lifts else float("nan")
            angle = float(event["fsa_deg"])
            steps.append(TrueStep(side, time, toe_off, angle, strike_of(angle)))
    steps.sort(key=lambda step: step.contact_s)
    return tuple(steps)

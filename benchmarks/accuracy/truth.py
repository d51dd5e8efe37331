"""The exact truth of a rendered clip, read from its ``.truth.json``."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

import numpy as np

from gaitcheck.model import HEEL_ABOVE, SIDES, STRIKES, TOE_BELOW, FloatArray, Side, Strike

SCHEMA: Final = "gaitcheck.truth/1"
POINTS: Final = ("shoulder", "elbow", "hip", "knee", "ankle", "heel", "toe")
"""The points of a side that both the truth and MediaPipe know, top to bottom."""

TrueVerdict = Literal["heel", "midfoot", "toe", "mixed"]


@dataclass(frozen=True, slots=True)
class TrueStep:
    """One foot contact; times are real time in seconds, NaN where unknown."""

    side: Side
    contact_s: float
    toe_off_s: float
    angle_deg: float
    strike: Strike


@dataclass(frozen=True, slots=True, eq=False)
class Truth:
    """What is known about one run.

    Attributes
    ----------
    name, runner : str
    steps : tuple of TrueStep
    near_side : Side or None
        None for a view without one (from the front).
    cadence_spm : float
    slow_motion : float
        File time over real time.
    duration_s : float
        Real time.
    usable : bool
        Whether the clip shows what can be judged; else it must be refused.
    fps : float
        Pictures a second of real time.
    yaw_deg : float
        How far the camera is turned from square to the run.
    """

    name: str
    runner: str
    steps: tuple[TrueStep, ...]
    near_side: Side | None
    cadence_spm: float
    slow_motion: float
    duration_s: float
    usable: bool
    fps: float = 30.0
    yaw_deg: float = 0.0

    def foot(self, side: Side) -> tuple[TrueStep, ...]:
        """Return the steps of one foot."""
        return tuple(step for step in self.steps if step.side == side)

    @property
    def verdict(self) -> TrueVerdict | None:
        """The commonest strike of both feet; ``mixed`` where they differ; None without steps."""
        left, right = (commonest([step.strike for step in self.foot(side)]) for side in SIDES)
        if left is None or right is None:
            return None
        return left if left == right else "mixed"


def commonest(strikes: Sequence[Strike]) -> Strike | None:
    """Return the commonest strike, None for an empty sequence."""
    return max(STRIKES, key=strikes.count) if strikes else None


def strike_of(angle_deg: float) -> Strike:
    """Return the strike by the 8.0 / -1.6 degree rule.

    Altman & Davis 2012, doi 10.1016/j.gaitpost.2011.09.104.
    """
    if angle_deg > HEEL_ABOVE:
        return "heel"
    return "toe" if angle_deg < TOE_BELOW else "midfoot"


def truth_path(clip: Path) -> Path:
    """Return where the truth of a clip lies."""
    return clip.with_suffix(".truth.json")


def read_truth(path: Path) -> Truth:
    """Read the truth of a rendered clip.

    Raises
    ------
    ValueError
        When the file has another schema.
    """
    data = _read(path)
    steps = tuple(
        TrueStep(
            side=step["side"],
            contact_s=step["contact_real_time_s"],
            toe_off_s=_number(step["toe_off_real_time_s"]),
            angle_deg=step["foot_strike_angle_deg"],
            strike=step["strike"],
        )
        for step in data["steps"]
    )
    clip, view = data["clip"], data["view"]
    return Truth(
        name=data["name"],
        # Every spec draws its own runner.
        runner=data["name"],
        steps=steps,
        near_side=view["near_side"],
        cadence_spm=data["motion"]["cadence_spm"],
        slow_motion=clip["slow_motion"],
        duration_s=clip["duration_s"] / clip["slow_motion"],
        usable=view["plane"] in ("side", "oblique"),
        fps=clip["fps_filmed"],
        yaw_deg=view["yaw_deg"],
    )


@dataclass(frozen=True, slots=True, eq=False)
class TrueFrames:
    """The truth of every frame.

    Attributes
    ----------
    points : mapping of side to array, shape (frames, points of `POINTS`, 2)
        Pixels, y downwards; NaN where the truth does not hold the point.
    sole_deg : mapping of side to array, shape (frames,)
        Angle of the sole to the belt, toes up positive.
    facing : int
        +1 for right.
    """

    points: Mapping[Side, FloatArray]
    sole_deg: Mapping[Side, FloatArray]
    facing: int


def read_frames(path: Path) -> TrueFrames:
    """Read where every point was in every frame of a rendered clip seen from the side."""
    data = _read(path)
    frames = data["frames"]
    return TrueFrames(
        points={
            side: np.stack([_place(frames, side, name) for name in POINTS], axis=1)
            for side in SIDES
        },
        sole_deg={side: np.asarray(frames[side]["sole_angle_deg"], dtype=float) for side in SIDES},
        facing=1 if data["view"]["facing"] == "right" else -1,
    )


def _place(frames: Mapping[str, Any], side: Side, name: str) -> FloatArray:
    """Return a point per frame; truth written before the elbows were known has none of them."""
    unknown = [[np.nan, np.nan]] * len(frames["time_s"])
    return np.asarray(frames[side].get(name, unknown), dtype=float)


def _read(path: Path) -> Any:
    data = json.loads(path.read_text(encoding="utf-8"))
    if data.get("schema") != SCHEMA:
        raise ValueError(f"{path} is not a truth file of schema {SCHEMA}.")
    return data


def _number(value: float | None) -> float:
    return float("nan") if value is None else float(value)

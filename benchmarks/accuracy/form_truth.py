"""The true running form of a run, from exact joints and events: independent of gaitcheck's code."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import numpy as np

from benchmarks.accuracy.mocap import Capture
from benchmarks.accuracy.truth import POINTS, Truth, read_frames, read_truth, truth_path
from gaitcheck.model import SIDES, FloatArray, Side

CAPTURED: Final = ("hip", "knee", "ankle", "heel", "toe")


@dataclass(frozen=True, slots=True, eq=False)
class TrueRun:
    """Joints and events of one run.

    Attributes
    ----------
    time_s : array, shape (samples,)
        Real time, on the clock of the steps.
    joints : mapping of side to mapping of name to array, shape (samples, 2)
        x = running direction, y upwards, any unit.
    sole_deg : mapping of side to array
    truth : Truth
    speed : float
        Leg lengths per second.
    """

    time_s: FloatArray
    joints: Mapping[Side, Mapping[str, FloatArray]]
    sole_deg: Mapping[Side, FloatArray]
    truth: Truth
    speed: float


def rendered_run(clip: Path) -> TrueRun:
    """Read a rendered clip's truth."""
    path = truth_path(clip)
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    frames, truth, motion = read_frames(path), read_truth(path), data["motion"]
    turn = np.array([float(frames.facing), -1.0])
    return TrueRun(
        time_s=np.asarray(data["frames"]["time_s"], dtype=float) / truth.slow_motion,
        joints={
            side: {name: frames.points[side][:, k] * turn for k, name in enumerate(POINTS)}
            for side in SIDES
        },
        sole_deg=frames.sole_deg,
        truth=truth,
        speed=motion["speed_mps"] / motion["leg_length_m"],
    )


def captured_run(capture: Capture, truth: Truth, start_s: float) -> TrueRun:
    """Return a motion capture trial on the clock of its simulated clip.

    The name of a trial ends with its speed in tenths of m/s.
    """
    joints: dict[Side, dict[str, FloatArray]] = {
        side: {name: capture.joints[side][:, k] for k, name in enumerate(CAPTURED)}
        for side in SIDES
    }
    speed = float(capture.name.rpartition("_T")[2]) / 10
    inside = (capture.time_s >= start_s) & (capture.time_s <= start_s + truth.duration_s)
    run = TrueRun(
        time_s=capture.time_s[inside] - start_s,
        joints={s: {n: p[inside] for n, p in own.items()} for s, own in joints.items()},
        sole_deg={side: capture.sole_deg[side][inside] for side in SIDES},
        truth=truth,
        speed=float("nan"),
    )
    return TrueRun(run.time_s, run.joints, run.sole_deg, truth, speed / leg_length(run))


def leg_length(run: TrueRun) -> float:
    """Return the median length of thigh plus shank over both legs."""
    lengths = []
    for own in run.joints.values():
        thigh = np.linalg.norm(own["hip"] - own["knee"], axis=1)
        shank = np.linalg.norm(own["knee"] - own["ankle"], axis=1)
        lengths.append(thigh + shank)
    return float(np.median(np.concatenate(lengths)))


def true_metrics(run: TrueRun) -> dict[str, float]:
    """Return what gaitcheck's metrics should say, by their keys; without those not known."""
    legs = leg_length(run)
    found: dict[str, float] = {
        "cadence": run.truth.cadence_spm,
        "stride_time": 120.0 / run.truth.cadence_spm,
        "vertical_oscillation": _oscillation(run) / legs,
        "speed": run.speed,
        "step_length": run.speed * 60.0 / run.truth.cadence_spm,
    }
    if "shoulder" in run.joints["left"]:
        trunk = _middle(run, "shoulder") - _middle(run, "hip")
        found["trunk_lean"] = float(np.mean(np.degrees(np.arctan2(trunk[:, 0], trunk[:, 1]))))
    for side in SIDES:
        found |= {f"{name}_{side}": value for name, value in _side(run, side, legs).items()}
    return {key: value for key, value in found.items() if np.isfinite(value)}


def _middle(run: TrueRun, name: str) -> FloatArray:
    return np.asarray((run.joints["left"][name] + run.joints["right"][name]) / 2)


def _oscillation(run: TrueRun) -> float:
    """Return the mean rise and fall of the hips from step to step."""
    contacts = np.array([step.contact_s for step in run.truth.steps])
    return _range(run.time_s, _middle(run, "hip")[:, 1], contacts)


def _range(time_s: FloatArray, series: FloatArray, starts: FloatArray) -> float:
    """Return the mean of the ranges from each start to the next."""
    spans = [series[(time_s >= a) & (time_s < b)] for a, b in pairwise(starts)]
    ranges = [float(np.ptp(span)) for span in spans if len(span) > 3]
    return float(np.mean(ranges)) if ranges else float("nan")


def _side(run: TrueRun, side: Side, legs: float) -> dict[str, float]:
    own, steps = run.joints[side], run.truth.foot(side)
    other = run.truth.foot("right" if side == "left" else "left")
    contacts = np.array([step.contact_s for step in steps])
    offs = np.array([step.toe_off_s for step in steps])
    stance = float(np.nanmean(offs - contacts)) if len(steps) else float("nan")
    before = _gaps(np.array([step.contact_s for step in other]), contacts)
    thigh, shank = own["hip"] - own["knee"], own["ankle"] - own["knee"]
    knee = 180.0 - _between(thigh, shank)
    ankle_ahead = (own["ankle"] - own["hip"])[:, 0] / legs
    shank_deg = np.degrees(np.arctan2(shank[:, 0], -shank[:, 1]))

    def at(series: FloatArray, instants: FloatArray) -> float:
        inside = instants[(instants >= run.time_s[0]) & (instants <= run.time_s[-1])]
        return float(np.mean(np.interp(inside, run.time_s, series))) if len(inside) else np.nan

    def peak(series: FloatArray, starts: FloatArray, stops: FloatArray) -> float:
        spans = [
            series[(run.time_s >= a) & (run.time_s < b)]
            for a, b in zip(starts, stops, strict=False)
            if b <= run.time_s[-1]
        ]
        tops = [float(span.max()) for span in spans if len(span) > 2]
        return float(np.mean(tops)) if tops else float("nan")

    found = {
        "contact_time": stance,
        "duty_factor": stance * run.truth.cadence_spm / 120.0,
        "step_time": float(np.mean(before)) if len(before) else float("nan"),
        "flight_time": float(np.mean(after)) if len(after := _flights(offs, other)) else np.nan,
        "foot_strike_angle": float(np.mean([s.angle_deg for s in steps])) if steps else np.nan,
        "sole_angle_toe_off": at(run.sole_deg[side], offs[np.isfinite(offs)]),
        "shank_angle_contact": at(shank_deg, contacts),
        "overstride": at(ankle_ahead, contacts),
        "knee_flexion_contact": at(knee, contacts),
        "knee_flexion_stance": peak(knee, contacts, contacts + 0.75 * stance),
        "knee_flexion_swing": peak(knee, offs[:-1], contacts[1:]),
    }
    if "shoulder" in own:
        trunk = _middle(run, "hip") - _middle(run, "shoulder")
        back = _signed(trunk, -thigh)
        found["hip_extension_toe_off"] = at(back, offs[np.isfinite(offs)])
    if "elbow" in own:
        arm = own["elbow"] - own["shoulder"]
        swing = np.degrees(np.arctan2(arm[:, 0], -arm[:, 1]))
        found["arm_swing"] = _range(run.time_s, swing, contacts)
    return found


def _between(one: FloatArray, other: FloatArray) -> FloatArray:
    """Return the angle between two vectors per sample, degrees."""
    cosine = (one * other).sum(axis=1) / (
        np.linalg.norm(one, axis=1) * np.linalg.norm(other, axis=1)
    )
    return np.asarray(np.degrees(np.arccos(np.clip(cosine, -1, 1))))


def _signed(one: FloatArray, other: FloatArray) -> FloatArray:
    """Return how far `other` is turned backwards from `one`, both pointing down, degrees."""
    cross = one[:, 0] * other[:, 1] - one[:, 1] * other[:, 0]
    return np.asarray(-np.degrees(np.arctan2(cross, (one * other).sum(axis=1))))


def _gaps(starts: FloatArray, stops: FloatArray) -> list[float]:
    """Return the time from the last start before each stop."""
    gaps = [stop - starts[starts < stop].max() for stop in stops if (starts < stop).any()]
    return [float(gap) for gap in gaps if gap < 0.6]


def _flights(offs: FloatArray, other: tuple[Any, ...]) -> list[float]:
    """Return the time from each toe-off to the other foot's nearest contact."""
    contacts = np.array([step.contact_s for step in other])
    if not len(contacts):
        return []
    known = offs[np.isfinite(offs)]
    gaps = [float(contacts[np.argmin(np.abs(contacts - off - 0.08))] - off) for off in known]
    return [gap for gap in gaps if -0.2 < gap < 0.35]

"""The comparison of the running form with the truth, on a run whose truth is known by hand."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from benchmarks.accuracy.form import FormPair, form_rows, form_section, form_table
from benchmarks.accuracy.form_truth import TrueRun, leg_length, rendered_run, true_metrics
from benchmarks.accuracy.truth import TrueStep, Truth
from gaitcheck.gait.metrics import DEFINITIONS, metric_names

SAMPLES = Path(__file__).parents[2] / "sample_videos"


def steps() -> tuple[TrueStep, ...]:
    found = []
    for k in range(10):
        side = "left" if k % 2 == 0 else "right"
        start = 0.1 + 0.36 * k
        found.append(TrueStep(side, start, start + 0.25, 12.0, "heel"))  # type: ignore[arg-type]
    return tuple(found)


def run() -> TrueRun:
    """A stiff runner: legs one long, the knee straight, the foot half a leg ahead."""
    time_s = np.arange(0, 4, 0.01)

    def at(x: float, y: float) -> np.ndarray:
        return np.tile([x, y], (len(time_s), 1))

    high = np.sqrt(3) / 4
    hip, knee, ankle = at(0.0, 1.0), at(0.25, 1 - high), at(0.5, 1 - 2 * high)
    joints = {
        "shoulder": at(0.1, 1.6), "hip": hip, "knee": knee, "ankle": ankle,
        "heel": ankle, "toe": ankle,
    }  # fmt: skip
    truth = Truth("stiff", "stiff", steps(), "left", 60 / 0.36, 1.0, 4.0, True)
    sole = {"left": np.zeros(len(time_s)), "right": np.zeros(len(time_s))}
    return TrueRun(time_s, {"left": joints, "right": joints}, sole, truth, 3.0)  # type: ignore[dict-item]


def test_the_truth_of_a_stiff_runner() -> None:
    found = true_metrics(run())
    assert leg_length(run()) == pytest.approx(1.0)
    assert found["overstride_left"] == pytest.approx(0.5)
    assert found["knee_flexion_contact_left"] == pytest.approx(0.0, abs=1e-3)
    assert found["shank_angle_contact_right"] == pytest.approx(30.0)
    assert found["contact_time_left"] == pytest.approx(0.25)
    assert found["flight_time_left"] == pytest.approx(0.11)
    assert found["step_time_right"] == pytest.approx(0.36)
    assert found["trunk_lean"] == pytest.approx(np.degrees(np.arctan2(0.1, 0.6)))
    assert found["vertical_oscillation"] == pytest.approx(0.0)
    assert found["step_length"] == pytest.approx(3.0 * 0.36)


def test_the_arm_swings_once_a_stride_as_far_as_it_is_turned() -> None:
    known = run()
    turn = np.radians(20.0) * np.sin(2 * np.pi * known.time_s / 0.72)
    arm = 0.3 * np.column_stack([np.sin(turn), -np.cos(turn)])
    joints = {side: {**own, "elbow": own["shoulder"] + arm} for side, own in known.joints.items()}
    found = true_metrics(replace(known, joints=joints))
    assert found["arm_swing_left"] == pytest.approx(40.0, abs=0.5)
    assert "arm_swing_left" not in true_metrics(known)


def test_truth_without_elbows_is_read_still(tmp_path: Path) -> None:
    name = "heel_treadmill_left.truth.json"
    data = json.loads((SAMPLES / name).read_text(encoding="utf-8"))
    for side in ("left", "right"):
        del data["frames"][side]["elbow"]
    (tmp_path / name).write_text(json.dumps(data), encoding="utf-8")
    found = true_metrics(rendered_run(tmp_path / "heel_treadmill_left.mp4"))
    whole = true_metrics(rendered_run(SAMPLES / "heel_treadmill_left.mp4"))
    assert set(whole) - set(found) == {"arm_swing_left", "arm_swing_right"}


def test_every_metric_has_its_truth() -> None:
    found = true_metrics(rendered_run(SAMPLES / "heel_treadmill_left.mp4"))
    named = {definition.name: set(metric_names(definition)) for definition in DEFINITIONS}
    assert all(keys & set(found) for keys in named.values())
    assert set(found) <= set().union(*named.values())
    assert all(np.isfinite(value) for value in found.values())


def test_bias_and_coverage() -> None:
    pairs = [
        FormPair("trunk_lean", "a", True, 4.0, 5.0, 3.0, 7.0),
        FormPair("trunk_lean", "b", True, 8.0, 11.0, 9.0, 13.0),
    ]
    (row,) = form_rows(pairs)
    assert (row.bias, row.n, row.covered) == (2.0, 2, 0.5)
    assert row.rmse == pytest.approx(np.sqrt(5.0))
    assert "| Trunk lean | – | +2.0 deg | 2.2 deg |" in form_table([row])
    assert form_section({}) == ""
    assert "### Here" in form_section({"Here": [row]})

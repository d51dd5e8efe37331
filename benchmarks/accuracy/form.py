"""How well the running-form metrics agree with exact truth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from benchmarks.accuracy.camera import film_capture, film_start
from benchmarks.accuracy.form_truth import captured_run, rendered_run, true_metrics
from benchmarks.accuracy.landmark_error import LandmarkError
from benchmarks.accuracy.mocap import read_capture, trial_names
from benchmarks.accuracy.statistics import intraclass_correlation, summarise_errors
from benchmarks.accuracy.tracking import observed
from benchmarks.accuracy.truth import read_truth, truth_path
from gaitcheck.gait.metrics import DEFINITIONS, metric_names
from gaitcheck.judging import judge
from gaitcheck.model import SIDES, Analysis, ClipOptions, Side
from gaitcheck.words.metrics import METRICS

# Frame rates of the simulated camera at which the running form is compared.
FORM_RATES: Final = (30.0, 120.0)


@dataclass(frozen=True, slots=True)
class FormPair:
    """One metric of one run: true and found, and whether the side is the near one."""

    metric: str
    runner: str
    near: bool
    true: float
    found: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class FormRow:
    """Agreement of one metric.

    Bias and RMSE in its unit, ICC(2,1), share of 95 % intervals that hold the truth, comparisons.
    """

    metric: str
    near: bool
    bias: float
    rmse: float
    icc: float
    covered: float
    n: int


PUBLISHED: Final = (
    "For comparison, a phone with MediaPipe on a treadmill against Vicon, 31 runners (Young 2023, "
    "Sensors 23:696, doi 10.3390/s23020696), ICC: contact time .86, swing time .84, knee .96 (near "
    "leg), cadence .98."
)


def form_section(form: Mapping[str, Sequence[FormRow]]) -> str:
    """Return the section of the document; empty without figures."""
    if not form:
        return ""
    parts = [
        "## Running form\n",
        (
            "Each metric of [metrics.md](metrics.md) against the truth, *found minus true*, one "
            "value a run and side. The rendered clips hold exact joints; in the motion capture "
            "the landmarks are simulated with the error measured on rendered clips, and shoulders "
            "and arms are not known. ICC is low by nature where the runners of a set hardly "
            f"differ: read it with the RMSE. {PUBLISHED}\n"
        ),
    ]
    for title, rows in form.items():
        parts += [f"### {title}\n", form_table(rows) + "\n"]
    return "\n".join(parts)


def rendered_pairs(clips: Sequence[Path], cache: Path) -> list[FormPair]:
    """Compare the rendered clips that are filmed from the side."""
    pairs = []
    for clip in clips:
        truth = read_truth(truth_path(clip))
        if not truth.usable or truth.near_side is None:
            continue
        analysis = judge(observed(clip, cache), ClipOptions(slow_motion=truth.slow_motion))
        run = rendered_run(clip)
        pairs += _compare(analysis, true_metrics(run), truth.runner, truth.near_side)
    return pairs


def captured_pairs(folder: Path, error: LandmarkError, fps: float) -> list[FormPair]:
    """Compare the motion capture trials, each seen from both sides."""
    pairs = []
    for name in trial_names(folder):
        capture = read_capture(folder, name)
        for near in SIDES:
            observation, truth = film_capture(capture, error, fps=fps, near=near, seed=0)
            start = film_start(capture, fps=fps, near=near, seed=0)
            analysis = judge(observation, ClipOptions(slow_motion=1.0))
            run = captured_run(capture, truth, start)
            pairs += _compare(analysis, true_metrics(run), truth.runner, near)
    return pairs


def _compare(analysis: Analysis, true: dict[str, float], runner: str, near: Side) -> list[FormPair]:
    pairs = []
    for definition in DEFINITIONS:
        for key in metric_names(definition):
            metric = analysis.metrics[key]
            if key.endswith("_difference") or key not in true or metric.value is None:
                continue
            assert metric.low is not None
            assert metric.high is not None
            is_near = definition.whole is not None or key.endswith(near)
            pairs.append(
                FormPair(
                    definition.name, runner, is_near, true[key], metric.value, metric.low,
                    metric.high,
                )
            )  # fmt: skip
    return pairs


def form_rows(pairs: Sequence[FormPair]) -> list[FormRow]:
    """Return the agreement of each metric, near (or whole runner) and far apart."""
    rows = []
    for definition in DEFINITIONS:
        for near in (True, False) if definition.whole is None else (True,):
            own = [p for p in pairs if p.metric == definition.name and p.near == near]
            if not own:
                continue
            true, found = np.array([p.true for p in own]), np.array([p.found for p in own])
            errors = summarise_errors(found - true)
            rows.append(
                FormRow(
                    definition.name,
                    near,
                    errors.bias,
                    errors.rmse,
                    intraclass_correlation(true, found),
                    float(np.mean([p.low <= p.true <= p.high for p in own])),
                    len(own),
                )
            )
    return rows


def form_table(rows: Sequence[FormRow]) -> str:
    """Return the rows as a Markdown table."""
    titles = {d.name: (METRICS[d.name].title, d.unit) for d in DEFINITIONS}
    whole = {d.name for d in DEFINITIONS if d.whole is not None}
    lines = [
        "| metric | leg | bias | RMSE | ICC(2,1) | truth inside the 95 % interval | n |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for row in rows:
        title, unit = titles[row.metric]
        leg = "–" if row.metric in whole else ("near" if row.near else "far")
        bias, rmse, name = row.bias, row.rmse, unit
        if unit == "s":
            bias, rmse, name = 1000 * bias, 1000 * rmse, "ms"
        digits = 3 if abs(rmse) < 0.1 else (2 if rmse < 1 else 1)
        icc = "–" if not np.isfinite(row.icc) else f"{row.icc:.2f}"
        name = "" if name == "1" else f" {name}"
        lines.append(
            f"| {title} | {leg} | {bias:+.{digits}f}{name} | {rmse:.{digits}f}{name} | {icc} | "
            f"{100 * row.covered:.0f} % | {row.n} |"
        )
    return "\n".join(lines)

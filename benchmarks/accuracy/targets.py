"""What gaitcheck aims at, beside what it reaches: figures over the clips that the aims speak of."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from benchmarks.accuracy.compare import RunScore
from benchmarks.accuracy.figures import StepTable, step_table, verdict_outcome
from benchmarks.accuracy.statistics import (
    calibration_error,
    intraclass_correlation,
    summarise_errors,
)
from gaitcheck.model import SIDES, STRIKES, FloatArray
from gaitcheck.review.agreement import cohen_kappa

# The aims hold for clips seen from the side, within this angle, with so many strides.
MOST_YAW_DEG: Final = 10.0
FEWEST_STRIDES: Final = 10
# Clips count as filmed at 30 pictures a second below this rate, at 120 from that one on.
SLOW_FPS: Final = 45.0
FAST_FPS: Final = 100.0

Measure = Callable[[Sequence[RunScore]], float]


@dataclass(frozen=True, slots=True)
class Target:
    """An aim: `measure` shall be at most `limit`, or at least where `least` is set.

    Attributes
    ----------
    words : str
    measure : callable
        From runs to the figure; NaN where they do not show it.
    limit : float
    digits : int
    least : bool
    rate : {"", "30", "120"}
        Which clips it is about: all, those of 30 pictures a second, those of 120 and more.
    percent : bool
    """

    words: str
    measure: Measure
    limit: float
    digits: int = 1
    least: bool = False
    rate: str = ""
    percent: bool = False

    def write(self, value: float) -> str:
        """Return a value as text."""
        if not math.isfinite(value):
            return "–"
        if self.percent:
            return f"{100 * value:.{self.digits}f} %"
        return f"{value:.{self.digits}f}"

    @property
    def aim(self) -> str:
        """The aim as text."""
        return f"{'at least' if self.least else 'at most'} {self.write(self.limit)}"

    def reached(self, value: float) -> str:
        """Return whether a value reaches the aim, as a word."""
        if not math.isfinite(value):
            return "not measured"
        good = value >= self.limit if self.least else value <= self.limit
        return "yes" if good else "no"


def within_the_aims(run: RunScore) -> bool:
    """Return whether the aims speak of this run."""
    truth = run.truth
    return (
        truth.usable
        and abs(truth.yaw_deg) <= MOST_YAW_DEG
        and all(len(truth.foot(side)) >= FEWEST_STRIDES for side in SIDES)
    )


def of_rate(runs: Sequence[RunScore], rate: str) -> list[RunScore]:
    """Return the runs that an aim for this rate speaks of."""
    runs = [run for run in runs if within_the_aims(run)]
    if rate == "30":
        return [run for run in runs if run.truth.fps < SLOW_FPS]
    return [run for run in runs if run.truth.fps >= FAST_FPS] if rate == "120" else runs


def _steps(statistic: Callable[[StepTable], float]) -> Measure:
    return lambda runs: statistic(step_table(runs)) if runs else float("nan")


def _rmse(errors: FloatArray) -> float:
    known = errors[np.isfinite(errors)]
    return summarise_errors(known).rmse if len(known) else float("nan")


def _angle(*, near: bool) -> Measure:
    return _steps(lambda t: _rmse((t.found_angle - t.true_angle)[t.near == near]))


def _kappa(*, near: bool) -> Measure:
    return _steps(lambda t: cohen_kappa(t.truth[t.near == near], t.likeliest[t.near == near]))


def _recall(number: int) -> Measure:
    def statistic(table: StepTable) -> float:
        own = table.near & (table.truth == number)
        return float(np.mean(table.likeliest[own] == number)) if own.any() else float("nan")

    return _steps(statistic)


def _labelled(table: StepTable) -> float:
    return float(np.mean(table.label[table.near] < len(STRIKES)))


def _stated(table: StepTable) -> float:
    return float(np.mean(np.isfinite(table.found_angle[table.near])))


def _wrong_verdicts(runs: Sequence[RunScore]) -> float:
    outcomes = [verdict_outcome(run) == "wrong" for run in runs]
    return float(np.mean(outcomes)) if outcomes else float("nan")


def _calibration(table: StepTable) -> float:
    best = table.probability.max(axis=1)
    return calibration_error(best, table.likeliest == table.truth)


def _mean_contact_error(runs: Sequence[RunScore]) -> float:
    """Root mean square over near feet of the mean error of a foot's contacts, ms."""
    feet = [[p.found.contact_s - p.true.contact_s for p in run.pairs if p.near] for run in runs]
    return _rmse(np.array([1000 * np.mean(foot) for foot in feet if foot]))


def _contact_times(runs: Sequence[RunScore]) -> FloatArray:
    pairs = [(t, f) for run in runs for t, f, near in run.foot_contacts if near]
    times = np.array(pairs, dtype=float).reshape(-1, 2)
    return np.asarray(times[np.isfinite(times).all(axis=1)])


def _contact_time_rmse(runs: Sequence[RunScore]) -> float:
    times = _contact_times(runs)
    return _rmse(1000 * (times[:, 1] - times[:, 0]))


def _contact_time_icc(runs: Sequence[RunScore]) -> float:
    times = _contact_times(runs)
    return intraclass_correlation(times[:, 0], times[:, 1]) if len(times) else float("nan")


def _cadence(runs: Sequence[RunScore]) -> float:
    return _rmse(np.array([run.answer.cadence_spm - run.truth.cadence_spm for run in runs]))


def _share(part: str) -> Measure:
    def measure(runs: Sequence[RunScore]) -> float:
        contacts = sum(run.true_contacts for run in runs)
        return sum(getattr(run, part) for run in runs) / contacts if contacts else float("nan")

    return measure


_NEAR_CONTACT: Final = _steps(lambda t: _rmse(t.contact_error_ms[t.near]))

TARGETS: Final = (
    Target("angle of a step, near foot, 30/s: RMSE, degrees", _angle(near=True), 2.0, rate="30"),
    Target("angle of a step, far foot, 30/s: RMSE, degrees", _angle(near=False), 3.5, rate="30"),
    Target("angle of a step, near foot, 120/s: RMSE, degrees", _angle(near=True), 1.5, rate="120"),
    Target("angle of a step, far foot, 120/s: RMSE, degrees", _angle(near=False), 3.0, rate="120"),
    Target("near steps with an angle", _steps(_stated), 0.90, 0, least=True, percent=True),
    Target("three classes, every near step: kappa", _kappa(near=True), 0.90, 2, least=True),
    Target("three classes, every far step: kappa", _kappa(near=False), 0.75, 2, least=True),
    *(
        Target(f"near {strike} steps found: recall", _recall(number), 0.90, 2, least=True)
        for number, strike in enumerate(STRIKES)
    ),
    Target("near steps labelled", _steps(_labelled), 0.90, 0, least=True, percent=True),
    Target("clips with a wrong verdict", _wrong_verdicts, 0.01, 0, percent=True),
    Target("calibration error of a step's probability", _steps(_calibration), 0.05, 2),
    Target("contact of a near step, 30/s: RMSE, ms", _NEAR_CONTACT, 1000 / 30 / 3, 0, rate="30"),
    Target("mean contact of a near foot, 30/s: RMSE, ms", _mean_contact_error, 5.0, rate="30"),
    Target("contact of a near step, 120/s: RMSE, ms", _NEAR_CONTACT, 8.0, 0, rate="120"),
    Target("contact time of a near foot, 30/s: RMSE, ms", _contact_time_rmse, 8.0, 0, rate="30"),
    Target("contact time of a near foot: ICC(2,1)", _contact_time_icc, 0.95, 2, least=True),
    Target("cadence: RMSE, steps/min", _cadence, 0.5),
    Target("contacts missed", _share("missed"), 0.01, 1, percent=True),
    Target("contacts too many", _share("extra"), 0.01, 1, percent=True),
)


def target_rows(sets: Sequence[Sequence[RunScore]]) -> list[list[str]]:
    """Return a row for each aim: words, aim, then value (number of clips) and outcome per set."""
    rows = []
    for target in TARGETS:
        row = [target.words, target.aim]
        for runs in sets:
            chosen = of_rate(runs, target.rate)
            value = target.measure(chosen)
            row += [f"{target.write(value)} ({len(chosen)})", target.reached(value)]
        rows.append(row)
    return rows

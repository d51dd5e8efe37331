"""The figures of a set of runs, each with its 95 % interval over runners."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from benchmarks.accuracy.compare import RunScore
from benchmarks.accuracy.statistics import (
    IndexArray,
    bootstrap_interval,
    brier_score,
    calibration_error,
    intraclass_correlation,
    summarise_errors,
)
from gaitcheck.model import STRIKES, FloatArray
from gaitcheck.review.agreement import cohen_kappa

CLASSES: Final = (*STRIKES, "unsure")
UNSURE: Final = CLASSES.index("unsure")
HEEL: Final = CLASSES.index("heel")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its 95 % interval and the number of observations behind it."""

    value: float
    low: float | None
    high: float | None
    n: int


@dataclass(frozen=True, slots=True, eq=False)
class StepTable:
    """All paired steps of a set as columns; index arrays say which steps each runner has.

    Strikes are numbered as in `CLASSES`.
    """

    contact_error_ms: FloatArray
    toe_off_error_ms: FloatArray
    contact_time_error_ms: FloatArray
    true_angle: FloatArray
    found_angle: FloatArray
    near: np.ndarray[tuple[int], np.dtype[np.bool_]]
    truth: IndexArray
    label: IndexArray
    likeliest: IndexArray
    probability: FloatArray
    runners: tuple[IndexArray, ...]


def step_table(runs: Sequence[RunScore]) -> StepTable:
    """Put the paired steps of `runs` into columns."""
    pairs = [(pair, run.truth.runner) for run in runs for pair in run.pairs]
    true, found = [pair.true for pair, _ in pairs], [pair.found for pair, _ in pairs]
    names = np.array([name for _, name in pairs], dtype=str)
    contact = _column([f.contact_s - t.contact_s for t, f in zip(true, found, strict=True)])
    toe_off = _column([f.toe_off_s - t.toe_off_s for t, f in zip(true, found, strict=True)])
    nothing = (np.nan,) * len(STRIKES)
    return StepTable(
        contact_error_ms=1000 * contact,
        toe_off_error_ms=1000 * toe_off,
        contact_time_error_ms=1000 * (toe_off - contact),
        true_angle=_column([step.angle_deg for step in true]),
        found_angle=_column([step.angle_deg for step in found]),
        near=np.array([pair.near for pair, _ in pairs], dtype=bool),
        truth=_codes([step.strike for step in true]),
        label=_codes([step.strike for step in found]),
        likeliest=_codes([step.likeliest for step in found]),
        probability=_column([step.probability or nothing for step in found]).reshape(-1, 3),
        runners=tuple(np.flatnonzero(names == name) for name in np.unique(names)),
    )


def _codes(strikes: Sequence[str]) -> IndexArray:
    return np.array([CLASSES.index(strike) for strike in strikes], dtype=np.intp)


def _column(values: Sequence[object]) -> FloatArray:
    return np.array(values, dtype=np.float64)


Statistic = Callable[[IndexArray], float]


def _figure(statistic: Statistic, rows: IndexArray, groups: Sequence[IndexArray]) -> Figure:
    low, high = bootstrap_interval(groups, statistic) or (None, None)
    return Figure(statistic(rows), low, high, len(rows))


def step_figures(runs: Sequence[RunScore]) -> Mapping[str, Figure]:
    """Return the figures over steps."""
    table = step_table(runs)
    everything = np.arange(len(table.truth))

    def figure(statistic: Statistic, rows: IndexArray) -> Figure:
        chosen = np.zeros(len(everything), dtype=bool)
        chosen[rows] = True
        groups = [own[chosen[own]] for own in table.runners]
        groups = [own for own in groups if len(own)]
        return _figure(statistic, rows, groups)

    found: dict[str, Figure] = {}
    for name, column in (
        ("contact", table.contact_error_ms),
        ("toe_off", table.toe_off_error_ms),
        ("contact_time", table.contact_time_error_ms),
    ):
        known = np.flatnonzero(np.isfinite(column))
        for part in ("bias", "sd", "rmse"):
            found[f"{name}_{part}_ms"] = figure(_summary(column, part), known)
    for foot, mask in (("near", table.near), ("far", ~table.near)):
        stated = np.isfinite(table.found_angle).astype(float)
        found[f"angle_{foot}_stated"] = figure(_mean_of(stated), np.flatnonzero(mask))
        rows = np.flatnonzero(mask & np.isfinite(table.found_angle))
        error = table.found_angle - table.true_angle
        for part in ("bias", "rmse"):
            found[f"angle_{foot}_{part}_deg"] = figure(_summary(error, part), rows)
        found[f"angle_{foot}_icc"] = figure(
            lambda r: intraclass_correlation(table.true_angle[r], table.found_angle[r]), rows
        )
        found[f"contact_{foot}_rmse_ms"] = figure(
            _summary(table.contact_error_ms, "rmse"), np.flatnonzero(mask)
        )
        found[f"kappa3_forced_{foot}"] = figure(
            lambda r: cohen_kappa(table.truth[r], table.likeliest[r]),
            np.flatnonzero(mask),
        )
    error = table.found_angle - table.true_angle
    for strike in STRIKES:
        own = (table.truth == CLASSES.index(strike)) & np.isfinite(error)
        found[f"angle_{strike}_bias_deg"] = figure(_summary(error, "bias"), np.flatnonzero(own))
    found |= {name: figure(*item) for name, item in _label_statistics(table).items()}
    return found


def _summary(errors: FloatArray, part: str) -> Statistic:
    return lambda rows: float(getattr(summarise_errors(errors[rows]), part))


def _label_statistics(table: StepTable) -> Mapping[str, tuple[Statistic, IndexArray]]:
    everything = np.arange(len(table.truth))
    sure = np.flatnonzero(table.label != UNSURE)
    right = table.label == table.truth
    wrong = (table.label != UNSURE) & ~right
    found: dict[str, tuple[Statistic, IndexArray]] = {
        "coverage": (lambda r: _share(table.label[r] != UNSURE), everything),
        "right": (lambda r: _share(right[r]), everything),
        "confidently_wrong": (lambda r: _share(wrong[r]), everything),
        "right_of_labelled": (lambda r: _share(right[r]), sure),
        "kappa3": (lambda r: cohen_kappa(table.truth[r], table.label[r]), sure),
        "kappa2": (
            lambda r: cohen_kappa(_is_heel(table.truth[r]), _is_heel(table.label[r])),
            sure,
        ),
        "kappa3_forced": (
            lambda r: cohen_kappa(table.truth[r], table.likeliest[r]),
            everything,
        ),
        "kappa2_forced": (
            lambda r: cohen_kappa(_is_heel(table.truth[r]), _is_heel(table.likeliest[r])),
            everything,
        ),
    }
    for strike in STRIKES:
        own = np.flatnonzero(table.truth == CLASSES.index(strike))
        found[f"recall_{strike}"] = (lambda r: _share(right[r]), own)
        found[f"unsure_{strike}"] = (lambda r: _share(table.label[r] == UNSURE), own)
        found[f"wrong_{strike}"] = (lambda r: _share(wrong[r]), own)
        found[f"recall_{strike}_forced"] = (
            lambda r: _share(table.likeliest[r] == table.truth[r]),
            own,
        )
    stated = np.flatnonzero(np.isfinite(table.probability).all(axis=1))
    best = table.probability.max(axis=1, initial=0.0)
    likely = table.likeliest == table.truth
    found["calibration_error"] = (lambda r: calibration_error(best[r], likely[r]), stated)
    found["brier"] = (lambda r: brier_score(table.probability[r], table.truth[r]), stated)
    return found


def confusion(runs: Sequence[RunScore]) -> IndexArray:
    """Return the number of steps by true strike (rows) and label of `CLASSES` (columns)."""
    table = step_table(runs)
    counts = np.zeros((len(STRIKES), len(CLASSES)), dtype=np.intp)
    np.add.at(counts, (table.truth, table.label), 1)
    return counts


def _share(mask: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> float:
    return float(np.mean(mask)) if len(mask) else float("nan")


def _is_heel(codes: IndexArray) -> IndexArray:
    return np.asarray(codes == HEEL, dtype=np.intp)


def run_figures(runs: Sequence[RunScore]) -> Mapping[str, Figure]:
    """Return the figures over whole runs and feet."""
    names = np.array([run.truth.runner for run in runs], dtype=str)
    groups = [np.flatnonzero(names == name) for name in np.unique(names)]
    everything = np.arange(len(runs))

    def figure(statistic: Statistic) -> Figure:
        return _figure(statistic, everything, groups)

    cadence = _column([run.answer.cadence_spm - run.truth.cadence_spm for run in runs])
    verdicts = [verdict_outcome(run) for run in runs]
    contacts = _column([run.true_contacts for run in runs])
    return {
        "missed_share": figure(_ratio(_column([run.missed for run in runs]), contacts)),
        "extra_share": figure(_ratio(_column([run.extra for run in runs]), contacts)),
        "cadence_bias_spm": figure(_summary(cadence, "bias")),
        "cadence_rmse_spm": figure(_summary(cadence, "rmse")),
        **{
            f"verdict_{outcome}": figure(
                _mean_of(_column([float(verdict == outcome) for verdict in verdicts]))
            )
            for outcome in ("right", "unsure", "wrong")
        },
        "foot_angle_rmse_deg": figure(_foot_rmse(runs, near=None)),
        "foot_angle_near_rmse_deg": figure(_foot_rmse(runs, near=True)),
        "foot_angle_far_rmse_deg": figure(_foot_rmse(runs, near=False)),
        "foot_angle_near_icc": figure(_foot_icc(runs, near=True)),
        "foot_angle_far_icc": figure(_foot_icc(runs, near=False)),
        "foot_angle_within": figure(_foot_within(runs)),
        "foot_contact_bias_ms": figure(_foot_contact(runs, "bias")),
        "foot_contact_rmse_ms": figure(_foot_contact(runs, "rmse")),
    }


def verdict_outcome(run: RunScore) -> str:
    """Return ``right``, ``unsure`` or ``wrong`` for the verdict on a run."""
    if run.answer.verdict == "unsure":
        return "unsure"
    return "right" if run.answer.verdict == run.truth.verdict else "wrong"


def _ratio(part: FloatArray, whole: FloatArray) -> Statistic:
    return lambda rows: float(part[rows].sum() / whole[rows].sum()) if len(rows) else float("nan")


def _mean_of(values: FloatArray) -> Statistic:
    return lambda rows: float(values[rows].mean()) if len(rows) else float("nan")


def _feet(runs: Sequence[RunScore], rows: IndexArray, near: bool | None) -> FloatArray:
    feet = [
        (true, found)
        for row in rows
        for true, found, is_near in runs[row].foot_angles
        if near is None or is_near == near
    ]
    return np.array(feet, dtype=float).reshape(-1, 2)


def _foot_rmse(runs: Sequence[RunScore], near: bool | None) -> Statistic:
    def statistic(rows: IndexArray) -> float:
        feet = _feet(runs, rows, near)
        return summarise_errors(feet[:, 1] - feet[:, 0]).rmse

    return statistic


def _foot_icc(runs: Sequence[RunScore], near: bool) -> Statistic:
    def statistic(rows: IndexArray) -> float:
        feet = _feet(runs, rows, near)
        return intraclass_correlation(feet[:, 0], feet[:, 1])

    return statistic


def _foot_within(runs: Sequence[RunScore]) -> Statistic:
    def statistic(rows: IndexArray) -> float:
        within = [float(inside) for row in rows for inside in runs[row].foot_within]
        return float(np.mean(within)) if within else float("nan")

    return statistic


def _foot_contact(runs: Sequence[RunScore], part: str) -> Statistic:
    def statistic(rows: IndexArray) -> float:
        errors = [1000 * (f - t) for row in rows for t, f, _ in runs[row].foot_contacts]
        return float(getattr(summarise_errors(np.array(errors, dtype=float)), part))

    return statistic

"""Measure all metrics of a clip, with interval, reliability and the reason for every gap."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from threadpoolctl import threadpool_limits

from gaitcheck.gait.metrics.definition import Definition
from gaitcheck.gait.metrics.form import Form
from gaitcheck.gait.metrics.reading import COVERED, Missing, Reading
from gaitcheck.gait.metrics.registry import DEFINITIONS, metric_names
from gaitcheck.gait.metrics.speed import read_speed
from gaitcheck.gait.metrics.support import judge_reliability, missing_reason
from gaitcheck.gait.metrics.typical import typical_range
from gaitcheck.gait.pace import LEG_LENGTH_M
from gaitcheck.model import SIDES, Finding, Metric, Side, Z

NO_GAIT: Final = "no_gait"
NO_SIDE: Final = "no_side"
IMPOSSIBLE: Final = "impossible"
# How much leg length differs between people of one height, as a share (standard deviation).
LEG_SHARE_SPREAD: Final = 0.03
SCALES: Final[Mapping[str, tuple[str, str, float]]] = {
    "length": ("_cm", "cm", 100.0),
    "speed": ("_kmh", "km/h", 3.6),
}


def measure_metrics(form: Form | None, blockers: Sequence[Finding]) -> dict[str, Metric]:
    """Return every metric by its key; one that the clip cannot support is null with the reason."""
    with threadpool_limits(limits=1):
        return _measure(form, blockers)


def _measure(form: Form | None, blockers: Sequence[Finding]) -> dict[str, Metric]:
    metrics: dict[str, Metric] = {}
    known = form is not None and form.one_speed and not form.feet_alone and not blockers
    speed = _speed_mps(form) if form is not None and known else None
    for definition in DEFINITIONS:
        reason = NO_GAIT if form is None else missing_reason(definition, form, blockers)
        if form is None or reason is not None:
            empty = Metric(None, definition.unit, limits=(reason or NO_GAIT,))
            found = dict.fromkeys(metric_names(definition), empty)
        elif definition.whole is not None:
            found = {definition.name: _whole(definition, form)}
        else:
            found = _sides(definition, form)
        usual = typical_range(definition.name, speed)
        for key, metric in found.items():
            own = None if key.endswith("_difference") or metric.value is None else usual
            metrics[key] = dataclasses.replace(metric, method=definition.name, typical=own)
            if form is not None and form.leg_m is not None and definition.scale is not None:
                ending, unit, factor = SCALES[definition.scale]
                metrics[key + ending] = _scaled(metrics[key], form.leg_m * factor, unit)
    return metrics


def _speed_mps(form: Form) -> float | None:
    """Return the speed that picks typical ranges, with a usual leg where no height is given."""
    speed = read_speed(form)
    return None if isinstance(speed, Missing) else speed.value * (form.leg_m or LEG_LENGTH_M)


def _whole(definition: Definition, form: Form) -> Metric:
    assert definition.whole is not None
    reading = _possible(definition, definition.whole(form))
    if isinstance(reading, Missing):
        return Metric(None, definition.unit, limits=(reading.reason,))
    return _metric(definition, form, reading, None)


def _sides(definition: Definition, form: Form) -> dict[str, Metric]:
    assert definition.per_side is not None
    found: dict[Side, Metric] = {}
    for side in SIDES:
        if side not in form.sides:
            found[side] = Metric(None, definition.unit, limits=(NO_SIDE,))
            continue
        hidden = "events" in definition.needs and form.sides[side].covered
        reading = COVERED if hidden else _possible(definition, definition.per_side(form, side))
        if isinstance(reading, Missing):
            found[side] = Metric(None, definition.unit, limits=(reading.reason,))
        else:
            found[side] = _metric(definition, form, reading, side)
    return {
        f"{definition.name}_left": found["left"],
        f"{definition.name}_right": found["right"],
        f"{definition.name}_difference": difference_of(found["left"], found["right"]),
    }


def _possible(definition: Definition, reading: Reading | Missing) -> Reading | Missing:
    if isinstance(reading, Missing):
        return reading
    low, high = definition.possible
    if not np.isfinite(reading.value) or not low <= reading.value <= high:
        return Missing(IMPOSSIBLE)
    return reading


def _metric(definition: Definition, form: Form, reading: Reading, side: Side | None) -> Metric:
    own = None if side is None else form.sides[side]
    model = definition.error[0 if own is None or own.near else 1]
    half = Z * float(np.hypot(reading.error, model))
    reliability, limits = judge_reliability(definition, form, own, reading.n)
    return Metric(
        value=reading.value,
        unit=definition.unit,
        low=reading.value - half,
        high=reading.value + half,
        n=reading.n,
        spread=reading.spread,
        reliability=reliability,
        limits=limits,
    )


def difference_of(left: Metric, right: Metric) -> Metric:
    """Return left minus right; never surer than the worse of both."""
    if left.value is None or right.value is None:
        reasons = dict.fromkeys(
            limit for metric in (left, right) if metric.value is None for limit in metric.limits
        )
        return Metric(None, left.unit, limits=tuple(reasons))
    assert left.low is not None
    assert right.low is not None
    value = left.value - right.value
    half = float(np.hypot(left.value - left.low, right.value - right.low))
    order = ("high", "medium", "low")
    worse = max((left, right), key=lambda metric: order.index(metric.reliability or "low"))
    return Metric(
        value=value,
        unit=left.unit,
        low=value - half,
        high=value + half,
        n=min(left.n, right.n),
        reliability=worse.reliability,
        limits=tuple(dict.fromkeys((*left.limits, *right.limits))),
    )


def _scaled(metric: Metric, factor: float, unit: str) -> Metric:
    """Return a metric in leg lengths in the unit that the runner's height gives."""

    def scale(value: float | None) -> float | None:
        return None if value is None else value * factor

    value, typical = scale(metric.value), metric.typical
    if value is None or metric.low is None or metric.high is None:
        return dataclasses.replace(metric, unit=unit)
    own = abs(value) * Z * LEG_SHARE_SPREAD
    half = float(np.hypot((metric.high - metric.low) / 2 * factor, own))
    return dataclasses.replace(
        metric,
        value=value,
        unit=unit,
        low=value - half,
        high=value + half,
        spread=scale(metric.spread),
        typical=None if typical is None else (typical[0] * factor, typical[1] * factor),
    )

"""The running-form figures beside the strike: cadence, contact time, duty factor, bounce."""

from __future__ import annotations

from collections.abc import Mapping

from gaitcheck.gait.measure import GaitMeasure
from gaitcheck.types import Metric


def cadence_spm(gait: GaitMeasure, slow_motion: float) -> float | None:
    """Return steps per minute of real time."""
    if gait.cycle is None:
        return None
    return 120.0 / gait.cycle.stride_s * slow_motion


def measure_metrics(gait: GaitMeasure, slow_motion: float) -> Mapping[str, Metric]:
    """Return the metrics by name; empty when no gait was seen."""
    if gait.cycle is None or gait.pace is None:
        return {}
    stride = gait.cycle.stride_s / slow_motion
    strides = round(gait.cycle.strides)
    metrics = {
        "stride_time": Metric(stride, "s", n=strides),
        "vertical_oscillation": Metric(2 * gait.pace.bounce, "leg lengths", n=strides),
    }
    for side, measure in gait.sides.items():
        if measure.events.duty is not None:
            n = len(measure.steps)
            metrics[f"duty_factor_{side}"] = Metric(measure.events.duty, "1", n=n)
            metrics[f"contact_time_{side}"] = Metric(measure.events.duty * stride, "s", n=n)
    return metrics

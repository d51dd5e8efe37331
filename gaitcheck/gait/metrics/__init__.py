"""The running-form report: one module per family of metrics, one registry, one measurement."""

from gaitcheck.gait.metrics.curves import measure_curves
from gaitcheck.gait.metrics.definition import Definition
from gaitcheck.gait.metrics.form import Form, read_form
from gaitcheck.gait.metrics.measure import measure_metrics
from gaitcheck.gait.metrics.registry import DEFINITIONS, metric_names

__all__ = [
    "DEFINITIONS",
    "Definition",
    "Form",
    "measure_curves",
    "measure_metrics",
    "metric_names",
    "read_form",
]

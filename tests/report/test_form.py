"""The running-form report in words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gaitcheck.gait.metrics import DEFINITIONS, measure_metrics
from gaitcheck.model import Analysis, Metric, Reliability, StrideCurve
from gaitcheck.report.form import FormRow, figure, form_lines, form_rows, shown_unit, sureness
from gaitcheck.report.summary import WIDTH, summarize
from gaitcheck.report.tables import METRIC_COLUMNS, to_metrics_csv_bytes
from gaitcheck.store.serialize import from_dict, to_dict
from tests.examples import make_analysis
from tests.gait.metrics.runners import film, form_of
from tests.gait.synthetic import Runner
from tests.store.first import to_first_document

# Steep feet, whose strike landmarks alone can tell.
ANGLE = next(d for d in DEFINITIONS if d.name == "foot_strike_angle")
RUNNER = Runner(left_angle=34.0, right_angle=29.0, fps=60.0, noise_px=1.0)


@pytest.fixture(scope="module")
def analysis() -> Analysis:
    metrics = measure_metrics(form_of(film(RUNNER), 60.0, height_m=1.75), ())
    return make_analysis("heel", metrics=metrics)


def test_every_metric_has_a_row(analysis: Analysis) -> None:
    rows = form_rows(analysis)
    assert {row.definition for row in rows} == set(DEFINITIONS)
    assert {"cm", "km/h"} <= {row.unit for row in rows}
    assert all(row.measured for row in rows)


def test_the_summary_holds_the_report_in_its_width(analysis: Analysis) -> None:
    lines = list(form_lines(analysis))
    assert max(len(line) for line in lines) <= WIDTH
    assert "\n".join(lines) in summarize(analysis)
    assert len({line.find("  ", 1) > 0 for line in lines}) == 1


def test_values_stand_with_half_their_interval(analysis: Analysis) -> None:
    row = next(r for r in form_rows(analysis) if r.definition.name == "contact_time")
    assert row.left is not None
    assert row.left.value is not None
    assert figure(row.left, row.definition).startswith(f"{1000 * row.left.value:.0f} ± ")
    assert shown_unit(row.unit) == "ms"


def test_what_is_missing_is_a_dash_with_its_reason(analysis: Analysis) -> None:
    empty = replace(analysis, metrics=measure_metrics(None, ()))
    rows = form_rows(empty)
    assert rows
    assert not any(row.measured for row in rows)
    assert all(row.reasons for row in rows)
    assert list(form_lines(empty)) == []
    assert figure(None, DEFINITIONS[0]) == "-"


def test_a_value_that_rounds_to_nothing_has_no_sign() -> None:
    assert figure(Metric(-0.3, "deg", -4.3, 3.7), ANGLE) == "0 ± 4"
    assert figure(Metric(-0.6, "deg", -4.6, 3.4), ANGLE) == "-1 ± 4"


def test_metrics_and_curves_survive_the_contract(analysis: Analysis) -> None:
    curve = StrideCurve("deg", tuple(float(k) for k in range(101)), (1.0,) * 101)
    whole = replace(analysis, curves={"knee_flexion_left": curve})
    document = to_dict(whole)
    again = from_dict(document)
    assert again.curves == {"knee_flexion_left": curve}
    assert to_dict(again) == document
    # A document of an earlier version has neither.
    document = to_first_document(whole)
    for metric in document["metrics"].values():
        for key in ("spread", "method", "reliability", "limits", "typical"):
            del metric[key]
    del document["curves"], document["people"]
    assert from_dict(document).metrics.keys() == analysis.metrics.keys()


def test_the_table_has_every_metric(analysis: Analysis) -> None:
    lines = to_metrics_csv_bytes(analysis).decode("utf-8-sig").splitlines()
    assert lines[0].split(",") == list(METRIC_COLUMNS)
    assert len(lines) == 1 + len(analysis.metrics)


def test_the_reliability_is_that_of_both_sides() -> None:
    definition = next(d for d in DEFINITIONS if d.name == "contact_time")

    def row(left: Reliability | None, right: Reliability | None) -> FormRow:
        sides = [Metric(0.25, "s", reliability=told) for told in (left, right)]
        return FormRow(definition, "s", *sides)

    assert sureness(row("medium", "low")) == "fair / rough"
    assert sureness(row("medium", "medium")) == "fair"
    assert sureness(row(None, "low")) == "rough"
    assert sureness(row(None, None)) == ""

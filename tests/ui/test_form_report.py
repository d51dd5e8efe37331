"""The running-form report and the doctor's questions, as the app shows them."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from gaitcheck.gait.metrics import DEFINITIONS, measure_curves, measure_metrics
from gaitcheck.model import Analysis, QualityNote
from gaitcheck.report.form import form_rows
from gaitcheck.report.form_curves import draw_curve
from gaitcheck.report.form_drawings import DRAWINGS, draw_filming, draw_metric
from gaitcheck.ui.answer import factor_in_doubt
from gaitcheck.ui.form_report import form_table
from gaitcheck.words import form as texts_form
from gaitcheck.words.drawings import CURVE_TITLES
from gaitcheck.words.metrics import METRICS, say_metrics
from tests.examples import make_analysis
from tests.gait.metrics.runners import film, form_of
from tests.gait.synthetic import Runner


@pytest.fixture(scope="module")
def analysis() -> Analysis:
    form = form_of(film(Runner(fps=60.0, noise_px=1.0)), 60.0, height_m=1.75)
    metrics = say_metrics(measure_metrics(form, ()), {}, real_fps=60.0, yaw_deg=0.0)
    curves = measure_curves(form, ())
    return make_analysis("heel", metrics=metrics, curves=curves)


def test_the_table_has_a_row_for_every_figure(analysis: Analysis) -> None:
    rows = form_rows(analysis)
    table = form_table(rows)
    assert table.count('<tr role="row">') == 1 + len(rows)
    for definition in DEFINITIONS:
        assert METRICS[definition.name].title in table


def test_a_figure_of_the_whole_runner_is_not_taken_for_the_left_foot(analysis: Analysis) -> None:
    (cadence,) = (row for row in form_rows(analysis) if row.definition.name == "cadence")
    assert f'"gc-whole">{texts_form.WHOLE.lower()}<' in form_table([cadence])


def test_every_metric_has_its_drawing() -> None:
    assert {definition.drawing for definition in DEFINITIONS} == set(DRAWINGS)
    for name in DRAWINGS:
        svg = draw_metric(name)
        assert svg.startswith("<svg")
        assert all(f">{panel.caption}</text>" in svg for panel in DRAWINGS[name])
        assert "NaN" not in svg
    assert "camera at hip height" in draw_filming()


def test_curves_show_both_legs(analysis: Analysis) -> None:
    for name in CURVE_TITLES:
        assert {f"{name}_left", f"{name}_right"} <= analysis.curves.keys()
        svg = draw_curve(analysis.curves, name)
        assert ">left</text>" in svg
        assert ">right</text>" in svg
        assert "nan" not in svg


def show(kind: str) -> None:
    from dataclasses import replace as changed

    from gaitcheck.gait.metrics import measure_curves as curves_of
    from gaitcheck.gait.metrics import measure_metrics as metrics_of
    from gaitcheck.ui.form_report import show_form
    from gaitcheck.words.metrics import say_metrics as said
    from tests.examples import make_analysis as example
    from tests.gait.metrics.runners import film as filmed
    from tests.gait.metrics.runners import form_of as formed
    from tests.gait.synthetic import Runner as Person

    form = formed(filmed(Person(fps=60.0)), 60.0, landed=False) if kind == "measured" else None
    metrics = said(metrics_of(form, ()), {}, real_fps=60.0, yaw_deg=0.0)
    analysis = example("heel", metrics=metrics, curves=curves_of(form, ()))
    show_form(changed(analysis))


@pytest.mark.parametrize("kind", ["measured", "nothing"])
def test_the_component_runs(kind: str) -> None:
    page = AppTest.from_function(show, kwargs={"kind": kind}, default_timeout=60).run()
    assert not page.exception
    titles = [expander.label for expander in page.expander]
    assert ("What each figure means, and how it was measured" in titles) == (kind == "measured")
    # The angle at contact needs a shoe to follow, which a drawn skeleton does not have.
    assert "What could not be measured, and why" in titles
    said = "".join(element.proto.body for element in page.get("html"))
    assert said.count("The shoe could not be followed") == (kind == "measured")


def test_a_reason_that_many_figures_share_is_said_once() -> None:
    page = AppTest.from_function(show, kwargs={"kind": "nothing"}, default_timeout=60).run()
    said = "".join(element.proto.body for element in page.get("html"))
    for definition in DEFINITIONS:
        assert METRICS[definition.name].title in said
    reasons = re.findall(r"</strong>: ([^<]+)</p>", said)
    assert reasons
    assert len(reasons) == len(set(reasons))


def test_the_factor_is_asked_for_only_in_doubt(analysis: Analysis) -> None:
    assert not factor_in_doubt(analysis)
    note = QualityNote("slow_motion_uncertain", "warning", "Perhaps slow.", "State the factor.")
    assert factor_in_doubt(replace(analysis, quality=(note,)))

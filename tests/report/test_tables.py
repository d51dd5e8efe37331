"""Tables of steps and soles: a row each, whole, and safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given

from gaitcheck.model import Analysis, SoleTrack
from gaitcheck.report.tables import COLUMNS, SOLE_COLUMNS, to_csv_bytes, to_soles_csv_bytes
from gaitcheck.store.serialize import to_dict
from tests.examples import make_analysis, make_stepless_analysis, make_unsure_analysis
from tests.report.strategies import analyses


def _rows(analysis: Analysis) -> list[dict[str, str]]:
    text = to_csv_bytes(analysis).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_every_step_is_a_row_with_the_values_of_the_json() -> None:
    analysis = make_analysis("toe")
    rows = _rows(analysis)
    assert len(rows) == 8
    for row, step in zip(rows, to_dict(analysis)["steps"], strict=True):
        assert row["side"] == step["side"]
        assert row["strike"] == "toe"
        assert float(row["contact_time_s"]) == step["contact_time_s"]
        assert float(row["contact_frame"]) == step["contact_frame"]
        assert float(row["probability_midfoot"]) == step["probability"]["midfoot"]
        assert float(row["foot_strike_angle_deg"]) == step["foot_strike_angle_deg"]


def test_what_is_missing_is_an_empty_cell() -> None:
    row = _rows(make_unsure_analysis())[0]
    assert row["foot_strike_angle_deg"] == ""
    assert row["unsure_because"] == "The foot is blurred at contact."


def test_without_steps_the_header_stands_alone() -> None:
    assert to_csv_bytes(make_stepless_analysis()).decode("utf-8-sig") == ",".join(COLUMNS) + "\r\n"


def test_spreadsheets_recognise_utf8() -> None:
    assert to_csv_bytes(make_analysis()).startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize(
    "formula", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\uff1d1+1"]
)
def test_a_text_never_becomes_a_formula(formula: str) -> None:
    analysis = make_unsure_analysis()
    step = replace(analysis.steps[0], unsure_because=(formula,))
    assert _rows(replace(analysis, steps=(step,)))[0]["unsure_because"] == f"'{formula}"


def test_a_negative_angle_stays_a_number() -> None:
    assert _rows(make_analysis("toe"))[0]["foot_strike_angle_deg"] == "-7.4"


@given(analyses())
def test_any_analysis_gives_a_row_per_step(analysis: Analysis) -> None:
    rows = _rows(analysis)
    assert [row["index"] for row in rows] == [str(step.index) for step in analysis.steps]
    assert all(set(row) == set(COLUMNS) for row in rows)


def test_the_soles_have_a_row_for_each_foot_and_picture() -> None:
    places = np.array([[1.0, 2.0], [np.nan, np.nan]])
    sole = SoleTrack(
        heel=places,
        ball=places + 10,
        toe=places + 20,
        pitch_deg=np.array([3.456, np.nan]),
        sd_deg=np.array([2.0, np.nan]),
        seen=np.array([0.91234, 0.0]),
    )
    lines = to_soles_csv_bytes({"left": sole, "right": sole}).decode("utf-8-sig").splitlines()
    assert lines[0].split(",") == list(SOLE_COLUMNS)
    assert lines[1] == "0,left,1.0,2.0,11.0,12.0,21.0,22.0,3.46,2.0,0.912"
    assert lines[4] == "1,right,,,,,,,,,0.0"
    assert len(lines) == 5

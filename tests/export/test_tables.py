"""Steps and metrics, read by pandas and pyarrow."""

from __future__ import annotations

import io
from dataclasses import replace

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

from gaitcheck.export.csv import write_metrics_csv, write_steps_csv
from gaitcheck.export.parquet import write_metrics_parquet, write_steps_parquet
from gaitcheck.export.rows import STEP_COLUMNS
from gaitcheck.export.trial import Trial
from gaitcheck.report.tables import METRIC_COLUMNS
from tests.examples import make_analysis, make_clip, make_stepless_analysis, make_unsure_analysis

TRIAL = Trial(make_analysis("mixed", clip=make_clip(slow_motion=8.0)))


def steps(kind: str, trial: Trial = TRIAL) -> pd.DataFrame:
    if kind == "csv":
        return pd.read_csv(io.BytesIO(write_steps_csv(trial)))
    return pd.read_parquet(io.BytesIO(write_steps_parquet(trial)))


def metrics(kind: str, trial: Trial = TRIAL) -> pd.DataFrame:
    if kind == "csv":
        return pd.read_csv(io.BytesIO(write_metrics_csv(trial)))
    return pd.read_parquet(io.BytesIO(write_metrics_parquet(trial)))


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_steps_are_those_of_the_analysis(kind: str) -> None:
    table, wanted = steps(kind), TRIAL.analysis.steps
    assert tuple(table.columns) == STEP_COLUMNS
    assert table["side"].tolist() == [step.side for step in wanted]
    assert table["strike"].tolist() == [step.strike for step in wanted]
    for name in ("contact_time_s", "contact_frame", "foot_strike_angle_deg"):
        np.testing.assert_allclose(table[name], [getattr(step, name) for step in wanted], atol=1e-3)
    for strike in ("heel", "midfoot", "toe"):
        np.testing.assert_allclose(
            table[f"probability_{strike}"], [step.probability[strike] for step in wanted]
        )


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_slow_motion_has_real_times_beside_file_times(kind: str) -> None:
    table = steps(kind)
    for name in ("contact", "toe_off"):
        np.testing.assert_allclose(
            table[f"{name}_real_time_s"], table[f"{name}_time_s"] / 8, atol=1e-5
        )
    np.testing.assert_allclose(table["ground_contact_s"].dropna(), 0.36 * 120 / 168 / 8, atol=1e-5)


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_a_step_without_toe_off_or_angle_has_gaps(kind: str) -> None:
    analysis = make_unsure_analysis()
    analysis = replace(
        analysis, steps=tuple(replace(step, toe_off_time_s=None) for step in analysis.steps)
    )
    table = steps(kind, Trial(analysis))
    for name in (
        "toe_off_time_s",
        "toe_off_real_time_s",
        "ground_contact_s",
        "foot_strike_angle_deg",
    ):
        assert table[name].isna().all()
    assert (table["unsure_because"] == "The foot is blurred at contact.").all()


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_metrics_are_those_of_the_analysis_with_their_units(kind: str) -> None:
    table = metrics(kind).set_index("name")
    assert ("name", *table.columns) == METRIC_COLUMNS
    for name, metric in TRIAL.analysis.metrics.items():
        assert table.loc[name, "unit"] == metric.unit
        assert table.loc[name, "n"] == metric.n
        value = np.nan if metric.value is None else metric.value
        np.testing.assert_equal(float(table.loc[name, "value"]), value)


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_without_steps_the_columns_remain(kind: str) -> None:
    trial = Trial(make_stepless_analysis())
    assert (len(steps(kind, trial)), tuple(steps(kind, trial).columns)) == (0, STEP_COLUMNS)
    assert (len(metrics(kind, trial)), tuple(metrics(kind, trial).columns)) == (0, METRIC_COLUMNS)


def test_parquet_carries_types_and_units() -> None:
    schema = pq.read_schema(io.BytesIO(write_steps_parquet(TRIAL)))
    assert schema.field("contact_real_time_s").metadata == {b"unit": b"s of real time"}
    assert schema.field("foot_strike_angle_deg").metadata == {b"unit": b"deg, toes up positive"}
    assert schema.metadata[b"slow_motion"] == b"8"
    assert schema.metadata[b"clip_sha256"].decode() == TRIAL.analysis.clip.sha256
    # A table without a row must not lose its types.
    empty = pq.read_schema(io.BytesIO(write_steps_parquet(Trial(make_stepless_analysis()))))
    assert empty.types == schema.types
